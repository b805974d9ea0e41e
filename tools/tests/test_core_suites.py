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
#: what the add-on depends on here
INSTALLED = 'calendar,crm,hr_calendar,sale,sale_crm,sale_management,sales_team,utm'


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
                       + (TOTAL.format(failed=len(failures), tests=tests) if tests is not None else 'Killed\n'))
    addons = tmp_path / 'addons'
    for name, installable in {**dict.fromkeys([*core_suites.MODULES, 'lunch', 'utm'], True), 'hw_drivers': False}.items():
        (addons / name).mkdir(parents=True)
        (addons / name / '__manifest__.py').write_text(repr({'name': name, **({} if installable else {'installable': False})}))
    odoo = SimpleNamespace(home=tmp_path, run=run, runs=[], tags=[], installed=[],
                           source=SimpleNamespace(addons_path=[addons], version='19.0.0'))
    return odoo


@pytest.fixture
def compare(odoo, monkeypatch):
    """Run both suites; the code is given."""
    for name, value in {'odoo_runtime': lambda for_tests: nullcontext(odoo), 'only_one': lambda name: nullcontext(),
                        'ensure_programs': lambda: None, 'discard': lambda *_: None,
                        'dependencies': lambda _addon: sorted({*core_suites.MODULES, 'utm'}),
                        'template_name': lambda *_: 'template'}.items():
        monkeypatch.setattr(core_suites, name, value)

    def compare(*runs, names=(), fresh=False):
        odoo.runs, odoo.tags, odoo.installed = list(runs), [], []
        return core_suites.run_core_suites(names, fresh=fresh)
    return compare


def test_the_same_with_us_and_without_us(compare, odoo, capsys):
    assert compare((580, []), (580, [])) == 0
    assert odoo.installed == [INSTALLED, f'{INSTALLED},bas_crm']
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
        compare((None, []))
    assert not list(odoo.home.glob('template-core-*.json'))


def test_failures_without_a_name_are_not_taken_for_none(compare, odoo, monkeypatch):
    monkeypatch.setattr(core_suites, '_FAILURE', core_suites.re.compile('a line of another Odoo'))
    with pytest.raises(Stop, match='the tests broke off'):
        compare((580, ['test_new']))


def test_suites_by_name_with_what_they_need(compare, odoo):
    assert compare((40, []), (40, []), names=['utm', 'lunch', 'utm']) == 0
    together = INSTALLED.replace('hr_calendar', 'hr_calendar,lunch')
    assert odoo.installed == [together, f'{together},bas_crm'], 'what is no dependency of ours is installed too, in both'
    assert odoo.tags == ['/lunch,/utm'] * 2


def test_what_fails_again_is_tried_beside_the_same_modules(compare, odoo):
    assert compare((40, []), (40, ['test_new']), (1, ['test_new']), names=['lunch']) == 1
    assert odoo.installed[-1] == odoo.installed[1]


def test_each_set_of_names_is_remembered_by_itself(compare, odoo):
    compare((40, []), (40, []), names=['utm', 'lunch'])
    compare((7, []), (7, []), names=['utm'])
    compare((580, []), (580, []))
    for names, tests in {('lunch', 'utm'): 40, ('utm',): 7, (): 580}.items():
        assert compare((tests, []), names=names) == 0
        assert not odoo.runs
    assert len(list(odoo.home.glob('template-core-*.json'))) == 3


def test_modules_without_a_test_are_no_success(compare):
    with pytest.raises(Stop, match=r'no test of /utm ran'):
        compare((0, []), names=['utm'])


@pytest.mark.parametrize(('names', 'message'), [
    (['crm', '-k', 'lead', '-x'], '--core takes no arguments of pytest: crm -k lead -x'),
    (['bas_crm/tests/test_lead.py'], "'bas_crm/tests/test_lead.py' is no name of a module"),
    (['CRM'], "'CRM' is no name of a module"),
    (['crm,sale'], "'crm,sale' is no name of a module"),
    (['crm', 'bas_crm'], 'bas_crm is ours'),
    (['crm', 'lost_and_found'], "there is no module 'lost_and_found' in this Odoo (19.0.0)"),
    (['hw_drivers'], "module 'hw_drivers' of this Odoo cannot be installed"),
])
def test_a_name_that_cannot_be_run_is_refused_before_anything_runs(compare, odoo, names, message):
    with pytest.raises(Stop) as refusal:
        compare((580, []), names=names)
    assert str(refusal.value).startswith(message)
    assert not odoo.installed
