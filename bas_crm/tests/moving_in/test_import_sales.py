from datetime import date

from odoo.tests import tagged

from ..common_moving import MovingCase, make_source

SALES = ['Номенклатура', 'Контрагент', 'Менеджер', 'Місяць', 'Кількість', 'Сума', 'Собівартість']
SHIPMENTS = ['Дата', 'Номер', 'Покупець / Постачальник', 'Сума документа', 'Валюта', 'Операція', 'Відповідальний']
MARCH = [
    ['Стіл', 'ТОВ «Ромашка»', '', '2025-03-01', '2', '9600.00', '6000'],
    ['Стіл', 'ФОП Коваль', '', '2025-03-01', '1', '4800.00', '3000'],
    ['Стілець', 'ТОВ «Ромашка»', '', '2025-04-01', '4', '3600.00', '2000'],
]


class SalesCase(MovingCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.bas_moved_on = '2026-01-01'
        cls.env['product.template'].create([{'name': 'Стіл'}, {'name': 'Стілець'}])
        cls.env['res.partner'].create([{'name': name, 'is_company': True} for name in ('ТОВ «Ромашка»', 'ФОП Коваль')])

    def read_history(self):
        return [(line.date, line.period, line.product_id.name, line.partner_id.name, line.quantity, line.amount, line.cost)
                for line in self.env['bas.sales.history'].search([('company_id', '=', self.company.id)], order='id')]


@tagged('post_install', '-at_install')
class TestImportSale(SalesCase):
    """The report «Продажі» becomes sales before the move."""

    def test_a_report_by_months(self):
        session = self.bring(make_source(SALES, MARCH, kind='sale'))
        self.assertEqual(self.read_actions(session), ['create'] * 3)
        self.assertEqual(self.read_history(), [
            (date(2025, 3, 1), 'month', 'Стіл', 'ТОВ «Ромашка»', 2, 9600, 6000),
            (date(2025, 3, 1), 'month', 'Стіл', 'ФОП Коваль', 1, 4800, 3000),
            (date(2025, 4, 1), 'month', 'Стілець', 'ТОВ «Ромашка»', 4, 3600, 2000)])

    def test_the_same_month_again_updates_and_never_adds(self):
        self.bring(make_source(SALES, MARCH, kind='sale'))
        self.assertEqual(self.read_actions(self.bring(make_source(SALES, MARCH, kind='sale'))), ['unchanged'] * 3)
        later = [[*MARCH[0][:5], '9000.00', '5500'], *MARCH[1:]]
        session = self.bring(make_source(SALES, later, kind='sale'))
        self.assertEqual(self.read_actions(session), ['update', 'unchanged', 'unchanged'])
        self.assertEqual([line[5:] for line in self.read_history()], [(9000, 5500), (4800, 3000), (3600, 2000)])
        session.action_undo()
        self.assertEqual(self.read_history()[0][5:], (9600, 6000))

    def test_other_rows_of_a_known_month_are_asked_about(self):
        self.bring(make_source(SALES, MARCH, kind='sale'))
        by_item = make_source(SALES, [['Стіл', '', '', '2025-03-01', '3', '14400', '9000']], kind='sale')
        session = self.make_session(by_item)
        session.action_check()
        self.assertEqual(self.read_actions(session), ['question'])
        self.answer(session, 'duplicate', 'skip')
        session.action_import()
        self.assertEqual(self.read_actions(session), ['skip'])
        self.assertEqual(len(self.read_history()), 3)

    def test_rows_that_say_the_same_are_all_kept(self):
        rows = [MARCH[0], [*MARCH[0][:5], '100', '50']]
        self.bring(make_source(SALES, rows, kind='sale'))
        self.assertEqual([line[5] for line in self.read_history()], [9600, 100])
        self.assertEqual(self.read_actions(self.bring(make_source(SALES, rows, kind='sale'))), ['unchanged'] * 2)

    def test_days_months_and_groups(self):
        session = self.bring(make_source(['Номенклатура', 'Період', 'Сума'], [
            ['Стіл', '15.03.2025', '1'], ['Стіл', 'Травень 2025 р.', '2'], (['Стіл', '', '3'], ('Лютий 2025 р.',)),
            ['Стіл', '', '4']], kind='sale'))
        self.assertEqual(self.read_actions(session), ['create', 'create', 'create', 'error'])
        self.assertEqual([line[:2] for line in self.read_history()], [
            (date(2025, 3, 15), 'day'), (date(2025, 5, 1), 'month'), (date(2025, 2, 1), 'month')])

    def test_sales_after_the_move_are_refused_in_words(self):
        session = self.bring(make_source(SALES, [[*MARCH[0][:3], '2026-01-01', *MARCH[0][4:]], MARCH[1]], kind='sale'))
        self.assertEqual(self.read_actions(session), ['error', 'create'])
        self.assertIn('count twice', session.row_ids.sorted('id')[0].problem)

    def test_vat_of_the_list_is_left_out_and_profit_tells_the_cost(self):
        self.bring(make_source(['Номенклатура', 'Період', 'Сума', 'Сума ПДВ', 'Валовий прибуток'], [
            ['Стіл', '2025-03-10', '1200', '200', '300']], kind='sale'))
        self.assertEqual(self.read_history()[0][5:], (1000, 900))

    def test_the_day_of_the_move_is_asked_and_set(self):
        self.company.bas_moved_on = False
        session = self.make_session(make_source(SALES, MARCH, kind='sale'))
        session.action_check()
        self.assertEqual(self.read_actions(session), ['question'] * 3)
        self.assertFalse(self.company.bas_moved_on)
        self.answer(session, 'value', 'use', answer_value='скоро')
        self.assertEqual(self.read_actions(session), ['error'] * 3)
        self.answer(session, 'value', 'use', answer_value='01.04.2025')
        session.action_import()
        self.assertEqual(self.read_actions(session), ['create', 'create', 'error'])
        self.assertEqual(self.company.bas_moved_on, date(2025, 4, 1))
        session.action_undo()
        self.assertFalse(self.read_history())
        self.assertFalse(self.company.bas_moved_on)

    def test_the_undo(self):
        before = self.read_tables('bas.sales.history', 'res.company')
        self.bring(make_source(SALES, MARCH, kind='sale')).action_undo()
        self.assertEqual(self.read_tables('bas.sales.history', 'res.company'), before)


@tagged('post_install', '-at_install')
class TestImportShipment(SalesCase):
    """Headers of goods issues become sales of their days."""

    def test_documents(self):
        dollar = self.env.ref('base.USD')
        dollar.active = True
        self.env['res.currency.rate'].search([('currency_id', '=', dollar.id)]).unlink()
        self.env['res.currency.rate'].create({
            'currency_id': dollar.id, 'name': '2025-03-01', 'inverse_company_rate': 41.5, 'company_id': self.company.id})
        session = self.bring(make_source(SHIPMENTS, [
            ['2025-03-05 10:00:00', 'РН-1', 'ТОВ «Ромашка»', '1000', 'грн', 'Продаж покупцю', ''],
            ['2025-03-06 10:00:00', 'РН-2', 'ТОВ «Ромашка»', '100', 'USD', 'Продаж покупцю', ''],
            ['2025-02-06 10:00:00', 'РН-3', 'ТОВ «Ромашка»', '100', 'USD', 'Продаж покупцю', ''],
            ['2025-03-07 10:00:00', 'РН-4', 'ФОП Коваль', '500', 'грн', 'Повернення постачальнику', ''],
        ], kind='shipment'))
        self.assertEqual(self.read_actions(session), ['create', 'create', 'error', 'skip'])
        self.assertEqual([(line[0], line[1], line[5]) for line in self.read_history()], [
            (date(2025, 3, 5), 'day', 1000), (date(2025, 3, 6), 'day', 4150)])
        self.assertEqual(self.env['bas.sales.history'].search([('amount', '=', 1000)]).document, 'РН-1')

    def test_a_month_is_not_counted_from_both_lists(self):
        shipments = make_source(SHIPMENTS, [['2025-03-05', 'РН-1', 'ТОВ «Ромашка»', '1000', '', '', '']], kind='shipment')
        session = self.make_session(make_source(SALES, MARCH, kind='sale'), shipments)
        session.action_check()
        self.assertEqual(self.read_actions(session), ['create'] * 3 + ['question'])
        session.action_import()
        self.assertEqual(self.read_actions(session), ['create'] * 3 + ['question'])
