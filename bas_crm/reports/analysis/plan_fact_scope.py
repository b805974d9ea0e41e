from collections import namedtuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...models.sales_plans.overlap import PLANS
from ...tools.marks import mark

#: what the query reads of a plan, with the types in the database
PLAN_COLUMNS = {
    'id': 'integer', 'company_id': 'integer', 'user_id': 'integer', 'team_id': 'integer', 'date_from': 'date', 'date_to': 'date',
    'dimension': 'varchar', 'by_variant': 'boolean', 'by_order': 'boolean',
}
#: a plan as the query reads it
Plan = namedtuple('Plan', PLAN_COLUMNS)
#: the two sides of the report: the field that tells their rows, and what stands there in place of a figure; none for a nil
SIDES = {
    'plan_line_id': {
        'fact_amount': None, 'fact_quantity': None},
    'move_line_id': {
        'plan_amount': None, 'plan_quantity': None, 'deviation_amount': 'fact_amount', 'deviation_quantity': 'fact_quantity'},
}


class BasPlanFactReport(models.Model):
    """What a question says beforehand, and PostgreSQL would learn too late to choose its way by it.

    * Of rows of one plan everything is known that the plan says: its days, its dimension, its pace.
    * A pivot asks each side of the report only for what it has figures of.
    """

    _inherit = 'bas.plan.fact.report'

    # ------------------------------------------------------------
    # One plan
    # ------------------------------------------------------------

    @api.model
    def _search(self, domain, *args, **kwargs):
        asked = self._get_asked_plan(Domain(domain).optimize(self))
        # as the person may read facts of plans that are not his or hers: it changes no figure, only the way to it
        plans = self.env['bas.sales.plan'].sudo().search_read(
            [('id', '=', asked), ('state', 'in', ('approved', 'closed')), ('active', '=', True)], list(PLAN_COLUMNS),
            load=None) if asked else []
        scope = Plan(**plans[0]) if plans else None
        return super(BasPlanFactReport, mark(self, plan_fact_scope=scope))._search(domain, *args, **kwargs)

    # ------------------------------------------------------------
    # Two sides
    # ------------------------------------------------------------

    def _read_finest(self, domain, groupby, sums):
        rows = []
        for side, known in SIDES.items():
            asked = [self._get_side_sum(spec, known) for spec in sums]
            read = list(dict.fromkeys(spec for spec in asked if spec))
            for row in super()._read_finest(Domain(domain) & Domain(side, '!=', False), groupby, read):
                figures = dict(zip(read, row[len(groupby):], strict=True))
                rows.append((*row[:len(groupby)], *(figures.get(spec, 0.0) for spec in asked)))
        return rows

    def _is_quick(self, finest, grouping_sets, aggregates):
        return super()._is_quick(finest, grouping_sets, [spec for spec in aggregates if spec != PLANS])

    def _get_side_sum(self, spec, known):
        """:param dict known: of one side, see ``SIDES``
        :return: the sum that is read there in place of ``spec``; None for a nil"""
        name = spec.removesuffix(':sum')
        if name not in known:
            return spec
        return known[name] and f'{known[name]}:sum'

    def _read_group_select(self, aggregate_spec, query):
        # sums that the plan and the fact have been added up for already
        name, __, function = aggregate_spec.partition(':')
        if name in ('deviation_amount', 'deviation_quantity') and function == 'sum':
            measure = name.partition('_')[2]
            return SQL("(%s - %s)", *(
                self._read_group_select(f'{part}_{measure}:sum', query) for part in ('fact', 'plan')))
        return super()._read_group_select(aggregate_spec, query)
