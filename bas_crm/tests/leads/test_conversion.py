from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import CrmCase


@tagged('post_install', '-at_install')
class TestConversion(CrmCase):

    def test_a_company_lead_is_converted_with_all_its_data(self):
        source = self.env['utm.source'].create({'name': 'Виставка 2026'})
        tag = self.env['crm.tag'].create({'name': 'Опт'})
        lead = self.make_lead(
            partner_name='ТОВ «Обрій»', contact_name='Олена Гнатюк', phone='0671234567', email_from='olena@obrii.example',
            company_registry=' 3285 5961', city='Київ', source_id=source.id, tag_ids=[(4, tag.id)],
            lead_contact_ids=[(0, 0, {'name': 'Ігор', 'function': 'Бухгалтер', 'phone': '0501112233'})])
        with freeze_time('2026-05-04 09:00:00'):
            counterparty = lead.with_user(self.own)._convert_to_customer()
        self.assertEqual(counterparty.name, 'ТОВ «Обрій»')
        self.assertEqual(counterparty.counterparty_type, 'legal_entity')
        self.assertEqual(counterparty.company_registry, '32855961')
        self.assertEqual(counterparty.city, 'Київ')
        self.assertEqual(counterparty.acquisition_source_id, source)
        self.assertEqual(counterparty.user_id, self.own)
        self.assertEqual(counterparty.category_id.mapped('name'), ['Опт'])
        self.assertTrue(counterparty.is_customer)
        self.assertEqual(set(counterparty.child_ids.mapped('name')), {'Олена Гнатюк', 'Ігор'})
        self.assertEqual(lead.decision, 'customer')
        self.assertEqual(lead.decision_user_id, self.own)
        self.assertEqual(str(lead.decision_date), '2026-05-04 09:00:00')
        self.assertEqual(lead.won_status, 'won')
        contract = counterparty.main_contract_id
        self.assertEqual((contract.state, contract.contract_type, contract.user_id), ('active', 'customer', self.own))
        self.assertTrue(counterparty.message_ids.filtered(lambda message: f'data-oe-id="{lead.id}"' in message.body))

    def test_kinds(self):
        for values, kind, is_company in (
            ({'partner_name': 'Обрій'}, 'legal_entity', True),
            ({'partner_name': 'ФОП Коваленко'}, 'entrepreneur', True),
            ({'contact_name': 'ФОП Коваленко'}, 'entrepreneur', True),
            ({'contact_name': 'Олена', 'phone': '0671234567'}, 'individual', False),
            ({'email_from': '"Олена" <olena@obrii.example>'}, 'individual', False),
        ):
            counterparty = self.make_lead(**values)._convert_to_customer()
            self.assertEqual((counterparty.counterparty_type, counterparty.is_company), (kind, is_company), values)

    def test_converting_twice_creates_one_counterparty(self):
        lead = self.make_lead(partner_name='ТОВ «Обрій»')
        counterparty = lead._convert_to_customer()
        before = self.env['res.partner'].search_count([])
        self.assertEqual(lead._convert_to_customer(), counterparty)
        self.assertEqual(self.env['res.partner'].search_count([]), before)
        action = lead.action_convert_to_customer()
        self.assertEqual(action['params']['next']['res_id'], counterparty.id)

    def test_and_order(self):
        source = self.env['utm.source'].create({'name': 'Дзвінок 2026'})
        lead = self.make_lead(partner_name='ТОВ «Обрій»', contact_name='Олена', source_id=source.id)
        action = lead.with_user(self.own).action_convert_to_customer_and_order()
        order = self.env['sale.order'].browse(action['res_id'])
        self.assertEqual(order, lead.order_ids)
        self.assertEqual(lead.decision, 'order')
        self.assertEqual(order.state, 'draft')
        self.assertEqual(order.partner_id.name, 'ТОВ «Обрій»')
        self.assertEqual(order.contract_id, order.partner_id.main_contract_id)
        self.assertEqual((order.user_id, order.source_id), (self.own, source))

    def test_contract_and_order_are_of_the_company_of_the_lead(self):
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        self.own.company_ids |= second
        lead = self.make_lead(partner_name='ТОВ «Обрій»', company_id=second.id, team_id=False)
        counterparty = lead.with_user(self.own).with_context(
            allowed_company_ids=[self.company.id, second.id])._convert_to_customer(create_order=True)
        contract = counterparty.with_company(second).main_contract_id
        self.assertEqual((contract.company_id, lead.order_ids.company_id), (second, second))
        self.assertEqual(lead.order_ids.contract_id, contract)
        self.assertFalse(counterparty.with_company(self.company).main_contract_id)

    def test_no_contract_where_the_company_does_not_want_one(self):
        self.company.bas_create_main_contract = False
        counterparty = self.make_lead(partner_name='ТОВ «Обрій»')._convert_to_customer()
        self.assertFalse(counterparty.main_contract_id or counterparty.bas_contract_ids)

    def test_the_wizard_shows_reasons(self):
        known = self.make_partner(company_registry='32855961', phone='+38 067 123 45 67')
        person = self.env['res.partner'].create({'name': 'Ігор', 'parent_id': known.id, 'email': 'ihor@svitanok.example'})
        for values, reason in (
            ({'company_registry': '3285 5961'}, '32855961'),
            ({'phone': '8 (067) 123-45-67'}, '+380671234567'),
            ({'email_from': '"Ігор" <IHOR@svitanok.example>'}, person.name),
            ({'lead_contact_ids': [(0, 0, {'name': 'Хтось', 'phone': '067 1234567'})]}, '+380671234567'),
        ):
            lead = self.make_lead(partner_name='Світанок', **values)
            action = lead.with_user(self.own).action_convert_to_customer()
            self.assertEqual(action['res_model'], 'bas.lead.convert', values)
            candidate = self.env['bas.lead.convert'].browse(action['res_id']).candidate_ids
            self.assertEqual(candidate.partner_id, known)
            self.assertIn(reason, candidate.reason)
            self.assertFalse(lead.decision, 'asking decides nothing')

    def test_linking_logs_the_data_of_the_prospect(self):
        known = self.make_partner(phone='0671234567', email='office@svitanok.example')
        lead = self.make_lead(
            partner_name='Світанок Центр', contact_name='Марія', phone='067 123 45 67', email_from='maria@gmail.example')
        wizard = self.env['bas.lead.convert'].browse(lead.action_convert_to_customer()['res_id'])
        wizard.candidate_ids.action_link()
        self.assertEqual(lead.counterparty_id, known)
        self.assertEqual(lead.decision, 'customer')
        self.assertEqual(known.child_ids.mapped('name'), ['Марія'])
        self.assertEqual(known.child_ids.email, 'maria@gmail.example')
        self.assertEqual(known.email, 'office@svitanok.example', 'the card of the counterparty stays as it was')
        self.assertTrue(known.message_ids.filtered(lambda message: 'Світанок Центр' in message.body))
        self.assertTrue(known.is_customer)

    def test_linking_to_an_archived_one_restores_it(self):
        known = self.make_partner(phone='0671234567', active=False)
        lead = self.make_lead(partner_name='Світанок', phone='067 123 45 67')
        with self.assertRaises(UserError):
            lead._convert_to_customer(known)
        wizard = self.env['bas.lead.convert'].browse(lead.action_convert_to_customer()['res_id'])
        wizard.candidate_ids.action_link()
        self.assertTrue(known.active)
        self.assertEqual(lead.counterparty_id, known)

    def test_create_new_despite_matches(self):
        known = self.make_partner(phone='0671234567')
        lead = self.make_lead(partner_name='Інша фірма', phone='067 123 45 67')
        self.env['bas.lead.convert'].browse(lead.action_convert_to_customer()['res_id']).action_create()
        self.assertNotEqual(lead.counterparty_id, known)
        self.assertEqual(lead.counterparty_id.name, 'Інша фірма')

    def test_batch_conversion_skips_unclear_leads(self):
        self.make_partner(phone='0671234567')
        clear = self.make_lead(partner_name='ТОВ «Обрій»')
        unclear = self.make_lead(partner_name='Світанок', phone='067 123 45 67')
        action = (clear | unclear).action_convert_to_customer()
        self.assertEqual((clear.decision, unclear.decision), ('customer', False))
        self.assertEqual(action['params']['next']['domain'], [('id', 'in', unclear.ids)])

    def test_batch_conversion_skips_leads_with_obstacles(self):
        clear, empty, junk = self.make_lead(partner_name='ТОВ «Обрій»'), self.make_lead(), self.make_lead(partner_name='ТОВ «Ні»')
        junk.action_set_lost()
        action = (clear | empty | junk).action_convert_to_customer()
        self.assertEqual((clear.decision, empty.decision, junk.decision), ('customer', False, 'junk'))
        self.assertEqual(action['params']['next']['domain'], [('id', 'in', (empty | junk).ids)])

    def test_skipped_leads_cannot_be_won_by_dragging(self):
        left = self.make_lead()
        context = (self.make_lead(partner_name='ТОВ «Обрій»') | left).action_convert_to_customer()['params']['next']['context']
        with self.assertRaises(UserError):
            left.with_context(**context).stage_id = self.env['crm.stage'].search([('is_won', '=', True)], limit=1)

    def assertRefused(self, lead, word, partner=None):
        before = self.env['res.partner'].search_count([])
        with self.assertRaises(UserError) as caught:
            lead._convert_to_customer(partner)
        self.assertIn(word, str(caught.exception))
        self.assertFalse(lead.decision in ('customer', 'order'))
        self.assertEqual(self.env['res.partner'].search_count([]), before, 'nothing is half done')

    def test_bad_input_has_a_message(self):
        self.assertRefused(self.make_lead(), 'enter the name')
        junk = self.make_lead(partner_name='ТОВ «Обрій»')
        junk.action_set_lost()
        self.assertRefused(junk, 'Return it to work')
        company = self.env['res.company'].create({'name': 'Друга фірма'})
        foreign = self.make_partner(company_id=company.id)
        self.assertRefused(self.make_lead(company_id=self.company.id), 'another company', foreign)

    def test_the_title_of_a_lead_is_not_a_name(self):
        for values in ({'phone': '0671234567'}, {'phone': 'не телефон'}, {'email_from': 'olena@obrii.example'},
                       {'email_from': 'не пошта'}):
            self.assertRefused(self.make_lead(name='Прохання про стіл', **values), 'enter the name')

    def test_a_lead_without_names_can_be_of_a_known_counterparty(self):
        known = self.make_partner(phone='0671234567')
        lead = self.make_lead(phone='067 123 45 67')
        wizard = self.env['bas.lead.convert'].browse(lead.action_convert_to_customer()['res_id'])
        with self.assertRaises(UserError):
            wizard.action_create()
        wizard.candidate_ids.action_link()
        self.assertEqual(lead.counterparty_id, known)

    def test_a_missing_won_stage_has_a_message(self):
        self.env['crm.stage'].search([('is_won', '=', True)]).is_won = False
        self.assertRefused(self.make_lead(partner_name='ТОВ «Обрій»'), 'no state that means success')

    def test_odd_texts_convert(self):
        for name in ('Я' * 300, 'شركة', '🙂 ТОВ'):
            self.assertEqual(self.make_lead(partner_name=name, phone='не телефон')._convert_to_customer().name, name)
