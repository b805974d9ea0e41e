"""Every list of BAS in every format and both languages: what was written is what is read."""
import datetime as dt
import io
from decimal import Decimal

import bas_files
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ...tools.source_files import values
from .common_sheets import SheetCase

#: writer, its options, and what a text loses in it
FORMATS = (
    (bas_files.write_xlsx, {}, None), (bas_files.write_xlsx, {'typed_dates': True}, None), (bas_files.write_xls, {}, None),
    (bas_files.write_xls, {'code_page': False}, (255, 'cp1251')), (bas_files.write_csv, {}, (None, 'cp1251')),
    (bas_files.write_csv, {'encoding': 'utf-8', 'delimiter': '\t'}, None), (bas_files.write_ods, {}, None),
    (bas_files.write_mxl, {}, None), (bas_files.write_bas_xlsx, {}, None), (bas_files.write_html, {}, None),
    (bas_files.write_html, {'encoding': 'utf-8'}, None), (bas_files.write_xml_2003, {}, None),
)
#: formats that keep the outline
WITH_GROUPS = (bas_files.write_xlsx, bas_files.write_bas_xlsx, bas_files.write_xls, bas_files.write_ods)
REPORTS = (
    (bas_files.make_sales_sheet, 'sale', ['item', 'counterparty', 'responsible', 'date', 'quantity', 'amount', 'cost']),
    (bas_files.make_debts_sheet, 'debt', ['counterparty', 'contract', 'document', 'currency', 'due', 'debt', 'our_debt']),
    (bas_files.make_contact_print_sheet, 'contact_info', ['counterparty', 'contact', 'responsible']),
)


