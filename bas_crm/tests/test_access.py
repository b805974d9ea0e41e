from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CrmCase


@tagged('post_install', '-at_install')
class TestAccess(CrmCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls.env['bas.contract'].create({'partner_id': cls.make_partner().id, 'user_id': cls.own.id})
        cls.theirs = cls.env['bas.contract'].create({'partner_id': cls.make_partner(name='Інший').id, 'user_id': cls.other.id})
        cls.lead = cls.make_lead(user_id=cls.other.id, lead_contact_ids=[(0, 0, {'name': 'Ігор'})])
        second = cls.env['res.company'].create({'name': 'Друга фірма'})
        cls.abroad = cls.env['bas.contract'].create({
            'partner_id': cls.make_partner(name='Третій').id, 'company_id': second.id, 'user_id': False})

    def seen(self, user, model='bas.contract'):
        return self.env[model].with_user(user).search([])

    def test_contracts_by_role(self):
        for user, expected in ((self.own, self.mine), (self.all, self.mine | self.theirs), (self.head, self.mine | self.theirs)):
            self.assertEqual(self.seen(user) & (self.mine | self.theirs | self.abroad), expected, user.login)

    def test_outsiders_see_no_contracts(self):
        for user in (self.clerk, self.portal):
            with self.assertRaises(AccessError):
                self.seen(user)
            with self.assertRaises(AccessError):
                self.mine.with_user(user).read(['name'])

    def test_own_user_may_not_touch_a_colleagues_contract(self):
        with self.assertRaises(AccessError):
            self.theirs.with_user(self.own).write({'is_signed': True})
        self.mine.with_user(self.own).write({'is_signed': True})

    def test_only_administrators_delete_and_edit_templates(self):
        with self.assertRaises(AccessError):
            self.mine.with_user(self.own).unlink()
        template = self.env['bas.contract.template'].search([], limit=1)
        with self.assertRaises(AccessError):
            template.with_user(self.all).write({'name': 'Mine'})
        template.with_user(self.head).write({'name': 'Mine'})
        self.mine.with_user(self.head).unlink()

    def test_contacts_follow_their_lead(self):
        contacts = self.lead.lead_contact_ids
        self.assertFalse(self.seen(self.own, 'bas.lead.contact') & contacts)
        self.assertEqual(self.seen(self.all, 'bas.lead.contact') & contacts, contacts)
        for user in (self.clerk, self.portal):
            with self.assertRaises(AccessError):
                self.seen(user, 'bas.lead.contact')

    def test_a_colleagues_lead_cannot_be_converted(self):
        lead = self.make_lead(user_id=self.other.id, partner_name='ТОВ «Обрій»')
        with self.assertRaises(AccessError):
            lead.with_user(self.own).action_convert_to_customer()
        with self.assertRaises(AccessError):
            lead.with_user(self.clerk).action_convert_to_customer()
        lead.with_user(self.all).action_convert_to_customer()
        self.assertEqual(lead.decision, 'customer')
