"""Files as other firms send them: prints and reports with all that surrounds a table, and what is no list at all."""
import io
import zipfile

from odoo.tests import tagged

from ...tools.source_files import read_file
from ..common_moving import MovingCase, make_source
from .common_sheets import SheetCase, change_zip, make_csv, make_xlsx, make_zip

FIRST, SECOND = ['ТОВ «Ромашка»', '32855961'], ['ФОП Коваль', '1759013776']


@tagged('post_install', '-at_install')
class TestStrangeFiles(SheetCase):

    def read_fields(self, rows, **options):
        """:return: tuple ``(kind, fields of the columns, rows as lists of texts)``"""
        table, found = self.read_table(make_xlsx(rows, **options))
        return table.kind, [column.field for column in table.columns], [
            [row.values.get(index, '') for index in range(len(table.columns))] for row in found]

    def test_parts_of_a_workbook_under_any_spelling(self):
        """BAS writes «xl/SharedStrings.xml»; some programs write backslashes."""
        content = make_xlsx([['Найменування', 'ЄДРПОУ'], FIRST])
        wanted = self.read_values(content)
        strings = []
        moved = change_zip(content, {'xl/sharedStrings.xml': strings.append})
        self.assertEqual(self.read_values(change_zip(moved, {
            'xl/SharedStrings.xml': lambda _data: strings[0]})), wanted)
        with io.BytesIO(content) as stream:
            names = change_names(stream, lambda name: name.replace('/', '\\'))
        self.assertEqual(self.read_values(names), wanted)

    def test_a_heading_of_two_rows_on_each_page(self):
        heading = [['Контрагент', 'Коди', None], [None, 'ЄДРПОУ', 'ІПН']]
        kind, fields, rows = self.read_fields([*heading, [*FIRST, None], *heading, [*SECOND, None]],
                                              merges=('A1:A2', 'B1:C1', 'A4:A5', 'B4:C4'))
        self.assertEqual((kind, fields), ('counterparty', ['name', 'edrpou', 'ipn']))
        self.assertEqual(rows, [[*FIRST, ''], [*SECOND, '']])

    def test_levels_without_merged_cells(self):
        rows = [['Валовий прибуток'], ['Менеджер', None, 'Кількість', 'Виручка'], ['Контрагент'], ['Номенклатура'],
                ['Бондар Іван', None, 3, 30], ['ТОВ «Ромашка»', None, 3, 30], ['Стіл', None, 1, 10], ['Лава', None, 2, 20]]
        kind, fields, found = self.read_fields(rows, levels=(0, 0, 0, 0, 0, 1, 2, 2))
        self.assertEqual((kind, fields), ('sale', ['item', '', 'quantity', 'amount', 'responsible', 'counterparty']))
        self.assertEqual(found, [['Стіл', '', '1', '10', 'Бондар Іван', 'ТОВ «Ромашка»'],
                                 ['Лава', '', '2', '20', 'Бондар Іван', 'ТОВ «Ромашка»']])

    def test_a_group_called_as_a_heading_is_a_group(self):
        table, found = self.read_table(make_xlsx([['Номенклатура', 'Артикул', 'Ціна'], ['Товар'], ['Стіл', 'А1', 5]],
            levels=(0, 0, 1)))
        self.assertEqual([(row.values[0], row.groups) for row in found], [('Стіл', ('Товар',))])
        self.assertEqual(table.groups, 1)

    def test_levels_below_columns_of_two_rows(self):
        rows = [['Задолженность покупателей'], ['Контрагент', 'Долг', None, 'В т.ч. просрочено', None],
                ['Договор', 'Всего', 'Не просрочено', 'до 15 дней', 'свыше 15 дней'],
                ['ТОВ «Ромашка»', 5, 3, 2, None], ['№ 1', 5, 3, 2, None], ['Итого', 5, 3, 2, None]]
        table, found = self.read_table(make_xlsx(rows, levels=(0, 0, 0, 0, 1), merges=('B2:C2', 'D2:E2')))
        self.assertEqual((table.kind, [column.field for column in table.columns]),
                         ('debt', ['contract', 'debt', '', '', '', 'counterparty']))
        self.assertEqual([(row.values[0], row.values[1], row.values[5]) for row in found], [('№ 1', '5', 'ТОВ «Ромашка»')])

    def test_totals_of_a_month_or_quarter_inside(self):
        for footer in ('Разом за січень 2025 р.', 'Итого за март 2025 г.', 'Всього за 2025 рік', 'Разом за IV квартал',
            'Всього по Опт'):
            rows = [['Місяць', 'Контрагент', 'Сума'], ['01.2025', 'А', '5'], [footer, '', '5'], ['02.2025', 'Б', '6'],
                ['Разом', '', '11']]
            table, found = self.read_table(make_csv(rows))
            self.assertEqual(([row.values[1] for row in found], table.totals), (['А', 'Б'], {2: '11'}), footer)

    def test_a_number_of_names_is_no_total(self):
        table, _rows = self.read_table(make_csv([['Контрагент', 'Борг', 'Менеджер'], ['А', '5', 'Ткач'], ['Разом', '5', '1']]))
        self.assertEqual(table.totals, {1: '5'})

    def test_a_total_above_the_heading(self):
        rows = [[None, 'Клієнтська база'], [None, 'Всього:', None, 2], [None, 'Назва підприємства', 'Телефон', 'Місто'],
                [None, 'ТОВ «Ромашка»', '067 1112233', 'Одеса']]
        kind, fields, _rows = self.read_fields(rows)
        self.assertEqual((kind, fields), ('counterparty', ['', 'name', 'phone', 'city']))

    def test_names_and_flags_under_one_heading(self):
        self.assertEqual(self.read_fields([['Покупець', 'ЄДРПОУ'], FIRST])[1], ['name', 'edrpou'])
        self.assertEqual(self.read_fields([['Рабочее наименование', 'Клиент', 'Поставщик', 'Основной менеджер'],
                                           ['ТОВ «Ромашка»', 'Да', 'Нет', 'Ткач']])[1],
                         ['name', 'is_customer', 'is_supplier', 'responsible'])

    def test_fields_of_fields(self):
        self.assertEqual(self.read_fields([
            ['Контрагент.Наименование', 'Контрагент.ЕГРПОУ', 'Контрагент.Группа'], [*FIRST, 'Опт']])[1],
                ['name', 'edrpou', 'group'])
        self.assertEqual(self.read_fields([
            ['Номенклатура.Наименование', 'Номенклатура.Артикул', 'Вид цен', 'Цена', 'Дата'],
            ['Стіл', 'А1', 'Оптова', 5, '01.01.2026']])[:2], ('price', ['item', 'article', 'pricelist', 'price', 'date']))

    def test_words_divided_between_lines(self):
        kind, fields, _rows = self.read_fields([['Наймену-\nвання', 'Код\nЄДРПОУ', 'Відпові-\nдальний'], [*FIRST, 'Ткач']])
        self.assertEqual((kind, fields), ('counterparty', ['name', 'edrpou', 'responsible']))

    def test_a_place_for_a_signature(self):
        table, found = self.read_table(make_csv([['Покупець', 'ЄДРПОУ'], FIRST, ['Директор ________ /Бойко І. П./', '']]))
        self.assertEqual(len(found), 1)
        self.assert_remarks(table, 'signature')

    def test_a_counterparty_merged_over_its_people(self):
        rows = [['Контрагент', 'ПІБ', 'Посада'], ['ТОВ «Ромашка»', 'Коваль Ірина', 'Бухгалтер'],
                [None, 'Мороз Петро', 'Директор'],
                ['ФОП Лис', 'Лис Анна', 'Менеджер']]
        self.assertEqual([row[0] for row in self.read_fields(rows, merges=('A2:A3',))[2]], ['ТОВ «Ромашка»'] * 2 + ['ФОП Лис'])

    def test_an_amount_merged_over_rows_is_not_repeated(self):
        rows = [['Номер', 'Дата', 'Покупець', 'Сума', 'Стан'], ['1', '01.01.2026', 'А', 5, 'Новий'],
            ['2', '02.01.2026', 'Б', None, 'Новий']]
        self.assertEqual([row[3] for row in self.read_fields(rows, merges=('D2:D3',))[2]], ['5', ''])

    def test_what_is_no_list_is_told(self):
        table, _rows = self.read_table(make_csv([['Акт звірки взаєморозрахунків', '', ''], ['Дата', 'Документ', 'Дебет'],
            ['12.03.26', '№ 5', '9']]))
        self.assertEqual(table.kind, '')
        self.assert_remarks(table, 'other_list')
        table, _rows = self.read_table(make_csv([['Рахунок', 'Дебет', 'Кредит'], ['361', '5', '6']]))
        self.assertEqual(table.kind, '')
        self.assert_remarks(table, 'unknown_list')
        for content in (b'MOXCEL\x00\x07', '\ufeff{"MOXCEL",{8,1}}'.encode()):
            self.refuse('mxl_binary', content)

    def test_web_pages(self):
        page = ('<html><head><meta charset=utf-8></head><body><table><tr><td colspan=2>Контрагенти</td></tr></table>'
                '<table><tr><th rowspan=2>Контрагент</th><th colspan=2>Коди</th></tr><tr><th>ЄДРПОУ</th><th>ІПН</th></tr>'
                '<tr><td>ТОВ&nbsp;«Ромашка»<br>Київ</td><td>32855961<td></tr></table></body></html>')
        table, found = self.read_table(page.encode())
        self.assertEqual((table.kind, table.format, [column.field for column in table.columns]),
                         ('counterparty', 'html', ['name', 'edrpou', 'ipn']))
        self.assertEqual([row.values for row in found], [{0: 'ТОВ\xa0«Ромашка»\nКиїв', 1: '32855961'}])
        self.refuse('not_a_list', b'<html><body><p>Nothing</p></body></html>')

    def test_clutter_in_folders_of_an_archive(self):
        content = make_zip({'Списки/__MACOSX/._list.csv': b'\0\5', 'Списки/._list.csv': b'\0\5', 'Списки/Thumbs.db': b'1',
                            'Списки/list.csv': make_csv([['Назва', 'ЄДРПОУ'], FIRST])})
        self.assertEqual([table.file for table in read_file('a.zip', io.BytesIO(content))], ['a.zip/Списки/list.csv'])


