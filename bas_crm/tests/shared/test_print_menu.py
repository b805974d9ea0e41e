import re
from unittest.mock import patch

from odoo.tests import tagged

from ...models.orders import account_move
from ..common import InvoicingCase
from ..common_offers import OfferCase


@tagged('post_install', '-at_install')
class TestPrintMenu(OfferCase, InvoicingCase):
    """Prints of an order and their numbers."""

    def make_journal(self, code):
        usual = self.env['account.journal'].search([('type', '=', 'sale'), ('company_id', '=', self.company.id)], limit=1)
        return self.env['account.journal'].create({
            'name': code, 'code': code, 'type': 'sale', 'company_id': self.company.id, 'refund_sequence': True,
            'default_account_id': usual.default_account_id.id})

    def test_an_order_has_our_prints_only(self):
        names = {action['name'] for action in
                 self.env['ir.actions.actions'].with_user(self.own).get_bindings('sale.order')['report']}
        self.assertLessEqual({'Invoice for Payment', 'Commercial Offer', 'Comparison of Offers', 'Work Order'}, names)
        self.assertFalse(names & {'Quotation / Order', 'PDF Quote', 'PRO-FORMA Invoice'})
        self.assertTrue(self.env['ir.actions.actions'].get_bindings('account.move')['report'], 'other menus are as they were')
        toolbar = self.env['sale.order'].with_user(self.own).get_views([(False, 'form')], {'toolbar': True})
        shown = {item['name'] for item in toolbar['views']['form']['toolbar']['print']}
        self.assertEqual(len(shown), len(toolbar['views']['form']['toolbar']['print']))
        self.assertFalse(shown & {'Quotation / Order', 'PRO-FORMA Invoice'})

    def test_the_button_prints_the_current_document(self):
        order = self.make_order()
        self.assertEqual(order.with_user(self.own).action_print()['report_name'], 'bas_crm.report_order_invoice')
        offer = self.make_offer(order)
        self.assertEqual(order.with_user(self.own).action_print()['report_name'], 'bas_crm.report_commercial_offer')
        offer.action_choose()
        order.action_confirm()
        self.assertEqual(order.with_user(self.own).action_print()['report_name'], 'bas_crm.report_order_invoice')
        arch = order.get_view(view_type='form')['arch']
        self.assertIn('name="action_print"', arch)

    def test_numbers_of_credit_notes_and_acts(self):
        """In a journal «ВН», goods issues are «ВН/2026/00001», credit notes «КВН/…» without a Latin R, acts have no code."""
        journal = self.make_journal('ВН')
        invoice = self.make_invoice(self.make_partner(), 100, journal_id=journal.id)
        refunds = [self.make_invoice(self.make_partner(), 10, 'out_refund', journal_id=journal.id) for _turn in range(2)]
        self.assertEqual(invoice.name, 'ВН/2026/00001')
        self.assertEqual([refund.name for refund in refunds], ['КВН/2026/00001', 'КВН/2026/00002'])
        self.assertEqual(invoice._get_form_number('service_act'), '2026/00001')
        self.assertEqual(invoice._get_form_number('goods_issue'), 'ВН/2026/00001')
        self.assertIn('No. 2026/00001', invoice.with_context(lang='en_US')._get_trade_title('service_act'))

    def test_existing_credit_notes_keep_their_series_until_the_end_of_the_year(self):
        journal = self.make_journal('ВН')
        with patch.object(account_move, 'UKRAINIAN_CODE', re.compile('nothing')):
            before = self.make_invoice(self.make_partner(), 10, 'out_refund', journal_id=journal.id)
        self.assertEqual(before.name, 'RВН/2026/00001')
        after = self.make_invoice(self.make_partner(), 10, 'out_refund', journal_id=journal.id)
        self.assertEqual((after.name, after.made_sequence_gap), ('RВН/2026/00002', False))
        next_year = self.make_invoice(self.make_partner(), 10, 'out_refund', journal_id=journal.id, invoice_date='2027-01-11')
        self.assertEqual(next_year.name, 'КВН/2027/00001')

    def test_a_latin_journal_has_core_numbers(self):
        journal = self.make_journal('XNV')
        self.assertEqual(
            self.make_invoice(self.make_partner(), 10, 'out_refund', journal_id=journal.id).name, 'RXNV/2026/00001')