@tagged('post_install', '-at_install')
class TestFileRoundTrip(SheetCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firm = bas_files.make_firm(7, counterparties=12)

    def save_and_read(self, sheet, write, options):
        stream = io.BytesIO()
        write(sheet, stream, **options)
        return self.read_table(stream.getvalue(), 'file')

    def assert_cell(self, cell, text, loss, place):
        """A cell as it was put into the sheet, and its text as it was read."""
        if isinstance(cell, Decimal):
            self.assertEqual(values.parse_number(text), cell, place)
        elif isinstance(cell, dt.datetime):
            self.assertEqual(values.parse_datetime(text), cell, place)
        elif isinstance(cell, dt.date):
            self.assertEqual(values.parse_date(text), cell, place)
        else:
            length, encoding = loss or (None, 'utf-8')
            wanted = '' if cell is None else str(cell)
            self.assertEqual(text, wanted.encode(encoding, 'replace').decode(encoding)[:length].strip(), place)

    def assert_sheet(self, sheet, first, rows, loss, place):
        """Compare the rows of a sheet from ``first`` on."""
        self.assertEqual(len(rows), len(sheet.rows) - first, place)
        owner = None
        for row, wanted in zip(rows, sheet.rows[first:], strict=True):
            owner = wanted.cells[0] or owner
            for index, cell in enumerate(wanted.cells):
                if place[0] == 'contact_info' and not index:
                    cell = owner  # the print names the counterparty in the first of its rows only
                self.assert_cell(cell, row.values.get(index, ''), loss, (*place, row.number, index))

    def test_every_list(self):
        for kind, (_title, columns, _records) in bas_files.LISTS.items():
            for language in bas_files.LANGUAGES:
                sheet = bas_files.make_list_sheet(self.firm, kind, language)
                for write, options, loss in (FORMATS if language == 'uk' else FORMATS[:1]):
                    place = (kind, language, write.__name__, options)
                    table, rows = self.save_and_read(sheet, write, options)
                    self.assertEqual((table.kind, table.source, table.header_rows), (kind, 'bas', (1,)), place)
                    self.assertEqual([column.field for column in table.columns], [column.field for column in columns], place)
                    self.assert_sheet(sheet, 1, rows, loss, place)
                    self.assert_remarks(table)

    def test_lists_as_trees(self):
        for kind in ('counterparty', 'item'):
            sheet = bas_files.make_list_sheet(self.firm, kind, grouped=True)
            records = sorted(bas_files.LISTS[kind][2](self.firm), key=lambda record: record.group)
            for write in WITH_GROUPS:
                table, rows = self.save_and_read(sheet, write, {})
                self.assertEqual([row.groups for row in rows], [record.group for record in records], write.__name__)
                self.assertEqual(table.groups, len(sheet.rows) - 1 - len(records))

    def test_reports_with_their_totals(self):
        for make, kind, fields in REPORTS:
            for language in bas_files.LANGUAGES:
                sheet = make(self.firm, language)
                has_total = isinstance(sheet.rows[-1].cells[-1], Decimal)
                for write, options, loss in FORMATS:
                    place = (kind, language, write.__name__, options)
                    table, rows = self.save_and_read(sheet, write, options)
                    self.assertEqual((table.kind, [column.field for column in table.columns]), (kind, fields), place)
                    if has_total:
                        total = sheet.rows.pop()
                        self.assertEqual(list(map(values.parse_number, table.totals.values())),
                                         [cell for cell in total.cells if isinstance(cell, Decimal)], place)
                    self.assert_sheet(sheet, table.header_rows[-1], rows, loss, place)
                    if has_total:
                        sheet.rows.append(total)

    def test_a_print_of_several_pages(self):
        """Each page has the heading again, of one row or two."""
        for make, kind, fields in REPORTS:
            for write, options, _loss in FORMATS:
                sheet = make(self.firm)
                _table, once = self.save_and_read(sheet, write, options)
                height = 1 if kind == 'contact_info' else 2
                first = next(index for index, row in enumerate(sheet.rows) if len([cell for cell in row.cells if cell]) > 2)
                table, rows = self.save_and_read(bas_files.break_pages(sheet, first, height), write, options)
                self.assertEqual((table.kind, [column.field for column in table.columns]), (kind, fields), write.__name__)
                self.assertEqual([row.values for row in rows], [row.values for row in once], write.__name__)

    def test_contacts_of_other_programs(self):
        for write, options, kind, source, fields in (
                (bas_files.write_google_csv, {}, 'contact', 'google', {'first_name', 'counterparty', 'phone', 'email'}),
                (bas_files.write_hubspot_csv, {}, 'contact', 'hubspot', {'guid', 'first_name', 'counterparty', 'phone'}),
                (bas_files.write_hubspot_companies_csv, {}, 'counterparty', 'hubspot', {'guid', 'name', 'phone', 'country'}),
                *((bas_files.write_vcards, {'version': version}, 'contact', 'other', {'name', 'phone', 'email', 'counterparty'})
                  for version in ('2.1', '3.0', '4.0'))):
            table, rows = self.save_and_read(self.firm, write, options)
            self.assertEqual((table.kind, table.source), (kind, source), write.__name__)
            self.assertLessEqual(fields, {column.field for column in table.columns}, write.__name__)
            self.assertEqual(len(rows), len(self.firm.contacts if kind == 'contact' else self.firm.counterparties))
            self.assert_remarks(table)

    @settings(max_examples=15, deadline=None)
    @given(st.data())
    def test_any_columns_in_any_order(self, data):
        kind, needed = data.draw(st.sampled_from([
            ('counterparty', {'name'}), ('contract', {'name', 'counterparty'}), ('event', {'subject', 'start'}),
            ('order', {'number', 'state', 'counterparty'})]))  # without its state an order looks like a goods issue
        columns = bas_files.LISTS[kind][1]
        fields = [column.field for column in columns if column.field]
        last = data.draw(st.integers(len(fields) * 2 // 3, len(fields)))
        chosen = [field for index, field in enumerate(data.draw(st.permutations(fields))) if index < last or field in needed]
        write, options, _loss = data.draw(st.sampled_from(FORMATS))
        table, rows = self.save_and_read(bas_files.make_list_sheet(self.firm, kind, 'uk', chosen), write, options)
        self.assertEqual((table.kind, [column.field for column in table.columns]), (kind, chosen))
        self.assertEqual(len(rows), len(bas_files.LISTS[kind][2](self.firm)))
