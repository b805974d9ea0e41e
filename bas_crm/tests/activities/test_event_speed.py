from datetime import date

from odoo.tests import tagged

from ...models.calendar.calendar_event import QUIET
from ..common import CrmCase

MANY = 1000
#: a document may cost so many times the queries of a bare record of the calendar, plus its number
LIMIT = 1.1


@tagged('post_install', '-at_install')
class TestEventSpeed(CrmCase):
    """An event with its record in the calendar against a bare ``calendar.event``, counted in one test."""

    def count(self, work):
        """:return: queries of ``work``, everything that it leaves to be written included"""
        self.env.flush_all()
        before = self.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def create_records(self, count):
        return self.env['calendar.event'].with_context(**QUIET).create([{
            'name': f'Запис {number}', 'start': '2026-03-02 08:00:00', 'stop': '2026-03-02 08:30:00', 'user_id': self.own.id,
            'partner_ids': [(6, 0, self.own.partner_id.ids)],
        } for number in range(count)])

    def create_events(self, count):
        return self.env['bas.event'].with_context(**QUIET).create([{
            'subject': f'Подія {number}', 'start': '2026-03-02 08:00:00', 'stop': '2026-03-02 08:30:00', 'user_id': self.own.id,
        } for number in range(count)])

    def take_numbers(self, count):
        return self.company._next_numbers('bas.event', date(2026, 3, 2), count)

    def compare(self, count):
        for warm in (self.create_records, self.create_events, self.take_numbers):
            warm(count)
        bare = self.count(lambda: self.create_records(count))
        numbers = self.count(lambda: self.take_numbers(count))
        ours = self.count(lambda: self.create_events(count))
        self.assertLessEqual(ours, bare * LIMIT + numbers)
        return ours

    def test_one_event(self):
        self.assertLessEqual(self.compare(1), 11)

    def test_a_thousand_events(self):
        self.assertLessEqual(self.compare(MANY), MANY / 10)
