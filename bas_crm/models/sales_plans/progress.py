import math
from datetime import date, datetime, time

from pytz import timezone

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.days import ZONE_CONTEXT, get_today

#: measures of the report when it is opened from a plan; those of quantities only for a plan with quantities
AMOUNT_MEASURES = ('plan_amount', 'fact_amount', 'deviation_amount', 'deviation_percent', 'completion', 'forecast_amount')
QUANTITY_MEASURES = ('plan_quantity', 'fact_quantity')
#: dimension of a plan → field of the report that its rows are grouped by
ROW_FIELDS = {'category': 'categ_id', 'product': 'product_tmpl_id', 'manager': 'user_id'}
#: expected completion from which a plan is on track, and from which it is only slightly behind
GOOD, FAIR = 1.0, 0.8


class BasSalesPlan(models.Model):
    """Progress of a plan: read from the plan-fact report, so that a card and the report never differ."""

    _inherit = 'bas.sales.plan'

    company_currency_id = fields.Many2one(related='company_id.currency_id', string="Company Currency")
    plan_amount = fields.Monetary(
        "Plan", compute='_compute_progress', currency_field='company_currency_id', help="At the rate frozen at approval.")
    fact_amount = fields.Monetary("Fact", compute='_compute_progress', currency_field='company_currency_id')
    deviation_amount = fields.Monetary("Deviation", compute='_compute_progress', currency_field='company_currency_id')
    forecast_amount = fields.Monetary(
        "Forecast", compute='_compute_progress', currency_field='company_currency_id',
        help="Sales at the end of the plan if they continue at the same pace.")
    completion = fields.Float(compute='_compute_progress', help="Fact / plan.")
    forecast_completion = fields.Float("Expected Completion", compute='_compute_progress', help="Forecast / plan.")
    pace = fields.Selection(
        [('good', "On track"), ('fair', "Slightly behind"), ('poor', "Behind")], compute='_compute_progress',
        help="By expected completion: 100 % or more, at least 80 %, less than 80 %.")
    missing_amount = fields.Monetary(
        "Missing", compute='_compute_missing', currency_field='company_currency_id',
        help="Plan − fact, but not less than 0.")
    working_days_left = fields.Integer(
        compute='_compute_missing', help="From today on, by the company's working hours and days off.")
    missing_per_day = fields.Monetary(
        "Missing per Working Day", compute='_compute_missing', currency_field='company_currency_id')

    # ------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------

    @api.depends('state', 'line_ids.amount', 'currency_rate', 'date_from', 'date_to')
    def _compute_progress(self):
        figures = {plan: sums for plan, *sums in self.env['bas.plan.fact.report']._read_group(
            [('plan_id', 'in', self.ids)], ['plan_id'], ['plan_amount:sum', 'fact_amount:sum', 'forecast_amount:sum'])}
        for plan in self:
            planned, fact, forecast = figures.get(plan._origin, (0.0, 0.0, False))
            plan.plan_amount, plan.fact_amount, plan.deviation_amount = planned, fact, fact - planned
            plan.forecast_amount = forecast
            plan.completion = fact / planned if planned else 0.0
            plan.forecast_completion = forecast / planned if forecast and planned else 0.0
            plan.pace = plan._get_pace()

    def _get_pace(self):
        """:return: value of :attr:`pace`; False before the plan begins, and if it has no amount"""
        self.ensure_one()
        if not self.plan_amount or self.date_from > get_today(self.env):
            return False
        # Completion can exceed the forecast, which leaves out invoices dated after today.
        return get_pace(max(self.forecast_completion, self.completion))

    @api.depends('plan_amount', 'fact_amount', 'date_from', 'date_to', 'company_id')
    @api.depends_context(*ZONE_CONTEXT)
    def _compute_missing(self):
        days = self._count_working_days_left()
        for plan in self:
            plan.missing_amount = max(plan.plan_amount - plan.fact_amount, 0.0)
            plan.working_days_left = days.get(plan, 0)
            plan.missing_per_day = plan.missing_amount / plan.working_days_left if plan.working_days_left else 0.0

    def _count_working_days_left(self):
        """:return: dict: plan → number of days; finished plans are left out"""
        today, counts = get_today(self.env), {}
        for company, plans in self.filtered(lambda plan: plan.date_to and plan.date_to >= today).grouped('company_id').items():
            days = self._get_working_days(company, max(today, min(plans.mapped('date_from'))), max(plans.mapped('date_to')))
            for plan in plans:
                counts[plan] = sum(max(today, plan.date_from) <= day <= plan.date_to for day in days)
        return counts

    @api.model
    def _get_working_days(self, company, date_from, date_to):
        """:return: set of dates on which the company works; all dates if it has no working hours"""
        calendar = company.resource_calendar_id
        zone = timezone(calendar.tz or 'UTC')
        start, stop = (zone.localize(datetime.combine(day, moment)) for day, moment in (
            (date_from, time.min), (date_to, time.max)))
        if not calendar:
            return {date.fromordinal(number) for number in range(date_from.toordinal(), date_to.toordinal() + 1)}
        intervals = calendar._work_intervals_batch(start, stop)[False]
        return {begin.astimezone(zone).date() for begin, __, __ in intervals}  # a day: in the time zone of the schedule

    # ------------------------------------------------------------
    # Opening
    # ------------------------------------------------------------

    def _get_row_fields(self):
        """:return: list of fields of the report that identify a row of this plan"""
        self.ensure_one()
        details = (('product_id', self.by_variant), ('order_id', self.by_order))
        return [ROW_FIELDS[self.dimension], *(name for name, is_used in details if is_used)]

    @api.readonly
    def action_open_plan_fact(self):
        """Open the plan-fact report of this plan, grouped by its rows."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('bas_crm.bas_plan_fact_report_action')
        rows = self._get_row_fields()
        measures = [*(QUANTITY_MEASURES if self.by_quantity else ()), *AMOUNT_MEASURES]
        return {**action, 'context': {
            'search_default_plan_id': self.id,
            'pivot_row_groupby': rows, 'pivot_column_groupby': [], 'pivot_measures': measures,
            'graph_groupbys': rows[:1], 'graph_measure': 'fact_amount',
        }}

    @api.model
    def _get_in_force_domain(self, day, companies):
        """:return: Domain of the approved plans of the companies whose period has the day"""
        return Domain([
            ('state', 'in', ('approved', 'closed')), ('company_id', 'in', companies.ids),
            ('date_from', '<=', day), ('date_to', '>=', day)])


def get_pace(share):
    """:param float share: expected completion, in whole per cent as shown
    :return: value of ``bas.sales.plan.pace``"""
    share = math.floor(100 * share + 0.5) / 100
    return 'good' if share >= GOOD else 'fair' if share >= FAIR else 'poor'
