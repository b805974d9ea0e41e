from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import CrmCase

EIGHT, NINE, TEN = (datetime(2026, 3, 2, hour) for hour in (8, 9, 10))


@tagged('post_install', '-at_install')
@freeze_time('2026-03-01 10:00:00')
class TestCalendarMirror(CrmCase):
    """Events and task lines are mirrored in the calendar, and moving the mirror moves them."""

    def calendar_of(self, user):
        return self.env['bas.employee.calendar'].search([('user_id', '=', user.id)])

    def records_of(self, document):
        return self.env['calendar.event'].with_context(active_test=False).search(
            [('res_model', '=', document._name), ('res_id', 'in', document.ids)])

    def test_an_event_has_its_record(self):
        partner = self.make_partner()
        event = self.make_event(partner_id=partner.id)
        record = event.calendar_event_id
        self.assertEqual(self.records_of(event), record)
        self.assertEqual((record.start, record.stop), (event.start, event.stop))
        self.assertEqual(record.name, 'Обговорити заміри · ТОВ «Світанок»')
        self.assertEqual(record.employee_calendar_id, self.calendar_of(self.own))
        self.assertEqual(record.partner_ids, self.own.partner_id, 'the customer is not invited')
        self.assertEqual(record.attendee_ids.state, 'accepted')
        self.assertEqual((record.bas_kind, record.counterparty_id), ('call', partner))
        self.assertFalse(record.activity_ids)

    def test_the_record_follows_the_event(self):
        event = self.make_event()
        record = event.calendar_event_id
        event.write({'start': NINE, 'stop': TEN, 'subject': 'Передзвонити', 'user_id': self.other.id, 'event_type': 'meeting'})
        self.assertEqual((record.start, record.stop, record.duration), (NINE, TEN, 1.0))
        self.assertEqual((record.name, record.bas_kind), ('Передзвонити', 'meeting'))
        self.assertEqual((record.user_id, record.employee_calendar_id), (self.other, self.calendar_of(self.other)))
        self.assertEqual(record.partner_ids, self.other.partner_id)

    def test_a_new_beginning_keeps_the_length_on_both_sides(self):
        event = self.make_event(stop='2026-03-02 10:00:00')
        event.start = NINE
        self.assertEqual(event.stop, datetime(2026, 3, 2, 11))
        self.assertEqual((event.calendar_event_id.start, event.calendar_event_id.stop), (event.start, event.stop))

    def test_a_drag_moves_the_event(self):
        event = self.make_event()
        event.calendar_event_id.with_user(self.own).write(
            {'start': '2026-03-02 09:00:00', 'stop': '2026-03-02 10:00:00', 'duration': 1.0, 'allday': False})
        self.assertEqual((event.start, event.stop, event.duration), (NINE, TEN, 1.0))
        self.assertEqual((event.calendar_event_id.start, event.calendar_event_id.stop), (NINE, TEN))
        self.assertEqual(len(self.records_of(event)), 1)

    def test_a_subject_changed_in_the_calendar(self):
        event = self.make_event(partner_id=self.make_partner().id)
        event.calendar_event_id.with_user(self.own).name = 'Домовитися про оплату · ТОВ «Світанок»'
        self.assertEqual(event.subject, 'Домовитися про оплату')
        self.assertEqual(event.calendar_event_id.name, 'Домовитися про оплату · ТОВ «Світанок»')

    def test_writing_what_is_there_already_is_no_change(self):
        """As a synchronisation does, also with a record of what is done."""
        event = self.make_event()
        event.action_done()
        record = event.calendar_event_id.with_user(self.own)
        record.write({'name': record.name, 'start': record.start, 'stop': record.stop, 'active': True, 'location': 'Офіс'})
        self.assertEqual((event.category, record.location), ('done', 'Офіс'))

    def test_a_synchronisation_gets_no_errors(self):
        """Core's Google and Outlook bring changes for many records at once; a refusal would stop them all."""
        event, done, theirs = self.make_event(), self.make_event(), self.make_event(user_id=self.other.id)
        done.action_done()
        was = done.start
        for document in (event, done, theirs):
            record = document.calendar_event_id.with_user(self.own).with_context(dont_notify=True)
            if record.has_access('write'):
                record.write({'start': NINE, 'stop': TEN, 'allday': False})
        self.assertEqual((event.start, done.start, theirs.start), (NINE, was, EIGHT))
        self.assertEqual(done.calendar_event_id.start, was)
        done.calendar_event_id.with_user(self.own).with_context(dont_notify=True).unlink()
        self.assertTrue(done.calendar_event_id.exists(), 'what has been done stays')
        event.calendar_event_id.with_user(self.own).with_context(dont_notify=True).unlink()
        self.assertEqual(event.category, 'cancelled')

    def test_a_synchronisation_of_who_is_invited_to_another_s_event(self):
        """An attendee may change the record, but not its event: the event is not changed, and no error is raised."""
        theirs = self.make_event(user_id=self.other.id)
        with self.assertRaises(AccessError):
            theirs.with_user(self.own).check_access('write')
        self.assertFalse(theirs.with_user(self.own)._may_follow_calendar())
        self.assertTrue(theirs.with_user(self.other)._may_follow_calendar())

    def test_fields_of_the_document_cannot_be_written_on_its_record(self):
        event, other = self.make_event(), self.make_event(subject='Інша')
        record = event.calendar_event_id.with_user(self.own)
        record.write({'bas_category': 'done', 'bas_kind': False, 'res_id': other.id, 'counterparty_id': self.own.partner_id.id})
        self.assertEqual((record.bas_category, record.bas_kind, record.res_id), ('planned', 'call', event.id))
        plain = self.env['calendar.event'].with_user(self.own).create({
            'name': 'Підробка', 'start': NINE, 'stop': TEN, 'bas_kind': 'call', 'bas_category': 'done',
            'res_model_id': self.env['ir.model']._get_id('bas.event'), 'res_id': event.id})
        self.assertFalse(plain.bas_kind or plain.bas_category or plain.res_id)

    def test_a_reminder_set_in_the_calendar_is_the_events(self):
        alarm = self.env['calendar.alarm'].create({
            'name': 'За годину', 'alarm_type': 'notification', 'duration': 1, 'interval': 'hours'})
        event = self.make_event()
        record = event.calendar_event_id.with_user(self.own)
        record.alarm_ids = alarm
        record.write({'start': NINE, 'stop': TEN})
        self.assertEqual((event.alarm_ids, record.alarm_ids), (alarm, alarm))
        event.action_done()
        self.assertFalse(record.alarm_ids, 'of what is done nobody is reminded')

    def test_an_archived_document_leaves_the_board(self):
        event, task = self.make_event(), self.make_task(self.make_employee())
        event.action_archive()
        task.action_archive()
        self.assertFalse(event.calendar_event_id.active or task.line_ids.calendar_event_id.active)
        task.action_unarchive()
        self.assertTrue(task.line_ids.calendar_event_id.active)

    def test_one_of_several_works_is_not_deleted_in_the_calendar(self):
        task = self.make_task(self.make_employee(), {'description': 'Заміри'}, {'description': 'Монтаж'})
        with self.assertRaisesRegex(UserError, 'one of several'):
            task.line_ids[0].calendar_event_id.with_user(self.own).unlink()
        self.assertEqual(task.category, 'planned')

    def test_a_customer_renamed_is_renamed_in_the_calendar(self):
        partner = self.make_partner()
        event = self.make_event(partner_id=partner.id)
        line = self.make_task(self.make_employee(), {'description': 'Заміри', 'partner_id': partner.id}).line_ids
        partner.name = 'ТОВ «Ранок»'
        self.assertEqual(event.calendar_event_id.name, 'Обговорити заміри · ТОВ «Ранок»')
        self.assertEqual(line.calendar_event_id.name, 'Заміри · ТОВ «Ранок»')

    def test_the_record_knows_the_customer_of_a_converted_lead(self):
        lead = self.make_lead(contact_name='Марія Левченко', phone='0671239876')
        event = self.make_event(lead_id=lead.id)
        lead._convert_to_customer()
        self.assertEqual(event.calendar_event_id.counterparty_id.commercial_partner_id, lead.counterparty_id)

    def test_a_meeting_to_which_one_is_invited_takes_the_time_too(self):
        self.env['calendar.event'].with_user(self.other).create({
            'name': 'Нарада', 'start': EIGHT, 'stop': NINE,
            'partner_ids': [(6, 0, (self.own | self.other).partner_id.ids)]})
        self.assertEqual(self.make_event().overlap, 'Нарада')

    def test_many_documents_at_once_cost_few_queries(self):
        events = self.env['bas.event'].create([
            {'subject': str(number), 'start': EIGHT, 'user_id': self.own.id} for number in range(200)])
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        events.action_done()
        self.env.flush_all()
        self.assertLessEqual(self.cr.sql_log_count - before, 40)

    def test_a_record_whose_document_is_gone_is_a_plain_one(self):
        event = self.make_event()
        record = event.calendar_event_id
        self.env.flush_all()
        self.env.cr.execute('DELETE FROM bas_event WHERE id = %s', (event.id,))
        self.env.invalidate_all()
        record.with_user(self.own).write({'start': NINE, 'stop': TEN})
        self.assertEqual(record.start, NINE)
        record.with_user(self.own).unlink()

    def test_a_drag_to_a_colleagues_calendar_passes_the_event_on(self):
        event = self.make_event()
        event.calendar_event_id.with_user(self.head).employee_calendar_id = self.calendar_of(self.other)
        self.assertEqual((event.user_id, event.calendar_event_id.user_id), (self.other, self.other))

    def test_a_colleagues_event_is_not_moved(self):
        event = self.make_event(user_id=self.other.id)
        with self.assertRaises(AccessError):
            event.calendar_event_id.with_user(self.own).write({'start': NINE, 'stop': TEN})
        self.assertEqual(event.start, EIGHT)

    def test_what_is_done_is_not_dragged(self):
        event = self.make_event()
        event.action_done()
        self.assertEqual((event.calendar_event_id.active, event.calendar_event_id.bas_category), (True, 'done'))
        with self.assertRaisesRegex(UserError, 'is done'):
            event.calendar_event_id.with_user(self.own).write({'start': NINE, 'stop': TEN})
        with self.assertRaisesRegex(UserError, 'is done'):
            event.calendar_event_id.with_user(self.own).unlink()
        event.action_plan()
        event.calendar_event_id.with_user(self.own).write({'start': NINE, 'stop': TEN})
        self.assertEqual(event.start, NINE)

    def test_one_click_on_the_board_says_what_came_of_it(self):
        event, task = self.make_event(), self.make_task(self.make_employee())
        event.calendar_event_id.with_user(self.own).action_document_done()
        task.line_ids.calendar_event_id.with_user(self.own).action_document_cancel()
        self.assertEqual((event.category, task.category), ('done', 'cancelled'))
        opened = task.line_ids.calendar_event_id.action_open_document()
        self.assertEqual((opened['res_model'], opened['res_id']), ('bas.work.task', task.id))

    def test_a_cancelled_event_leaves_the_board_and_may_come_back(self):
        event = self.make_event()
        record = event.calendar_event_id
        event.action_cancel()
        self.assertFalse(record.active)
        event.action_plan()
        self.assertTrue(record.active)
        self.assertEqual(event.calendar_event_id, record)

    def test_deleting_the_record_cancels_the_event(self):
        event = self.make_event()
        event.calendar_event_id.with_user(self.own).unlink()
        self.assertEqual((event.category, event.calendar_event_id.id), ('cancelled', False))
        event.action_plan()
        self.assertEqual(self.records_of(event), event.calendar_event_id, 'a new record, one')

    def test_archiving_the_record_cancels_the_event(self):
        event = self.make_event()
        event.calendar_event_id.with_user(self.own).action_archive()
        self.assertEqual(event.category, 'cancelled')

    def test_deleting_the_event_deletes_the_record(self):
        event = self.make_event()
        record = event.calendar_event_id
        event.unlink()
        self.assertFalse(record.exists())

    def test_copies_have_records_of_their_own(self):
        event = self.make_event()
        copy = event.copy()
        self.assertTrue(copy.calendar_event_id)
        self.assertNotEqual(copy.calendar_event_id, event.calendar_event_id)
        plain = event.calendar_event_id.copy()
        self.assertFalse(plain.res_id or plain.res_model_id or plain.bas_kind, 'the copy of a record is a plain record')
        plain.start = NINE
        self.assertEqual(event.start, EIGHT)

    def test_a_record_of_a_document_does_not_repeat_and_has_hours(self):
        record = self.make_event().calendar_event_id.with_user(self.own)
        with self.assertRaisesRegex(UserError, 'be recurrent'):
            record.write({'recurrency': True, 'rrule_type': 'daily', 'interval': 1, 'count': 3, 'end_type': 'count'})
        with self.assertRaisesRegex(UserError, 'be recurrent'):
            record.write({'allday': True, 'start_date': '2026-03-02', 'stop_date': '2026-03-02'})

    def test_nothing_is_sent_and_nobody_is_invited(self):
        mails = self.env['mail.mail'].sudo().search_count([])
        messages = self.env['mail.message'].search_count([('model', '=', 'calendar.event')])
        event = self.env(context={'lang': 'en_US'})['bas.event'].with_user(self.head).create({
            'subject': 'Зустріч', 'event_type': 'meeting', 'user_id': self.other.id, 'start': NINE, 'stop': TEN,
            'partner_id': self.make_partner(email='svitanok@example.com').id})
        event.write({'start': TEN, 'stop': datetime(2026, 3, 2, 11)})
        event.user_id = self.own
        self.assertEqual(self.env['mail.mail'].sudo().search_count([]), mails)
        self.assertEqual(self.env['mail.message'].search_count([('model', '=', 'calendar.event')]), messages)
        self.assertEqual(self.own.partner_id.email, self.own.email, 'the card of the person stays as it is')

    def test_an_event_made_on_a_lead_is_no_meeting_of_core(self):
        lead = self.make_lead()
        event = self.env['bas.event'].with_context(
            active_model='crm.lead', active_id=lead.id, default_opportunity_id=lead.id, default_res_model='crm.lead',
            default_res_id=lead.id, default_name='Чуже',
        ).create({'subject': 'Дзвінок', 'lead_id': lead.id, 'start': NINE, 'stop': TEN})
        self.assertEqual(event.calendar_event_id.name, 'Дзвінок · Needs tables')
        self.assertFalse(event.calendar_event_id.opportunity_id)
        self.assertFalse(lead.activity_ids)

    def test_lines_of_a_task_stand_on_the_performers_board(self):
        performer = self.make_employee()
        task = self.make_task(performer, {'description': 'Заміри'}, {
            'description': 'Монтаж', 'start': '2026-03-03 09:00:00', 'stop': '2026-03-03 12:00:00'})
        records = self.records_of(task.line_ids)
        self.assertEqual(records.sorted('start').mapped('name'), ['Заміри', 'Монтаж'])
        calendar = self.env['bas.employee.calendar'].search([('employee_id', '=', performer.id)])
        self.assertEqual(records.employee_calendar_id, calendar)
        self.assertFalse(records.user_id, 'a performer without a login')
        self.assertEqual(records.partner_ids, performer.work_contact_id)
        self.assertEqual(set(records.mapped('bas_kind')), {'work_task'})
        with_login = self.make_employee('Петро Лисенко', self.other)
        task.performer_id = with_login
        self.assertEqual((records.user_id, records.employee_calendar_id), (self.other, self.calendar_of(self.other)))
        task.action_done()
        self.assertEqual(set(records.mapped('bas_category')), {'done'})
        with self.assertRaisesRegex(UserError, 'is done'):
            records[0].with_user(self.head).write({'start': NINE, 'stop': TEN})
        task.action_plan()
        task.action_cancel()
        self.assertEqual(records.mapped('active'), [False, False])

    def test_a_task_dragged_to_another_calendar_changes_its_performer(self):
        first, second = self.make_employee(), self.make_employee('Петро Лисенко')
        task = self.make_task(first)
        record = task.line_ids.calendar_event_id.with_user(self.head)
        record.employee_calendar_id = self.env['bas.employee.calendar']._of_employee(second)
        self.assertEqual(task.performer_id, second)
        record.write({'start': NINE, 'stop': TEN})
        self.assertEqual((task.line_ids.start, task.line_ids.stop, task.date_start), (NINE, TEN, NINE))
        with self.assertRaisesRegex(UserError, 'is not an employee'):
            record.employee_calendar_id = self.calendar_of(self.own)

    def test_deleting_a_task_deletes_its_records(self):
        task = self.make_task(self.make_employee())
        records = self.records_of(task.line_ids)
        self.assertTrue(records)
        task.unlink()
        self.assertFalse(records.exists())

    def test_times_that_make_no_sense(self):
        for start, stop in (('2026-03-02 10:00:00', '2026-03-02 09:00:00'), ('2026-03-02 10:00:00', '2026-03-02 10:00:00')):
            with self.assertRaisesRegex(ValidationError, 'must end after it begins'):
                self.make_event(start=start, stop=stop)
            with self.assertRaisesRegex(ValidationError, 'must end after it begins'):
                self.make_task(self.make_employee(), {'start': start, 'stop': stop})
        with self.assertRaisesRegex(ValidationError, 'check the year'):
            self.make_event(start='2026-03-02 10:00:00', stop='2036-03-02 10:00:00')
        event = self.make_event()
        with self.assertRaisesRegex(ValidationError, 'must end after it begins'):
            event.calendar_event_id.with_user(self.own).write({'start': TEN, 'stop': NINE})

    def test_across_midnight_and_the_change_to_summer_time(self):
        """29 March 2026, 03:00 in Kyiv becomes 04:00: from 23:00 till 05:00 of the clock are five hours."""
        night = self.make_task(self.make_employee(), {
            'start': '2026-03-28 21:00:00', 'stop': '2026-03-29 02:00:00', 'partner_id': self.make_partner().id,
            'price_hour': 300.0}).line_ids
        kyiv = night.with_context(tz='Europe/Kyiv')
        clock = [fields.Datetime.context_timestamp(kyiv, moment).strftime('%H:%M') for moment in (night.start, night.stop)]
        self.assertEqual(clock, ['23:00', '05:00'])
        self.assertEqual((night.duration, night.amount), (5.0, 1500.0))
        self.assertEqual((night.calendar_event_id.start, night.calendar_event_id.stop), (night.start, night.stop))

    def test_an_archived_customer_keeps_its_events(self):
        partner = self.make_partner()
        event = self.make_event(partner_id=partner.id)
        partner.active = False
        event.write({'start': NINE, 'stop': TEN})
        self.assertEqual(event.calendar_event_id.start, NINE)

    def test_a_customer_with_events_is_not_deleted(self):
        partner = self.make_partner()
        self.make_event(partner_id=partner.id)
        with self.assertRaisesRegex(UserError, 'ТОВ «Світанок»'):
            partner.unlink()

    def test_what_stands_at_the_same_time_is_told(self):
        first = self.make_event()
        second = self.make_event(subject='Нарада', start='2026-03-02 08:15:00', stop='2026-03-02 09:00:00')
        beside = self.make_event(subject='Після', start='2026-03-02 08:30:00', stop='2026-03-02 08:45:00', user_id=self.other.id)
        self.assertEqual(first.overlap, 'Нарада')
        self.assertEqual(second.overlap, 'Обговорити заміри')
        self.assertFalse(beside.overlap)

    def test_many_statuses_at_once(self):
        events = self.env['bas.event'].union(*(self.make_event() for _each in range(5)))
        events.action_done()
        self.assertEqual(set(events.calendar_event_id.mapped('bas_category')), {'done'})


