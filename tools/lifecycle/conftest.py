"""A firm whose server has two workers, for all tests that need one."""
import json
import subprocess
from pathlib import Path

import pytest
from client import DATABASE, PORT
from runtime.database import create_database
from runtime.demo import serving
from runtime.odoo import odoo_runtime
from runtime.paths import PRODUCT
from runtime.system import only_one


@pytest.fixture(scope='session')
def odoo():
    with odoo_runtime(for_tests=True) as odoo, only_one(f'database-{DATABASE}'):
        create_database(odoo, DATABASE, [PRODUCT])
        yield odoo
        odoo.run('db', 'drop', DATABASE, log=odoo.home / f'{DATABASE}.log')


@pytest.fixture(scope='session')
def offers(odoo):
    code = (Path(__file__).parent / 'two_workers.py').read_text()
    done = subprocess.run(odoo.command('shell', '-d', DATABASE, '--no-http', '--log-level=warn'), env=odoo.env, text=True,
                          input=code, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    assert 'MADE ' in done.stdout, done.stdout
    return json.loads(done.stdout.partition('MADE ')[2].splitlines()[0])


@pytest.fixture(scope='session')
def server(odoo, offers):
    """As ``bin/run --workers 2`` serves."""
    with serving(odoo, DATABASE, PORT, workers=2):
        yield
