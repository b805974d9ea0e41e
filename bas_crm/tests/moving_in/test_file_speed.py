import io
import time
import tracemalloc
import zipfile

from odoo.tests import BaseCase, tagged

from ...tools.source_files import FileProblem, read_file
from .common_sheets import change_zip, make_xlsx

HEADINGS = ('Представлення', 'Юридична назва', 'ЄДРПОУ', 'Вид контрагента', 'Група', 'Створений', 'Борг (+ нам, - ми)', 'Телефон')
#: seconds of the processor on the slowest machine that runs the tests, and megabytes
SECONDS, MEGABYTES = 20, 40


def make_large_xlsx(count):
    """:return: BytesIO: a workbook of 8 columns, made without a library, which would take longer than to read it"""
    texts = ['Юридична особа', 'Покупці', '(067) 123-45-67', *(f'ТОВ «Ромашка {number}»' for number in range(1_000))]
    strings = ''.join(f'<si><t>{text}</t></si>' for text in (*texts, *HEADINGS))
    head = ''.join(f'<c r="{chr(65 + column)}1" t="s"><v>{len(texts) + column}</v></c>' for column in range(len(HEADINGS)))
    rows = ''.join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{3 + row % 1_000}</v></c><c r="B{row}" t="s"><v>{3 + row % 999}</v></c>'
        f'<c r="C{row}"><v>{10_000_000 + row}</v></c><c r="D{row}" t="s"><v>0</v></c><c r="E{row}" t="s"><v>1</v></c>'
        f'<c r="F{row}" s="1"><v>{45_000 + row % 900}</v></c><c r="G{row}"><v>{row}.5</v></c>'
        f'<c r="H{row}" t="s"><v>2</v></c></row>'
        for row in range(2, count + 2))
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return io.BytesIO(change_zip(make_xlsx([['а', (1, 'dd.mm.yyyy')]]), {
        'xl/sharedStrings.xml': lambda _data: f'<sst {space}>{strings}</sst>'.encode(),
        'xl/worksheets/sheet1.xml': lambda _data: (
            f'<worksheet {space}><sheetData><row r="1">{head}</row>{rows}</sheetData></worksheet>').encode()}))


def make_large_csv(count):
    rows = (f'ТОВ «Ромашка {row}»;Товариство;{10_000_000 + row};Юридична особа;Покупці;12.03.2025;{row},5;(067) 123-45-67'
            for row in range(count))
    return io.BytesIO('\r\n'.join([';'.join(HEADINGS), *rows, '']).encode('cp1251'))


@tagged('post_install', '-at_install')
class TestFileSpeed(BaseCase):

    def test_a_hundred_thousand_rows(self):
        for make in (make_large_xlsx, make_large_csv):
            stream = make(100_000)
            start = time.process_time()
            table, = read_file('list', stream)
            count = sum(row.values[3] == 'Юридична особа' for row in table.rows())
            self.assertLess(time.process_time() - start, SECONDS)
            self.assertEqual((table.kind, count), ('counterparty', 100_000))

    def test_memory_does_not_grow_with_the_rows(self):
        for make in (make_large_xlsx, make_large_csv):
            peaks = []
            for count in (2_000, 10_000):
                stream = make(count)
                tracemalloc.start()
                for table in read_file('list', stream):
                    for _row in table.rows():
                        pass
                peaks.append(tracemalloc.get_traced_memory()[1])
                tracemalloc.stop()
            self.assertLess(peaks[1], MEGABYTES * 1_000_000, peaks)
            self.assertLess(peaks[1] - peaks[0], 3_000_000, peaks)

    def test_no_more_than_three_hundred_thousand_rows(self):
        text = 'Назва;ЄДРПОУ\n' + 'А;1\n' * 300_001
        table, = read_file('list', io.BytesIO(text.encode()))
        count = 0
        with self.assertRaises(FileProblem) as caught:
            for _row in table.rows():
                count += 1
        self.assertEqual((caught.exception.code, count), ('too_many_rows', 300_000))

    def test_rows_that_are_alike_by_the_million(self):
        """A cell of LibreOffice can be repeated a million times in a few bytes."""
        space = 'xmlns:{0}="urn:oasis:names:tc:opendocument:xmlns:{0}:1.0"'
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, 'w') as archive:
            archive.writestr('mimetype', 'application/vnd.oasis.opendocument.spreadsheet')
            archive.writestr('META-INF/manifest.xml', '<manifest/>')
            archive.writestr('content.xml', (
                f'<d {space.format("table")} {space.format("text")}><table:table table:name="а">'
                '<table:table-row><table:table-cell><text:p>Назва</text:p></table:table-cell></table:table-row>'
                '<table:table-row table:number-rows-repeated="90000000"><table:table-cell><text:p>ТОВ</text:p></table:table-cell>'
                '</table:table-row></table:table></d>'))
        table, = read_file('list', stream)
        with self.assertRaises(FileProblem) as caught:
            for _row in table.rows():
                pass
        self.assertEqual(caught.exception.code, 'too_many_rows')
