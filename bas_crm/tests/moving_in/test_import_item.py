from odoo.tests import tagged

from ...models.moving_in.item_values import read_tax_rate
from ..common_moving import MovingCase, make_source

ITEMS = ['Найменування', 'Артикул', 'Од.вим', 'Ціна', '% ПДВ', 'Тип', 'Код']
PRICES = ['Вид цін', 'Номенклатура', 'Артикул', 'Ціна', 'Період']


@tagged('post_install', '-at_install')
class TestImportItem(MovingCase):
    """Items with their categories, units and taxes; prices by kinds of prices."""

    def find_item(self, name):
        return self.find(name, 'product.template')

    def test_a_list_of_bas(self):
        session = self.bring(make_source(ITEMS, [
            (['Стіл «Дуб»', 'ST-01', 'шт', '4800.00', '20%', 'Товар', '00001'], ('Меблі', 'Столи')),
            (['Доставка', '', 'год', '350', 'Без ПДВ', 'Послуга', '00002'], ()),
        ], kind='item'))
        self.assertEqual(self.read_actions(session), ['create', 'create'])
        table, delivery = self.find_item('Стіл «Дуб»'), self.find_item('Доставка')
        self.assertEqual((table.default_code, table.list_price, table.type), ('ST-01', 4800, 'consu'))
        self.assertEqual(table.categ_id.complete_name, 'Меблі / Столи')
        self.assertEqual(table.uom_id, self.env.ref('uom.product_uom_unit'))
        self.assertEqual((delivery.type, delivery.uom_id), ('service', self.env.ref('uom.product_uom_hour')))
        self.assertFalse(delivery.taxes_id.filtered('amount'))

    def test_the_same_list_again_changes_nothing(self):
        source = make_source(ITEMS, [(['Стіл', 'ST-01', 'шт', '4800', '', 'Товар', '00001'], ('Меблі',))], kind='item')
        self.bring(source)
        before = self.read_tables('product.template', 'product.product', 'product.category')
        session = self.bring(source)
        self.assertEqual(self.read_actions(session), ['unchanged'])
        self.assertEqual(self.read_tables('product.template', 'product.product', 'product.category'), before)

    def test_an_item_is_known_by_its_article_and_proposed_by_its_name(self):
        table = self.env['product.template'].create({'name': 'Стіл дубовий', 'default_code': 'ST-01', 'list_price': 1})
        chair = self.env['product.template'].create({'name': 'Стілець «Клен»'})
        session = self.make_session(make_source(ITEMS[:4], [
            ['Стіл «Дуб»', 'ST-01', '', '4800'], ['СТІЛЕЦЬ "КЛЕН"', '', '', '900']], kind='item'))
        session.action_check()
        self.assertEqual(self.read_actions(session), ['link', 'question'])
        self.answer(session, 'same', 'use', res_id=chair.id)
        session.action_import()
        self.assertEqual(self.find_item('Стіл дубовий'), table)
        self.assertEqual(self.env['product.template'].search_count([('name', '=ilike', 'стілец%')]), 1)

    def test_a_unit_nobody_knows_is_asked_once(self):
        session = self.make_session(make_source(ITEMS[:3], [['А', '', 'пал.'], ['Б', '', 'пал.']], kind='item'))
        session.action_check()
        self.assertEqual(self.read_actions(session), ['question', 'question'])
        self.answer(session, 'reference', 'create')
        session.action_import()
        self.assertEqual(self.find_item('А').uom_id.name, 'пал.')
        self.assertEqual(self.find_item('А').uom_id, self.find_item('Б').uom_id)

    def test_the_undo_of_items_and_prices(self):
        tables = ('product.template', 'product.product', 'product.category', 'product.pricelist',
                  'product.pricelist.item', 'uom.uom')
        before = self.read_tables(*tables)
        session = self.make_session(
            make_source(ITEMS, [(['Стіл', 'ST-01', 'шт', '4800', '20%', 'Товар', '00001'], ('Меблі', 'Столи'))], kind='item'),
            make_source(PRICES, [['Оптова', 'Стіл', '', '4500', '2025-01-01']], kind='price'))
        session.action_check()
        self.answer(session, 'reference', 'create')
        session.action_import()
        self.assertEqual(self.read_actions(session), ['create', 'create'])
        session.action_undo()
        self.assertEqual(self.read_tables(*tables), before)

    def test_prices_by_their_kinds(self):
        self.env['product.template'].create({'name': 'Стіл', 'default_code': 'ST-01', 'list_price': 5000})
        source = make_source(PRICES, [
            ['Оптова', 'Стіл', '', '4500.00', '2025-01-01'], ['Роздрібна', 'інша назва', 'ST-01', '5200.50', ''],
            ['Оптова', 'Стіл', '', '4600', '2025-06-01']], kind='price')
        wholesale = self.env['product.pricelist'].create({'name': 'Оптова', 'company_id': self.env.company.id})
        retail = self.env['product.pricelist'].create({'name': 'Роздрібна', 'company_id': self.env.company.id})
        session = self.bring(source)
        self.assertEqual(self.read_actions(session), ['create'] * 3)
        self.assertEqual(sorted(wholesale.item_ids.mapped('fixed_price')), [4500, 4600])
        self.assertEqual(retail.item_ids.mapped('fixed_price'), [5200.5])
        self.assertEqual(self.read_actions(self.bring(source)), ['unchanged'] * 3)

    def test_kinds_of_prices_are_not_mixed(self):
        self.env['product.template'].create({'name': 'Стіл'})
        session = self.make_session(make_source(PRICES, [['Оптова 2', 'Стіл', '', '4500', '']], kind='price'))
        session.action_check()
        self.answer(session, 'reference', 'empty')
        session.action_import()
        self.assertEqual(self.read_actions(session), ['error'])

    def test_a_price_list_that_nobody_has_chosen_yet(self):
        """It is not taken for the usual one, whose price of the same item would be the same record."""
        self.env['product.template'].create({'name': 'Стіл'})
        session = self.make_session(make_source(
            [*PRICES[:2], PRICES[3]], [['Нова ціна', 'Стіл', '4500'], ['', 'Стіл', '4600']], kind='price'))
        session.action_check()
        self.assertEqual(session.question_ids.mapped('question_type'), ['reference'])
        self.assertEqual(self.read_actions(session), ['question', 'create'])

    def test_prices_without_a_kind_go_into_the_usual_list(self):
        self.env['product.pricelist'].search([]).active = False
        self.env['product.template'].create({'name': 'Стіл'})
        session = self.bring(make_source(PRICES[1:4], [['Стіл', '', '4500']], kind='price'))
        self.assertEqual(self.read_actions(session), ['create'])
        line = self.env['product.pricelist.item'].search([('fixed_price', '=', 4500)])
        self.assertEqual(line.pricelist_id.company_id, self.env.company)

    def test_a_negative_price_is_an_error(self):
        items = self.bring(make_source(['Найменування', 'Артикул', 'Ціна', 'Собівартість'], [
            ['Стіл', 'А1', '-5', ''], ['Лава', 'А2', '5', '-1'], ['Шафа', 'А3', '0', '0']], kind='item'))
        self.assertEqual(self.read_actions(items), ['error', 'error', 'create'])
        self.assertIn('negative', items.row_ids[0].problem)
        prices = self.bring(make_source(PRICES, [['', 'Шафа', '', '-4500', '2025-01-01']], kind='price'))
        self.assertEqual(self.read_actions(prices), ['error'])
        self.assertFalse(self.find('Стіл', 'product.template') | self.find('Лава', 'product.template'))

    def test_groups_stand_under_their_parents(self):
        session = self.bring(make_source(['Група номенклатури', 'Батьківська група'], [
            ['Столи', 'Меблі'], ['Меблі', ''], ['Столи', 'Меблі']], kind='item_group'))
        self.assertNotIn('error', self.read_actions(session))
        self.assertEqual(self.env['product.category'].search_count([('complete_name', '=', 'Меблі / Столи')]), 1)
        self.assertEqual(self.env['product.category'].search_count([('name', '=', 'Меблі')]), 1)

    def test_a_parent_that_is_a_row_of_another_file_stands_where_that_one_says(self):
        """Of three files each tells one step: furniture in the house, tables in furniture, an item in tables."""
        groups = ['Група номенклатури', 'Батьківська група']
        session = self.bring(
            make_source(groups, [['Столи', 'Меблі']], kind='item_group'),
            make_source(groups, [['Меблі', 'Дім'], ['Дім', ''], ['Інше', 'Меблі'], ['Інше', 'Дім']], kind='item_group'),
            make_source(['Найменування', 'Група'], [['Стіл «Дуб»', 'Столи'], ['Гачок', 'Інше']], kind='item'))
        self.assertNotIn('error', self.read_actions(session))
        self.assertEqual(self.find_item('Стіл «Дуб»').categ_id.complete_name, 'Дім / Меблі / Столи')
        self.assertEqual(self.env['product.category'].search_count([('name', 'in', ('Дім', 'Меблі', 'Столи'))]), 3)
        # Two groups have this name, so that nobody knows which one is meant.
        self.assertEqual(self.find_item('Гачок').categ_id.complete_name, 'Інше')

    def test_references_of_groups_decide_between_groups_of_one_name(self):
        guids = [f'11111111-0000-0000-0000-00000000000{number}' for number in range(4)]
        groups = make_source(['Група номенклатури', 'Батьківська група', 'Посилання', 'Посилання на групу'], [
            ['Інше', 'Меблі', guids[0], guids[1]], ['Меблі', '', guids[1], ''], ['Інше', 'Фарби', guids[2], guids[3]],
            ['Фарби', '', guids[3], '']], kind='item_group')
        items = make_source(['Найменування', 'Група', 'Посилання на групу'], [
            ['Гачок', 'Інше', guids[0]], ['Ґрунт', 'Інше', guids[2]]], kind='item')
        for source in (groups, items):
            source.columns[-1].field = 'group_guid'
        session = self.bring(groups, items)
        self.assertLessEqual(set(self.read_actions(session)), {'create', 'unchanged'})
        self.assertEqual(self.find_item('Гачок').categ_id.complete_name, 'Меблі / Інше')
        self.assertEqual(self.find_item('Ґрунт').categ_id.complete_name, 'Фарби / Інше')

    def test_rates_of_vat(self):
        for text, rate in (('20%', 20), ('НДС20', 20), ('7 %', 7), ('14', 14), ('0%', 0), ('БезНДС', 0), ('Без ПДВ', 0),
                           ('не оподатковується', 0), ('20/120', 20), ('?', None), ('', None), ('2000', None)):
            self.assertEqual(read_tax_rate(text), rate, text)
