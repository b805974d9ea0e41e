"""Whatever is dropped: a file is read, or refused with a reason in words; nothing else ever comes of it."""
import io
import random
import zipfile
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ...tools.source_files import FILE_PROBLEMS, REMARKS, VALUE_PROBLEMS, FileProblem, read_file
from ...tools.source_files import archive as archive_module
from ...tools.source_files import table as table_module
from ...tools.source_files import text as text_module
from .common_sheets import SheetCase, change_zip, make_csv, make_xls, make_xlsx, make_zip

ROWS = [['Назва', 'ЄДРПОУ', 'Телефон'], ['ТОВ «Ромашка»', '32855961', '0671234567'], ['ФОП Коваль', '1759013776', '0501112233']]
SHEET = 'xl/worksheets/sheet1.xml'
CARD = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Олена Коваль\r\nTEL:0671234567\r\nEND:VCARD\r\n'
MXL = ('<?xml version="1.0" encoding="UTF-8"?><document xmlns="http://v8.1c.ru/8.2/data/spreadsheet"><rowsItem><index>0</index>'
       '<row><c><c><v>Назва</v></c></c></row></rowsItem></document>')
ENTITIES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "так"><!ENTITY y SYSTEM "file:///etc/passwd">]>'


@tagged('post_install', '-at_install')
class TestFileBad(SheetCase):

    def test_what_is_no_list(self):
        ole = b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + b'\0' * 600
        for content, what in (
                (b'%PDF-1.7\n', 'PDF'), (b'\x89PNG\r\n\x1a\n', 'PNG'), (b'\xff\xd8\xff\xe0\0\x10JFIF', 'JPEG'),
                (b'Rar!\x1a\x07\0', 'RAR'),
                (b'7z\xbc\xaf\x27\x1c', '7z'), (b'<!DOCTYPE html><html><body>', 'HTML'), (b'<html><table>', 'HTML'),
                (b'{\\rtf1', 'RTF'), (bytes(range(256)) * 20, 'binary'), (ole + 'WordDocument'.encode('utf-16-le'), 'DOC'),
                (make_zip({'[Content_Types].xml': b'', 'word/document.xml': b''}), 'DOCX'),
                (make_zip({'mimetype': b'application/vnd.oasis.opendocument.text'}), 'text')):
            self.assertEqual(self.refuse('not_a_list', content).arguments, {'what': what})

    def test_what_must_be_saved_in_another_way(self):
        self.refuse('mxl_binary', b'MOXCEL\0\x07\0')
        self.refuse('xlsb', make_zip({'[Content_Types].xml': b'', 'xl/workbook.bin': b''}))
        self.assertEqual(self.refuse('unknown_xml', b'<?xml version="1.0"?><a:Rates xmlns:a="b"/>').arguments, {'root': 'Rates'})

    def test_empty_files(self):
        for content in (b'', b' \r\n\t', b'\xef\xbb\xbf', b'\0' * 50, '\ufeff\n'.encode('utf-16')):
            self.refuse('empty_file', content)
        self.refuse('archive_empty', make_zip({'папка/': b''}))
        self.refuse('archive_empty', b'PK\x05\x06' + b'\0' * 18)

    def test_a_password(self):
        ole = b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + b'\0' * 600
        self.refuse('password', ole + 'EncryptedPackage'.encode('utf-16-le'))
        self.refuse('password', make_zip({
            'mimetype': b'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': b'x',
            'META-INF/manifest.xml': b'<m:manifest xmlns:m="u"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'}))
        content = bytearray(make_zip({'a.csv': make_csv(ROWS)}))
        for position in (content.index(b'PK\x03\x04') + 6, content.index(b'PK\x01\x02') + 8):
            content[position] |= 1
        self.refuse('password', bytes(content))

    def test_entities_and_document_types(self):
        for root in ('<a>&x;</a>', '<document xmlns="http://v8.1c.ru/8.2/data/spreadsheet">&x;&y;</document>',
                     '<Message>&x;</Message>'):
            self.refuse('xml_entities', (ENTITIES + root).encode())
        for name in (SHEET, 'xl/workbook.xml', 'xl/sharedStrings.xml', 'xl/styles.xml', 'xl/_rels/workbook.xml.rels'):
            content = change_zip(make_xlsx(ROWS), {name: lambda data: ENTITIES.encode() + data[data.index(b'?>') + 2:]})
            self.refuse('xml_entities', content)
        self.refuse('xml_entities', (ENTITIES + MXL[38:]).encode('utf-16'))

    def test_bombs(self):
        zeros = b'0' * 20_000_000
        self.refuse('archive_ratio', make_zip({'a.csv': zeros}, compression=zipfile.ZIP_DEFLATED))
        self.refuse('archive_ratio', change_zip(make_xlsx(ROWS), {SHEET: lambda _data: zeros}))
        self.refuse('archive_entries', make_zip({f'{number}.csv': b'a' for number in range(2_001)}))
        deep = make_zip({'a.csv': make_csv(ROWS)})
        for number in range(3):
            deep = make_zip({f'{number}.zip': deep})
        self.refuse('archive_depth', deep)

    def test_archives_within_an_archive_count_together(self):
        """Each of them is within the bounds; all of them are not, and then nothing is read of any of them."""
        def make_inner(count):
            return make_zip({f'{number}.csv': make_csv(ROWS) for number in range(count)})

        with patch.object(archive_module, 'MAX_ENTRIES', 10):
            self.refuse('archive_entries', make_zip({'a.zip': make_inner(5), 'b.zip': make_inner(5)}))
            self.assertEqual(len(self.read_tables(make_zip({'a.zip': make_inner(4), 'b.zip': make_inner(4)}))), 8)
            problems = []
            with self.assertRaises(FileProblem) as caught:
                list(read_file('a.zip', io.BytesIO(make_zip({'a.zip': make_inner(5), 'b.zip': make_inner(5)})), problems))
            self.assertEqual((caught.exception.code, problems), ('archive_entries', []))
        size = len(make_csv(ROWS))
        with patch.object(archive_module, 'MAX_BYTES', len(make_inner(4)) * 2 + size * 7):
            self.refuse('archive_size', make_zip({'a.zip': make_inner(4), 'b.zip': make_inner(4)}))
            self.assertEqual(len(self.read_tables(make_zip({'a.zip': make_inner(4), 'b.zip': make_inner(3)}))), 7)

    def test_spreadsheets_in_an_archive_count_too(self):
        sheet = make_xlsx(ROWS * 50)
        with zipfile.ZipFile(io.BytesIO(sheet)) as archive:
            size, parts = sum(entry.file_size for entry in archive.infolist()), len(archive.infolist())
        with patch.object(archive_module, 'MAX_BYTES', 2 * (len(sheet) + size)):
            self.assertEqual(len(self.read_tables(make_zip({'a.xlsx': sheet, 'b.xlsx': sheet}))), 2)
            self.refuse('archive_size', make_zip({'a.xlsx': sheet, 'b.xlsx': sheet, 'c.xlsx': sheet}))
        files = make_zip({f'{number}.xlsx': sheet for number in range(4)})
        with patch.object(archive_module, 'MAX_ENTRIES', parts + 1):
            self.assertEqual(len(self.read_tables(files)), 4, 'the parts of a spreadsheet are no files of their own')

    def test_an_archive_that_promises_less_than_it_has(self):
        content = bytearray(make_zip({'a.csv': make_csv(ROWS * 100)}, compression=zipfile.ZIP_DEFLATED))
        for position in (content.index(b'PK\x03\x04') + 22, content.index(b'PK\x01\x02') + 24):
            content[position:position + 4] = (5).to_bytes(4, 'little')
        self.refuse('cut', bytes(content))

    def test_names_of_an_archive_are_no_paths(self):
        table, rows = self.read_table(make_zip({'../../etc/passwd': make_csv(ROWS)}))
        self.assertEqual((table.file, len(rows)), ('list/../../etc/passwd', 2))

    def test_formulas_are_texts(self):
        values = self.read_values(make_csv([ROWS[0], ['=HYPERLINK("http://a.example")', '+1+1', '@SUM(A1)']]))
        self.assertEqual(values, [['=HYPERLINK("http://a.example")', '+1+1', '@SUM(A1)']])

    def test_files_cut_in_half(self):
        text = make_csv([ROWS[0], *([f'"{name}"', code, phone] for name, code, phone in ROWS[1:] * 20)])
        for content in (make_xlsx(ROWS * 20), make_xls(ROWS * 20), make_zip({'a.csv': text}), MXL.encode(), CARD.encode() * 3):
            self.refuse('cut', content[:len(content) // 2 + 3])
        self.refuse('cut', text[:text.rindex('Кова'.encode()) + 4])
        table, _rows = self.read_table(make_csv(ROWS)[:-24])
        self.assert_remarks(table, 'maybe_cut')
        sheet = change_zip(make_xlsx(ROWS), {SHEET: lambda data: data[:-80]})
        self.refuse('cut', sheet)

    def test_a_long_cell(self):
        self.refuse('long_cell', make_csv([ROWS[0], ['а' * 40_000, '1', '2']]))
        self.refuse('long_cell', make_csv([ROWS[0], ['а' * 200_000, '1', '2']]))

    def test_sentences_have_their_arguments(self):
        arguments = {'format': 'xlsx', 'what': 'PDF', 'root': 'a', 'limit': 5, 'row': 3, 'text': 'т', 'count': 2}
        for codes in (FILE_PROBLEMS, REMARKS, VALUE_PROBLEMS):
            for code, sentence in codes.items():
                self.assertTrue((sentence % arguments).endswith(('.', 'т')), code)

    @settings(max_examples=150, deadline=None)
    @given(st.randoms(use_true_random=False))
    def test_any_damage_is_read_or_refused(self, chance):
        content = self.damage(chance, chance.choice(self.get_files()))
        try:
            with self.assertNoLogs('odoo.addons.bas_crm.tools.source_files', 'ERROR'):
                for table in read_file('list', io.BytesIO(content)):
                    for row in table.rows():
                        self.assertTrue(all(text and index < len(table.columns) for index, text in row.values.items()))
        except FileProblem as problem:
            self.assertIn(problem.code, FILE_PROBLEMS)

    def test_a_text_of_too_many_columns_is_refused_by_its_first_rows(self):
        wide = ';'.join(f'Колонка {number}' for number in range(5_000))
        with patch.object(text_module, '_scan', side_effect=ZeroDivisionError):  # which reads the whole file
            self.refuse('too_many_columns', f'{wide}\n{wide}\n'.encode())
        self.refuse('too_many_columns', f'Назва;ЄДРПОУ\nА;1\n{wide}\n'.encode())
        self.refuse('too_many_columns', ('Назва;ЄДРПОУ\n' + 'А;1\n' * 30_000 + wide + '\n').encode())
        self.refuse('too_many_columns', make_xlsx([['Назва', 'ЄДРПОУ'], ['А', '1'], wide.split(';')]))
        table, rows = self.read_table(f'Назва;ЄДРПОУ{";" * 5_000}\nА;1{";" * 5_000}\n'.encode())
        self.assertEqual((len(table.columns), len(rows)), (2, 1), 'empty columns do not count')

    def test_a_damage_that_nobody_has_thought_of_is_logged(self):
        content = make_csv(ROWS)
        with patch.object(text_module, 'make_table', side_effect=ZeroDivisionError), \
                self.assertLogs(table_module.__name__, 'ERROR'):
            self.refuse('broken', content)

    _files = None

    def get_files(self):
        """:return: list of files; those that are archives also as dictionaries of what is in them"""
        if not self._files:
            xlsx = make_xlsx(ROWS, levels=(0, 0, 1), merges=('A1:B1',))
            with zipfile.ZipFile(io.BytesIO(xlsx)) as archive:
                inside = {name: archive.read(name) for name in archive.namelist()}
            type(self)._files = [
                xlsx, inside, make_xls(ROWS), make_csv(ROWS, 'cp1251'), make_csv(ROWS, 'utf-16'), MXL.encode(), CARD.encode() * 2,
                make_zip({'a.csv': make_csv(ROWS), 'b.xls': make_xls(ROWS)})]
        return self._files

    def damage(self, chance: random.Random, content):
        if isinstance(content, dict):
            name = chance.choice(list(content))
            return make_zip({**content, name: self.damage(chance, content[name])})
        content = bytearray(content)
        if chance.random() < 0.3:
            return bytes(content[:chance.randrange(len(content))])
        for _time in range(chance.choice((1, 2, 5, 30))):
            content[chance.randrange(len(content))] = chance.choice((0, 255, chance.randrange(256)))
        if chance.random() < 0.2:
            del content[chance.randrange(len(content)):][:200]
        return bytes(content)
