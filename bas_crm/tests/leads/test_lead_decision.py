from ast import literal_eval

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import CrmCase


@tagged('post_install', '-at_install')
class TestLeadDecision(CrmCase):
    """Decisions are made with the buttons, and agree with core's won and lost, however these are set."""

    def make_customer(self):
        lead = self.make_lead(partner_name='ТОВ «Обрій»', phone='0671234567')
        lead._convert_to_customer()
        return lead

    def test_a_decision_cannot_be_written(self):
        lead = self.make_lead()
        for values in ({'decision': 'customer'}, {'decision': 'junk'}):
            with self.assertRaises(UserError):
                lead.with_user(self.own).write(values)
            with self.assertRaises(UserError):
                self.env['crm.lead'].with_user(self.own).create({'name': 'Lead', **values})
        customer = self.make_customer()
        with self.assertRaises(UserError):
            customer.with_user(self.own).write({'decision': False})
        with self.assertRaises(UserError):
            customer.with_user(self.own).with_context(deciding=True, merging_leads=True).write({'decision': False})

    def test_quick_create_in_a_column_of_decisions(self):
        form = Form(self.env['crm.lead'].with_user(self.own).with_context(default_decision='junk', default_type='lead'),
                    'bas_crm.crm_lead_view_form_quick_create')
        form.name = 'Столи'
        self.assertFalse(form.save().decision)

    def test_no_lead_is_created_as_a_customer_on_the_board(self):
        won = self.env['crm.stage'].search([('is_won', '=', True)], limit=1)
        with self.assertRaises(UserError):
            self.env['crm.lead'].with_user(self.own).with_context(decide_by_buttons=True).create(
                {'name': 'Столи', 'stage_id': won.id})

    def test_decided_lead_does_not_follow_the_counterparty(self):
        lead = self.make_customer()
        lead.counterparty_id.write({'phone': '0501112233', 'email': 'new@obrii.example'})
        self.assertEqual((lead.phone, lead.email_from), ('0671234567', False))

    def test_decided_lead_stays_with_its_counterparty(self):
        lead = self.make_customer()
        for context in ({}, {'merging_leads': True}):
            with self.assertRaises(UserError):
                lead.with_user(self.own).with_context(**context).write({'partner_id': self.make_partner().id})

    def test_decided_lead_takes_no_contacts_of_others(self):
        contact = self.make_lead(lead_contact_ids=[(0, 0, {'name': 'Ігор'})]).lead_contact_ids
        with self.assertRaises(UserError):
            contact.with_user(self.own).write({'lead_id': self.make_customer().id})

    def test_a_customer_stays_won(self):
        lead = self.make_customer()
        with self.assertRaises(UserError):
            lead.with_user(self.own).write({'stage_id': False})
        team = self.env['crm.team'].create({'name': 'Інша команда'})
        lead.stage_id.team_ids = lead.team_id or self.env['crm.team'].search([], limit=1)
        lead.team_id = team
        self.assertEqual((lead.won_status, lead.decision), ('won', 'customer'))

    def test_restoring_and_winning_junk_in_core(self):
        restored, won = self.make_lead(), self.make_lead(partner_id=self.make_partner().id)
        (restored | won).action_set_lost()
        restored.with_user(self.own).write({'active': True})
        self.assertFalse(restored.decision)
        won.with_user(self.own).action_set_won()
        self.assertEqual((won.decision, won.decision_user_id), ('customer', self.own))

    def test_won_in_core_with_an_order(self):
        lead = self.make_lead(partner_id=self.make_partner().id, type='opportunity')
        self.env['sale.order'].create({'partner_id': lead.partner_id.id, 'opportunity_id': lead.id})
        lead.action_set_won()
        self.assertEqual(lead.decision, 'order')

    def test_won_in_core_without_a_customer_stays_undecided(self):
        lead = self.make_lead(type='opportunity', partner_name='ТОВ «Обрій»')
        lead.action_set_won()
        self.assertFalse(lead.decision)
        view = self.env.ref('bas_crm.crm_lead_view_search')
        search = etree.fromstring(self.env['crm.lead'].get_view(view.id, 'search')['arch'])
        undecided = literal_eval(search.find(".//filter[@name='filter_undecided']").get('domain'))
        self.assertIn(lead, self.env['crm.lead'].search(undecided))
        lead.with_user(self.own).action_convert_to_customer()
        self.assertEqual(lead.counterparty_id.name, 'ТОВ «Обрій»')
        self.assertNotIn(lead, self.env['crm.lead'].search(undecided))

    def test_low_quality_always_needs_a_reason(self):
        lead = self.make_lead()
        wizard = self.env['crm.lead.lost'].with_user(self.own).create({'lead_ids': lead.ids})
        with self.assertRaises(UserError):
            wizard.action_lost_reason_apply()
        self.assertTrue(lead.active)
        wizard.lost_reason_id = self.env.ref('bas_crm.crm_lost_reason_terms')
        wizard.action_lost_reason_apply()
        self.assertEqual(lead.decision, 'junk')

    def get_gear_menu(self, form):
        views = self.env['crm.lead'].get_views([(self.env.ref(form).id, 'form')], {'toolbar': True})
        return {action['id'] for action in views['views']['form']['toolbar']['action']}

    def test_one_button_for_low_quality_on_our_card(self):
        lost = self.env.ref('crm.crm_lead_lost_action').id
        self.assertNotIn(lost, self.get_gear_menu('bas_crm.crm_lead_view_form'))
        self.assertIn(lost, self.get_gear_menu('crm.crm_lead_view_form'), "core's own application keeps its menu")

    def test_code_from_a_spreadsheet(self):
        self.assertEqual(self.make_lead(company_registry='32855961.0').company_registry, '32855961')

    def test_blank_names_are_no_names(self):
        with self.assertRaises(UserError):
            self.make_lead(contact_name='   ')._convert_to_customer()
