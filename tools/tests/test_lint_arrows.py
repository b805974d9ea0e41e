"""Folders of the add-on import in one direction."""
import pytest
from lint import arrows

FILES = {f'bas_crm/{path}': '' for path in (
    '__init__.py', 'models/__init__.py', 'models/bounds.py', 'models/shared/__init__.py', 'models/shared/numbered.py',
    'models/leads/crm_lead.py', 'models/orders/sale_order.py', 'models/orders/stage.py', 'models/calendar/board.py',
    'wizards/orders/cancel.py', 'reports/analysis/funnel.py', 'tools/days.py')}


@pytest.fixture
def found(repository, texts):
    return lambda path, text: texts(arrows.check(repository({**FILES, f'bas_crm/{path}': text})))


@pytest.mark.parametrize(('path', 'text'), [
    ('models/orders/sale_order.py', 'from ..shared.numbered import NUMBER'),
    ('models/orders/sale_order.py', 'from ..shared import numbered'),
    ('models/orders/sale_order.py', 'from .stage import STAGES'),
    ('models/orders/sale_order.py', 'from . import stage'),
    ('models/orders/sale_order.py', 'from ...tools.days import get_day'),
    ('models/orders/sale_order.py', 'from odoo import models\nfrom odoo.addons.sale.models.sale_order import LOCKED'),
    ('models/calendar/board.py', 'from ..orders import sale_order'),
    ('models/calendar/board.py', 'from odoo.addons.bas_crm.models.orders.sale_order import STATES'),
    ('models/orders/sale_order.py', 'from ..bounds import LIMIT'),
    ('models/__init__.py', 'from . import shared, orders'),
    ('wizards/orders/cancel.py', 'from ...models.orders.stage import STAGES'),
    ('reports/analysis/funnel.py', 'from ...models.leads import crm_lead'),
    ('tests/test_order.py', 'from ..reports.analysis.funnel import WIDTH'),
])
def test_what_is_right(found, path, text):
    assert found(path, text) == []


@pytest.mark.parametrize(('path', 'text', 'message'), [
    ('models/shared/numbered.py', 'from ..orders import stage',
     'shared is below or beside orders, and so imports nothing from it: models/orders/stage.py'),
    ('models/orders/stage.py', 'from ..leads.crm_lead import STATES',
     'orders is below or beside leads, and so imports nothing from it: models/leads/crm_lead.py'),
    ('models/orders/stage.py', 'from odoo.addons.bas_crm.models.calendar.board import HOURS',
     'orders is below or beside calendar, and so imports nothing from it: models/calendar/board.py'),
    ('wizards/orders/cancel.py', 'import odoo.addons.bas_crm.models.calendar.board',
     'orders is below or beside calendar, and so imports nothing from it: models/calendar/board.py'),
    ('models/calendar/board.py', 'from ...reports.analysis.funnel import WIDTH',
     'models import nothing from reports: reports/analysis/funnel.py'),
    ('models/bounds.py', 'from ..wizards.orders import cancel', 'models import nothing from wizards: wizards/orders/cancel.py'),
    ('tools/days.py', 'from ..models.shared import numbered', 'tools import nothing from models: models/shared/numbered.py'),
])
def test_what_is_wrong(found, path, text, message):
    assert found(path, text) == [f'bas_crm/{path}:1: {message}']


def test_an_import_within_a_function_counts(found):
    text = 'def number():\n    from ..orders.stage import STAGES\n    return STAGES'
    assert len(found('models/shared/numbered.py', text)) == 1


def test_a_room_has_a_floor(found):
    assert found('models/attic/box.py', '') == [
        'bas_crm/models/attic/box.py:1: the room attic has no floor in tools/lint/arrows.py']
