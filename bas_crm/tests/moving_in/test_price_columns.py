"""A price list with a column for each kind of price."""
import io

from bas_files import make_firm, make_price_sheet, write_csv, write_ods, write_xls, write_xlsx

from odoo.tests import tagged

from ...tools.source_files import read_file
from ..common_moving import MovingCase
from .common_sheets import SheetCase, make_csv, make_xlsx

HEADING = ['Номенклатура', 'Артикул', 'Од.', 'Роздрібна', 'Оптова', 'Дилерська, USD']
TABLE, BENCH = ['Стіл', 'СТ-1', 'шт', '1 000,00', '900,00', '25,50'], ['Лава', 'ЛВ-1', 'шт', '500,00', '', '12']


@tagged('post_install', '-at_install')
class TestPriceColumns(SheetCase):

    def read_prices(self, rows, **options):
        """:return: list of (item, kind of price, price, currency); None if there is no list of prices"""
        tables = {table.kind: table for table in self.read_tables(make_xlsx(rows, **options))}
        return self.list_prices(tables['price']) if 'price' in tables else None

    def list_prices(self, table):
        places = {column.field: index for index, column in enumerate(table.columns)}
        return [tuple(row.values.get(places.get(name, -1), '') for name in ('item', 'pricelist', 'price', 'currency'))
                for row in table.rows()]

    def test_each_column_is_a_kind_of_price(self):
        items, prices = self.read_tables(make_csv([HEADING, TABLE, BENCH]))
        self.assertEqual([column.field for column in items.columns], ['name', 'article', 'unit', 'price', '', ''])
        self.assertEqual([column.field for column in prices.columns], ['item', 'article', 'pricelist', 'price', 'currency'])
        self.assertEqual(self.list_prices(prices), [
            ('Стіл', 'Роздрібна', '1 000,00', ''), ('Стіл', 'Оптова', '900,00', ''), ('Стіл', 'Дилерська', '25,50', 'USD'),
            ('Лава', 'Роздрібна', '500,00', ''), ('Лава', 'Дилерська', '12', 'USD')])
        self.assert_remarks(prices, 'price_columns')
        list(items.rows())
        self.assert_remarks(items, 'prices_apart')

    def test_headings_of_two_rows(self):
        wanted = [('Стіл', 'Оптова', '9', ''), ('Стіл', 'VIP', '8', '')]
        below = [['Номенклатура', 'Оптова', 'VIP'], [None, 'Ціна', 'Ціна'], ['Стіл', 9, 8]]
        self.assertEqual(self.read_prices(below), wanted)
        above = [['Номенклатура', 'Ціни', None], [None, 'Оптова', 'VIP'], ['Стіл', 9, 8]]
        self.assertEqual(self.read_prices(above, merges=('A1:A2', 'B1:C1')), wanted)
        currencies = [['Номенклатура', 'Оптова', None, 'VIP', None], [None, 'Ціна', 'Валюта', 'Ціна', 'Валюта'],
                      ['Стіл', 9, 'грн', 8, 'USD']]
        self.assertEqual(self.read_prices(currencies, merges=('A1:A2', 'B1:C1', 'D1:E1')), [
            ('Стіл', 'Оптова', '9', 'грн'), ('Стіл', 'VIP', '8', 'USD')])

    def test_other_numbers_are_no_prices(self):
        rows = [['Прайс-лист'], ['Номенклатура', 'Артикул', 'Залишок', 'Ціна', 'Знижка, %', 'Вага, кг', 'Кількість в упаковці'],
                ['Стіл', 'А1', 3, 10, 5, 12, 4]]
        self.assertIsNone(self.read_prices(rows))
        self.assertIsNone(self.read_prices([['Найменування', 'Ціна', 'Ціна з ПДВ', 'Собівартість'], ['Стіл', 10, 12, 7]]))
        self.assertIsNone(self.read_prices([['Найменування', 'Артикул', 'Ціна роздрібна'], ['Стіл', 'А1', 10]]))
        self.assertIsNone(self.read_prices([
            ['Дата', 'Вид цін', 'Номенклатура', 'Ціна'], ['01.01.2026', 'Оптова', 'Стіл', 10]]) and None)

    def test_kinds_that_nobody_knows_in_a_list_called_so(self):
        rows = [['Прайс-лист на 01.11.2026, валюта: EUR'], ['Найменування', 'Артикул', 'Для своїх', 'Колонка 3'],
                ['Стіл', 'А1', 10, 11]]
        self.assertEqual(self.read_prices(rows), [('Стіл', 'Для своїх', '10', 'EUR'), ('Стіл', 'Колонка 3', '11', 'EUR')])
        self.assertIsNone(self.read_prices([['Найменування', 'Артикул', 'Для своїх', 'Колонка 3'], ['Стіл', 'А1', 10, 11]]))

    def test_groups_called_as_kinds_of_prices_are_groups(self):
        heading = [['Контрагент', 'Коди', None], [None, 'ЄДРПОУ', 'ІПН']]
        table, rows = self.read_table(make_xlsx(
            [*heading, ['Роздріб'], ['ТОВ «Ромашка»', '32855961', None], ['Опт'], ['ТОВ «Лан»', '33333339', None]],
            merges=('A1:A2', 'B1:C1'), levels=(0, 0, 0, 1, 0, 1)))
        self.assertEqual((table.header_rows, [row.groups for row in rows]), ((1, 2), [('Роздріб',), ('Опт',)]))

    def test_nouns_are_kinds_of_prices_beside_items(self):
        rows = [['Найменування', 'Артикул', 'Опт', 'Роздріб'], ['Стіл', 'А1', 9, 10]]
        self.assertEqual(self.read_prices(rows), [('Стіл', 'Опт', '9', ''), ('Стіл', 'Роздріб', '10', '')])

    def test_one_kind_in_two_currencies(self):
        rows = [['Найменування', 'Оптова ціна, грн', 'Оптова ціна, USD'], ['Стіл', 400, 10]]
        self.assertEqual(self.read_prices(rows), [
            ('Стіл', 'Оптова ціна, UAH', '400', 'UAH'), ('Стіл', 'Оптова ціна, USD', '10', 'USD')])

    def test_the_print_of_bas_in_every_format(self):
        firm = make_firm(11, items=12, prices=24)
        for write in (write_xlsx, write_xls, write_ods, write_csv):
            for levels in (True, False):
                with self.subTest(write=write.__name__, levels=levels):
                    stream = io.BytesIO()
                    write(make_price_sheet(firm, levels=levels, currencies={'Оптова': 'EUR'}), stream)
                    found = {table.kind: table for table in read_file('list', stream)}
                    self.assertEqual(
                        sorted((item, kind, float(price.replace('\xa0', '').replace(',', '.')), currency)
                               for item, kind, price, currency in self.list_prices(found['price'])),
                        sorted((price.item.name, price.pricelist, float(price.price),
                                'EUR' if price.pricelist == 'Оптова' else '') for price in firm.prices))


