from decimal import Decimal
from pathlib import Path

from bas_files import VERSIONS, make_firm, spell_phone, write_enterprise_data, write_zip

from odoo.tests import tagged

from .common_files import FilesCase

SAMPLE = Path(__file__).parent / 'files/enterprise-data-1.3.xml'
KINDS = {'legal_entity': 'Юридична особа', 'government': 'Юридична особа', 'entrepreneur': 'Індивідуальний підприємець',
         'individual': 'Фізична особа'}


def counterparty_row(found, account):
    is_person = found.kind in {'entrepreneur', 'individual'}
    return {
        'guid': found.guid, 'name': found.name, 'full_name': found.full_name, 'edrpou': found.edrpou,
        'ipn': found.ipn or (found.edrpou if is_person else ''), 'country': found.country, 'kind': KINDS[found.kind],
        'group': found.group[-1], 'phone': '\n'.join(map(spell_phone, found.phones)), 'email': '\n'.join(found.emails),
        'legal_address': found.legal_address, 'actual_address': found.actual_address, 'website': found.website,
        'note': found.note,
        'registration_number': found.registration, 'bank_account': account.iban if account else ''}


def contract_row(contract):
    return {
        'guid': contract.guid, 'name': contract.name, 'number': contract.number, 'date': f'{contract.date}',
        'end': f'{contract.expires}', 'pricelist': contract.pricelist, 'payment_term': str(contract.payment_days or ''),
        'units': 'true' if contract.units else 'false', 'company': 'ТОВ "Наша фірма"', 'currency': contract.currency,
        'kind': 'З покупцем', 'counterparty': contract.counterparty.name, 'counterparty_guid': contract.counterparty.guid}


def item_row(item):
    return {
        'guid': item.guid, 'code': item.code, 'name': item.name, 'full_name': item.full_name, 'article': item.article,
        'unit': item.unit, 'type': item.type, 'vat': f'{item.vat}%' if item.vat else 'Без ПДВ', 'group': item.group[-1],
        'description': item.description}


@tagged('post_install', '-at_install')
class TestEnterpriseData(FilesCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firm = make_firm(19, counterparties=25)

    def test_every_version_gives_the_firm_back(self):
        accounts = {account.counterparty: account for account in reversed(self.firm.bank_accounts)}
        for version in VERSIONS:
            with self.subTest(version):
                found = self.read_lists(self.save(write_enterprise_data, self.firm, version=version, prefixed=version == '1.8'))
                rows = [{field: text for field, text in row.items() if field != 'group_guid'} for row in found['counterparty']]
                self.assertRowsEqual(rows, [counterparty_row(one, accounts.get(one)) for one in self.firm.counterparties])
                self.assertRowsEqual(found['contract'], map_list(contract_row, self.firm.contracts))
                self.assertRowsEqual(found['item'], map_list(item_row, self.firm.items))
                self.assertEqual([row['number'] for row in found['bank_account']],
                                 [account.iban for account in self.firm.bank_accounts])

    def test_what_the_header_tells(self):
        for version in VERSIONS:
            for table in self.tables(self.save(write_enterprise_data, self.firm, version=version, message_no=31)).values():
                self.assertEqual((table.version, table.source, table.format), (version, 'bas', 'enterprise_data'))
                self.assertEqual((table.attributes['message_no'], table.attributes['from']), ('31', 'НФ'))

    def test_groups_are_paths(self):
        table = self.tables(self.save(write_enterprise_data, self.firm))['counterparty']
        self.assertEqual([row.groups for row in table.rows()], [one.group for one in self.firm.counterparties])
        self.assertEqual(table.groups, 4, 'Покупці, Опт, Роздріб, Постачальники')

    def test_goods_issues_are_sales_of_the_past(self):
        found = self.read_lists(self.save(write_enterprise_data, self.firm))['sale']
        lines = [(shipment, line) for shipment in self.firm.shipments for line in shipment.lines]
        self.assertEqual(len(found), len(lines))
        self.assertEqual(sum(Decimal(row['amount']) for row in found), sum(line.sum for _shipment, line in lines))
        self.assertEqual({(row['date'], row['counterparty_guid'], row['item_guid'], row['quantity']) for row in found},
                         {(f'{shipment.date}', shipment.counterparty.guid, line.item.guid, str(line.quantity))
                          for shipment, line in lines})
        self.assertEqual(len({row['guid'] for row in found}), len(found))

    def test_a_customer_order_of_the_file_is_an_invoice_and_is_told(self):
        tables = self.tables(self.save(write_enterprise_data, self.firm))
        self.assertNotIn('order', tables)
        invoices = [order for order in self.firm.orders if not order.is_work]
        self.assertEqual([(remark.code, remark.arguments) for remark in tables[''].remarks],
                         [('invoices', {'count': len(invoices)})])
        self.assertEqual({column.field for column in tables[''].columns}, {''}, 'nothing of them goes anywhere')

    def test_objects_that_are_cited_need_not_be_in_the_file(self):
        found = self.read_lists(self.save(write_enterprise_data, self.firm, cited_only=True))
        self.assertEqual(set(found), {'', 'sale'})
        self.assertTrue(all(row['counterparty'] and row['item'] and row['item_guid'] for row in found['sale']))

    def test_handshake(self):
        for version in VERSIONS:
            self.refuse('handshake', self.save(write_enterprise_data, self.firm, version=version, handshake=True))

    def test_deletions_are_told(self):
        tables = self.tables(self.save(write_enterprise_data, self.firm, deleted=self.firm.counterparties[:3]))
        self.assertIn(('deletions', {'count': 3}), [(remark.code, remark.arguments) for remark in tables['counterparty'].remarks])
        self.assertEqual(len(list(tables['counterparty'].rows())), 25)

    def test_message_in_a_zip(self):
        message = self.save(write_enterprise_data, self.firm).getvalue()
        found = self.read_lists(self.save(write_zip, {'Message_НФ_БП.xml': message}), 'exchange.zip')
        self.assertEqual(len(found['counterparty']), 25)

    def test_sample_of_the_schema(self):
        with SAMPLE.open('rb') as stream:
            found = self.read_lists(stream)
        self.assertEqual(found['counterparty'], [{
            'guid': '5b0c2f10-0002-11ef-9c11-00155d010203', 'name': 'ТОВ "Ромашка"',
            'full_name': 'Товариство з обмеженою відповідальністю "Ромашка"', 'ipn': '328559610013', 'edrpou': '32855961',
            'country': 'УКРАЇНА', 'kind': 'Юридична особа', 'group': 'Покупці',
            'group_guid': '5b0c2f10-0001-11ef-9c11-00155d010203',
            'phone': '+380 (44) 234-56-78', 'email': 'office@romashka.example',
            'legal_address': '04071, м. Київ, вул. Верхній Вал, буд. 10, кв. 5', 'note': 'Постійний клієнт',
            'bank_account': 'UA813220010000026003300003624'}])
        self.assertEqual(found['bank_account'][0]['mfo'], '322001')
        self.assertEqual(found['contract'][0]['number'], '17-П')
        self.assertEqual(found['item'][0]['unit'], 'шт', 'the file gives the code 2009')
        self.assertEqual(found[''][0]['Сума'], '12000.00')

    def test_rows_are_read_again_and_side_by_side(self):
        table = self.tables(self.save(write_enterprise_data, self.firm))['item']
        self.assertEqual(list(table.rows()), list(table.rows()))
        self.assertTrue(all(first == second for first, second in zip(table.rows(), table.rows(), strict=True)))


def map_list(function, records):
    return [function(record) for record in records]
