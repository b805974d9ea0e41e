"""Checks of arguments of methods that other programs call: a wrong type gets a message that names the argument."""
from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Date, Domain


def _refuse(env, name, value):
    raise UserError(env._("The argument «%(name)s» cannot be %(value)s.", name=name, value=repr(value)[:100]))


def read_domain(model, value, name='domain'):
    """:return: the domain
    :raises UserError: it is not a domain, or contains fields that the model does not have"""
    try:
        domain = Domain(value if isinstance(value, Domain) else list(value or ()))
        domain.validate(model)
    except (TypeError, ValueError, AttributeError, KeyError, AssertionError, RecursionError):
        _refuse(model.env, name, value)
    return domain


def read_ids(env, value, name, none_allowed=False):
    """:return: list of ids; 0 is allowed, if it means «none»"""
    if value is None or value is False:
        value = []
    if not isinstance(value, (list, tuple)) or not all(
            type(part) is int and (0 if none_allowed else 1) <= part < 2 ** 31 for part in value):
        _refuse(env, name, value)
    return list(value)


def read_names(env, value, name):
    """:return: list of texts"""
    if not isinstance(value or (), (list, tuple)) or not all(isinstance(part, str) for part in value or ()):
        _refuse(env, name, value)
    return list(value or ())


def read_day(env, value, name):
    """:return: date"""
    try:
        day = value if isinstance(value, date) else Date.to_date(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if not day or not 1900 <= day.year <= 2200:
        _refuse(env, name, value)
    return day
