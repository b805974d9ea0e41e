from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import CrmCase


@tagged('post_install', '-at_install')
class TestLead(CrmCase):

    def make_junk(self, **values):
        lead = self.make_lead(**values)
        action = lead.action_mark_junk()
        wizard = Form(self.env['crm.lead.lost'].with_context(**action['context']), view='bas_crm.crm_lead_lost_view_form')
        wizard.lost_reason_id = self.env.ref('bas_crm.crm_lost_reason_terms')
        wizard.lost_feedback = '<p>Wanted credit</p>'
        wizard.save().action_lost_reason_apply()
        return lead

    def test_low_quality_and_back_to_work(self):
        stage = self.env['crm.stage'].search([('is_won', '=', False)], order='sequence')[1]
        lead = self.make_junk(stage_id=stage.id)
        self.assertEqual(lead.decision, 'junk')
        self.assertEqual(lead.won_status, 'lost', "core's statistics see a lost lead")
        self.assertEqual(lead.lost_reason_id, self.env.ref('bas_crm.crm_lost_reason_terms'))
        self.assertIn('Wanted credit', lead.decision_note)
        self.assertTrue(lead.decision_date and lead.decision_user_id)
        self.assertFalse(lead.active)
        lead.action_return_to_work()
        self.assertFalse(lead.decision or lead.decision_date or lead.decision_note)
        self.assertTrue(lead.active)
        self.assertEqual(lead.stage_id, stage)
        self.assertEqual(lead.won_status, 'pending')

    def test_core_restore_clears_the_decision(self):
        lead = self.make_junk()
        lead.action_restore()
        self.assertFalse(lead.decision)

    def test_only_junk_returns_to_work(self):
        with self.assertRaises(UserError):
            self.make_lead().action_return_to_work()

    def test_a_copy_of_a_decided_lead_is_undecided(self):
        copy = self.make_junk(lead_contact_ids=[(0, 0, {'name': 'Ігор'})]).copy()
        self.assertFalse(copy.decision or copy.lost_reason_id)
        self.assertTrue(copy.active)
        self.assertEqual(copy.lead_contact_ids.name, 'Ігор')

    def test_data_of_a_decided_lead_cannot_be_edited(self):
        lead = self.make_lead(partner_name='ТОВ «Обрій»', lead_contact_ids=[(0, 0, {'name': 'Ігор'})])
        lead._convert_to_customer()
        for change in ({'name': 'Other'}, {'phone': '067'}, {'company_registry': '1'}):
            with self.assertRaises(UserError):
                lead.write(change)
        with self.assertRaises(UserError):
            lead.lead_contact_ids.name = 'Олег'
        with self.assertRaises(UserError):
            lead.lead_contact_ids.unlink()
        lead.expected_revenue = 100

    def test_a_customer_cannot_be_lost_or_moved_back(self):
        lead = self.make_lead(partner_name='ТОВ «Обрій»')
        lead._convert_to_customer()
        with self.assertRaises(UserError):
            lead.action_set_lost()
        with self.assertRaises(UserError):
            lead.stage_id = self.env['crm.stage'].search([('is_won', '=', False)], limit=1)

    def test_no_drag_to_the_won_stage_on_our_board(self):
        won = self.env['crm.stage'].search([('is_won', '=', True)], limit=1)
        lead = self.make_lead(partner_name='ТОВ «Обрій»')
        with self.assertRaises(UserError):
            lead.with_context(decide_by_buttons=True).stage_id = won
        lead.stage_id = won
        self.assertEqual(lead.won_status, 'won', "core's own pipeline goes on as it was")

    def test_merge_keeps_contacts_and_code(self):
        first = self.make_lead(lead_contact_ids=[(0, 0, {'name': 'Ігор'})])
        second = self.make_lead(company_registry='32855961', lead_contact_ids=[(0, 0, {'name': 'Олег'})])
        merged = (first | second).merge_opportunity()
        self.assertEqual(merged.company_registry, '32855961')
        self.assertEqual(set(merged.lead_contact_ids.mapped('name')), {'Ігор', 'Олег'})

    def test_sources_of_core_are_archived(self):
        used, unused = self.env.ref('utm.utm_source_monster'), self.env.ref('utm.utm_source_craigslist')
        self.assertFalse((used | unused).filtered('active'), 'archived since the add-on came')
        used.active = unused.active = True
        self.make_lead(source_id=used.id)
        self.env['utm.source']._get_unused_of_core().active = False
        self.assertEqual((used.active, unused.active), (True, False))
        self.assertEqual(len(self.env['utm.source'].search([('id', 'in', self.env['ir.model.data'].search([
            ('module', '=', 'bas_crm'), ('model', '=', 'utm.source')]).mapped('res_id'))])), 8, 'ours are there')
        self.assertNotEqual(self.env['utm.source'].create({'name': unused.name}).name, unused.name, 'the name is taken')
