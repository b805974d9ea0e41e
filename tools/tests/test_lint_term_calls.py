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


@pytest.mark.parametrize('text', ['_ = self.env._', 'tell = batch.env._'])
def test_another_name_of_the_call(text):
    assert list(term_calls.find_aliases(text)) == [1]
    assert list(term_calls.find_aliases('title = self.env._("Order")')) == []


@pytest.mark.parametrize('text', [
    'if status == self.env._("Not paid"): pass', 'is_old = self.env._("Paid") != text', 'if text in (_("Paid"), ""): pass'])
def test_a_text_that_is_compared(text):
    assert list(term_calls.find_compared(text)) == [1]


@pytest.mark.parametrize('text', [
    'title = self.env._("Paid") if status == "paid" else self.env._("Not paid")', 'if find(self.env._("Paid")) == 1: pass'])
def test_a_text_that_is_shown(text):
    assert list(term_calls.find_compared(text)) == []


def test_the_add_on(addon, texts):
    found = texts(term_calls.check(addon({'models/order.py': "name = f'{self.env._(\"Order\")}'\n"})))
    assert len(found) == 1 and 'models/order.py:1: ' in found[0]
