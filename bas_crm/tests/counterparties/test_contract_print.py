from odoo.tests import tagged

from ..common import CrmCase


@tagged('post_install', '-at_install')
class TestContractPrint(CrmCase):

    def test_contract_is_printed_with_requisites(self):
        company = self.company.partner_id
        company.write({'name': 'ТОВ «Затишок»', 'company_registry': '32855961', 'signatory_name': 'Д. О. Кравець'})
        partner = self.make_partner(company_registry='14360570', signatory_position='Директор', signatory_name='Т. О. Коваль')
        self.env['res.partner.bank'].create({'partner_id': partner.id, 'acc_number': 'UA813220010000026003300003624'})
        contract = self.env['bas.contract'].create({
            'partner_id': partner.id, 'name': '42', 'template_id': self.env.ref('bas_crm.bas_contract_template_supply').id})
        (text,), families = self.read_pages(self.render_pdf('bas_crm.action_report_contract', contract))
        for words in ('ДОГОВІР ПОСТАВКИ № 42', '32855961', '14360570', 'UA813220010000026003300003624', '322001', 'Т. О. Коваль'):
            self.assertIn(words, text)
        self.assertRegex(text, r'1 ?/ ?1', 'the number of the page')
        self.assertNotIn(', ,', text, 'an address without holes')
        self.assertRegex(text, r'Д\. О\. Кравець.*Т\. О\. Коваль', 'both sign at one height')
        self.assertEqual(families, {'Roboto'}, 'one family that has all Ukrainian letters')