@tagged('post_install', '-at_install')
class TestReminder(CrmCase):
    """Core looks for reminders by the clock of the database, so here it is today."""

    def test_the_responsible_is_reminded_by_core(self):
        alarm = self.env['calendar.alarm'].create({
            'name': 'За 15 хвилин', 'alarm_type': 'notification', 'duration': 15, 'interval': 'minutes'})
        start = fields.Datetime.now() + timedelta(minutes=10)
        event = self.make_event(alarm_ids=[(6, 0, alarm.ids)], start=start, stop=start + timedelta(minutes=30))
        reminders = self.env['calendar.alarm_manager'].with_user(self.own).get_next_notif()
        self.assertEqual([reminder['event_id'] for reminder in reminders], event.calendar_event_id.ids)
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        self.own.write({'company_ids': [(6, 0, second.ids)], 'company_id': second.id})
        own = self.env['calendar.alarm_manager'].with_user(self.own)
        self.assertFalse(own.with_context(allowed_company_ids=second.ids).get_next_notif(), 'of a firm he has left')
        self.assertFalse(own.with_context(allowed_company_ids=False).get_next_notif())
        self.own.write({'company_ids': [(6, 0, self.company.ids)], 'company_id': self.company.id})
        self.assertTrue(own.get_next_notif())
        event.action_cancel()
        self.assertFalse(self.env['calendar.alarm_manager'].with_user(self.own).get_next_notif())
