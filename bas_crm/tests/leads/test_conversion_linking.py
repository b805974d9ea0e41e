from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import CrmCase


@tagged('post_install', '-at_install')
class TestConversionLinking(CrmCase):
    """Prospects that are known already, or wrote before the decision."""

    def open_wizard(self, lead, user=None):
        action = lead.with_user(user or self.own).action_convert_to_customer()
        return self.env['bas.lead.convert'].with_user(user or self.own).browse(action['res_id'])

    def test_a_colleagues_counterparty(self):
        """The user who decides on the lead is responsible for its results, even if the customer is a colleague's."""
        known = self.make_partner(phone='0671234567', user_id=self.other.id)
        lead = self.make_lead(partner_name='Світанок', phone='067 123 45 67')
        self.open_wizard(lead).candidate_ids.action_link()
        self.assertEqual(lead.counterparty_id, known)
        self.assertEqual(known.main_contract_id.user_id, self.own)
        self.assertEqual(known.user_id, self.other, 'the customer stays with the colleague')

    def test_a_lead_without_a_manager_with_an_order(self):
        known = self.make_partner(user_id=self.other.id)
        lead = self.make_lead(user_id=False, partner_id=known.id)
        lead.with_user(self.own).action_convert_to_customer_and_order()
        self.assertEqual(lead.order_ids.user_id, self.own)

    def test_a_known_counterparty_gets_the_data_of_the_lead(self):
        source = self.env['utm.source'].create({'name': 'Виставка 2026'})
        known = self.make_partner()
        lead = self.make_lead(
            partner_id=known.id, partner_name='Світанок', company_registry='32855961', source_id=source.id)
        lead.with_user(self.own)._convert_to_customer()
        self.assertEqual((known.company_registry, known.acquisition_source_id), ('32855961', source))
        self.assertEqual(known.name, 'ТОВ «Світанок»', 'what the card holds is not overwritten')
        self.assertTrue(known.message_ids.filtered(lambda message: '32855961' in message.body))

    def test_answering_by_mail_does_not_turn_a_firm_into_a_person(self):
        lead = self.make_lead(
            partner_name='ТОВ «Обрій»', contact_name='Олена Гнатюк', email_from='olena@obrii.example',
            company_registry='32855961')
        person = self.env['res.partner'].create(
            {'name': 'Олена Гнатюк', **lead._get_customer_information()['olena@obrii.example'], 'email': 'olena@obrii.example'})
        self.assertFalse(person.company_registry, 'the code is the code of the firm')
        lead.partner_id = person
        counterparty = lead.with_user(self.own)._convert_to_customer()
        self.assertEqual((counterparty.name, counterparty.counterparty_type), ('ТОВ «Обрій»', 'legal_entity'))
        self.assertEqual(counterparty.company_registry, '32855961')
        self.assertEqual(counterparty.child_ids, person)

    def test_a_person_who_wrote_is_added_to_the_known_firm(self):
        known = self.make_partner(company_registry='32855961')
        person = self.env['res.partner'].create({'name': 'Олена Гнатюк', 'email': 'olena@obrii.example'})
        lead = self.make_lead(partner_name='ТОВ «Обрій»', company_registry='32855961', partner_id=person.id)
        self.open_wizard(lead).candidate_ids.action_link()
        self.assertEqual((lead.counterparty_id, person.parent_id), (known, known))

    def test_one_reason_per_match(self):
        known = self.make_partner(company_registry='32855961')
        self.env['res.partner'].create([{'name': name, 'parent_id': known.id} for name in ('Ігор', 'Марія')])
        candidate = self.open_wizard(self.make_lead(partner_name='Обрій', company_registry='32855961')).candidate_ids
        self.assertEqual(candidate.reason.count('32855961'), 1)
        namesakes = [{'name': 'Марія', 'parent_id': known.id, 'phone': '0671234567'}] * 2
        self.env['res.partner'].create(namesakes)
        candidate = self.open_wizard(self.make_lead(partner_name='Обрій', phone='067 123 45 67')).candidate_ids
        self.assertEqual(candidate.reason.count('+380671234567'), 1)

    def test_our_own_firm_is_no_match(self):
        """A prospect who writes from our own address, or gives our number, is not our own company."""
        self.company.partner_id.write({
            'company_registry': '32855961', 'vat': False, 'email': 'office@zatyshok.example', 'phone': '+380441112233'})
        # The card has no users of the firm, by which core would recognise the own company as well.
        self.env.cr.execute('UPDATE res_partner SET partner_share = true WHERE id = %s', [self.company.partner_id.id])
        self.company.partner_id.invalidate_recordset(['partner_share'])
        known = self.make_partner(email='office@zatyshok.example')
        search = self.env['res.partner']._search_counterparties
        self.assertEqual(search(emails=['office@zatyshok.example']), known)
        self.assertFalse(search(codes=['32855961'], phones=['380441112233']))

    def test_choosing_manually(self):
        known = self.make_partner()
        lead = self.make_lead(partner_name='Дзвонили з нового номера', phone='0639998877')
        wizard = self.env['bas.lead.convert'].with_user(self.own).browse(
            lead.with_user(self.own).action_choose_counterparty()['res_id'])
        with self.assertRaises(UserError):
            wizard.action_link_other()
        wizard.partner_id = known
        wizard.action_link_other()
        self.assertEqual(lead.counterparty_id, known)

    def test_repeated_prospects_of_one_batch(self):
        leads = self.env['crm.lead'].concat(*(
            self.make_lead(partner_name=name, company_registry='32855961') for name in ('ТОВ «Обрій»', 'Обрій')))
        leads.with_user(self.own).action_convert_to_customer()
        self.assertEqual(leads.mapped('decision'), ['customer', False], 'the second is shown to the person')
        self.assertEqual(self.open_wizard(leads[1]).candidate_ids.partner_id, leads[0].counterparty_id)

    def test_same_name_is_not_the_same_person(self):
        known = self.make_partner(phone='0671234567')
        person = self.env['res.partner'].create({'name': 'Олена', 'parent_id': known.id, 'email': 'old@svitanok.example'})
        lead = self.make_lead(contact_name='Олена', email_from='new@svitanok.example', phone='0671234567')
        self.open_wizard(lead).candidate_ids.action_link()
        self.assertEqual(known.child_ids.sorted('id').mapped('email'), ['old@svitanok.example', 'new@svitanok.example'])
        again = self.make_lead(contact_name='олена', email_from='old@svitanok.example')
        self.open_wizard(again).candidate_ids.action_link()
        self.assertEqual(again.partner_id, person)

    def link(self, lead):
        """:return: the text of the only note about the lead on the counterparty's card"""
        before = self.env['mail.message'].search([], order='id desc', limit=1).id
        self.open_wizard(lead).candidate_ids.action_link()
        notes = lead.counterparty_id.message_ids.filtered(lambda note: note.id > before and lead.name in (note.body or ''))
        self.assertEqual(len(notes), 1)
        return notes.body

    def test_a_known_person_is_linked(self):
        """Whatever the spelling of the name, and also without a name."""
        known = self.make_partner(is_customer=True)
        person = self.env['res.partner'].create({
            'name': 'Ковальчук Дар’я Іванівна', 'parent_id': known.id, 'phone': '+380 67 123 45 67',
            'email': 'daria@svitanok.example'})
        for values in (
            {'contact_name': "Дар'я"}, {'contact_name': 'дар’я КОВАЛЬЧУК'}, {'contact_name': 'Ковальчук Д. І.'}, {},
            {'contact_name': 'Ковальчук', 'phone': False, 'email_from': 'Daria@Svitanok.example'},
            {'contact_name': 'Daria', 'email_from': 'daria@svitanok.example'},
            {'contact_name': 'Нова', 'phone': '0631112233',
             'lead_contact_ids': [(0, 0, {'name': 'Дар’я', 'phone': '0671234567'})],
             'email_from': 'daria@svitanok.example', 'is_new': True},
        ):
            is_new = values.pop('is_new', False)
            lead = self.make_lead(name='Потрібні столи', partner_name='Світанок', **{'phone': '067 123 45 67', **values})
            words = self.link(lead)
            if is_new:
                self.assertEqual(known.child_ids - person, lead.partner_id, 'who has another name and phone is somebody else')
                self.assertIn('New contact person: Нова', words)
                continue
            self.assertEqual((lead.partner_id, known.child_ids), (person, person), values)
            self.assertIn('is linked to this customer', words)
            self.assertIn('Written by Ковальчук Дар’я Іванівна', words)
            self.assertNotIn('Customer from', words)
            self.assertIn('067 123 45 67' if lead.phone else 'aria@', words.replace('Daria', 'daria'))

    def test_an_archived_person_is_unarchived(self):
        known = self.make_partner()
        person = self.env['res.partner'].create(
            {'name': 'Олена Гнатюк', 'parent_id': known.id, 'phone': '0671234567', 'active': False})
        words = self.link(self.make_lead(contact_name='Олена', phone='067 123 45 67'))
        self.assertTrue(person.active)
        self.assertEqual(known.child_ids, person)
        self.assertIn('has become a customer', words)

    def test_an_individual_we_know_gets_no_contact(self):
        for known in (
            self.make_partner(name='Олена Гнатюк', is_company=False, phone='0671234567'),
            self.make_partner(name='ФОП Гнатюк Олена Петрівна', counterparty_type='entrepreneur', phone='0501234567'),
        ):
            lead = self.make_lead(contact_name='Олена', phone=known.phone)
            self.link(lead)
            self.assertEqual((lead.partner_id, known.child_ids), (known, known.browse()))

    def test_a_shared_office_number(self):
        """Two people of one firm with the same phone number are two people."""
        known = self.make_partner()
        first = self.env['res.partner'].create({'name': 'Олена Гнатюк', 'parent_id': known.id, 'phone': '0671234567'})
        lead = self.make_lead(contact_name='Ігор Лис', phone='0671234567')
        self.assertIn('New contact person: Ігор Лис', self.link(lead))
        self.assertEqual(known.child_ids - first, lead.partner_id)

    def test_a_new_customer_has_one_note(self):
        lead = self.make_lead(partner_name='ТОВ «Захід»')
        counterparty = lead.with_user(self.own)._convert_to_customer()
        notes = counterparty.message_ids.filtered(lambda note: lead.name in (note.body or ''))
        self.assertEqual(len(notes), 1)
        self.assertIn('Customer from the lead', notes.body)

    def test_an_individual_is_not_his_own_contact(self):
        lead = self.make_lead(
            contact_name='Олена', phone='0671234567', lead_contact_ids=[(0, 0, {'name': 'Олена', 'phone': '067 123 45 67'})])
        self.assertFalse(lead._convert_to_customer().child_ids)

    def test_deleted_counterparty_can_be_made_again(self):
        self.company.bas_create_main_contract = False
        lead = self.make_lead(partner_name='ТОВ «Обрій»')
        lead._convert_to_customer().unlink()
        lead.invalidate_recordset()
        again = lead.with_user(self.own)._convert_to_customer()
        self.assertEqual((again.name, lead.counterparty_id), ('ТОВ «Обрій»', again))

    def test_a_failure_is_rolled_back(self):
        """The contract cannot be created because its template cannot be read. The new counterparty is rolled back as well."""
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        template = self.env['bas.contract.template'].create(
            {'name': 'Чужий', 'body': '<p>Текст</p>', 'company_id': second.id})
        self.env.cr.execute('UPDATE res_company SET bas_contract_template_id = %s WHERE id = %s', [template.id, self.company.id])
        self.company.invalidate_recordset()
        lead = self.make_lead(partner_name='ТОВ «Ніде»')
        with self.assertRaises(UserError), self.cr.savepoint():
            lead.with_user(self.own)._convert_to_customer()
        self.assertFalse(self.env['res.partner'].search([('name', '=', 'ТОВ «Ніде»')]))
        self.assertFalse(lead.decision)
