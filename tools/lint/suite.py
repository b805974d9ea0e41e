"""All checks of the repository in their order; what ``bin/lint`` runs.

Standard library only: the checks themselves run in the virtual environment for tests.
"""
import os
import subprocess
import tempfile
from pathlib import Path

from runtime.console import say, step
from runtime.database import create_database, is_current
from runtime.odoo import odoo_runtime
from runtime.paths import CHECKOUT, DEMO, PRODUCT, TOOLS
from runtime.system import only_one

DATABASE = 'bas_crm_lint'
#: scripts without the suffix that ruff looks for
SCRIPTS = CHECKOUT / 'bin'


def run_checks(fix=False):
    """Run every check, whether others fail or not, and say what each found.

    :param fix: mend what can be mended: what ruff can, and the terms to translate
    :return: exit code
    """
    with odoo_runtime(for_tests=True) as odoo, tempfile.TemporaryDirectory() as scratch:
        terms = _export_terms(odoo, Path(scratch))
        programs = odoo.python / 'bin'
        scripts = sorted(str(path) for path in SCRIPTS.iterdir() if path.is_file())
        addons = [name for name in (PRODUCT, DEMO) if (CHECKOUT / name / '__manifest__.py').is_file()]
        results = [
            _check('ruff', [programs / 'ruff', 'check', *(['--fix'] if fix else []), '.', *scripts], odoo.env),
            _check('pylint-odoo', [programs / 'python', '-m', 'pylint', '--score=n', *addons], odoo.env),
            _check('own checks', [programs / 'python', '-m', 'lint', CHECKOUT, *(['--fix'] if fix else []),
                                  *(f'--terms={addon}={file}' for addon, file in terms.items())], odoo.env),
        ]
    failed = [title for title, passed in results if not passed]
    say(f"✗ failed: {', '.join(failed)}" if failed else '✓ all checks passed')
    return 1 if failed else 0


def _check(title, command, env):
    """:return: (title, whether it passed)"""
    path = os.pathsep.join([env['PYTHONPATH'], str(TOOLS)])
    with step(title):
        code = subprocess.run([str(part) for part in command], cwd=CHECKOUT, env={**env, 'PYTHONPATH': path},
                              stdin=subprocess.DEVNULL, check=False).returncode
    return title, code == 0


def _export_terms(odoo, folder):
    """Let Odoo export the terms to translate from a database that holds the add-ons as they are now.

    :return: {add-on: file}; the demo firm speaks Ukrainian from birth unless it has translations
    """
    addons = [PRODUCT, DEMO] if (CHECKOUT / DEMO / 'i18n').is_dir() else [PRODUCT]
    with only_one(f'database-{DATABASE}'):
        if not is_current(odoo, DATABASE, addons):
            create_database(odoo, DATABASE, addons)
        with step('terms to translate'):
            exported = {addon: folder / f'{addon}.pot' for addon in addons}
            for addon, file in exported.items():
                odoo.run('i18n', 'export', '-d', DATABASE, '-o', file, addon, log=odoo.home / 'terms.log')
    return exported
