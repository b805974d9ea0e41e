"""A text to translate stands by itself, in a literal call of ``_``: elsewhere it is not exported, or told of another module.

A translated text is shown, and never compared with what is stored: that may have been written in another language.
"""
import ast

from .common import check_python

ADVICE = 'a text to translate in an f-string is not exported; give it a name above, or join the texts'
ALIAS = 'call self.env._("…") itself: an alias is not exported for sure, and hides that the text is one of ours'
COMPARED = 'a translated text is compared as a value: what is stored may be in another language, so keep a code beside it'


def check(repository):
    yield from check_python(repository, {ADVICE: find, ALIAS: find_aliases, COMPARED: find_compared})


def find(text):
    """:return: numbers of the lines with a call of ``_`` in an f-string"""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.JoinedStr) and any(map(_is_term, ast.walk(node))):
            yield node.lineno


def find_aliases(text):
    """:return: numbers of the lines that give ``env._`` another name"""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Attribute) and node.value.attr == '_':
            yield node.lineno


def find_compared(text):
    """:return: numbers of the lines that compare something with a text to translate, or with one of several"""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Compare):
            for side in (node.left, *node.comparators):
                if any(map(_is_term, side.elts if isinstance(side, (ast.List, ast.Tuple, ast.Set)) else [side])):
                    yield node.lineno
                    break


def _is_term(node):
    return isinstance(node, ast.Call) and '_' in (getattr(node.func, 'attr', ''), getattr(node.func, 'id', ''))
