"""``sudo()`` says why."""
import pytest
from lint import sudo


@pytest.fixture
def found(addon, texts):
    return lambda text, path='models/order.py': texts(sudo.check(addon({path: text})))


@pytest.mark.parametrize('text', [
    'order = self.sudo()  # the customer may not read orders',
    '# the customer may not read orders\norder = self.sudo()',
    '# the customer may not read orders:\n# the portal shows him his own\norder = self.sudo()',
    '# the customer may not read orders\norders = [\n    order.sudo() for order in self]',
    'orders = [\n    # the customer may not read orders\n    order.sudo() for order in self]',
    'orders = (\n    self.sudo()  # the customer may not read orders\n    .search([]))',
    '# the number is of all companies\nif self.sudo().search_count([]):\n    pass',
    'order = self.sudo(False)',
    'text = "self.sudo()"',
])
def test_what_is_right(found, text):
    assert found(text) == []


@pytest.mark.parametrize(('text', 'line'), [
    ('order = self.sudo()', 1),
    ('order = self.sudo(True)', 1),
    ('order = self.sudo()  # noqa: E501', 1),
    ('order = self.sudo()  # pylint: disable=x', 1),
    ('# ------------\norder = self.sudo()', 2),
    ('text = "# no comment"; order = self.sudo()', 1),
    ('# the customer may not read orders\n\norder = self.sudo()', 3),
    ('x = 1  # of the line before\norder = self.sudo()', 2),
    ('# of the condition only\nif self:\n    order = self.sudo()', 3),
    ('orders = (\n    self\n    .sudo()\n    .search([]))', 3),
    ('def read(self):\n    """Read as the program."""\n    return self.sudo()', 3),
])
def test_what_is_wrong(found, text, line):
    assert found(text) == [f'shop/models/order.py:{line}: {sudo.ADVICE}']


@pytest.mark.parametrize('path', ['tests/test_order.py', 'migrations/1.0/post-order.py', 'static/order.js'])
def test_where_it_needs_none(found, path):
    assert found('self.sudo()', path) == []


def test_outside_of_the_add_ons(repository):
    assert list(sudo.check(repository({'tools/shell.py': 'env.sudo()'}))) == []
