from odoo import api, models
from odoo.fields import Domain

from ..analysis.manager_figures import SALES
from ..sales_plans.progress import get_pace

#: pace of a plan → mood of its figures
MOODS = {'good': 'good', 'fair': '', 'poor': 'bad'}


class BasMorning(models.AbstractModel):
    """The plan beside the revenue: the same figures as in the plan-fact analysis, but the fact is read from headers of
    invoices, because the plan may be for a whole year."""

    _inherit = 'bas.morning'

    @api.model
    def _get_plan_parts(self, scope):
        """:return: dict: parts of the tile of revenue: ``lines`` and ``bar``"""
        plans = self._get_plans(scope)
        if not plans:
            return {'lines': [self._make_figure(
                self.env._("No plan for these days"), False, action=self._open_plans())]}
        planned, fact, forecast = self._read_plan_figures(plans, scope)
        action, completion = self._open_plan_fact(plans), fact / planned if planned else False
        expected = forecast / planned if planned else False
        best = max(completion, expected) if planned else 0
        mood = MOODS[get_pace(best)]
        name = plans.display_name if len(plans) == 1 else self.env._("Plans: %(count)s", count=len(plans))
        lines = [
            self._make_figure(name, planned, action=action, measure='plan_amount'),
            self._make_figure(self.env._("Fact of the Plan"), fact, action=action, measure='fact_amount'),
            self._make_figure(self.env._("Completion"), completion, 'share', action=action),
            self._make_figure(self.env._("At This Pace"), forecast, action=action, measure='forecast_amount', mood=mood),
            self._make_figure(self.env._("Expected Completion"), expected, 'share', action=action, mood=mood),
        ]
        return {'lines': lines, 'bar': {'share': completion, 'expected': expected, 'mood': mood} if planned else False}

    @api.model
    def _get_plans(self, scope):
        """Choose the plans of these days that add up: that of the whole firm, else those of teams, else those of managers.

        :return: bas.sales.plan: for each company of one kind, and for the shortest of the periods; none of them overlap
        """
        plans = self.env['bas.sales.plan']
        found = plans.search(plans._get_in_force_domain(scope.month.days.last, self.env.companies), order='id desc')
        if scope.team:
            found = found.filtered(lambda plan: plan.team_id == scope.team or plan.user_id in scope.team.member_ids)
        chosen = found.browse()
        for plans in found.grouped('company_id').values():
            best = min((self._rank_plan(plan), plan.date_to - plan.date_from) for plan in plans)
            same = plans.filtered(lambda plan, best=best: (self._rank_plan(plan), plan.date_to - plan.date_from) == best)
            for alike in same.grouped(lambda plan: plan.user_id or plan.team_id).values():
                chosen |= alike[0]
        return chosen

    @api.model
    def _rank_plan(self, plan):
        return 2 if plan.user_id else 1 if plan.team_id else 0

    @api.model
    def _read_plan_figures(self, plans, scope):
        """:return: plan, fact and forecast, as in the plan-fact analysis of these plans"""
        report = self.env['bas.plan.fact.report']
        (planned,), = report._read_group(
            [('plan_id', 'in', plans.ids), ('plan_line_id', '!=', False)], [], [self._sum_of('plan_amount')])
        fact = forecast = 0.0
        for (first, last), group in plans.grouped(lambda plan: (plan.date_from, plan.date_to)).items():
            days = self._read_plan_facts(group, first, last)
            passed = sum(amount for day, amount in days if day <= scope.today)
            fact += sum(amount for __, amount in days)
            forecast += passed * ((last - first).days + 1) / ((min(scope.today, last) - first).days + 1)
        return planned or 0.0, fact, forecast

    @api.model
    def _read_plan_facts(self, plans, first, last):
        """:return: list of (day, revenue) that the plans of one period cover"""
        report = self.env['bas.manager.report'].with_context(
            bas_manager_period='custom', bas_manager_from=str(first), bas_manager_to=str(last))
        covered = Domain.OR(
            Domain('company_id', '=', plan.company_id.id)
            & (Domain('user_id', '=', plan.user_id.id) if plan.user_id else Domain.TRUE)
            & (Domain('team_id', '=', plan.team_id.id) if plan.team_id else Domain.TRUE) for plan in plans)
        return report._read_group(
            Domain('kind', 'in', SALES) & covered, ['date:day'], [self._sum_of('revenue')])

    @api.model
    def _open_plans(self):
        return {**self.env['ir.actions.act_window']._for_xml_id('bas_crm.bas_sales_plan_action')}

    @api.model
    def _open_plan_fact(self, plans):
        if len(plans) == 1:
            return plans.action_open_plan_fact()
        action = self.env['ir.actions.act_window']._for_xml_id('bas_crm.bas_plan_fact_report_action')
        return {**action, 'domain': [('plan_id', 'in', plans.ids)], 'context': {
            'pivot_row_groupby': ['plan_id'], 'pivot_column_groupby': [],
            'pivot_measures': ['plan_amount', 'fact_amount', 'completion', 'forecast_amount']}}
