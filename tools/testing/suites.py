"""The test suites of the repository, each a pytest of its own.

Standard library only: pytest runs in the virtual environment for tests.
"""
import os
import shutil
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

from runtime.console import Stop, say
from runtime.database import create_database, ensure_database
from runtime.odoo import odoo_runtime
from runtime.paths import CHECKOUT, DEMO, PRODUCT, TOOLS, of_checkout
from runtime.system import ensure_packages, only_one, run_attached

from .keywords import find_keywords, has_match

#: pytest's exit codes
PASSED, FAILED, INTERRUPTED, NOTHING_RAN = 0, 1, 2, 5
#: its options whose value is the next argument, and those that end the run at the first failure
VALUED = {'-k', '-m', '-p', '-c', '-o', '-W', '-r', '--deselect', '--ignore', '--durations', '--maxfail', '--tb'}
ENOUGH_AT_FIRST = {'-x', '--exitfirst', '--sw', '--stepwise'}
BROWSERS = ('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable')

#: of ours, for suites that have a database
PLUGINS = ('server_log', 'base_url', 'browser_log', 'real_time')
#: folder of the tests → (database, add-ons in it); the tools need none
SUITES = {
    'tools/tests': (None, []),
    'tools/lifecycle': (None, []),
    PRODUCT: (of_checkout('bas_crm_test'), [PRODUCT]),
    DEMO: (of_checkout('bas_crm_demo_test'), [PRODUCT, DEMO]),
}


def run_suites(arguments, keep=False):
    """Run the suites that ``arguments`` of pytest ask for: those of the paths named, or all.

    :param keep: use the databases of the last run, updated
    :return: exit code: 0 when tests ran and none failed
    """
    options, paths = _split(arguments)
    chosen = _with_matches(_choose(paths), options)
    codes, counts = [], Counter()
    with odoo_runtime(for_tests=True) as odoo:
        ensure_programs()
        for folder, suite_paths in chosen.items():
            results = odoo.home / f"results-{folder.replace('/', '-')}.xml"
            results.unlink(missing_ok=True)
            codes.append(_run_suite(odoo, folder, [f'--junitxml={results}', *options, *suite_paths], keep))
            counts.update(_read_counts(results))
            if codes[-1] == INTERRUPTED or (codes[-1] == FAILED and ENOUGH_AT_FIRST & set(options)):
                break
    return _conclude(codes, counts)


def _choose(paths):
    """:return: {folder of a suite: paths in it to run}"""
    asked = {folder: [path for path in paths if _is_under(path, folder)] for folder in SUITES}
    if strange := [path for path in paths if not any(path in found for found in asked.values())]:
        raise Stop(f"{strange[0]} is in none of the suites: {', '.join(SUITES)}")
    return {folder: found or [folder] for folder, found in asked.items()
            if (found or not paths) and _has_tests(folder)}


def _with_matches(chosen, options):
    """A suite that takes a database is left out when ``-k`` matches none of its tests."""
    if not (expression := find_keywords(options)):
        return chosen
    without = [folder for folder, paths in chosen.items() if SUITES[folder][0] and not has_match(expression, CHECKOUT, paths)]
    for folder in without:
        say(f'  {folder}: no test matches -k {expression!r}')
    return {folder: paths for folder, paths in chosen.items() if folder not in without}


def _split(arguments):
    """:return: (options with their values, paths from the checkout) of a pytest command line"""
    options, paths = [], []
    for argument in arguments:
        if argument.startswith('-') or (options and options[-1] in VALUED):
            options.append(argument)
        else:
            paths.append(_from_checkout(argument))
    return options, paths


def _from_checkout(path):
    file, *test = path.split('::')
    if not Path(file).exists():
        raise Stop(f"there is no '{file}' to test (the value of an option joins it with =)")
    return '::'.join([os.path.relpath(Path(file).resolve(), CHECKOUT), *test])


def _is_under(path, folder):
    """A path above the folder asks for the whole of it."""
    file = Path(path.split('::')[0])
    return Path(folder) in (file, *file.parents) or file in Path(folder).parents


def _has_tests(folder):
    return any((CHECKOUT / folder).rglob('test_*.py'))


def ensure_programs():
    ensure_packages({
        'chromium': lambda: any(shutil.which(name) for name in BROWSERS),
        'poppler-utils': lambda: bool(shutil.which('pdftotext')),
    })


def _run_suite(odoo, folder, arguments, keep):
    database, addons = SUITES[folder]
    if not database:
        return _pytest(odoo, ['-p', 'no:odoo', *arguments], {'ODOO_RC': ''})
    with only_one(f'database-{database}'):
        log = (ensure_database if keep else create_database)(odoo, database, addons)
        code = _pytest(odoo, [
            *(f'-ptesting.{name}' for name in PLUGINS), *([f'--install-log={log}'] if log else []),
            f'--odoo-database={database}', '--odoo-http', '--odoo-log-level=warn', *arguments])
    if code == FAILED:
        say(f'  the database of these tests: bin/odoo --test shell -d {database}')
    return code


def _pytest(odoo, arguments, variables=None):
    path = os.pathsep.join([odoo.env['PYTHONPATH'], str(TOOLS)])
    return run_attached([odoo.python / 'bin/python', '-m', 'pytest', *arguments], cwd=CHECKOUT,
                        env={**odoo.env, 'PYTHONPATH': path, **(variables or {})})


def _read_counts(results):
    """:return: {'tests', 'failures', 'errors', 'skipped'} of a run of pytest, empty when it ran none"""
    if not results.is_file():
        return {}
    suite = ET.parse(results).getroot().find('testsuite')
    return {name: int(suite.get(name)) for name in ('tests', 'failures', 'errors', 'skipped')}


def _conclude(codes, counts):
    """Sum up several runs of pytest, whose own closing lines stand above.

    :return: the exit code: pytest's, of the first run that is no success
    """
    failed = counts['failures'] + counts['errors']
    passed = counts['tests'] - failed - counts['skipped']
    bad = next((code for code in codes if code not in (PASSED, NOTHING_RAN)), None)
    if bad is None and not passed + failed:
        say('no test ran')
        bad = NOTHING_RAN
    if len(codes) > 1:
        print(f"total: {passed} passed, {failed} failed, {counts['skipped']} skipped", flush=True)
    return bad or PASSED
