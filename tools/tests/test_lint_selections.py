"""A list of values stands once."""
import pytest
from lint import selections


@pytest.fixture
def found(addon, texts):
    def find(first, second):
        return texts(selections.check(addon({'models/lead.py': first, 'wizards/lead.py': second})))
    return find


def test_the_same_values_twice(found):
    text = "state = fields.Selection([('new', \"New\"), ('done', \"Done\")], required=True)\n"
    problem, = found(text, text.replace('state', 'status'))
    assert problem.startswith('shop/wizards/lead.py:1: the values of this selection stand in models/lead.py:1 already')


@pytest.mark.parametrize('second', [
    "state = fields.Selection([('new', \"New\")])\n", 'state = fields.Selection(STATES)\n',
    "state = fields.Selection(selection=[('new', \"Fresh\"), ('done', \"Done\")])\n",
    "state = fields.Selection(related='lead_id.state')\n"])
def test_what_is_right(found, second):
    assert found("state = fields.Selection([('new', \"New\"), ('done', \"Done\")])\n", second) == []
