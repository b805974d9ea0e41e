"""Days that the figures of the morning are summed up for, and the days that they are compared with."""
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from ..analysis.comparison import BEFORE, DAY, WEEK, YEAR_AGO, get_compared_days

MONTH = relativedelta(months=1)
#: number of days in the small line of a tile
LINE_DAYS = 30


class Days(NamedTuple):
    """Some days in a row, both ends included."""

    first: date
    last: date

    def __contains__(self, day):
        return self.first <= day <= self.last


class Compared(NamedTuple):
    """Days with the same days of the period before, and of a year ago."""

    days: Days
    previous: Days
    year_ago: Days


def _compare(first, last, length, today):
    """:return: Compared: the days of a period up to ``today``, compared as in the managers' analysis"""
    return Compared(Days(first, min(last, today)), *(
        Days(*get_compared_days(first, last, length, comparison, today)) for comparison in (BEFORE, YEAR_AGO)))


def compare_month(today):
    """The month up to today; on its first day the whole month before, since the new one has nothing to show yet."""
    first = (today - DAY).replace(day=1)
    return _compare(first, first + MONTH - DAY, MONTH, today)


def compare_week(today):
    """The seven days before today: on Monday that is the week before."""
    return _compare(today - WEEK, today - DAY, WEEK, today)


def compare_yesterday(today):
    return _compare(today - DAY, today - DAY, DAY, today)


def get_line(today):
    return Days(today - DAY * (LINE_DAYS - 1), today)


def join_days(*several):
    """:return: Days: from the first day of all to the last one"""
    return Days(min(days.first for days in several), max(days.last for days in several))
