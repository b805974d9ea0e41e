import threading
from unittest.mock import patch

from odoo.addons.base.models.ir_mail_server import MailDeliveryException
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .test_setup_cards import SetupCase


@tagged('post_install', '-at_install')
class TestSetupPeople(SetupCase):
    """A new person, a second company, a leaver."""

    def add(self, user=None, **values):
        dialog = self.open_dialog(
            'person', user or self.keeper, **{'name': 'Мельник Ірина', 'email': 'Iryna@example.com', **values})
        return dialog, dialog.action_add()

    def find(self, login='iryna@example.com'):
        return self.env['res.users'].search([('login', '=', login)])

    def test_each_role_gets_its_groups(self):
        groups = {
            'own': ('sales_team.group_sale_salesman', 'sales_team.group_sale_salesman_all_leads'),
            'all': ('sales_team.group_sale_salesman_all_leads', 'sales_team.group_sale_manager'),
            'head': ('sales_team.group_sale_manager', 'base.group_erp_manager'),
            'performer': ('bas_crm.group_performer', 'sales_team.group_sale_salesman'),
        }
        for role, (has, has_not) in groups.items():
            _dialog, action = self.add(role=role, email=f'{role}@example.com')
            user = self.find(f'{role}@example.com')
            self.assertTrue(user.has_group(has), role)
            self.assertFalse(user.has_group(has_not), role)
            self.assertEqual((user.tz, user.lang, user.company_ids), ('Europe/Kyiv', 'uk_UA', self.company))
            self.assertEqual(user.has_group('bas_crm.group_see_cost'), role == 'head')
            self.assertEqual(bool(user.employee_ids), role == 'performer')
            self.assertEqual(action['context']['active_ids'], user.ids, 'the password is asked')
        calendars = self.env['bas.employee.calendar'].search([('user_id', '=', self.find('performer@example.com').id)])
        self.assertEqual(calendars.employee_id, self.find('performer@example.com').employee_ids)

    def test_a_manager_may_see_cost(self):
        self.add(sees_cost=True)
        self.assertTrue(self.find().has_group('bas_crm.group_see_cost'))

    def test_a_performer_does_not_see_cost_even_if_it_was_ticked(self):
        self.add(role='performer', sees_cost=True)
        self.assertFalse(self.find().has_group('bas_crm.group_see_cost'))

    def test_a_performer_without_a_login_is_an_employee(self):
        before = self.env['res.users'].search_count([])
        self.add(role='worker', name='Гончар Василь', email=False)
        employee = self.env['hr.employee'].search([('name', '=', 'Гончар Василь')])
        self.assertEqual((len(employee), employee.company_id, employee.user_id.ids), (1, self.company, []))
        self.assertTrue(self.env['bas.employee.calendar'].search([('employee_id', '=', employee.id)]))
        self.assertEqual(self.env['res.users'].search_count([]), before)

    def test_no_letter_leaves_unless_asked(self):
        Users = self.env.registry['res.users']
        with patch.object(Users, '_action_reset_password', autospec=True) as invitation:
            self.add()
            self.assertFalse(invitation.called)
            _dialog, action = self.add(email='olena@example.com', invites=True)
        self.assertEqual(invitation.call_count, 1)
        self.assertEqual(action['params']['message'], 'Додано: Мельник Ірина. Запрошення надіслано.')

    def test_a_failed_invitation_leaves_the_user(self):
        users = self.env.registry['res.users']
        with patch.object(users, '_action_reset_password', side_effect=MailDeliveryException('no server')):
            _dialog, action = self.add(invites=True)
        self.assertTrue(self.find())
        self.assertIn('Запрошення не надіслано', action['params']['message'])

    def test_wrong_input(self):
        for values, message in (({'email': False}, 'Потрібна ел. пошта'), ({'email': 'ірина'}, 'не')):
            with self.assertRaisesRegex(ValidationError, message), self.cr.savepoint():
                self.add(**values)
        self.add()
        with self.assertRaisesRegex(UserError, 'уже входить користувач: Мельник Ірина'):
            self.add(email=' IRYNA@example.com')
        self.find().active = False
        with self.assertRaisesRegex(UserError, 'в архіві'):
            self.add()

    def test_an_address_that_differs_in_one_sign(self):
        """An underscore is a sign, not any sign."""
        self.add(email='ivan.koval@example.com')
        self.add(email='ivan_koval@example.com', name='Коваль Іванна')
        self.assertEqual(self.find('ivan_koval@example.com').name, 'Коваль Іванна')

    def test_people_of_the_card(self):
        company = self.env['res.company'].create({'name': 'Нова'})
        self.administrator.company_ids += company
        empty = next(card for card in self.setup.with_company(company).get_page()['cards'] if card['key'] == 'people')
        self.assertEqual((empty['state'], empty['facts']), ('later', ['Керівник — Кравець Дмитро']))
        self.add()
        self.add(role='all', email='all@example.com', name='Бондар Андрій', sees_cost=True)
        card = self.get_card('people')
        self.assertEqual(card['state'], 'done')
        self.assertRegex('\n'.join(card['facts']), 'Менеджер: свої документи — .*Мельник Ірина')
        self.assertRegex('\n'.join(card['facts']), 'Менеджер: усі документи — .*Бондар Андрій')
        self.assertIn('Бачить собівартість — Бондар Андрій', card['facts'])

    def test_a_person_of_a_company_that_one_does_not_keep(self):
        company = self.env['res.company'].create({'name': 'Чужа'})
        with self.assertRaises(UserError):
            self.add(company_id=company.id)

    # ------------------------------------------------------------
    # A second company
    # ------------------------------------------------------------

    def add_company(self, **values):
        dialog = self.open_dialog('company', **{
            'name': 'ФОП Кравець Д. О.', 'counterparty_type': 'entrepreneur', 'company_registry': '3184710691',
            'user_ids': [(6, 0, self.own.ids)], 'system': 'single', **values})
        with patch.object(self.env.registry['account.chart.template'], 'try_loading', autospec=True):
            dialog.action_save()
        return self.env['res.company'].search([('name', '=', values.get('name', 'ФОП Кравець Д. О.'))])

    def test_second_company(self):
        company = self.add_company()
        self.assertEqual((company.country_id.code, company.currency_id.name, company.bas_tz), ('UA', 'UAH', 'Europe/Kyiv'))
        self.assertEqual(company.partner_id.company_registry, '3184710691')
        self.assertEqual(company.partner_id.counterparty_type, 'entrepreneur')
        self.assertEqual(company.partner_id.tax_status, 'Платник єдиного податку, не є платником ПДВ')
        self.assertFalse(company.account_sale_tax_id)
        self.assertIn(company, self.own.company_ids)
        self.assertIn(company, self.administrator.company_ids)
        self.assertTrue(self.env['ir.sequence'].search([('code', '=', 'bas.contract'), ('company_id', '=', company.id)]))
        self.assertTrue(self.env['bas.order.type']._get_default(company))
        self.assertNotEqual(self.company.name, company.name)

    def test_codes_of_the_second_company_are_checked(self):
        with self.assertRaisesRegex(ValidationError, 'Неправильний РНОКПП'):
            self.add_company(company_registry='2345678901')

    def test_two_companies_have_cards_of_their_own(self):
        company = self.add_company()
        self.open_dialog('bank', acc_number='UA213223130000026007233566001').action_save()
        setup = self.setup.with_user(self.administrator).with_company(company)
        cards = {card['key']: card['state'] for card in setup.get_page()['cards']}
        self.assertEqual((cards['bank'], cards['taxes']), ('todo', 'todo'))
        self.assertEqual(self.get_card('bank')['state'], 'done')

    def test_an_item_of_another_company_tells_what_to_do(self):
        company = self.env['res.company'].create({'name': 'ФОП Кравець'})
        product = self.env['product.product'].create({'name': 'Чужий стіл', 'company_id': company.id})
        self.own.company_ids += company
        orders = self.env(user=self.own, context={
            'lang': 'uk_UA', 'allowed_company_ids': (self.company + company).ids})['sale.order']
        with self.assertRaises(UserError) as refusal:
            # as the server does for a request
            self.startPatcher(patch.object(threading.current_thread(), 'dbname', self.env.cr.dbname, create=True))
            orders.create({'partner_id': self.make_partner().id, 'order_line': [(0, 0, {'product_id': product.id})]})
        text = str(refusal.exception)
        self.assertIn('Чужий стіл', text)
        self.assertNotRegex(text.replace('product_id', ''), '[A-Za-z]{4,}', 'no English words')
        self.assertIn('приберіть', text.lower())

    # ------------------------------------------------------------
    # A leaver
    # ------------------------------------------------------------

    def test_a_leaver_leaves_open_work(self):
        self.make_lead()
        self.make_lead(decision='junk')
        self.make_event()
        performer = self.make_employee(user=self.own)
        self.make_task(performer)
        self.env['sale.order'].create({'partner_id': self.make_partner().id, 'user_id': self.own.id})
        dialog = self.open_dialog('leaver', self.keeper, user_id=self.own.id)
        self.assertEqual((dialog.leads_count, dialog.events_count, dialog.tasks_count, dialog.orders_count), (1, 1, 1, 1))
        parts = dialog.work_text.split(' · ')  # in one line, before the kinds are unfolded
        self.assertEqual(len(parts), sum(bool(count) for count in dialog._count_work().values()))
        self.assertEqual({part.rpartition(': ')[2] for part in parts}, {'1'})
        action = dialog.action_archive()
        self.assertFalse(self.own.active)
        self.assertEqual(action['res_id'], dialog.id)
        self.assertTrue(dialog.is_archived)
        self.assertEqual((dialog.leads_count, dialog.orders_count), (1, 1), 'the work is still there')
        opened = dialog.with_context(bas_kind='leads').action_open_work()
        leads = self.env['crm.lead'].with_user(self.head).search(opened['domain'])
        self.assertEqual(leads.mapped('user_id'), self.own)

    def test_nobody_ends_his_own_access(self):
        with self.assertRaisesRegex(UserError, 'Свій доступ припинити не можна'):
            self.open_dialog('leaver', self.keeper, user_id=self.keeper.id).action_archive()

    def test_an_unknown_list(self):
        dialog = self.open_dialog('leaver', self.keeper, user_id=self.own.id)
        for kind in (None, 'x', [], 5):
            with self.assertRaises(UserError):
                dialog.with_context(bas_kind=kind).action_open_work()

    def test_a_salesperson_cannot_use_the_dialogs_of_others(self):
        dialog = self.open_dialog('leaver', self.keeper, user_id=self.other.id)
        with self.assertRaises(AccessError):
            dialog.with_user(self.own).action_archive()
        person = self.open_dialog('person', self.keeper, name='Х', email='x@example.com')
        with self.assertRaises(AccessError):
            person.with_user(self.head).action_add()
