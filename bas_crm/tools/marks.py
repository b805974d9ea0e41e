"""Values in the context that only the program can put there.

Whoever calls from outside sends numbers, texts, lists and dicts, and none of these is a :class:`Mark`: a check that a mark
switches off is not switched off from outside.
"""
from typing import Any, NamedTuple


class Mark(NamedTuple):
    value: Any = True


def mark(records, **values):
    """:return: ``records`` with each of ``values`` as a mark in their context"""
    return records.with_context(**{name: Mark(value) for name, value in values.items()})


def read_mark(records, name, default=None):
    """:return: the value of the mark; ``default`` where there is none, or something else stands under its name"""
    found = records.env.context.get(name)
    return found.value if isinstance(found, Mark) else default
