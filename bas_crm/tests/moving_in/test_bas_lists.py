"""What BAS writes is read as the firm has it: any list with any columns, codes, people, lists in an archive."""
import datetime as dt
from decimal import Decimal
from functools import partial

from bas_files import (
    LANGUAGES,
    LISTS,
    cell_of,
    contact_lines,
    make_contact_print_sheet,
    make_firm,
    make_list_sheet,
    write_bas_xlsx,
    write_csv,
    write_google_csv,
    write_html,
    write_hubspot_companies_csv,
    write_hubspot_csv,
    write_mxl,
    write_ods,
    write_vcards,
    write_xls,
    write_xlsx,
    write_xml_2003,
    write_zip,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ...tools.source_files import read_file
from ...tools.source_files.code_values import parse_code
from ...tools.source_files.contact_values import parse_details, split_phones
from ...tools.source_files.values import parse_bool, parse_date, parse_datetime, parse_number
from .common_files import FilesCase

FORMATS = {
    'xlsx': write_xlsx, 'xlsx with dates': partial(write_xlsx, typed_dates=True), 'xls': write_xls,
    'xls without a code page': partial(write_xls, code_page=False), 'ods': write_ods, 'mxl': write_mxl,
    'csv of cp1251': write_csv,
    'text with tabs': partial(write_csv, encoding='utf-8-sig', delimiter='\t'),
    'UTF-16': partial(write_csv, encoding='utf-16', delimiter='\t'),
    'xlsx of BAS itself': write_bas_xlsx, 'web page': write_html, 'web page in UTF-8': partial(write_html, encoding='utf-8'),
    'XML of Excel 2003': write_xml_2003,
}
#: columns that tell a work order from a customer order
TELLING = {'start', 'finish'}
#: a cell of the oldest xls has no more bytes
OLD_LENGTH = 255


@tagged('post_install', '-at_install')
class TestBasLists(FilesCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firms = [make_firm(seed, counterparties=9) for seed in (1, 2, 3)]

    def read_one(self, sheet, name):
        """:return: SourceTable of a sheet that was saved in a format; file and sheet have no telling name"""
        sheet.name = 'TDSheet'
        tables = list(read_file('unnamed', self.save(FORMATS[name], sheet)))
        self.assertEqual(len(tables), 1)
        return tables[0]

    def assertCell(self, value, cell, text, name):
        if cell is None:
            return self.assertFalse(text)
        parse = {bool: parse_bool, dt.datetime: parse_datetime, dt.date: parse_date, Decimal: parse_number}.get(type(value))
        if parse:
            return self.assertEqual(parse(text), value)
        cell = cell[:OLD_LENGTH].strip() if name == 'xls without a code page' else cell
        return self.assertEqual(text, cell)

    def compare(self, table, kind, records, columns, name, language):
        self.assertEqual(table.kind, kind)
        self.assertEqual([column.field for column in table.columns if column.field],
                         [column.field for column in columns if column.field])
        rows = self.rows(table)
        self.assertEqual(len(rows), len(records))
        self.assertFalse(table.remarks)
        for record, row in zip(records, rows, strict=True):
            for column in columns:
                if column.field:
                    self.assertCell(column.get(record), cell_of(column, record, language), row.get(column.field, ''), name)

    @settings(max_examples=40, deadline=None)
    @given(st.data())
    def test_any_columns_in_any_order(self, data):
        kind = data.draw(st.sampled_from([*LISTS]))
        _title, columns, get_records = LISTS[kind]
        firm = make_firm(data.draw(st.integers(0, 10_000)), counterparties=data.draw(st.integers(3, 8)))
        # a list without the columns that are always on the screen tells nothing
        fields = sorted((column.field for column in columns if column.field), key=lambda field: field not in TELLING)
        chosen = data.draw(st.permutations(fields[:data.draw(st.integers(min(6, len(fields)), len(fields)))]))
        name, language = data.draw(st.sampled_from([*FORMATS])), data.draw(st.sampled_from(LANGUAGES))
        table = self.read_one(make_list_sheet(firm, kind, language, fields=chosen), name)
        by_field = {column.field: column for column in columns}
        if get_records(firm):
            self.compare(table, kind, get_records(firm), [by_field[field] for field in chosen], name, language)

    def test_codes_that_a_spreadsheet_took_for_numbers(self):
        firm = make_firm(5, counterparties=14)
        self.assertTrue(any(found.edrpou.startswith('00') for found in firm.counterparties))
        for name in ('xlsx', 'xls', 'ods'):
            rows = self.rows(self.read_one(make_list_sheet(firm, 'counterparty', codes_as_numbers=True), name))
            for found, row in zip(firm.counterparties, rows, strict=True):
                self.assertEqual(parse_code(row['edrpou']).text, found.edrpou)

    def test_details_block_has_the_phones_and_people(self):
        for firm, language in zip(self.firms, ('uk', 'ru', 'uk'), strict=True):
            table = self.read_one(make_list_sheet(firm, 'counterparty', language, fields=['name', 'details_block']), 'xlsx')
            for found, row in zip(firm.counterparties, self.rows(table), strict=True):
                details = parse_details(row['details_block'])
                self.assertEqual((details['edrpou'], details['ipn'] or ''), (found.edrpou, found.ipn), found)
                self.assertEqual([split_phones(phone)[0].number for phone in details['phones']], found.phones)
                self.assertEqual(details['emails'], found.emails)
                self.assertEqual([contact['name'] for contact in details['contacts']], [one.name for one in found.contacts])

    def test_print_of_contact_data(self):
        for firm, name in zip(self.firms, ('xlsx', 'xls', 'mxl'), strict=True):
            table = self.read_one(make_contact_print_sheet(firm), name)
            self.assertEqual(table.kind, 'contact_info')
            rows = self.rows(table)
            self.assertEqual(len(rows), len(firm.counterparties) + len(firm.contacts))
            self.assertEqual(rows[0], {
                'counterparty': firm.counterparties[0].name, 'contact': '\n'.join(contact_lines(firm.counterparties[0])),
                'responsible': firm.counterparties[0].responsible})
            # A row of a person belongs to the counterparty above it.
            self.assertEqual([row['counterparty'] for row in rows], [
                one.name for one in firm.counterparties for _row in (one, *one.contacts)])

    def test_a_folder_of_lists_in_a_zip(self):
        firm = self.firms[0]
        files = {f'перенесення/{LISTS[kind][0].uk}.xlsx': self.save(write_xlsx, make_list_sheet(firm, kind)).getvalue()
                 for kind in LISTS}
        for encoding in ('utf-8', 'cp866'):
            names = {name.replace('і', 'i').replace('ї', 'i'): content for name, content in files.items()}
            stream = self.save(write_zip, names, name_encoding=encoding)
            self.assertEqual([table.kind for table in read_file('lists.zip', stream)], [*LISTS])

    def test_contacts_of_google_hubspot_and_address_books(self):
        for firm in self.firms:
            table, = read_file('contacts.csv', self.save(write_google_csv, firm))
            self.assertEqual((table.kind, table.source), ('contact', 'google'))
            self.assertEqual([(f"{row['last_name']} {row['first_name']} {row['middle_name']}", row['counterparty'], row['phone'])
                              for row in self.rows(table)],
                             [(one.name, one.counterparty.name, one.phones[0]) for one in firm.contacts])
            table, = read_file('contacts.csv', self.save(write_hubspot_csv, firm))
            self.assertEqual((table.kind, table.source), ('contact', 'hubspot'))
            self.assertEqual([(row['last_name'], row['counterparty'], row['responsible']) for row in self.rows(table)],
                             [(one.name.split()[0], one.counterparty.name, one.responsible) for one in firm.contacts])
            table, = read_file('companies.csv', self.save(write_hubspot_companies_csv, firm))
            self.assertEqual((table.kind, table.source), ('counterparty', 'hubspot'))
            self.assertEqual([row['name'] for row in self.rows(table)], [one.name for one in firm.counterparties])
            for version in ('2.1', '3.0', '4.0'):
                table, = read_file('people.vcf', self.save(write_vcards, firm, version=version))
                self.assertEqual((table.kind, table.format), ('contact', 'vcf'))
                rows = self.rows(table)
                self.assertEqual([(row['counterparty'], row['position'], row['phone'], row.get('email', '')) for row in rows],
                                 [(one.counterparty.name, one.position, one.phones[0],
                                   ''.join(one.emails)) for one in firm.contacts])
                self.assertEqual([row.get('note', '') for row in rows], [one.note for one in firm.contacts])
