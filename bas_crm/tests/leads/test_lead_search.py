from odoo.tests import tagged

from ..common import CrmCase


@tagged('post_install', '-at_install')
class TestLeadSearch(CrmCase):

    def test_found_by_anything_heard_on_the_phone(self):
        lead = self.make_lead(
            name='Столи для кафе', partner_name='Світанок Ф', contact_name='Олена Гнатюк', phone='8 (067) 123-45-67',
            email_from='zoria@svitanok.example', company_registry='32855961',
            lead_contact_ids=[(0, 0, {'name': 'Ігор', 'phone': '+380501112233'})])
        for heard in ('кафе', 'Світанок Ф', 'Гнатюк', 'zoria@', '32855961', '067 123', '+380671234567', '0671234567',
                      '050 111 22 33'):
            self.assertIn(lead, self.env['crm.lead'].search([('display_name', 'ilike', heard)]), heard)
        self.assertNotIn(lead, self.env['crm.lead'].search([('display_name', 'ilike', '0939998877')]))

    def test_similar_leads_by_old_formats_and_second_numbers(self):
        first = self.make_lead(phone='8 067 123-45-67')
        second = self.make_lead(phone='0501112233, (067) 123 45 67')
        third = self.make_lead(lead_contact_ids=[(0, 0, {'name': 'Ігор', 'phone': '+38 050 111 22 33'})])
        self.assertEqual(first.duplicate_lead_ids - first, second)
        self.assertEqual((first.duplicate_lead_count, second.duplicate_lead_count, third.duplicate_lead_count), (1, 2, 1))
        second.phone = '0939998877'
        self.env.invalidate_all()
        self.assertFalse(first.duplicate_lead_count)

    def test_a_very_common_number_is_ignored(self):
        leads = self.env['crm.lead'].create([{'name': str(number), 'phone': '8 067 123-45-67'} for number in range(25)])
        self.assertFalse(any(leads.mapped('duplicate_lead_count')))

    def test_phones_are_searched_in_one_query(self):
        leads = self.env['crm.lead'].create([
            {'name': str(number), 'phone': f'8 067 123-45-{number}'} for number in range(10, 40)])
        self.env.flush_all()
        numbers = {number for lead in leads for number in lead._get_phones()}
        self.env.invalidate_all()
        with self.assertQueryCount(1):
            found = leads._find_by_phones(numbers)
        self.assertEqual({len(group) for group in found.values()}, {1})
