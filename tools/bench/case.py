"""How a case is written down: what is asked, beside what, and how much it may take. Nothing here needs Odoo."""
from collections.abc import Callable
from dataclasses import dataclass, field

HEAD, SELLER = 'head', 'salesperson'

#: the targets: time beside core's, queries more than core's, growth from firm to firm, a salesperson's part of the head's time
EVERYDAY, MORE_QUERIES = 1.15, 6
REPORT, DRAWN, GROWTH, SHARE = 1.0, 0.5, 0.75, 0.3


@dataclass(frozen=True)
class Screen:
    """A view of an action, as it opens.

    :param action: its xml id; of this add-on without the module
    :param kind: kind of the view; ``form`` is a new record
    :param context: what the user has chosen on the screen; a function of the firm or a dict
    :param opener: ``opener(env, firm)`` returns the action, where a button opens it
    :param domain: ``domain(env, firm)`` returns what the user searches for beside what the screen opens with
    :param groupby: the fields that the user groups by
    """

    action: str
    kind: str
    context: Callable | dict = field(default_factory=dict)
    opener: Callable | None = None
    domain: Callable | None = None
    groupby: tuple = ()

    @property
    def keys(self):
        return {(self.action, self.kind)}


@dataclass(frozen=True)
class Record:
    """An existing record on the form of an action: the user's own latest one, or what ``choose(env, firm)`` returns.

    :param values: what is saved; none: the record is opened
    """

    action: str
    choose: Callable | None = None
    values: Callable | dict | None = None
    kind: str = 'form'

    @property
    def keys(self):
        return {(self.action, self.kind)}


@dataclass(frozen=True)
class Ask:
    """A call with no screen of its own: ``ask(env, firm)`` returns the calls of the client, or a function to be timed."""

    ask: Callable
    keys: frozenset = frozenset()


@dataclass(frozen=True)
class Case:
    """One row of the table.

    :param ours: one of the above
    :param core: what core has in its place
    :param must: how many times its time ours may take
    :param more_queries: how many queries more than core's ours may ask
    :param queries: how many times core's queries ours may ask
    :param growth: the largest exponent of growth from the smallest firm to the largest
    :param share: which part of the head's time a salesperson's may be
    :param may_be_empty: the generated firm has nothing to show there
    """

    title: str
    ours: Screen | Record | Ask
    core: Screen | Record | Ask | None = None
    must: float | None = EVERYDAY
    more_queries: int | None = MORE_QUERIES
    queries: float | None = None
    growth: float | None = None
    share: float | None = None
    may_be_empty: bool = False


def window(title, action, core=None, kinds='list', **bounds):
    """The cases of an action: one for each of its views, beside the same views of core's action.

    :param core: xml id of core's action, or ``{kind: one of the above}``
    """
    for kind in kinds.split():
        beside = core.get(kind) if isinstance(core, dict) else core and Screen(core, kind)
        yield Case(f'{title}: {kind}', Screen(action, kind), beside, **bounds)


def opened(title, action, core=None, **bounds):
    """A new record and an existing one on the form of an action."""
    yield Case(f'{title}: new', Screen(action, 'form'), core and Screen(core, 'form'), **bounds)
    yield Case(f'{title}: open', Record(action), core and Record(core), **bounds)


def saved(title, action, values, core=None, core_values=None, **bounds):
    """A change of an existing record, beside a change of core's."""
    yield Case(title, Record(action, values=values), core and Record(core, values=core_values), **bounds)

