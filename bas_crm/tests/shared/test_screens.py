
from odoo.tests import HttpCase, tagged

from ..common_screens import ScreensCase


@tagged('post_install', '-at_install')
class TestScreens(ScreensCase):
    """Users may do everything that a screen offers: a menu, view or button that ends in «no access» is a bug of the screen."""

    def test_own_documents(self):
        screens = self.walk('own')
        for model, kind in (('crm.lead', 'form'), ('sale.order', 'form'), ('bas.commercial.offer', 'form'), ('bas.event', 'form'),
                            ('account.move', 'form'), ('bas.sales.plan', 'form'), ('bas.funnel.report', 'bas_funnel'),
                            ('bas.manager.report', 'bas_managers'), ('calendar.event', 'calendar'),
                            ('bas.plan.fact.report', 'pivot')):
            self.assertIn((model, kind), screens.seen, "the walk opens it")
        pressed = {(model, name) for model, name, *_rest in screens.pressed}
        for model, name in (('sale.order', 'action_view_invoice'), ('account.move', 'action_print_pdf'),
                            ('account.move', 'action_invoice_sent'), ('res.partner', 'action_view_partner_invoices'),
                            ('bas.sales.plan', 'action_open_plan_fact')):
            self.assertIn((model, name), pressed)

    def test_own_documents_of_a_new_user(self):
        self.walk('seller2')

    def test_all_documents(self):
        self.walk('all')

    def test_administrator(self):
        self.walk('head')

    def test_performer(self):
        self.walk('performer')

    def test_performer_with_own_documents(self):
        self.walk('both')

    def test_accountant(self):
        self.walk('accountant')

    def test_invoicing(self):
        self.walk('invoicing')

    def test_plain_employee(self):
        self.walk('clerk')

    def test_all_menus_open_a_screen(self):
        """A menu in a hidden menu is hidden, too, so the menus are searched."""
        root = self.env.ref('bas_crm.root_menu')
        for role, user in self.users.items():
            menus = self.env['ir.ui.menu'].with_user(user)
            visible = menus.browse(menus._visible_menu_ids())
            for menu in visible.filtered(lambda menu: menu.parent_path.startswith(f'{root.id}/')):
                self.assertIn(menu.parent_id or menu, visible, f"{role}: {menu.complete_name}")


@tagged('post_install', '-at_install')
class TestPortalScreens(ScreensCase, HttpCase):

    def test_pages_of_the_customer(self):
        self.portal.partner_id.parent_id = self.partner
        self.authenticate('portal', 'portal')
        offer = self.orders.offer_ids.filtered(lambda offer: offer.state == 'sent')[0]
        order = self.orders.filtered(lambda order: order.state == 'sale')[0]
        invoice = self.orders.invoice_ids.filtered(lambda move: move.state == 'posted')[0]
        for page in ('/my', '/my/home', '/my/quotes', '/my/orders', '/my/invoices', '/my/offers', f'/my/offers/{offer.id}',
                     f'/my/orders/{order.id}', f'/my/invoices/{invoice.id}'):
            self.assertEqual(self.url_open(page).status_code, 200, page)
