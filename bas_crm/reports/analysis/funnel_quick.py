from collections import defaultdict

from odoo import models

from ...models.analysis.report_mixin import MAX_GROUPS
from ...tools.marks import mark
from .funnel_query import OUTCOMES, Grain

#: sums over history entries; all others are sums over orders
HOURS = ('hours_total:sum', 'stood_count:sum')
#: columns that history entries do not have
NOT_IN_HISTORY = {'amount', 'standing_stage_id'}
#: columns for the stage in which orders count and for the loss, and the sums that depend on them
PLACE = ('standing_stage_id', 'is_lost', 'cancel_reason_id')
PLACED = ('lost_amount', *(f'{outcome}_count' for outcome in OUTCOMES))
#: all sums that can be computed from the furthest stages of orders and from history entries
SUMS = {'__count', *HOURS, *(f'{name}:sum' for name in ('amount', *PLACED)), 'amount:sum_currency', 'lost_amount:sum_currency'}


class BasFunnelReport(models.Model):
    """Faster groups of the funnel, computed without its rows.

    An order has a row for each stage up to the furthest one. So it is enough to group orders by the furthest stage and to
    count each group in all the stages it has passed. Hours are summed up from the history entries. If the domain or the
    grouping depends on single rows, the rows are read as usual.
    """

    _inherit = 'bas.funnel.report'

    def _read_finest(self, domain, groupby, sums):
        # History entries do not show which hours belong to lost orders.
        has_reasons = self._reason_field in groupby and any(spec in HOURS for spec in sums)
        rows = None if has_reasons else self._read_quick(domain, groupby, sums, limit=MAX_GROUPS + 1)
        return super()._read_finest(domain, groupby, sums) if rows is None else rows

    def _read_drawn(self, domain, groupby, sums):
        rows = self._read_quick(domain, groupby, sums)
        return super()._read_drawn(domain, groupby, sums) if rows is None else rows

    def _read_quick(self, domain, groupby, sums, limit=None):
        """:return: rows in the form of :meth:`_read_finest`, with all hours in the group without a reason; None if rows of the
            report must be read, or if there are more than ``limit`` groups of orders"""
        shown = [spec for spec in groupby if spec not in (self._step_field, self._reason_field)]
        if not self._can_compute(domain, shown, sums):
            return None
        # Fewer groups are faster, so these columns are added only if they are needed.
        place = PLACE if any(spec.startswith(PLACED) for spec in sums) or self._reason_field in groupby else ()
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

    def _can_compute(self, domain, shown, sums):
        """:return: whether the requested groups and sums can be computed from the furthest stages of orders"""
        if self._get_bounds().reading == 'snapshot' or not SUMS.issuperset(sums) or not self._is_whole(domain, shown):
            return False
        return not any(spec in HOURS for spec in sums) or not self._get_named_fields(domain, shown) & NOT_IN_HISTORY

    def _count_orders(self, groups, groupby, orders, functions):
        """Count orders with the same furthest stage in all the stages that they have passed.

        :param dict groups: {values of ``groupby``: {sum: figure}}
        :param dict orders: their values by grouping, their furthest stage, ``__count``, and amounts by function
        """
        furthest, reason = orders[self._step_field], orders.get(self._reason_field)
        way = self.env['bas.order.stage']._get_path_ranks(furthest.id)
        standing = way[orders.get('standing_stage_id', furthest).id] if way else 0
        for stage, rank in way.items():
            if rank > way[furthest.id]:
                break
            outcome = self._get_outcome(rank, standing, orders.get('is_lost'))
            here = {**orders, self._step_field: furthest.browse(stage).with_prefetch(list(way)),
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
            if here[self._step_field].is_done:
                continue  # a final stage has no hours
            figures = groups[tuple(here[spec] for spec in groupby)]
            for spec, figure in zip(HOURS, row[-len(HOURS):], strict=True):
                if spec in figures:
                    figures[spec] += figure or 0
