"""A firm that works with a released version of the add-on is updated to today's, and finds its figures as they were.

What each version has stored is kept in ``versions``, see kept.py; keep_version.py makes the file of a new version.
"""
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from runtime.database import copy_template
from runtime.odoo import odoo_runtime
from runtime.paths import CHECKOUT, PRODUCT
from runtime.system import only_one
from testing.known_lines import problems_in

HERE = Path(__file__).parent
VERSIONS = sorted(path.name.removesuffix('.json.xz') for path in (HERE / 'versions').glob('*.json.xz'))
#: the firm before the add-on, of which every version gets a copy
BASE = 'bas_crm_updates'
#: warnings of views that the same update replaces a moment later
PASSING = {'19.0.1.2.0': re.compile(r'(?s)Access Rights Inconsistency.*cancel_reason_id.*sale_order_view_form')}
NOTHING = re.compile(r'(?!)')
#: an update keeps one processor busy
AT_ONCE = 2


class Updates:
    """Databases of released versions, updated beside each other."""

    def __init__(self, odoo, executor):
        self.odoo, self.executor, self.begun = odoo, executor, {}

    def begin(self, version):
        self.begun[version] = self.executor.submit(self.update, version)

    def update(self, version):
        """:return: (the database, the log of the update)"""
        database = f"{BASE}_{version.rpartition('.')[0].replace('.', '_')}"
        log = self.odoo.home / f'{database}.log'
        self.odoo.run('db', 'drop', database, log=log, check=False)
        self.odoo.run('db', 'duplicate', BASE, database, log=log)
        subprocess.run([self.odoo.python / 'bin/python', HERE / 'kept.py', 'put', database,
                        HERE / 'versions' / f'{version}.json.xz'], env=self.odoo.env, check=True)
        self.odoo.run('-d', database, '-u', PRODUCT, '--stop-after-init', log=log)
        return database, log.read_text()

    def shell(self, database, script, first=''):
        """Run one of the scripts of ``versions`` in Odoo's shell; an exception there fails the test."""
        done = subprocess.run(
            self.odoo.command('shell', '-d', database, '--no-http', '--log-level=warn'), env=self.odoo.env, text=True,
            input=first + (HERE / 'versions' / script).read_text(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        assert done.returncode == 0 and 'Traceback' not in done.stdout, done.stdout
        assert not problems_in(done.stdout), done.stdout


@pytest.fixture(scope='module')
def updates(request):
    asked = [item.callspec.params['version'] for item in request.session.items if item.fspath == request.fspath
             and hasattr(item, 'callspec')]
    with odoo_runtime(for_tests=True) as odoo, only_one(f'database-{BASE}'), ThreadPoolExecutor(AT_ONCE) as executor:
        copy_template(odoo, BASE, [PRODUCT])
        updates = Updates(odoo, executor)
        updates.shell(BASE, 'base.py')
        for version in dict.fromkeys(asked):
            updates.begin(version)
        yield updates
        odoo.run('db', 'drop', BASE, log=odoo.home / f'{BASE}.log')


@pytest.mark.parametrize('version', VERSIONS)
def test_update(updates, version):
    database, log = updates.begun[version].result()
    problems = [problem for problem in problems_in(log) if not PASSING.get(version, NOTHING).search(problem)]
    assert not problems, '\n'.join(problems)
    updates.shell(database, 'see.py', f'version = {version!r}\n')
    updates.odoo.run('db', 'drop', database, log=updates.odoo.home / f'{database}.log')


def test_every_released_version_is_kept():
    """A version that is released gets a file: ``python3 tools/lifecycle/keep_version.py``."""
    released = re.findall(r'^## (\S+) \(\d{4}-\d\d-\d\d\)$', (CHECKOUT / 'CHANGELOG.md').read_text(), re.MULTILINE)
    assert sorted(released) == VERSIONS
