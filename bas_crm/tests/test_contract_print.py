import subprocess
import tempfile

from odoo.tests import tagged

from .common import CrmCase


@tagged('post_install', '-at_install')
class TestContractPrint(CrmCase):

    def read_pdf(self, contract):
        report = self.env['ir.actions.report'].with_context(force_report_rendering=True)
        with self.allow_pdf_render():
            content, kind = report._render_qweb_pdf('bas_crm.action_report_contract', contract.ids)
        self.assertEqual(kind, 'pdf')
        with tempfile.NamedTemporaryFile(suffix='.pdf') as file:
            file.write(content)
            file.flush()
            text = subprocess.run(['pdftotext', '-layout', file.name, '-'], capture_output=True, text=True, check=True).stdout
            fonts = subprocess.run(['pdffonts', file.name], capture_output=True, text=True, check=True).stdout
        return text, fonts

    def test_contract_is_printed_with_requisites(self):
        company = self.company.partner_id
        company.write({'name': 'ТОВ «Затишок»', 'company_registry': '32855961', 'signatory_name': 'Д. О. Кравець'})
        partner = self.make_partner(company_registry='14360570', signatory_position='Директор', signatory_name='Т. О. Коваль')
        self.env['res.partner.bank'].create({'partner_id': partner.id, 'acc_number': 'UA813220010000026003300003624'})
        contract = self.env['bas.contract'].create({
            'partner_id': partner.id, 'name': '42', 'template_id': self.env.ref('bas_crm.bas_contract_template_supply').id})
        text, fonts = self.read_pdf(contract)
        for words in ('ДОГОВІР ПОСТАВКИ № 42', '32855961', '14360570', 'UA813220010000026003300003624', '322001', 'Т. О. Коваль'):
            self.assertIn(words, text)
        self.assertRegex(text, r'1 ?/ ?1', 'the number of the page')
        self.assertNotIn(', ,', text, 'an address without holes')
        self.assertRegex(text, r'Д\. О\. Кравець.*Т\. О\. Коваль', 'both sign at one height')
        families = {line.split()[0].split('+')[-1].split('-')[0] for line in fonts.splitlines()[2:]}
        self.assertEqual(families, {'Roboto'}, 'one family that has all Ukrainian letters')
