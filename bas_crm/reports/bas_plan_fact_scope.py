from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: context key under which the plan asked for travels into the query: (first day, last day)
SCOPE = 'bas_plan_fact_scope'


class BasPlanFactReport(models.Model):
    """What a question says beforehand: rows of one plan lie between its two days, and its pace is one number.

    PostgreSQL learns the days of a plan only while it runs, too late to choose its way by them.
    """

    _inherit = 'bas.plan.fact.report'

    @api.model
    def _search(self, domain, *args, **kwargs):
        asked = self._get_asked_plan(Domain(domain))
        # as the person may read facts of plans that are not his or hers: the days change no figure, only the way to it
        plan = asked and self.env['bas.sales.plan'].sudo().with_context(active_test=False).search_fetch(
            [('id', '=', asked)], ['date_from', 'date_to'])
        report = self.with_context(**{SCOPE: (plan.date_from, plan.date_to) if plan else None})
        return super(BasPlanFactReport, report)._search(domain, *args, **kwargs)

    @api.model
    def _get_asked_plan(self, domain):
        """:return: int or None: id of the only plan whose rows meet ``domain``"""
        for part in domain.children if hasattr(domain, 'children') and domain.OPERATOR == '&' else [domain]:
            if getattr(part, 'field_expr', None) == 'plan_id' and part.operator in ('=', 'in'):
                values = [part.value] if part.operator == '=' else list(part.value)
                if len(values) == 1 and isinstance(values[0], int) and values[0]:
                    return values[0]
        return None

    def _get_days(self):
        """:return: SQL: a condition that all facts asked for meet"""
        days = self.env.context.get(SCOPE)
        return SQL("line.invoice_date BETWEEN %s AND %s", *days) if days else SQL("TRUE")

    def _get_pace(self, today):
        """:return: SQL: what follows a fact to make it a forecast: times days of the plan, by days passed"""
        days = self.env.context.get(SCOPE)
        if not days:
            return SQL("""* (plan.date_to - plan.date_from + 1)::numeric
                / (LEAST(%s, plan.date_to) - plan.date_from + 1)""", today)
        start, stop = days
        passed = (min(fields.Date.context_today(self), stop) - start).days + 1
        whole = (stop - start).days + 1
        return SQL() if passed == whole or passed < 1 else SQL("* (%s::numeric / %s)", whole, passed)

    def _read_group_select(self, aggregate_spec, query):
        # sums that the plan and the fact have been added up for already
        name, __, function = aggregate_spec.partition(':')
        if name in ('deviation_amount', 'deviation_quantity') and function == 'sum':
            measure = name.partition('_')[2]
            return SQL("(%s - %s)", *(
                self._read_group_select(f'{part}_{measure}:sum', query) for part in ('fact', 'plan')))
        return super()._read_group_select(aggregate_spec, query)
