"""Two firms of different size, the same figures in both: ratios within one, growth between them."""
import json
import math
import subprocess
from pathlib import Path

from runtime.console import Stop, say, step
from runtime.database import create_database
from runtime.odoo import odoo_runtime
from runtime.paths import CHECKOUT, PRODUCT
from runtime.system import only_one

from .mark import MARK

CASES = sorted(path.stem for path in (Path(__file__).parent / 'cases').glob('[a-z]*.py'))


def run_bench(names, sizes, keep=False):
    """:return: 0 when every ratio and growth stays within its bound, else 1"""
    measured = {}
    with odoo_runtime() as odoo, only_one('bench'):
        for lines in sorted(sizes):
            database = f'bas_crm_bench_{lines}'
            _prepare(odoo, database, lines, keep)
            with step(f'{lines} lines: {", ".join(names)}'):
                said = _shell(odoo, database, f'measure(env, {names!r})')
                measured[lines] = json.loads(said.partition(MARK)[2].splitlines()[0])
    return report(measured)


def _prepare(odoo, database, lines, keep):
    if keep and odoo.sql(f"SELECT 1 FROM pg_database WHERE datname = '{database}'"):
        with step(f'database {database}: update'):
            odoo.run('-d', database, '-u', PRODUCT, '--stop-after-init', log=odoo.home / f'{database}.log')
    else:
        create_database(odoo, database, [PRODUCT])
    with step(f'{lines} lines of documents'):
        _shell(odoo, database, f'make(env, {lines})')
        odoo.sql('VACUUM ANALYZE', database)


def _shell(odoo, database, call):
    """Run one function of ``inside.py``; the log of Odoo goes away, what it prints comes back."""
    code = f'import sys; sys.path.insert(0, {str(CHECKOUT / "tools")!r}); from bench.inside import *; {call}'
    done = subprocess.run(odoo.command('shell', '-d', database, '--no-http', '--log-level=error'), env=odoo.env, text=True,
                          input=code, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode or 'Traceback' in done.stdout + done.stderr:
        raise Stop('\n'.join((done.stdout + done.stderr).splitlines()[-25:]))
    return done.stdout


def report(measured):
    """Print the ratios, and whether those of the largest firm are within their bounds.

    :param measured: ``{lines: {title: {'medians': {name: seconds}, 'must': {name: ratio}, 'growth': exponent or None}}}``
    """
    failed = False
    smallest, largest = min(measured), max(measured)
    for title, figure in measured[largest].items():
        say(f'\n{title}')
        for lines in sorted(measured):
            medians = measured[lines][title]['medians']
            for rival in medians.keys() - {'ours'}:
                # The limits are for a large firm: in a small one all queries are fast, and Odoo's own overhead dominates.
                bound = figure['must'].get(rival) if lines == largest else None
                failed |= _tell(f'{lines:>9} lines: ours / {rival}', medians['ours'] / medians[rival], bound)
        if smallest < largest:
            small, large = (measured[lines][title]['medians']['ours'] for lines in (smallest, largest))
            failed |= _tell(f'growth, exponent from {smallest} to {largest}',
                            math.log(large / small) / math.log(largest / smallest), figure['growth'])
    return int(failed)


def _tell(title, value, bound):
    """:return: whether the value is out of its bound"""
    bad = bound is not None and value > bound
    say(f"  {'✗' if bad else ' '} {title:<55} {value:7.2f}" + (f'  (must: {bound:.3g})' if bound is not None else ''))
    return bad
