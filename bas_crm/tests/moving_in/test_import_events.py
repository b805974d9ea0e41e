from datetime import datetime

from odoo.tests import freeze_time, tagged

from ...models.moving_in.event import TYPES
from ..common_moving import MovingCase, make_source

EVENTS = ['Подія', 'Початок', 'Закінчення', 'Тема', 'Стан', 'Важливість', 'Відповідальний', 'Автор', 'Документ підстава',
          'Зміст', 'Номер', 'Дата реєстрації', 'Контакти']
#: what an import of events must give back to the last byte
TABLES = ('bas.event', 'bas.event.participant', 'calendar.event', 'calendar.attendee', 'mail.message', 'mail.followers',
          'mail.activity', 'mail.mail', 'mail.notification', 'res.partner', 'crm.lead', 'ir.sequence', 'ir.sequence.date_range')


@tagged('post_install', '-at_install')
@freeze_time('2025-03-10 08:00:00')
class TestImportEvents(MovingCase):
    """Events of the past and the future, and their mirrors in the calendar."""

    def find_event(self, subject):
        return self.env['bas.event'].search([('subject', '=', subject)])

    def test_a_list_of_bas(self):
        firm = self.make_partner(name='ТОВ «Ромашка»')
        person = self.env['res.partner'].create({'name': 'Петренко Олег', 'parent_id': firm.id, 'phone': '+380671112233'})
        session = self.bring(make_source(EVENTS, [
            ['Телефонний дзвінок', '05.02.2024 10:00:00', '05.02.2024 10:20:00', 'Знижка 🙂', 'Завершен', 'Висока', self.own.name,
             self.other.name, '', 'Просить 5 %', '000000012', '05.02.2024 09:00:00', 'Петренко Олег, Невідома Ганна'],
            ['Личная встреча', '05.02.2026 10:00:00', '05.02.2026 10:00:00', 'Заміри', 'Запланировано', 'Обычная', self.own.name,
             '', '', '', '000000013', '', 'ТОВ «Ромашка»'],
            ['Прочее', '06.02.2024 10:00:00', '', '', 'Отменено', '', '', '', '', 'Перший рядок\nдругий', '', '', ''],
        ], kind='event'))
        self.assertEqual(self.read_actions(session), ['create'] * 3, session.row_ids.mapped('problem'))
        call, meeting, other = map(self.find_event, ('Знижка 🙂', 'Заміри', 'Перший рядок'))
        self.assertEqual((call.name, call.event_type, call.category, call.importance, call.user_id, call.partner_id),
                         ('000000012', 'call', 'done', '2', self.own, person))
        self.assertEqual((call.start, call.stop, call.create_date, call.create_uid),
                         (datetime(2024, 2, 5, 8), datetime(2024, 2, 5, 8, 20), datetime(2024, 2, 5, 7), self.other))
        self.assertEqual(call.participant_ids.mapped(lambda one: (one.name, one.partner_id.id, one.how_to_contact)),
                         [('Петренко Олег', person.id, '+380671112233'), ('Невідома Ганна', False, False)])
        self.assertIn('Просить 5 %', call.description)
        self.assertEqual((meeting.category, meeting.duration, meeting.partner_id), ('planned', 1, firm))
        self.assertEqual((other.category, other.event_type, other.user_id.id), ('cancelled', 'other', False))
        mirror = call.calendar_event_id
        self.assertEqual((mirror.name, mirror.start, mirror.bas_category, mirror.user_id),
                         ('Знижка 🙂 · Петренко Олег', datetime(2024, 2, 5, 8), 'done', self.own))
        self.assertEqual(mirror.attendee_ids.mapped('state'), ['accepted'])
        self.assertFalse((call | meeting | other).message_ids.ids + mirror.message_ids.ids + mirror.activity_ids.ids)

    def test_the_undo_leaves_nothing_and_takes_no_number_of_ours(self):
        self.make_partner(name='ТОВ «Ромашка»')
        before = self.read_tables(*TABLES)
        session = self.bring(make_source(EVENTS, [
            ['Дзвінок', '05.02.2024 10:00', '', 'А', 'Завершено', '', self.own.name, '', '', '', '1', '', 'ТОВ «Ромашка»'],
            ['Лист', '05.02.2026 10:00', '', 'Б', '', '', self.own.name, '', '', '', '', '', 'Хтось'],
        ], kind='event'))
        self.assertEqual(self.read_actions(session), ['create', 'create'], session.row_ids.mapped('problem'))
        numbers = (self.find_event('А') | self.find_event('Б')).mapped('name')
        self.assertEqual(len(set(numbers)), 2)
        session.action_undo()
        self.assertEqual(set(session.change_ids.mapped('undo_state')), {'undone'}, session.change_ids.mapped('reason'))
        self.assertEqual(self.read_tables(*TABLES), before)

    def test_the_same_list_again_changes_nothing(self):
        self.make_partner(name='ТОВ «Ромашка»')
        source = make_source(EVENTS, [
            ['Дзвінок', '05.02.2024 10:00', '', 'А', 'Завершено', '', '', '', 'Лист від 1', 'Зміст', '1', '',
             'ТОВ «Ромашка», Оля'],
            ['SMS', '05.02.2024 10:00', '05.02.2024 09:00', 'Б', '', '', '', '', '', '', '', '', '']], kind='event')
        session = self.bring(source)
        self.assertIn('ends before', session.row_ids.sorted('id')[1].remark)
        self.assertIn('Лист від 1', self.find_event('А').description)
        before = self.read_tables(*TABLES)
        self.assertEqual(self.read_actions(self.bring(source)), ['unchanged', 'unchanged'])
        self.assertEqual(self.read_tables(*TABLES), before)

    def test_numbers_that_begin_anew_each_year(self):
        self.make_event(name='7')
        session = self.bring(make_source(['Подія', 'Початок', 'Тема', 'Номер'], [
            ['Дзвінок', '05.02.2023', 'А', '000012'], ['Дзвінок', '05.02.2024', 'Б', '000012'],
            ['Дзвінок', '05.02.2024', 'В', '7']], kind='event'))
        self.assertEqual(self.read_actions(session), ['create'] * 3, session.row_ids.mapped('problem'))
        self.assertEqual([self.find_event(subject).name for subject in 'АБВ'], ['000012', '000012/2024', '7/2024'])

    def test_the_order_and_the_lead_of_an_event(self):
        firm = self.make_partner(name='ТОВ «Ромашка»')
        order = self.env['sale.order'].create({'partner_id': firm.id, 'name': '000045', 'date_order': '2024-02-04 10:00:00'})
        lead = self.make_lead(name='Олена з виставки')
        headings = ['Подія', 'Початок', 'Тема', 'Документ підстава', 'Контакти']
        self.bring(make_source(headings, [
            ['Дзвінок', '05.02.2024', 'А', 'Замовлення покупця 000045 від 04.02.2024 12:00:00', ''],
            ['Дзвінок', '05.02.2024', 'Б', 'Замовлення покупця 000045 від 04.02.2025 12:00:00', ''],
            ['Дзвінок', '05.02.2024', 'В', '', 'Олена з виставки'],
            ['Дзвінок', '05.02.2024', 'Г', 'Лід Олена з виставки', '']], kind='event'))
        self.assertEqual((self.find_event('А').order_id, self.find_event('А').partner_id), (order, firm))
        self.assertFalse(self.find_event('Б').order_id)
        self.assertIn('000045', self.find_event('Б').description)
        self.assertEqual((self.find_event('В') | self.find_event('Г')).lead_id, lead)

    def test_events_of_leads_and_counterparties_of_the_same_import(self):
        session = self.bring(
            make_source(['Подія', 'Початок', 'Тема', 'Контрагент', 'Контакти'], [
                ['Дзвінок', '05.02.2024', 'А', 'ТОВ «Нова»', ''], ['Дзвінок', '05.02.2024', 'Б', '', 'Лід із сайту'],
            ], kind='event'),
            make_source(['Лід', 'Телефон'], [['Лід із сайту', '0671112233']], kind='lead'),
            make_source(['Найменування', 'ЄДРПОУ'], [['ТОВ «Нова»', '00032129']], kind='counterparty'))
        self.assertEqual(set(self.read_actions(session)), {'create'}, session.row_ids.mapped('problem'))
        self.assertEqual(self.find_event('А').partner_id.name, 'ТОВ «Нова»')
        self.assertEqual(self.find_event('Б').lead_id.name, 'Лід із сайту')

    def test_wrong_and_missing_dates(self):
        session = self.bring(make_source(['Подія', 'Початок', 'Закінчення'], [
            ['Дзвінок', '01.01.1899', ''], ['Дзвінок', '01.01.2999', ''], ['Дзвінок', '', ''],
            ['Дзвінок', '05.02.2024', '05.02.2025'], ['Дзвінок', '05.02.2024', '']], kind='event'))
        self.assertEqual(self.read_actions(session), ['error'] * 4 + ['create'])

    def test_a_state_nobody_knows_is_asked_once(self):
        session = self.make_session(make_source(['Подія', 'Початок', 'Тема', 'Стан'], [
            ['Дзвінок', '05.02.2024', 'А', 'Перенесено'], ['Дзвінок', '05.02.2024', 'Б', 'перенесено']], kind='event'))
        session.action_check()
        self.answer(session, 'reference', 'use', res_id=self.env['bas.activity.status']._get('cancelled').id)
        session.action_import()
        self.assertEqual((self.find_event('А') | self.find_event('Б')).mapped('category'), ['cancelled'] * 2)

    def test_queries_do_not_grow_with_rows(self):
        self.make_partner(name='ТОВ «Ромашка»')

        def bring(count, first):
            session = self.make_session(make_source(EVENTS, [
                ['Дзвінок', '05.02.2024 10:00', '', f'Тема {first + index}', 'Завершен', '', self.own.name, '', '', 'Зміст',
                 str(first + index), '05.02.2024',
                 f'ТОВ «Ромашка», Оля {first + index}'] for index in range(count)], kind='event'))
            session.action_check()
            before = self.env.cr.sql_log_count
            session.action_import()
            self.assertEqual(set(self.read_actions(session)), {'create'})
            return self.env.cr.sql_log_count - before

        bring(2, 1000)
        few, many = bring(5, 2000), bring(45, 3000)
        self.assertLess((many - few) / 40, 3)

    def test_every_type_has_words(self):
        self.assertEqual(set(TYPES.values()), {key for key, _title in self.env['bas.event']._fields['event_type'].selection})
