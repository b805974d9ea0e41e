import io

from odoo.tests import tagged

from ...tools.source_files import read_file
from .common_sheets import SheetCase, change_zip, make_csv, make_xls, make_xlsx, make_zip

HEADINGS = ['Найменування', 'Код', 'Ціна', 'Створений']


@tagged('post_install', '-at_install')
class TestFileFormats(SheetCase):

    def test_cells_of_a_workbook(self):
        rows = [HEADINGS, ['Стіл', (32129, '00000000'), 10.1 + 0.2, (45728, 'dd.mm.yyyy')],
                ['Шафа', 32855961, (0.2, '0%'), (45728.5, 'dd.mm.yyyy hh:mm')], ['Лава', 380671234567, -214016, None],
                ['Полиця', '00032129', True, (0.25, 'hh:mm')]]
        for content in (make_xlsx(rows), make_xls(rows)):
            self.assertEqual(self.read_values(content), [
                ['Стіл', '00032129', '10.3', '2025-03-12'], ['Шафа', '32855961', '20%', '2025-03-12 12:00:00'],
                ['Лава', '380671234567', '-214016', ''], ['Полиця', '00032129', 'true', '06:00:00']])

    def test_a_number_of_too_many_digits_is_told(self):
        table, found = self.read_table(make_xlsx([HEADINGS, ['Стіл', 26003300003624999.0]]))
        self.assertEqual(found[0].values[1], '26003300003625000')
        self.assert_remarks(table, 'eaten_number')

    def test_days_of_a_workbook_of_a_mac(self):
        content = change_zip(make_xlsx([HEADINGS, ['Стіл', '1', '1', (44266, 'dd.mm.yyyy')]]), {
            'xl/workbook.xml': lambda data: data.replace(b'<workbookPr', b'<workbookPr date1904="1"')})
        self.assertEqual(self.read_values(content)[0][3], '2025-03-12')

    def test_other_writers_of_xlsx(self):
        """Without numbers of rows and cells, with a prefix, inline and rich texts, and without a table of texts."""
        ns = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
        sheet = (f'<x:worksheet xmlns:x="{ns}"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>Назва</x:t></x:is></x:c>'
                 '<x:c t="inlineStr"><x:is><x:r><x:t>ЄДР</x:t></x:r><x:r><x:t>ПОУ</x:t></x:r></x:is></x:c></x:row>'
                 '<x:row><x:c t="str"><x:f>A1</x:f><x:v>ТОВ_x000D_</x:v></x:c><x:c><x:v>3.2855961E7</x:v></x:c></x:row>'
                 '<x:row><x:c/><x:c s="99"><x:v>5</x:v></x:c><x:c t="s"><x:v>77</x:v></x:c></x:row></x:sheetData></x:worksheet>')
        content = change_zip(make_xlsx([['а']]), {
            'xl/worksheets/sheet1.xml': lambda _data: sheet.encode(), 'xl/sharedStrings.xml': None, 'xl/styles.xml': None})
        self.assertEqual(self.read_values(content), [['ТОВ', '32855961'], ['', '5']])

    def test_names_of_sheets(self):
        tables = self.read_tables(change_zip(make_xlsx([HEADINGS, ['Стіл', '1']], [HEADINGS, ['Шафа', '2']]), {
            'xl/workbook.xml': lambda data: data.replace(b'name="Sheet2"', 'name="Меблі"'.encode())}))
        self.assertEqual([table.sheet for table in tables], ['', 'Меблі'])

    def test_encodings_of_a_text(self):
        text = 'Назва;ЄДРПОУ\r\nТОВ «Їжак і ґава»;32855961\r\n'
        for encoding, name in (('utf-8', 'utf-8'), ('utf-8-sig', 'utf-8'), ('cp1251', 'cp1251'), ('utf-16', 'utf-16'),
                               ('utf-16-le', 'utf-16-le'), ('utf-16-be', 'utf-16-be')):
            table, found = self.read_table(make_csv(text, encoding))
            self.assertEqual(table.encoding, name)
            self.assertEqual([row.values for row in found], [{0: 'ТОВ «Їжак і ґава»', 1: '32855961'}], encoding)
            self.assert_remarks(table)

    def test_one_damaged_letter_does_not_change_the_encoding(self):
        text = ('Назва;ЄДРПОУ\n' + 'ТОВ «Ромашка»;32855961\n' * 30).encode().replace('Ром'.encode(), b'\xd0om', 1)
        table, found = self.read_table(text)
        self.assertEqual((table.encoding, found[1].values[0]), ('utf-8', 'ТОВ «Ромашка»'))
        self.assert_remarks(table, 'bad_letters')

    def test_delimiters_of_a_text(self):
        rows = [['Назва', 'ЄДРПОУ', 'Борг'], ['ТОВ А, Б', '32855961', '1,50'], ['ТОВ В', '32129', '2,75']]
        for delimiter in ';\t|':
            self.assertEqual(self.read_values(make_csv(rows, delimiter=delimiter)), rows[1:], delimiter)
        self.assertEqual(self.read_values(make_csv('Назва,ЄДРПОУ\n"ТОВ А, Б",32855961\n')), [['ТОВ А, Б', '32855961']])
        self.assertEqual(self.read_values(make_csv('sep=,\r\nНазва,ЄДРПОУ\r\nТОВ,1\r\n')), [['ТОВ', '1']])
        self.assertEqual(self.read_values(make_csv('Контрагент\nТОВ А\nТОВ Б\n')), [['ТОВ А'], ['ТОВ Б']])

    def test_lines_and_quotation_marks_in_cells(self):
        table, found = self.read_table(make_csv('Назва;Телефон\n"ТОВ ""Ромашка""";"067 1\n050 2"\n"ТОВ";1\n'))
        self.assertEqual([(row.number, row.values) for row in found],
                         [(2, {0: 'ТОВ "Ромашка"', 1: '067 1\n050 2'}), (3, {0: 'ТОВ', 1: '1'})])
        table, found = self.read_table(make_csv('Назва\tКод\n"Ромашка" ТОВ\t1\n"Ще\t2\nТОВ "А"\t3\n'))
        self.assertEqual([row.values[0] for row in found], ['"Ромашка" ТОВ', '"Ще', 'ТОВ "А"'])
        self.assert_remarks(table, 'free_quotes')

    def test_emoji_and_control_characters(self):
        values = self.read_values(make_csv('Назва;Телефон\nТОВ \x00🙂\x07;06\x0071234567\n'))
        self.assertEqual(values, [['ТОВ 🙂', '0671234567']])
        self.assertEqual(self.read_values(make_xlsx([HEADINGS, ['Стіл 🙂', 'а\x0bб']]))[0][:2], ['Стіл 🙂', 'аб'])

    def test_files_are_known_by_their_contents(self):
        rows = [HEADINGS, ['Стіл', '1', '2', '']]
        for content, found in ((make_xlsx(rows), 'xlsx'), (make_xls(rows), 'xls'), (make_csv(rows), 'csv')):
            self.assertEqual(self.read_tables(content, 'photo.png')[0].format, found)

    def test_an_archive_gives_the_lists_of_all_its_files(self):
        problems = []
        content = make_zip({'Меблі.xlsx': make_xlsx([HEADINGS, ['Стіл', '1']]), 'папка/': b'', '__MACOSX/a': b'x',
                            'папка/список.csv': make_csv([HEADINGS, ['Шафа', '2', '', '']]), 'фото.png': b'\x89PNG\r\n\x1a\n\0',
                            'ще.zip': make_zip({'а.csv': make_csv([HEADINGS, ['Лава', '3', '', '']])})})
        tables = [(table.file, [row.values[0] for row in table.rows()])
                  for table in read_file('архів.zip', io.BytesIO(content), problems)]
        self.assertEqual(tables, [('архів.zip/Меблі.xlsx', ['Стіл']), ('архів.zip/папка/список.csv', ['Шафа']),
                                  ('архів.zip/ще.zip/а.csv', ['Лава'])])
        self.assertEqual([(problem.file, problem.code) for problem in problems], [('архів.zip/фото.png', 'not_a_list')])
        self.refuse('not_a_list', content)

    def test_tables_outlive_the_reading_of_the_archive(self):
        tables = self.read_tables(make_zip({'а.csv': make_csv([HEADINGS, ['Лава', '3', '', '']]),
                                            'б.csv': make_csv([HEADINGS, ['Шафа', '4', '', '']])}))
        self.assertEqual([next(table.rows()).values[0] for table in tables], ['Лава', 'Шафа'])

    def test_names_of_files_by_windows(self):
        content = make_zip({'aaaa.csv': make_csv([HEADINGS, ['Лава', '3', '', '']])})
        content = content.replace(b'aaaa.csv', 'Цена.csv'.encode('cp866'))
        self.assertEqual(self.read_tables(content, 'а.zip')[0].file, 'а.zip/Цена.csv')

    def test_cards_of_an_address_book(self):
        cards = ('BEGIN:VCARD\r\nVERSION:3.0\r\nN:Коваль;Олена;Іванівна;;\r\nFN:Олена Коваль\r\nORG:ТОВ «Ромашка»;Відділ\r\n'
                 'TITLE:Директор\r\nTEL;TYPE=CELL:+380671234567\r\nTEL:(044) 234-56-78\r\nEMAIL:o@romashka.example\r\n'
                 'PHOTO;ENCODING=b;TYPE=JPEG:AAAA\r\n BBBB\r\nADR:;;вул. Верхній Вал, 10;Київ;;04071;Україна\r\nEND:VCARD\r\n'
                 'BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=93=D0=B0;;;;\r\n'
                 'TEL;CELL:0501112233\r\nEND:VCARD\r\nBEGIN:VCARD\r\nзламана\r\nEND:VCARD\r\n')
        table, rows = self.read_table(cards.encode())
        self.assertEqual((table.kind, table.format), ('contact', 'vcf'))
        found = [{table.columns[index].field: text for index, text in row.values.items()} for row in rows]
        self.assertEqual(found, [
            {'name': 'Олена Коваль', 'first_name': 'Олена', 'last_name': 'Коваль', 'middle_name': 'Іванівна',
             'counterparty': 'ТОВ «Ромашка»', 'position': 'Директор', 'phone': '+380671234567\n(044) 234-56-78',
             'email': 'o@romashka.example', 'address': '04071, Україна, Київ, вул. Верхній Вал, 10'},
            {'last_name': 'Га', 'phone': '0501112233'}])
        self.assert_remarks(table, 'bad_card')
        self.refuse('cut', cards[:-20].encode())

    def test_a_spreadsheet_of_libreoffice(self):
        spaces = ' '.join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
                          for name in ('office', 'table', 'text'))

        def cell(text, **attributes):
            return f'<table:table-cell {" ".join(attributes.values())}><text:p>{text}</text:p></table:table-cell>'

        number = 'office:value-type="float" office:value="32129"'
        rows = ''.join(f'<table:table-row{attributes}>{"".join(cells)}</table:table-row>' for attributes, cells in (
            ('', [cell(heading) for heading in HEADINGS]), (' table:number-rows-repeated="3"', ['<table:table-cell/>']),
            ('', [cell('Стіл<text:s text:c="2"/>дубовий'), cell('00032129', a=number),
                  cell('20 %', a='office:value-type="percentage" office:value="0.2"'),
                  cell('12.03.25', a='office:value-type="date" office:date-value="2025-03-12"')]),
            (' table:number-rows-repeated="2"', [cell('Шафа', a='table:number-columns-repeated="2"'),
             '<table:covered-table-cell><text:p>сховане</text:p></table:covered-table-cell>']),
            (' table:number-rows-repeated="1048000"', ['<table:table-cell table:number-columns-repeated="16384"/>'])))
        content = make_zip({
            'mimetype': b'application/vnd.oasis.opendocument.spreadsheet', 'META-INF/manifest.xml': b'<manifest/>',
            'content.xml': (f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="Меблі">'
                            f'{rows}</table:table></office:spreadsheet></office:body></office:document-content>').encode()})
        table, found = self.read_table(content)
        self.assertEqual((table.format, table.sheet), ('ods', 'Меблі'))
        self.assertEqual([(row.number, list(row.values.values())) for row in found], [
            (5, ['Стіл  дубовий', '00032129', '20%', '2025-03-12']), (6, ['Шафа', 'Шафа']), (7, ['Шафа', 'Шафа'])])

    def test_a_spreadsheet_document_of_bas(self):
        def cell(text, index='', style=1):
            return (f'<c>{index and f"<i>{index}</i>"}<c><f>{style}</f><tl><v8:item><v8:lang>ru</v8:lang><v8:content>{text}'
                    '</v8:content></v8:item></tl></c></c>')

        rows = [(0, cell('Найменування') + cell('Ціна', 2)), (1, cell('Меблі')), (2, cell('Стіл', style=2) + (
            '<c><i>2</i><c><f>1</f><v xsi:type="xs:decimal">12.5</v></c></c>')), (4, cell('Шафа', style=2) + cell('1 012,50', 2))]
        items = ''.join(f'<rowsItem><index>{index}</index><row>{cells}</row></rowsItem>' for index, cells in rows)
        table, found = self.read_table((
            '<?xml version="1.0" encoding="UTF-8"?><document xmlns="http://v8.1c.ru/8.2/data/spreadsheet" '
            'xmlns:v8="http://v8.1c.ru/8.1/data/core" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f'<columns><size>3</size></columns>{items}<format/><format><indent>1</indent></format></document>').encode())
        self.assertEqual((table.format, table.kind, table.groups), ('mxl', 'item', 1))
        self.assertEqual([(row.number, row.values, row.groups) for row in found], [
            (3, {0: 'Стіл', 2: '12.5'}, ('Меблі',)), (5, {0: 'Шафа', 2: '1 012,50'}, ('Меблі',))])
