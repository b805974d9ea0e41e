from datetime import date

from odoo.tests import tagged

from ..common_plan_fact import PlanFactCase


@tagged('post_install', '-at_install')
class TestPlanProgress(PlanFactCase):
    """The card of a plan: its progress and the amount missing per day. Today is Tuesday 10 March 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id = cls.env['resource.calendar'].create({
            'name': 'П’ять днів', 'tz': 'Europe/Kyiv', 'company_id': cls.company.id})

    def test_card(self):
        """Working days from the 10th to the 31st: 16."""
        plan = self.make_plan(self.plan_product(self.table, 10, 1000))
        self.sell(self.table, 2, 1000)
        self.sell(self.lamp, 1, 400)
        self.assertEqual((plan.plan_amount, plan.fact_amount, plan.deviation_amount), (10000, 2400, -7600))
        self.assertAlmostEqual(plan.completion, 0.24)
        self.assertAlmostEqual(plan.forecast_amount, 7440)
        self.assertEqual((plan.pace, plan.working_days_left, plan.missing_amount), ('poor', 16, 7600))
        self.assertAlmostEqual(plan.missing_per_day, 475)

    def test_day_off(self):
        self.env['resource.calendar.leaves'].create({
            'name': 'Свято', 'calendar_id': self.company.resource_calendar_id.id, 'resource_id': False,
            'date_from': '2026-03-17 22:00:00', 'date_to': '2026-03-18 21:59:59'})
        self.assertEqual(self.make_plan(self.plan_product(self.table, 10, 1000)).working_days_left, 15)

    def test_colours(self):
        for sold, pace in ((3300, 'good'), (2700, 'fair'), (2500, 'poor')):
            plan = self.make_plan({'user_id': self.own.id, 'amount': 10000}, dimension='manager', user_id=self.own.id)
            move = self.sell(self.table, 1, sold)
            self.assertEqual(plan.pace, pace, sold)
            move.button_cancel()
            plan.action_close()

    def test_plan_that_is_met(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 1000))
        self.sell(self.table, 11, 1000)
        self.assertEqual((plan.missing_amount, plan.missing_per_day, plan.pace), (0, 0, 'good'))

    def test_plan_that_is_over(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 1000), date_from=date(2026, 2, 1))
        self.sell(self.table, 9, 1000, on='2026-02-10')
        self.assertEqual((plan.working_days_left, plan.missing_amount, plan.missing_per_day, plan.pace), (0, 1000, 0, 'fair'))

    def test_plan_to_come(self):
        """All of April's working days are left: 22."""
        plan = self.make_plan(self.plan_product(self.table, 10, 1100), date_from=date(2026, 4, 1))
        self.assertEqual((plan.pace, plan.forecast_amount, plan.working_days_left), (False, 0, 22))
        self.assertAlmostEqual(plan.missing_per_day, 500)

    def test_draft(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 1000), approve=False)
        self.sell(self.table, 1, 1000)
        self.assertEqual((plan.fact_amount, plan.completion, plan.pace), (0, 0, False))

    def test_company_without_working_hours(self):
        self.company.resource_calendar_id = False
        self.assertEqual(self.make_plan(self.plan_product(self.table, 10, 1000)).working_days_left, 22)

    def test_many_cards_are_read_at_once(self):
        line = self.plan_product(self.table, 10, 1000)
        plans = self.env['bas.sales.plan'].concat(*(self.make_plan(line, user_id=user.id) for user in (
            self.own, self.other, self.all, self.head)))
        self.sell(self.table, 1, 1000)
        names = ['fact_amount', 'forecast_amount', 'missing_per_day', 'pace']

        def count(records):
            self.env.invalidate_all()
            started = self.env.cr.sql_log_count
            records.read(names)
            return self.env.cr.sql_log_count - started

        count(plans)
        self.assertLessEqual(count(plans), count(plans[0]))

    def test_own_manager_sees_the_same_card(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 1000), user_id=self.own.id)
        self.sell(self.table, 2, 1000)
        self.sell(self.table, 5, 1000, invoice_user_id=self.other.id)
        self.assertEqual(plan.with_user(self.own).fact_amount, 2000)
        self.assertEqual(plan.with_user(self.own).gap, plan.gap)
