import json

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ...models.moving_in.reconciliation import SECTIONS
from ..common_moving import PARTNERS, make_source
from .common_orders import LINES, ORDERS, OrderCase

CUSTOMER = 'ТОВ «Ромашка»'


@tagged('post_install', '-at_install')
class TestReconciliationOrders(OrderCase):
    """Sums of orders by stage and currency: as the file calls them, and as they are here. All figures are added up by hand."""

    def read_orders(self, session):
        """:return: dict: name of a line → (orders and sum of the file, orders and sum here, difference, mood)"""
        return {line['name']: self.read_line(line) for line in self.find_lines(session)}

    def find_lines(self, session):
        return next((section['lines'] for section in session.get_reconciliation()['sections'] if section['key'] == 'orders'), [])

    def read_line(self, line):
        return (*(line['cells'][name] for name in ('file_count', 'file', 'count', 'ours', 'difference')), line['mood'])

    def make_dollars(self):
        usd = self.env.ref('base.USD')
        usd.active = True
        usd.rate_ids.unlink()
        self.env['res.currency.rate'].create({
            'currency_id': usd.id, 'name': '2024-01-01', 'inverse_company_rate': 40, 'company_id': self.company.id})

    def test_stages_currencies_and_sums(self):
        self.make_dollars()
        session = self.bring(
            self.make_orders(
                ('05.02.2024', '1', 'В роботі', CUSTOMER, '1 000,50', 'грн'),
                ('06.02.2024', '2', 'В роботі', CUSTOMER, '99,50', 'грн'),
                ('07.02.2024', '3', 'Завершен', CUSTOMER, 'багато', 'грн'),
                ('08.02.2024', '4', 'Завершен', CUSTOMER, '250', 'USD'),
                ('09.02.2024', '5', '', CUSTOMER, '10', '')),
            self.make_orders(('05.02.2024', 'Н-1', 'Виконано', CUSTOMER, '700', 'грн', '05.02.2024 09:00', '05.02.2024 18:00'),
                             headings=[*ORDERS, 'Старт', 'Фініш'], kind='work_order'))
        self.assertEqual(set(session.row_ids.mapped('action')) - {'error'}, {'create'}, self.read_problems(session))
        stages = {number: self.find_order(number).stage_id.display_name for number in ('1', '4', '5', 'Н-1')}
        self.assertEqual(self.read_orders(session), {
            f"В роботі · грн → {stages['1']} · UAH": (2, 1100, 2, 1100, 0, 'ok'),
            f"Завершен · USD → {stages['4']} · USD": (1, 250, 1, 250, 0, 'ok'),
            'Завершен · грн': (1, 0, 0, 0, 0, 'wrong'),
            f"— · — → {stages['5']} · UAH": (1, 10, 1, 10, 0, 'ok'),
            f"Виконано · грн → {stages['Н-1']} · UAH": (1, 700, 1, 700, 0, 'ok')})

    def test_the_lines_of_an_order_do_not_make_its_sum(self):
        self.env['product.template'].create({'name': 'Стіл', 'taxes_id': False})
        session = self.bring(
            self.make_orders(('05.02.2024', '1', 'В роботі', CUSTOMER, '500', 'грн')),
            make_source(LINES, [['1', 'Стіл', '', '2', 'шт', '240', '', '480', 'Без ПДВ', '', '480']], kind='order_line'))
        line, = self.read_orders(session).values()
        self.assertEqual(line, (1, 500, 1, 480, -20, 'wrong'))

    def test_what_is_skipped_deleted_or_changed_by_a_person(self):
        session = self.bring(self.make_orders(
            ('05.02.2024', '1', 'Чекає', CUSTOMER, '100', 'грн'), ('05.02.2024', '2', 'Завершен', CUSTOMER, '200', 'грн'),
            ('05.02.2024', '3', 'Відкрито', CUSTOMER, '300', 'грн')))
        self.answer(session, 'reference', 'skip')
        self.find_order('3').unlink()
        self.find_order('2').order_line.price_unit = 230
        found = self.read_orders(session)
        self.assertEqual(found.pop('Чекає · грн'), (1, 100, 0, 0, -100, 'explained'))
        self.assertEqual(found.pop('Відкрито · грн'), (1, 300, 0, 0, -300, 'wrong'))
        self.assertEqual(list(found.values()), [(1, 200, 1, 230, 30, 'wrong')])

    def test_an_order_that_is_in_the_files_twice_is_counted_once(self):
        row = ('05.02.2024', '1', 'В роботі', CUSTOMER, '100', 'грн')
        session = self.bring(self.make_orders(row, ('05.02.2024', '2', 'В роботі', CUSTOMER, '50', 'грн'), row))
        self.assertEqual(self.read_actions(session), ['create', 'create', 'link'])
        self.assertEqual(sorted(map(self.read_line, self.find_lines(session))), [
            (1, 100, 0, 0, -100, 'explained'), (2, 150, 2, 150, 0, 'ok')])
        self.assertTrue(session.get_reconciliation()['is_green'])

    def test_a_list_without_sums_and_currencies(self):
        session = self.bring(self.make_orders(
            ('05.02.2024', '1', 'В роботі', CUSTOMER), ('06.02.2024', '2', 'В роботі', CUSTOMER), headings=ORDERS[:4]))
        line, = self.read_orders(session).values()
        self.assertEqual(line, (2, False, 2, 0, False, 'ok'))


