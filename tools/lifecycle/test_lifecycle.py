"""The add-on comes to a firm that already works with core, is updated, and goes; core is whole at every step."""
import subprocess
from pathlib import Path

import pytest
from runtime.database import copy_template
from runtime.odoo import odoo_runtime
from runtime.paths import PRODUCT, of_checkout
from runtime.system import only_one
from testing.known_lines import problems_in

DATABASE = of_checkout('bas_crm_lifecycle')
#: modules of Odoo that a firm adds later; their update drops constraints of modules that are loaded after them
BESIDE = 'lunch,maintenance'


@pytest.fixture(scope='module')
def odoo():
    with odoo_runtime(for_tests=True) as odoo, only_one(f'database-{DATABASE}'):
        copy_template(odoo, DATABASE, [PRODUCT])
        yield odoo
        odoo.run('db', 'drop', DATABASE, log=odoo.home / f'{DATABASE}.log')


def shell(odoo, script):
    """Run one of the scripts beside this file in Odoo's shell; an exception there fails the test."""
    code = (Path(__file__).parent / script).read_text()
    done = subprocess.run(odoo.command('shell', '-d', DATABASE, '--no-http', '--log-level=warn'), env=odoo.env, text=True,
                          input=code, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    assert done.returncode == 0 and 'Traceback' not in done.stdout, done.stdout
    assert not problems_in(done.stdout), done.stdout


def change(odoo, *arguments):
    """Install or update, and read the server's log."""
    log = odoo.home / f'{DATABASE}-change.log'
    odoo.run('-d', DATABASE, *arguments, '--stop-after-init', log=log)
    problems = problems_in(log.read_text())
    assert not problems, '\n'.join(problems)


def test_comes_is_updated_and_goes(odoo):
    shell(odoo, 'before.py')
    change(odoo, '-i', PRODUCT)
    shell(odoo, 'with_us.py')
    shell(odoo, 'constraints.py')
    change(odoo, '-i', BESIDE)
    shell(odoo, 'constraints.py')
    change(odoo, '-u', BESIDE)
    shell(odoo, 'constraints.py')
    change(odoo, '-u', PRODUCT)
    shell(odoo, 'constraints.py')
    shell(odoo, 'uninstall.py')
    shell(odoo, 'after.py')
