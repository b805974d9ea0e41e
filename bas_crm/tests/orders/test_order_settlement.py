import runpy

from odoo.tests import tagged
from odoo.tools import file_path

from ...models.orders.invoicing import fill_payment_statuses
from ..common_orders import OrderStageCase


@tagged('post_install', '-at_install')
class TestOrderSettlement(OrderStageCase):
    """The list shows how much of an order is shipped and paid."""

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
        self.assertAlmostEqual(order.sudo()._get_amounts_settled().get(order, 0), self.sum_received(order.sudo()))
        return order.shipped_percent, order.paid_percent

    def sum_received(self, order):
        """:return: what the query has to give: the money of each invoice, in proportion to the lines of this order"""
        amount = 0.0
        for line in order.order_line.invoice_lines.filtered(lambda line: line.move_id.state == 'posted'):
            move = line.move_id
            share = move._get_amount_received() / move.amount_total if move.amount_total else 1.0
            amount += (-1 if move.move_type == 'out_refund' else 1) * move.currency_id._convert(
                line.price_total * share, order.currency_id, order.company_id, move.invoice_date, round=False)
        return amount

    def test_an_invoice_in_another_currency(self):
        """2800 foreign are 1400 of the company: 700 foreign pay 25 %, and 700 of the company 50 % more."""
        foreign = self.env['res.currency'].with_context(active_test=False).search([('id', '!=', self.company.currency_id.id)])[:1]
        foreign.active = True
        self.env['res.currency.rate'].create({
            'name': '2026-01-01', 'currency_id': foreign.id, 'rate': 2, 'company_id': self.company.id})
        order = self.make_order()
        invoice = order._create_invoices()
        invoice.write({'invoice_date': '2026-03-02', 'currency_id': foreign.id})
        invoice.invoice_line_ids.price_unit = 1400
        invoice.action_post()
        self.assertEqual((invoice.amount_total, self.read_settlement(order)[1]), (2800, 0))
        self.env['account.payment.register'].with_context(active_model='account.move', active_ids=invoice.ids).create({
            'amount': 700, 'currency_id': foreign.id, 'payment_date': '2026-03-02'}).action_create_payments()
        self.assertEqual(self.read_settlement(order)[1], 25)
        payment = self.pay_without_entry(invoice, 700)
        self.assertEqual(payment.currency_id, self.company.currency_id, 'it is not the currency of the invoice')
        self.assertEqual(self.read_settlement(order)[1], 75)

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

    def test_a_prepayment_is_paid_but_not_shipped(self):
        order = self.make_order()
        self.env['sale.advance.payment.inv'].with_context(active_model='sale.order', active_ids=order.ids).create(
            {'advance_payment_method': 'percentage', 'amount': 30}).create_invoices()
        order.invoice_ids.action_post()
        self.assertEqual(self.read_settlement(order), (0, 0))
        self.pay(order.invoice_ids)
        self.assertEqual(self.read_settlement(order), (0, 30))
        self.pay(self.invoice(order))
        self.assertEqual(self.read_settlement(order), (100, 100))

    def test_reversed_invoices_are_neither_paid_nor_shipped(self):
        order = self.make_order()
        invoice = self.invoice(order)
        invoice._reverse_moves([{'invoice_date': invoice.invoice_date}], cancel=True)
        self.assertEqual(self.read_settlement(order), (0, 0))

    def test_one_invoice_of_two_orders(self):
        """Two orders of 1400 on one invoice with 1400 paid: half of each is paid."""
        orders = self.make_order() | self.make_order()
        invoice = orders._create_invoices()
        self.assertEqual(len(invoice), 1)
        invoice.action_post()
        self.env['account.payment.register'].with_context(active_model='account.move', active_ids=invoice.ids).create(
            {'amount': 1400}).action_create_payments()
        self.assertEqual([self.read_settlement(order) for order in orders], [(100, 50), (100, 50)])

    def test_status_by_invoices_and_share_by_payments(self):
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

    def credit(self, invoice, quantity=1.0, price=None):
        """Create a credit note of the invoice, reconciled with it."""
        wizard = self.env['account.move.reversal'].with_context(active_model='account.move', active_ids=invoice.ids).create({
            'journal_id': invoice.journal_id.id})
        wizard.refund_moves()
        note = invoice.reversal_move_ids.sorted('id')[-1]
        note.invoice_line_ids.write({'quantity': quantity, **({'price_unit': price} if price else {})})
        note.action_post()
        receivable = (invoice | note).line_ids.filtered(lambda line: line.account_id.account_type == 'asset_receivable')
        receivable.filtered(lambda line: not line.reconciled).reconcile()
        return note

    def pay_part(self, invoice, amount):
        self.env['account.payment.register'].with_context(active_model='account.move', active_ids=invoice.ids).create(
            {'amount': amount}).action_create_payments()

    def test_a_credit_note_is_not_a_payment(self):
        """Neither before nor after a payment does it make an order partly paid. The paid share in the list agrees."""
        order = self.make_order()
        invoice = self.invoice(order)
        self.credit(invoice)
        self.assertEqual((invoice.payment_state, order.bas_payment_status), ('partial', 'unpaid'))
        self.assertEqual(self.read_settlement(order)[1], 0)
        self.pay_part(invoice, 70)
        self.assertEqual((invoice.payment_state, order.bas_payment_status), ('partial', 'partly'), 'of the same invoice')
        self.assertEqual(self.read_settlement(order)[1], 5)
        self.check_fill(order)

    def test_the_rest_after_a_credit_note_is_paid(self):
        order = self.make_order()
        invoice = self.invoice(order)
        note = self.credit(invoice, quantity=2, price=100)
        note.invoice_line_ids.sale_line_ids = False
        self.assertEqual(order.bas_payment_status, 'unpaid')
        self.pay(invoice)
        self.assertEqual((order.invoice_status, order.bas_payment_status), ('invoiced', 'paid'))
        self.check_fill(order)

    def test_a_fully_reversed_invoice(self):
        """There is nothing to pay: the order is neither partly nor fully paid."""
        order = self.make_order()
        invoice = self.invoice(order)
        self.credit(invoice, quantity=2)
        self.assertEqual((invoice.payment_state, order.bas_payment_status), ('reversed', 'unpaid'))
        again = self.invoice(order)
        self.assertEqual(order.bas_payment_status, 'unpaid')
        self.pay(again)
        self.assertEqual(order.bas_payment_status, 'paid')
        self.check_fill(order)

    def test_a_refund(self):
        order = self.make_order()
        invoice = self.invoice(order)
        self.pay(invoice)
        invoice._reverse_moves([{'invoice_date': invoice.invoice_date}]).action_post()
        self.assertEqual(order.bas_payment_status, 'partly', 'the money is still here')
        self.pay(invoice.reversal_move_ids)
        self.assertEqual(order.bas_payment_status, 'unpaid')
        self.assertEqual(self.read_settlement(order), (0, 0))
        self.check_fill(order)

    def test_a_payment_without_a_journal_entry(self):
        """If the bank journal has no outstanding account, the residual does not change until the statement is entered."""
        order = self.make_order()
        invoice = self.invoice(order)
        payment = self.pay_without_entry(invoice, invoice.amount_total)
        self.assertEqual((payment.move_id, invoice.amount_residual), (self.env['account.move'], invoice.amount_total))
        self.assertEqual((order.bas_payment_status, self.read_settlement(order)), ('paid', (100, 100)))
        self.assertEqual(invoice._get_amount_to_pay(), 0, 'what the code on the print asks for')
        self.check_fill(order)

    def test_a_payment_without_a_journal_entry_is_counted_once_with_its_bank_statement(self):
        """1 000 of 1 400 by a payment; then the bank statement tells of it: 400 are left, until they are paid, too."""
        order = self.make_order()
        invoice = self.invoice(order)
        payment = self.pay_without_entry(invoice, 1000)
        self.assertEqual((payment.state, self.read_left(invoice), order._get_amounts_settled()[order]), ('in_process', [400], 1000))
        self.enter_statement(invoice, 1000)
        self.assertEqual((payment.state, invoice.amount_residual), ('paid', 400))
        self.assertEqual((self.read_left(invoice), order._get_amounts_settled()[order]), ([400], 1000))
        self.assertEqual(order.bas_payment_status, 'partly')
        self.check_fill(order)
        rest = self.pay_without_entry(invoice, 400)
        self.assertEqual((self.read_left(invoice), order._get_amounts_settled()[order]), ([0], 1400))
        self.enter_statement(invoice, 400)
        self.assertEqual((rest.state, self.read_left(invoice), order._get_amounts_settled()[order]), ('paid', [0], 1400))
        self.check_fill(order)

    def enter_statement(self, invoice, amount):
        """A line of a bank statement, reconciled with the invoice."""
        line = self.env['account.bank.statement.line'].create({
            'journal_id': self.env['account.journal'].search([
                ('type', '=', 'bank'), ('company_id', '=', invoice.company_id.id)], limit=1).id,
            'date': '2026-03-02', 'amount': amount, 'payment_ref': 'Виписка', 'partner_id': invoice.partner_id.id})
        owed = invoice.line_ids.filtered(lambda item: item.account_id.account_type == 'asset_receivable')
        item = line._seek_for_lines()[1]
        item.account_id = owed.account_id
        (item | owed).reconcile()

    def pay_without_entry(self, invoices, amount):
        payment = self.env['account.payment'].create({
            'payment_type': 'inbound', 'partner_id': invoices.partner_id.id, 'amount': amount,
            'invoice_ids': [(6, 0, invoices.ids)]})
        payment.outstanding_account_id = False
        payment.action_post()
        self.assertFalse(payment.move_id)
        return payment

    def read_left(self, invoices):
        """:return: the amount to pay on prints"""
        return [invoice._get_amount_to_pay() for invoice in invoices]

    def test_a_payment_without_a_journal_entry_for_several_invoices(self):
        """1400 for A = 1400 and B = 1400: A is paid, B is not. 1000 more for both: 400 of B are left."""
        orders = self.make_order() | self.make_order()
        invoices = self.env['account.move'].concat(*(self.invoice(order) for order in orders))
        self.pay_without_entry(invoices, 1400)
        self.assertEqual(self.read_left(invoices), [0, 1400])
        self.assertEqual([order._get_amounts_settled()[order] for order in orders], [1400, 0])
        self.assertEqual([self.read_settlement(order) for order in orders], [(100, 100), (100, 0)])
        self.pay_without_entry(invoices, 1000)
        self.assertEqual(self.read_left(invoices), [0, 400])
        self.assertEqual([order._get_amounts_settled()[order] for order in orders], [1400, 1000])
        self.check_fill(orders)
        self.pay_without_entry(invoices, 5000)
        self.assertEqual(self.read_left(invoices), [0, 0])
        self.assertEqual([order._get_amounts_settled()[order] for order in orders], [1400, 1400])

    def test_a_shared_payment_fills_the_oldest_first(self):
        """A of March and B of January, 1500 for both: B has 1400, A 100. Then 1400 for A alone: nothing is left."""
        orders = self.make_order() | self.make_order()
        march, january = (order._create_invoices() for order in orders)
        march.invoice_date, january.invoice_date = '2026-03-02', '2026-01-15'
        (march | january).action_post()
        self.pay_without_entry(march | january, 1500)
        self.assertEqual(self.read_left(march | january), [1300, 0])
        self.pay_without_entry(march, 1300)
        self.assertEqual(self.read_left(march | january), [0, 0])

    def test_payments_of_a_single_invoice_come_first(self):
        """1400 for A and B, 1400 for A only: both are paid, in any order of the payments."""
        orders = self.make_order() | self.make_order()
        invoices = self.env['account.move'].concat(*(self.invoice(order) for order in orders))
        self.pay_without_entry(invoices, 1400)
        self.pay_without_entry(invoices[0], 1400)
        self.assertEqual(self.read_left(invoices), [0, 0])

    def test_a_shared_payment_of_orders_that_are_not_invoiced_yet(self):
        """One of two tables is invoiced on each order, 700 and 700, and 700 are paid: the first order is partly paid."""
        orders = self.make_order() | self.make_order()
        invoices = self.env['account.move'].concat(*(self.invoice(order, quantity=1) for order in orders))
        self.pay_without_entry(invoices, 700)
        self.assertEqual(orders.mapped('bas_payment_status'), ['partly', 'unpaid'])
        self.check_fill(orders)

    def check_fill(self, orders):
        """The query of the installation gives the same result as the compute."""
        known = orders.mapped('bas_payment_status')
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_order SET bas_payment_status = NULL WHERE id IN %s", [orders._ids])
        fill_payment_statuses(self.env)
        self.assertEqual(orders.mapped('bas_payment_status'), known)

    def test_an_order_without_amount(self):
        order = self.make_order()
        order.order_line.price_unit = 0
        self.assertEqual(self.read_settlement(order), (0, 0))

    def test_a_manager_who_sees_no_invoices(self):
        order = self.make_order()
        invoice = self.invoice(order)
        invoice.invoice_user_id = self.other
        self.pay(invoice)
        self.assertEqual(self.read_settlement(order.with_user(self.own)), (100, 100))

    def test_queries_do_not_grow_with_orders(self):
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

    def test_the_migration_corrects_orders_partly_paid_by_credit_notes(self):
        noted, paid = self.make_order(), self.make_order()
        self.credit(self.invoice(noted))
        self.pay_part(self.invoice(paid), 70)
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_order SET bas_payment_status = 'partly' WHERE id IN %s", [(noted | paid)._ids])
        path = file_path('bas_crm/migrations/19.0.1.6.0/post-payment-money.py')
        runpy.run_path(path)['migrate'](self.env.cr, '19.0.1.5.0')
        self.env.invalidate_all()
        self.assertEqual((noted | paid).mapped('bas_payment_status'), ['unpaid', 'partly'])
