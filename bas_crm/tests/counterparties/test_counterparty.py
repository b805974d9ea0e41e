from odoo.tests import Form, tagged
from odoo.tools import SQL

from ..common import CrmCase


@tagged('post_install', '-at_install')
class TestCounterparty(CrmCase):

    def test_kind_follows_core_and_back(self):
        company = self.make_partner()
        self.assertEqual(company.counterparty_type, 'legal_entity')
        person = self.env['res.partner'].create({'name': 'Олена Гнатюк'})
        self.assertEqual(person.counterparty_type, 'individual')
        person.counterparty_type = 'entrepreneur'
        self.assertTrue(person.is_company)
        self.assertEqual(person.counterparty_type, 'entrepreneur')
        contact = self.env['res.partner'].create({'name': 'Іван', 'parent_id': company.id})
        self.assertFalse(contact.counterparty_type)

    def test_kind_given_at_creation(self):
        body = self.env['res.partner'].create({'name': 'Міська рада', 'counterparty_type': 'government'})
        self.assertTrue(body.is_company)
        self.assertEqual(body.counterparty_type, 'government')

    def test_the_tax_number_below_the_address_is_named(self):
        partner = self.make_partner(name='Лад', street='вул. Соборна, 187', vat='300000012345')
        on_order = partner.with_context(show_address=1, show_vat=True).display_name
        self.assertEqual(on_order.splitlines()[0], 'Лад')
        self.assertEqual(on_order.splitlines()[-1], 'Tax number: 300000012345')
        self.assertEqual(partner.with_context(show_vat=True).display_name, 'Лад - 300000012345', 'in one line as core has it')
        partner.vat = False
        self.assertNotIn('Tax number', partner.with_context(show_address=1, show_vat=True).display_name)

    def test_wrong_code_warns_and_never_blocks(self):
        partner = self.make_partner(company_registry='30000000')
        self.assertTrue(partner.has_wrong_code)
        self.assertIn('30000000', partner.wrong_code_warning)
        partner.company_registry = ' 3285 5961 '
        self.assertEqual(partner.company_registry, '32855961')
        self.assertFalse(partner.has_wrong_code)
        self.assertFalse(partner.wrong_code_warning)

    def test_mistyped_iban_warns_and_never_blocks(self):
        partner = self.make_partner()
        account = self.env['res.partner.bank'].create({'partner_id': partner.id, 'acc_number': 'UA82 322001 0000026003300003624'})
        self.assertIn('UA82', partner.wrong_code_warning)
        account.acc_number = 'UA81 322001 0000026003300003624'
        self.assertFalse(partner.wrong_code_warning)
        account.acc_number = '26003300003624'
        self.assertFalse(partner.wrong_code_warning, 'an old number is no IBAN')

    def test_the_same_code_has_a_title(self):
        home, abroad = self.make_partner(), self.make_partner(country_id=self.env.ref('base.de').id)
        self.assertEqual(home.company_registry_label, 'ЄДРПОУ / РНОКПП')
        self.assertNotEqual(abroad.company_registry_label, home.company_registry_label)

    def test_foreign_codes_are_left_alone(self):
        partner = self.make_partner(company_registry='HRB 86891', country_id=self.env.ref('base.de').id)
        self.assertEqual(partner.company_registry, 'HRB 86891')
        self.assertFalse(partner.has_wrong_code)
        with Form(partner) as form:
            form.company_registry = '552 081 317'
        self.assertEqual(partner.company_registry, '552 081 317', 'also in the form')

    def test_lost_zeros_are_restored_with_the_new_kind(self):
        person = self.env['res.partner'].create({'name': 'Комітет', 'company_registry': '32129'})
        person.write({'counterparty_type': 'government', 'company_registry': '32129'})
        self.assertEqual(person.company_registry, '00032129')

    def test_a_duplicate_code_is_shown(self):
        first = self.make_partner(company_registry='32855961')
        second = self.make_partner(name='Світанок 2', company_registry='3285 5961')
        self.assertEqual(second.same_company_registry_partner_id, first)

    def test_found_by_anything_heard_on_the_phone(self):
        partner = self.make_partner(
            name='Світанок Ф', legal_name='Товариство Зоря', phone='8 067 123 45 67', email='zoria@svitanok.example',
            company_registry='32855961')
        for heard in ('Світанок Ф', 'Зоря', '067 123', '+380671234567', 'zoria@', '32855961'):
            found = self.env['res.partner'].search([('display_name', 'ilike', heard)])
            self.assertIn(partner, found, heard)

    def test_a_whole_number_is_looked_up_by_indexes(self):
        partner = self.make_partner(
            name='ФОП Коваль', counterparty_type='entrepreneur', phone='8 067 123 45 67', company_registry='1759013776',
            vat='175901377612', ref='000000123456')
        for heard in ('+380 (67) 123-45-67', '0671234567', '1759013776', '175901377', '175901377612', '000000123456'):
            self.assertIn(partner, self.env['res.partner'].search([('display_name', 'ilike', heard)]), heard)
        self.env.cr.execute('SET LOCAL enable_seqscan TO off')
        for model in ('res.partner', 'crm.lead'):
            query = self.env[model]._search([('display_name', 'ilike', '+380 (67) 123-45-67')])
            self.env.cr.execute(SQL("EXPLAIN %s", query.select()))
            plan = '\n'.join(line for line, in self.env.cr.fetchall())
            self.assertNotIn('Seq Scan on', plan)

    def test_a_card_that_is_named_by_a_number_is_found_by_it(self):
        """Whoever types a new number into a document, creates a card and finds it the next time, not a second one."""
        number = '067 123 45 68'
        partner_id, name = self.env['res.partner'].name_create(number)
        self.assertEqual(self.env['res.partner'].name_search(number), [(partner_id, name)])
        lead = self.make_lead(name=f'Дзвінок {number}')
        self.assertEqual(self.env['crm.lead'].search([('display_name', 'ilike', number)]), lead)

    def test_odd_names_are_saved(self):
        for name in ('Я' * 300, 'شركة', 'ТОВ 🙂'):
            partner = self.make_partner(name=name, phone='no phone')
            self.assertEqual(partner.name, name)
            self.assertFalse(partner.phone_search)

    def test_added_address_kinds(self):
        partner = self.make_partner(child_ids=[
            (0, 0, {'type': 'actual', 'city': 'Львів'}), (0, 0, {'type': 'postal', 'zip': '01001'})])
        self.assertEqual(partner.child_ids.mapped('type'), ['actual', 'postal'])

    def test_bank_code_from_iban(self):
        account = self.env['res.partner.bank'].create({
            'partner_id': self.make_partner().id, 'acc_number': 'UA81 322001 0000026003300003624'})
        self.assertEqual(account.mfo_code, '322001')
