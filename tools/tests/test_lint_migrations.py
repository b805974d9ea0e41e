"""Scripts of updates stand on their own: neither the models of today nor another version's folder."""
import subprocess

import pytest
from lint import migrations
from lint.common import Repository


@pytest.fixture
def find(tmp_path):
    """:return: a function: what is found in a text that is the file ``path`` of an add-on"""
    def find(text, path='migrations/19.0.1.2.0/post-orders.py'):
        files = {'bas_crm/__manifest__.py': '{}', 'bas_crm_demo/__manifest__.py': '{}', f'bas_crm/{path}': text}
        for name, content in files.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content)
        subprocess.run(['git', 'init', '--quiet'], cwd=tmp_path, check=True)
        return [(problem.path, problem.line) for problem in migrations.check(Repository(tmp_path))]
    return find


@pytest.mark.parametrize('code', [
    'from odoo.addons.bas_crm.hooks import prepare_orders',
    'from odoo.addons.bas_crm import hooks',
    'from odoo.addons.bas_crm_demo.models import sale_order',
    'import odoo.addons.bas_crm.models.sale_order as orders',
    'from . import shared',
    'from .shared import fill',
    'from ..shared import fill',
    'from ...models.sale_order import fill',
    "hooks = importlib.import_module('odoo.addons.bas_crm.hooks')",
    "hooks = importlib.import_module('..hooks', __package__)",
    "words = file_path('bas_crm/i18n/uk.po')",
    "words = file_path('bas_crm/migrations/19.0.1.1.0/words.po')",
    "words = Path(__file__).parent.joinpath('../19.0.1.1.0/words.po')",
    'def migrate(cr, version):\n    from odoo.addons.bas_crm.tools.days import get_today'])
def test_what_leads_out_of_the_folder(find, code):
    line = len(code.splitlines())
    assert find(code) == [('bas_crm/migrations/19.0.1.2.0/post-orders.py', line)]


@pytest.mark.parametrize('code', [
    'from odoo import SUPERUSER_ID, api',
    'from odoo.tools.sql import column_exists',
    'from odoo.addons.sale.const import STATES',
    'from pathlib import Path',
    "words = Path(__file__).with_name('words.po')",
    "words = file_path('bas_crm/migrations/19.0.1.2.0/words.po')",
    "menu = env.ref('bas_crm.sale_order_menu')",
    '"""Orders of bas_crm/models and odoo.addons.bas_crm get their stages."""',
    "text = '...'"])
def test_what_a_script_may_use(find, code):
    assert find(code) == []


@pytest.mark.parametrize('path', ['models/sale_order.py', 'tests/test_migrations.py', 'migrations/19.0.1.2.0/words.po'])
def test_only_scripts_are_read(find, path):
    assert find('from . import hooks', path) == []
