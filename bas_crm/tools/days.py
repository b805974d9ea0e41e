"""Conversion between moments and days. Moments are stored in UTC; a day is that of the user's time zone.

Without a user (jobs, the public page), a day is that of the company's time zone. ``bin/lint`` refuses other conversions.
"""
from datetime import datetime, time, timedelta
from functools import lru_cache

import pytz

from odoo import fields
from odoo.tools import SQL, format_datetime

DEFAULT_ZONE = 'Europe/Kyiv'
#: context keys that a cached figure depends on if it contains a day
ZONE_CONTEXT = ('tz', 'uid', 'company')


def get_zone(env, company=None):
    """The time zone named in the context; else the user's; else that of the company.

    :param company: the company of the document; the environment's company by default
    :return: pytz time zone
    """
    for get_name in (
        lambda: env.context.get('tz'),
        lambda: not env.user._is_public() and env.user.tz,
        lambda: (company or env.company).sudo().bas_tz,  # everybody may know the time zone of a company
    ):
        name = get_name()
        if isinstance(name, str) and (zone := _find_zone(name)):
            return zone
    return _find_zone(DEFAULT_ZONE)


@lru_cache(maxsize=1024)  # a board asks for each of its cards; names come from requests, too, so they are not kept without end
def _find_zone(name):
    return pytz.timezone(name) if name in pytz.all_timezones_set else None


def to_local(env, moment, company=None):
    """:return: aware datetime: ``moment`` (naive, in UTC) in the time zone"""
    return pytz.utc.localize(moment).astimezone(get_zone(env, company))


def to_day(env, moment, company=None):
    """:return: the day of a moment; False for an empty moment"""
    return moment and to_local(env, moment, company).date()


def to_days(env, moments):
    """:return: dict: moment → its day; of many moments the time zone is looked for once"""
    zone = get_zone(env)
    return {moment: pytz.utc.localize(moment).astimezone(zone).date() for moment in set(moments)}


def get_today(env, company=None):
    return to_day(env, fields.Datetime.now(), company)


def get_midnight(env, day, company=None):
    """:return: the moment at which ``day`` begins: naive, in UTC"""
    return to_utc(get_zone(env, company), datetime.combine(day, time.min))


def get_bounds(env, day, company=None):
    """:return: beginning and end of a day, see :func:`get_midnight`"""
    return get_midnight(env, day, company), get_midnight(env, day + timedelta(days=1), company)


def to_utc(zone, local):
    """:param local: naive datetime in the time zone ``zone``
    :return: the same moment: naive, in UTC"""
    return zone.localize(local).astimezone(pytz.utc).replace(tzinfo=None)


def in_zone(records, company=None):
    """:return: the same records with the time zone in the context, so that core shows dates and times in it"""
    return records.with_context(tz=get_zone(records.env, company).zone)


def sql_day(env, moment):
    """:param SQL moment: a timestamp column
    :return: SQL of its day"""
    return SQL("timezone(%s, timezone('UTC', %s))::date", get_zone(env).zone, moment)


def sql_midnight(env, day):
    """:param SQL day: a date column
    :return: SQL of the moment at which it begins"""
    return SQL("timezone('UTC', timezone(%s, %s::timestamp))", get_zone(env).zone, day)


def format_moment(env, moment, dt_format='medium', company=None):
    """:return: date and time in the time zone, in the language of the environment; core knows only the user's zone"""
    return format_datetime(env, moment, tz=get_zone(env, company).zone, dt_format=dt_format)
