"""Names in an expression of an OWL template, read as OWL's compiler reads them."""
import re

#: what OWL leaves as it is; every other name is looked up in the component (``RESERVED_WORDS`` of its compiler)
RESERVED = {'true', 'false', 'NaN', 'null', 'undefined', 'debugger', 'console', 'window', 'in', 'instanceof', 'new', 'function',
            'return', 'eval', 'void', 'Math', 'RegExp', 'Array', 'Object', 'Date', '__globals__'}
OPERATOR_WORDS = {'and', 'or', 'gt', 'gte', 'lt', 'lte', 'typeof'}
TOKEN = re.compile(r"""
    (?P<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")
  | (?P<template>`(?:\\.|[^`\\])*`)
  | (?P<number>[0-9][0-9.]*)
  | (?P<operator>\.\.\.|===|==|!==|!=|=>|&&|\|\||>=|<=|[.+!><?\-*/%=|&^~])
  | (?P<name>[A-Za-z_$]\w*)
  | (?P<sign>[{}\[\]:,()])
  | (?P<blank>\s+)""", re.VERBOSE)
INTERPOLATED = re.compile(r'\{\{(.*?)\}\}|#\{(.*?)\}', re.DOTALL)


def get_names(expression):
    """:return: names that OWL looks up in the component
    :raises ValueError: OWL cannot read the expression
    """
    tokens = list(_tokenize(expression))
    parameters = _get_parameters(tokens)
    names = set()
    for place, (kind, text) in enumerate(tokens):
        if kind == 'template':
            for inner in re.findall(r'\$\{(.*?)\}', text):
                names |= get_names(inner)
        elif kind == 'name' and not _is_property(tokens, place):
            names.add(text)
    return names - parameters - RESERVED - OPERATOR_WORDS


def get_interpolated(text):
    """:return: list of the expressions within a text such as ``width: {{ bar.width }}%``"""
    return [first or second for first, second in INTERPOLATED.findall(text)]


def _tokenize(expression):
    place = 0
    while place < len(expression):
        found = TOKEN.match(expression, place)
        if not found:
            raise ValueError(expression)
        place = found.end()
        if found.lastgroup != 'blank':
            yield found.lastgroup, found.group()


def _get_parameters(tokens):
    """:return: set of names of the arguments of arrow functions"""
    names = set()
    for place, (_kind, text) in enumerate(tokens):
        if text != '=>':
            continue
        before = place - 1
        if tokens[before][1] != ')':
            names.add(tokens[before][1])
            continue
        while tokens[before][1] != '(':
            if tokens[before][0] == 'name':
                names.add(tokens[before][1])
            before -= 1
    return names


def _is_property(tokens, place):
    """Tell whether the name is one of an object: ``a.name``, ``{ name: 1 }``."""
    before = tokens[place - 1][1] if place else ''
    after = tokens[place + 1][1] if place + 1 < len(tokens) else ''
    return before == '.' or (before in {'{', ','} and after == ':')
