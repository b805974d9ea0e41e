from odoo.tests import tagged

from .common import CrmCase


@tagged('post_install', '-at_install')
class TestOrderTerms(CrmCase):

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

    def test_another_customer_another_contract(self):
        order = self.env['sale.order'].create({'partner_id': self.customer.id})
        order.partner_id = self.make_partner(name='Інший')
        self.assertFalse(order.contract_id)

    def test_invoice_carries_the_contract(self):
        order = self.env['sale.order'].create({'partner_id': self.customer.id})
        self.assertEqual(order._prepare_invoice()['contract_id'], self.contract.id)
