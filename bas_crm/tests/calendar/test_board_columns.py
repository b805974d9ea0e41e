from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from ..common import CrmCase

EIGHT, NINE, TEN = (datetime(2026, 3, 2, hour) for hour in (8, 9, 10))


@tagged('post_install', '-at_install')
@freeze_time('2026-03-01 10:00:00')
class TestBoardColumns(CrmCase):
    """The day view with a column for each person: which records it shows, and dragging them to another column."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine, cls.theirs, cls.heads = (
            cls.env['bas.employee.calendar']._of_user(user) for user in (cls.own, cls.other, cls.head))

        cls.theirs_boss = new_test_user(cls.env, 'kerivnytsia', groups='sales_team.group_sale_salesman_all_leads')

    def make_record(self, user, **values):
        return self.env['calendar.event'].with_user(user).create({
            'name': 'Обід', 'start': EIGHT, 'stop': NINE, 'partner_ids': [(6, 0, user.partner_id.ids)], **values})

    def test_a_meeting_is_in_the_columns_of_all_who_take_part(self):
        event = self.make_event()
        meeting = self.make_record(self.head, partner_ids=[(6, 0, (self.own + self.head).partner_id.ids)])
        self.assertEqual(event.calendar_event_id.bas_calendar_ids, self.mine)
        self.assertEqual(meeting.bas_calendar_ids, self.heads + self.mine)

    def test_who_has_declined_is_free(self):
        meeting = self.make_record(self.head, partner_ids=[(6, 0, (self.own + self.head).partner_id.ids)])
        self.assertEqual(meeting.bas_calendar_ids, self.heads + self.mine)
        guest = meeting.attendee_ids.filtered(lambda attendee: attendee.partner_id == self.own.partner_id)
        guest.with_user(self.own).do_decline()
        self.assertEqual(meeting.bas_calendar_ids, self.heads)
        guest.with_user(self.own).do_tentative()
        self.assertEqual(meeting.bas_calendar_ids, self.heads + self.mine)

    def test_of_a_private_meeting_too(self):
        """The board shows whose time is taken even if the other data is hidden."""
        meeting = self.make_record(self.head, privacy='private', partner_ids=[(6, 0, (self.own + self.head).partner_id.ids)])
        self.env.flush_all()
        self.env.invalidate_all()
        for user, calendars in ((self.other, self.mine.browse()), (self.theirs_boss, self.heads + self.mine)):
            [row] = meeting.with_user(user).read(['display_name', 'bas_calendar_ids'])
            self.assertEqual((row['display_name'], set(row['bas_calendar_ids'])), ('Busy', set(calendars.ids)))

    def test_many_records_cost_no_more_queries(self):
        meetings = self.env['calendar.event'].concat(*(self.make_record(self.head) for _number in range(5)))
        counts = []
        for records in (meetings, meetings[:1], meetings):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(records.with_user(self.head).mapped('bas_calendar_ids'))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_everybody_has_his_own_working_hours(self):
        short = self.company.resource_calendar_id.copy({'name': 'Лише понеділок'})
        short.attendance_ids.filtered(lambda line: line.dayofweek != '0').unlink()
        self.make_employee(user=self.own, resource_calendar_id=short.id)
        calendars = (self.mine + self.theirs).with_user(self.head)
        hours = calendars.get_working_hours_of_each('2026-03-02', '2026-03-03')
        days = {id_: {day for span in spans for day in span['daysOfWeek']} for id_, spans in hours.items()}
        self.assertEqual(days, {self.mine.id: {1}, self.theirs.id: {1, 2}}, 'who has no schedule works as the company does')
        together = calendars.get_working_hours('2026-03-02', '2026-03-03')
        self.assertEqual({day for span in together for day in span['daysOfWeek']}, {1}, 'all at once')
        with self.assertRaises(AccessError):
            self.theirs.with_user(self.own).get_working_hours_of_each('2026-03-02', '2026-03-03')

    def test_the_head_passes_a_plain_record_on_and_nobody_is_written_to(self):
        record = self.make_record(self.own)
        mails = self.env['mail.mail'].sudo().search_count([])
        record.with_user(self.head).write(
            {'start': NINE, 'stop': TEN, 'allday': False, 'employee_calendar_id': self.theirs.id})
        self.assertEqual((record.start, record.stop), (NINE, TEN))
        self.assertEqual((record.user_id, record.employee_calendar_id), (self.other, self.theirs))
        self.assertEqual(record.partner_ids, self.other.partner_id)
        self.assertEqual(record.with_user(self.head).bas_calendar_ids, self.theirs)
        record.with_user(self.head).employee_calendar_id = self.mine
        self.assertEqual((record.user_id, record.partner_ids), (self.own, self.own.partner_id), 'and back')
        self.assertEqual(self.env['mail.mail'].sudo().search_count([]), mails)

    def test_other_guests_stay(self):
        record = self.make_record(self.own, partner_ids=[(6, 0, (self.own + self.head).partner_id.ids)])
        record.with_user(self.head).employee_calendar_id = self.theirs
        self.assertEqual(record.partner_ids, (self.other + self.head).partner_id)

    def test_a_manager_plans_no_colleagues_time(self):
        self.theirs.is_shared = True
        record, strange, event = self.make_record(self.own), self.make_record(self.other), self.make_event(user_id=self.other.id)
        with self.assertRaisesRegex(AccessError, 'Invite the colleague'):
            record.with_user(self.own).employee_calendar_id = self.theirs
        with self.assertRaisesRegex(AccessError, 'Invite the colleague'):
            strange.with_user(self.own).employee_calendar_id = self.mine
        for values in ({'start': NINE, 'stop': TEN}, {'employee_calendar_id': self.mine.id}):
            with self.assertRaisesRegex(AccessError, 'cannot be changed: it is in the calendar of'):
                event.calendar_event_id.with_user(self.own).write(values)
        self.assertEqual((record.user_id, strange.user_id, event.user_id), (self.own, self.other, self.other))

    def test_naming_the_person_as_well_opens_no_other_calendar(self):
        self.theirs.is_shared = True
        record, strange = self.make_record(self.own), self.make_record(self.other)
        me = self.own.partner_id
        for event, values in (
                (strange, {'employee_calendar_id': self.mine.id, 'user_id': self.own.id, 'partner_ids': [(6, 0, me.ids)]}),
                (record, {'employee_calendar_id': self.theirs.id, 'user_id': self.own.id})):
            with self.assertRaisesRegex(AccessError, 'Invite the colleague'):
                event.with_user(self.own).write(values)
        values = {'name': 'Нарада', 'start': EIGHT, 'stop': NINE}
        Event = self.env['calendar.event'].with_user(self.own)
        for create in (lambda: Event.create({**values, 'employee_calendar_id': self.theirs.id}),
                       lambda: Event.with_context(default_employee_calendar_id=self.theirs.id).create(values)):
            with self.assertRaisesRegex(AccessError, 'Invite the colleague'):
                create()
        entry = self.env['bas.calendar.entry'].with_user(self.own).create(
            {**values, 'kind': 'record', 'employee_calendar_id': self.theirs.id})
        with self.assertRaisesRegex(UserError, 'Choose another calendar'):
            entry.action_create()
        self.assertEqual(Event.create(values).employee_calendar_id, self.mine)

    def test_what_is_no_calendar_or_of_somebody_who_left(self):
        record, event = self.make_record(self.own), self.make_event()
        self.other.active = False
        for value in ([self.theirs.id], True, 'x', self.theirs.id, 2 ** 40, -1):
            for document in (record, event.calendar_event_id):
                with self.assertRaises(UserError):
                    document.with_user(self.head).write({'employee_calendar_id': value})
            with self.assertRaises(UserError):
                record.with_user(self.head).create(
                    {'name': 'Нарада', 'start': EIGHT, 'stop': NINE, 'employee_calendar_id': value})
        self.assertEqual((record.employee_calendar_id, record.user_id, event.user_id), (self.mine, self.own, self.own))

    def test_working_hours_are_told_of_a_board(self):
        for days in (('2026-03-09', '2026-03-02'), ('1900-01-01', '2200-12-31')):
            for method in ('get_working_hours', 'get_working_hours_of_each'):
                with self.assertRaisesRegex(UserError, 'at most 100 days'):
                    getattr(self.mine.with_user(self.own), method)(*days)

    def test_a_manager_passes_his_event_on_and_cannot_take_it_back(self):
        self.theirs.is_shared = True
        event = self.make_event()
        record = event.calendar_event_id.with_user(self.own)
        self.env.flush_all()
        self.env.invalidate_all()
        record.write({'start': NINE, 'stop': TEN, 'allday': False, 'employee_calendar_id': self.theirs.id})
        self.assertEqual((event.user_id, event.start), (self.other, NINE))
        self.assertFalse(record.can_finish)
        with self.assertRaisesRegex(AccessError, 'cannot be changed'):
            record.employee_calendar_id = self.mine

    def test_a_whole_series_is_moved_and_comes_back(self):
        """Core creates new records when a whole series is moved; undoing the move from the dropped one moves all of them back."""
        def series():
            return self.env['calendar.event'].search([('name', '=', 'Планірка')], order='start')

        first = self.make_record(
            self.own, name='Планірка', recurrency=True, rrule_type='weekly', count=3, mon=True, end_type='count')
        before = series().mapped('start')
        self.assertEqual(before, [datetime(2026, 3, day, 8) for day in (2, 9, 16)])
        self.assertIn(first, series())
        whole = {'allday': False, 'recurrence_update': 'all_events'}
        there, back = ({'start': datetime(2026, 3, 9, hour), 'stop': datetime(2026, 3, 9, hour + 1), **whole} for hour in (10, 8))
        series()[1].with_user(self.own).write(dict(there))
        self.assertEqual(series().mapped('start'), [datetime(2026, 3, day, 10) for day in (2, 9, 16)])
        [same] = series().filtered(lambda event: event.start == there['start'])
        same.with_user(self.own).write(back)
        self.assertEqual(series().mapped('start'), before)

    def test_a_click_in_a_colleagues_column(self):
        """A user who may not plan a colleague's calls can give the colleague a task."""
        self.theirs.is_shared = True
        employee = self.make_employee(user=self.other)
        context = {'default_start': EIGHT, 'default_stop': NINE, 'default_employee_calendar_id': self.theirs.id}
        form = Form(self.env['bas.calendar.entry'].with_user(self.own).with_context(**context))
        self.assertEqual((form.kind, form.employee_calendar_id), ('work_task', self.theirs))
        form.name = 'Монтаж'
        form.save().action_create()
        task = self.env['bas.work.task'].search([('performer_id', '=', employee.id)])
        self.assertEqual((task.line_ids.start, task.line_ids.stop), (EIGHT, NINE))
        form.kind = 'call'
        self.assertEqual(form.employee_calendar_id, self.mine)
        form = Form(self.env['bas.calendar.entry'].with_user(self.head).with_context(**context))
        self.assertEqual((form.kind, form.employee_calendar_id), ('call', self.theirs))

    def test_who_is_no_employee_is_given_no_task(self):
        self.theirs.is_shared = True
        form = Form(self.env['bas.calendar.entry'].with_user(self.own).with_context(
            default_start=EIGHT, default_stop=NINE, default_employee_calendar_id=self.theirs.id))
        self.assertEqual((form.kind, form.employee_calendar_id), ('call', self.mine))

    def test_months_stand_alone_in_the_nominative(self):
        self.env['res.lang']._activate_lang('uk_UA')
        partner = self.make_partner()
        self.make_event(partner_id=partner.id)
        [group] = self.env['bas.event'].with_context(lang='uk_UA').formatted_read_group(
            [('partner_id', '=', partner.id)], ['start:month'], ['__count'])
        self.assertEqual(group['start:month'][1], 'березень 2026')