@tagged('post_install', '-at_install')
class TestFiguresOfAnImport(OrderCase):
    """A figure opens what it counts by its name: no list of ids goes to the browser, and strangers find nothing by it."""

    def bring_all(self):
        return self.bring(
            make_source(PARTNERS, [['ТОВ «Ромашка»', '', '', '', '1'], ['ТОВ «Обрій»', '', '', '', '2']], kind='counterparty'),
            self.make_orders(('05.02.2024', '1', 'В роботі', 'ТОВ «Обрій»', '100', 'грн')))

    def test_records_of_a_list(self):
        session = self.bring_all()
        for question in session.question_ids:
            question.answer = 'use'
        session.action_import()
        for table in session.table_ids:
            action = table.action_open_records()
            self.assertLess(len(json.dumps(action['domain'])), 100)
            found = self.env[action['res_model']].with_user(self.head).with_context(**action['context']).search(action['domain'])
            self.assertEqual(set(found.ids), set(table.row_ids.mapped('res_id')) - {0})
            self.assertTrue(found)

    def test_every_kind_of_list_can_be_opened(self):
        for kind in self.env['bas.import.kind']._get_all():
            self.assertIn('bas_import_figure', self.env[kind._target]._fields, kind._target)

    def test_figures_with_many_records(self):
        session = self.bring_all()
        for section in session.get_reconciliation()['sections']:
            for line in section['lines']:
                for column in filter(lambda one: one['opens'], section['columns']):
                    action = session.action_open_figure(section['key'], line['key'], column['name'])
                    self.assertLess(len(json.dumps(action['domain'])), 200, action['domain'])

    def bring_many(self, count):
        partners = [[f'ТОВ «Фірма {number}»', str(number), str(number)] for number in range(1, count + 1)]
        orders = [('05.02.2024', f'{count}-{number}', 'В роботі', f'ТОВ «Фірма {number}»', '100', 'грн')
                  for number in range(1, count + 1)]
        return self.bring(
            make_source(['Найменування', 'Борг (+ нам, - ми)', 'Код'], partners, kind='counterparty'), self.make_orders(*orders))

    def open_figure(self, session, section, key, column):
        """:return: records that the figure opens, as the list finds them; queries of the search and of the count"""
        action = session.action_open_figure(section, key, column)
        records = self.env[action['res_model']].with_user(self.head).with_context(**action['context'])
        found = records.search(action['domain'])
        return found, self.count_queries(
            lambda: (records.search(action['domain'], limit=1), records.search_count(action['domain'])))

    def test_a_figure_finds_its_records_without_reading_all_rows_again(self):
        """A list asks for its records with every page: neither the sections are computed then, nor do the queries grow."""
        few, many = self.bring_many(2), self.bring_many(20)
        taken = {}
        for session, count in ((few, 2), (many, 20)):
            for section in session.get_reconciliation()['sections']:
                for column in filter(lambda one: one['opens'], section['columns']):
                    line = section['lines'][0]
                    found, queries = self.open_figure(session, section['key'], line['key'], column['name'])
                    taken.setdefault((section['key'], column['name'], found._name), []).append(queries)
                    if (section['key'], column['name']) in (('orders', 'file'), ('orders', 'ours'), ('debts', 'ours')):
                        self.assertEqual(len(found), count, (section['key'], column['name']))
        self.assertGreater(len(taken), 10)
        for figure, (of_few, of_many) in taken.items():
            self.assertLessEqual(of_many, of_few, figure)

    def test_a_figure_computes_its_own_section_only(self):
        session, called = self.bring_many(2), []
        lines = {section['key']: (section['lines'][0]['key'], next(one['name'] for one in section['columns'] if one['opens']))
                 for section in session.get_reconciliation()['sections']}
        for key, method in SECTIONS.items():
            compute = getattr(self.env.registry['bas.import'], method)
            self.patch(self.env.registry['bas.import'], method,
                       lambda record, key=key, compute=compute: called.append(key) or compute(record))
        for section, (key, column) in lines.items():
            called.clear()
            action = session.action_open_figure(section, key, column)
            self.assertEqual(called, [section])
            self.env[action['res_model']].with_user(self.head).search_count(action['domain'])
            self.assertEqual(called, [section])

    def test_an_order_of_two_lines_is_found_in_its_line_only(self):
        """The figure of a line opens the rows and the orders that the line counts, and those of no other line."""
        session = self.bring(self.make_orders(
            ('05.02.2024', '1', 'В роботі', CUSTOMER, '100', 'грн'), ('05.02.2024', '2', 'Завершен', CUSTOMER, '250', 'грн'),
            ('06.02.2024', '3', 'В роботі', CUSTOMER, '50', 'грн'), ('05.02.2024', '1', 'В роботі', CUSTOMER, '100', 'грн')))
        section = next(one for one in session.get_reconciliation()['sections'] if one['key'] == 'orders')
        self.assertEqual(len(section['lines']), 3)
        for line in section['lines']:
            rows, _queries = self.open_figure(session, 'orders', line['key'], 'file')
            orders, _queries = self.open_figure(session, 'orders', line['key'], 'ours')
            self.assertEqual(len(rows), line['cells']['file_count'])
            if line['mood'] == 'ok':
                self.assertEqual(len(orders), line['cells']['count'])
                self.assertEqual(sum(orders.mapped('amount_total')), line['cells']['ours'])
            else:  # the order that is in the file again
                self.assertEqual(orders.mapped('name'), rows.mapped(lambda row: row.values['number']))

    def test_names_of_figures_that_are_none(self):
        partners = self.env['res.partner'].with_user(self.head)
        session = self.bring_all()
        for name in ('', '/', 'x', '9' * 30, '999999999/records//1', f'{session.id}/records//x', f'{session.id}/debts/ours/x-y',
                     f'{session.id}/orders/ours/nothing', f'{session.id}/orders/ours/\x00',
                     f'{session.id}/debts/ours/{9 * 10 ** 12}-1', f'{session.id}/debts/file/1-٣',
                     f'{session.id}/no/such/thing', f'{session.id}/quality/count/no',
                     '\x00/\x00', '٣/records//٣'):
            self.assertFalse(partners.search([('bas_import_figure', '=', name)]), name)

    def test_only_who_may_read_the_import_finds_anything(self):
        session = self.bring_all()
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        stranger = new_test_user(self.env, 'stranger', groups='sales_team.group_sale_manager', company_id=second.id,
                                 company_ids=[(6, 0, second.ids)])
        for domain in (session.table_ids[0].action_open_records()['domain'], session._name_figure('quality', 'count', 'phone')):
            for user in (self.own, self.all, stranger):
                with self.assertRaises(AccessError):
                    self.env['res.partner'].with_user(user).search(domain)
