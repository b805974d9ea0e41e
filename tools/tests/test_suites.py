"""What ``bin/test`` makes of its arguments, and of what several runs of pytest say."""
import os
import sys
from collections import Counter
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from runtime.console import Stop
from runtime.paths import CHECKOUT, DEMO, PRODUCT
from testing import lanes, suites

TESTS = 'tools/tests/test_suites.py'


@pytest.fixture(autouse=True)
def checkout(monkeypatch):
    """The folder that paths are named from."""
    monkeypatch.chdir(CHECKOUT)
    monkeypatch.setattr(suites, '_has_tests', lambda folder: True)


@pytest.mark.parametrize(('arguments', 'options', 'paths'), [
    ([], [], []),
    (['-x', TESTS], ['-x'], [TESTS]),
    (['-k', PRODUCT, TESTS], ['-k', PRODUCT], [TESTS]),
    (['-k', 'contract and not print'], ['-k', 'contract and not print'], []),
    (['--deselect', TESTS, PRODUCT], ['--deselect', TESTS], [PRODUCT]),
    ([f'{TESTS}::test_x[1]', '--tb=long'], ['--tb=long'], [f'{TESTS}::test_x[1]']),
    ([f'./tools/../{TESTS}', str(CHECKOUT / PRODUCT)], [], [TESTS, PRODUCT]),
])
def test_options_and_paths_are_told_apart(arguments, options, paths):
    assert suites._split(arguments) == (options, paths)


def test_paths_are_named_from_where_one_stands(monkeypatch):
    monkeypatch.chdir(CHECKOUT / 'tools')
    assert suites._split(['tests/test_suites.py']) == ([], [TESTS])


def test_a_path_that_is_not_there():
    with pytest.raises(Stop, match=f"there is no '{PRODUCT}/tests/test_no_such.py' to test"):
        suites._split([f'{PRODUCT}/tests/test_no_such.py'])


@pytest.mark.parametrize(('paths', 'chosen'), [
    ([], {folder: [folder] for folder in suites.SUITES}),
    ([TESTS], {'tools/tests': [TESTS]}),
    ([f'{TESTS}::test_x', PRODUCT], {'tools/tests': [f'{TESTS}::test_x'], PRODUCT: [PRODUCT]}),
    (['tools'], {'tools/tests': ['tools'], 'tools/lifecycle': ['tools']}),
])
def test_a_path_chooses_its_suite(paths, chosen):
    assert suites._choose(paths) == chosen


def test_one_addon_is_not_taken_for_another_of_a_longer_name():
    assert list(suites._choose([f'{DEMO}/tests'])) == [DEMO]


def test_a_path_of_no_suite():
    with pytest.raises(Stop, match=r'README.md is in none of the suites: tools/tests, '):
        suites._choose(['README.md'])


def counts(tests=0, failures=0, errors=0, skipped=0):
    return Counter(tests=tests, failures=failures, errors=errors, skipped=skipped)


@pytest.mark.parametrize(('codes', 'found', 'code', 'line'), [
    ([0], counts(5), 0, ''),
    ([1], counts(5, 1), 1, ''),
    ([0, 0], counts(5), 0, 'total: 5 passed, 0 failed, 0 skipped\n'),
    ([0, 1, 0], counts(9, failures=1, errors=1, skipped=2), 1, 'total: 5 passed, 2 failed, 2 skipped\n'),
    ([0, 5], counts(5), 0, 'total: 5 passed, 0 failed, 0 skipped\n'),
    ([5, 5], counts(), 5, 'total: 0 passed, 0 failed, 0 skipped\n'),
    ([5], counts(), 5, ''),
    ([0, 4], counts(5), 4, 'total: 5 passed, 0 failed, 0 skipped\n'),
    ([0, 2], counts(5), 2, 'total: 5 passed, 0 failed, 0 skipped\n'),
    ([0, 3, 1], counts(5, 1), 3, 'total: 4 passed, 1 failed, 0 skipped\n'),
    ([0, 137], counts(5), 137, 'total: 5 passed, 0 failed, 0 skipped\n'),
])
def test_the_code_and_the_closing_line_of_several_runs(capsys, codes, found, code, line):
    assert suites._conclude(codes, found) == code
    assert capsys.readouterr().out == line


def test_counts_are_read_from_the_results_of_pytest(tmp_path):
    results = tmp_path / 'results.xml'
    assert suites._read_counts(results) == {}
    results.write_text('<testsuites><testsuite errors="1" failures="2" skipped="3" tests="9"/></testsuites>')
    assert suites._read_counts(results) == {'tests': 9, 'failures': 2, 'errors': 1, 'skipped': 3}


