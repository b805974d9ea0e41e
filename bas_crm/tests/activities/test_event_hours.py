from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import CrmCase


@tagged('post_install', '-at_install')
class TestEventHours(CrmCase):
    """What the program plans falls into the working hours of the one who is responsible.

    Kyiv is two hours ahead of UTC on these days. 2026-03-02 is a Monday. Work is from 9:00 to 13:00 and from 14:00 to 18:00.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id = cls.make_schedule(range(5), 9, 18)
        cls.company.bas_tz = 'Europe/Kyiv'
        cls.own.tz = 'Europe/Kyiv'

    @classmethod
    def make_schedule(cls, days, opens, closes, noon=13):
        return cls.env['resource.calendar'].create({
            'name': f'{opens}–{closes}', 'tz': 'UTC', 'company_id': cls.company.id, 'attendance_ids': [(5,)] + [
                (0, 0, {'name': '-', 'dayofweek': str(day), 'hour_from': begins, 'hour_to': ends, 'day_period': period})
                for day in days
                for begins, ends, period in ((opens, noon, 'morning'), (noon + 1, closes, 'afternoon'))]})

    def call_again(self, now, **values):
        with freeze_time(now):
            event = self.make_event(start=now, stop=False, **values)
            event.with_user(event.user_id).action_not_reached()
        return event

    def test_not_reached_in_the_evening_comes_again_in_the_morning(self):
        """At 17:10 the next two hours are over at 19:10; on Friday that is Monday; at night it is the same day."""
        self.assertEqual(self.call_again('2026-03-02 10:10:00').start, datetime(2026, 3, 2, 12, 10), 'at 14:10 he works')
        self.assertEqual(self.call_again('2026-03-02 15:10:00').start, datetime(2026, 3, 3, 7))
        self.assertEqual(self.call_again('2026-03-06 15:10:00').start, datetime(2026, 3, 9, 7))
        self.assertEqual(self.call_again('2026-03-01 21:45:00').start, datetime(2026, 3, 2, 7), 'it was 01:45')
        self.assertEqual(self.call_again('2026-03-02 09:10:00').start, datetime(2026, 3, 2, 12), 'at 13:10 is the break')

    def test_a_schedule_that_says_no_hours(self):
        """Of a flexible one, one of breaks alone and an empty one the company's hours are taken."""
        employee = self.make_employee(user=self.own)
        flexible = self.make_schedule(range(5), 9, 18)
        flexible.write({'flexible_hours': True, 'hours_per_day': 8, 'full_time_required_hours': 40})
        breaks = self.make_schedule(range(5), 9, 18)
        breaks.attendance_ids.day_period = 'lunch'
        empty = self.make_schedule([], 9, 18)
        for schedule in (flexible, breaks, empty):
            employee.resource_calendar_id = schedule
            self.assertEqual(self.call_again('2026-03-07 20:30:00').start, datetime(2026, 3, 9, 7), schedule.attendance_ids)
        self.company.resource_calendar_id = flexible
        self.assertEqual(self.call_again('2026-03-02 10:10:00').start, datetime(2026, 3, 2, 12, 10), 'nobody says any hours')

    def test_the_history_tells_when(self):
        event = self.call_again('2026-03-06 15:10:00')
        self.assertIn('attempt 1', event.message_ids[0].body)
        self.assertIn('09.03.26, 09:00', event.message_ids[0].body)

    def test_the_length_stays(self):
        event = self.call_again('2026-03-06 15:10:00', duration=1.5)
        self.assertEqual(event.stop, datetime(2026, 3, 9, 8, 30))
        self.assertEqual(event.calendar_event_id.start, event.start)

    def test_everybody_has_own_hours_and_an_own_clock(self):
        """Who works from 12:00 to 20:00 on Saturdays, too; who is in Warsaw starts an hour later by the clock of Kyiv."""
        self.make_employee(user=self.own, resource_calendar_id=self.make_schedule(range(6), 12, 20, 16).id)
        self.assertEqual(self.call_again('2026-03-06 18:30:00').start, datetime(2026, 3, 7, 10))
        self.other.tz = 'Europe/Warsaw'
        self.assertEqual(self.call_again('2026-03-06 18:30:00', user_id=self.other.id).start, datetime(2026, 3, 9, 8))

    def test_days_off_are_passed_over(self):
        employee = self.make_employee(user=self.own, resource_calendar_id=self.company.resource_calendar_id.id)
        self.env['resource.calendar.leaves'].create([
            {'name': 'Свято', 'calendar_id': self.company.resource_calendar_id.id, 'company_id': self.company.id,
             'date_from': '2026-03-08 22:00:00', 'date_to': '2026-03-09 22:00:00'},
            {'name': 'Відпустка', 'resource_id': employee.resource_id.id, 'calendar_id': self.company.resource_calendar_id.id,
             'date_from': '2026-03-09 22:00:00', 'date_to': '2026-03-26 22:00:00'}])
        self.assertEqual(self.call_again('2026-03-06 15:10:00', user_id=self.other.id).start, datetime(2026, 3, 10, 7))
        self.assertEqual(self.call_again('2026-03-06 15:10:00').start, datetime(2026, 3, 27, 7))

    def test_the_change_to_summer_time(self):
        """On 29 March 2026 Kyiv goes over to summer time: 9:00 are 07:00 UTC before and 06:00 after."""
        self.assertEqual(self.call_again('2026-03-27 15:10:00').start, datetime(2026, 3, 30, 6))

    def test_where_nobody_has_said_any_hours(self):
        self.company.resource_calendar_id.attendance_ids.unlink()
        self.assertEqual(self.call_again('2026-03-06 21:45:00').start, datetime(2026, 3, 6, 23, 45))

    @freeze_time('2026-03-06 15:10:00')
    def test_several_at_once_follow_one_another_and_ask_for_the_hours_once(self):
        events = self.env['bas.event'].concat(*(self.make_event() for _number in range(12))).with_user(self.own)
        users = type(self.env['res.users'])
        with patch.object(users, '_find_schedule', autospec=True, side_effect=users._find_schedule) as schedule:
            events.action_not_reached()
        self.assertEqual(schedule.call_count, 1)
        self.assertEqual(
            events.mapped('start'), [datetime(2026, 3, 9, 7) + number * timedelta(minutes=15) for number in range(12)])

    # ------------------------------------------------------------
    # Other places where the program finds the time
    # ------------------------------------------------------------

    def move(self, event, choice):
        wizard = event.env['bas.event.move'].with_context(**event.action_move()['context']).create({'choice': choice})
        wizard.action_move()
        return event.start

    @freeze_time('2026-03-06 15:10:00')
    def test_moved_by_one_click(self):
        """On Friday at 17:10 an hour later is Monday, and so is tomorrow; what stands in the evening on purpose stays there."""
        event = self.make_event(start='2026-03-06 13:00:00', stop='2026-03-06 13:30:00').with_user(self.own)
        self.assertEqual(self.move(event, 'tomorrow'), datetime(2026, 3, 9, 7))
        event.write({'start': '2026-03-06 13:00:00', 'stop': '2026-03-06 13:30:00'})
        self.assertEqual(self.move(event, 'hour'), datetime(2026, 3, 9, 7))
        self.assertEqual(self.move(event, 'week'), datetime(2026, 3, 13, 7), 'in a week it is Friday')
        evening = self.make_event(start='2026-03-06 17:00:00', stop='2026-03-06 19:00:00').with_user(self.own)
        self.assertEqual(self.move(evening, 'tomorrow'), datetime(2026, 3, 7, 17))

    @freeze_time('2026-03-02 10:10:00')
    def test_the_next_event(self):
        self.env['resource.calendar.leaves'].create({
            'name': 'Свято', 'calendar_id': self.company.resource_calendar_id.id, 'company_id': self.company.id,
            'date_from': '2026-03-08 22:00:00', 'date_to': '2026-03-09 22:00:00'})
        context = self.make_event().with_user(self.own).action_create_next()['context']
        self.assertEqual((context['default_start'], context['default_stop']), (
            datetime(2026, 3, 10, 7), datetime(2026, 3, 10, 7, 30)))

    def test_the_customer_answers_an_offer_at_night(self):
        """An acceptance at 23:40 on Friday is a call on Monday morning; it was midnight."""
        order = self.env['sale.order'].create({
            'partner_id': self.make_partner().id, 'user_id': self.own.id,
            'order_line': [(0, 0, {'product_id': self.env['product.product'].create({'name': 'Стіл'}).id})]})
        offer = self.env['bas.commercial.offer'].browse(order.action_create_offer()['res_id'])
        with freeze_time('2026-03-06 21:40:00'):
            offer.sudo()._log_answer('Погоджуємося')
        call = self.env['bas.event'].search([('order_id', '=', order.id)])
        self.assertEqual((call.start, call.stop), (datetime(2026, 3, 9, 7), datetime(2026, 3, 9, 7, 15)))
