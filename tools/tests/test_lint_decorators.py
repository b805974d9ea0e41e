"""A decorator stands directly above its function."""
import pytest
from lint import decorators


@pytest.mark.parametrize('text', [
    '@api.model\ndef print(self):\n    pass',
    "@api.depends(\n    'name',\n)\n@api.depends_context('lang')\ndef _compute_name(self):\n    pass",
    '@dataclass\nclass Order:\n    pass',
])
def test_what_is_right(text):
    assert list(decorators.find(text)) == []


@pytest.mark.parametrize(('text', 'lines'), [
    ('@api.model\n# Accounts\n\ndef get_account(self):\n    pass', [1]),
    ('@api.model\n\n@api.readonly\ndef get_account(self):\n    pass', [1]),
])
def test_one_that_is_left_behind(text, lines):
    assert list(decorators.find(text)) == lines


def test_the_add_on(addon, texts):
    found = texts(decorators.check(addon({'models/order.py': '@api.model\n# Accounts\ndef get_account(self):\n    pass'})))
    assert len(found) == 1 and 'models/order.py:1: ' in found[0]
