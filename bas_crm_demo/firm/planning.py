"""Common functions of events and work tasks: their status today and the moment of planning."""
from odoo import fields

from .moments import moment_at


def get_status(firm, state, stop):
    """:param state: of the table: empty where the clock decides, ``late`` where nobody got round to it, ``cancelled``
    :param stop: naive UTC
    :return: ``bas.activity.status``"""
    by_clock = 'done' if stop <= fields.Datetime.now() else 'planned'
    return firm.env['bas.activity.status']._get({'': by_clock, 'late': 'planned'}.get(state, state))


def get_planning_moment(row, number, earliest=()):
    """Things are planned from one to three working days ahead, and not before there is a reason.

    :param row: ``day`` and ``time`` of the thing
    :param number: of the thing in its table
    :param earliest: moments that come before, naive UTC
    :return: naive UTC, in the past
    """
    start = moment_at(row['day'], row['time'])
    planned = moment_at(min(int(row['day']), 1) - 1 - number % 3, row['time'])
    return min(max([planned, *filter(None, earliest)]), start, fields.Datetime.now())
