"""Tests side by side: whole suites, and the files of a large one, are dealt out so that all lanes end at about the same time.

Standard library only.
"""
import json
import threading
import xml.etree.ElementTree as ET
from contextlib import contextmanager

from runtime.console import Stop
from runtime.database import copy_database, create_database, ensure_database
from runtime.paths import CHECKOUT
from runtime.system import only_one

from .keywords import find_matches

#: what a file takes of which nothing is known, in seconds
UNKNOWN = 8.0
#: a second database costs about as much as it saves below this, in seconds
WORTH_IT = 60.0


def split_suite(paths, expression):
    """:return: the test files in ``paths``, with ``-k`` those with a match alone; a path with ``::test`` stays as it is"""
    units = []
    for path in paths:
        folder = CHECKOUT / path.split('::')[0]
        files = sorted(folder.rglob('test_*.py')) if folder.is_dir() else [None]
        units += [str(file.relative_to(CHECKOUT)) if file else path for file in files]
    if not expression:
        return units
    matching = find_matches(expression, CHECKOUT, paths)
    return [unit for unit in units if unit.split('::')[0] in matching]


def deal(units, lanes):
    """Give the next largest unit to the lane that has least to do.

    :param units: list of (suite, path, seconds)
    :return: for each lane {suite: paths}, in the order in which they run; fewer lanes when that is no slower
    """
    if sum(seconds for _suite, _path, seconds in units) < WORTH_IT:
        lanes = 1
    shares, loads = [{} for _lane in range(lanes)], [0.0] * lanes
    for suite, path, seconds in sorted(units, key=lambda unit: (-unit[2], unit[1])):
        lane = loads.index(min(loads))
        loads[lane] += seconds
        shares[lane].setdefault(suite, []).append(path)
    return _put_in_order([share for share in shares if share], list(dict.fromkeys(suite for suite, _path, _seconds in units)))


def _put_in_order(shares, suites):
    """A suite in several lanes comes first in the first of them, which makes its database, and last in the others."""
    ordered = []
    for lane, share in enumerate(shares):
        def place(suite, lane=lane):
            lanes = [number for number, other in enumerate(shares) if suite in other]
            return (0 if len(lanes) == 1 else -1 if lanes[0] == lane else 1), suites.index(suite)
        ordered.append({suite: sorted(share[suite]) for suite in sorted(share, key=place)})
    return ordered


class Durations:
    """How long the files of tests took last, kept in the cache."""

    def __init__(self, path):
        self.path = path
        self.seconds = json.loads(path.read_text()) if path.is_file() else {}

    def guess(self, path):
        """:return: seconds for a file or for all in a folder"""
        folder = CHECKOUT / path.split('::')[0]
        files = folder.rglob('test_*.py') if folder.is_dir() else [folder]
        known = [self.seconds.get(str(file.relative_to(CHECKOUT))) for file in files]
        return sum(UNKNOWN if seconds is None else seconds for seconds in known)

    def learn(self, cases):
        """Keep what files took that ran as a whole."""
        learnt = {}
        for name, _test, seconds in cases:
            if path := _find_file(name):
                learnt[path] = learnt.get(path, 0) + seconds
        self.seconds.update({path: round(seconds, 2) for path, seconds in learnt.items()})
        self.path.write_text(json.dumps(self.seconds, indent=0, sort_keys=True))


def _find_file(name):
    """:return: the file, from the checkout, of a class or module of tests such as ``a.test_b.TestC``"""
    parts = name.split('.')
    for length in range(len(parts), 0, -1):
        path = '/'.join(parts[:length]) + '.py'
        if (CHECKOUT / path).is_file():
            return path
    return None


def read_cases(path):
    """:return: list of (class or module, test, seconds) from the results of pytest"""
    if not path.is_file():
        return []
    return [(case.get('classname', ''), case.get('name'), float(case.get('time'))) for case in ET.parse(path).iter('testcase')]


class Databases:
    """Those of the suites: a lane has its own, copied from the one that is installed or updated once."""

    def __init__(self, odoo, suites, shares, keep):
        """:param suites: {folder: (database, add-ons)}; no database: None"""
        self.odoo, self.suites, self.keep = odoo, suites, keep
        self.lanes = {suite: [lane for lane, share in enumerate(shares) if suite in share] for suite in suites}
        self.ready = {suite: threading.Event() for suite in suites}
        self.made = set()

    def name(self, suite, lane):
        database, _addons = self.suites[suite]
        number = self.lanes[suite].index(lane)
        return f'{database}_{number + 1}' if number else database

    @contextmanager
    def use(self, suite, lane):
        """The database of a lane while the block runs: made in the first lane of a suite, awaited in the others.

        :return: the file with the log of the installation or update, None when there is nothing new in it
        """
        first, *others = self.lanes[suite]
        if lane != first:
            self.ready[suite].wait()
            if suite not in self.made:
                raise Stop(f'{suite}: its database was not made')
        # Taken after the wait: until then the first lane works on it.
        with only_one(f'database-{self.name(suite, lane)}'):
            yield self._make(suite, others) if lane == first else None

    def _make(self, suite, others):
        database, addons = self.suites[suite]
        try:
            log = (ensure_database if self.keep else create_database)(self.odoo, database, addons)
            for other in others:
                with only_one(f'database-{self.name(suite, other)}'):
                    copy_database(self.odoo, database, self.name(suite, other), addons)
            self.made.add(suite)
        finally:
            self.ready[suite].set()
        return log

    def leave(self, lane):
        """A lane that ends early keeps no other waiting."""
        for suite, lanes in self.lanes.items():
            if lanes and lanes[0] == lane:
                self.ready[suite].set()
