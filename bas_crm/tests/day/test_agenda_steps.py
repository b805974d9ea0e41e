from itertools import pairwise

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from ..common_agenda import AgendaCase, at


@tagged('post_install', '-at_install')
class TestAgendaSteps(AgendaCase):
    """What the buttons of a card and the drag do to the documents. It is Wednesday, 4 March 2026, 10:00."""

    # ------------------------------------------------------------
    # Moved
    # ------------------------------------------------------------

    def test_an_event_is_dragged(self):
        """The hour and the length stay."""
        for bucket, start in (('tomorrow', '2026-03-05 12:15:00'), ('week', '2026-03-06 12:15:00'),
                              ('later', '2026-03-09 12:15:00'), ('today', '2026-03-04 12:15:00')):
            event = self.make_event(start='2026-02-20 12:15:00', stop='2026-02-20 13:00:00')
            self.find_row(event).write({'bucket': bucket})
            self.assertEqual((event.start, event.duration), (at(start), 0.75), bucket)
            self.assertEqual(self.get_bucket(event), bucket)
            self.assertEqual(event.calendar_event_id.start, event.start)

    def test_dragged_to_today_after_its_hour(self):
        """The hour is over: the next working time of today, in the evening the next five minutes."""
        for now, start in (('2026-03-04 08:00:00', '2026-03-04 08:00:00'), ('2026-03-04 11:02:00', '2026-03-04 12:00:00'),
                           ('2026-03-04 17:01:00', '2026-03-04 17:05:00'), ('2026-03-04 21:58:00', '2026-03-04 21:58:00')):
            with freeze_time(now):
                event = self.make_event(start='2026-02-20 07:30:00', stop='2026-02-20 08:00:00')
                self.find_row(event).write({'bucket': 'today'})
                self.assertEqual(event.start, at(start), now)
                self.assertEqual(self.get_bucket(event), 'today')

    def test_a_day_off_is_a_day_if_somebody_drags_there(self):
        with freeze_time('2026-03-06 08:00:00'):
            event, order = self.make_event(start='2026-03-02 12:00:00', stop='2026-03-02 12:30:00'), self.make_order()
            for document in (event, order):
                self.find_row(document).write({'bucket': 'tomorrow'})
            self.assertEqual(event.start, at('2026-03-07 12:00:00'))
            self.assertEqual(self.get_next(order_id=order.id).start, at('2026-03-07 07:00:00'))
            other = self.make_event(start='2026-03-02 12:00:00', stop='2026-03-02 12:30:00')
            self.do(other, 'action_tomorrow')
            self.assertEqual(other.start, at('2026-03-09 07:00:00'), 'the button looks for the next working time')

    def test_a_week_without_days(self):
        with freeze_time('2026-03-07 08:00:00'):
            event = self.make_event()
            with self.assertRaisesRegex(UserError, 'this week is over'):
                self.find_row(event).write({'bucket': 'week'})
            self.find_row(event).write({'bucket': 'later'})
            self.assertEqual(self.get_bucket(event), 'later')

    def test_the_button_says_when(self):
        """The card leaves its column: a message says where it has gone."""
        self.make_employee(user=self.own)
        event, activity, lead = self.make_event(subject='Узгодити ціну'), self.make_activity(self.make_order(), '2026-03-04'), \
            self.make_lead(name='Столи')
        for document, action, told in (
            (event, 'action_tomorrow', r'^Planned: .*\b5\b.*, 10:00 – Узгодити ціну$'),
            (activity, 'action_next_monday', rf'^Planned: [^:]*\b9\b[^:]* – {activity.display_name}$'),
            (lead, 'action_plan_call', r'^Planned: .*\b4\b.*, \d\d:\d\d – Столи$'),
        ):
            answer = getattr(self.find_row(document).with_context(lang='en_US'), action)()
            self.assertEqual(answer['tag'], 'display_notification')
            self.assertRegex(answer['params']['message'], told)
        rows = self.find_row(event) | self.find_row(activity)
        self.assertEqual(rows.with_context(lang='en_US').action_tomorrow()['params']['message'], 'Steps planned: 2.')

    def test_buttons_of_other_days(self):
        employee = self.make_employee(user=self.own)
        for action, start in (('action_tomorrow', '2026-03-05 12:00:00'), ('action_next_monday', '2026-03-09 12:00:00')):
            event = self.make_event(start='2026-03-03 12:00:00', stop='2026-03-03 12:30:00')
            work = self.make_task(employee, {
                'start': '2026-03-03 12:00:00', 'stop': '2026-03-03 15:00:00'}).line_ids
            activity = self.make_activity(self.partner, '2026-03-02')
            for document in (event, work, activity):
                self.do(document, action)
            self.assertEqual((event.start, work.start, work.duration), (at(start), at(start), 3.0))
            self.assertEqual(activity.date_deadline.isoformat(), start[:10])

    def test_a_day_is_written(self):
        event, activity = self.make_event(), self.make_activity(self.partner, '2026-03-02')
        for document in (event, activity):
            self.find_row(document).write({'date': '2026-03-20 22:30:00'})
        self.assertEqual(event.start, at('2026-03-20 22:30:00'))
        self.assertEqual(activity.date_deadline.isoformat(), '2026-03-21', 'in Kyiv it is the next day')

    def test_a_lead_has_no_hour_of_its_own(self):
        """The screen keeps the hour of a planned step; when a lead came is no such hour."""
        lead = self.age(self.make_lead(), '2026-03-03 01:17:00')
        row = self.find_row(lead)
        self.assertEqual((row.bucket, row.has_time), ('overdue', False))

    def test_many_are_moved_together(self):
        events = [self.make_event(start=f'2026-03-03 {hour}:00:00', stop=f'2026-03-03 {hour}:30:00') for hour in (10, 12)]
        rows = self.find_row(events[0]) | self.find_row(events[1])
        rows.action_tomorrow()
        self.assertEqual([event.start for event in events], [at('2026-03-05 10:00:00'), at('2026-03-05 12:00:00')])

    def test_too_many_at_once(self):
        rows = self.agenda.with_user(self.own).browse(range(6, 6 * 202, 6))
        self.assertEqual(len(rows), 201)
        for method in ('action_tomorrow', 'action_next_monday', 'action_plan_call', 'action_not_reached'):
            with self.assertRaises(UserError, msg=method):
                getattr(rows, method)()

    def test_saved_by_the_board(self):
        """The board saves a drag with the card; the card of a lead is replaced by the planned call."""
        event, lead = self.make_event(), self.make_lead()
        [saved] = self.find_row(event).web_save({'bucket': 'tomorrow'}, {'bucket': {}})
        self.assertEqual(saved['bucket'], 'tomorrow')
        self.assertFalse(self.find_row(lead).web_save({'bucket': 'tomorrow'}, {'bucket': {}}))
        self.assertEqual(self.get_bucket(self.get_next(lead_id=lead.id)), 'tomorrow')

    # ------------------------------------------------------------
    # Not reached
    # ------------------------------------------------------------

    def test_not_reached(self):
        """Two working hours from 10:00 are over at 12:00."""
        event, lead, order = self.make_event(), self.make_lead(), self.make_order()
        work = self.make_task(self.make_employee(user=self.own)).line_ids
        activity = self.make_activity(self.partner, '2026-03-02')
        for document in (event, work, activity, lead, order):
            self.do(document, 'action_not_reached')
        calls = [self.get_next(lead_id=lead.id), self.get_next(order_id=order.id)]
        for step in (event, work, *calls):
            self.assertEqual((step.start, step.attempt_count), (at('2026-03-04 10:00:00'), 1), step)
            self.assertEqual(self.find_row(step).attempt_count, 1)
        self.assertEqual((activity.date_deadline.isoformat(), activity.bas_attempt_count), ('2026-03-04', 1))
        self.do(work, 'action_not_reached')
        self.assertEqual(work.attempt_count, 2)
        self.assertIn('attempt 2', work.task_id.message_ids[0].body)
        self.assertIn('attempt 1', self.partner.message_ids[0].body)

    def test_not_reached_in_the_evening(self):
        with freeze_time('2026-03-06 15:00:00'):
            work = self.make_task(self.make_employee(user=self.own)).line_ids
            activity = self.make_activity(self.partner, '2026-03-06')
            for document in (work, activity):
                self.do(document, 'action_not_reached')
        self.assertEqual(work.start, at('2026-03-09 07:00:00'))
        self.assertEqual(activity.date_deadline.isoformat(), '2026-03-09')

    def test_a_performer_did_not_reach(self):
        worker = new_test_user(self.env, 'worker', groups='base.group_user,bas_crm.group_performer', tz='Europe/Kyiv')
        work = self.make_task(self.make_employee(user=worker)).line_ids
        self.do(work, 'action_not_reached', worker)
        self.assertEqual((work.start, work.attempt_count), (at('2026-03-04 10:00:00'), 1))

    # ------------------------------------------------------------
    # One click plans a call
    # ------------------------------------------------------------

    def test_a_call_is_planned(self):
        lead = self.make_lead(name='Столи', phone='+380671112233')
        offer = self.make_sent_offer()
        order = self.make_order()
        for document in (lead, offer, order):
            self.do(document, 'action_plan_call')
            self.assertFalse(self.find_row(document))
        call = self.get_next(lead_id=lead.id)
        self.assertEqual((call.subject, call.event_type, call.user_id, call.phone), ('Столи', 'call', self.own, '+380671112233'))
        self.assertEqual(self.get_next(order_id=offer.order_id.id).partner_id, self.partner)
        self.assertEqual(self.get_next(order_id=order.id).user_id, self.own)

    def test_calls_follow_one_another(self):
        """A call lasts fifteen minutes; between 10:30 and 11:00 the manager is busy."""
        self.make_event(start='2026-03-04 08:30:00', stop='2026-03-04 09:00:00')
        leads = [self.make_lead(expected_revenue=amount) for amount in (3.0, 2.0, 1.0)]
        length = self.env['bas.event']._get_usual_length('call')
        for lead in leads:
            self.do(lead, 'action_plan_call')
        starts = [self.get_next(lead_id=lead.id).start for lead in leads]
        self.assertEqual(starts[0], at('2026-03-04 08:00:00'))
        planned = sorted([*((start, start + length) for start in starts), (at('2026-03-04 08:30:00'), at('2026-03-04 09:00:00'))])
        self.assertTrue(all(before[1] <= after[0] for before, after in pairwise(planned)), planned)

    def test_a_call_at_night_is_planned_for_the_morning(self):
        lead = self.make_lead()
        with freeze_time('2026-03-06 20:00:00'):
            self.do(lead, 'action_plan_call')
        self.assertEqual(self.get_next(lead_id=lead.id).start, at('2026-03-09 07:00:00'))

    def test_a_head_plans_for_the_manager(self):
        lead = self.make_lead(user_id=self.other.id)
        nobodys = self.make_lead(user_id=False)
        for document in (lead, nobodys):
            self.do(document, 'action_plan_call', self.head)
        self.assertEqual(self.get_next(lead_id=lead.id).user_id, self.other)
        self.assertEqual(self.get_next(lead_id=nobodys.id).user_id, self.head)

    def test_what_is_planned_is_not_planned_again(self):
        with self.assertRaisesRegex(UserError, 'planned already'):
            self.do(self.make_event(), 'action_plan_call')

    # ------------------------------------------------------------
    # Stale screens
    # ------------------------------------------------------------

    def check_refused(self, row, words):
        for work in (lambda: row.action_done(), lambda: row.action_tomorrow(), lambda: row.action_not_reached(),
                     lambda: row.write({'bucket': 'later'})):
            with self.assertRaisesRegex(UserError, words):
                work()

    def test_a_colleague_was_first(self):
        event, activity = self.make_event(), self.make_activity(self.partner, '2026-03-02')
        work = self.make_task(self.make_employee(user=self.own)).line_ids
        lead = self.make_lead()
        rows = {document: self.find_row(document) for document in (event, activity, work, lead)}
        event.with_user(self.head).action_done()
        activity.with_user(self.head).action_feedback()
        work.task_id.with_user(self.head).action_cancel()
        self.make_event(lead_id=lead.id)
        self.env.invalidate_all()
        self.check_refused(rows[event], 'already done: head')
        self.check_refused(rows[activity], 'already done')
        self.check_refused(rows[work], 'already cancelled: head')
        self.check_refused(rows[lead], 'just planned a step')

    def test_the_document_is_gone(self):
        event, lead, order = self.make_event(), self.make_lead(), self.make_order()
        rows = {document._name: self.find_row(document) for document in (event, lead, order)}
        event.active = False
        self.check_refused(rows['bas.event'], 'archived')
        event.unlink()
        self.check_refused(rows['bas.event'], 'not there any more')
        lead.action_set_lost()
        self.check_refused(rows['crm.lead'], 'needs no step any more')
        self.bring(order, 'Cancelled')
        self.check_refused(rows['sale.order'], 'needs no step any more')
        with self.assertRaisesRegex(UserError, 'not there any more'):
            rows['bas.event'].action_open()
