from datetime import date

from odoo.tests import BaseCase, tagged

from ...models.day.morning_days import compare_month, compare_week, compare_yesterday, get_line


def day(text):
    return date.fromisoformat(text)


@tagged('post_install', '-at_install')
class TestMorningDays(BaseCase):
    """Which days the figures of the morning are of."""

    def check(self, compared, *expected):
        self.assertEqual(
            [(str(days.first), str(days.last)) for days in compared], [tuple(pair.split()) for pair in expected])

    def test_the_month_up_to_today(self):
        self.check(compare_month(day('2026-03-10')), '2026-03-01 2026-03-10', '2026-02-01 2026-02-10', '2025-03-01 2025-03-10')

    def test_on_the_first_day_the_month_that_has_ended(self):
        self.check(compare_month(day('2026-03-01')), '2026-02-01 2026-02-28', '2026-01-01 2026-01-31', '2025-02-01 2025-02-28')
        self.check(compare_month(day('2026-01-01')), '2025-12-01 2025-12-31', '2025-11-01 2025-11-30', '2024-12-01 2024-12-31')

    def test_a_longer_month_than_the_one_before(self):
        self.check(compare_month(day('2026-03-30')), '2026-03-01 2026-03-30', '2026-02-01 2026-02-28', '2025-03-01 2025-03-30')
        self.check(compare_month(day('2026-04-30')), '2026-04-01 2026-04-30', '2026-03-01 2026-03-31', '2025-04-01 2025-04-30')

    def test_leap_years(self):
        self.check(compare_month(day('2028-02-29')), '2028-02-01 2028-02-29', '2028-01-01 2028-01-31', '2027-02-01 2027-02-28')
        self.check(compare_month(day('2029-02-28')), '2029-02-01 2029-02-28', '2029-01-01 2029-01-31', '2028-02-01 2028-02-29')

    def test_on_monday_the_week_before(self):
        self.check(compare_week(day('2026-03-09')), '2026-03-02 2026-03-08', '2026-02-23 2026-03-01', '2025-03-03 2025-03-09')

    def test_yesterday(self):
        self.check(
            compare_yesterday(day('2026-03-01')), '2026-02-28 2026-02-28', '2026-02-27 2026-02-27', '2025-02-28 2025-02-28')

    def test_thirty_days(self):
        self.assertEqual(get_line(day('2026-03-10')), (day('2026-02-09'), day('2026-03-10')))
