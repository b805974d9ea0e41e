import io

from bas_files import make_firm, write_enterprise_data, write_universal_xml

from odoo.tests import tagged

from ..common_moving import MovingCase


@tagged('post_install', '-at_install')
class TestImportObjects(MovingCase):

    def import_file(self, write, firm):
        stream = io.BytesIO()
        write(firm, stream)
        session = self.env['bas.import'].with_user(self.head).create({})
        session.file_ids = self.env['ir.attachment'].with_user(self.head).create({'name': 'file.xml', 'raw': stream.getvalue()})
        session.action_recognise()
        self.assertFalse(session.problem)
        session.action_check()
        session.action_import()
        return session

    def simplify(self, firm):
        """Leave out what a person would be asked about in a database without sources, managers and price lists."""
        for found in firm.counterparties:
            found.source, found.responsible, found.group = '', '', ()
        for contract in firm.contracts:
            contract.pricelist, contract.payment_days, contract.currency = '', 0, self.env.company.currency_id.name

    def import_namesakes(self, write):
        firm = make_firm(1, counterparties=2, contracts=2, contacts=0, items=0, bank_accounts=0, leads=0)
        self.simplify(firm)
        for found in firm.counterparties:
            found.name = found.full_name = 'ТОВ "Однакові"'
        session = self.import_file(write, firm)
        self.assertFalse(session.question_ids.mapped('name'))
        for contract in firm.contracts:
            imported = self.env['bas.contract'].search([
                ('name', 'like', contract.number), ('partner_id.company_registry', '=', contract.counterparty.edrpou)])
            self.assertEqual(len(imported), 1, contract.name)

    def test_the_guid_decides_between_counterparties_of_one_name(self):
        self.import_namesakes(write_enterprise_data)

    def test_so_it_does_in_the_universal_xml(self):
        self.import_namesakes(write_universal_xml)
