from odoo.tests import tagged

from ..common_speed import ScreenSpeedCase

#: as the board opens, beside core's cards grouped by the state
CORE_BOARD = 'sale.action_quotations'


@tagged('post_install', '-at_install')
class TestOrderScreens(ScreenSpeedCase):
    """The board and the list of orders: at most six queries more than core's, for any number of orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_firm(1)

    @classmethod
    def make_firm(cls, count):
        """Orders of two people at several stages, with invoices, and with payments with and without a journal entry."""
        for user in (cls.own, cls.other):
            for _each in range(count):
                _draft, sent, agreed, billed, paid, pending, lost = (
                    cls.make_order(user_id=user.id, client_order_ref='Лист 5') for _order in range(7))
                sent.action_quotation_sent()
                lost.cancel_reason_id = cls.reason
                lost._action_cancel()
                (agreed | billed | paid | pending).action_confirm()
                for order in billed | paid | pending:
                    order._create_invoices().action_post()
                cls.env['account.payment.register'].with_context(
                    active_model='account.move', active_ids=paid.invoice_ids.ids).create({}).action_create_payments()
                cls.pay_without_entry(pending.invoice_ids)
                agreed.activity_schedule('mail.mail_activity_data_todo', user_id=user.id, summary='Зателефонувати')

    @classmethod
    def pay_without_entry(cls, invoice):
        payment = cls.env['account.payment'].create({
            'payment_type': 'inbound', 'partner_id': invoice.partner_id.id, 'amount': invoice.amount_total,
            'invoice_ids': [(6, 0, invoice.ids)]})
        payment.outstanding_account_id = False
        payment.action_post()

    def test_the_list(self):
        for user in (self.own, self.head):
            ours = self.count_screen(self.open_window(user, 'sale_order_action'), 'list')
            core = self.count_screen(self.open_window(user, 'sale.action_orders'), 'list')
            self.check(f'list, {user.login}', ours, core)

    def test_the_board(self):
        for user in (self.own, self.head):
            ours = self.count_screen(self.open_window(user, 'sale_order_action'), 'kanban')
            core = self.count_screen(
                self.open_window(user, CORE_BOARD, search_default_my_quotation=0), 'kanban', ['state'])
            self.check(f'board, {user.login}', ours, core)

    def test_a_card_is_dragged(self):
        order = self.make_order()
        for user in (self.own, self.head):
            ours = self.count_drag(
                self.open_window(user, 'sale_order_action'), order, {'stage_id': self.stages['Offer Sent'].id})
            core = self.count_drag(self.open_window(user, 'sale.action_orders'), order, {'state': 'sent'})
            self.check(f'drag, {user.login}', ours, core)

    def test_queries_do_not_grow_with_orders(self):
        windows = [(self.open_window(user, 'sale_order_action'), kind) for user in (self.own, self.head)
                   for kind in ('list', 'kanban')]
        few = [self.count_screen(window, kind) for window, kind in windows]
        self.make_firm(3)
        self.assertEqual([self.count_screen(window, kind) for window, kind in windows], few)
