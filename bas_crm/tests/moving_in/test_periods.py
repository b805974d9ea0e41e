"""A report of sales without a column of months is of the period in its title."""
import io
from datetime import date

from bas_files import make_firm, make_sales_sheet, write_csv, write_ods, write_xls, write_xlsx

from odoo.tests import BaseCase, tagged

from ...tools.source_files import read_file
from ...tools.source_files.periods import find_period
from .common_sheets import make_csv
from .test_import_sales import SalesCase

NOVEMBER = date(2025, 11, 1), date(2025, 11, 30)
ROWS = [['Номенклатура', 'Контрагент', 'Кількість', 'Сума', 'Собівартість'],
        ['Стіл', 'ТОВ «Ромашка»', '2', '9600,00', '6000,00'], ['Стіл', 'ФОП Коваль', '1', '4800,00', '3000,00']]


@tagged('post_install', '-at_install')
class TestPeriods(BaseCase):

    def test_a_month(self):
        for text in ('Продажі за листопад 2025 р.', 'Продажи за ноябрь 2025 г.', 'Період: 01.11.2025 - 30.11.2025',
                     'Период: 01.11.2025 0:00:00 - 30.11.2025 23:59:59', 'з 01.11.2025 по 30.11.2025',
                     'Період: 01.11.25 - 30.11.25', 'з 1 листопада 2025 по 30 листопада 2025', 'Листопад 2025',
                     'продажі_листопад_2025', 'Продажі 2025-11',
                     'звіт 11.2025', 'Період: листопад 2025 р. Сформовано 05.12.2025'):
            self.assertEqual(find_period([text]), NOVEMBER, text)
        self.assertEqual(find_period(['Продажі за травень 2025']), (date(2025, 5, 1), date(2025, 5, 31)))
        self.assertEqual(find_period(['01.11.2025-15.11.2025']), (date(2025, 11, 1), date(2025, 11, 15)))
        self.assertEqual(find_period(['за 15.11.2025']), (date(2025, 11, 15), date(2025, 11, 15)))
        self.assertEqual(find_period(['Продажі', 'Лист1', 'листопад 2025']), NOVEMBER, 'the name of the file comes last')

    def test_longer_periods(self):
        for text, first, last in (
                ('за 4 квартал 2025', 10, 12), ('Продажі за IV квартал 2025 р.', 10, 12), ('за І квартал 2025 року', 1, 3),
                ('1 півріччя 2025', 1, 6), ('за 2 полугодие 2025 г.', 7, 12), ('9 місяців 2025', 1, 9), ('за 2025 рік', 1, 12),
                ('Период: Январь 2025 г. - Декабрь 2025 г.', 1, 12), ('січень-березень 2025', 1, 3),
                ('Період: 01.01.2025 - 31.03.2025', 1, 3)):
            begins, ends = find_period([text])
            self.assertEqual((begins.year, begins.day, begins.month, ends.month, ends.year), (2025, 1, first, last, 2025), text)

    def test_what_is_no_period(self):
        for text in ('', 'Продажі', 'Дата звіту: 31.10.2025', 'Сформовано 01.12.2025 о 10:00', 'від 05.11.2025',
                     'Накладна № 11-2025', 'export_20251130', 'Період: 32.11.2025 - 40.11.2025', 'за 13 місяців 2025'):
            self.assertIsNone(find_period([text]), text)


@tagged('post_install', '-at_install')
class TestImportOfAPeriod(SalesCase):

    def read_report(self, *title, name='report.csv', rows=tuple(ROWS)):
        return self.make_session(*read_file(name, io.BytesIO(make_csv([*([line] for line in title), *rows]))))

    def test_the_month_of_the_title(self):
        session = self.read_report('Продажі', 'Період: 01.11.2025 - 30.11.2025')
        table = session.get_assistant()['lists'][0]
        self.assertIn('the sales are of листопад 2025', table['facts'])
        self.assertFalse([hint for hint in table['hints'] if 'month' in hint and 'grouping' in hint])
        session.action_import()
        self.assertEqual(self.read_actions(session), ['create', 'create'])
        self.assertEqual([line[:2] for line in self.read_history()], [(date(2025, 11, 1), 'month')] * 2)

    def test_the_next_month_adds_and_the_same_one_changes_nothing(self):
        self.read_report('Продажі за листопад 2025 р.').action_import()
        december = self.read_report('Продажі за грудень 2025 р.')
        december.action_import()
        self.assertEqual(self.read_actions(december), ['create', 'create'])
        again = self.read_report('Продажі за листопад 2025 р.')
        again.action_import()
        self.assertEqual(self.read_actions(again), ['unchanged', 'unchanged'])
        december.action_undo()
        self.assertEqual({line[0] for line in self.read_history()}, {date(2025, 11, 1)})

    def test_the_name_of_the_file(self):
        self.read_report(name='Продажі листопад 2025.csv').action_import()
        self.assertEqual([line[0] for line in self.read_history()], [date(2025, 11, 1)] * 2)

    def test_a_single_day(self):
        self.read_report('Продажі за 15.11.2025').action_import()
        self.assertEqual([line[:2] for line in self.read_history()], [(date(2025, 11, 15), 'day')] * 2)

    def test_a_longer_period_is_told(self):
        session = self.read_report('Продажі за 4 квартал 2025')
        self.assertTrue([hint for hint in session.get_assistant()['lists'][0]['hints'] if 'grouping by month' in hint])
        session.action_import()
        self.assertEqual(self.read_actions(session), ['error', 'error'])
        self.assertIn('has no months of its own', session.row_ids[0].problem)
        self.assertNotIn('neither a day nor a month', session.row_ids[0].problem)

    def test_a_column_of_months_decides(self):
        rows = [['Місяць', *ROWS[0]], ['березень 2025 р.', *ROWS[1]], ['', *ROWS[2]]]
        session = self.read_report('Продажі за 2025 рік', rows=rows)
        session.action_import()
        self.assertEqual(self.read_actions(session), ['create', 'error'])
        self.assertEqual([line[0] for line in self.read_history()], [date(2025, 3, 1)])

    def test_a_month_after_the_move_is_refused(self):
        session = self.read_report('Продажі за січень 2026 р.')
        session.action_import()
        self.assertEqual(self.read_actions(session), ['error', 'error'])

    def test_the_report_of_one_month_in_every_format(self):
        firm = make_firm(5, counterparties=6, items=5, sales=40)
        month = firm.sales[0].month
        wanted = sum(sale.month == month for sale in firm.sales)
        for write in (write_xlsx, write_xls, write_ods, write_csv):
            for language in ('uk', 'ru'):
                with self.subTest(write=write.__name__, language=language):
                    stream = io.BytesIO()
                    write(make_sales_sheet(firm, language, month=month), stream)
                    session = self.make_session(*read_file('list', stream))
                    self.assertEqual((session.table_ids.kind, session.table_ids.period_begins, session.table_ids.read_count),
                                     ('sale', month, wanted))
