from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import CrmCase


@tagged('post_install', '-at_install')
class TestLeadDecision(CrmCase):
    """A decision is taken with the buttons, and agrees with core's won and lost whichever way they come."""

    def make_customer(self):
        lead = self.make_lead(partner_name='ТОВ «Обрій»', phone='0671234567')
        lead._convert_to_customer()
        return lead

    def test_nobody_writes_a_decision(self):
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

    def test_no_lead_is_made_a_customer_on_the_board(self):
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

    def test_core_restores_and_wins_junk(self):
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

    def test_won_in_core_without_a_customer_is_not_in_work(self):
        lead = self.make_lead(type='opportunity')
        lead.action_set_won()
        self.assertFalse(lead.decision)
        undecided = [('id', '=', lead.id), ('decision', '=', False), ('won_status', '!=', 'won')]
        self.assertFalse(self.env['crm.lead'].search(undecided))

    def test_code_from_a_spreadsheet(self):
        self.assertEqual(self.make_lead(company_registry='32855961.0').company_registry, '32855961')

    def test_blank_names_are_no_names(self):
        with self.assertRaises(UserError):
            self.make_lead(contact_name='   ')._convert_to_customer()
