"""Screens of the demo firm in Ukrainian, read as people see them; what ``bin/lint --screens`` runs.

Standard library only: the browser is driven from the virtual environment for tests.
"""
import os

from runtime.console import say, step
from runtime.database import ensure_database
from runtime.demo import serving
from runtime.odoo import odoo_runtime
from runtime.paths import DEMO, PRODUCT, TOOLS, of_checkout
from runtime.system import free_port, only_one, run_attached
from testing.suites import ensure_programs

DATABASE = of_checkout('bas_crm_screens')


def check_screens():
    """List what comes in English, or in words that we do not use, on screens and prints.

    :return: exit code
    """
    with odoo_runtime(for_tests=True) as odoo, only_one(f'database-{DATABASE}'):
        ensure_programs()
        ensure_database(odoo, DATABASE, [PRODUCT, DEMO])
        path = os.pathsep.join([odoo.env['PYTHONPATH'], str(TOOLS)])
        with serving(odoo, DATABASE, free_port()) as (_server, address, _log), step('screens in Ukrainian'):
            code = run_attached([odoo.python / 'bin/python', '-m', 'lint.walk', address], env={**odoo.env, 'PYTHONPATH': path})
    say('✗ words to mend' if code else '✓ all screens are in Ukrainian')
    return code
