"""What runs in Odoo's shell: make the firm, ask for the figures, time them in turns."""
import contextlib
import importlib
import json
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.asked import NotOffered, make_env, prepare
from bench.case import HEAD, SELLER, Case
from bench.check import check_firm
from bench.firm import Firm, get_lines, get_parameters, make_firm
from bench.mark import MARK
from bench.timing import time_in_turns, undone


@dataclass
class Figure:
    """One figure of a report and what else gives it.

    :param ours: callable, as the screen asks for it
    :param rivals: ``{name: callable}``, each reading the same figure another way
    :param must: ``{name: how many times its time ours may take}``
    :param growth: the largest exponent of growth from the smaller firm to the larger; none: only told
    :param rounds: how often it is timed, at least
    :param clock: by what; none: by the clock on the wall
    """

    title: str
    ours: Callable
    rivals: dict = field(default_factory=dict)
    must: dict = field(default_factory=dict)
    growth: float | None = None
    rounds: int = 0
    clock: Callable = time.perf_counter


def make(env, lines):
    make_firm(env, lines)


def measure(env, names, rounds):
    """Print what every case took, as the head of sales and as a salesperson who owns a twentieth of the firm."""
    check_firm(env, get_parameters(env, get_lines(env)))
    firm = Firm(env)
    users = {HEAD: firm.head, SELLER: firm.seller}
    rows = []
    for name in names:
        module = importlib.import_module(f'bench.cases.{name}')
        if hasattr(module, 'prepare'):
            module.prepare(env, firm)
            env.cr.commit()
            env.cr.execute('ANALYZE')
        if hasattr(module, 'figures'):
            rows += [_measure_figure(make_env(env, firm.head), figure, name, rounds) for figure in module.figures(
                make_env(env, firm.head), firm)]
        for case in getattr(module, 'CASES', ()):
            rows += [_measure_case(make_env(env, user), firm, case, who, name, rounds) for who, user in users.items()]
    env.cr.execute("SELECT current_setting('server_version')")
    machine = {'postgresql': env.cr.fetchone()[0].split()[0], 'python': platform.python_version()}
    print(MARK + json.dumps({'machine': machine, 'rows': rows}))


def _measure_figure(env, figure, name, rounds):
    row = {'case': name, 'title': figure.title, 'who': HEAD, 'must': figure.must, 'growth': figure.growth, 'taken': {}}
    with _told(row):
        row['taken'] = time_in_turns(env, {'ours': figure.ours, **figure.rivals},
                                     max(rounds, figure.rounds) if rounds > 1 else rounds, figure.clock)
    return row


def _measure_case(env, firm, case: Case, who, name, rounds):
    row = {'case': name, 'title': case.title, 'who': who, 'must': {'core': case.must} if case.core else {},
           'more_queries': case.more_queries if case.core else None, 'query_ratio': case.queries, 'growth': case.growth,
           'share': case.share if who == SELLER else None, 'taken': {}}
    with _told(row):
        calls = {}
        for side, question in (('ours', case.ours), ('core', case.core)):
            if question:  # each undone on its own: a card that ours has dragged would be dragged back by core, to where it is
                with undone(env):
                    calls[side] = prepare(env, firm, question, case.may_be_empty or side == 'core')
        row['taken'] = time_in_turns(env, calls, rounds)
    return row


@contextlib.contextmanager
def _told(row):
    """One broken case does not take the figures of the others away: what it says stands in its row, and the run fails."""
    try:
        yield
    except NotOffered:
        row['error'] = 'not offered'
    except Exception as error:
        row['error'] = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
