from odoo.tests import tagged

from ..common_speed import ScreenSpeedCase


@tagged('post_install', '-at_install')
class TestCounterpartyScreens(ScreenSpeedCase):
    """The card and the history of a counterparty: at most six queries more than core's card and list of orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_documents(1)

    @classmethod
    def make_documents(cls, count):
        """Orders with offers and invoices, events and leads: what nearly every customer has."""
        for _each in range(count):
            order = cls.make_order()
            order.action_create_offer()
            billed = cls.make_order()
            billed.action_confirm()
            invoice = billed._create_invoices()
            invoice.invoice_user_id = cls.own
            invoice.action_post()
            cls.make_event(partner_id=cls.partner.id, description='<p>Ціна</p>')
            cls.make_lead(partner_id=cls.partner.id, description='<p>Столи</p>')

    def open_history(self, user):
        return self.open_window(user, self.partner.with_env(self.get_env(user)).action_view_history())

    def test_the_history(self):
        for user in (self.own, self.head):
            for kind in ('list', 'kanban'):
                ours = self.count_screen(self.open_history(user), kind)
                window = self.open_window(user, 'sale.action_orders')
                window.domain += [('partner_id', 'child_of', self.partner.id)]
                self.check(f'{kind}, {user.login}', ours, self.count_screen(window, kind))

    def test_the_history_does_not_ask_more_for_more_documents(self):
        windows = [(self.open_history(user), kind) for user in (self.own, self.head) for kind in ('list', 'kanban')]
        few = [self.count_screen(window, kind) for window, kind in windows]
        self.make_documents(5)
        self.assertEqual([self.count_screen(window, kind) for window, kind in windows], few)

    def test_the_card(self):
        for user in (self.own, self.head):
            ours, core = (
                self.count_record(self.open_window(user, action), self.partner)
                for action in ('res_partner_action', 'contacts.action_contacts'))
            self.check(f'card, {user.login}', ours, core)
