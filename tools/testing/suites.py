"""The test suites of the repository, each a pytest of its own.

Standard library only: pytest runs in the virtual environment for tests.
"""
import os
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from runtime.console import Stop, say
from runtime.odoo import odoo_runtime
from runtime.paths import CHECKOUT, DEMO, PRODUCT, TOOLS, of_checkout
from runtime.system import ensure_packages, run_attached, stop, tied

from .keywords import find_keywords, find_matches
from .lanes import Databases, Durations, deal, read_cases, split_suite

#: pytest's exit codes
PASSED, FAILED, INTERRUPTED, NOTHING_RAN = 0, 1, 2, 5
#: its options whose value is the next argument, and those that end the run at the first failure
VALUED = {'-k', '-m', '-p', '-c', '-o', '-W', '-r', '--deselect', '--ignore', '--durations', '--maxfail', '--tb'}
ENOUGH_AT_FIRST = {'-x', '--exitfirst', '--sw', '--stepwise'}
#: those that need the whole run in one place: its first failure, its list of tests, the terminal
ONE_AT_A_TIME = ENOUGH_AT_FIRST | {
    '--maxfail', '--pdb', '--trace', '-s', '--capture', '--co', '--collect-only', '--lf', '--last-failed', '--ff',
    '--failed-first', '--nf', '--new-first', '--junitxml', '--setup-plan', '--fixtures', '--markers', '-h', '--help', '--version'}
#: how many tests are named at the end of a whole run
SLOWEST = 20
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

#: the suite whose files are dealt out to several lanes, others stay whole
LARGE = PRODUCT


def run_suites(arguments, keep=False, jobs=1):
    """Run the suites that ``arguments`` of pytest ask for: those of the paths named, or all.

    :param keep: use the databases of the last run, updated
    :param jobs: how many runs of pytest go on at a time
    :return: exit code: 0 when tests ran and none failed
    """
    options, paths = _split(arguments)
    chosen = _with_matches(_choose(paths), options)
    with odoo_runtime(for_tests=True) as odoo:
        ensure_programs()
        durations = Durations(odoo.home / 'durations.json')
        shares = _share(chosen, options, durations, jobs)
        codes, results = _run_lanes(odoo, shares, options, keep)
        cases = [case for path in results for case in read_cases(path)]
        if not options and not any('::' in path for path in paths):
            durations.learn(cases)
    if not paths and not find_keywords(options):
        _tell_slowest(cases)
    counts = Counter()
    for path in results:
        counts.update(_read_counts(path))
    return _conclude(codes, counts)


def _share(chosen, options, durations, jobs):
    """:return: for each lane {folder of a suite: paths in it to run}"""
    if not chosen or jobs < 2 or ONE_AT_A_TIME & {option.split('=')[0] for option in options}:
        return [chosen]
    expression, units = find_keywords(options), []
    for folder, paths in chosen.items():
        parts = split_suite(paths, expression) if folder == LARGE else [folder]
        # Of a suite that stays whole -k leaves little.
        units += [(folder, part, durations.guess(part) if folder == LARGE or not expression else 0) for part in parts]
    shares = deal(units, jobs)
    if len(shares) < 2:
        return [chosen]
    return [{folder: parts if folder == LARGE else chosen[folder] for folder, parts in share.items()} for share in shares]


def _run_lanes(odoo, shares, options, keep):
    """Run each share; the first has the terminal, and what the others say is shown when it has ended.

    :return: (exit codes, files with results)
    """
    databases = Databases(odoo, SUITES, shares, keep)
    lanes = [Lane(odoo, number, share, options, databases) for number, share in enumerate(shares)]
    with ThreadPoolExecutor(max(len(lanes) - 1, 1)) as pool:
        try:
            others = [pool.submit(lane.run) for lane in lanes[1:]]
            lanes[0].run()
            if INTERRUPTED in lanes[0].codes:
                stop_all(lanes)
            for lane, done in zip(lanes[1:], others, strict=True):
                done.result()
                lane.show()
        finally:
            stop_all(lanes)
    return [code for lane in lanes for code in lane.codes], [path for lane in lanes for path in lane.results]


class Lane:
    """Suites, or shares of them, that run one after another."""

    def __init__(self, odoo, number, share, options, databases):
        self.odoo, self.number, self.share, self.options, self.databases = odoo, number, share, options, databases
        self.codes, self.results, self.process, self.stopped = [], [], None, False
        #: None: the terminal
        self.output = odoo.home / f'lane-{number + 1}.txt' if number else None

    def run(self):
        try:
            if self.output:
                self.output.unlink(missing_ok=True)
            for folder, paths in self.share.items():
                code = self._run_suite(folder, paths)
                self.codes.append(code)
                if self.stopped or code == INTERRUPTED or (code == FAILED and ENOUGH_AT_FIRST & set(self.options)):
                    break
        finally:
            self.databases.leave(self.number)

    def _run_suite(self, folder, paths):
        share = f'-{self.number + 1}' if self.number else ''
        results = self.odoo.home / f"results-{folder.replace('/', '-')}{share}.xml"
        results.unlink(missing_ok=True)
        self.results.append(results)
        return _run_suite(self, folder, [f'--junitxml={results}', *self.options, *paths])

    def pytest(self, arguments, variables=None):
        path = os.pathsep.join([self.odoo.env['PYTHONPATH'], str(TOOLS)])
        command = [self.odoo.python / 'bin/python', '-m', 'pytest', *arguments]
        options = {'cwd': CHECKOUT, 'env': {**self.odoo.env, 'PYTHONPATH': path, **(variables or {})}}
        if self.stopped:
            return INTERRUPTED
        if not self.output:
            return run_attached(command, **options)
        with open(self.output, 'a') as output:
            self.process = subprocess.Popen(tied(command), stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                                            **options)
            code = self.process.wait()
        return code if code >= 0 else 128 - code

    def show(self):
        if self.output and self.output.is_file():
            print(self.output.read_text(), end='', flush=True)

    def stop(self):
        """End what runs in a lane beside the terminal, and begin nothing more."""
        self.stopped = True
        if self.process:
            stop(self.process)


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
    without = [folder for folder, paths in chosen.items() if SUITES[folder][0] and not find_matches(expression, CHECKOUT, paths)]
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


def stop_all(lanes):
    for lane in lanes:
        lane.stop()


def _run_suite(lane, folder, arguments):
    if not SUITES[folder][0]:
        return lane.pytest(['-p', 'no:odoo', *arguments], {'ODOO_RC': ''})
    database = lane.databases.name(folder, lane.number)
    with lane.databases.use(folder, lane.number) as log:
        code = lane.pytest([
            *(f'-ptesting.{name}' for name in PLUGINS), *([f'--install-log={log}'] if log else []),
            f'--odoo-database={database}', '--odoo-http', '--odoo-log-level=warn', *arguments])
    if code == FAILED:
        say(f'  the database of these tests: bin/odoo --test shell -d {database}')
    return code


def _tell_slowest(cases):
    """Name the slowest tests, as far as they take a second or more."""
    for name, test, seconds in sorted(cases, key=lambda case: -case[2])[:SLOWEST]:
        if seconds >= 1:
            say(f'  {seconds:6.1f} s  {name}.{test}')


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
