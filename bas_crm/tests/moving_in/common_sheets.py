"""Small files of every kind of spreadsheet, written by the tests of reading."""
import io
import zipfile

import xlsxwriter
import xlwt

from odoo.tests import BaseCase

from ...tools.source_files import FileProblem, read_file

OPTIONS = {'in_memory': True, 'strings_to_formulas': False, 'strings_to_urls': False}


def make_csv(rows, encoding='utf-8', delimiter=';'):
    """:param rows: lists of texts, or one text with its lines"""
    text = rows if isinstance(rows, str) else ''.join(delimiter.join(row) + '\r\n' for row in rows)
    return text.encode(encoding)


def make_xlsx(*sheets, merges=(), levels=(), indents=()):
    """
    :param sheets: lists of rows, of which a cell is a text, a number, a tuple ``(number, format)`` or None
    :param merges: areas of the first sheet as ``'A1:B1'``
    :param levels: outline levels of the rows of the first sheet
    :param indents: of the first cells of the first sheet
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    value, code = cell if isinstance(cell, tuple) else (cell, None)
                    look = {'num_format': code} if code else {}
                    if sheet.index == 0 and not column and row < len(indents):
                        look['indent'] = indents[row]
                    if value is not None:
                        sheet.write(row, column, value, book.add_format(look) if look else None)
            if not sheet.index:
                for area in merges:
                    sheet.merge_range(area, '')
                    _write_again(sheet, rows, area)
                for row, level in enumerate(levels):
                    sheet.set_row(row, None, None, {'level': level})
    return stream.getvalue()


def _write_again(sheet, rows, area):
    row, column = xlsxwriter.utility.xl_cell_to_rowcol(area.partition(':')[0])
    sheet.write(row, column, rows[row][column])


def make_xls(rows, levels=()):
    book = xlwt.Workbook(encoding='utf-8')
    sheet = book.add_sheet('TDSheet')
    for row, cells in enumerate(rows):
        if row < len(levels):
            sheet.row(row).level = levels[row]
        for column, cell in enumerate(cells):
            if isinstance(cell, tuple):
                sheet.write(row, column, cell[0], xlwt.easyxf(num_format_str=cell[1]))
            elif cell is not None:
                sheet.write(row, column, cell)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def make_zip(files, **options):
    """:param dict files: name → bytes"""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, 'w', **options) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def change_zip(content, changes):
    """:param dict changes: name → function of the old bytes, or None for a file to leave out
    :return: bytes of the archive with these files changed"""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for name, change in changes.items():
        files[name] = change(files.get(name, b'')) if change else None
    return make_zip({name: data for name, data in files.items() if data is not None}, compression=zipfile.ZIP_DEFLATED)


class SheetCase(BaseCase):

    def read_tables(self, content, name='list'):
        return list(read_file(name, io.BytesIO(content)))

    def read_table(self, content, name='list'):
        """:return: tuple of the only table and its rows"""
        tables = self.read_tables(content, name)
        self.assertEqual(len(tables), 1)
        return tables[0], list(tables[0].rows())

    def read_values(self, content):
        """:return: list of the rows as lists of texts"""
        table, rows = self.read_table(content)
        return [[row.values.get(index, '') for index in range(len(table.columns))] for row in rows]

    def refuse(self, code, content, name='list'):
        """:return: the problem with which the file is refused"""
        with self.assertRaises(FileProblem, msg=f'{code} is expected') as caught:
            for table in read_file(name, io.BytesIO(content)):
                list(table.rows())
        self.assertEqual(caught.exception.code, code, caught.exception)
        return caught.exception

    def assert_remarks(self, table, *codes):
        self.assertEqual([remark.code for remark in table.remarks], list(codes), table.remarks)
