from collections import namedtuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...models.sales_plans.overlap import PLANS
from ...tools.marks import mark

#: columns of a plan that the query uses → types in the database
PLAN_COLUMNS = {
    'id': 'integer', 'company_id': 'integer', 'user_id': 'integer', 'team_id': 'integer', 'date_from': 'date', 'date_to': 'date',
    'dimension': 'varchar', 'by_variant': 'boolean', 'by_order': 'boolean',
}
#: values of these columns of one plan
Plan = namedtuple('Plan', PLAN_COLUMNS)
#: the two sides of the report: field that marks their rows, and the sum that replaces each figure there; None for 0
SIDES = {
    'plan_line_id': {
        'fact_amount': None, 'fact_quantity': None},
    'move_line_id': {
        'plan_amount': None, 'plan_quantity': None, 'deviation_amount': 'fact_amount', 'deviation_quantity': 'fact_quantity'},
}


class BasPlanFactReport(models.Model):
    """Faster queries: facts about a query that PostgreSQL does not know when it plans the execution.

    * If the domain limits the report to one plan, the values of the plan are put into the query as constants.
    * A pivot reads from each side of the report (plan, fact) only the figures that this side has.
    """

    _inherit = 'bas.plan.fact.report'

    # ------------------------------------------------------------
    # One plan
    # ------------------------------------------------------------

    @api.model
    def _search(self, domain, *args, **kwargs):
        asked = self._get_only_plan(Domain(domain).optimize(self))
        # sudo: the user may read facts of plans of others; the constants only make the query faster and change no figure
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
        """:param dict known: figures of one side, see ``SIDES``
        :return: the sum that replaces ``spec`` on this side; None for 0"""
        name = spec.removesuffix(':sum')
        if name not in known:
            return spec
        return known[name] and f'{known[name]}:sum'

    def _read_group_select(self, aggregate_spec, query):
        # computed from sums of plan and fact, which are aggregated anyway
        name, __, function = aggregate_spec.partition(':')
        if name in ('deviation_amount', 'deviation_quantity') and function == 'sum':
            measure = name.partition('_')[2]
            return SQL("(%s - %s)", *(
                self._read_group_select(f'{part}_{measure}:sum', query) for part in ('fact', 'plan')))
        return super()._read_group_select(aggregate_spec, query)
