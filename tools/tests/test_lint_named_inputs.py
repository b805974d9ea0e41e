"""Every field of a template tells its name."""
import pytest
from lint import named_inputs


@pytest.fixture
def found(addon, texts):
    def find(field):
        return texts(named_inputs.check(addon({
            'static/src/shelf.xml': f'<templates>\n<t t-name="shop.Shelf">{field}</t></templates>'})))
    return find


@pytest.mark.parametrize('field', [
    '<input type="text" placeholder="Name"/>', '<select/>', '<div><textarea rows="1"/></div>', '<label for="a"/><input id="b"/>'])
def test_a_field_without_a_name(found, field):
    assert len(found(field)) == 1 and 'shop/static/src/shelf.xml:2: a field without a name' in found(field)[0]


@pytest.mark.parametrize('field', [
    '<input aria-label="Name"/>', '<input t-att-aria-label="props.label"/>', '<label>Name <select/></label>',
    '<label for="a">Name</label><input id="a"/>', '<label t-att-for="props.id">Name</label><input t-att-id="props.id"/>',
    '<input type="hidden"/>', '<button t-on-click="open"/>'])
def test_what_is_right(found, field):
    assert found(field) == []
