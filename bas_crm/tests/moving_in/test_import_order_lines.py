from odoo.tests import tagged

from ..common_moving import make_source
from .common_orders import LINES, ORDERS, QUIET, TABLES, OrderCase


@tagged('post_install', '-at_install')
class TestImportOrderLine(OrderCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.table = cls.env['product.template'].create({'name': 'Стіл', 'taxes_id': False, 'list_price': 7})
        cls.chair = cls.env['product.template'].create({'name': 'Стілець', 'taxes_id': False, 'default_code': 'СТ-1'})
        group = cls.env['account.tax.group'].create({
            'name': 'ПДВ', 'country_id': cls.env.ref('base.ua').id, 'company_id': cls.company.id})
        taxes = cls.env['account.tax'].create([
            {'tax_group_id': group.id, 'name': f'ПДВ {mode}', 'amount': 20, 'type_tax_use': 'sale',
             'price_include_override': mode,
             'country_id': cls.env.ref('base.ua').id, 'company_id': cls.company.id}
            for mode in ('tax_excluded', 'tax_included')])
        cls.added, cls.included = taxes

    def make_lines(self, *rows, headings=LINES):
        return make_source(headings, [list(row) + [''] * (len(headings) - len(row)) for row in rows], kind='order_line',
                           file='lines.xlsx')

    def read_lines(self, name):
        order = self.find_order(name)
        return [(line.product_id.name, line.product_uom_qty, line.price_unit, line.price_total) for line in order.order_line]

    TITLE = 'Замовлення покупця 12 від 05.02.2024 10:30:00'

    def test_lines_of_an_order_of_the_same_import(self):
        before = self.read_tables(*TABLES)
        mail = self.read_tables(*QUIET)
        orders = self.make_orders(('05.02.2024 10:30:00', '12', 'В роботі', 'ТОВ «Ромашка»', '2 500', ''))
        lines = self.make_lines(
            (self.TITLE, 'Стіл', '', '2', 'шт', '1 000', '', '2 000'), (self.TITLE, 'Стілець', '', '1', '', '500'))
        session = self.bring(lines, orders)
        self.assertEqual(self.read_actions(session), ['create'] * 3, self.read_problems(session))
        self.assertEqual(self.read_lines('12'), [('Стіл', 2, 1000, 2000), ('Стілець', 1, 500, 500)])
        self.assertEqual(self.find_order('12').amount_total, 2500)
        self.assertFalse(list(filter(None, session.row_ids.mapped('remark'))))
        self.assertEqual(self.read_tables(*QUIET), mail)
        again = self.bring(orders, lines)
        self.assertEqual(set(self.read_actions(again)), {'unchanged'})
        self.assertEqual(again.change_ids.filtered(lambda change: change.kind != 'linked').ids, [])
        session.action_undo()
        self.assertEqual(set(session.change_ids.mapped('undo_state')), {'undone'}, session.change_ids.mapped('reason'))
        self.assertEqual(self.read_tables(*TABLES), before)
        self.assertEqual(self.read_tables(*QUIET), mail)

    def test_lines_of_a_file_of_objects_name_their_order_by_its_guid(self):
        guid = '6f9619ff-8b86-d011-b42d-00cf4fc964ff'
        session = self.bring(
            self.make_lines((guid, '12', '05.02.2024', 'Стіл', '2', '100', f'{guid}:Запасы:1'), headings=[
                'Замовлення', 'Номер замовлення', 'Дата замовлення', 'Номенклатура', 'Кількість', 'Ціна', 'Посилання']),
            self.make_orders(('05.02.2024', '12', '', 'ТОВ «Ромашка»', '200', '', guid), headings=[*ORDERS, 'Посилання']))
        self.assertEqual(self.read_actions(session), ['create', 'create'], self.read_problems(session))
        self.assertEqual(self.read_lines('12'), [('Стіл', 2, 100, 200)])

    def test_lines_that_come_later_replace_the_whole_amount(self):
        for number, state in enumerate(('', 'В роботі', 'Скасовано'), 1):
            self.bring(self.make_orders(('05.02.2024', str(number), state, 'ТОВ «Ромашка»', '2 500', '')))
            order, before = self.find_order(str(number)), self.read_tables(*TABLES)
            title = f'Замовлення покупця {number} від 05.02.2024'
            session = self.bring(self.make_lines(
                (title, 'Стіл', '', '2', 'шт', '1 000'), (title, 'Стілець', '', '1', 'шт', '500')))
            self.assertEqual(self.read_actions(session), ['update', 'create'], self.read_problems(session))
            self.assertEqual(self.read_lines(str(number)), [('Стіл', 2, 1000, 2000), ('Стілець', 1, 500, 500)])
            self.assertEqual((order.amount_total, order.order_line[0].name), (2500, 'Стіл'))
            session.action_undo()
            self.assertEqual(set(session.change_ids.mapped('undo_state')), {'undone'}, session.change_ids.mapped('reason'))
            self.assertEqual(self.read_tables(*TABLES), before)

    def test_a_sum_that_differs_is_told(self):
        session = self.bring(
            self.make_orders(('05.02.2024 10:30:00', '12', '', 'ТОВ «Ромашка»', '2 000', '')),
            self.make_lines((self.TITLE, 'Стіл', '', '2', 'шт', '999'), (self.TITLE, 'Стілець', '', '1', 'шт', '1')))
        remarks = session.row_ids.sorted('id').mapped('remark')
        self.assertEqual([bool(remark) for remark in remarks], [False, False, True])
        self.assertIn('999,00', remarks[2])

    def test_prices_discounts_and_taxes_make_the_sums_of_the_file(self):
        rows = [(self.TITLE, 'Стіл', '', '2', 'шт', '100', '10', '180', '20%', '30', '180'),
                (self.TITLE, 'Стіл', '', '2', 'шт', '100', '', '200', '20%', '40', '240'),
                (self.TITLE, 'Стіл', '', '3', 'шт', '', '', '99,99', 'Без ПДВ', '', '99,99'),
                (self.TITLE, 'Стіл', '', '1', 'шт', '100', '', '90', '', '', '')]
        session = self.bring(
            self.make_orders(('05.02.2024 10:30:00', '12', '', 'ТОВ «Ромашка»', '609,99', '')), self.make_lines(*rows))
        lines = self.find_order('12').order_line
        self.assertEqual([line.tax_ids for line in lines], [self.included, self.added, self.added.browse(), self.added.browse()])
        self.assertEqual(lines.mapped('price_total'), [180, 240, 99.99, 90], self.read_problems(session))
        self.assertEqual(lines.mapped('discount'), [10, 0, 0, 10])
        self.assertFalse(list(filter(None, session.row_ids.mapped('remark'))))

    def test_a_rate_without_a_tax_keeps_the_total(self):
        session = self.bring(
            self.make_orders(('05.02.2024 10:30:00', '12', '', 'ТОВ «Ромашка»', '321', '')),
            self.make_lines((self.TITLE, 'Стіл', '', '1', 'шт', '100', '', '100', '7%', '7', '107'),
                            (self.TITLE, 'Стіл', '', '2', 'шт', '107', '', '214', '7%', '14', '214')))
        self.assertEqual(self.find_order('12').order_line.mapped('price_total'), [107, 214])
        self.assertIn('7', session.row_ids.sorted('id')[1].remark)

    def test_variants(self):
        colour = self.env['product.attribute'].create({'name': 'Колір', 'value_ids': [
            (0, 0, {'name': 'Білий'}), (0, 0, {'name': 'Чорний'})]})
        self.table.attribute_line_ids = [(0, 0, {'attribute_id': colour.id, 'value_ids': [(6, 0, colour.value_ids.ids)]})]
        white, black = self.table.product_variant_ids
        session = self.bring(
            self.make_orders(('05.02.2024 10:30:00', '12', '', 'ТОВ «Ромашка»', '300', '')),
            self.make_lines((self.TITLE, 'Стіл', 'чорний', '1', 'шт', '100'),
                            (self.TITLE, 'Стіл', 'Колір: Білий', '1', 'шт', '100'),
                            (self.TITLE, 'Стіл', 'Зелений', '1', 'шт', '100')))
        self.assertEqual(self.find_order('12').order_line.mapped('product_id.id'), [black.id, white.id])
        self.assertEqual(self.find_order('12').order_line[2].product_id, white)
        self.assertIn('Зелений', session.row_ids.sorted('id')[3].remark)

    def test_bad_rows(self):
        self.bring(self.make_orders(('05.02.2024', '12', '', 'ТОВ «Ромашка»', '100', '')))
        session = self.bring(self.make_lines(
            (self.TITLE, 'Стіл', '', '0', 'шт', '100'), (self.TITLE, 'Стіл', '', '-1', 'шт', '100'),
            (self.TITLE, 'Стіл', '', '1', 'шт', '-100'), (self.TITLE, 'Стіл', '', '1', 'шт', ''),
            ('Замовлення покупця 13 від 05.02.2024', 'Стіл', '', '1', 'шт', '100'), ('', 'Стіл', '', '1', 'шт', '100'),
            (self.TITLE, 'Стіл', '', '', 'шт', '100')))
        self.assertEqual(self.read_actions(session), ['error'] * 7, self.read_problems(session))
        self.assertEqual(self.find_order('12').amount_total, 100)

    def test_a_number_of_several_years_is_asked(self):
        self.bring(self.make_orders(('05.02.2024', '12', '', 'ТОВ «Ромашка»', '100', ''),
                                    ('05.02.2023', '12', '', 'ТОВ «Ромашка»', '200', '')))
        headings = ['№ замовлення', *LINES[1:]]
        session = self.bring(self.make_lines(('12', 'Стіл', '', '1', 'шт', '200'), headings=headings))
        self.assertEqual(self.read_actions(session), ['question'])
        order = self.find_order('12').filtered(lambda order: order.date_order.year == 2023)
        self.answer(session, 'reference', 'use', res_id=order.id)
        session.action_import()
        self.assertEqual(order.order_line.product_id.name, 'Стіл')
        both = self.bring(self.make_lines(
            ('12', '05.02.2024', 'Стілець', '1', '100'),
            headings=['№ замовлення', 'Дата замовлення', 'Номенклатура', 'Кількість', 'Ціна']))
        self.assertEqual(self.read_actions(both), ['update'], self.read_problems(both))

    def test_lines_of_an_order_that_failed_wait(self):
        session = self.bring(self.make_orders(('05.02.2024 10:30:00', '12', '', 'ТОВ «Ромашка»', '-1', '')),
                             self.make_lines((self.TITLE, 'Стіл', '', '1', 'шт', '100')))
        self.assertEqual(self.read_actions(session), ['error', 'error'])

    def test_an_order_with_an_invoice_keeps_all_its_lines(self):
        session = self.bring(
            self.make_orders(('05.02.2024 10:30:00', '12', 'В роботі', 'ТОВ «Ромашка»', '2 500', '')),
            self.make_lines((self.TITLE, 'Стіл', '', '2', 'шт', '1 000'), (self.TITLE, 'Стілець', '', '1', 'шт', '500')))
        order = self.find_order('12')
        self.table.invoice_policy, self.chair.invoice_policy = 'order', 'delivery'
        order._create_invoices()
        session.action_undo()
        self.assertEqual((order.state, order.amount_total), ('sale', 2500))

    def test_many_lines_take_few_queries(self):
        count = 300
        orders = [('05.02.2024', str(number), 'В работе', 'ТОВ «Ромашка»', '2 500', '') for number in range(100)]
        lines = [(f'Замовлення покупця {number} від 05.02.2024', item, '', '1', 'шт', '100', '', '100', '20%', '16,67', '100')
                 for number in range(100) for item in ('Стіл', 'Стілець', 'Стіл')]
        self.bring(self.make_orders(*orders))
        session = self.make_session(self.make_lines(*lines))
        self.assertLess(self.count_queries(session.action_check) / count, 1)
        self.assertLess(self.count_queries(session.action_import) / count, 3)
        self.assertEqual(self.find_order('7').order_line.mapped('price_total'), [100, 100, 100])
