"""Within an add-on a model defines each method once."""
import pytest
from lint import one_writer

MODEL = 'class Order(models.Model):\n    {}\n\n    def write(self, vals):\n        return super().write(vals)\n'
ORDER = "_inherit = 'sale.order'"


@pytest.fixture
def found(addon, texts):
    return lambda files: texts(one_writer.check(addon(files)))


@pytest.mark.parametrize('attribute', [
    ORDER, "_inherit = ['sale.order']", "_name = 'sale.order'\n    _inherit = ['sale.order', 'shop.mixin']"])
def test_a_second_definition_is_found_with_the_first(found, attribute):
    second = MODEL.format(attribute)
    line = second[:second.index('def')].count('\n') + 1
    assert found({'models/order.py': MODEL.format(ORDER), 'models/order_stage.py': second}) == [
        f'shop/models/order_stage.py:{line}: sale.order.write() is defined twice, see shop/models/order.py:4']


def test_two_classes_of_one_file(found):
    assert found({'models/order.py': MODEL.format(ORDER) * 2}) == [
        'shop/models/order.py:9: sale.order.write() is defined twice, see shop/models/order.py:4']


def test_all_folders_of_models_count(found):
    assert len(found(dict.fromkeys(['models/order.py', 'wizards/order.py', 'reports/a/b.py'], MODEL.format(ORDER)))) == 2


@pytest.mark.parametrize(('path', 'attribute'), [
    ('models/lead.py', "_inherit = 'crm.lead'"),
    ('models/mixin.py', "_name = 'shop.mixin'\n    _inherit = 'sale.order'"),
    ('models/helper.py', 'SIZE = 1'),
    ('tests/test_order.py', ORDER),
    ('migrations/1.0/post-order.py', ORDER),
])
def test_what_is_another_model_or_none(found, path, attribute):
    assert found({'models/order.py': MODEL.format(ORDER), path: MODEL.format(attribute)}) == []


def test_another_add_on_may_extend_ours(repository, texts):
    manifest = "{'name': 'Shop'}"
    files = {f'{name}/{path}': text for name in ('shop', 'shop_demo') for path, text in (
        ('__manifest__.py', manifest), ('models/order.py', MODEL.format(ORDER)))}
    assert texts(one_writer.check(repository(files))) == []
