from unittest.mock import patch

from odoo.tests import tagged

from ..common import CrmCase

COUNT = 1000


@tagged('post_install', '-at_install')
class TestConversionSpeed(CrmCase):

    def make_leads(self, mark):
        return self.env['crm.lead'].create([{
            'name': f'Lead {mark} {number}', 'type': 'lead', 'partner_name': f'ТОВ «{mark} {number}»',
            'contact_name': f'Особа {mark} {number}', 'phone': f'067{mark}{number:06d}',
            'email_from': f'p{number}@{mark}.example', 'user_id': self.own.id,
        } for number in range(COUNT)])

    def convert_by_core(self, leads):
        self.env['crm.lead2opportunity.partner.mass'].with_context(active_model='crm.lead', active_ids=leads.ids).create({
            'name': 'convert', 'action': 'create', 'deduplicate': False,
        }).action_mass_convert()
        leads.action_set_won()

    def test_a_thousand_leads(self):
        """With contracts, flags and decisions, at most 1.3 times the queries of core's conversion."""
        core_leads, our_leads = self.make_leads('1'), self.make_leads('2')
        core = self.count_queries(lambda: self.convert_by_core(core_leads))
        ours = self.count_queries(our_leads._convert_to_customer)
        self.assertEqual(len(our_leads.counterparty_id.main_contract_id), COUNT)
        self.assertLessEqual(ours, 1.3 * core, f'{ours / COUNT:.1f} queries a lead, core {core / COUNT:.1f}')

    def test_notes_are_written_together(self):
        """The histories of the customer, the contract and the order say what they said, in the order in which it happened."""
        lead = self.make_lead(partner_name='ТОВ «Кава»', user_id=self.own.id)
        messages, written = self.env['mail.message'], []
        last, create = messages.search([], order='id desc', limit=1).id, type(messages).create
        with patch.object(type(messages), 'create', lambda *args: written.append(create(*args)) or written[-1]):
            customer = lead.with_env(self.env(user=self.own, context={}))._convert_to_customer(create_order=True)
        self.assertEqual(len(written), 1)
        notes = messages.search([('id', '>', last)], order='id')
        self.assertEqual(notes, written[0])
        self.assertEqual(notes.mapped('model'), ['res.partner', 'res.partner', 'bas.contract', 'sale.order'])
        self.assertEqual(notes.mapped('res_id'), [
            customer.id, customer.id, customer.main_contract_id.id, lead.order_ids.id])
        self.assertEqual(notes.author_id, self.own.partner_id)
        self.assertIn(lead.name, notes[1].body)
        self.assertEqual(customer.message_ids, notes[:2].sorted('id', reverse=True))
        customer.message_post(body=lead.name)
        self.assertEqual(len(customer.message_ids), 3, 'later notes are written at once')

    def test_the_card_is_opened_by_one_query(self):
        """The customer opens in the place of the list of counterparties, of which only what a form needs is read."""
        partner = self.make_partner()
        partner._get_card_action()
        self.assertLessEqual(self.count_queries(partner._get_card_action), 1)
        opened = partner._get_card_action()
        whole = self.env['ir.actions.act_window']._for_xml_id('bas_crm.res_partner_action')
        self.assertEqual((opened['views'], opened['res_id']), ([(False, 'form')], partner.id))
        own = opened.keys() - {'views', 'res_id'}
        self.assertEqual({name: opened[name] for name in own}, {name: whole[name] for name in own})
