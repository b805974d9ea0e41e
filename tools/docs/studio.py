"""The place where pictures are taken: a demo firm served for a browser.

Standard library only: the browser is driven from the virtual environment for tests.
"""
from runtime.database import create_database, ensure_database
from runtime.demo import serving
from runtime.odoo import odoo_runtime
from runtime.paths import DEMO, PRODUCT, TOOLS, of_checkout
from runtime.system import free_port, only_one, run_attached
from testing.suites import ensure_programs

DATABASE = of_checkout('bas_crm_docs')


def take_pictures(names=(), keep=False):
    """:param names: of pictures, all where empty
    :param keep: with the demo firm of the last run
    :return: exit code
    """
    with odoo_runtime(for_tests=True) as odoo, only_one(f'database-{DATABASE}'):
        ensure_programs()
        (ensure_database if keep else create_database)(odoo, DATABASE, [PRODUCT, DEMO])
        with serving(odoo, DATABASE, free_port()) as (_server, address, _log):
            return run_attached([odoo.python / 'bin/python', TOOLS / 'docs/camera.py', address, *names])
