"""Files and functions stay small enough to be read at one go."""
import pytest
from lint import size


def function(lines, docstring=''):
    return f'def long():\n{docstring}' + '    x = 1\n' * lines


@pytest.fixture
def found(repository, texts):
    return lambda path, text: texts(size.check(repository({path: text})))


@pytest.mark.parametrize('path', ['shop/order.py', 'bin/run', 'shop/static/src/order.js'])
def test_the_length_of_a_file(found, path):
    assert found(path, '\n' * 400) == []
    assert found(path, '\n' * 401) == [f'{path}:400: 401 lines; 400 are enough']


@pytest.mark.parametrize('path', ['shop/order.py', 'bin/run'])
def test_the_length_of_a_function(found, path):
    assert found(path, function(25)) == []
    assert found(path, function(26)) == [f'{path}:1: long() has 26 lines; 25 are enough']


def test_a_docstring_makes_no_function_long(found):
    assert found('shop/order.py', function(25, docstring='    """It\n    says\n    much."""\n')) == []


@pytest.mark.parametrize('path', ['shop/tests/test_order.py', 'README.md', 'shop/i18n/uk.po'])
def test_what_may_be_long(found, path):
    assert found(path, function(60)) == []


def test_a_text_may_be_long(found):
    assert found('docs/guide.md', '\n' * 1000) == []
