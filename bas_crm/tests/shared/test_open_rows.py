import ast
from pathlib import Path

from lxml import etree

from odoo.tests import tagged

from ..common import CrmCase

ROOT = Path(__file__).resolve().parents[2]
#: attributes of a view whose cards or rows do something on a click, or are not to be clicked on
OPENED = {'list': ('action', 'editable'), 'kanban': ('action', 'can_open')}
#: models whose rows open nothing
COMPLETE = {
    'bas.import.row': 'a row of a file is no document: the list shows all of it',
    'bas.import.change': 'the changed record is a link in the row',
    'bas.order.stage.log': 'the list of an order is opened from the order',
}


def find_views_without_form():
    """:return: dict: (file, function) → kinds of the views that an action in Python lists without a form"""
    found = {}
    for path in sorted(ROOT.rglob('*.py')):
        if 'tests' in path.parts or 'migrations' in path.parts:
            continue
        for function in ast.walk(ast.parse(path.read_text())):
            for node in ast.walk(function) if isinstance(function, ast.FunctionDef) else ():
                for key, value in zip(node.keys, node.values, strict=True) if isinstance(node, ast.Dict) else ():
                    if isinstance(key, ast.Constant) and key.value == 'views' and isinstance(value, ast.List):
                        kinds = {pair.elts[1].value for pair in value.elts if isinstance(pair, ast.Tuple)}
                        if kinds & OPENED.keys() and 'form' not in kinds:
                            found[str(path.relative_to(ROOT)), function.name] = kinds & OPENED.keys()
    return found


@tagged('post_install', '-at_install')
class TestOpenRows(CrmCase):
    """A row of a list opens something: core does nothing on a click if the action has no form and the list no action."""

    def check_opened(self, model, kind, view=False, place=''):
        if model in COMPLETE:
            return
        arch = etree.fromstring(self.env[model].get_view(view, kind)['arch'])
        self.assertTrue(any(arch.get(name) for name in OPENED[kind]), f'{place}: nothing opens a row of {model}, {kind}')

    def test_actions_in_python(self):
        models = {
            ('models/sales_plans/revision.py', 'action_view_lines'): 'bas.sales.plan.line',
            ('models/sales_plans/deviation.py', 'action_open_gap'): 'bas.plan.fact.report',
            # a list without a form is that of the rows of a file; all others have one
            ('models/moving_in/reconciliation.py', 'action_open_figure'): 'bas.import.row',
        }
        found = find_views_without_form()
        self.assertEqual(found.keys(), models.keys())
        for place, kinds in found.items():
            for kind in kinds:
                self.check_opened(models[place], kind, place=place)

    def test_actions_of_menus_and_buttons(self):
        ids = self.env['ir.model.data'].search(
            [('module', '=', 'bas_crm'), ('model', '=', 'ir.actions.act_window')]).mapped('res_id')
        actions = self.env['ir.actions.act_window'].browse(ids)
        self.assertGreater(len(actions), 20)
        for action in actions:
            kinds = [kind for _view, kind in action.views]
            for view, kind in action.views:
                if kind in OPENED and 'form' not in kinds:
                    self.check_opened(action.res_model, kind, view, action.xml_id)
