"""Dates of the story, relative to today, so that the firm always has a year behind it and some planned weeks ahead."""
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import fields
from odoo.tools import SQL

ZONE = ZoneInfo('Europe/Kyiv')
OPENS, OPEN_MINUTES = 9, 9 * 60
SATURDAY = 5
#: the board of the firm is full so many working days back and ahead: four weeks each
PLANNED_DAYS = 20


def day_ago(days):
    """:return: the date so many days ago; a weekend counts as the Friday before"""
    date = datetime.now(ZONE).date() - timedelta(days=int(days))
    return date - timedelta(days=max(0, date.weekday() - SATURDAY + 1))


def moment_ago(days, number=0):
    """:param number: of the thing in its table: things of one day come one after another
    :return: naive UTC, in working hours; today's things have just happened"""
    local = datetime.combine(day_ago(days), time(OPENS), ZONE) + timedelta(minutes=number * 37 % OPEN_MINUTES)
    moment = local.astimezone(ZoneInfo('UTC')).replace(tzinfo=None)
    return min(moment, fields.Datetime.now() - timedelta(minutes=5))


def working_day(number):
    """:return: the date so many working days from today, a weekend being the Monday after it"""
    today = datetime.now(ZONE).date()
    monday = today - timedelta(days=today.weekday())
    weeks, weekday = divmod(min(today.weekday(), SATURDAY) + int(number), SATURDAY)
    return monday + timedelta(weeks=weeks, days=weekday)


def moment_at(number, clock):
    """:param number: of the working day, counted from today
    :param clock: ``'9:30'`` in Kyiv
    :return: naive UTC, past or future"""
    local = datetime.combine(working_day(number), time.fromisoformat(clock.zfill(5)), ZONE)
    return local.astimezone(ZoneInfo('UTC')).replace(tzinfo=None)


def mondays():
    """:return: those of the eight weeks, as numbers of working days from today"""
    return [number for number in range(-PLANNED_DAYS, PLANNED_DAYS + 1) if not working_day(number).weekday()]


def move_back(records_values):
    """Write dates that the ORM does not let us write: of the creation, and dates computed from it.

    Messages on the record tell of the last of these moments.

    :param records_values: dict: record → dict: column → value
    """
    _get_env(records_values).flush_all()
    for record, values in records_values.items():
        record.env.cr.execute(SQL(
            "UPDATE %s SET %s WHERE id = %s", SQL.identifier(record._table),
            SQL(', ').join(SQL("%s = %s", SQL.identifier(name), value) for name, value in values.items()), record.id))
    tell_later({record: max(value for value in values.values() if isinstance(value, datetime))
                for record, values in records_values.items()})


def tell_later(records_moments):
    """Move messages of each record back to its moment, if they are later.

    :param records_moments: dict: record → naive UTC
    """
    env = _get_env(records_moments)
    env.flush_all()
    for record, moment in records_moments.items():
        env.cr.execute(SQL(
            "UPDATE mail_message SET date = %s, create_date = %s WHERE model = %s AND res_id = %s AND date > %s",
            moment, moment, record._name, record.id, moment))
    env.invalidate_all()


def _get_env(records):
    return next(iter(records)).env
