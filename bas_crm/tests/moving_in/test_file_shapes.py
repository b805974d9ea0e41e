from odoo.tests import tagged

from .common_sheets import SheetCase, make_csv, make_xls, make_xlsx

HEADINGS = ['Представлення', 'ЄДРПОУ', 'Борг (+ нам, - ми)']
FIRST, SECOND = ['ТОВ «Ромашка»', '32855961', '-214 016,00'], ['ФОП Коваль', '1759013776', '10,50']


@tagged('post_install', '-at_install')
class TestFileShapes(SheetCase):

    def test_a_list_as_it_is(self):
        table, rows = self.read_table(make_csv([HEADINGS, FIRST, SECOND]), 'Список.csv')
        self.assertEqual((table.file, table.sheet, table.source, table.format, table.kind, table.header_rows),
                         ('Список.csv', '', 'bas', 'csv', 'counterparty', (1,)))
        self.assertEqual([column.samples for column in table.columns], [list(pair) for pair in zip(FIRST, SECOND, strict=True)])
        self.assertEqual([(row.number, row.values, row.groups) for row in rows],
                         [(2, dict(enumerate(FIRST)), ()), (3, dict(enumerate(SECOND)), ())])
        self.assert_remarks(table)

    def test_rows_can_be_read_twice(self):
        table, rows = self.read_table(make_csv([HEADINGS, FIRST, ['#N/A', '1', ''], ['Разом', '', '5']]))
        self.assertEqual(list(table.rows()), rows)
        self.assertEqual(table.totals, {2: '5'})
        self.assert_remarks(table, 'error_cell')

    def test_a_table_begins_anywhere(self):
        table, rows = self.read_table(make_xlsx([
            [None, 'Контрагенти'], [], [None, 'Період:', '01.01.2025 - 31.12.2025'], [], [None, None, *HEADINGS],
            [None, None, *FIRST]]))
        self.assertEqual((table.kind, table.header_rows, table.title),
                         ('counterparty', (5,), 'Контрагенти\nПеріод: 01.01.2025 - 31.12.2025'))
        self.assertEqual([(row.number, row.values) for row in rows], [(6, {2: FIRST[0], 3: FIRST[1], 4: FIRST[2]})])
        self.assertEqual([column.field for column in table.columns], ['', '', 'name', 'edrpou', 'debt'])

    def test_a_heading_of_two_merged_rows(self):
        rows = [['Взаєморозрахунки'], ['Контрагент', 'Борг контрагента', None, 'Наш борг'],
                [None, 'Початковий залишок', 'Кінцевий залишок', 'Кінцевий залишок'], ['ТОВ «Ромашка»', 5, 6.5, 0.1]]
        for content in (make_xlsx(rows, merges=('A2:A3', 'B2:C2')),
                        make_csv([[str(cell or '') for cell in row] for row in rows])):
            table, found = self.read_table(content)
            self.assertEqual(table.header_rows, (2, 3))
            self.assertEqual([(column.heading, column.field) for column in table.columns], [
                ('Контрагент', 'counterparty'), ('Борг контрагента / Початковий залишок', 'opening'),
                ('Борг контрагента / Кінцевий залишок', 'debt'), ('Наш борг / Кінцевий залишок', 'our_debt')])
            self.assertEqual([row.values for row in found], [{0: 'ТОВ «Ромашка»', 1: '5', 2: '6.5', 3: '0.1'}])

    def test_a_report_by_groups_has_their_headings_in_one_column(self):
        rows = [['Продажі'], ['Менеджер', None, 'Кількість', 'Сума'], ['Контрагент'], ['Номенклатура'],
                ['Бондар Іван', None, 3, 30], ['ТОВ «Ромашка»', None, 3, 30], ['Стіл', None, 1, 10], ['Стілець', None, 2, 20],
                ['Коваль Олена', None, 1, 5], ['ФОП Гнатюк', None, 1, 5], ['Стіл', None, 1, 5], ['Разом', None, 4, 35]]
        table, found = self.read_table(make_xlsx(rows, levels=(0, 0, 0, 0, 0, 1, 2, 2, 0, 1, 2), merges=(
            'A1:D1', 'A2:B2', 'A3:B3', 'A4:B4', 'C2:C4', 'D2:D4')))
        self.assertEqual((table.kind, table.header_rows, table.groups, table.totals), ('sale', (2, 3, 4), 4, {2: '4', 3: '35'}))
        fields = [column.field for column in table.columns]
        self.assertEqual(fields, ['item', '', 'quantity', 'amount', 'responsible', 'counterparty'])
        self.assertEqual([list(row.values.values()) for row in found], [
            ['Стіл', '1', '10', 'Бондар Іван', 'ТОВ «Ромашка»'], ['Стілець', '2', '20', 'Бондар Іван', 'ТОВ «Ромашка»'],
            ['Стіл', '1', '5', 'Коваль Олена', 'ФОП Гнатюк']])

    def test_groups_by_the_outline(self):
        rows = [HEADINGS, ['Покупці'], ['Київ'], FIRST, ['Львів'], SECOND, ['Постачальники'], ['ТОВ «Лісопилка»', '32129']]
        levels = (0, 0, 1, 2, 1, 2, 0, 1)
        for content in (make_xlsx(rows, levels=levels), make_xls(rows, levels=levels), make_xlsx(rows, indents=levels)):
            table, found = self.read_table(content)
            self.assertEqual([(row.values[0], row.groups) for row in found], [
                ('ТОВ «Ромашка»', ('Покупці', 'Київ')), ('ФОП Коваль', ('Покупці', 'Львів')),
                ('ТОВ «Лісопилка»', ('Постачальники',))])
            self.assertEqual(table.groups, 4)

    def test_groups_by_blanks_before_the_names(self):
        table, found = self.read_table(make_csv([HEADINGS, ['Покупці', '', ''], ['  ТОВ «Ромашка»', '1', '2'],
                                                 ['  ФОП Коваль', '1', '2'], ['ТОВ «Інші»', '', '']]))
        self.assertEqual([(row.values[0], row.groups) for row in found],
                         [('ТОВ «Ромашка»', ('Покупці',)), ('ФОП Коваль', ('Покупці',)), ('ТОВ «Інші»', ())])
        self.assertEqual(table.groups, 1)

    def test_a_blank_before_a_name_makes_no_group_of_the_row_above(self):
        table, found = self.read_table(make_csv([HEADINGS, FIRST, [' ФОП Коваль', '1', '2'], SECOND, FIRST, SECOND]))
        self.assertEqual((len(found), table.groups), (5, 0))

    def test_a_row_with_nothing_but_a_name_may_be_a_group(self):
        headings = [*HEADINGS, 'Телефон']
        rows = [headings, ['Покупці', '', '', ''], [*FIRST, ''], ['ТОВ «Без коду»', '', '', '']]
        table, found = self.read_table(make_csv(rows))
        self.assertEqual((len(found), table.groups), (3, 0))
        self.assert_remarks(table, 'only_name')
        self.assertEqual(table.remarks[0].row, 2)

    def test_totals_below_their_rows_are_no_groups_of_the_next(self):
        rows = [HEADINGS, FIRST, ['Усі з міста', None, 5], SECOND, FIRST]
        table, found = self.read_table(make_xlsx(rows, levels=(0, 1, 0, 1, 1)))
        self.assertEqual((len(found), table.groups), (4, 0))

    def test_footers_are_control_totals(self):
        for footer in ('Итого', 'Всього:', 'Разом', 'УСЬОГО', 'Итого по документам', 'Всього за період', 'Total'):
            table, found = self.read_table(make_csv([HEADINGS, FIRST, SECOND, [footer, '', '-214 005,50']]))
            self.assertEqual((len(found), table.totals), (2, {2: '-214 005,50'}), footer)

    def test_a_firm_called_like_a_total_is_a_row(self):
        for name in ('Разом з вами, ТОВ', 'ТОВ «Всього»', 'Підсумкова справа'):
            self.assertEqual(len(self.read_values(make_csv([HEADINGS, [name, '32855961', '5']]))), 1, name)

    def test_signatures_below_the_total_are_no_rows(self):
        rows = [HEADINGS, FIRST, ['Разом', '', '5'], ['Керівник', '', ''], ['', 'Бухгалтер', 'Іванова']]
        table, found = self.read_table(make_csv(rows))
        self.assertEqual(len(found), 1)
        self.assert_remarks(table, 'after_total', 'after_total')

    def test_short_rows_between_totals_are_rows(self):
        table, found = self.read_table(make_csv([HEADINGS, FIRST, ['Разом', '', '5'], ['ТОВ «Без коду»', '', ''], SECOND]))
        self.assertEqual([row.values[0] for row in found], ['ТОВ «Ромашка»', 'ТОВ «Без коду»', 'ФОП Коваль'])
        self.assert_remarks(table)

    def test_pages_of_a_print_repeat_the_headings(self):
        table, found = self.read_table(make_csv([HEADINGS, ['1', '2', '3'], FIRST, HEADINGS, SECOND]))
        self.assertEqual([row.values for row in found], [dict(enumerate(FIRST)), dict(enumerate(SECOND))])
        self.assert_remarks(table)

    def test_another_table_below_is_told(self):
        other = ['Дата', 'Номер', 'Стан', 'Покупець', 'Сума']
        table, found = self.read_table(make_csv([HEADINGS, FIRST, SECOND, other, ['01.02.2025', '1', 'Нове', 'ТОВ', '5']]))
        self.assertEqual(len(found), 2)
        self.assert_remarks(table, 'second_table')
        self.assertEqual(table.remarks[0].row, 4)

    def test_headings_without_rows(self):
        table, found = self.read_table(make_csv([HEADINGS]))
        self.assertEqual((table.kind, found), ('counterparty', []))
        self.assert_remarks(table, 'no_rows')

    def test_rows_without_headings(self):
        table, found = self.read_table(make_csv([FIRST, SECOND]))
        self.assertEqual((table.kind, table.header_rows, len(found)), ('counterparty', (), 2))
        self.assertEqual([column.field for column in table.columns], ['', 'edrpou', ''])
        self.assert_remarks(table, 'no_header')

    def test_unknown_headings(self):
        rows = [['Колір', 'Форма', 'Вага'], ['червоний', 'коло', '5'], ['синій', 'квадрат', '7']]
        table, found = self.read_table(make_csv(rows))
        self.assertEqual((table.kind, table.header_rows, [column.heading for column in table.columns], len(found)),
                         ('', (1,), ['Колір', 'Форма', 'Вага'], 2))

    def test_empty_sheets_are_left_out(self):
        tables = self.read_tables(make_xlsx([], [HEADINGS, FIRST], [[None, '']]))
        self.assertEqual([table.kind for table in tables], ['counterparty'])
        self.refuse('no_table', make_xlsx([]))

    def test_the_column_without_a_heading_is_the_block_of_the_card(self):
        table, _rows = self.read_table(make_xlsx([[*HEADINGS, ''], [*FIRST, 'ТОВ «Ромашка»\nІПН 328559610013\n044 234-56-78']]))
        self.assertEqual([(column.field, column.confidence) for column in table.columns][-1], ('details_block', 60))

    def test_error_cells_are_empty_with_a_remark(self):
        for error in ('#N/A', '#REF!', '#ССЫЛКА!', '#ЗНАЧ!', '#ДЕЛ/0!', '#Н/Д', '#DIV/0!', '#ПОСИЛАННЯ!'):
            table, found = self.read_table(make_csv([HEADINGS, ['ТОВ', error, '5']]))
            self.assertEqual(found[0].values, {0: 'ТОВ', 2: '5'}, error)
            self.assert_remarks(table, 'error_cell')
            self.assertEqual((table.remarks[0].row, table.remarks[0].column), (2, 1))
        self.assertEqual(self.read_values(make_csv([HEADINGS, ['#Хештег', '1', '']]))[0][0], '#Хештег')

    def test_an_account_that_became_a_day_is_told(self):
        table, found = self.read_table(make_csv([['Номер рахунку', 'Банк', 'МФО'], ['20.янв', 'АТ «Банк»', '300001']]))
        self.assertEqual(found[0].values[0], '20.янв')
        self.assert_remarks(table, 'eaten_account')
        table, found = self.read_table(make_xlsx([['Номер рахунку', 'Банк', 'МФО'], [(45677, 'd.mmm'), 'АТ «Банк»', 300001]]))
        self.assertEqual(found[0].values[0], '2025-01-20')
        self.assert_remarks(table, 'eaten_account')

    def test_a_cell_far_to_the_right_is_told(self):
        rows = [['Назва', 'ЄДРПОУ'], *([f'ТОВ {number}', '32855961'] for number in range(250)), ['ТОВ', '32855961', 'ще']]
        table, found = self.read_table(make_csv(rows))
        self.assertEqual(len(found), 251)
        self.assert_remarks(table, 'no_heading')

    def test_two_hundred_columns_and_no_more(self):
        headings = [*HEADINGS, *(f'Властивість {number}' for number in range(197))]
        table, found = self.read_table(make_csv([headings, [str(number) for number in range(200)]]))
        self.assertEqual((len(table.columns), len(found[0].values)), (200, 200))
        self.refuse('too_many_columns', make_csv([[*headings, 'Ще одна'], ['1'] * 201]))
