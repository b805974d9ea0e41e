"""Values in the context that only the program can set.

A remote caller can send numbers, strings, lists and dicts in the context, but never a :class:`Mark`. So a check that is
switched off by a mark cannot be switched off from outside.
"""
from typing import Any, NamedTuple


class Mark(NamedTuple):
    value: Any = True


def mark(records, **values):
    """:return: ``records`` with each of ``values`` as a mark in their context"""
    return records.with_context(**{name: Mark(value) for name, value in values.items()})


def read_mark(records, name, default=None):
    """:return: the value of the mark; ``default`` if the context has no mark of this name"""
    found = records.env.context.get(name)
    return found.value if isinstance(found, Mark) else default
