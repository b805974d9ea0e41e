from freezegun import freeze_time

from odoo.tests import Form, tagged

from ..common_plan import PlanCase

#: queries of one change of the growth in the dialog, by source; of open orders also the notes are asked
LIMITS = {'facts': 10, 'total': 10, 'plan': 11, 'orders': 12}
DAYS = ('2024-05-05', '2024-08-08', '2024-11-11', '2025-04-02', '2025-05-03', '2025-07-09', '2025-10-10', '2026-01-05')


@freeze_time('2026-03-16 10:00:00')
@tagged('post_install', '-at_install')
class TestSalesPlanFillSpeed(PlanCase):
    """Each change in the dialog recomputes its preview and the accuracy of all sources over three periods."""

    def open(self, plan, source, **values):
        context = {'default_plan_id': plan.id, 'lang': 'en_US', 'tz': 'Europe/Kyiv', 'allowed_company_ids': self.company.ids}
        form = Form(self.env(user=self.head, context=context)['bas.sales.plan.fill'])
        form.source = source
        for name, value in values.items():
            form[name] = value
        return form

    def change(self, form, user, growth):
        """The growth is hidden for a total: a change of the managers asks for the same figures."""
        if form.source == 'total':
            form.user_ids.add(user)
        else:
            form.growth = growth

    def count(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        # The web client names the user's language and time zone; core reads the user all the same to format a sum.
        self.assertTrue(self.head.company_id.partner_id.name)
        before = self.env.cr.sql_log_count
        work()
        return self.env.cr.sql_log_count - before

    def test_a_change_of_growth(self):
        for day in DAYS:
            self.sell(self.desk, 4, 900, day)
            self.sell(self.chair, 4, 90, day, invoice_user_id=self.other.id)
        self.env['sale.order'].create({
            'partner_id': self.partner.id, 'commitment_date': '2026-05-05', 'order_line': [(0, 0, {
                'product_id': self.desk.product_variant_id.id, 'price_unit': 500, 'tax_ids': False})]}).action_confirm()
        source = self.make_plan(date_from='2025-04-01', date_to='2025-06-30', figures=[
            (self.desk, '2025-04-01', 2, 100), (self.chair, '2025-05-01', 2, 100)])
        source.action_approve()
        given = {'plan': {'source_plan_id': source}, 'total': {'total': 1000}}
        for dimension in ('product', 'category', 'manager'):
            plan = self.make_plan(dimension)
            for name, limit in LIMITS.items():
                form = self.open(plan, name, **given.get(name, {}))
                with self.subTest(dimension=dimension, source=name):
                    self.change(form, self.own, 0.1)
                    queries = self.count(lambda form=form: self.change(form, self.other, 0.2))
                    self.assertLessEqual(queries, limit + (dimension != 'product'))
                    self.assertEqual(len(form.error_ids), len(LIMITS))