def change_names(stream, change):
    """:return: bytes of the archive with other names of its files"""
    with zipfile.ZipFile(stream) as archive:
        return make_zip({change(name): archive.read(name) for name in archive.namelist()})


@tagged('post_install', '-at_install')
class TestStrangeLists(MovingCase):

    def test_totals_as_text_are_shown(self):
        source = make_source(['Номенклатура', 'Ціна'], [['Стіл', '5']], kind='item')
        source.totals = {1: '1\xa0062,5'}
        read = source.read

        def read_with_total(table):
            yield from read(table)
            table.totals = {1: '1\xa0062,5'}

        source.read = read_with_total
        facts = self.make_session(source).get_assistant()['lists'][0]['facts']
        self.assertRegex('\n'.join(facts), r'Ціна 1\D062\D50')

    def test_empty_columns_of_a_print_are_not_shown(self):
        source = make_source(['', 'Покупець', 'Покупець', '', 'ЄДРПОУ', 'Примітка внутр.'], [['', 'ТОВ «Ромашка»', '', '',
            '32855961', '']])
        columns = self.make_session(source).get_assistant()['lists'][0]['columns']
        self.assertEqual([column['heading'] for column in columns], ['Покупець', 'ЄДРПОУ', 'Примітка внутр.'])

    def test_the_print_of_contact_data(self):
        """A cell of several lines: the data of the counterparty, or a name and the data of the person."""
        firm = self.make_partner(name='ТОВ «Ромашка»')
        rows = [['ТОВ «Ромашка»', 'office@romashka.example\n04071, м. Київ, вул. Верхній Вал, буд. 10\n+380 (44) 234-56-78',
            'Бойко'],
                ['ТОВ «Ромашка»', 'Ярема Ганна\n0502223344\nyarema@romashka.example', 'Бойко'],
                    ['ТОВ «Ромашка»', 'Лис Петро', 'Бойко']]
        source = make_source(['Контрагент', 'Контакт', 'Відповідальний'], rows)
        session = self.bring(source)
        self.assertEqual(source.kind, 'contact_info')
        self.assertNotIn('error', self.read_actions(session))
        self.assertEqual((firm.email, firm.phone, firm.city), ('office@romashka.example', '+380442345678', 'Київ'))
        self.assertEqual(firm.child_ids.sorted('name').mapped(lambda one: (one.name, one.phone or '', one.email or '')), [
            ('Лис Петро', '', ''), ('Ярема Ганна', '+380502223344', 'yarema@romashka.example')])
        session.action_undo()
        self.assertEqual((firm.email, firm.phone, firm.city, firm.child_ids.ids), (False, False, False, []))

    def test_a_register_of_documents_gives_orders(self):
        self.make_partner(name='ТОВ «Ромашка»')
        session = self.bring(make_source(['№ п/п', 'Документ', 'Контрагент', 'Сума', 'Вал.', 'Стан'], [
            ['1', 'Замовлення покупця МБ-12 від 12.03.2026 9:05:01', 'ТОВ «Ромашка»', '1 000', 'грн', 'В роботі']], kind='order'))
        self.assertEqual(self.read_actions(session), ['create'], session.row_ids.mapped('problem'))
        order = self.env['sale.order'].search([('name', '=', 'МБ-12')])
        self.assertEqual((str(order.date_order), order.amount_total), ('2026-03-12 07:05:01', 1000))

    def test_surnames_of_leads(self):
        session = self.bring(make_source(['Название лида', 'Имя', 'Фамилия', 'Рабочий телефон', 'Статус'], [
            ['Заявка з сайту', 'Олег', 'Мельник', '+380950000010', 'Новый']]))
        self.assertEqual(session.table_ids.kind, 'lead')
        lead = self.env['crm.lead'].search([('name', '=', 'Заявка з сайту')])
        self.assertEqual((lead.contact_name, lead.phone), ('Мельник Олег', '+380950000010'))

    def test_a_phone_and_an_email_on_one_line(self):
        self.bring(make_source(['Найменування', 'Контактная информация'], [['ТОВ «Лан»', '+380 50 300 10 00, lan@ut.example']]))
        firm = self.find('ТОВ «Лан»')
        self.assertEqual((firm.phone, firm.email), ('+380503001000', 'lan@ut.example'))

    def test_units_beside_numbers(self):
        session = self.make_session(make_source(['Номер', 'Дата', 'Виконавець', 'Вид робіт', 'Тривалість'], [
            ['1', '01.03.2026', self.head.name, 'Монтаж', '2,5 год']], kind='task'))
        session.action_check()
        self.assertNotIn('is not a number', session.row_ids.problem or '')

    def test_an_overwritten_cost_is_no_revaluation(self):
        """Beside the add-on of stock valuation, which notes each change of a cost."""
        headings = ['Номенклатура', 'Артикул', 'Собівартість']
        self.bring(make_source(headings, [['Стіл', 'А1', '50']], kind='item'))
        values = self.env['product.value'].sudo() if 'product.value' in self.env else None
        before = values.search_count([]) if values is not None else 0
        session = self.bring(make_source(headings, [['Стіл', 'А1', '70']], kind='item'), policy='overwrite')
        product = self.env['product.product'].search([('default_code', '=', 'А1')])
        self.assertEqual(product.standard_price, 70)
        session.action_undo()
        self.assertEqual(product.standard_price, 50)
        self.assertEqual(values.search_count([]) if values is not None else 0, before)
