"""What an add-on depends on, and the text that changes with what an installation would read."""
import pytest
from runtime import addons
from runtime.console import Stop
from runtime.paths import DEMO, PRODUCT


@pytest.fixture(autouse=True)
def checkout(tmp_path, monkeypatch):
    """Two add-ons, one on top of the other."""
    monkeypatch.setattr(addons, 'CHECKOUT', tmp_path)
    write(tmp_path / PRODUCT / '__manifest__.py', repr({'depends': ['crm', 'sale']}))
    write(tmp_path / PRODUCT / 'views/order_views.xml', '<odoo/>')
    write(tmp_path / DEMO / '__manifest__.py', repr({'depends': [PRODUCT, 'l10n_ua']}))
    return tmp_path


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_dependencies_are_modules_of_odoo():
    assert addons.dependencies(PRODUCT) == ['crm', 'sale']
    assert addons.dependencies(DEMO) == ['crm', 'l10n_ua', 'sale']


def test_an_addon_that_is_not_there():
    with pytest.raises(Stop, match=r'no_such/__manifest__\.py is missing'):
        addons.dependencies('no_such')


@pytest.mark.parametrize('path', ['views/order_views.xml', 'models/order.py', 'i18n/uk.po', 'static/src/order.js'])
def test_the_fingerprint_changes_with_what_is_installed(checkout, path):
    before = addons.fingerprint([PRODUCT])
    write(checkout / PRODUCT / path, 'changed')
    assert addons.fingerprint([PRODUCT]) != before


@pytest.mark.parametrize('path', ['tests/test_order.py', 'models/__pycache__/order.pyc'])
def test_the_fingerprint_knows_nothing_of_tests(checkout, path):
    before = addons.fingerprint([PRODUCT])
    write(checkout / PRODUCT / path, 'changed')
    assert addons.fingerprint([PRODUCT]) == before


def test_the_fingerprint_is_of_all_addons_named(checkout):
    one, both = addons.fingerprint([PRODUCT]), addons.fingerprint([PRODUCT, DEMO])
    assert one != both
    write(checkout / DEMO / 'data.xml', '')
    assert addons.fingerprint([PRODUCT]) == one
    assert addons.fingerprint([PRODUCT, DEMO]) != both


def test_a_file_that_moved_is_a_change(checkout):
    before = addons.fingerprint([PRODUCT])
    (checkout / PRODUCT / 'views/order_views.xml').rename(checkout / PRODUCT / 'views/offer_views.xml')
    assert addons.fingerprint([PRODUCT]) != before
