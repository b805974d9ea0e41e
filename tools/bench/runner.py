"""Firms of different size, the same questions in each: ratios within one, growth between them."""
import json
import os
import subprocess
from pathlib import Path

from runtime.console import Stop, say, step
from runtime.database import create_database, state_of
from runtime.odoo import odoo_runtime
from runtime.paths import CHECKOUT, PRODUCT, of_checkout
from runtime.system import only_one

from .clock import get_today
from .mark import MARK
from .table import judge, write_page, write_table
from .timing import ROUNDS

CASES = sorted(path.stem for path in (Path(__file__).parent / 'cases').glob('[a-z]*.py'))
PAGE = CHECKOUT / 'docs' / 'speed.md'
PARAMETER = 'bas_crm.bench_lines'


def run_bench(names, sizes, keep=False, write=False, rounds=ROUNDS):
    """:return: 0 when every figure stays within its bounds, else 1"""
    measured, machine = {}, {}
    with odoo_runtime() as odoo, only_one(of_checkout('bench')):
        for lines in sorted(sizes):
            database = of_checkout(f'bas_crm_bench_{lines}')
            _prepare(odoo, database, lines, keep)
            with step(f'{lines} lines: {", ".join(names)}'):
                said = json.loads(_shell(odoo, database, f'measure(env, {names!r}, {rounds})').partition(MARK)[2].splitlines()[0])
                measured[lines], machine = said['rows'], said['machine']
            say('\n' + write_table(judge({lines: measured[lines]})))  # a large firm takes its time: what is known is told
    rows = judge(measured)
    say('\n' + write_table(rows))
    if write:
        PAGE.write_text(write_page(rows, {**describe_machine(), **machine}))
        say(f'{PAGE.relative_to(CHECKOUT)} is written')
    return int(any(row.faults for row in rows))


def describe_machine():
    """:return: dict: what the figures depend on, without the machine's name"""
    memory = os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30
    return {'date': get_today().isoformat(), 'cores': os.cpu_count(), 'memory': f'{memory:.0f} GiB'}


def _prepare(odoo, database, lines, keep):
    if keep and state_of(odoo, database) and _is_of_this_month(odoo, database):
        with step(f'database {database}: update'):
            odoo.run('-d', database, '-u', PRODUCT, '--stop-after-init', log=odoo.home / f'{database}.log')
    else:
        create_database(odoo, database, [PRODUCT])
    with step(f'{lines} lines of documents'):
        _shell(odoo, database, f'make(env, {lines})')
        odoo.sql('VACUUM ANALYZE', database)


def _is_of_this_month(odoo, database):
    """The clock is not set back: the documents of a firm made earlier would leave the screens of this month empty."""
    made = odoo.sql(f"SELECT value FROM ir_config_parameter WHERE key = '{PARAMETER}'", database)
    return not made or made[0].split()[-1][:7] == get_today().isoformat()[:7]


def _shell(odoo, database, call):
    """Run one function of ``inside.py``; the log of Odoo goes away, what it prints comes back."""
    code = f'import sys; sys.path.insert(0, {str(CHECKOUT / "tools")!r}); from bench.inside import *; {call}'
    done = subprocess.run(odoo.command('shell', '-d', database, '--no-http', '--log-level=error'), env=odoo.env, text=True,
                          input=code, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode or 'Traceback' in done.stdout + done.stderr:
        raise Stop('\n'.join((done.stdout + done.stderr).splitlines()[-25:]))
    return done.stdout
