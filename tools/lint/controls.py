"""Every control of a drawn view is used by a hoot test and by a tour.

A control is an element of a template that answers to the user: it has ``t-on-…``, or is a component with ``onChange``.
Its handle, a class ``o_…`` or an attribute ``data-…``, has to stand in a test ``static/tests/**/*.test.js`` and in a tour.
"""
import re
from typing import NamedTuple

from lxml import etree

from .templates import read_templates

HANDLERS = ('t-on-', 'onChange')
TOURS = ('static', 'tests', 'tours')


class Control(NamedTuple):
    """An element that answers to the user, and how tests may call it."""

    path: object
    line: int
    template: str
    handles: list


def check(repository):
    for addon in repository.addons:
        controls = list(_get_controls(addon))
        if not controls:
            continue
        scripts = [path for path in addon.files if path.parts[:2] == ('static', 'tests') and path.suffix == '.js']
        tours = _read(addon, [path for path in scripts if path.parts[:3] == TOURS])
        units = _read(addon, [path for path in scripts if path.parts[:3] != TOURS])
        for control in controls:
            for text in _get_faults(control, units, tours):
                yield addon.problem(control.path, text, control.line)


def _read(addon, paths):
    return '\n'.join(addon.read(path) for path in paths)


def _get_controls(addon):
    for path, root in read_templates(addon):
        for template in root.iterchildren(etree.Element):
            for node in template.iter(etree.Element):
                if any(name.startswith(HANDLERS) for name in node.attrib):
                    yield Control(path, node.sourceline, template.get('t-name') or '', _get_handles(node))


def _get_handles(node):
    """:return: list of regular expressions, each of which finds the control's handle in a test"""
    if node.tag[:1].isupper():  # components are found by their parent element
        node = node.getparent()
    classes = re.findall(r'\bo_\w+', node.get('class', '') + node.get('t-attf-class', ''))
    handles = [rf'\b{name}\b' for name in classes if not name.startswith('o_bas_color_')]
    for name, value in node.attrib.items():
        plain = name.removeprefix('t-att-')
        if plain.startswith('data-') and plain not in {'data-tooltip', 'data-hotkey', 'data-label'}:
            handles.append(rf'{plain}={value}\b' if plain == name else rf'{plain}=')
    return handles


def _get_faults(control, units, tours):
    if not control.handles:
        yield f'a control of {control.template} has no handle: give it a class o_…, so that tests can use it'
        return
    name = control.handles[0].replace(r'\b', '')
    for text, where in ((units, 'hoot test'), (tours, 'tour')):
        if not any(re.search(handle, text) for handle in control.handles):
            yield f'no {where} uses the control {name} of {control.template}'
