from collections import defaultdict
from itertools import chain

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.arguments import read_domain, read_names
from .report_mixin import GRANULARITIES

#: the largest number of funnels drawn side by side; the number of the others is shown
MAX_FUNNELS = 8
PARTS = ('moved_on', 'there', 'lost', 'returned')
#: fields that differ between rows of one document: if rows are filtered or grouped by them, conversion cannot be computed
ROW_FIELDS = {
    'id', 'outcome', 'is_done', 'is_current', 'is_lost', 'entered_at', 'hours', 'hours_total', 'median_hours', 'stood_count',
    'lost_amount',
    *(f'{part}_count' for part in PARTS)}


class BasFunnelFiguresMixin(models.AbstractModel):
    """The figures of the funnel view, computed from one ``_read_group`` of the report.

    A report sets ``_step_field`` and ``_reason_field``, has the columns ``<part>_count``, ``amount``, ``lost_amount``,
    ``hours_total`` and ``stood_count``, and implements ``_describe_step``.
    """

    _name = 'bas.funnel.figures.mixin'
    _inherit = ['bas.funnel.mixin', 'bas.funnel.comparison.mixin']
    _description = 'Figures of a Funnel'

    _step_field = None
    _reason_field = None

    @api.model
    @api.readonly
    def get_funnel(self, domain, groupby=()):
        """Read the data of the funnel view for the context, see ``bas.funnel.mixin``.

        :param list domain: domain of the report
        :param groupby: fields, dates with granularity; there is one funnel for each group
        :return: dict of ``reading``, ``has_conversion``, ``step_label``, ``steps`` (id, name, color, is_done; top down),
            ``reasons`` (id, name, color, count, amount), ``currency_id``, ``hidden`` (how many groups are left out),
            ``groups``: each with ``name``,
            ``domain`` and ``cells``, one a step, with ``count`` (documents), ``amount`` (in the currency), ``hours`` (average,
            or False), ``to_previous`` and ``to_first`` (conversion as a part of one, or False), the four parts of the count,
            ``lost_amount`` and ``reasons`` (id, count, amount). If the funnel is compared with another period, ``before`` of a
            group has the cells of that period, and ``previous`` says which it is; ``not_compared``: why it is not, ``dates``
            or ``period``. If the context has two managers, the funnels are theirs; without further groupings ``difference``
            has for each step the figures of the first less those of the second one.
        """
        domain, groupby, pair = read_domain(self, domain), self._read_groupby(groupby), self._get_pair()
        groupby = [spec for spec in groupby if spec.partition(':')[0] not in (self._step_field, self._reason_field)]
        if pair:
            domain, groupby = domain & Domain('user_id', 'in', pair.ids), list(dict.fromkeys(['user_id', *groupby]))
        compared = self._get_compared(groupby)
        earlier = [] if compared is None else compared._read_rows(domain, groupby)
        funnel = self._arrange(groupby, self._read_rows(domain, groupby), earlier, pair)
        funnel |= self._describe_comparison(groupby, compared)
        if any(self._fields[spec.partition(':')[0]].type == 'many2many' for spec in groupby):
            # A document that is in several funnels is counted as one loss.
            whole = self.with_context(
                bas_funnel_type=funnel.get('type') or False, bas_funnel_compare=False, bas_funnel_pair=False)
            funnel['reasons'] = whole.get_funnel(domain)['reasons']
        if compared is None:
            for group in funnel['groups']:
                group['before'] = False
        if not self._is_whole(domain, groupby):
            for cell in chain.from_iterable([*group['cells'], *(group['before'] or ())] for group in funnel['groups']):
                cell.update(to_previous=False, to_first=False)
        if pair and groupby == ['user_id']:
            funnel['difference'] = self._get_difference(funnel['groups'])
        return funnel

    def _read_rows(self, domain, groupby):
        """:return: list of (group, step, reason, figures …)"""
        rows = self._read_drawn(
            domain, [*groupby, self._step_field, self._reason_field],
            ['__count', *(f'{part}_count:sum' for part in PARTS), *self._get_funnel_sums()])
        return [(row[:len(groupby)], *row[len(groupby):]) for row in rows]

    def _read_groupby(self, groupby):
        """:return: list of groupings
        :raises UserError: a grouping is not supported, e.g. a path"""
        specs = read_names(self.env, groupby, 'groupby')
        for spec in specs:
            name, _colon, granularity = spec.partition(':')
            field = self._fields.get(name)
            is_date = field and field.type in ('date', 'datetime')
            if not field or not field._description_groupable(self.env) or (granularity and not is_date) or (
                    is_date and (granularity or 'month') not in GRANULARITIES):
                raise UserError(self.env._("A funnel cannot be grouped by «%(grouping)s».", grouping=spec[:100]))
        return specs

    def _read_drawn(self, domain, groupby, sums):
        """:return: rows of the figures to draw, in the order of the groupings"""
        return self._read_group(domain, groupby, sums)

    def _is_whole(self, domain, groupby):
        """:return: whether the domain and grouping keep all rows of a document together; otherwise there is no conversion"""
        return not self._get_named_fields(domain, groupby) & {*ROW_FIELDS, self._step_field, self._reason_field}

    def _get_named_fields(self, domain, groupby):
        """:return: names of the report's fields in the domain and the groupings"""
        names = {condition.field_expr for condition in Domain(domain).iter_conditions()} | set(groupby)
        return {name.partition(':')[0].partition('.')[0] for name in names}

    @api.model
    def _get_funnel_sums(self):
        amount = 'sum' if len(self.env.companies.currency_id) < 2 else 'sum_currency'
        return [f'amount:{amount}', f'lost_amount:{amount}', 'hours_total:sum', 'stood_count:sum']

    def _arrange(self, groupby, rows, earlier, pair):
        """:param rows: list of (group, step, reason, figures …)
        :param earlier: the same for the period that is compared with
        :param pair: the two managers of the context"""
        counts = self._count_steps(rows) or self._count_steps(earlier)
        steps = self._get_steps(counts, self._count_stood([*rows, *earlier]))
        cells, before = (self._fill_cells(steps, part) for part in (rows, earlier))
        groups = self._get_groups(groupby, cells, before, pair)
        bounds = self._get_bounds()
        # If funnels are compared by date, the latest ones are drawn.
        is_dated = bool(groupby) and ':' in groupby[0]
        return {
            'reading': bounds.reading,
            'has_conversion': bounds.reading != 'snapshot',
            'currency_id': self.env.company.currency_id.id,
            'step_label': self._fields[self._step_field]._description_string(self.env),
            'steps': [self._describe_step(step) for step in steps],
            'groups': groups[-MAX_FUNNELS:] if is_dated else groups[:MAX_FUNNELS],
            'hidden': len(groups[MAX_FUNNELS:]),
            'reasons': self._describe_reasons(rows, steps),
            'pair': pair.ids or False,
            **self._describe_period(),
            **self._describe_choice(counts),
        }

    def _count_steps(self, rows):
        """:return: {step: number of rows}"""
        counts = defaultdict(int)
        for __, step, __reason, count, *__figures in rows:
            counts[step] += count
        return counts

    def _count_stood(self, rows):
        """:return: {step: number of rows that did not skip the step, or were lost there}"""
        stood = defaultdict(int)
        for __, step, __reason, __count, *figures in rows:
            stood[step] += figures[-1] + figures[PARTS.index('lost')] + figures[PARTS.index('there')]
        return stood

    def _fill_cells(self, steps, rows):
        """:return: {group: {step: cell}}"""
        cells = defaultdict(lambda: {step: self._get_empty_cell() for step in steps})
        for group, step, reason, *figures in rows:
            if step in cells[group]:
                self._add(cells[group][step], reason, figures)
        return cells

    def _get_empty_cell(self):
        return {'count': 0, **dict.fromkeys(PARTS, 0), 'amount': 0.0, 'lost_amount': 0.0, 'hours_total': 0.0, 'stood': 0,
                'reasons': {}}

    def _add(self, cell, reason, figures):
        count, moved_on, there, lost, returned, amount, lost_amount, hours, stood = figures
        for name, value in (('count', count), ('moved_on', moved_on), ('there', there), ('lost', lost), ('returned', returned),
                            ('amount', amount), ('lost_amount', lost_amount), ('hours_total', hours), ('stood', stood)):
            cell[name] += value or 0
        if lost:
            cell['reasons'][reason] = (lost, lost_amount or 0.0)

    def _close(self, cells):
        """:return: cells with the figures that depend on other cells, e.g. conversion"""
        has_conversion = self._get_bounds().reading != 'snapshot'
        closed, first, previous = [], None, None
        for step, cell in cells.items():
            count, hours, stood = cell['count'], cell.pop('hours_total'), cell['stood']
            first = count if first is None else first
            closed.append({
                **cell,
                'step': self._describe_step(step)['id'],
                'hours': hours / stood if stood else False,
                'to_previous': count / previous if has_conversion and previous else False,
                'to_first': count / first if has_conversion and first else False,
                'reasons': [{'id': self._get_reason_id(reason), 'count': lost, 'amount': amount}
                            for reason, (lost, amount) in cell['reasons'].items()],
            })
            previous = count
        return closed

    def _get_groups(self, groupby, cells, before, pair):
        """:return: list of funnels: of the two managers in their order, otherwise the largest first"""
        chosen = [(user,) for user in pair] if pair and len(groupby) == 1 else ()
        keys = list(dict.fromkeys([*chosen, *cells, *before]))
        described = [{'__extra_domain': []}] * len(keys)
        if groupby:
            described = self._web_read_group_format(tuple(groupby), (), keys)
        groups = []
        for key, description in zip(keys, described, strict=True):
            closed = self._close(cells[key])
            groups.append({
                'name': ' / '.join(self._get_label(spec, description[spec]) for spec in groupby),
                'domain': list(description['__extra_domain']),
                'cells': closed,
                'before': self._close(before[key]),
                'count': max((cell['count'] for cell in closed), default=0),
            })
        if chosen:
            return groups
        groups = [group for group in groups if group['count'] or any(cell['count'] for cell in group['before'])]
        if not any(':' in spec for spec in groupby):
            groups.sort(key=lambda group: -group['count'])
        return groups

    def _get_label(self, spec, value):
        """:return: str: title of a group"""
        field = self._fields[spec.partition(':')[0]]
        if value is False or value is None:
            return self.env._("Not Set")
        if isinstance(value, (tuple, list)):
            return str(value[1])
        if field.type == 'boolean':
            return self.env._("Yes")
        return str(dict(field._description_selection(self.env)).get(value, value)) if field.type == 'selection' else str(value)

    def _get_steps(self, counts, stood):
        """:param counts: {step: number of rows} of all types
        :param stood: {step: number of rows that did not skip the step, or were lost there}
        :return: the steps to draw, from the top"""
        raise NotImplementedError

    def _describe_step(self, step):
        raise NotImplementedError

    def _describe_choice(self, counts):
        """:return: dict: further options of the view"""
        return {}

    def _get_reason_id(self, reason):
        return reason.id or False

    def _describe_reasons(self, rows, steps):
        """:return: reasons of all losses drawn, with their totals, most frequent first"""
        totals = defaultdict(lambda: [0, 0.0])
        for __, step, reason, __count, __moved, __there, lost, __returned, __amount, lost_amount, *__ in rows:
            if lost and step in steps:
                totals[reason][0] += lost
                totals[reason][1] += lost_amount or 0.0
        return [{
            'id': self._get_reason_id(reason), 'name': reason.display_name or self.env._("Without a Reason"),
            'color': self._get_reason_color(reason), 'count': count, 'amount': amount,
        } for reason, (count, amount) in sorted(totals.items(), key=lambda total: -total[1][0])]

    def _get_reason_color(self, reason):
        return reason.color if 'color' in reason._fields else reason.id % 12

    def _describe_period(self):
        first, last = self._get_period()
        as_of = self._get_day('bas_funnel_as_of')
        return {
            'period': self.env.context.get('bas_funnel_period') or 'custom',
            'date_from': (first and str(first)) or False, 'date_to': (last and str(last)) or False,
            'as_of': (as_of and str(as_of)) or False,
        }
