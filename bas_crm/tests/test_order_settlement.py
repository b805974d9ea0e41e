from odoo.tests import tagged

from .test_order_stage import OrderStageCase


@tagged('post_install', '-at_install')
class TestOrderSettlement(OrderStageCase):
    """The list says how much of an order is shipped and how much of it is paid."""

    @classmethod
    def make_order(cls, **values):
        order = super().make_order(**values)  # two tables of 700
        order.action_confirm()
        return order

    def invoice(self, order, quantity=None):
        invoice = order._create_invoices()
        if quantity:
            invoice.invoice_line_ids.quantity = quantity
        invoice.action_post()
        return invoice

    def read_settlement(self, order):
        order.invalidate_recordset(['shipped_percent', 'paid_percent'])
        return order.shipped_percent, order.paid_percent

    def test_step_by_step(self):
        order = self.make_order()
        self.assertEqual(self.read_settlement(order), (0, 0))
        draft = order._create_invoices()
        self.assertEqual(self.read_settlement(order), (0, 0), 'a draft is no shipment')
        draft.invoice_line_ids.quantity = 1
        draft.action_post()
        self.assertEqual(self.read_settlement(order), (50, 0))
        self.pay(draft)
        self.assertEqual(self.read_settlement(order), (50, 50))
        rest = self.invoice(order)
        self.assertEqual(self.read_settlement(order), (100, 50))
        self.pay(rest)
        self.assertEqual(self.read_settlement(order), (100, 100))

    def test_a_part_of_an_invoice_is_paid(self):
        order = self.make_order()
        invoice = self.invoice(order)
        self.env['account.payment.register'].with_context(active_model='account.move', active_ids=invoice.ids).create(
            {'amount': 350}).action_create_payments()
        self.assertEqual(self.read_settlement(order), (100, 25))

    def test_a_prepayment_is_money_and_no_shipment(self):
        order = self.make_order()
        self.env['sale.advance.payment.inv'].with_context(active_model='sale.order', active_ids=order.ids).create(
            {'advance_payment_method': 'percentage', 'amount': 30}).create_invoices()
        order.invoice_ids.action_post()
        self.assertEqual(self.read_settlement(order), (0, 0))
        self.pay(order.invoice_ids)
        self.assertEqual(self.read_settlement(order), (0, 30))
        self.pay(self.invoice(order))
        self.assertEqual(self.read_settlement(order), (100, 100))

    def test_what_is_reversed_is_neither(self):
        order = self.make_order()
        invoice = self.invoice(order)
        invoice._reverse_moves([{'invoice_date': invoice.invoice_date}], cancel=True)
        self.assertEqual(self.read_settlement(order), (0, 0))

    def test_one_invoice_of_two_orders(self):
        """1400 and 1400 on one invoice of which 1400 are paid: half of each."""
        orders = self.make_order() | self.make_order()
        invoice = orders._create_invoices()
        self.assertEqual(len(invoice), 1)
        invoice.action_post()
        self.env['account.payment.register'].with_context(active_model='account.move', active_ids=invoice.ids).create(
            {'amount': 1400}).action_create_payments()
        self.assertEqual([self.read_settlement(order) for order in orders], [(100, 50), (100, 50)])

    def test_the_status_tells_of_the_invoices_and_the_share_of_the_money(self):
        prepaid = self.make_order()
        self.env['sale.advance.payment.inv'].with_context(active_model='sale.order', active_ids=prepaid.ids).create(
            {'advance_payment_method': 'percentage', 'amount': 100}).create_invoices()
        prepaid.invoice_ids.action_post()
        self.pay(prepaid.invoice_ids)
        self.assertEqual((self.read_settlement(prepaid), prepaid.bas_payment_status), ((0, 100), 'partly'), 'not invoiced yet')
        gift = self.make_order()
        gift.order_line.price_unit = 0
        self.invoice(gift)
        self.assertEqual((self.read_settlement(gift), gift.bas_payment_status), ((0, 0), 'paid'), 'nothing is owed')

    def test_an_order_for_nothing(self):
        order = self.make_order()
        order.order_line.price_unit = 0
        self.assertEqual(self.read_settlement(order), (0, 0))

    def test_a_manager_who_sees_no_invoices(self):
        order = self.make_order()
        invoice = self.invoice(order)
        invoice.invoice_user_id = self.other
        self.pay(invoice)
        self.assertEqual(self.read_settlement(order.with_user(self.own)), (100, 100))

    def test_many_orders_take_the_queries_of_few(self):
        orders = self.env['sale.order'].concat(*(self.make_order() for _each in range(6)))
        for order in orders:
            self.invoice(order)
        counts = []
        for some in (orders[:1], orders[:1], orders):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some.mapped('paid_percent')
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
