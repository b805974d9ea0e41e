import re
from datetime import date
from itertools import product

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common_plan import PlanCase

APRIL, MAY, JUNE = '2026-04-01', '2026-05-01', '2026-06-01'


@freeze_time('2026-03-16 10:00:00')
@tagged('post_install', '-at_install')
class TestSalesPlanFill(PlanCase):
    """First figures of a plan from facts, orders, plans and totals."""

    def fill(self, plan, source='facts', **values):
        wizard = self.env['bas.sales.plan.fill'].with_context(default_plan_id=plan.id).create({
            'plan_id': plan.id, 'source': source, **values})
        return wizard, wizard.action_fill()

    def sell_last_year(self):
        """April: 10 desks for 9 000; May: 3 desks for 3 000, 1 comes back for 1 000; June: 20 chairs for 5 000.00."""
        self.sell(self.desk, 4, 900, '2025-04-02')
        self.sell(self.desk, 6, 900, '2025-04-30', invoice_user_id=self.other.id)
        self.sell(self.desk, 3, 1000, '2025-05-31')
        self.sell(self.desk, 1, 1000, '2025-05-31', refund=True)
        self.sell(self.chair, 20, 250, '2025-06-15')

    # ------------------------------------------------------------
    # Facts
    # ------------------------------------------------------------

    def test_last_year(self):
        self.sell_last_year()
        plan = self.make_plan()
        wizard, done = self.fill(plan)
        self.assertEqual((wizard.date_from, wizard.date_to), (date(2025, 4, 1), date(2025, 6, 30)))
        self.assertEqual(self.get_cells(plan), {
            ('Стіл', APRIL): (10, 9000), ('Стіл', MAY): (2, 2000), ('Стілець', JUNE): (20, 5000)})
        self.assertEqual(done['params']['type'], 'success')

    def test_only_what_is_a_fact(self):
        self.sell(self.desk, 1, 100, '2025-04-02')
        self.sell(self.desk, 1, 100, '2025-04-02').button_cancel()
        self.env['account.move'].create({
            'move_type': 'out_invoice', 'partner_id': self.partner.id, 'invoice_date': '2025-04-02', 'invoice_line_ids': [
                (0, 0, {'product_id': self.desk.product_variant_id.id, 'price_unit': 7})]})
        receipt = self.sell(self.desk, 1, 100, '2025-04-02', move_type='out_receipt')
        self.assertEqual(receipt.state, 'posted')
        order = self.env['sale.order'].create({'partner_id': self.partner.id, 'order_line': [
            (0, 0, {'product_id': self.desk.product_variant_id.id, 'price_unit': 500, 'tax_ids': False})]})
        order.action_confirm()
        self.env['sale.advance.payment.inv'].with_context(active_ids=order.ids, active_model='sale.order').create({
            'advance_payment_method': 'percentage', 'amount': 50}).create_invoices()
        order.invoice_ids.invoice_date = '2025-04-03'
        order.invoice_ids.action_post()
        plan = self.make_plan()
        self.fill(plan)
        self.assertEqual(self.get_cells(plan), {('Стіл', APRIL): (1, 100)})

    def test_growth_and_rounding(self):
        self.sell_last_year()
        plan = self.make_plan()
        self.fill(plan, growth=0.1, amount_step='1000', quantity_step='10')
        # 10 × 1.1 = 11 → 10 and 9 900 → 10 000; 2.2 → 0 and 2 200 → 2 000; 22 → 20 and 5 500 → 6 000 (halves go up).
        self.assertEqual(self.get_cells(plan), {
            ('Стіл', APRIL): (10, 10000), ('Стіл', MAY): (0, 2000), ('Стілець', JUNE): (20, 6000)})

    def test_only_chosen(self):
        self.sell_last_year()
        for values, expected in (
            ({'user_ids': self.other.ids}, {('Стіл', APRIL): (6, 5400)}),
            ({'categ_ids': self.tables.ids}, {('Стіл', APRIL): (10, 9000), ('Стіл', MAY): (2, 2000)}),
            ({'product_ids': self.chair.ids}, {('Стілець', JUNE): (20, 5000)}),
        ):
            plan = self.make_plan()
            self.fill(plan, **values)
            self.assertEqual(self.get_cells(plan), expected)
        plan = self.make_plan(user_id=self.other.id)
        self.fill(plan)
        self.assertEqual(self.get_cells(plan), {('Стіл', APRIL): (6, 5400)}, 'the plan of one manager')

    def test_add_or_replace(self):
        self.sell(self.desk, 10, 900, '2025-04-02')
        plan = self.make_plan(figures=[(self.desk, APRIL, 1, 1000), (self.curtain, MAY, 2, 50)])
        wizard, _done = self.fill(plan)
        self.assertEqual(wizard.mode, 'add', 'what is typed stays unless somebody says otherwise')
        self.assertEqual(self.get_cells(plan), {('Стіл', APRIL): (11, 10000), ('Штора', MAY): (2, 50)})
        self.fill(plan, mode='replace')
        self.assertEqual(self.get_cells(plan), {('Стіл', APRIL): (10, 9000)})

    def test_hours_are_no_pieces(self):
        """As in the plan-fact report: the sum counts, the quantity does not."""
        self.sell(self.desk, 2, 100, '2025-04-10')
        move = self.env['account.move'].create({
            'move_type': 'out_invoice', 'partner_id': self.partner.id, 'invoice_date': '2025-04-11',
            'invoice_line_ids': [(0, 0, {
                'product_id': self.desk.product_variant_id.id, 'product_uom_id': self.env.ref('uom.product_uom_hour').id,
                'quantity': 3, 'price_unit': 10, 'tax_ids': False})]})
        move.action_post()
        plan = self.make_plan()
        self.fill(plan)
        self.assertEqual(self.get_cells(plan), {('Стіл', APRIL): (2, 230)})

    def test_chosen_products_of_a_plan_that_knows_categories_only(self):
        source = self.make_plan('category', [(self.tables, APRIL, 0, 500)])
        plan = self.make_plan('category')
        with self.assertRaisesRegex(UserError, 'nothing to fill from'):
            self.fill(plan, 'plan', source_plan_id=source.id, product_ids=[(6, 0, self.curtain.ids)])
        self.assertFalse(plan.line_ids)

    def test_replaced_rows_keep_their_unit(self):
        """A row in dozens, 24 desks sold: two dozen, not two desks."""
        self.sell(self.desk, 24, 100, '2025-04-10')
        plan = self.make_plan(figures=[(self.desk, APRIL, 1, 50)])
        plan.line_ids.product_uom_id = self.env.ref('uom.product_uom_dozen')
        self.fill(plan, mode='replace')
        line = plan.line_ids
        self.assertEqual((line.quantity, line.base_quantity, line.amount), (2, 24, 2400))
        self.assertEqual(line.product_uom_id, self.env.ref('uom.product_uom_dozen'))

    def test_categories_stand_in_the_nearest_planned_one(self):
        self.sell_last_year()
        plan = self.make_plan('category')
        self.fill(plan)
        # Chairs stand right in Меблі, so desks of Столи within it do, too: rows never nest.
        self.assertEqual(self.get_cells(plan), {
            ('Меблі', APRIL): (0, 9000), ('Меблі', MAY): (0, 2000), ('Меблі', JUNE): (0, 5000)})
        plan = self.make_plan('category', [(self.tables, APRIL, 0, 1)])
        _wizard, done = self.fill(plan, mode='add')
        self.assertEqual(self.get_cells(plan), {('Столи', APRIL): (0, 9001), ('Столи', MAY): (0, 2000)})
        self.assertIn('a row of its own', done['params']['message'], 'chairs have none where only Столи are planned')

    def test_managers_and_nobody(self):
        self.sell(self.desk, 1, 100, '2025-04-02')
        self.sell(self.desk, 1, 30, '2025-04-02', invoice_user_id=False)
        plan = self.make_plan('manager')
        self.fill(plan)
        self.assertEqual(self.get_cells(plan), {(self.own.name, APRIL): (0, 100), ('', APRIL): (0, 30)})

    def test_a_product_without_sales_below_zero(self):
        self.sell(self.desk, 1, 100, '2025-04-02')
        self.sell(self.chair, 1, 100, '2025-04-02', refund=True)
        plan = self.make_plan()
        _wizard, done = self.fill(plan)
        self.assertEqual(self.get_cells(plan), {('Стіл', APRIL): (1, 100)}, 'returns alone are no plan')
        self.assertEqual(done['params']['type'], 'warning')
        self.assertRegex(done['params']['message'], 'Left out: .*-100,00.*Returns exceed sales.*: .*Стілець')

    def test_archived_products_are_left_out_and_told(self):
        self.sell_last_year()
        self.chair.active = False
        plan = self.make_plan()
        _wizard, done = self.fill(plan)
        self.assertEqual(self.get_cells(plan), {('Стіл', APRIL): (10, 9000), ('Стіл', MAY): (2, 2000)})
        self.assertRegex(done['params']['message'], r'Left out: .*5\s000,00.*Archived: .*Стілець', done['params']['message'])

    def test_nothing_to_fill_from(self):
        plan = self.make_plan(figures=[(self.desk, APRIL, 1, 10)])
        wizard = self.env['bas.sales.plan.fill'].with_context(default_plan_id=plan.id).create({
            'plan_id': plan.id, 'mode': 'replace'})
        self.assertEqual(wizard.preview, 'There is nothing to fill from.')
        with self.assertRaisesRegex(UserError, 'The plan was not changed'):
            wizard.action_fill()
        self.assertEqual(self.get_cells(plan), {('Стіл', APRIL): (1, 10)})
        with self.assertRaisesRegex(UserError, 'ends before it begins'):
            self.fill(plan, date_from='2025-06-01', date_to='2025-05-01')

    def test_a_plan_in_another_currency(self):
        euro = self.env.ref('base.EUR')
        euro.active = True
        self.env['res.currency.rate'].create({
            'name': '2026-01-01', 'company_rate': 0.5, 'currency_id': euro.id, 'company_id': self.company.id})
        self.sell(self.desk, 2, 100, '2025-04-02')
        plan = self.make_plan(currency_id=euro.id)
        self.fill(plan)
        self.assertEqual(self.get_cells(plan), {('Стіл', APRIL): (2, 100)}, '200 of the company are 100 euro')
        target = self.make_plan()
        self.fill(target, 'plan', source_plan_id=plan.id)
        self.assertEqual(self.get_cells(target), {('Стіл', APRIL): (2, 200)}, 'and 200 again')

    # ------------------------------------------------------------
    # Orders, plans
    # ------------------------------------------------------------

    def make_order(self, quantity, price, **values):
        return self.env['sale.order'].create({'partner_id': self.partner.id, 'user_id': self.own.id, **values, 'order_line': [
            (0, 0, {'product_id': self.desk.product_variant_id.id, 'product_uom_qty': quantity, 'price_unit': price,
                    'tax_ids': False})]})

    def test_open_orders(self):
        self.desk.invoice_policy = 'order'
        partly = self.make_order(10, 100, commitment_date='2026-05-20 09:00:00')
        partly.action_confirm()
        invoice = partly._create_invoices()
        invoice.invoice_line_ids.quantity = 4
        invoice.invoice_date = '2026-03-10'
        invoice.action_post()
        self.make_order(2, 100)
        self.make_order(50, 100).action_cancel()
        plan = self.make_plan()
        _wizard, done = self.fill(plan, 'orders')
        self.assertEqual(self.get_cells(plan), {('Стіл', MAY): (6, 600)}, 'no drafts unless somebody asks for them')
        self.assertEqual(done['params']['type'], 'success')
        plan = self.make_plan()
        self.fill(plan, 'orders', with_drafts=True, undated_on=date(2026, 6, 12))
        self.assertEqual(self.get_cells(plan), {('Стіл', MAY): (6, 600), ('Стіл', JUNE): (2, 200)})

    def test_orders_without_a_day_are_asked_about(self):
        for quantity, day in ((2, False), (3, False), (5, '2026-03-20'), (7, '2026-05-20'), (1, '2026-09-01')):
            self.make_order(quantity, 100, commitment_date=day and f'{day} 09:00:00').action_confirm()
        plan = self.make_plan()
        wizard, done = self.fill(plan, 'orders')
        self.assertEqual(self.get_cells(plan), {('Стіл', MAY): (7, 700)})
        self.assertRegex(
            wizard.undated_label, '^2 without a day of delivery for .*500,00.*, 1 due before the plan begins for .*500,00')
        self.assertEqual(done['params']['type'], 'warning')
        self.assertIn(wizard.undated_label, done['params']['message'])
        self.assertRegex(done['params']['message'], 'Left out: .*100.00.*Outside the dates of the plan')
        self.fill(plan, 'orders', undated_on=date(2026, 4, 7), mode='replace')
        self.assertEqual(self.get_cells(plan), {('Стіл', APRIL): (10, 1000), ('Стіл', MAY): (7, 700)})
        with self.assertRaisesRegex(UserError, 'a day of the plan'):
            self.fill(plan, 'orders', undated_on=date(2026, 7, 1))

    def test_orders_of_another_approved_plan_are_told(self):
        orders = [self.make_order(quantity, 100, commitment_date='2026-05-20 09:00:00') for quantity in (2, 3)]
        orders[0].action_confirm()
        first = self.make_plan()
        self.fill(first, 'orders')
        self.assertEqual(first.taken_order_ids, orders[0])
        plan = self.make_plan()
        self.assertFalse(self.fill(plan, 'orders')[0].taken_label, 'the other is no more than a draft')
        first.action_approve()
        orders[1].action_confirm()
        wizard, done = self.fill(plan, 'orders', mode='replace')
        self.assertRegex(wizard.taken_label, f'^1 of the orders, for .*200.00.*, are already in approved plans: {first.name}')
        self.assertIn(wizard.taken_label, done['params']['message'])
        self.assertEqual(self.get_cells(plan), {('Стіл', MAY): (5, 500)})
        for command in ({'taken_order_ids': [(5,)]}, {'taken_order_ids': [(4, orders[1].id)]}):
            with self.assertRaises(UserError):
                plan.with_user(self.head).write(command)

    def test_what_is_invoiced_is_not_open(self):
        """10 invoiced of 10, 12 of 10 and 4 of 10: six are open; of a return of 3 all, of one that is invoiced nothing."""
        self.desk.invoice_policy = 'order'
        for ordered, invoiced in ((10, 10), (10, 12), (10, 4), (-3, 0), (-2, -2)):
            order = self.make_order(ordered, 100, commitment_date='2026-05-20 09:00:00')
            order.action_confirm()
            if invoiced:
                order.order_line.invoice_lines = [(0, 0, {
                    'move_id': self.env['account.move'].create({
                        'move_type': 'out_invoice' if invoiced > 0 else 'out_refund', 'partner_id': self.partner.id,
                        'invoice_date': '2026-03-10'}).id,
                    'product_id': self.desk.product_variant_id.id, 'quantity': abs(invoiced), 'price_unit': 100,
                    'tax_ids': False})]
                order.order_line.invoice_lines.move_id.action_post()
        plan = self.make_plan()
        self.fill(plan, 'orders')
        self.assertEqual(self.get_cells(plan), {('Стіл', MAY): (3, 300)})

    def test_pieces_grow_to_whole_ones_and_sums_follow(self):
        self.sell(self.desk, 6, 100, '2025-04-02')
        self.sell(self.chair, 1, 100, '2025-04-02')
        self.sell(self.curtain, 2.5, 100, '2025-04-02')
        for values, expected in (
            ({}, ((7, 700), (1, 100), (2.75, 275))),
            ({'quantity_step': '0'}, ((6.6, 660), (1.1, 110), (2.75, 275))),
            ({'growth': -0.9}, ((1, 100), (1, 100), (0.25, 25))),
            ({'growth': 0}, ((6, 600), (1, 100), (2.5, 250))),
        ):
            plan = self.make_plan()
            self.fill(plan, **{'growth': 0.1, **values})
            self.assertEqual(self.get_cells(plan), dict(zip(
                [('Стіл', APRIL), ('Стілець', APRIL), ('Штора', APRIL)], expected, strict=True)), values)

    def test_whole_pieces_in_other_units(self):
        """Three of a dozen grow to 3.3: three pieces are a quarter of a dozen. Hours grow as they are."""
        self.curtain.uom_id = self.env.ref('uom.product_uom_hour')
        self.sell(self.desk, 3, 100, '2025-04-02')
        self.sell(self.curtain, 3, 100, '2025-04-02')
        plan = self.make_plan(figures=[(self.desk, MAY, 1, 1)])
        plan.line_ids.product_uom_id = self.env.ref('uom.product_uom_dozen')
        self.fill(plan, growth=0.1, mode='replace')
        self.assertEqual(self.get_cells(plan), {('Стіл', APRIL): (0.25, 300), ('Штора', APRIL): (3.3, 330)})

    def test_a_quantity_without_a_price_tells_where_to_get_one(self):
        self.sell(self.desk, 3, 0, '2025-04-02')
        plan = self.make_plan()
        _wizard, done = self.fill(plan)
        self.assertRegex(done['params']['message'], 'Rows with a quantity and no price: 1. Choose a price list')
        self.assertRegex(plan.unpriced_text, 'no price: 1. Choose a price list')
        plan.line_ids.price_unit = 5
        self.assertFalse(plan.unpriced_text)

    def test_nothing_is_left_out_in_silence(self):
        """What is filled in and what the message names are all facts, whatever the rows and columns are."""
        self.sell_last_year()
        self.sell(self.curtain, 7, 100, '2025-05-31', refund=True)
        self.sell(self.curtain, 1, 30, '2025-06-01', invoice_user_id=False)
        self.chair.active = False
        move = self.env['account.move'].create({
            'move_type': 'out_invoice', 'partner_id': self.partner.id, 'invoice_date': '2025-06-03',
            'invoice_user_id': self.own.id, 'invoice_line_ids': [
                (0, 0, {'name': 'Доставка', 'quantity': 1, 'price_unit': 11, 'tax_ids': False})]})
        move.action_post()
        facts = 9000 + 2000 + 5000 - 700 + 30 + 11
        for dimension, granularity, by_variant, by_order, by_quantity in product(
                ('category', 'product', 'manager'), ('week', 'month', 'quarter'), *[(False, True)] * 3):
            plan = self.make_plan(
                dimension, granularity=granularity, by_variant=by_variant, by_order=by_order, by_quantity=by_quantity)
            case = (dimension, granularity, by_variant, by_order, by_quantity)
            _wizard, done = self.fill(plan)
            told = sum(float(re.sub(r'\s', '', amount).replace(',', '.')) for amount in re.findall(
                r'Left out: \S+\s(-?[0-9\s]+,[0-9]{2})', done['params']['message']))
            self.assertEqual(round(plan.amount_total + told, 2), facts, (case, done['params']['message']))
            self.assertEqual(done['params']['type'], 'warning' if told else 'success', case)

    def test_another_plan(self):
        source = self.make_plan(period='month', date_from='2025-12-01', date_to='2025-12-31', granularity='week', figures=[
            (self.desk, '2025-12-01', 2, 20), (self.desk, '2025-12-29', 1, 10), (self.curtain, '2025-12-08', 1, 5)])
        plan = self.make_plan()
        self.fill(plan, 'plan', source_plan_id=source.id, growth=1)
        # December becomes April, its weeks one month.
        self.assertEqual(self.get_cells(plan), {('Стіл', APRIL): (6, 60), ('Штора', APRIL): (2, 10)})
        by_category = self.make_plan('category')
        self.fill(by_category, 'plan', source_plan_id=source.id)
        self.assertEqual(self.get_cells(by_category), {('Столи', APRIL): (0, 30), ('Текстиль', APRIL): (0, 5)})
        with self.assertRaisesRegex(UserError, 'is less detailed'):
            self.fill(plan, 'plan', source_plan_id=by_category.id)

    # ------------------------------------------------------------
    # A total
    # ------------------------------------------------------------

    def test_a_total_to_the_kopiyka(self):
        self.sell(self.desk, 1, 100, '2025-04-02')
        self.sell(self.desk, 2, 50, '2025-05-02')
        self.sell(self.chair, 4, 25, '2025-06-02')
        plan = self.make_plan()
        self.fill(plan, 'total', total=1000)
        cells = self.get_cells(plan)
        self.assertEqual({cell: amount for cell, (_quantity, amount) in cells.items()}, {
            ('Стіл', APRIL): 333.34, ('Стіл', MAY): 333.33, ('Стілець', JUNE): 333.33})
        self.assertEqual(plan.amount_total, 1000)
        # At the prices of last year: 100, 50 and 25.
        self.assertEqual([cells[cell][0] for cell in (('Стіл', APRIL), ('Стіл', MAY), ('Стілець', JUNE))], [3.33, 6.67, 13.33])
        with self.assertRaisesRegex(UserError, 'total to spread'):
            self.fill(plan, 'total')

    # ------------------------------------------------------------
    # How far off
    # ------------------------------------------------------------

    def get_errors(self, plan, **values):
        wizard = self.env['bas.sales.plan.fill'].with_context(default_plan_id=plan.id).create({'plan_id': plan.id, **values})
        titles = dict(wizard._fields['source']._description_selection(self.env))
        names = {title: source for source, title in titles.items()}
        return {names[line.source]: (line.has_error, round(line.error, 4), line.detail) for line in wizard.error_ids}

    def test_how_far_off_last_year_would_have_been(self):
        plan = self.make_plan(period='month', date_from='2026-04-01', date_to='2026-04-30')
        # The last finished months before April, on 16 March: February, January, December.
        for month, desks, chairs in (('2025-02-10', 100, 50), ('2026-02-10', 80, 100), ('2025-01-10', 40, 0),
                                     ('2026-01-10', 40, 10)):
            self.sell(self.desk, 1, desks, month)
            if chairs:
                self.sell(self.chair, 1, chairs, month)
        errors = self.get_errors(plan)
        # February: |100 − 80| + |50 − 100| = 70 of 180; January: 0 + |0 − 10| = 10 of 50; December: nothing. 80 of 230.
        known, error, detail = errors['facts']
        self.assertEqual((known, error), (True, 0.3478))
        self.assertEqual(re.findall('[0-9]+\xa0%|—', detail), ['39\xa0%', '20\xa0%', '—'])
        # Had the total been known: February 150 → 180: desks 120, chairs 60: 40 + 40 of 180; January 40 → 50: 10 + 10 of 50.
        self.assertEqual(errors['total'][1], round(100 / 230, 4))
        self.assertEqual(errors['plan'][:2], (False, 0.0))
        self.assertEqual(self.get_errors(plan, growth=0.5)['facts'][1], round((70 + 25 + 20 + 10) / 230, 4))

    def test_how_far_off_plans_and_orders_would_have_been(self):
        self.sell(self.desk, 1, 100, '2026-02-10')
        earlier = [
            self.make_plan(period='month', date_from=day, date_to=date.fromisoformat(day) + relativedelta(day=31),
                           figures=[(self.desk, day, 1, amount)])
            for day, amount in (('2026-01-01', 70), ('2026-03-01', 1))]
        for one in earlier:
            one.action_approve()
        with freeze_time('2026-01-20 10:00:00'):
            order = self.make_order(1, 90)
            order.action_confirm()
        self.env.cr.execute("UPDATE sale_order SET create_date = '2026-01-20' WHERE id = %s", [order.id])
        plan = self.make_plan(period='month', date_from='2026-04-01', date_to='2026-04-30')
        errors = self.get_errors(plan, source_plan_id=earlier[1].id)
        # From the plan of the month before: January's 70 against February's 100.
        self.assertEqual(errors['plan'][:2], (True, 0.3))
        self.assertEqual(errors['orders'][:2], (True, 0.1))