@tagged('post_install', '-at_install')
class TestImportPriceColumns(MovingCase):

    TABLES = ('product.template', 'product.product', 'product.category', 'product.pricelist', 'product.pricelist.item', 'uom.uom')

    def make_prices(self, *rows, heading=tuple(HEADING)):
        return self.make_session(*read_file('price.csv', io.BytesIO(make_csv([heading, *rows]))))

    def answer_all(self, session, answer):
        for question in session.question_ids:
            question.answer = answer

    def read_lines(self):
        return sorted((line.pricelist_id.name, line.pricelist_id.currency_id.name, line.product_tmpl_id.default_code,
                       line.fixed_price) for line in self.env['product.pricelist.item'].search([
                           ('product_tmpl_id.default_code', 'in', ('СТ-1', 'ЛВ-1'))]))

    def test_every_price_goes_into_its_own_price_list_and_back(self):
        self.env.ref('base.USD').active = True
        self.env['product.pricelist'].create({'name': 'Оптова', 'company_id': self.company.id})
        before = self.read_tables(*self.TABLES)
        session = self.make_prices(TABLE, BENCH)
        items, prices = session.get_assistant()['lists']
        self.assertEqual([(found['kind'], found['counts']['row']) for found in (items, prices)], [('item', 2), ('price', 5)])
        self.assertIn('Роздрібна, Оптова, Дилерська (USD)', prices['remark'])
        session.action_check()
        self.assertEqual(sorted(session.question_ids.mapped('value')), ['Дилерська', 'Роздрібна'])
        self.answer_all(session, 'create')
        session.action_import()
        self.assertEqual(self.read_actions(session), ['create'] * 7)
        self.assertEqual(self.read_lines(), [
            ('Дилерська', 'USD', 'ЛВ-1', 12), ('Дилерська', 'USD', 'СТ-1', 25.5), ('Оптова', 'UAH', 'СТ-1', 900),
            ('Роздрібна', 'UAH', 'ЛВ-1', 500), ('Роздрібна', 'UAH', 'СТ-1', 1000)])
        self.assertEqual(self.env['product.template'].search([('default_code', '=', 'СТ-1')]).list_price, 1000)
        again = self.make_prices(TABLE, BENCH)
        again.action_import()
        self.assertEqual(set(self.read_actions(again)), {'unchanged'})
        session.action_undo()
        self.assertEqual(self.read_tables(*self.TABLES), before)

    def test_a_price_list_of_the_name_in_another_currency(self):
        self.env.ref('base.USD').active = True
        self.env['product.pricelist'].create({'name': 'Дилерська', 'company_id': self.company.id})
        session = self.make_prices(['Стіл', 'СТ-1', 'шт', '', '', '25,50'])
        session.action_check()
        self.assertEqual(session.question_ids.mapped('value'), ['Дилерська, USD'])
        own = self.env['product.pricelist'].search([('name', '=', 'Дилерська')])
        session.question_ids.write({'answer': 'use', 'res_id': own.id})
        self.assertIn('USD', session.row_ids.filtered(lambda row: row.action == 'error').problem)
        session.question_ids.write({'answer': 'create'})
        session.action_import()
        self.assertEqual(self.read_lines(), [('Дилерська, USD', 'USD', 'СТ-1', 25.5)])

    def test_items_of_one_name_with_articles_of_their_own(self):
        session = self.make_prices(['Стіл', 'СТ-1', 'шт', '1', '2', ''], ['Стіл', 'ЛВ-1', 'шт', '3', '4', ''])
        session.action_check()
        self.answer_all(session, 'create')
        session.action_import()
        for question in session.question_ids.filtered(lambda one: not one.is_answered):
            question.answer = 'apart'
        session.action_import()
        self.assertEqual([line[2:] for line in self.read_lines()], [('ЛВ-1', 4), ('СТ-1', 2), ('ЛВ-1', 3), ('СТ-1', 1)])

    def test_corrected_errors_come_back_into_their_rows(self):
        session = self.make_prices(['Стіл', 'СТ-1', 'шт', 'дорого', '900', ''], BENCH)
        session.action_check()
        self.answer_all(session, 'create')
        rows = session.row_ids.filtered(lambda row: row.action == 'error')
        self.assertEqual(len(rows), 2)  # the price of the item itself, and that of the price list
        tables = list(read_file('errors.xlsx', io.BytesIO(session._write_errors(rows))))
        self.assertEqual(len(tables), 2, 'the columns of the list are as they were')
        self.assertTrue(all(map(session._is_corrections, tables)))
