from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common_plan import PlanCase

APRIL, MAY, JUNE = '2026-04-01', '2026-05-01', '2026-06-01'
IN_MAY = '2026-05-20 09:00:00'


@freeze_time('2026-03-16 10:00:00')
@tagged('post_install', '-at_install')
class TestSalesPlanSources(PlanCase):
    """Each condition of a source, by a document that meets all the others."""

    def fill(self, plan, source='facts', **values):
        self.env['bas.sales.plan.fill'].create({'plan_id': plan.id, 'source': source, **values}).action_fill()
        return self.get_cells(plan)

    def order(self, quantity=1, price=100, confirm=True, line=None, **values):
        order = self.env['sale.order'].create({
            'partner_id': self.partner.id, 'user_id': self.own.id, 'commitment_date': IN_MAY, **values, 'order_line': [(0, 0, {
                'product_id': self.desk.product_variant_id.id, 'product_uom_qty': quantity, 'price_unit': price, 'tax_ids': False,
                **(line or {})})]})
        if confirm:
            order.action_confirm()
        return order

    def bill(self, order, quantity, post=True, **values):
        """An invoice of the only line of an order."""
        move = self.env['account.move'].create({
            'move_type': 'out_invoice', 'partner_id': self.partner.id, 'invoice_date': '2026-03-10', **values,
            'invoice_line_ids': [(0, 0, {
                'product_id': self.desk.product_variant_id.id, 'quantity': quantity, 'price_unit': 100, 'tax_ids': False,
                'sale_line_ids': [(6, 0, order.order_line.ids)]})]})
        if post:
            move.action_post()
        return move

    # ------------------------------------------------------------
    # Facts
    # ------------------------------------------------------------

    def test_first_and_last_day(self):
        for day, price in (('2025-03-31', 1), ('2025-04-01', 10), ('2025-04-30', 100), ('2025-05-01', 1000),
                           ('2025-06-30', 10_000), ('2025-07-01', 100_000)):
            self.sell(self.desk, 1, price, day)
        self.assertEqual(self.fill(self.make_plan()), {
            ('Стіл', APRIL): (2, 110), ('Стіл', MAY): (1, 1000), ('Стіл', JUNE): (1, 10_000)})

    def test_days_that_are_no_months(self):
        """From the tenth on by days: the first day of the source is the first of the plan."""
        for day, price in (('2026-03-04', 1), ('2026-03-05', 10), ('2026-03-09', 100), ('2026-03-10', 1000)):
            self.sell(self.desk, 1, price, day)
        plan = self.make_plan(period='custom', date_from='2026-04-10', date_to='2026-04-14', granularity='day')
        self.assertEqual(self.fill(plan, date_from='2026-03-05', date_to='2026-03-09'), {
            ('Стіл', '2026-04-10'): (1, 10), ('Стіл', '2026-04-14'): (1, 100)})

    def test_manager_and_team_of_the_plan(self):
        team = self.env['crm.team'].create({'name': 'Опт'})
        for price, values in ((1, {}), (10, {'team_id': team.id}), (100, {'invoice_user_id': self.other.id}),
                              (1000, {'invoice_user_id': self.other.id, 'team_id': team.id})):
            self.sell(self.desk, 1, price, '2025-04-02', **values)
        for values, amount in (({}, 1111), ({'user_id': self.other.id}, 1100), ({'team_id': team.id}, 1010),
                               ({'user_id': self.other.id, 'team_id': team.id}, 1000)):
            self.assertEqual(self.fill(self.make_plan(**values))['Стіл', APRIL][1], amount, values)

    def test_facts_by_order(self):
        orders = [self.order(), self.order()]
        self.bill(orders[0], 2, invoice_date='2025-04-02')
        self.bill(orders[0] | orders[1], 3, invoice_date='2025-04-02')  # a line of both belongs to the first
        self.bill(orders[1], 5, invoice_date='2025-04-02')
        self.sell(self.desk, 7, 100, '2025-04-02')
        plan = self.make_plan(by_order=True)
        self.fill(plan)
        self.assertEqual({line.order_id: line.amount for line in plan.line_ids}, {
            orders[0]: 500, orders[1]: 500, self.env['sale.order']: 700})

    def test_a_company_has_its_own_sales(self):
        other = self.env['res.company'].create({'name': 'Інша', 'currency_id': self.company.currency_id.id})
        self.sell(self.desk, 1, 10, '2025-04-02')
        self.order()
        self.env.user.company_ids += other
        plan = self.env['bas.sales.plan'].with_company(other).create({
            'dimension': 'product', 'period': 'quarter', 'date_from': '2026-04-01', 'company_id': other.id})
        for source in ('facts', 'orders'):
            with self.assertRaisesRegex(UserError, 'nothing to fill from'):
                self.fill(plan, source)

    # ------------------------------------------------------------
    # Open orders
    # ------------------------------------------------------------

    def test_which_orders_are_open(self):
        self.desk.invoice_policy = 'order'
        self.order(2)
        self.order(30, confirm=False)
        self.order(500, confirm=False).action_quotation_sent()
        self.order(7000).action_cancel()
        self.assertEqual(self.fill(self.make_plan(), 'orders'), {('Стіл', MAY): (2, 200)})
        self.assertEqual(self.fill(self.make_plan(), 'orders', with_drafts=True), {('Стіл', MAY): (532, 53_200)})

    def test_what_is_invoiced_of_an_order(self):
        self.desk.invoice_policy = 'order'
        order = self.order(100)
        self.bill(order, 2)
        self.bill(order, 1, move_type='out_refund')  # one came back
        self.bill(order, 30, post=False)
        self.bill(order, 40).button_cancel()
        self.assertEqual(self.fill(self.make_plan(), 'orders'), {('Стіл', MAY): (99, 9900)})
        dozen = self.env.ref('uom.product_uom_dozen')
        move = self.bill(order, 1, post=False)
        move.invoice_line_ids.write({'product_uom_id': dozen.id, 'price_unit': 1200})
        move.action_post()
        self.assertEqual(self.fill(self.make_plan(), 'orders'), {('Стіл', MAY): (87, 8700)})

    def test_lines_that_are_no_goods(self):
        order = self.order(2)
        order.write({'order_line': [(0, 0, {'display_type': 'line_section', 'name': 'Меблі'}), (0, 0, {
            'product_id': self.chair.product_variant_id.id, 'product_uom_qty': 1, 'price_unit': 50, 'is_downpayment': True,
            'tax_ids': False})]})
        self.assertEqual(self.fill(self.make_plan(), 'orders'), {('Стіл', MAY): (2, 200)})

    def test_units_and_currencies_of_orders(self):
        euro = self.env.ref('base.EUR')
        euro.active = True
        self.env['res.currency.rate'].search([('currency_id', '=', euro.id)]).unlink()
        self.env['res.currency.rate'].create({
            'name': '2026-01-01', 'company_rate': 0.5, 'currency_id': euro.id, 'company_id': self.company.id})
        pricelist = self.env['product.pricelist'].create({'name': 'Експорт', 'currency_id': euro.id})
        self.order(2, 120, line={'product_uom_id': self.env.ref('uom.product_uom_dozen').id}, pricelist_id=pricelist.id)
        self.assertEqual(self.fill(self.make_plan(), 'orders'), {('Стіл', MAY): (24, 480)})

    def test_first_and_last_day_of_delivery(self):
        """Days of the user: 23:30 in Kyiv on 30 June is June, half an hour later is July."""
        self.env.user.tz = 'Europe/Kyiv'
        for moment, quantity in (('2026-03-31 20:30:00', 1), ('2026-03-31 21:30:00', 10), ('2026-06-30 20:30:00', 100),
                                 ('2026-06-30 21:30:00', 1000)):
            self.order(quantity, commitment_date=moment)
        self.assertEqual(self.fill(self.make_plan(), 'orders'), {('Стіл', APRIL): (10, 1000), ('Стіл', JUNE): (100, 10_000)})

    # ------------------------------------------------------------
    # Plans, prices, limits
    # ------------------------------------------------------------

    def test_only_some_of_another_plan(self):
        source = self.make_plan(date_from='2026-01-01', date_to='2026-03-31', user_id=self.own.id, figures=[
            (self.desk, '2026-01-01', 1, 10), (self.chair, '2026-01-01', 1, 20), (self.curtain, '2026-02-01', 1, 40)])
        for values, amount in (({}, 70), ({'categ_ids': self.furniture.ids}, 30), ({'categ_ids': self.tables.ids}, 10),
                               ({'product_ids': self.chair.ids}, 20), ({'user_ids': self.own.ids}, 70)):
            plan = self.make_plan()
            self.fill(plan, 'plan', source_plan_id=source.id, **values)
            self.assertEqual(plan.amount_total, amount, values)
        with self.assertRaisesRegex(UserError, 'nothing to fill from'):
            self.fill(self.make_plan(), 'plan', source_plan_id=source.id, user_ids=self.other.ids)
        with self.assertRaisesRegex(UserError, 'Choose the plan'):
            self.fill(self.make_plan(), 'plan', source_plan_id=False)

    def test_prices_of_the_price_list(self):
        pricelist = self.env['product.pricelist'].create({'name': 'Опт', 'item_ids': [(0, 0, {
            'applied_on': '1_product', 'product_tmpl_id': self.desk.id, 'compute_price': 'fixed', 'fixed_price': 33})]})
        self.sell(self.desk, 3, 100, '2025-04-02')
        self.assertEqual(self.fill(self.make_plan(pricelist_id=pricelist.id)), {('Стіл', APRIL): (3, 99)})
        self.assertEqual(self.fill(self.make_plan(pricelist_id=pricelist.id), price_source='source'), {('Стіл', APRIL): (3, 300)})

    def test_growth_has_an_end(self):
        self.sell(self.desk, 100, 100, '2025-04-02')
        self.assertEqual(self.fill(self.make_plan(), growth=-0.99), {('Стіл', APRIL): (1, 100)})
        for growth in (-1, -2):
            with self.assertRaisesRegex(UserError, '100 % or more'):
                self.fill(self.make_plan(), growth=growth)
        with self.assertRaisesRegex(UserError, 'total to spread'):
            self.fill(self.make_plan(), 'total', total=-5)
        with self.assertRaisesRegex(UserError, 'ends before it begins'):
            self.fill(self.make_plan(), date_from=date(2025, 5, 2), date_to=date(2025, 5, 1))
        self.assertEqual(self.fill(self.make_plan(), date_from=date(2025, 4, 2), date_to=date(2025, 4, 2)), {
            ('Стіл', APRIL): (100, 10_000)})

    def test_sister_plans(self):
        """Plans with the same settings for other dates: the accuracy of a plan as a source is computed from them."""
        def make(**values):
            plan = self.make_plan(**{'date_from': '2026-01-01', 'date_to': '2026-03-31', **values})
            line = {'amount': 5, 'categ_id': self.tables.id} if plan.dimension == 'category' else {
                'product_tmpl_id': self.desk.id, 'quantity': 1, 'price_unit': 5,
                **({'product_id': self.desk.product_variant_id.id} if plan.by_variant else {})}
            self.env['bas.sales.plan.line'].create({'plan_id': plan.id, 'date': plan.date_from, **line})
            plan.action_approve()
            return plan

        sister = make()
        team = self.env['crm.team'].create({'name': 'Опт'})
        for values in ({'dimension': 'category'}, {'by_variant': True}, {'by_order': True}, {'user_id': self.own.id},
                       {'team_id': team.id}, {'date_from': '2025-10-01', 'date_to': '2025-12-31'}):
            make(**values)
        self.make_plan(date_from='2026-01-01', date_to='2026-03-31')  # a draft
        plan = self.make_plan()
        self.assertEqual(plan._get_similar_plans(date(2026, 1, 1), date(2026, 3, 31)), sister)
        self.assertEqual(plan._get_similar_plans(date(2026, 3, 31), date(2026, 4, 5)), sister)
        self.assertFalse(plan._get_similar_plans(date(2026, 4, 1), date(2026, 4, 5)))
