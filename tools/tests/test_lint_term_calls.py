"""A text to translate in an f-string is not exported."""
import pytest
from lint import term_calls


@pytest.mark.parametrize('text', [
    "title = self.env._('Order %s', name)",
    "title = f'{name}: {count}'",
    "title = f'{self._get_title()} {_name}'",
])
def test_what_is_right(text):
    assert list(term_calls.find(text)) == []


@pytest.mark.parametrize('text', [
    "title = f\"{note} {self.env._('Orders: %s', count)}\"",
    "title = f'{_(\"Order\")} {name}'",
    "title = f'{batch.env._(\"Order\").strip()}'",
])
def test_one_in_an_f_string(text):
    assert list(term_calls.find(text)) == [1]


def test_the_add_on(addon, texts):
    found = texts(term_calls.check(addon({'models/order.py': "name = f'{self.env._(\"Order\")}'\n"})))
    assert len(found) == 1 and 'models/order.py:1: ' in found[0]
