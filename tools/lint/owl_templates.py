"""Templates of OWL use only names that OWL knows: everything else is looked up in the component, and is undefined there.

``Number(x)`` in a template crashes when it is reached: OWL knows few names of JavaScript.
"""
from collections import defaultdict
from typing import NamedTuple

from lxml import etree

from .owl_components import OF_COMPONENT, Library, find_core
from .owl_expressions import get_interpolated, get_names
from .templates import read_templates

EXPRESSIONS = ('t-if', 't-elif', 't-foreach', 't-key', 't-esc', 't-out', 't-raw', 't-value', 't-props', 't-component', 't-tag',
               't-portal', 't-att', 't-call-context')
LOOP_SUFFIXES = ('', '_index', '_value', '_first', '_last', '_all')
#: what a template of an unknown component cannot mean: a member that is called so
JAVASCRIPT = {'Number', 'String', 'Boolean', 'BigInt', 'Symbol', 'JSON', 'Map', 'Set', 'Promise', 'Intl', 'Error', 'Infinity',
              'parseInt', 'parseFloat', 'isNaN', 'isFinite', 'encodeURIComponent', 'decodeURIComponent', 'document', 'navigator',
              'location', 'alert', 'confirm', 'setTimeout', 'globalThis', 'luxon', 'odoo', 'owl'}


class Use(NamedTuple):
    """Names in one expression, and its position."""

    line: int
    expression: str
    names: set


class Template:
    """A template: what it uses, what it sets itself, what it calls."""

    def __init__(self, path, node):
        self.path, self.name = path, node.get('t-name') or node.get('t-inherit')
        nodes = list(node.iter(etree.Element))
        self.own = set().union(*(_get_own_names(one) for one in nodes))
        if changed := node.get('t-inherit'):
            self.own |= _get_names_of_core(changed)
        self.calls = {one.get('t-call') for one in nodes if one.get('t-call')}
        self.uses, self.faults = [], []
        for one in nodes:
            for expression in filter(None, _get_expressions(one)):
                try:
                    self.uses.append(Use(one.sourceline, expression, get_names(expression)))
                except ValueError:
                    self.faults.append((one.sourceline, f'OWL cannot read «{expression}»'))


def check(repository):
    for addon in repository.addons:
        yield from _check_templates(addon, [
            Template(path, node) for path, root in read_templates(addon) if root.tag == 'templates'
            for node in root.iterchildren(etree.Element)])


def _check_templates(addon, templates):
    library, callers = Library(addon), defaultdict(list)
    for template in templates:
        for called in template.calls:
            callers[called].append(template)
        yield from (addon.problem(template.path, text, line) for line, text in template.faults)
    for template in templates:
        above = _get_above(template, callers)
        owners = library.get_owners({one.name for one in above})
        known = set().union(*(one.own for one in above))
        for use in template.uses:
            for name in sorted(use.names - known):
                if text := _get_fault(library, owners, name):
                    yield addon.problem(template.path, f'{text}: «{use.expression}»', use.line)


def _get_above(template, callers):
    """:return: list of the template and all that call it, one after the other"""
    found = [template]
    for one in found:
        found.extend(caller for caller in callers[one.name] if caller not in found)
    return found


def _get_fault(library, owners, name):
    """:return: what is wrong with a name that the templates do not set; False when nothing is"""
    if name in OF_COMPONENT:
        return False
    for owner in owners:
        members, is_whole = library.get_members(owner)
        if name not in members and (is_whole or name in JAVASCRIPT):
            return f'OWL looks up «{name}» in {owner.name}, which has no such member'
    return not owners and name in JAVASCRIPT and f'OWL does not know «{name}»'


def _get_names_of_core(name):
    """:return: set of names that a template of core sets"""
    addon = name.partition('.')[0]
    for path in (path for folder in find_core(addon) for path in folder.rglob('*.xml')):
        text = path.read_bytes()
        if f't-name="{name}"'.encode() in text:
            nodes = [one for root in etree.fromstring(text) if root.get('t-name') == name for one in root.iter(etree.Element)]
            return set().union(*(_get_own_names(one) for one in nodes))
    return set()


def _get_own_names(node):
    names = {node.get('t-set'), node.get('t-slot-scope'), *(node.get('t-slot-scope') or '').strip('{} ').split(', ')}
    if loop := node.get('t-as'):
        names |= {loop + suffix for suffix in LOOP_SUFFIXES}
    return names - {None, ''}


def _get_expressions(node):
    is_component = node.tag[:1].isupper() or node.get('t-component') or node.get('t-slot')
    if node.tag == 'attribute':  # of a template that is changed
        yield from _read_attribute(node.get('name'), node.get('add') or node.text or '', False)
        return
    for name, value in node.attrib.items():
        yield from _read_attribute(name, value, is_component)


def _read_attribute(name, value, is_component):
    if name in EXPRESSIONS or name.startswith(('t-att-', 't-on-', 't-model')):
        yield value
    elif name.startswith('t-attf-') or name in {'t-call', 't-ref', 't-slot'}:
        yield from get_interpolated(value)
    elif is_component and not name.startswith('t-') and not name.endswith('.translate'):
        yield value
