"""Templates use only names that OWL knows."""
import pytest
from lint import owl_templates
from lint.owl_expressions import get_names

CLASS = """
import { Component, useState } from "@odoo/owl";
import { formatDate } from "@web/core/l10n/dates";

export class Parent extends Component {
    limit = 5;

    get rows() {
        return [];
    }
}

export class Shelf extends Parent {
    static template = "shop.Shelf";

    setup() {
        this.state = useState({ open: false });
        const local = 1;
    }

    // toggled() is told elsewhere
    async toggle(row) {
        if (formatDate(row)) {
            this.state.open = true;
        }
    }
}
"""


@pytest.fixture
def found(addon, texts):
    def find(body, script=CLASS, more=''):
        template = f'<templates>\n<t t-name="shop.Shelf">{body}</t>{more}</templates>'
        return texts(owl_templates.check(addon({'static/src/shelf.xml': template, 'static/src/shelf.js': script})))
    return find


@pytest.mark.parametrize(('expression', 'names'), [
    ('a.b.c + d', {'a', 'd'}),
    ('{ a: b, c }', {'b', 'c'}),
    ("reading[0] === 'not a name' and !state.open", {'reading', 'state'}),
    ('(ev) => this.set({ type: Number(ev.target.value) })', {'this', 'Number'}),
    ('(ev, other) => ev + other + third', {'third'}),
    ('row => row.id', set()),
    ('`${a} and ${b.c}`', {'a', 'b'}),
    ('a lt 1 or typeof b === undefined', {'a', 'b'}),
    ('Math.max(1, Object.keys(a).length)', {'a'}),
    ('new Date()', set()),
])
def test_names_that_are_looked_up(expression, names):
    assert get_names(expression) == names


def test_members_are_known(found):
    assert found('<p t-if="state.open and limit" t-on-click="() => this.toggle(rows[0])" t-out="props.name"/>') == []


@pytest.mark.parametrize('name', ['Number', 'parseInt', 'local', 'formatDate', 'toggled', 'lenght'])
def test_other_names_are_not(found, name):
    assert found(f'<p t-on-click="(ev) => {name}(ev)"/>') == [
        f'shop/static/src/shelf.xml:2: OWL looks up «{name}» in Shelf, which has no such member: «(ev) => {name}(ev)»']


def test_what_the_template_sets_is_known(found):
    assert found("""<t t-set="total" t-value="1"/>
        <li t-foreach="rows" t-as="row" t-key="row_index" t-att-class="{ last: row_last }" t-out="total + row.name"/>
        <Dialog t-slot-scope="slot" open="slot.isOpen" title.translate="Not a name"/>""") == []


def test_all_places_of_expressions_are_read(found):
    for place in ('t-att-title="Number"', 't-attf-style="width: {{ Number }}px"', 't-model="Number"', 't-props="Number"'):
        assert len(found(f'<p {place}/>')) == 1, place
    assert len(found('<Dialog open="Number"/>')) == 1


def test_a_called_template_is_the_callers(found):
    part = '<t t-name="shop.Shelf.Part"><p t-out="row + {}"/></t>'
    caller = '<t t-foreach="rows" t-as="row" t-key="row"><t t-call="shop.Shelf.Part"/></t>'
    assert found(caller, more=part.format('limit')) == []
    assert 'Shelf' in found(caller, more=part.format('limits'))[0]


def test_a_class_that_is_extended_is_not_drawn_itself(found):
    script = """
        class Frame extends Component { static template = "shop.Shelf"; }
        class Grid extends Frame { onCopy() {} }"""
    assert found('<p t-on-copy="onCopy"/>', script) == []
    assert 'Grid' in found('<p t-on-copy="onPaste"/>', script)[0]


def test_a_template_of_nobody_knows_no_javascript(found):
    assert found('<p t-out="given"/>', '') == []
    assert found('<p t-out="JSON.stringify(given)"/>', '') == [
        'shop/static/src/shelf.xml:2: OWL does not know «JSON»: «JSON.stringify(given)»']


def test_what_owl_cannot_read(found):
    assert found('<p t-out="name.match(@x)"/>') == ['shop/static/src/shelf.xml:2: OWL cannot read «name.match(@x)»']
