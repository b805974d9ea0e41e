from datetime import date, datetime

from odoo.tests import freeze_time, tagged

from ..common_moving import MovingCase, make_source

TASKS = ['Дата', 'Номер', 'Стан', 'Виконавець', 'Вид робіт', 'Сума', 'Операція', 'Замовник', 'Коментар', 'Автор']
#: what an import of tasks must give back to the last byte
TABLES = ('bas.work.task', 'bas.work.task.line', 'bas.work.type', 'calendar.event', 'calendar.attendee', 'mail.message',
          'mail.followers', 'mail.activity', 'mail.mail', 'mail.notification', 'hr.employee', 'ir.sequence',
          'ir.sequence.date_range')


@tagged('post_install', '-at_install')
@freeze_time('2025-03-10 08:00:00')
class TestImportTasks(MovingCase):
    """Headers of work tasks become tasks with one work."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = cls.make_employee('Гончар Василь')
        cls.firm = cls.make_partner(name='ТОВ «Ромашка»')

    def find_task(self, number):
        return self.find(number, 'bas.work.task')

    def bring_answered(self, source):
        session = self.make_session(source)
        session.action_check()
        session.question_ids.write({'answer': 'create'})
        session.action_import()
        return session

    def test_a_list_of_bas(self):
        session = self.bring_answered(make_source(TASKS, [
            ['05.02.2024 0:00:00', '000001', 'Завершен', 'Гончар Василь', 'Монтаж вікон', '1000.01', 'Зовнішнє',
             'ТОВ «Ромашка»', 'Взяти драбину', self.own.name],
            ['06.02.2026 14:30:00', '000002', 'Запланировано', 'Гончар Василь', '', '', 'Внутреннее', '', 'Прибрати склад', ''],
        ], kind='task'))
        self.assertEqual(self.read_actions(session), ['create', 'create'], session.row_ids.mapped('problem'))
        sold, own = self.find_task('000001'), self.find_task('000002')
        self.assertEqual((sold.date, sold.performer_id, sold.operation, sold.category, sold.amount_total, sold.user_id),
                         (date(2024, 2, 5), self.employee, 'external', 'done', 1000.01, self.own))
        self.assertEqual((sold.line_ids.partner_id, sold.line_ids.work_type_id.name, sold.date_start, sold.duration_total),
                         (self.firm, 'Монтаж вікон', datetime(2024, 2, 5, 7), 1))
        self.assertEqual((sold.description, sold.create_uid), ('Взяти драбину', self.own))
        self.assertEqual((own.operation, own.category, own.date_start, own.line_ids.description, own.amount_total),
                         ('internal', 'planned', datetime(2026, 2, 6, 12, 30), 'Прибрати склад', 0))
        self.assertEqual(sold.line_ids.calendar_event_id.name, 'Монтаж вікон · ТОВ «Ромашка»')
        self.assertFalse((sold | own).message_ids)

    def test_amounts_are_those_of_the_list_to_the_kopiyka(self):
        headings = [*TASKS[:6], 'Тривалість, год', 'Замовник']
        self.bring(make_source(headings, [
            ['05.02.2024', str(number), '', 'Гончар Василь', '', amount, hours, 'ТОВ «Ромашка»'] for number, (amount, hours) in
            enumerate([('100', '3'), ('0.01', '7'), ('99999.99', '1.25'), ('1000', '0.3333')], 1)], kind='task'))
        self.assertEqual([self.find_task(str(number)).amount_total for number in range(1, 5)], [100, .01, 99999.99, 1000])

    def test_the_undo_leaves_nothing(self):
        before = self.read_tables(*TABLES)
        session = self.bring_answered(make_source([*TASKS, 'Тривалість, год'], [
            ['05.02.2024', '1', 'Завершено', 'Гончар Василь', 'Монтаж', '100', '', 'ТОВ «Ромашка»', '', '', '3'],
            ['05.02.2026', '', '', 'Гончар Василь', 'Монтаж', '', '', '', '', '', '']], kind='task'))
        self.assertEqual(self.read_actions(session), ['create', 'create'], session.row_ids.mapped('problem'))
        session.action_undo()
        self.assertEqual(set(session.change_ids.mapped('undo_state')), {'undone'}, session.change_ids.mapped('reason'))
        self.assertEqual(self.read_tables(*TABLES), before)

    def test_the_same_list_again_changes_nothing(self):
        source = make_source(TASKS, [
            ['05.02.2024', '1', 'Завершено', 'Гончар Василь', 'Монтаж', '100', '', 'ТОВ «Ромашка»', 'А', ''],
            ['05.02.2024', '', '', 'Гончар Василь', '', '', '', '', '', '']], kind='task')
        self.bring_answered(source)
        before = self.read_tables(*TABLES)
        self.assertEqual(self.read_actions(self.bring(source)), ['unchanged', 'unchanged'])
        self.assertEqual(self.read_tables(*TABLES), before)

    def test_a_performer_by_the_name_of_the_user_and_an_unknown_one(self):
        employee = self.make_employee('Олена Майстер', user=self.own)
        session = self.make_session(make_source(TASKS[:4], [
            ['05.02.2024', '1', '', self.own.name], ['05.02.2024', '2', '', 'Хтось Інший']], kind='task'))
        session.action_check()
        self.assertEqual(self.read_actions(session), ['create', 'question'])
        self.answer(session, 'reference', 'use', res_id=self.employee.id)
        session.action_import()
        self.assertEqual((self.find_task('1').performer_id, self.find_task('2').performer_id), (employee, self.employee))

    def test_wrong_rows(self):
        session = self.bring(make_source(TASKS[:6], [
            ['01.01.1899', '1', '', 'Гончар Василь', '', ''], ['01.01.2999', '2', '', 'Гончар Василь', '', ''],
            ['', '3', '', 'Гончар Василь', '', ''], ['05.02.2024', '4', '', '', '', ''],
            ['05.02.2024', '5', '', 'Гончар Василь', '', '-5']], kind='task'))
        self.assertEqual(self.read_actions(session), ['error'] * 5)

    def test_queries_do_not_grow_with_rows(self):
        def bring(count, first):
            session = self.make_session(make_source(TASKS, [
                ['05.02.2024', str(first + index), 'Завершен', 'Гончар Василь', '', '100', '', 'ТОВ «Ромашка»', 'Робота', '']
                for index in range(count)], kind='task'))
            session.action_check()
            before = self.env.cr.sql_log_count
            session.action_import()
            self.assertEqual(set(self.read_actions(session)), {'create'})
            return self.env.cr.sql_log_count - before

        bring(2, 1000)
        few, many = bring(5, 2000), bring(45, 3000)
        self.assertLess((many - few) / 40, 3)
