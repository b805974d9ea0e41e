"""Walk the flows in the database of the tests, and tell what was counted."""
import json
import subprocess

from runtime.console import Stop, step
from runtime.database import ensure_database
from runtime.odoo import odoo_runtime
from runtime.paths import CHECKOUT, PRODUCT
from runtime.system import only_one
from testing.suites import SUITES

from .mark import MARK
from .recorder import Call, count_files, count_moves, merge_repeated


def run_walk(verbose=False):
    """:param verbose: also tell every call of the add-on, in order"""
    database, addons = SUITES[PRODUCT]
    with odoo_runtime(for_tests=True) as odoo, only_one(f'database-{database}'):
        ensure_database(odoo, database, addons)
        with step('walks'):
            walked = _walk(odoo, database)
    report(walked, verbose)
    return 0


def _walk(odoo, database):
    """:return: ``{title: [Call]}``"""
    code = f'import sys; sys.path.insert(0, {str(CHECKOUT / "tools")!r}); from walk.inside import walk; walk(env)'
    done = subprocess.run(odoo.command('shell', '-d', database, '--no-http', '--log-level=error'), env=odoo.env, text=True,
                          input=code, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode or MARK not in done.stdout:
        raise Stop('\n'.join((done.stdout + done.stderr).splitlines()[-25:]))
    walked = json.loads(done.stdout.partition(MARK)[2].splitlines()[0])
    return {title: [Call(*call) for call in calls] for title, calls in walked.items()}


def report(walked, verbose=False):
    """Print one table, and before it the ways themselves where they are asked for."""
    if verbose:
        for title, calls in walked.items():
            print(f'\n{title}')
            for call, times in merge_repeated(calls):
                print(f'  {call.file}: {call.method}' + (f' × {times}' if times > 1 else ''))
        print()
    width = max(map(len, walked))
    print(f"{'flow':<{width}}  files  moves  calls")
    for title, calls in walked.items():
        print(f'{title:<{width}}  {count_files(calls):>5}  {count_moves(calls):>5}  {len(calls):>5}')
