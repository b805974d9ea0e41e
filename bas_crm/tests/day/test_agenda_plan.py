from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from ..common_plan_fact import PlanFactCase


@tagged('post_install', '-at_install')
class TestAgendaPlan(PlanFactCase):
    """The strip «My Plan» above the board. It is Tuesday, 10 March 2026: 10 of 31 days."""

    def make_plan(self, dimension='manager', rows=(), approve=True, **values):
        plan = self.env['bas.sales.plan'].create({
            'dimension': dimension, 'period': 'month', 'date_from': '2026-03-01', 'company_id': self.company.id, **values})
        field = plan._get_dimension_field()
        self.env['bas.sales.plan.line'].create([
            {'plan_id': plan.id, 'date': '2026-03-01', field: record.id, 'amount': amount} for record, amount in rows])
        if approve:
            plan.action_approve()
        self.env.flush_all()
        return plan

    def sell(self, user, amount, day='2026-03-05'):
        return self.make_invoice(self.partner, amount, invoice_date=day, invoice_user_id=user.id)

    def read_plan(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env['bas.agenda'].with_user(user).get_my_plan()

    def test_the_rows_of_a_manager(self):
        """3 100 planned, 700 sold in 10 of 31 days: 2 170 by the end of the month at this pace. From the 10th to the 31st there
        are 16 working days, for each of them 150 are missing."""
        plan = self.make_plan(rows=[(self.own, 3100.0), (self.other, 1000.0)])
        self.sell(self.own, 500.0)
        self.sell(self.own, 200.0, '2026-03-10')
        self.sell(self.other, 50.0)
        found = self.read_plan(self.own)
        self.assertEqual(found['plan_id'], plan.id)
        self.assertTrue(found['is_own'])
        self.assertEqual((found['target'], found['fact'], found['forecast'], found['missing']), (3100.0, 700.0, 2170.0, 2400.0))
        self.assertEqual((found['working_days_left'], found['missing_per_day']), (16, 150.0))
        self.assertEqual((round(found['completion'], 4), found['pace']), (0.2258, 'poor'))
        self.assertEqual(self.read_plan(self.other)['target'], 1000.0)

    def test_the_report_is_read_once(self):
        self.make_plan(rows=[(self.own, 1000)])
        report, asked = type(self.env['bas.plan.fact.report']), []
        original = report._read_group
        with patch.object(report, '_read_group', lambda *args, **options: asked.append(args) or original(*args, **options)):
            self.assertTrue(self.read_plan(self.own))
        self.assertEqual(len(asked), 1)

    def test_the_own_plan_comes_first(self):
        self.make_plan(rows=[(self.own, 3100.0)])
        own = self.make_plan('category', [(self.furniture, 1000.0)], user_id=self.own.id)
        self.sell(self.own, 1000.0)
        found = self.read_plan(self.own)
        self.assertEqual((found['plan_id'], found['target'], found['pace']), (own.id, 1000.0, 'good'))
        self.assertEqual(found['missing_per_day'], 0.0)

    def test_the_shorter_period_comes_first(self):
        self.make_plan(rows=[(self.own, 9000.0)], period='quarter', date_from='2026-01-01')
        month = self.make_plan(rows=[(self.own, 3100.0)])
        self.assertEqual(self.read_plan(self.own)['plan_id'], month.id)

    def test_a_head_has_the_plan_of_the_firm(self):
        plan = self.make_plan('category', [(self.furniture, 500.0)])
        found = self.read_plan(self.head)
        self.assertEqual((found['plan_id'], found['is_own'], found['target']), (plan.id, False, 500.0))
        self.assertFalse(self.read_plan(self.own), 'the plan of the firm is not the target of a manager')

    def test_no_plan(self):
        self.assertFalse(self.read_plan(self.own))
        self.make_plan(rows=[(self.own, 100.0)], approve=False)
        self.assertFalse(self.read_plan(self.own), 'a draft')
        with freeze_time('2026-04-01'):
            self.make_plan(rows=[(self.own, 100.0)])
            self.assertFalse(self.read_plan(self.own), 'it is over')

    def test_it_opens_the_own_rows(self):
        self.assertEqual(self.env['bas.agenda'].with_user(self.own).action_open_my_plan()['res_model'], 'bas.plan.fact.report')
        plan = self.make_plan(rows=[(self.own, 3100.0), (self.other, 1000.0)])
        action = self.env['bas.agenda'].with_user(self.own).action_open_my_plan()
        self.assertEqual((action['res_model'], action['domain']), ('bas.plan.fact.report', [('user_id', '=', self.own.id)]))
        self.assertEqual(action['context']['search_default_plan_id'], plan.id)
        own = self.make_plan('category', [(self.furniture, 1000.0)], user_id=self.own.id)
        action = self.env['bas.agenda'].with_user(self.own).action_open_my_plan()
        self.assertEqual((action['domain'], action['context']['search_default_plan_id']), ([], own.id))
