"""When things happened: counted back from today, so that the firm is always a year old and never in the future."""
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import fields
from odoo.tools import SQL

ZONE = ZoneInfo('Europe/Kyiv')
OPENS, OPEN_MINUTES = 9, 9 * 60
SATURDAY = 5


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


def move_back(records_values):
    """Write dates that the ORM keeps to itself: when a record was made, and what follows from it.

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
    """What was said on each record after its moment was said at it.

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
