from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from ..common import CrmCase

QUICK = 'bas_crm.crm_lead_view_form_quick_create'


@tagged('post_install', '-at_install')
class TestDuplicateWarning(CrmCase):
    """A user who enters a phone or an e-mail is warned at once if it is known, even on a colleague's record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref('base.ua')
        cls.known = cls.make_partner(phone='0671234567', email='office@svitanok.example', user_id=cls.other.id)
        cls.person = cls.env['res.partner'].create(
            {'name': 'Олена Гнатюк', 'parent_id': cls.known.id, 'phone': '+380 50 111 22 33', 'email': 'olena@svitanok.example'})

    def quick_create(self, user=None):
        return Form(self.env['crm.lead'].with_user(user or self.own).with_context(default_type='lead'), QUICK)

    def card(self, user=None, **context):
        partners = self.env['res.partner'].with_user(user or self.own)
        return Form(partners.with_context(default_is_company=True, default_is_customer=True, **context), 'base.view_partner_form')

    def test_on_the_quick_create_of_a_lead(self):
        form = self.quick_create()
        form.name = 'Потрібні столи'
        for spelling in ('8 067 123 45 67', '+38 (067) 123-45-67', '0671234567'):
            form.phone = spelling
            warning = form.duplicate_warning
            self.assertIn(f'href="/odoo/bas-counterparties/{self.known.id}"', warning, spelling)
            self.assertIn('target="_blank"', warning, 'what is typed is not lost')
            for words in ('ТОВ «Світанок»', 'same phone +380671234567', f'manager {self.other.name}'):
                self.assertIn(words, warning)
        form.phone = '0671234568'
        self.assertFalse(form.duplicate_warning)
        form.email_from = 'Олена <OLENA@svitanok.example>'
        self.assertIn('same e-mail olena@svitanok.example (contact person Олена Гнатюк)', form.duplicate_warning)
        self.assertTrue(form.save(), 'a warning blocks nothing')

    def test_on_the_card_of_a_counterparty(self):
        form = self.card()
        form.name = 'ТОВ «Інше»'
        form.phone = '050-111-22-33'
        self.assertIn(f'/odoo/bas-counterparties/{self.known.id}"', form.duplicate_warning)
        self.assertIn('contact person Олена Гнатюк', form.duplicate_warning)
        form.phone = False
        form.email = 'office@svitanok.example'
        self.assertIn('same e-mail office@svitanok.example', form.duplicate_warning)
        other = form.save()
        self.assertIn(other.display_name, self.known.with_user(self.own).duplicate_warning, 'the first card warns as well')

    def test_contacts_of_one_firm_are_no_duplicates(self):
        with Form(self.known.with_user(self.own), 'base.view_partner_form') as form:
            self.assertFalse(form.duplicate_warning)
            with form.child_ids.new() as person:
                person.name, person.phone = 'Ігор Лис', '0671234567'
                self.assertFalse(person.duplicate_warning)
        self.assertFalse(self.known.child_ids[-1:].duplicate_warning)

    def test_archived_and_low_quality(self):
        self.known.action_archive()
        form = self.quick_create()
        form.phone = '0671234567'
        self.assertIn('archived', form.duplicate_warning)
        junk = self.make_lead(phone='0991112233')
        junk.action_set_lost()
        form.phone = '0991112233'
        self.assertIn('low quality', form.duplicate_warning)

    def test_a_lead_of_a_colleague(self):
        """The warning shows that a lead exists and its manager; its name and a link only if the user may open it."""
        lead = self.make_lead(name='Таємний проєкт', phone='0991112233', email_from='x@tender.example', user_id=self.other.id)
        for make in (self.quick_create, self.card):
            form = make()
            form.phone = '099 111 22 33'
            self.assertIn(f'manager {self.other.name}', form.duplicate_warning)
            self.assertNotIn('Таємний', form.duplicate_warning)
            self.assertNotIn('href', form.duplicate_warning)
            form = make(self.other)
            form.phone = '099 111 22 33'
            self.assertIn(f'href="/odoo/bas-leads/{lead.id}"', form.duplicate_warning)
            self.assertIn('Таємний проєкт', form.duplicate_warning)

    def test_the_same_party_is_no_duplicate(self):
        lead = self.make_lead(partner_name='ТОВ «Обрій»', phone='0991112233')
        self.assertFalse(lead.duplicate_warning, 'a lead is no duplicate of itself')
        counterparty = lead.with_user(self.own)._convert_to_customer()
        self.assertFalse(lead.duplicate_warning or counterparty.duplicate_warning)
        linked = self.make_lead(phone='0671234567', partner_id=self.known.id)
        self.assertFalse(linked.duplicate_warning)
        self.assertFalse(self.known.duplicate_warning)

    def test_another_company_gives_no_warning(self):
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        self.known.company_id = second
        self.make_lead(phone='0671234567', company_id=second.id, user_id=False, team_id=False)
        form = self.quick_create()
        form.phone = '0671234567'
        self.assertFalse(form.duplicate_warning)

    def test_our_own_firm_and_colleagues_are_no_duplicates(self):
        self.company.partner_id.phone = '0441112233'
        self.own.partner_id.phone = '0441112234'
        form = self.quick_create()
        for phone in ('0441112233', '0441112234'):
            form.phone = phone
            self.assertFalse(form.duplicate_warning)

    def test_many_are_counted(self):
        for number in range(5):
            self.make_partner(name=f'Фірма {number}', phone='0991112233')
        form = self.quick_create()
        form.phone = '0991112233'
        self.assertEqual(form.duplicate_warning.count('href'), 3)
        self.assertIn('Others: 2', form.duplicate_warning)

    def test_a_name_is_text(self):
        self.known.name = '<script>alert(1)</script>'
        form = self.quick_create()
        form.phone = '0671234567'
        self.assertNotIn('<script', form.duplicate_warning)

    def test_an_impossible_email(self):
        for form, field in ((self.quick_create(), 'email_from'), (self.card(), 'email')):
            for address in ('olena@', 'olena.svitanok.example', 'olena@@svitanok.example'):
                setattr(form, field, address)
                self.assertIn('is not a valid e-mail address', form.email_warning or '', address)
            setattr(form, field, 'Олена <olena@svitanok.example>')
            self.assertFalse(form.email_warning)

    def test_queries_do_not_grow(self):
        def count(number):
            partners = self.env['res.partner'].concat(*(
                self.make_partner(name=f'Ф {number} {n}', phone=f'09{number}11122{n:02d}') for n in range(number)))
            leads = self.env['crm.lead'].concat(*(self.make_lead(phone=partner.phone) for partner in partners))
            leads.invalidate_recordset()
            return [self.count_queries(lambda records=records: records.with_user(self.own).mapped('duplicate_warning'))
                    for records in (partners, leads)]

        count(2)
        self.assertEqual(count(3), count(9))

    def test_customers_and_accountants_get_no_warning(self):
        """The warning mentions leads of the whole firm: their managers, and their low quality."""
        self.make_lead(phone='0671234567', user_id=self.other.id).action_set_lost()
        self.portal.partner_id.write({'parent_id': self.known.id, 'phone': '0671234567'})
        self.assertTrue(self.known.with_user(self.own).duplicate_warning)
        accountant = new_test_user(self.env, 'bukhhalter', groups='account.group_account_invoice,base.group_partner_manager')
        for user in (self.portal, self.clerk, accountant):
            self.assertTrue(self.known.with_user(user).read(['name']))
            for read in (lambda known: known.read(['duplicate_warning']),
                         lambda known: known.web_read({'duplicate_warning': {}}),
                         lambda known: known.export_data(['duplicate_warning']),
                         lambda known: known.onchange({}, ['phone'], {'phone': {}, 'duplicate_warning': {}})):
                with self.assertRaises(UserError):
                    read(self.known.with_user(user).with_context(lang='en_US'))
        arch = self.known.with_user(accountant).get_views([(False, 'form')])['views']['form']['arch']
        self.assertNotIn('duplicate_warning', arch)
        self.assertIn('email_warning', arch)
