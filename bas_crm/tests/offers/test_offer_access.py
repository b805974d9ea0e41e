# pylint: disable=translation-required  # it knows tests by the folder right above
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..common_offers import OfferCase


@tagged('post_install', '-at_install')
class TestOfferAccess(OfferCase):
    """Who sees and changes which offers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer = cls.make_offer()
        cls.foreign = cls.make_offer(cls.make_order(user_id=cls.other.id))
        cls.Offer = cls.env['bas.commercial.offer']

    def get_seen(self, user):
        return self.Offer.with_user(user).search([('id', 'in', (self.offer | self.foreign).ids)])

    def test_a_manager_works_with_own_offers(self):
        self.assertEqual(self.get_seen(self.own), self.offer)
        with self.assertRaises(AccessError):
            self.foreign.with_user(self.own).title = 'Чуже'
        order = self.make_order().with_user(self.own)
        order.action_create_offer()
        offer = order.offer_ids
        offer.line_ids[1].price_unit = 650
        following = offer.copy()
        offer.action_mark_sent()
        following.action_choose()
        order.action_confirm_offer()
        self.assertEqual((order.state, order.amount_total), ('sale', following.amount_total))
        following._check_field_access(self.Offer._fields['amount_total'], 'read')

    def test_cost_is_for_those_who_may_see_it(self):
        with self.assertRaises(AccessError):
            self.offer.with_user(self.own).read(['margin'])
        with self.assertRaises(AccessError):
            self.offer.line_ids.with_user(self.own).read(['purchase_price'])
        self.assertEqual(self.offer.with_user(self.head).margin, 1724 - 4 * 50)

    def test_all_documents_and_administrator(self):
        for user in (self.all, self.head):
            self.assertEqual(self.get_seen(user), self.offer | self.foreign)
        self.foreign.with_user(self.all).title = 'Разом із доставкою'

    def test_templates_are_the_heads(self):
        template = self.env.ref('bas_crm.bas_offer_template_usual')
        self.assertTrue(template.with_user(self.own).name)
        with self.assertRaises(AccessError):
            template.with_user(self.all).name = 'Інша'
        template.with_user(self.head).name = 'Інша'

    def test_others_see_nothing(self):
        performer = new_test_user(self.env, 'vykonavets', groups='bas_crm.group_performer')
        for user in (self.clerk, performer, self.env.ref('base.public_user')):
            with self.assertRaises(AccessError):
                self.Offer.with_user(user).search([])
            with self.assertRaises(AccessError):
                self.offer.with_user(user).read(['name'])

    def test_a_portal_customer_sees_what_was_sent_to_him(self):
        self.portal.partner_id.parent_id = self.partner
        stranger = new_test_user(self.env, 'chuzhyi', groups='base.group_portal')
        self.assertFalse(self.get_seen(self.portal), 'no drafts')
        self.offer.action_mark_sent()
        self.assertEqual(self.get_seen(self.portal), self.offer)
        self.assertEqual(len(self.offer.line_ids.with_user(self.portal).read(['name', 'price_subtotal'])), 4)
        self.assertFalse(self.get_seen(stranger))
        with self.assertRaises(AccessError):
            self.offer.with_user(self.portal).write({'state': 'accepted'})
        with self.assertRaises(AccessError):
            self.offer.with_user(self.portal).action_choose()

    def test_two_companies(self):
        company = self.env['res.company'].create({'name': 'ТОВ «Друга»'})
        self.env['account.chart.template'].try_loading('generic_coa', company, install_demo=False)
        self.env.user.company_ids |= company
        order = self.env['sale.order'].with_company(company).create({
            'partner_id': self.partner.id, 'company_id': company.id,
            'order_line': [(0, 0, {'product_id': self.product.id, 'tax_ids': False})]})
        offer = self.make_offer(order)
        self.assertEqual((offer.company_id, offer.name[:4]), (company, '0001'), 'numbers of its own')
        self.assertNotIn(offer, self.Offer.with_user(self.head).search([]))
        with self.assertRaises(AccessError):
            offer.with_user(self.head).read(['name'])

    def test_the_accountant_opens_an_order_with_offers(self):
        """An accountant can read orders in core, but has no access to offers: the form still opens."""
        accountant = new_test_user(self.env, 'bukhhalter', groups='account.group_account_invoice')
        order = self.offer.order_id.with_user(accountant)
        arch = order.get_view(view_id=self.env.ref('sale.view_order_form').id, view_type='form')['arch']
        self.assertNotIn('offer_ids', arch)
        self.assertEqual(order.web_read({'name': {}, 'offer_count': {}})[0]['offer_count'], 1)
        self.env.invalidate_all()
        self.assertFalse(order._has_to_be_signed())
        order.read()
        order.message_post(body='Рахунок готовий', partner_ids=self.partner.ids)
