from odoo import api, models
from odoo.fields import Domain

from ...models.sales_plans.progress import get_pace
from ...tools.days import get_today
from ...tools.groups import ALL_DOCUMENTS


class BasAgenda(models.Model):
    """The strip above the board: how far the user is with the sales plan."""

    _inherit = 'bas.agenda'

    @api.model
    @api.readonly
    def get_my_plan(self):
        """Find the target of the user for the period of today, see :meth:`_find_my_plan`.

        :return: dict of figures as in the plan-fact report, in company currency; False if there is no target
        """
        plan = self._find_my_plan()
        target, fact, forecast = self._get_my_figures(plan) if plan else (0.0, 0.0, False)
        if not target:
            return False
        # Not the field: it is computed with the figures of the whole plan.
        missing, days = max(target - fact, 0.0), plan._count_working_days_left().get(plan, 0)
        return {
            'plan_id': plan.id,
            'name': plan.display_name,
            'period': plan.period_label,
            'is_own': self._is_own_plan(plan),
            'target': target,
            'fact': fact,
            'forecast': forecast or False,
            'completion': fact / target,
            'forecast_completion': forecast / target if forecast else False,
            'pace': get_pace(max(forecast or 0.0, fact) / target),
            'missing': missing,
            'working_days_left': days,
            'missing_per_day': missing / days if days else 0.0,
            'currency_id': plan.company_id.currency_id.id,
        }

    @api.model
    @api.readonly
    def action_open_my_plan(self):
        """Open the plan-fact report of the plan in the strip; of a plan for several managers, the user's own rows."""
        plan = self._find_my_plan()
        if not plan:
            return self.env['bas.plan.fact.report'].action_open_analysis()
        return {**plan.action_open_plan_fact(), 'domain': self._get_my_domain(plan)}

    @api.model
    def _find_my_plan(self):
        """:return: ``bas.sales.plan``: of those for today the user's own one, else one with rows for the user, else, for who
            sees all documents, that of the whole company; of several the one for the shortest period"""
        user, plans = self.env.user, self.env['bas.sales.plan']
        if not plans.has_access('read'):
            return plans
        whose = Domain('user_id', '=', user.id) | (Domain('user_id', '=', False) & Domain('manager_ids', 'in', user.ids))
        if user.has_group(ALL_DOCUMENTS):
            whose |= Domain('user_id', '=', False) & Domain('team_id', '=', False)
        found = plans.search(whose & plans._get_in_force_domain(get_today(self.env), self.env.company))
        return found.sorted(lambda plan: (
            plan.user_id != user, user not in plan.manager_ids, plan.date_to - plan.date_from, plan.id))[:1]

    @api.model
    def _is_own_plan(self, plan):
        return self.env.user in plan.user_id | plan.manager_ids

    @api.model
    def _get_my_domain(self, plan):
        """:return: list: domain of the user's rows in a plan by managers; empty for all rows of the plan"""
        is_by_managers = not plan.user_id and self._is_own_plan(plan)
        return [('user_id', '=', self.env.uid)] if is_by_managers else []

    @api.model
    def _get_my_figures(self, plan):
        """:return: plan, fact and forecast of the user, read from the plan-fact report"""
        [(target, fact, forecast)] = self.env['bas.plan.fact.report']._read_group(
            [('plan_id', '=', plan.id), *self._get_my_domain(plan)], [],
            ['plan_amount:sum', 'fact_amount:sum', 'forecast_amount:sum'])
        return target or 0.0, fact or 0.0, forecast
