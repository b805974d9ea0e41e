"""The screens of every day."""
from bench.case import DRAWN, GROWTH, Ask, Case
from bench.cases.reports import YEAR
from bench.plans import make_plans

prepare = make_plans


def _read_morning(env, firm):
    return env['bas.morning'].get_tiles


CASES = [
    Case('morning: all tiles', Ask(_read_morning, frozenset({('bas_morning_action', 'client')})), YEAR, must=DRAWN,
         more_queries=None, growth=GROWTH),
]
