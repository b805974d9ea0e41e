"""A warning in the server log fails the test during which it was written; a run of pytest shows it."""
import os
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest
from runtime.paths import TOOLS

TESTS = """
import logging, pytest, unittest
log = logging.getLogger('odoo.addons.shop')

def test_quiet(): log.info('all is well')
def test_warns(): log.warning('field %s is not there', 'sum')
def test_logs_an_error(): log.error('cron failed')
def test_fails_anyway(): log.warning('beside the point'); assert 0, 'the reason'
def test_known():
    logging.getLogger('odoo.addons.base.models.ir_actions_report').warning('wkhtmltopdf: QSslSocket: cannot resolve X')

class TestExpected(unittest.TestCase):
    def test_expected(self):
        with self.assertLogs('odoo.addons.shop', 'WARNING'):
            log.warning('expected')

@pytest.fixture
def order():
    yield
    log.warning('an order is left')

def test_tidies_up_badly(order): pass
"""
LOG = '2026-02-02 10:00:00,000 42 {level} shop odoo.modules.loading: {message}\n'


@pytest.fixture
def run(tmp_path):
    """Run tests with the plugin: ``run(code)`` gives the exit code, the output and {test: outcome}."""
    def run(code, *arguments):
        (tmp_path / 'test_shop.py').write_text(code)
        done = subprocess.run(
            [sys.executable, '-m', 'pytest', '-p', 'testing.server_log', '--junitxml=results.xml', *arguments, 'test_shop.py'],
            cwd=tmp_path, text=True, stdout=subprocess.PIPE, check=False,
            env={**os.environ, 'PYTHONPATH': str(TOOLS), 'PYTEST_DISABLE_PLUGIN_AUTOLOAD': '1'})
        cases = ET.parse(tmp_path / 'results.xml').iter('testcase')
        return done.returncode, done.stdout, {case.get('name'): [part.tag for part in case] for case in cases}
    return run


def test_each_test_answers_for_its_own_lines(run):
    code, output, outcomes = run(TESTS)
    assert code == 1
    assert outcomes == {
        'test_quiet': [], 'test_known': [], 'test_expected': [],
        'test_warns': ['failure'], 'test_logs_an_error': ['failure'], 'test_fails_anyway': ['failure'],
        'test_tidies_up_badly': ['error'],
    }
    assert 'WARNING odoo.addons.shop: field sum is not there' in output
    assert "assert 0, 'the reason'" in output, 'the reason of a failure is not covered by a line of the log'


def test_without_warnings_all_passes(run):
    code, _output, outcomes = run('def test_quiet(): pass')
    assert (code, outcomes) == (0, {'test_quiet': []})


def test_a_warning_outside_of_tests_fails_the_run(run):
    code, output, _outcomes = run("import logging\ndef test_quiet(): pass\nlogging.getLogger('shop').warning('at import')")
    assert code == 1
    assert 'server log outside of tests' in output and 'WARNING shop: at import' in output


@pytest.mark.parametrize(('level', 'outcome'), [('INFO', []), ('WARNING', ['failure'])])
def test_the_log_of_the_installation_is_a_test_more(run, tmp_path, level, outcome):
    (tmp_path / 'install.log').write_text(LOG.format(level=level, message='a field without a name'))
    code, output, outcomes = run('def test_quiet(): pass', '--install-log=install.log')
    assert outcomes == {'test_quiet': [], 'installation_log': outcome}
    assert code == len(outcome)
    assert ('a field without a name' in output) == bool(outcome)
