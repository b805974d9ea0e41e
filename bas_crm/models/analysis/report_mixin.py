from collections import defaultdict
from math import fsum

from odoo import api, models
from odoo.tools import SQL

#: above this many groups of the finest grouping a pivot is left to PostgreSQL
MAX_GROUPS = 20_000
GRANULARITIES = ('day', 'week', 'month', 'quarter', 'year')


class BasReportMixin(models.AbstractModel):
    """What our SQL reports share: ratios that are true at every level, and pivots that open at once.

    A ratio is declared in ``_ratios``: ``{field: (numerator, denominator)}``, all three being fields of the report. Whatever
    aggregator a view asks for, a group shows Σ numerator / Σ denominator (a part of one, not per cent), and nothing where the
    denominator is nil: an average of ratios would be a figure of nothing.
    """

    _name = 'bas.report.mixin'
    _description = 'Report with Ratios'

    _ratios = {}
    #: a spreadsheet of a grouped list asks the model for the figures of groups
    _has_group_figures = True

    def _read_group_select(self, aggregate_spec, query):
        name = aggregate_spec.partition(':')[0]
        if name not in self._ratios or aggregate_spec.endswith((':count', ':count_distinct')):
            return super()._read_group_select(aggregate_spec, query)
        numerator, denominator = (
            super(BasReportMixin, self)._read_group_select(f'{part}:sum', query) for part in self._ratios[name])
        return SQL("1.0 * %s / NULLIF(%s, 0)", numerator, denominator)  # two counts would be divided as whole numbers

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        """Core's contract. Where every figure adds up, only the finest grouping is read and the totals are summed from it.

        PostgreSQL computes GROUPING SETS in one process, with the names of users and products among the keys; one plain
        grouping by ids runs in parallel and is two to five times faster.
        """
        finest = max(grouping_sets, key=len, default=())
        terms = self._get_quick_order(finest, order)
        if len(grouping_sets) < 2 or terms is None or not self._is_quick(finest, grouping_sets, aggregates):
            return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)
        sums = list(dict.fromkeys(part for spec in aggregates for part in self._get_sums(spec)))
        cells = self._read_finest(domain, finest, sums)
        if len(cells) > MAX_GROUPS:
            return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)
        keys = self._get_sort_keys(finest, cells)
        return [self._roll_up(cells, finest, grouping, sums, aggregates, terms, keys) for grouping in grouping_sets]

    def _read_finest(self, domain, groupby, sums):
        """:return: rows of ``groupby`` values and sums; a group may have several rows, they are added up"""
        return self._read_group(domain, groupby, sums, limit=MAX_GROUPS + 1)

    def _get_sums(self, spec):
        """:return: the sums that an aggregate is made of"""
        ratio = self._ratios.get(spec.partition(':')[0])
        return [f'{part}:sum' for part in ratio] if ratio else [spec]

    def _is_quick(self, finest, grouping_sets, aggregates):
        return (all(set(grouping) <= set(finest) for grouping in grouping_sets)
                and all(self._is_plain(spec) for spec in finest)
                and all(spec == '__count' or spec.endswith((':sum', ':sum_currency')) or spec.partition(':')[0] in self._ratios
                        for spec in aggregates))

    def _is_plain(self, spec):
        """:return: whether values of a grouping stand in one group each and can be put in order here as PostgreSQL does it"""
        name, __, granularity = spec.partition(':')
        field = self._fields.get(name)  # none for a path over several records
        if field and field.type in ('date', 'datetime'):
            return granularity in GRANULARITIES
        return bool(field) and field.type in ('many2one', 'selection', 'boolean')

    def _get_quick_order(self, specs, order):
        """:return: list of (grouping, descending), or None for an order by anything else than the groupings"""
        terms = []
        for part in (order or ','.join(specs)).split(','):
            spec, *direction = part.split()
            if spec not in specs or direction not in ([], ['asc'], ['desc'], ['ASC'], ['DESC']):
                return None
            terms.append((spec, direction in (['desc'], ['DESC'])))
        return terms

    def _get_sort_keys(self, specs, cells):
        """:return: {grouping: {its value: where it stands in order}}; nothing stands last, as NULL does"""
        return {spec: self._rank(spec, {cell[position] for cell in cells}) for position, spec in enumerate(specs)}

    def _rank(self, spec, values):
        field = self._fields[spec.partition(':')[0]]
        if field.type == 'many2one':
            # as the person may not read all of them: as in core, names put groups in order even where they are not shown
            records = self.env[field.comodel_name].sudo().with_context(active_test=False)
            known = records.search([('id', 'in', [value.id for value in values if value])])
            ranks = {record_id: rank for rank, record_id in enumerate(known.ids)}
            return {value: ranks.get(value.id, len(ranks)) for value in values}
        in_order = sorted(values) if field.type == 'boolean' else [*sorted(value for value in values if value), False]
        return {value: rank for rank, value in enumerate(in_order)}

    def _roll_up(self, cells, finest, grouping, sums, aggregates, terms, keys):
        """:return: rows of one grouping: its values, then the aggregates"""
        positions = [finest.index(spec) for spec in grouping]
        groups = defaultdict(list)
        for cell in cells:
            groups[tuple(cell[position] for position in positions)].append(cell[len(finest):])
        if not grouping and not cells:
            groups[()] = []
        recipes = [(spec, [sums.index(part) for part in self._get_sums(spec)]) for spec in aggregates]
        rows = []
        for group, parts in groups.items():
            columns = zip(*parts, strict=True) if parts else [()] * len(sums)
            totals = [self._total(spec, column) for spec, column in zip(sums, columns, strict=True)]
            rows.append((*group, *(self._figure(spec, [totals[position] for position in recipe]) for spec, recipe in recipes)))
        for spec, descending in reversed(terms):
            if spec in grouping:
                position, ranks = grouping.index(spec), keys[spec]
                rows.sort(key=lambda row, position=position, ranks=ranks: ranks[row[position]], reverse=descending)
        return rows

    def _total(self, spec, column):
        known = [value for value in column if value is not False and value is not None]
        if len(known) < 2:
            return known[0] if known else self._read_group_empty_value(spec)
        return fsum(known) if any(isinstance(value, float) for value in known) else sum(known)

    def _figure(self, spec, totals):
        """:param list totals: the sum itself, or numerator and denominator of a ratio"""
        if len(totals) == 1:
            return totals[0]
        numerator, denominator = totals
        # nothing sold is nought of the plan, and False == 0
        is_known = numerator is not False and numerator is not None
        return numerator / denominator if is_known and denominator else self._read_group_empty_value(spec)
