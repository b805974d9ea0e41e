"""Odoo's own tests with us and without us: what fails only with us, twice, is a failure."""
import json
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from runtime.console import Stop
from testing import core_suites

MODULE = 'odoo.addons.crm.tests.test_crm_lead'
FAILURE = '2026-02-02 10:00:00,000 42 ERROR core {logger}: FAIL: {title}\nTraceback: …\n'
TOTAL = '2026-02-02 10:00:00,000 42 INFO core odoo.tests.result: {failed} failed, 0 error(s) of {tests} tests when loading core\n'


@pytest.mark.parametrize(('logger', 'title', 'tag'), [
    (MODULE, 'TestLead.test_merge', '/crm:TestLead.test_merge'),
    (MODULE, 'Subtest TestLead.test_merge (x=1)', '/crm:TestLead.test_merge'),
    ('odoo.tests.suite', 'setUpClass (odoo.addons.crm.tests.test_lead.TestLead)', '/crm:TestLead'),
    ('odoo.tests.suite', 'tearDownClass (odoo.addons.crm.tests.test_lead.TestLead)', '/crm:TestLead'),
])
def test_a_line_of_the_log_names_a_test(logger, title, tag):
    assert core_suites._FAILURE.findall(FAILURE.format(logger=logger, title=title)) == [(logger, title)]
    assert core_suites._tag(logger, title) == tag


@pytest.fixture
def odoo(tmp_path):
    """A runtime whose runs write the logs given: a list of (tests, names of those that fail)."""
    def run(*arguments, log, check):
        tests, failures = odoo.runs.pop(0)
        odoo.installed.append(arguments[arguments.index('-i') + 1])
        odoo.tags.append(arguments[arguments.index('--test-tags') + 1])
        log.write_text(''.join(FAILURE.format(logger=MODULE, title=f'TestLead.{name}') for name in failures)
                       + (TOTAL.format(failed=len(failures), tests=tests) if tests else 'Killed\n'))
    odoo = SimpleNamespace(home=tmp_path, run=run, runs=[], tags=[], installed=[])
    return odoo


@pytest.fixture
def compare(odoo, monkeypatch):
    """Run both suites; the code is given."""
    for name, value in {'odoo_runtime': lambda for_tests: nullcontext(odoo), 'only_one': lambda name: nullcontext(),
                        'ensure_programs': lambda: None, 'discard': lambda *_: None, 'dependencies': lambda _addon: ['crm'],
                        'template_name': lambda *_: 'template'}.items():
        monkeypatch.setattr(core_suites, name, value)

    def compare(*runs, fresh=False):
        odoo.runs, odoo.tags, odoo.installed = list(runs), [], []
        return core_suites.run_core_suites(fresh=fresh)
    return compare


def test_the_same_with_us_and_without_us(compare, odoo, capsys):
    assert compare((580, []), (580, [])) == 0
    assert odoo.installed == ['crm', 'crm,bas_crm']
    assert odoo.tags == ['/calendar,/crm,/hr_calendar,/sale,/sale_crm,/sale_management,/sales_team'] * 2
    assert capsys.readouterr().out == 'core: 580 passed, 0 failed\n'


def test_what_fails_without_us_is_not_our_failure(compare, capsys):
    assert compare((580, ['test_old']), (580, ['test_old'])) == 0
    assert capsys.readouterr().out == 'core: 579 passed, 1 failed\n'


def test_what_fails_only_with_us_and_again(compare, odoo, capsys):
    assert compare((580, ['test_old']), (580, ['test_new', 'test_old']), (1, ['test_new'])) == 1
    assert odoo.tags[-1] == '/crm:TestLead.test_new'
    told = capsys.readouterr()
    assert told.out == 'core: 578 passed, 2 failed\n'
    assert '✗ fails only with bas_crm: /crm:TestLead.test_new' in told.err


def test_what_stumbles_once_is_no_failure(compare, capsys):
    assert compare((580, []), (580, ['test_tour']), (1, [])) == 0
    assert capsys.readouterr().out == 'core: 580 passed, 0 failed\n'


def test_tests_that_have_gone_missing_are_a_failure(compare):
    assert compare((580, []), (500, [])) == 1


def test_the_run_without_us_is_remembered(compare, odoo):
    compare((580, []), (580, []))
    assert compare((580, [])) == 0
    assert compare((581, []), (581, []), fresh=True) == 0
    assert [json.loads(path.read_text())['tests'] for path in odoo.home.glob('template-core-*.json')] == [581]


def test_a_run_that_broke_off_is_not_taken_for_a_result(compare, odoo):
    with pytest.raises(Stop, match=r'the tests broke off, see .*core-without\.log\nKilled'):
        compare((0, []))
    assert not list(odoo.home.glob('template-core-*.json'))


def test_failures_without_a_name_are_not_taken_for_none(compare, odoo, monkeypatch):
    monkeypatch.setattr(core_suites, '_FAILURE', core_suites.re.compile('a line of another Odoo'))
    with pytest.raises(Stop, match='the tests broke off'):
        compare((580, ['test_new']))
