from datetime import datetime, timedelta

from odoo.tests import tagged

from ...models.calendar.calendar_event import QUIET
from ..common import CrmCase

EMPLOYEES, RECORDS = 20, 2000
MONDAY = datetime(2026, 3, 2)
#: what the board reads of its records, as its view asks
FIELDS = ('display_name', 'start', 'stop', 'duration', 'allday', 'employee_calendar_id', 'employee_calendar_color', 'bas_kind',
          'counterparty_id', 'bas_category', 'location', 'recurrency', 'res_model', 'effective_privacy',
          'can_finish', 'can_call_off', 'bas_lead_id', 'bas_phone', 'bas_address')


@tagged('post_install', '-at_install')
class TestBoardSpeed(CrmCase):
    """A week of the board with 2 000 records for 20 employees: as many queries as with 200."""

    def fill(self, count):
        users = self.env['res.users'].union(*(
            self.own.copy({'login': f'u{number}-{count}', 'name': f'Працівник {number}'}) for number in range(EMPLOYEES)))
        self.env['bas.event'].with_context(**QUIET).create([{
            'subject': f'Дзвінок {number}', 'user_id': users[number % EMPLOYEES].id,
            'start': MONDAY + timedelta(days=number % 5, minutes=number % 600),
            'stop': MONDAY + timedelta(days=number % 5, minutes=number % 600 + 30)} for number in range(count)])
        return self.env['bas.employee.calendar'].search([('user_id', 'in', users.ids)])

    def count(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        result = work()
        return result, self.cr.sql_log_count - before

    def look(self, calendars):
        return self.env['calendar.event'].with_user(self.head).search_read([
            ('start', '<=', MONDAY + timedelta(days=7)), ('stop', '>=', MONDAY),
            ('employee_calendar_id', 'in', calendars.ids)], FIELDS)

    def test_a_week_of_twenty_people(self):
        few, many = self.fill(RECORDS // 10), self.fill(RECORDS)
        self.look(few)
        rows, queries = self.count(lambda: self.look(few))
        more_rows, more_queries = self.count(lambda: self.look(many))
        self.assertEqual((len(rows), len(more_rows)), (RECORDS // 10, RECORDS))
        self.assertLessEqual(more_queries, queries + 10, 'a prefetch more for each thousand, no query for each record')

    def test_the_side_panel_and_the_hours(self):
        calendars = self.fill(20).with_user(self.head)
        calendars.get_board_calendars()
        _rows, queries = self.count(calendars.get_board_calendars)
        self.assertLessEqual(queries, 8)
