from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common_screens import ScreensCase
from ..screens import Screens


@tagged('post_install', '-at_install')
@freeze_time('2026-03-10 10:00:00')
class TestSellerInvoices(ScreensCase):
    """A manager without accounting rights and invoices of own orders: open, print, send, and post if the firm allows it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        invoices = cls.orders.filtered(lambda order: order.user_id == cls.own).invoice_ids
        cls.draft = invoices.filtered(lambda move: move.state == 'draft')
        cls.paid = invoices.filtered(lambda move: move.payment_state in ('paid', 'in_payment'))
        cls.theirs = cls.orders.filtered(lambda order: order.user_id == cls.other).invoice_ids

    def open_form(self, invoice, user):
        """:return: the error that the form of the invoice answers"""
        screens = Screens(self.env, user)
        screens.open_window({'res_model': 'account.move', 'res_id': invoice.id, 'views': [(False, 'form')]}, 'form', 2)
        return screens.errors

    def test_all_ways_to_open_an_invoice(self):
        order = self.orders.filtered(lambda order: self.paid in order.invoice_ids).with_user(self.own)
        self.assertEqual(order.action_view_invoice()['res_id'], self.paid.id)
        for invoice in self.draft | self.paid:
            for user in (self.own, self.all, self.head):
                self.assertFalse(self.open_form(invoice, user), user.login)
        partner = self.partner.with_user(self.own)
        self.assertEqual(partner.customer_invoice_count, 3)
        found = self.env['account.move'].with_user(self.own).search(partner.action_view_partner_invoices()['domain'])
        self.assertEqual(found, (self.orders.filtered(lambda order: order.user_id == self.own)).invoice_ids)

    def test_a_similar_draft_of_a_colleague_does_not_break_the_form(self):
        twin = self.theirs.filtered(lambda move: move.state == 'draft')
        self.assertEqual((twin.partner_id, twin.amount_total), (self.draft.partner_id, self.draft.amount_total))
        self.assertIn(twin, self.draft.with_user(self.head).duplicated_ref_ids)
        self.env.invalidate_all()
        self.assertNotIn(twin.id, self.draft.with_user(self.own).duplicated_ref_ids.ids)

    def test_the_invoice_is_printed_and_sent(self):
        html, _kind = self.env['ir.actions.report'].with_user(self.own)._render_qweb_html(
            'account.report_invoice_with_payments', self.paid.ids)
        self.assertIn(self.paid.name, html.decode())
        action = self.paid.with_user(self.own).action_invoice_sent()
        wizard = self.env['account.move.send.wizard'].with_user(self.own).with_context(**action['context']).create({
            'move_id': self.paid.id})
        wizard.sending_methods = ['email']
        with self.allow_pdf_render():
            wizard.action_send_and_print()
        self.assertTrue(self.paid.is_move_sent)
        self.assertTrue(self.paid.message_ids.filtered(lambda message: self.partner in message.partner_ids))

    def test_invoices_are_posted_only_if_the_firm_allows_it(self):
        mine = self.draft.with_user(self.own)
        self.assertFalse(mine.can_seller_post)
        for post in (mine.action_post, mine.action_validate_moves_with_confirmation):
            with self.assertRaises(AccessError):
                post()
        self.assertEqual(self.draft.state, 'draft')
        self.company.bas_sellers_post_invoices = True
        self.env.invalidate_all()
        self.assertTrue(mine.can_seller_post)
        mine.action_post()
        self.assertEqual(self.draft.state, 'posted')

    def test_other_invoices_cannot_be_posted(self):
        self.company.bas_sellers_post_invoices = True
        loose, entry, bill = (self.env['account.move'].create({
            'move_type': move_type, 'partner_id': self.partner.id, 'invoice_user_id': self.own.id, 'invoice_date': '2026-03-10',
            'line_ids' if move_type == 'entry' else 'invoice_line_ids': [] if move_type == 'entry' else [
                (0, 0, {'name': 'x', 'quantity': 1, 'price_unit': 9, 'tax_ids': False})]})
            for move_type in ('out_invoice', 'entry', 'in_invoice'))
        for move in (self.theirs.filtered(lambda move: move.state == 'draft'), loose, entry, bill):
            with self.assertRaises(AccessError):
                move.with_user(self.own).action_post()
            self.assertEqual(move.state, 'draft')
        with self.assertRaises(AccessError):
            self.draft.with_user(self.clerk).action_post()

    def test_there_are_no_other_accounting_rights(self):
        own = self.env(user=self.own)
        for model in ('account.payment', 'account.bank.statement.line', 'account.payment.register', 'account.move.reversal'):
            self.assertFalse(own[model].has_access('read'), model)
        self.assertFalse(own['account.move'].search([('id', 'in', self.theirs.ids)]))
        with self.assertRaises(AccessError):
            self.theirs[0].with_user(self.own).read(['amount_total'])
        with self.assertRaises(AccessError):
            self.paid.with_user(self.own).read(['matched_payment_ids'])
        with self.assertRaises(AccessError):
            self.draft.with_user(self.own).write({'ref': 'x'})
        with self.assertRaises(AccessError):
            self.draft.with_user(self.own).button_cancel()
