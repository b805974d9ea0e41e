"""Every file that a manifest names exists, and every file of an add-on is used."""
import pytest
from lint import manifest_files

VIEW = '<odoo/>'


@pytest.fixture
def found(addon, texts):
    return lambda files, **manifest: texts(manifest_files.check(addon(files, **manifest)))


def test_a_whole_addon_passes(found):
    assert found(
        {'__init__.py': 'from . import models', 'models/__init__.py': 'from . import order', 'models/order.py': '',
         'tests/__init__.py': 'from . import test_order', 'tests/test_order.py': '', 'tests/data.xml': VIEW,
         'migrations/19.0.1.1.0/pre-migrate.py': '', 'views/order_views.xml': VIEW, 'static/src/order/order.js': '',
         'static/description/icon.png': ''},
        data=['views/order_views.xml'], application=True, assets={'web.assets_backend': ['shop/static/src/**/*']}) == []


@pytest.mark.parametrize(('key', 'path'), [('data', 'views/order_views.xml'), ('demo', 'demo/order.xml'), ('images', 'a.png')])
def test_a_file_that_is_not_there(found, key, path):
    assert found({}, **{key: [path]}) == [f'shop/__manifest__.py:1: {path} does not exist']


@pytest.mark.parametrize('path', ['views/order_views.xml', 'security/ir.model.access.csv', 'data/order.sql'])
def test_a_data_file_that_nobody_loads(found, path):
    assert found({path: VIEW}) == [f'shop/{path}:1: the manifest does not load this file']


def test_a_data_file_that_a_hook_loads(found):
    assert found({'__init__.py': "load('data/order.sql')", 'data/order.sql': ''}) == []


def test_a_module_that_nobody_imports(found):
    assert found({'models/__init__.py': '', 'models/order.py': ''}) == [
        'shop/models/order.py:1: models/__init__.py does not import this file']


def test_a_test_counts_only_when_its_package_imports_it(found):
    files = {'tests/__init__.py': '', 'tests/test_order.py': '', 'tests/common.py': 'from .test_order import TestOrder'}
    assert found(files) == [f'shop/tests/{name}.py:1: tests/__init__.py does not import this file'
                            for name in ('common', 'test_order')]


def test_an_asset_that_no_bundle_has(found):
    assert found({'static/src/order.js': '', 'static/lib/other.js': ''}) == [
        'shop/static/src/order.js:1: no bundle of the assets has this file']


def test_a_bundle_that_meets_no_file(found):
    bundle = ['shop/static/src/*.scss', 'web/static/src/*.scss', ('include', 'web._assets')]
    assert found({}, assets={'web.assets_backend': bundle}) == [
        'shop/__manifest__.py:1: assets: shop/static/src/*.scss meets no file']


def test_an_application_has_an_icon(found):
    assert found({}, application=True) == ['shop/__manifest__.py:1: an application needs static/description/icon.png']
