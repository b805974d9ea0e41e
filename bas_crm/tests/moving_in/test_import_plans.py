from datetime import date, datetime

from odoo.tests import freeze_time, tagged

from ..common_moving import MovingCase, make_source

PLANS = ['Створений', 'Сценарій планування', 'Початок', 'Закінчення', 'Періодичність', 'Вимірювання', 'Сума', 'Валюта',
         'Відповідальний', 'Коментар', 'Номер', 'Автор']
ROWS = ['Сценарій планування', 'Початок', 'Закінчення', 'Періодичність', 'Вимірювання', 'Номенклатура', 'Кількість', 'Сума']
#: what an import of plans must give back to the last byte
TABLES = ('bas.sales.plan', 'bas.sales.plan.line', 'product.template', 'product.category', 'mail.message', 'mail.followers',
          'ir.sequence', 'ir.sequence.date_range')


@tagged('post_install', '-at_install')
@freeze_time('2025-03-10 08:00:00')
class TestImportPlans(MovingCase):
    """Sales plans: totals of plans, and their rows by items and categories."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.furniture = cls.env['product.category'].create({'name': 'Меблі'})
        cls.tables = cls.env['product.category'].create({'name': 'Столи', 'parent_id': cls.furniture.id})
        cls.table = cls.env['product.template'].create({'name': 'Стіл «Дуб»', 'default_code': 'ST-01'})
        cls.chair = cls.env['product.template'].create({'name': 'Стілець', 'default_code': 'CH-01'})

    def find_plans(self, name):
        return self.env['bas.sales.plan'].search([('name', '=like', f'{name}%')], order='id')

    def test_a_list_of_bas_has_the_totals_of_plans(self):
        session = self.bring(make_source(PLANS, [
            ['05.02.2024 10:00:00', 'Основний', '01.03.2024', '31.03.2024', 'Місяць', '', '100000.01', 'грн', self.own.name,
             'Весна 🌷', '000001', self.other.name],
            ['05.02.2024 10:00:00', 'Основний', '01.03.2024', '31.03.2024', 'Місяць', '', '50000.99', 'грн', self.other.name, '',
             '000001', self.other.name],
            ['05.02.2024', 'Основний', '01.01.2024', '31.12.2024', 'Місяць', '', '1200000', '', '', '', '000002', '']],
            kind='plan'))
        self.assertEqual(self.read_actions(session), ['create'] * 3, session.row_ids.mapped('problem'))
        month, year = self.find_plans('000001'), self.find_plans('000002')
        self.assertEqual((month.date_from, month.date_to, month.period, month.granularity, month.dimension, month.state),
                         (date(2024, 3, 1), date(2024, 3, 31), 'month', 'month', 'manager', 'draft'))
        self.assertEqual((month.amount_total, month.manager_ids, month.currency_id.name), (150001, self.own | self.other, 'UAH'))
        self.assertEqual((month.create_date, month.create_uid), (datetime(2024, 2, 5, 8), self.other))
        self.assertIn('Весна 🌷', month.note)
        self.assertIn('Основний', month.note)
        self.assertEqual((year.period, year.granularity, year.amount_total, year.line_ids.user_id.ids),
                         ('year', 'month', 1200000, []))
        self.assertFalse(month.message_ids)

    def test_rows_by_items_and_categories(self):
        session = self.bring(make_source(ROWS, [
            ['План А', '01.03.2024', '31.03.2024', 'Місяць', 'Номенклатура', 'Стіл «Дуб»', '3', '1000'],
            ['План А', '01.03.2024', '31.03.2024', 'Місяць', 'Номенклатура', 'CH-01', '7', '0.01'],
            ['План А', '01.04.2024', '30.04.2024', 'Місяць', 'Номенклатура', 'Стіл «Дуб»', '', '99999.99'],
            ['План Б', '01.03.2024', '15.03.2024', 'День', 'Категорія', 'Столи', '', '500.55'],
            ['План В', '01.03.2024', '', '', '', 'Меблі', '', '7.77']], kind='plan'))
        self.assertEqual(self.read_actions(session), ['create'] * 5, session.row_ids.mapped('problem'))
        march, april = self.find_plans('План А')
        self.assertEqual((march.amount_total, march.quantity_total, march.dimension), (1000.01, 10, 'product'))
        self.assertEqual(march.line_ids.mapped(lambda line: (line.product_tmpl_id, line.quantity, line.amount)),
                         [(self.table, 3, 1000), (self.chair, 7, .01)])
        self.assertEqual((april.date_from, april.amount_total), (date(2024, 4, 1), 99999.99))
        days, month = self.find_plans('План Б'), self.find_plans('План В')
        self.assertEqual((days.granularity, days.period, days.line_ids.categ_id, days.amount_total),
                         ('day', 'custom', self.tables, 500.55))
        self.assertEqual((month.dimension, month.line_ids.categ_id, month.date_to),
                         ('category', self.furniture, date(2024, 3, 31)))

    def test_items_of_the_same_import(self):
        session = self.bring(
            make_source(ROWS, [['План', '01.03.2024', '', '', '', 'Шафа', '', '10']], kind='plan'),
            make_source(['Найменування', 'Артикул', 'Ціна'], [['Шафа', 'SH-1', '100']], kind='item'))
        self.assertEqual(self.read_actions(session), ['create', 'create'], session.row_ids.mapped('problem'))
        self.assertEqual(self.find_plans('План').line_ids.product_tmpl_id.name, 'Шафа')

    def test_the_undo_leaves_nothing_and_takes_no_number_of_ours(self):
        before = self.read_tables(*TABLES)
        session = self.bring(make_source(ROWS, [
            ['План', '01.03.2024', '', '', '', 'Стіл «Дуб»', '2', '10'], ['План', '01.03.2024', '', '', '', 'Стілець', '', '20'],
            ['План', '01.03.2024', '', '', '', '', '', '20']], kind='plan'))
        self.assertEqual(self.read_actions(session), ['create'] * 3, session.row_ids.mapped('problem'))
        session.action_undo()
        self.assertEqual(set(session.change_ids.mapped('undo_state')), {'undone'}, session.change_ids.mapped('reason'))
        self.assertEqual(self.read_tables(*TABLES), before)

    def test_the_same_list_again_changes_nothing_and_another_one_updates(self):
        figures = [('Стіл «Дуб»', '10'), ('Стілець', '20')]
        rows = [['План', '01.03.2024', '', '', '', name, '', amount] for name, amount in figures]
        source = make_source(ROWS, rows, kind='plan')
        self.bring(source)
        before = self.read_tables(*TABLES)
        self.assertEqual(self.read_actions(self.bring(source)), ['unchanged', 'unchanged'])
        self.assertEqual(self.read_tables(*TABLES), before)
        rows[0][-1] = '15'
        session = self.bring(make_source(ROWS, rows, kind='plan'), policy='overwrite')
        self.assertEqual(self.read_actions(session), ['update', 'unchanged'])
        self.assertEqual((len(self.find_plans('План')), self.find_plans('План').amount_total), (1, 35))

    def test_a_row_twice_is_asked(self):
        row = ['План', '01.03.2024', '', '', '', 'Стіл «Дуб»', '']
        session = self.make_session(make_source(ROWS, [[*row, '10'], [*row, '20']], kind='plan'))
        session.action_check()
        self.assertEqual(self.read_actions(session), ['create', 'question'])
        self.answer(session, 'duplicate', 'skip')
        session.action_import()
        self.assertEqual(self.find_plans('План').amount_total, 10)

    def test_wrong_rows(self):
        session = self.bring(make_source(ROWS, [
            ['План', '01.01.1899', '', '', '', 'Стілець', '', '10'], ['План', '01.01.2999', '', '', '', 'Стілець', '', '10'],
            ['План', '', '', '', '', 'Стілець', '', '10'], ['План', '01.03.2024', '', '', '', 'Стілець', '', ''],
            ['План', '01.03.2024', '', '', '', 'Стілець', '', '-1'],
            ['План', '01.03.2024', '01.02.2024', '', '', 'Стілець', '', '1'],
        ], kind='plan'))
        self.assertEqual(self.read_actions(session), ['error'] * 6)

    def test_queries_do_not_grow_with_rows(self):
        items = self.env['product.template'].create([{'name': f'Товар {index}'} for index in range(60)])

        def bring(count, scenario):
            session = self.make_session(make_source(ROWS, [
                [scenario, '01.03.2024', '', '', '', item.name, '2', '10'] for item in items[:count]], kind='plan'))
            session.action_check()
            before = self.env.cr.sql_log_count
            session.action_import()
            self.assertEqual(set(self.read_actions(session)), {'create'})
            return self.env.cr.sql_log_count - before

        bring(2, 'А')
        few, many = bring(5, 'Б'), bring(45, 'В')
        self.assertLess((many - few) / 40, 3)
