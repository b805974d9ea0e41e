"""XML is well-formed and its ids tell what they are; csv files have whole lines."""
import pytest
from lint import xml_style


@pytest.fixture
def found(addon, texts):
    return lambda body, path='views/order.xml': texts(xml_style.check(addon({path: body})))


def view(xml_id, name='shop.order.view.list', model='shop.order'):
    return (f'<record id="{xml_id}" model="ir.ui.view"><field name="name">{name}</field>'
            f'<field name="model">{model}</field></record>')


def record(xml_id, model):
    return f'<record id="{xml_id}" model="{model}"/>'


@pytest.mark.parametrize('node', [
    view('shop_order_view_list'),
    view('shop.shop_order_view_list'),
    view('res_partner_view_form_shop', name='res.partner.view.form.shop', model='res.partner'),
    view('web.other_addons_view'),
    '<record id="layout" model="ir.ui.view"><field name="name">no model: a template</field></record>',
    record('shop_order_action', 'ir.actions.act_window'),
    record('shop_order_action_report', 'ir.actions.report'),
    record('shop_order_rule_own', 'ir.rule'),
    '<menuitem id="shop_order_menu"/>',
    '<template id="report_order"/>',
    record('tag_1', 'shop.tag'),
])
def test_ids_in_style(found, node):
    assert found(f'<odoo>{node}</odoo>') == []


@pytest.mark.parametrize(('node', 'fault'), [
    (view('view_shop_order_list'), "id 'view_shop_order_list' is not in the style <model>_view_<type>[_suffix]"),
    (view('order_view_list', name='order.view.list'), "id 'order_view_list' does not begin with the view's model, shop.order"),
    (view('shop_order_view_list', name='orders'), "the view's name 'orders' is not its id with dots"),
    (record('action_orders', 'ir.actions.act_window'), "id 'action_orders' is not in the style <model>_action[_suffix]"),
    (record('own_orders', 'ir.rule'), "id 'own_orders' is not in the style <model>_rule_<own|all|company>"),
    ('<menuitem id="menu_orders"/>', "id 'menu_orders' is not in the style <what>_menu"),
    (record('Tag-1', 'shop.tag'), "id 'Tag-1' is not in the style small letters, digits and _"),
])
def test_an_id_out_of_style(found, node, fault):
    assert found(f'<odoo>\n{node}</odoo>') == [f'shop/views/order.xml:2: {fault}']


def test_an_id_used_twice(addon, texts):
    tag = f'<odoo>{record("tag_1", "shop.tag")}</odoo>'
    repository = addon({'data/a.xml': tag, 'data/b.xml': tag, 'data/c.xml': tag})
    assert texts(xml_style.check(repository)) == ["shop/data/b.xml:1: 'tag_1' is used twice in this add-on"]


def test_xml_that_is_not_well_formed(found):
    [fault] = found('<odoo>\n<record>\n</odoo>')
    assert fault.startswith('shop/views/order.xml:3: not well-formed: Opening and ending tag mismatch')


def test_a_csv_file_with_a_short_line_and_an_id_twice(found):
    assert found('id,name\na,1\nb\na,2\n', path='security/ir.model.access.csv') == [
        'shop/security/ir.model.access.csv:3: 1 columns where the first line has 2',
        "shop/security/ir.model.access.csv:1: 'a' is used twice",
    ]
