"""What runs in Odoo's shell: make the firm, ask for the figures, time them in turns."""
import importlib
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from freezegun import freeze_time

from bench.firm import Firm, make_firm
from bench.mark import MARK

ROUNDS = 7


@dataclass
class Figure:
    """One figure of a report and what else gives it.

    :param ours: callable, as the screen asks for it
    :param rivals: ``{name: callable}``, each reading the same figure another way
    :param must: ``{name: how many times its time ours may take}``
    :param growth: the largest exponent of growth from the smaller firm to the larger; none: only told
    """

    title: str
    ours: Callable
    rivals: dict = field(default_factory=dict)
    must: dict = field(default_factory=dict)
    growth: float | None = None


def make(env, lines):
    make_firm(env, lines)


def measure(env, names):
    """Print the medians (in seconds) of every figure of the named cases."""
    firm = Firm(env)
    head = env(user=firm.head.id, context={**env.context, 'lang': 'uk_UA', 'tz': 'Europe/Kyiv'})
    results = {}
    for name in names:
        case = importlib.import_module(f'bench.cases.{name}')
        if hasattr(case, 'prepare'):
            case.prepare(env, firm)
            env.cr.commit()
            env.cr.execute('ANALYZE')
        for figure in case.figures(head, firm):
            # Frozen around the turns, never inside what is timed: to freeze costs as much as a quick report.
            with freeze_time(f'{firm.today} 23:00:00', ignore=[__name__]):
                medians = _time_in_turns(head, {'ours': figure.ours, **figure.rivals})
            results[f'{name}: {figure.title}'] = {'medians': medians, 'must': figure.must, 'growth': figure.growth}
    print(MARK + json.dumps(results))


def _time_in_turns(env, calls):
    """:return: ``{name: median}``; the calls take turns, so that a busy moment of the machine meets all of them"""
    times = {name: [] for name in calls}
    for turn in range(ROUNDS + 1):
        for name, call in calls.items():
            env.invalidate_all()
            started = time.perf_counter()
            call()
            if turn:  # the first one warms up
                times[name].append(time.perf_counter() - started)
    return {name: statistics.median(values) for name, values in times.items()}
