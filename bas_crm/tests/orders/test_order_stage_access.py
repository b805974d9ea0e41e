from odoo.exceptions import AccessError
from odoo.http import Request
from odoo.tests import Form, HttpCase, new_test_user, tagged

from ..common_orders import OrderStageCase

#: fields of an order that the customer may not read
INTERNAL = ('order_type_id', 'stage_id', 'stage_log_ids', 'cancel_reason_id')


@tagged('post_install', '-at_install')
class TestOrderStageAccess(OrderStageCase):
    """Who may see and move orders: sales, accountants, other employees, the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = new_test_user(cls.env, 'accountant', groups='account.group_account_invoice')
        cls.auditor = new_test_user(cls.env, 'auditor', groups='account.group_account_readonly')

    def test_stages_and_history_are_visible_to_all_who_see_orders(self):
        order = self.bring(self.make_order(), 'Agreed')
        for user in (self.own, self.all, self.head, self.accountant, self.auditor):
            mine = order.with_user(user)
            self.assertEqual(mine.stage_id.display_name, 'Agreed', user.name)
            self.assertEqual(len(self.env['bas.order.stage'].with_user(user).search([('order_type_id', '=', self.sales.id)])), 7)
            self.assertEqual(mine.stage_log_count, 2)
            action = mine.action_view_stage_log()
            self.assertEqual(len(self.env[action['res_model']].with_user(user).search(action['domain'])), 2)

    def test_employees_read_the_catalogues_only(self):
        for record in (self.sales, self.stages['Agreed'], self.reason, self.env.ref('bas_crm.bas_order_requirement_note')):
            for user in (self.clerk, self.accountant, self.own):
                self.assertTrue(record.with_user(user).display_name)
                for mode in ('write', 'create', 'unlink'):
                    self.assertFalse(record.with_user(user).has_access(mode), f'{record} {user.name} {mode}')
            with self.assertRaises(AccessError):
                self.assertTrue(record.with_user(self.portal).read(['display_name']))

    def test_an_accountant_cancels_with_a_reason(self):
        order = self.make_order().with_user(self.accountant)
        action = order.action_ask_cancel_reason()
        with Form(self.env[action['res_model']].with_user(self.accountant).with_context(**action['context'])) as form:
            form.reason_id = self.reason
        form.record.action_cancel_orders()
        self.assertEqual((order.state, order.cancel_reason_id), ('cancel', self.reason))

    def test_read_only_users_are_not_asked_for_a_reason(self):
        with self.assertRaises(AccessError):
            self.make_order().with_user(self.auditor).action_ask_cancel_reason()
        with self.assertRaises(AccessError):
            self.make_order().with_user(self.other).action_ask_cancel_reason()

    def test_an_accountant_posts_and_the_order_moves(self):
        """Even if the stage requires a field that an accountant may not read."""
        self.stages['Shipped'].requirement_ids = self.env.ref('bas_crm.bas_order_requirement_tag_ids')
        order = self.make_order(tag_ids=[(0, 0, {'name': 'Терміново'})])
        order.action_confirm()
        order._create_invoices().with_user(self.accountant).action_post()
        self.assertEqual(order.stage_id.name, 'Shipped')
        self.assertEqual(order.stage_log_ids.sorted('id')[-1].user_id, self.accountant)
        order.with_user(self.accountant).stage_id = self.stages['Being Fulfilled']
        self.assertEqual(order.stage_id.name, 'Being Fulfilled')

    def test_two_companies(self):
        """Types of another company are hidden; shared types are used by both."""
        other = self.env['res.company'].create({'name': 'ФОП Гончар'})
        theirs = self.sales.copy({'name': 'Їхній', 'company_id': other.id})
        stranger = new_test_user(self.env, 'stranger', groups='sales_team.group_sale_salesman_all_leads',
                                 company_id=other.id, company_ids=[(6, 0, other.ids)])
        order = self.make_order()
        their_order = self.env['sale.order'].with_user(stranger).create({'partner_id': self.partner.id})
        self.assertEqual((order.order_type_id, their_order.order_type_id), (self.sales, theirs))
        self.assertFalse(self.env['bas.order.type'].with_user(self.all).search([('id', '=', theirs.id)]))
        self.assertFalse(self.env['bas.order.stage'].with_user(self.all).search([('order_type_id', '=', theirs.id)]))
        entries = self.env['bas.order.stage.log']
        self.assertFalse(entries.with_user(stranger).search([('order_id', '=', order.id)]))
        self.assertFalse(entries.with_user(self.all).search([('order_id', '=', their_order.id)]))
        their_order.stage_id = theirs.stage_ids[2]
        self.assertEqual(their_order.state, 'sale')

    def test_the_customer_does_not_read_stage_and_reason(self):
        self.portal.partner_id.parent_id = self.partner
        order = self.bring(self.make_order(), 'Cancelled')
        for field in INTERNAL:
            with self.assertRaises(AccessError, msg=field):
                order.with_user(self.portal).read([field])
        self.assertEqual(order.with_user(self.portal).read(['state'])[0]['state'], 'cancel')


@tagged('post_install', '-at_install')
class TestPortalOrder(HttpCase, OrderStageCase):
    """The customer accepts and declines on the portal."""

    def setUp(self):
        super().setUp()
        self.portal.partner_id.parent_id = self.partner
        self.order = self.make_order(partner_id=self.portal.partner_id.id, require_signature=True, require_payment=False)
        self.bring(self.order, 'Offer Sent')
        self.authenticate('portal', 'portal')

    def test_the_customer_signs(self):
        self.assertEqual(self.url_open(f'/my/orders/{self.order.id}').status_code, 200)
        pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
        answer = self.make_jsonrpc_request(f'/my/orders/{self.order.id}/accept', {
            'access_token': self.order._portal_ensure_token(), 'name': 'Марія', 'signature': pixel})
        self.assertTrue(answer.get('redirect_url'), answer)
        self.assertEqual((self.order.state, self.order.stage_id.name), ('sale', 'Agreed'))
        self.assertTrue(self.order.signature)

    def test_the_customer_declines(self):
        page = self.url_open(f'/my/orders/{self.order.id}/decline', data={
            'access_token': self.order._portal_ensure_token(), 'decline_message': 'Дорого',
            'csrf_token': Request.csrf_token(self)})
        self.assertEqual(page.status_code, 200)
        self.assertEqual((self.order.state, self.order.stage_id.name), ('cancel', 'Cancelled'))
        self.assertEqual(self.order.cancel_reason_id, self.env.ref('bas_crm.bas_cancel_reason_unspecified'))
