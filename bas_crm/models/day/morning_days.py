"""Days that the figures of the morning are summed up for, and the days that they are compared with."""
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
#: a year as whole weeks, so that the same days of the week are compared
YEAR_OF_WEEKS = timedelta(weeks=52)
#: number of days in the small line of a tile
LINE_DAYS = 30


class Days(NamedTuple):
    """Some days in a row, both ends included."""

    first: date
    last: date

    def __contains__(self, day):
        return self.first <= day <= self.last

    def shift(self, step):
        return Days(self.first + step, self.last + step)


class Compared(NamedTuple):
    """Days with the same days of the period before, and of a year ago."""

    days: Days
    previous: Days
    year_ago: Days


def _ends_month(day):
    return (day + DAY).day == 1


def _go_year_back(day):
    """:return: the same day a year ago; the last day of February stays the last one"""
    earlier = day - relativedelta(years=1)
    return earlier + relativedelta(day=31) if _ends_month(day) else earlier


def compare_month(today):
    """The month up to today; on its first day the whole month before, since the new one has nothing to show yet."""
    yesterday = today - DAY
    first = yesterday.replace(day=1)
    last = today if today.month == yesterday.month else yesterday
    start = first - relativedelta(months=1)
    before = first - DAY if _ends_month(last) else min(start + (last - first), first - DAY)
    return Compared(Days(first, last), Days(start, before), Days(_go_year_back(first), _go_year_back(last)))


def compare_week(today):
    """The seven days before today: on Monday that is the week before."""
    days = Days(today - WEEK, today - DAY)
    return Compared(days, days.shift(-WEEK), days.shift(-YEAR_OF_WEEKS))


def compare_yesterday(today):
    days = Days(today - DAY, today - DAY)
    year_ago = _go_year_back(days.first)
    return Compared(days, days.shift(-DAY), Days(year_ago, year_ago))


def get_line(today):
    return Days(today - DAY * (LINE_DAYS - 1), today)


def join_days(*several):
    """:return: Days: from the first day of all to the last one"""
    return Days(min(days.first for days in several), max(days.last for days in several))
