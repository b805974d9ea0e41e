from collections import defaultdict

from odoo import api, models

from ...models.analysis.report_mixin import MAX_GROUPS
from ...tools.marks import mark, read_mark
from .funnel_query import OUTCOMES, Grain

#: sums over history entries; all others are sums over orders
HOURS = ('hours_total:sum', 'stood_count:sum')
#: columns that history entries do not have
NOT_IN_HISTORY = {'amount', 'standing_stage_id'}
#: columns for the stage in which orders count and for the loss, and the sums that depend on them
PLACE = ('standing_stage_id', 'is_lost', 'cancel_reason_id')
#: groupings that rows of one order differ in, beside the stage
OF_ROWS = ('outcome', 'cancel_reason_id')
PLACED = ('lost_amount', *(f'{outcome}_count' for outcome in OUTCOMES))
#: all sums that can be computed from the furthest stages of orders and from history entries
SUMS = {'__count', *HOURS, *(f'{name}:sum' for name in ('amount', *PLACED)), 'amount:sum_currency', 'lost_amount:sum_currency'}
#: figures of the time of orders in stages; PostgreSQL computes the median, so they are not summed up in Python
MEDIAN = 'median_hours:avg'
TIMES = {*HOURS, MEDIAN, 'hours:avg'}


class BasFunnelReport(models.Model):
    """Faster groups of the funnel, computed without its rows.

    An order has a row for each stage up to the furthest one. So it is enough to group orders by the furthest stage and to
    count each group in all the stages it has passed. Hours are summed up from the history entries. If the domain or the
    grouping depends on single rows, the rows are read as usual.
    """

    _inherit = 'bas.funnel.report'

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None):
        if groupby and not having and not read_mark(self, 'funnel_grain') and self._has_few_groups(groupby):
            sets = self._read_with_plain_sums(
                [groupby], aggregates, lambda plain: self._read_quick_sets(domain, [groupby], plain, order))
            if sets:
                return sets[0][offset:offset + limit if limit else None]
        return super()._read_group(domain, groupby, aggregates, having, offset, limit, order)

    def _read_quick_sets(self, domain, grouping_sets, aggregates, order):
        if read_mark(self, 'funnel_grain'):
            return None
        if MEDIAN not in aggregates:
            return super()._read_quick_sets(domain, grouping_sets, aggregates, order)
        specs = list(dict.fromkeys(spec for grouping in grouping_sets for spec in grouping))
        counted = [spec for spec in aggregates if spec not in TIMES] or ['__count']
        if set(OF_ROWS) & set(specs) or not self._can_compute(domain, specs, {*HOURS, *(
                part for spec in counted for part in self._get_sums(spec))}):
            return None
        sets = super()._read_quick_sets(domain, grouping_sets, counted, order)
        return sets and self._add_times(sets, domain, grouping_sets, aggregates, counted)

    def _add_times(self, sets, domain, grouping_sets, aggregates, counted):
        """:param sets: rows of each grouping with what is counted
        :return: the same with all aggregates"""
        timed = [spec for spec in aggregates if spec in TIMES]
        none = [self._read_group_empty_value(spec) for spec in timed]
        times = mark(self, funnel_grain=Grain.STAGE)._read_grouping_sets(domain, grouping_sets, timed)
        completed = []
        for grouping, rows, stood in zip(grouping_sets, sets, times, strict=True):
            size = len(grouping)
            known = {row[:size]: row[size:] for row in stood}
            figures = [dict(zip([*counted, *timed], (*row[size:], *known.get(row[:size], none)), strict=True)) for row in rows]
            completed.append([(*row[:size], *(figure[spec] for spec in aggregates))
                              for row, figure in zip(rows, figures, strict=True)])
        return completed

    def _read_finest(self, domain, groupby, sums):
        # History entries do not show which hours belong to lost orders.
        has_reasons = self._reason_field in groupby and any(spec in HOURS for spec in sums)
        rows = None if has_reasons else self._read_quick(domain, groupby, sums, limit=MAX_GROUPS + 1)
        return super(BasFunnelReport, mark(self, funnel_grain=Grain.ROW))._read_finest(
            domain, groupby, sums) if rows is None else rows

    def _read_drawn(self, domain, groupby, sums):
        rows = self._read_quick(domain, groupby, sums)
        return super(BasFunnelReport, mark(self, funnel_grain=Grain.ROW))._read_drawn(
            domain, groupby, sums) if rows is None else rows

    def _read_quick(self, domain, groupby, sums, limit=None):
        """:return: rows in the form of :meth:`_read_finest`, with all hours in the group without a reason; None if rows of the
            report must be read, or if there are more than ``limit`` groups of orders"""
        shown = self._get_shared(groupby)
        if not self._can_compute(domain, groupby, sums):
            return None
        # Fewer groups are faster, so these columns are added only if they are needed.
        place = PLACE if any(spec.startswith(PLACED) for spec in sums) or set(OF_ROWS) & set(groupby) else ()
        functions = dict.fromkeys(spec.partition(':')[2] for spec in sums if spec.startswith(('amount', 'lost_amount')))
        orders = mark(self, funnel_grain=Grain.ORDER)._read_group(
            domain, [*shown, *place, self._step_field], ['__count', *(f'amount:{function}' for function in functions)],
            limit=limit)
        if limit and len(orders) == limit:
            return None
        groups = defaultdict(lambda: dict.fromkeys(sums, 0))
        names = [*shown, *place, self._step_field, '__count', *functions]
        for row in orders:
            self._count_orders(groups, groupby, dict(zip(names, row, strict=True)), functions)
        if any(spec in HOURS for spec in sums):
            self._count_hours(groups, domain, groupby, shown)
        return [(*key, *figures.values()) for key, figures in groups.items()]

    def _can_compute(self, domain, groupby, sums):
        """:return: whether the requested groups and sums can be computed from the furthest stages of orders"""
        shown = self._get_shared(groupby)
        if not SUMS.issuperset(sums) or not self._is_whole(domain, shown):
            return False
        return not any(spec in HOURS for spec in sums) or not (
            'outcome' in groupby or self._get_named_fields(domain, shown) & NOT_IN_HISTORY)

    def _get_shared(self, groupby):
        """:return: the groupings that all rows of an order have in common"""
        return [spec for spec in groupby if spec not in (self._step_field, *OF_ROWS)]

    def _count_orders(self, groups, groupby, orders, functions):
        """Count orders with the same furthest stage in all the stages that they have passed; in a snapshot only in their own.

        :param dict groups: {values of ``groupby``: {sum: figure}}
        :param dict orders: their values by grouping, their furthest stage, ``__count``, and amounts by function
        """
        furthest, reason = orders[self._step_field], orders.get(self._reason_field)
        way = self.env['bas.order.stage']._get_path_ranks(furthest.id)
        standing = way[orders.get('standing_stage_id', furthest).id] if way else 0
        first = way.get(furthest.id) if self._get_bounds().reading == 'snapshot' else 1
        for stage, rank in way.items():
            if rank > way[furthest.id]:
                break
            if rank < first:
                continue
            outcome = self._get_outcome(rank, standing, orders.get('is_lost'))
            here = {**orders, self._step_field: furthest.browse(stage).with_prefetch(list(way)), 'outcome': outcome,
                    self._reason_field: reason if outcome == 'lost' or not reason else reason.browse()}
            figures = groups[tuple(here[spec] for spec in groupby)]
            counts = {'__count': orders['__count'], f'{outcome}_count:sum': orders['__count']}
            for function in functions:
                counts[f'amount:{function}'] = orders[function]
                counts[f'lost_amount:{function}'] = orders[function] if outcome == 'lost' else 0
            for spec in figures.keys() & counts.keys():
                figures[spec] += counts[spec] or 0

    def _get_outcome(self, rank, standing, is_lost):
        if rank == standing:
            return 'lost' if is_lost else 'there'
        return 'moved_on' if rank < standing else 'returned'

    def _count_hours(self, groups, domain, groupby, shown):
        entries = mark(self, funnel_grain=Grain.ENTRY)._read_group(domain, [*shown, self._step_field], HOURS)
        no_reason = self.env[self._fields[self._reason_field].comodel_name]
        for row in entries:
            here = {**dict(zip([*shown, self._step_field], row, strict=False)), self._reason_field: no_reason}
            figures = groups[tuple(here[spec] for spec in groupby)]
            for spec, figure in zip(HOURS, row[-len(HOURS):], strict=True):
                if spec in figures:
                    figures[spec] += figure or 0
