"""Parts of ``bin/lint``: each can be run alone, and every check belongs to one."""
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest
from lint import suite, terms_database
from lint.parts import OWN, PARTS, describe
from runtime.console import Stop
from runtime.paths import CHECKOUT, PRODUCT, TOOLS

#: a check that begins when the add-on passes it
LATER = {'one_writer'}


def test_every_check_belongs_to_one_part():
    named = [module for part in PARTS.values() for module in part.modules]
    written = [path.stem for path in (TOOLS / 'lint').glob('*.py') if '\ndef check(repository)' in path.read_text()]
    assert len(named) == len(set(named))
    assert set(written) - set(named) <= LATER and set(named) <= set(written)


def test_every_part_is_told_by_a_sentence():
    told = describe().splitlines()
    assert [line.split()[0] for line in told] == list(PARTS)
    assert all(line.endswith('.') for line in told)


def test_an_unknown_part():
    done = subprocess.run([sys.executable, CHECKOUT / 'bin/lint', 'xml', 'html'], text=True, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2 and 'no such part: html; there are ruff, pylint, ' in done.stderr


def test_our_own_checks_run_alone(addon):
    root = addon({'views/order_view.xml': '<odoo>', 'models/order.py': '\n' * 401}).root

    def found(*arguments):
        done = subprocess.run([sys.executable, '-m', 'lint', root, *arguments], text=True, stdout=subprocess.PIPE, check=False,
                              env={'PYTHONPATH': str(TOOLS), 'PATH': '/usr/bin:/bin'})
        return done.returncode, [line.split(':')[0] for line in done.stdout.splitlines()]
    assert found('--only', 'size') == (1, ['shop/models/order.py'])
    assert found('--only', 'xml') == (1, ['shop/views/order_view.xml'])
    assert found('--only', 'days', 'words') == (0, [])


class TestSuite:
    """Only what is asked for runs, and whatever fails does not keep the rest from running."""

    @pytest.fixture
    def run(self, tmp_path, monkeypatch):
        """Run parts: ``run('ruff', fails='ruff')`` gives the exit code and the titles of what ran."""
        asked = {}

        def runtime(for_tests, with_postgres):
            asked['postgres'] = with_postgres
            return nullcontext(SimpleNamespace(home=tmp_path, python=tmp_path, env={}))
        monkeypatch.setattr(suite, 'odoo_runtime', runtime)
        monkeypatch.setattr(suite, 'ensure_packages', lambda packages: None)
        monkeypatch.setattr(suite, '_export_terms', lambda odoo, folder, fresh: {PRODUCT: folder / 'terms.pot'})
        monkeypatch.setattr(suite, 'changed_files', lambda root, folders, suffix: [Path('bas_crm/hooks.py')])

        def run(*names, fails='', **options):
            ran = {}
            monkeypatch.setattr(suite, '_check', lambda title, command, env: (
                title, ran.setdefault(title, [str(part) for part in command]) is None or title != fails))
            code = suite.run_checks(names, **options)
            return code, ran, asked['postgres']
        return run

    def test_all_of_them(self, run):
        code, ran, with_postgres = run()
        assert (code, list(ran), with_postgres) == (0, ['ruff', 'pylint-odoo', 'own checks'], True)
        assert ran['own checks'][ran['own checks'].index('--only') + 1:][:len(OWN)] == list(OWN)

    def test_some_of_them_need_no_database(self, run):
        code, ran, with_postgres = run('xml', 'ruff', 'size')
        assert (code, list(ran), with_postgres) == (0, ['ruff', 'own checks: xml, size'], False)

    def test_one_that_fails(self, run):
        assert run('ruff', 'xml', fails='ruff')[0] == 1

    def test_pylint_reads_what_differs_from_main(self, run):
        assert run('pylint')[1]['pylint-odoo'][-1] == 'bas_crm/hooks.py'
        assert run('pylint', everything=True)[1]['pylint-odoo'][-2:] == [PRODUCT, 'bas_crm_demo']

    def test_pylint_has_nothing_to_read(self, run, monkeypatch):
        monkeypatch.setattr(suite, 'changed_files', lambda root, folders, suffix: [])
        assert run('pylint')[:2] == (0, {})

    def test_pylint_without_a_branch_to_compare_with(self, run, monkeypatch):
        monkeypatch.setattr(suite, 'changed_files', lambda root, folders, suffix: None)
        assert run('pylint')[1]['pylint-odoo'][-2:] == [PRODUCT, 'bas_crm_demo']

    def test_what_can_be_mended(self, run):
        ran = run(fix=True)[1]
        assert [title for title, command in ran.items() if '--fix' in command] == ['ruff', 'own checks']


class TestTermsDatabase:
    """It is updated as long as an update gives the terms that a fresh one would."""

    @pytest.fixture
    def ensure(self, tmp_path, monkeypatch):
        """Make it ready; gives what was done."""
        odoo, done = SimpleNamespace(home=tmp_path), []
        monkeypatch.setattr(terms_database, 'CHECKOUT', tmp_path)
        monkeypatch.setattr(terms_database, 'create_database', lambda *_: done.append('made'))
        monkeypatch.setattr(terms_database, 'ensure_database', lambda *_: done.append('updated'))

        def ensure(**options):
            done.clear()
            terms_database.ensure_terms_database(odoo, ['shop'], **options)
            return list(done)
        return ensure

    def test_the_first_time_and_later(self, ensure):
        assert [ensure(), ensure(), ensure(fresh=True), ensure()] == [['made'], ['updated'], ['made'], ['updated']]

    @pytest.mark.parametrize(('path', 'text', 'done'), [
        ('shop/data/letter.xml', '<odoo noupdate="1"/>', 'made'),
        ('shop/hooks.py', 'def post_init_hook(env): pass', 'made'),
        ('shop/views/order.xml', '<odoo/>', 'updated'),
        ('shop/models/order.py', 'class Order: pass', 'updated'),
        ('shop/tests/hooks.py', '', 'updated'),
    ])
    def test_what_an_update_does_not_bring(self, ensure, tmp_path, path, text, done):
        ensure()
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(text)
        assert [ensure(), ensure()] == [[done], ['updated']]

    def test_an_update_that_fails(self, ensure, monkeypatch, capsys):
        def fail(*_arguments):
            raise Stop('odoo -u shop failed, see shop.log\nTraceback')
        ensure()
        monkeypatch.setattr(terms_database, 'ensure_database', fail)
        assert ensure() == ['made']
        assert capsys.readouterr().err == '  odoo -u shop failed, see shop.log; the database is made anew\n'

    def test_an_interrupted_one_is_made_anew(self, ensure, monkeypatch):
        def interrupt(*_arguments):
            raise KeyboardInterrupt
        ensure()
        with monkeypatch.context() as broken:
            broken.setattr(terms_database, 'create_database', interrupt)
            with pytest.raises(KeyboardInterrupt):
                ensure(fresh=True)
        assert ensure() == ['made']
