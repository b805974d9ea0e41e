"""Every control is used by a hoot test and by a tour."""
import pytest
from lint import controls


@pytest.fixture
def found(addon, texts):
    def find(control, unit='', tour=''):
        return texts(controls.check(addon({
            'static/src/shelf.xml': f'<templates>\n<t t-name="shop.Shelf">{control}</t></templates>',
            'static/tests/shelf.test.js': unit, 'static/tests/tours/shelf.js': tour})))
    return find


def test_a_control_without_a_handle(found):
    assert found('<button class="btn" t-on-click="open"/>') == [
        'shop/static/src/shelf.xml:2: a control of shop.Shelf has no handle: give it a class o_…, so that tests can use it']


@pytest.mark.parametrize(('control', 'use'), [
    ('<button class="btn o_shop_open" t-on-click="open"/>', 'click(".o_shop_open")'),
    ('<button data-figure="lost" t-on-click.prevent="open"/>', 'click("[data-figure=lost]")'),
    ('<button t-att-data-part="bar.part" t-on-click="open"/>', 'click("[data-part=fact]")'),
    ('<div class="o_shop_days"><DateTimeInput onChange="set"/></div>', 'edit(".o_shop_days input")'),
])
def test_a_control_is_used_by_both(found, control, use):
    assert found(control, unit=use, tour=use) == []
    assert 'no tour uses the control' in found(control, unit=use)[0]
    assert 'no hoot test uses the control' in found(control, tour=use)[0]


def test_a_longer_name_is_another_one(found):
    assert len(found('<button class="o_shop_open" t-on-click="open"/>', unit='.o_shop_open_all', tour='.o_shop_opened')) == 2


def test_what_does_not_answer_is_no_control(found):
    assert found('<span class="o_shop_text" data-tooltip="Text"/>') == []
