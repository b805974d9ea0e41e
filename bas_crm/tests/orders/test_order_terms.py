from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import new_test_user, tagged

from ..common import InvoicingCase


@tagged('post_install', '-at_install')
class TestOrderTerms(InvoicingCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pricelist = cls.env['product.pricelist'].create({'name': 'Опт'})
        cls.term = cls.env['account.payment.term'].create({'name': '14 днів'})
        cls.customer = cls.make_partner()
        cls.contract = cls.env['bas.contract'].create({
            'partner_id': cls.customer.id, 'state': 'active', 'pricelist_id': cls.pricelist.id, 'payment_term_id': cls.term.id,
            'user_id': cls.other.id})
        cls.contract.action_set_main()

    def test_order_begins_with_the_main_contract(self):
        """Also for a manager who may not open the contract of a colleague."""
        order = self.env['sale.order'].with_user(self.own).create({'partner_id': self.customer.id})
        self.assertEqual(order.sudo().contract_id, self.contract)
        self.assertEqual(order.pricelist_id, self.pricelist)
        self.assertEqual(order.payment_term_id, self.term)

    def test_contact_person_orders_under_the_same_contract(self):
        person = self.env['res.partner'].create({'name': 'Ігор', 'parent_id': self.customer.id})
        self.assertEqual(self.env['sale.order'].create({'partner_id': person.id}).contract_id, self.contract)

    def test_expired_contract_is_not_offered(self):
        self.contract.state = 'expired'
        self.assertFalse(self.env['sale.order'].create({'partner_id': self.customer.id}).contract_id)

    def test_the_days_of_the_contract_decide(self):
        """Even before the nightly job: the day of the order counts, in Kyiv if nobody is signed in."""
        self.contract.write({'date_start': '2026-03-01', 'date_end': '2026-12-31'})
        for moment, is_taken in (
                ('2026-02-28 21:59:00', False), ('2026-02-28 22:30:00', True), ('2026-06-01 12:00:00', True),
                ('2026-12-31 21:59:00', True), ('2026-12-31 22:30:00', False)):
            with self.subTest(moment), freeze_time(moment):
                order = self.env['sale.order'].create({'partner_id': self.customer.id})
                self.assertEqual(bool(order.contract_id), is_taken)
                self.assertEqual(self.contract.state, 'active')
        with freeze_time('2026-12-31 22:30:00'):
            late = self.env['sale.order'].with_context(tz='America/New_York')
            self.assertTrue(late.create({'partner_id': self.customer.id}).contract_id, 'a user who is behind')

    def test_copies_do_not_keep_ended_contracts(self):
        order = self.env['sale.order'].create({'partner_id': self.customer.id, 'order_line': [(0, 0, {
            'product_id': self.env['product.product'].create({'name': 'Стіл', 'invoice_policy': 'order'}).id})]})
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        self.assertEqual((order.copy() | order).contract_id, self.contract)
        self.assertEqual(invoice.copy().contract_id, self.contract)
        for name, values in (
                ('over', {'date_end': '2020-01-01'}), ('expired', {'date_end': False, 'state': 'expired'}),
                ('cancelled', {'state': 'cancelled'}), ('archived', {'state': 'active', 'active': False})):
            self.contract.write(values)
            with self.subTest(name):
                self.assertFalse(order.copy().contract_id)
                self.assertFalse(order.with_user(self.all).copy().sudo().contract_id)
                self.assertFalse(invoice.copy().contract_id)
                self.assertEqual(invoice._reverse_moves().contract_id, self.contract, 'of the same sale')
        self.contract.write({'active': True, 'state': 'expired'})
        new = self.contract.copy({'state': 'active'})
        new.action_set_main()
        self.assertEqual(order.copy().contract_id, new, 'the one that is in force now')

    def test_archived_contract_is_not_offered(self):
        self.contract.active = False
        self.assertFalse(self.env['sale.order'].create({'partner_id': self.customer.id}).contract_id)

    def test_a_confirmed_order_keeps_its_terms(self):
        order = self.env['sale.order'].create({'partner_id': self.customer.id})
        order.action_confirm()
        other_term = self.env['account.payment.term'].create({'name': '30 днів'})
        order.contract_id = self.contract.copy({'payment_term_id': other_term.id})
        self.assertEqual(order.payment_term_id, self.term)

    def test_a_contract_of_somebody_else_is_refused(self):
        stranger = self.make_partner(name='Інший')
        with self.assertRaises(ValidationError):
            self.env['sale.order'].create({'partner_id': stranger.id, 'contract_id': self.contract.id})
        with self.assertRaises(ValidationError):
            self.env['account.move'].create(
                {'move_type': 'out_invoice', 'partner_id': stranger.id, 'contract_id': self.contract.id})

    @freeze_time('2026-06-15 09:00:00')
    def test_ended_contracts_are_refused_for_new_documents(self):
        partner = self.make_partner(name='ТОВ «Без договору»')
        contract = self.env['bas.contract'].create({'partner_id': partner.id, 'state': 'active', 'user_id': self.own.id})
        accountant = new_test_user(self.env, 'bukhhalter', groups='account.group_account_invoice,sales_team.group_sale_manager')
        orders, moves = self.env['sale.order'].with_user(self.own), self.env['account.move'].with_user(accountant)
        values = {'partner_id': partner.id, 'contract_id': contract.id}
        kept = orders.create(values)
        order, invoice = orders.create({'partner_id': partner.id}), moves.create(
            {'partner_id': partner.id, 'move_type': 'out_invoice'})
        for name, ended in (('over', {'date_end': '2026-06-14'}), ('expired', {'date_end': False, 'state': 'expired'}),
                            ('cancelled', {'state': 'cancelled'})):
            contract.sudo().write(ended)
            for number, work in enumerate((
                lambda: orders.create(values),
                lambda: orders.with_context(default_contract_id=contract.id).create({'partner_id': partner.id}),
                lambda: order.write({'contract_id': contract.id}),
                lambda: moves.create({**values, 'move_type': 'out_invoice'}),
                lambda: invoice.write({'contract_id': contract.id}),
            )):
                with (self.subTest(name, number=number), self.assertRaisesRegex(ValidationError, 'cancelled or has ended'),
                        self.env.cr.savepoint()):
                    work()
            kept.write({'contract_id': contract.id, 'client_order_ref': name})
        contract.write({'state': 'expired', 'date_end': '2026-06-14'})
        earlier = orders.create({**values, 'date_order': '2026-06-14 09:00:00'})
        self.assertEqual((kept | earlier).contract_id, contract, 'within the term')

    def test_another_customer_another_contract(self):
        order = self.env['sale.order'].create({'partner_id': self.customer.id})
        order.partner_id = self.make_partner(name='Інший')
        self.assertFalse(order.contract_id)

    def test_each_contract_has_its_own_invoice(self):
        product = self.env['product.product'].create({'name': 'Стіл', 'list_price': 100, 'invoice_policy': 'order'})
        second = self.contract.copy({'state': 'active', 'pricelist_id': self.pricelist.id, 'payment_term_id': self.term.id})
        orders = self.env['sale.order'].create([
            {'partner_id': self.customer.id, 'contract_id': contract.id,
             'order_line': [(0, 0, {'product_id': product.id, 'product_uom_qty': 2})]}
            for contract in (self.contract, second, self.contract)])
        orders.action_confirm()
        invoices = orders._create_invoices()
        self.assertEqual(
            {invoice.contract_id: invoice.amount_untaxed for invoice in invoices}, {self.contract: 400, second: 200})
