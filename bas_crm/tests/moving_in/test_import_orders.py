from datetime import date, datetime

from odoo.tests import tagged

from ..common_moving import PARTNERS, make_source
from .common_orders import ORDERS, QUIET, TABLES, OrderCase


@tagged('post_install', '-at_install')
class TestImportOrder(OrderCase):

    def test_an_order_has_its_number_date_stage_and_sum(self):
        session = self.bring(self.make_orders(
            ('05.02.2024 10:30:00', 'ЗП-12', 'Завершено', 'ТОВ «Ромашка»', '1 234,57', 'грн')))
        self.assertEqual(self.read_actions(session), ['create'], self.read_problems(session))
        order = self.find_order('ЗП-12')
        moment = datetime(2024, 2, 5, 8, 30)
        self.assertEqual((order.date_order, order.create_date, order.partner_id, order.state, order.stage_id.is_done),
                         (moment, moment, self.firm, 'sale', True))
        self.assertEqual((order.amount_total, order.amount_tax, len(order.order_line), order.order_line.qty_invoiced),
                         (1234.57, 0, 1, 0))
        self.assertIn('ЗП-12', order.order_line.name)
        self.assertEqual((order.invoice_ids.ids, order.validity_date, order.sale_order_template_id.ids), ([], False, []))

    def test_an_order_that_is_in_the_list_twice_has_its_amount_once(self):
        row = ('05.02.2024', '1', 'В роботі', 'ТОВ «Ромашка»', '100', 'грн')
        self.bring(self.make_orders(row, row))
        self.assertEqual(self.find_order('1').mapped('amount_total'), [100])
        self.assertEqual(len(self.find_order('1').order_line), 1)

    def test_the_stage_is_logged_once_with_the_date_of_the_order(self):
        self.bring(self.make_orders(('05.02.2024 10:30:00', '12', 'В роботі', 'ТОВ «Ромашка»', '100', '')))
        order = self.find_order('12')
        log = order.stage_log_ids
        moment = datetime(2024, 2, 5, 8, 30)
        self.assertEqual((len(log), log.entered_at, log.began_at, log.left_at, log.stage_id),
                         (1, moment, moment, False, order.stage_id))
        before = (log.reached_stage_id, log.standing_stage_id, log.is_first)
        self.assertEqual(before, (order.stage_id, order.stage_id, True))
        log._recompute_progress_of(order)
        self.assertEqual((log.reached_stage_id, log.standing_stage_id, log.is_first), before)

    def test_states_of_bas_in_both_languages(self):
        session = self.bring(self.make_orders(*(
            (f'0{day}.02.2024', str(day), state, 'ТОВ «Ромашка»', '10', '') for day, state in enumerate((
                'Завершен', 'В работе', 'Отменен', 'Скасовано', 'Открыт', 'Fulfilled', ''), 1))))
        self.assertEqual(set(self.read_actions(session)), {'create'}, session.question_ids.mapped('name'))
        self.assertEqual([self.find_order(str(number)).state for number in range(1, 8)],
                         ['sale', 'sale', 'cancel', 'cancel', 'draft', 'sale', 'draft'])
        self.assertEqual(self.find_order('3').cancel_reason_id, self.env.ref('bas_crm.bas_cancel_reason_unspecified'))

    def test_a_completion_cancels(self):
        self.bring(self.make_orders(
            ('05.02.2024', '1', 'Завершен', 'ТОВ «Ромашка»', '10', '', 'Отменен'),
            ('05.02.2024', '2', 'Завершен', 'ТОВ «Ромашка»', '10', '', 'Успешно'), headings=[*ORDERS, 'Варіант завершення']))
        self.assertEqual((self.find_order('1').state, self.find_order('2').stage_id.is_done), ('cancel', True))

    def test_an_unknown_stage_is_asked_once_and_remembered(self):
        rows = [('05.02.2024', str(number), 'Чекає на клей', 'ТОВ «Ромашка»', '10', '') for number in (1, 2)]
        session = self.bring(self.make_orders(*rows))
        self.assertEqual(self.read_actions(session), ['question', 'question'])
        stage = self.env.ref('bas_crm.bas_order_stage_sale_in_work')
        question = self.answer(session, 'reference', 'use', res_id=stage.id)
        self.assertIn(stage.id, question.candidates)
        session.action_import()
        self.assertEqual((self.find_order('1') | self.find_order('2')).stage_id, stage)
        again = self.bring(self.make_orders(('06.02.2024', '3', 'Чекає на клей', 'ТОВ «Ромашка»', '10', '')))
        self.assertEqual((self.read_actions(again), self.find_order('3').stage_id), (['create'], stage))

    def test_an_unknown_kind_is_asked(self):
        session = self.bring(self.make_orders(
            ('05.02.2024', '1', '', 'ТОВ «Ромашка»', '10', '', 'Роздріб'),
            ('05.02.2024', '2', '', 'ТОВ «Ромашка»', '10', '', 'Основной'),
            headings=[*ORDERS, 'Вид замовлення']))
        self.assertEqual(self.read_actions(session), ['question', 'create'])
        self.answer(session, 'reference', 'empty')
        session.action_import()
        self.assertEqual(self.find_order('1').order_type_id, self.find_order('2').order_type_id)

    def test_people_terms_and_notes(self):
        manager = self.own
        contract = self.env['bas.contract'].create({
            'partner_id': self.firm.id, 'name': 'Основний', 'date': '2023-01-01', 'state': 'active', 'date_end': '2023-12-31'})
        other = self.make_partner(name='ТОВ «Обрій»')
        self.env['bas.contract'].create({'partner_id': other.id, 'name': 'Основний', 'date': '2023-01-01'})
        session = self.bring(self.make_orders(
            ('05.02.2024', '1', 'Завершен', 'ТОВ «Ромашка»', '10', '', 'Основний', manager.name, self.head.name,
             'Дзвонити зранку', 'Склад 2', '07.02.2024'),
            ('05.02.2024', '2', '', 'ТОВ «Ромашка»', '10', '', 'Інший', '', '', '', '', ''),
            headings=[*ORDERS, 'Договір', 'Відповідальний', 'Автор', 'Коментар', 'Склад', 'Дата відвантаження']))
        self.assertEqual(self.read_actions(session), ['create', 'create'], self.read_problems(session))
        order = self.find_order('1')
        self.assertEqual((order.contract_id, order.user_id, order.create_uid), (contract, manager, self.head))
        self.assertEqual(order.bas_comment, 'Дзвонити зранку\nWarehouse: Склад 2')
        self.assertEqual(order.commitment_date.date(), date(2024, 2, 6))
        self.assertFalse(order.note)
        self.assertFalse(self.find_order('2').contract_id)
        self.assertIn('Інший', session.row_ids.sorted('id')[1].remark)

    def test_another_currency(self):
        usd = self.env.ref('base.USD')
        usd.active = True
        self.env['product.pricelist'].search([('currency_id', '=', usd.id)]).active = False
        usd.rate_ids.unlink()
        rows = [('05.02.2024', '1', 'Завершен', 'ТОВ «Ромашка»', '99,99', 'USD')]
        session = self.bring(self.make_orders(*rows))
        self.assertEqual(self.read_actions(session), ['error'])
        self.assertIn('USD', self.read_problems(session))
        self.env['res.currency.rate'].create({
            'currency_id': usd.id, 'name': '2024-01-01', 'inverse_company_rate': 40, 'company_id': self.company.id})
        session = self.bring(self.make_orders(*rows))
        order = self.find_order('1')
        self.assertEqual((order.currency_id, order.amount_total, round(1 / order.currency_rate, 2)), (usd, 99.99, 40))
        self.assertEqual(order.pricelist_id.currency_id, usd)
        session.action_undo()
        self.assertFalse(self.env['product.pricelist'].search([('currency_id', '=', usd.id)]))

    def test_orders_and_contracts_of_a_currency_share_its_price_list(self):
        usd = self.env.ref('base.USD')
        usd.active = True
        self.env['product.pricelist'].search([('currency_id', '=', usd.id)]).active = False
        self.env['res.currency.rate'].search([('currency_id', '=', usd.id)]).unlink()
        self.env['res.currency.rate'].create({
            'currency_id': usd.id, 'name': '2024-01-01', 'inverse_company_rate': 40, 'company_id': self.company.id})
        session = self.bring(
            make_source(['№ договору', 'Дата', 'Контрагент', 'Валюта', 'Вид договору'],
                        [['1', '05.02.2024', 'ТОВ «Ромашка»', 'USD', 'З покупцем']], kind='contract'),
            self.make_orders(('05.02.2024', '1', 'Завершен', 'ТОВ «Ромашка»', '99,99', 'USD')))
        self.assertEqual(self.read_actions(session), ['create'] * 2, self.read_problems(session))
        pricelist = self.env['product.pricelist'].search([('currency_id', '=', usd.id)])
        self.assertEqual(len(pricelist), 1)
        self.assertEqual(self.find('1', 'bas.contract').pricelist_id | self.find_order('1').pricelist_id, pricelist)

    def test_bad_rows(self):
        other = self.env['res.company'].create({'name': 'ТОВ «Сусід»'})
        session = self.bring(self.make_orders(
            ('05.02.1899', '1', '', 'ТОВ «Ромашка»', '10', '', ''), ('05.02.2999', '2', '', 'ТОВ «Ромашка»', '10', '', ''),
            ('', '3', '', 'ТОВ «Ромашка»', '10', '', ''), ('05.02.2024', '', '', 'ТОВ «Ромашка»', '10', '', ''),
            ('05.02.2024', '5', '', '', '10', '', ''), ('05.02.2024', '6', '', 'ТОВ «Ромашка»', '-10', '', ''),
            ('05.02.2024', '7', '', 'ТОВ «Ромашка»', 'багато', '', ''),
            ('05.02.2024', '8', '', 'ТОВ «Ромашка»', '10', '', other.name),
            headings=[*ORDERS, 'Організація']))
        self.assertEqual(self.read_actions(session), ['error'] * 8, self.read_problems(session))
        self.assertIn(other.name, self.read_problems(session))
        session = self.bring(self.make_orders(('05.02.2024', '1', '', 'ТОВ «Ромашка»', '10', 'тугрик')))
        self.assertEqual(self.read_actions(session), ['question'])

    def test_a_contract_of_another_company_is_not_taken(self):
        other = self.env['res.company'].create({'name': 'ТОВ «Сусід»'})
        self.env['bas.contract'].create({
            'partner_id': self.firm.id, 'name': 'Д-1', 'date': '2023-01-01', 'company_id': other.id})
        session = self.bring(self.make_orders(
            ('05.02.2024', '1', '', 'ТОВ «Ромашка»', '10', '', 'Д-1'), headings=[*ORDERS, 'Договір']))
        self.assertFalse(self.find_order('1').contract_id)
        self.assertIn('Д-1', session.row_ids.remark)

    def test_a_number_twice(self):
        rows = [('05.02.2024', '12', '', 'ТОВ «Ромашка»', '10', ''), ('07.02.2024', '12', '', 'ТОВ «Ромашка»', '20', ''),
                ('05.02.2023', '12', '', 'ТОВ «Ромашка»', '30', '')]
        session = self.bring(self.make_orders(*rows))
        self.assertEqual(self.read_actions(session), ['create', 'question', 'create'])
        self.answer(session, 'duplicate', 'apart')
        session.action_import()
        self.assertEqual(sorted(self.find_order('12').mapped('amount_total')), [10, 20, 30])

    def test_an_order_waits_for_its_customer(self):
        session = self.bring(
            make_source([*PARTNERS, 'Покупець'], [['Обрій', '', '', '', '1', 'можливо']]),
            self.make_orders(('05.02.2024', '12', '', 'Обрій', '10', '')))
        self.assertEqual(self.read_actions(session)[0], 'error')
        self.assertNotEqual(self.read_actions(session)[1], 'create')
        self.assertFalse(self.find_order('12'))
        session.row_ids.sorted('id')[0].write({'values': {**session.row_ids.sorted('id')[0].values, 'is_customer': 'Так'}})
        session.action_import()
        self.assertEqual(self.find_order('12').partner_id.name, 'Обрій')

    def test_a_customer_of_the_same_import(self):
        session = self.bring(self.make_orders(('05.02.2024', '12', '', 'Обрій', '10', '')),
                             make_source(PARTNERS, [['Обрій', '', '', '', '1']]))
        self.assertEqual(self.read_actions(session), ['create', 'create'])
        self.assertEqual(self.find_order('12').partner_id.name, 'Обрій')

    def test_nobody_gets_mail_and_nothing_is_numbered(self):
        before = self.read_tables(*QUIET)
        session = self.bring(self.make_orders(*(
            ('05.02.2024', str(number), state, 'ТОВ «Ромашка»', '10', '') for number, state in enumerate(
                ('Завершен', 'В работе', 'Отменен', ''), 1))))
        self.assertEqual(self.read_tables(*QUIET), before)
        session.action_undo()
        self.assertEqual(self.read_tables(*QUIET), before)

    def test_the_same_file_again_changes_nothing_and_an_undo_gives_all_back(self):
        before = self.read_tables(*TABLES)
        rows = [('05.02.2024', str(number), state, 'ТОВ «Ромашка»', '10,01', '') for number, state in enumerate(
            ('Завершен', 'В работе', 'Отменен', ''), 1)]
        session = self.bring(self.make_orders(*rows))
        after = self.read_tables(*TABLES)
        again = self.bring(self.make_orders(*rows))
        self.assertEqual(set(self.read_actions(again)), {'unchanged'})
        self.assertEqual(self.read_tables(*TABLES), after)
        self.assertEqual(again.change_ids.filtered(lambda change: change.kind != 'linked').ids, [])
        session.action_undo()
        self.assertEqual(set(session.change_ids.mapped('undo_state')), {'undone'}, session.change_ids.mapped('reason'))
        self.assertEqual(self.read_tables(*TABLES), before)

    def test_a_second_file_moves_the_order_if_the_policy_says_so(self):
        self.bring(self.make_orders(('05.02.2024', '1', '', 'ТОВ «Ромашка»', '10', '')))
        order = self.find_order('1')
        first, before = order.stage_id, self.read_tables(*TABLES)
        rows = [('05.02.2024', '1', 'Завершен', 'ТОВ «Ромашка»', '12,50', '')]
        session = self.bring(self.make_orders(*rows))
        self.assertEqual((self.read_actions(session), order.stage_id, order.amount_total), (['link'], first, 10))
        session.action_undo()
        session = self.bring(self.make_orders(*rows), policy='overwrite')
        self.assertEqual((self.read_actions(session), order.state, order.stage_id.is_done, order.amount_total),
                         (['update'], 'sale', True, 12.5))
        self.assertEqual(order.date_order, datetime(2024, 2, 4, 22))
        entries = order.stage_log_ids.sorted('id')
        self.assertEqual((entries.mapped('stage_id'), entries[0].left_at, entries[1].left_at, entries[1].began_at),
                         (first | order.stage_id, entries[1].entered_at, False, entries[0].began_at))
        session.action_undo()
        self.assertEqual(set(session.change_ids.mapped('undo_state')), {'undone'}, session.change_ids.mapped('reason'))
        self.assertEqual(self.read_tables(*TABLES), before)

    def test_an_order_of_ours_with_the_same_number_is_the_same(self):
        order = self.env['sale.order'].create({'partner_id': self.firm.id, 'name': '12', 'date_order': '2024-02-05 10:00:00'})
        session = self.bring(self.make_orders(('05.02.2024', '12', '', 'ТОВ «Ромашка»', '10', '')))
        self.assertEqual((self.read_actions(session), session.row_ids.res_id), (['update'], order.id))
        self.assertEqual(order.amount_total, 10)

    def test_many_orders_take_few_queries(self):
        count = 300
        partners = self.env['res.partner'].create([{'name': f'Фірма {number}', 'is_company': True} for number in range(count)])
        session = self.make_session(self.make_orders(*(
            ('05.02.2024 10:00:00', str(number), ('Завершен', 'В работе', '')[number % 3], partner.name, '10', '')
            for number, partner in enumerate(partners))))
        self.assertLess(self.count_queries(session.action_check) / count, 1)
        self.assertLess(self.count_queries(session.action_import) / count, 3)
        self.assertEqual(set(self.read_actions(session)), {'create'})

    def test_an_order_that_is_used_stays_with_its_lines(self):
        session = self.bring(self.make_orders(
            ('05.02.2024', '1', 'В работе', 'ТОВ «Ромашка»', '10', ''),
            ('05.02.2024', '2', 'В работе', 'ТОВ «Ромашка»', '20', ''),
            ('05.02.2024', '3', 'В работе', 'ТОВ «Ромашка»', '30', '')))
        invoiced, offered, free = (self.find_order(str(number)) for number in (1, 2, 3))
        invoiced.order_line.product_id.invoice_policy = 'order'
        self.assertTrue(invoiced._create_invoices())
        offered.action_create_offer()
        preview = session.get_undo_preview()
        session.action_undo()
        self.assertEqual((invoiced.amount_total, offered.amount_total, invoiced.state, offered.state), (10, 20, 'sale', 'sale'))
        self.assertFalse(free.exists())
        kept = session.change_ids.filtered(lambda change: change.undo_state == 'kept' and change.res_model == 'sale.order')
        self.assertEqual((set(kept.mapped('res_id')), all(kept.mapped('reason'))), ({invoiced.id, offered.id}, True))
        self.assertEqual(preview['kept'], 4)


