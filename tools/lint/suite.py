"""The checks of the repository in their order; what ``bin/lint`` runs.

Standard library only: the checks themselves run in the virtual environment for tests.
"""
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from runtime.console import say, step
from runtime.odoo import odoo_runtime
from runtime.paths import CHECKOUT, DEMO, PRODUCT, TOOLS
from runtime.system import ensure_packages, only_one

from .changed import changed_files
from .parts import OWN, PARTS
from .terms_database import DATABASE, ensure_terms_database

#: scripts without the suffix that ruff looks for
SCRIPTS = CHECKOUT / 'bin'


def run_checks(names=(), fix=False, everything=False):
    """Run the checks, whether others fail or not, and say what each found.

    :param names: parts to run, of :data:`~lint.parts.PARTS`; none: all
    :param fix: mend what can be mended: what ruff can, and the terms to translate
    :param everything: pylint reads every file, and the terms come from a database made anew
    :return: exit code
    """
    names = [name for name in PARTS if name in (names or PARTS)]
    if 'po' in names:
        ensure_packages({'gettext': lambda: bool(shutil.which('msgfmt'))})
    with odoo_runtime(for_tests=True, with_postgres='terms' in names) as odoo, tempfile.TemporaryDirectory() as scratch:
        terms = _export_terms(odoo, Path(scratch), everything) if 'terms' in names else {}
        results = [_check(title, command, odoo.env) for title, command in _commands(odoo, names, terms, fix, everything)]
    failed = [title for title, passed in results if not passed]
    say(f"✗ failed: {', '.join(failed)}" if failed else '✓ all checks passed')
    return 1 if failed else 0


def _commands(odoo, names, terms, fix, everything):
    """:return: the (title, command) of every program to run"""
    programs, mend = odoo.python / 'bin', ['--fix'] if fix else []
    if 'ruff' in names:
        yield 'ruff', [programs / 'ruff', 'check', *mend, '.', *sorted(path for path in SCRIPTS.iterdir() if path.is_file())]
    if 'pylint' in names and (files := _files_for_pylint(everything)):
        yield 'pylint-odoo', [programs / 'python', '-m', 'pylint', '--score=n', *files]
    if own := [name for name in names if name in OWN]:
        title = 'own checks' if len(own) == len(OWN) else f"own checks: {', '.join(own)}"
        yield title, [programs / 'python', '-m', 'lint', CHECKOUT, '--only', *own, *mend,
                      *(f'--terms={addon}={file}' for addon, file in terms.items())]


def _files_for_pylint(everything):
    """:return: what pylint reads: whole add-ons, or their files that differ from main"""
    addons = [name for name in (PRODUCT, DEMO) if (CHECKOUT / name / '__manifest__.py').is_file()]
    files = None if everything else changed_files(CHECKOUT, addons, '.py')
    if files is None:
        return addons
    say(f'  pylint: Python files that differ from main: {len(files)}; bin/lint pylint --all reads every one')
    return files


def _check(title, command, env):
    """:return: (title, whether it passed)"""
    path = os.pathsep.join([env['PYTHONPATH'], str(TOOLS)])
    with step(title):
        code = subprocess.run([str(part) for part in command], cwd=CHECKOUT, env={**env, 'PYTHONPATH': path},
                              stdin=subprocess.DEVNULL, check=False).returncode
    return title, code == 0


def _export_terms(odoo, folder, fresh=False):
    """Let Odoo export the terms to translate from a database that holds the add-ons as they are now.

    :return: {add-on: file}; the demo firm speaks Ukrainian from birth unless it has translations
    """
    addons = [PRODUCT, DEMO] if (CHECKOUT / DEMO / 'i18n').is_dir() else [PRODUCT]
    with only_one(f'database-{DATABASE}'):
        ensure_terms_database(odoo, addons, fresh)
        with step('terms to translate'):
            exported = {addon: folder / f'{addon}.pot' for addon in addons}
            for addon, file in exported.items():
                odoo.run('i18n', 'export', '-d', DATABASE, '-o', file, addon, log=odoo.home / 'terms.log')
    return exported
