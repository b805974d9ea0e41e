from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import DemoFirmCase

PASSWORD = 'demo'


@tagged('post_install', '-at_install')
class TestRoles(DemoFirmCase):

    def see(self, key, model):
        return self.env(user=self.users[key].id)[model].search([])

    def test_everybody_works_in_the_firm_only(self):
        for user in self.users.values():
            self.assertEqual((user.company_id, user.company_ids), (self.company, self.company))
            self.assertEqual((user.lang, user.tz), ('uk_UA', 'Europe/Kyiv'))
            self.assertTrue(user.employee_id.job_id and user.employee_id.department_id)

    def test_a_manager_sees_what_is_his(self):
        for key in ('manager', 'manager2'):
            for model in ('crm.lead', 'sale.order', 'bas.contract'):
                seen = self.see(key, model)
                self.assertTrue(seen)
                self.assertEqual(seen.user_id, self.users[key], model)

    def test_the_head_and_the_owner_see_all(self):
        for key in ('head', 'owner'):
            for model in ('crm.lead', 'sale.order', 'bas.contract'):
                self.assertEqual(self.see(key, model), self.find(model), model)
            self.assertTrue(self.see(key, 'account.move'))

    def test_the_performer_sells_nothing(self):
        with self.assertRaises(AccessError):
            self.see('performer', 'crm.lead')

    def test_the_performer_edits_no_cards(self):
        performer = self.users['performer']
        self.assertTrue(performer.has_group('bas_crm.group_performer'))
        with self.assertRaises(AccessError):
            self.find('res.partner', [('is_customer', '=', True)])[:1].with_user(performer).write({'phone': '+380000000000'})

    def test_work_opens_after_login(self):
        for key, user in self.users.items():
            home = 'bas_crm.bas_morning_action' if key in ('owner', 'head') else 'bas_crm.bas_agenda_action'
            self.assertEqual(user.action_id.id, self.env.ref(home).id, key)

    def test_admin_finds_himself_in_the_firm(self):
        admin = self.env.ref('base.user_admin')
        self.assertEqual(admin.company_id, self.company)
        self.assertIn(self.env.ref('base.main_company'), admin.company_ids)
        leads = self.env(user=admin.id)['crm.lead'].search([('company_id', '=', self.company.id)])
        self.assertEqual(leads, self.find('crm.lead'))


@tagged('post_install', '-at_install')
class TestLogin(HttpCase):

    def test_everybody_logs_in(self):
        for key in ('owner', 'head', 'manager', 'manager2', 'performer'):
            self.authenticate(f'{key}@zatyshok.example', PASSWORD)
            self.assertEqual(self.url_open('/odoo').status_code, 200)