@tagged('post_install', '-at_install')
class TestImportWorkOrder(OrderCase):
    HEADINGS = ['Дата', 'Номер', 'Стан', 'Покупець', 'Сума', 'Старт', 'Фініш']

    def test_a_work_order_has_the_time_of_the_work(self):
        session = self.bring(self.make_orders(
            ('05.02.2024', 'ЗН-1', 'В работе', 'ТОВ «Ромашка»', '500', '06.02.2024 9:00', '06.02.2024 12:00'),
            ('05.02.2024', 'ЗН-2', '', 'ТОВ «Ромашка»', '500', '06.02.2024 9:00', '05.02.2024 12:00'),
            headings=self.HEADINGS, kind='work_order'))
        self.assertEqual(self.read_actions(session), ['create', 'error'])
        order = self.find_order('ЗН-1')
        self.assertEqual((order.operation, order.work_start, order.work_stop, order.amount_total),
                         ('work_order', datetime(2024, 2, 6, 7), datetime(2024, 2, 6, 10), 500))
        self.assertEqual(order.stage_id, self.env.ref('bas_crm.bas_order_stage_work_scheduled'))


LINES = ['Замовлення', 'Номенклатура', 'Характеристика', 'Кількість', 'Одиниця виміру', 'Ціна', '% знижки', 'Сума', '% ПДВ',
         'Сума ПДВ', 'Всього']