class TestRun:
    """Suite by suite, until there is a reason to stop."""

    @pytest.fixture
    def run(self, tmp_path, monkeypatch):
        """Run all suites, whose codes are given; gives the code and the suites that ran."""
        odoo = SimpleNamespace(home=tmp_path)

        def run(codes, *arguments):
            ran = []
            monkeypatch.setattr(suites, 'odoo_runtime', lambda for_tests: nullcontext(odoo))
            monkeypatch.setattr(suites, 'ensure_programs', lambda: None)
            monkeypatch.setattr(suites, '_run_suite', lambda lane, folder, *_: ran.append(folder) or codes[len(ran) - 1])
            monkeypatch.setattr(suites, '_read_counts', lambda _results: {'tests': 1})
            return suites.run_suites(list(arguments)), ran
        return run

    def test_a_suite_without_a_match_is_not_prepared(self, run, capsys):
        assert run([0, 0], '-k', 'no_such_word_in_any_test') == (0, ['tools/tests', 'tools/lifecycle'])
        assert f"{PRODUCT}: no test matches -k 'no_such_word_in_any_test'" in capsys.readouterr().err
        assert run([0, 0, 0], '-k', 'TestFunnelUi') == (0, ['tools/tests', 'tools/lifecycle', PRODUCT])

    def test_no_suite_has_a_match(self, run):
        assert run([], '-k', 'no_such_word_in_any_test', PRODUCT) == (suites.NOTHING_RAN, [])

    def test_a_suite_that_fails_does_not_keep_the_others_from_running(self, run):
        assert run([1, 0, 0, 0]) == (1, list(suites.SUITES))

    def test_ctrl_c_ends_the_whole_run(self, run):
        assert run([0, 2, 0, 0]) == (2, list(suites.SUITES)[:2])

    def test_the_first_failure_is_enough_when_asked_so(self, run):
        assert run([1, 0, 0, 0], '-x') == (1, list(suites.SUITES)[:1])


class TestSideBySide:
    """Two runs of pytest at a time: the same suites, and the words of both."""

    @pytest.fixture
    def run(self, tmp_path, monkeypatch):
        """Run all suites by programs instead of pytest: ``run({folder: code of Python})`` gives the exit code and the lanes."""
        odoo = SimpleNamespace(home=tmp_path, python=tmp_path, env={**os.environ, 'PYTHONPATH': ''})
        monkeypatch.setattr(suites, 'odoo_runtime', lambda for_tests: nullcontext(odoo))
        monkeypatch.setattr(suites, 'ensure_programs', lambda: None)
        monkeypatch.setattr(lanes.Durations, 'guess', lambda _self, path: 100 if path in suites.SUITES else 1)
        (tmp_path / 'bin').mkdir()
        (tmp_path / 'bin/python').write_text(f'#!{sys.executable}\nimport os, sys, time\nexec(os.environ["PROGRAM"])\n')
        (tmp_path / 'bin/python').chmod(0o755)

        def run(programs, *arguments, jobs=2):
            ran = []

            def run_suite(lane, folder, _arguments):
                ran.append((lane.number, folder))
                return lane.pytest([], {'PROGRAM': programs.get(folder, 'print("all is well")')})
            monkeypatch.setattr(suites, '_run_suite', run_suite)
            return suites.run_suites(list(arguments), jobs=jobs), sorted(ran)
        return run

    def test_every_suite_runs_and_the_large_one_in_both_lanes(self, run):
        code, ran = run({})
        assert code == suites.NOTHING_RAN, 'no results were written'
        assert {folder for _lane, folder in ran} == set(suites.SUITES)
        assert [lane for lane, folder in ran if folder == suites.LARGE] == [0, 1]
        assert len(ran) == len(suites.SUITES) + 1

    def test_the_words_of_both_are_shown(self, run, capfd):
        run({folder: f'print("words of {folder}")' for folder in suites.SUITES})
        said = capfd.readouterr().out
        assert all(f'words of {folder}' in said for folder in suites.SUITES)
        assert said.count(f'words of {suites.LARGE}\n') == 2

    @pytest.mark.parametrize('folder', list(suites.SUITES))
    def test_a_failure_in_any_lane_is_one(self, run, folder):
        assert run({folder: 'sys.exit(1)'})[0] == 1

    def test_ctrl_c_ends_both(self, run):
        """The lane with the terminal ends at once, and the other is not waited for."""
        programs = dict.fromkeys(suites.SUITES, 'time.sleep(600)')
        programs[suites.LARGE] = 'sys.exit(2)'
        assert run(programs)[0] == 2

    @pytest.mark.parametrize('arguments', [('-x',), ('--maxfail=1',), ('--pdb',), ('--collect-only',)])
    def test_what_needs_one_run_at_a_time(self, run, arguments):
        assert {lane for lane, _folder in run({}, *arguments)[1]} == {0}

    def test_one_job(self, run):
        assert run({}, jobs=1)[1] == sorted((0, folder) for folder in suites.SUITES)


def test_the_slowest_are_named(capsys):
    suites._tell_slowest([('shop.TestLine', f'test_{number}', number / 2) for number in range(30)])
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 20 and lines[0] == '    14.5 s  shop.TestLine.test_29'
