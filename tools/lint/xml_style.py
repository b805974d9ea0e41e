"""XML files are well-formed and their ids tell what they are.

``<model>_view_<type>``, ``<model>_action``, ``<model>_rule_<own|all|company>``, ``…_menu``;
the name of a view is its id with dots. Records of other add-ons, changed by us, keep their ids.
"""
import csv
import io
import re
from collections import Counter

from lxml import etree

VIEW_TYPES = 'search|list|tree|kanban|calendar|pivot|graph|form|activity|hierarchy|gantt|cohort|map|bas_funnel|bas_managers'
#: model of the records → what their id has to look like
ID_STYLES = {
    'ir.ui.view': (rf'\w+_view_({VIEW_TYPES})(_\w+)?', '<model>_view_<type>[_suffix]'),
    'ir.actions.act_window': (r'\w+_action(_\w+)?', '<model>_action[_suffix]'),
    'ir.actions.server': (r'\w+_action(_\w+)?', '<model>_action[_suffix]'),
    'ir.actions.client': (r'\w+_action(_\w+)?', '<model>_action[_suffix]'),
    'ir.actions.report': (r'\w+_(action|report)(_\w+)?', '<model>_report[_suffix]'),
    'ir.rule': (r'\w+_rule_\w+', '<model>_rule_<own|all|company>'),
    'ir.ui.menu': (r'\w+_menu', '<what>_menu'),
}


def check(repository):
    for addon in repository.addons:
        ids = Counter()
        for path in addon.files:
            if path.suffix == '.xml':
                yield from _check_xml(addon, path, ids)
            elif path.suffix == '.csv':
                yield from _check_csv(addon, path)


def _check_xml(addon, path, ids):
    try:
        root = etree.fromstring(addon.read(path).encode())
    except etree.XMLSyntaxError as error:
        yield addon.problem(path, f'not well-formed: {error.msg}', error.lineno or 1)
        return
    if root.tag != 'odoo':
        return
    for node in root.iter('record', 'menuitem', 'template'):
        xml_id = node.get('id', '').removeprefix(f'{addon.name}.')
        if not xml_id or '.' in xml_id:
            continue
        ids[xml_id] += 1
        if ids[xml_id] == 2:
            yield addon.problem(path, f"'{xml_id}' is used twice in this add-on", node.sourceline)
        yield from (addon.problem(path, text, node.sourceline) for text in _id_faults(node, xml_id))


def _id_faults(node, xml_id):
    model = {'menuitem': 'ir.ui.menu', 'template': None}.get(node.tag, node.get('model'))
    pattern, style = ID_STYLES.get(model, (r'[a-z0-9_]+', 'small letters, digits and _'))
    view_model = node.findtext("field[@name='model']")
    if model == 'ir.ui.view' and not view_model:
        return
    if not re.fullmatch(pattern, xml_id) or not re.fullmatch('[a-z0-9_]+', xml_id):
        yield f"id '{xml_id}' is not in the style {style}"
    elif model == 'ir.ui.view':
        if not xml_id.startswith(f"{view_model.replace('.', '_')}_view_"):
            yield f"id '{xml_id}' does not begin with the view's model, {view_model}"
        name = node.findtext("field[@name='name']") or ''
        if name.replace('_', '.') != xml_id.replace('_', '.'):
            yield f"the view's name '{name}' is not its id with dots"


def _check_csv(addon, path):
    rows = list(csv.reader(io.StringIO(addon.read(path))))
    for number, row in enumerate(rows, start=1):
        if row and len(row) != len(rows[0]):
            yield addon.problem(path, f'{len(row)} columns where the first line has {len(rows[0])}', number)
    twice = [value for value, times in Counter(row[0] for row in rows if row).items() if times > 1]
    if rows and rows[0][0] == 'id':
        yield from (addon.problem(path, f"'{value}' is used twice") for value in twice if value)
