"""``-k`` is compared with names of tests as pytest does it, so that a suite without a match is not prepared."""
import subprocess
import sys

import pytest
from runtime.paths import CHECKOUT, PRODUCT
from testing import keywords

FILES = {
    'shop/tests/common.py': """
class ShopCase(TransactionCase):
    def make(self): pass

class Priced:
    def test_price(self): pass
""",
    'shop/tests/orders/test_order.py': """
class TestOrder(common.ShopCase):
    def test_total(self): pass
    def test_Discount(self): pass
    def helper(self): pass
""",
    'shop/tests/test_line.py': """
class TestLine(Priced, ShopCase):
    pass

def test_alone(): pass
""",
    'shop/models/test_model.py': 'def test_nothing(): pass',
}


@pytest.fixture
def names(repository):
    root = repository(FILES).root
    return lambda *paths: ['/'.join(found[-2:]) for _path, found in keywords.read_names(root, paths)]


@pytest.fixture
def has(repository):
    root = repository(FILES).root
    return lambda expression, *paths: bool(keywords.find_matches(expression, root, paths or ['shop']))


@pytest.mark.parametrize(('options', 'expression'), [
    ([], None), (['-x'], None), (['-x', '-k', 'order'], 'order'), (['-korder'], 'order'), (['-k', 'a', '-k', 'b or c'], 'b or c'),
    (['--keep-duplicates'], None), (['-k'], None),
])
def test_the_expression_is_found(options, expression):
    assert keywords.find_keywords(options) == expression


def test_names_of_tests(names):
    assert sorted(names('shop')) == [
        'test_line.py/test_alone', 'testline/test_price', 'testorder/test_discount', 'testorder/test_total']
    assert names('shop/tests/test_line.py') == ['testline/test_price', 'test_line.py/test_alone']
    assert sorted(names('shop/tests/orders')) == ['testorder/test_discount', 'testorder/test_total']


@pytest.mark.parametrize(('expression', 'found'), [
    ('total', True), ('TOTAL', True), ('discount', True), ('TestOrder', True), ('orders', True), ('test_order.py', True),
    ('price', True), ('helper', False), ('test_nothing', False), ('refund', False),
    ('order and price', False), ('line and price', True), ('order or refund', True), ('not shop', False), ('not order', True),
    ('order and not (total or discount)', False), ('order and (refund or total)', True), ('', True),
    ('and', True), ('order and (', True),
])
def test_what_matches(has, expression, found):
    assert has(expression) == found


def test_files_with_a_match(repository):
    root = repository(FILES).root
    assert keywords.find_matches('total or price', root, ['shop']) == {
        'shop/tests/orders/test_order.py', 'shop/tests/test_line.py'}
    assert keywords.find_matches('total or price', root, ['shop/tests/test_line.py::TestLine']) == {'shop/tests/test_line.py'}


def test_only_what_is_asked_for(has):
    assert not has('total', 'shop/tests/test_line.py')
    assert has('price', 'shop/tests/test_line.py')


def test_pytest_finds_the_same():
    """On the tests of the tools, as far as names are written down and not made of parameters."""
    expression = '(words or TestSuite) and not gettext'
    done = subprocess.run(
        [sys.executable, '-m', 'pytest', '-p', 'no:odoo', '--collect-only', '-q', '-k', expression, 'tools/tests'],
        cwd=CHECKOUT, text=True, stdout=subprocess.PIPE, check=False)
    theirs = {line.split('[')[0].lower() for line in done.stdout.splitlines() if '::' in line}
    matches = keywords._read_expression(expression)
    ours = {'/'.join(names[:3]) + ''.join(f'::{name}' for name in names[3:])
            for _path, names in keywords.read_names(CHECKOUT, ['tools/tests']) if matches(names)}
    assert ours and ours <= theirs


def test_all_tests_of_the_addon_are_seen():
    assert sum(1 for _names in keywords.read_names(CHECKOUT, [PRODUCT])) > 500
