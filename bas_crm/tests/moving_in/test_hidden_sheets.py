"""A sheet that is hidden in a workbook is told, and a person may choose it as well."""
import io

import xlwt
from bas_files import Sheet, write_ods, write_xml_2003

from odoo.tests import tagged

from ...tools.source_files import read_file
from ..common_moving import MovingCase
from .common_sheets import SheetCase, change_zip, make_xlsx, make_zip

FIRMS, OLD = [['Контрагент', 'ЄДРПОУ'], ['ТОВ «Ромашка»', '32855961']], [['Контрагент', 'ЄДРПОУ'], ['ТОВ «Стара»', '33333339']]


def hide_xlsx(state, name='Old', sheets=(FIRMS, OLD)):
    return change_zip(make_xlsx(*sheets), {'xl/workbook.xml': lambda data: data.replace(
        b'name="Sheet2"', f'name="{name}" state="{state}"'.encode())})


def hide_xls(visibility):
    book = xlwt.Workbook(encoding='utf-8')
    for name, rows in (('Firms', FIRMS), ('Old', OLD)):
        sheet = book.add_sheet(name)
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                sheet.write(row, column, text)
    sheet.visibility = visibility
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def hide_ods():
    """The style of the second sheet hides it, as LibreOffice does."""
    spaces = ' '.join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
                      for name in ('office', 'table', 'text', 'style'))
    sheets = ''.join(
        f'<table:table table:name="{name}" table:style-name="{style}">' + ''.join('<table:table-row>' + ''.join(
            f'<table:table-cell><text:p>{text}</text:p></table:table-cell>' for text in cells) + '</table:table-row>'
            for cells in rows) + '</table:table>' for name, style, rows in (('Firms', 'ta1', FIRMS), ('Old', 'ta2', OLD)))
    styles = ''.join(f'<style:style style:name="{name}" style:family="table"><style:table-properties table:display="{shown}"/>'
                     '</style:style>' for name, shown in (('ta1', 'true'), ('ta2', 'false')))
    return make_zip({
        'mimetype': b'application/vnd.oasis.opendocument.spreadsheet', 'META-INF/manifest.xml': b'<manifest/>',
        'content.xml': (f'<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>'
                        f'<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>'
                        '</office:document-content>').encode()})


@tagged('post_install', '-at_install')
class TestHiddenSheets(SheetCase):

    def test_every_format_tells_its_hidden_sheets(self):
        for content in (hide_xlsx('hidden'), hide_xlsx('veryHidden'), hide_xls(1), hide_xls(2), hide_ods()):
            tables = self.read_tables(content)
            rows = [list(table.rows()) for table in tables]
            self.assertEqual([(table.sheet, table.kind, table.is_hidden) for table in tables][1:], [
                ('Old', 'counterparty', True)])
            self.assertFalse(tables[0].is_hidden)
            self.assertEqual([found[0].values[0] for found in rows], ['ТОВ «Ромашка»', 'ТОВ «Стара»'])
            self.assertEqual([remark.code for remark in tables[0].remarks], [])
            self.assert_remarks(tables[1], 'hidden_sheet')

    def test_visible_sheets_of_every_format(self):
        sheet = Sheet('Firms')
        for cells in FIRMS:
            sheet.add(*cells)
        for write in (write_ods, write_xml_2003):
            stream = io.BytesIO()
            write(sheet, stream)
            self.assertEqual([table.is_hidden for table in read_file('list', stream)], [False])

    def test_what_is_wrong_with_a_hidden_sheet_stops_no_other(self):
        wide = [[f'Колонка {number}' for number in range(300)], ['1'] * 300]
        tables = self.read_tables(hide_xlsx('hidden', sheets=(FIRMS, wide)))
        self.assertEqual([len(list(table.rows())) for table in tables], [1, 0])
        self.assert_remarks(tables[1], 'hidden_sheet', 'hidden_broken')


@tagged('post_install', '-at_install')
class TestImportHiddenSheets(MovingCase):

    def test_a_hidden_sheet_is_chosen_by_a_person_only(self):
        def make():
            return self.make_session(*read_file('firms.xlsx', io.BytesIO(hide_xlsx('hidden', 'Archive'))))

        session = make()
        shown, hidden = session.get_assistant()['lists']
        self.assertEqual((shown['kind'], hidden['kind'], hidden['counts']['row']), ('counterparty', '', 1))
        self.assertIn('«Archive» is hidden', hidden['remark'])
        session.action_import()
        self.assertTrue(self.find('ТОВ «Ромашка»'))
        self.assertFalse(self.find('ТОВ «Стара»'))

        session = make()
        session.table_ids[1].kind = 'counterparty'
        session.action_import()
        self.assertTrue(self.find('ТОВ «Стара»'))
        self.assertFalse(make().table_ids[1].kind, 'a choice is made for each file anew')
