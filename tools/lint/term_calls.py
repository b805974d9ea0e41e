"""A text to translate stands by itself: in an f-string it is not exported, and would be shown in English."""
import ast

from .common import check_python

ADVICE = 'a text to translate in an f-string is not exported; give it a name above, or join the texts'


def check(repository):
    yield from check_python(repository, find, ADVICE)


def find(text):
    """:return: numbers of the lines with a call of ``_`` in an f-string"""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.JoinedStr):
            for part in ast.walk(node):
                if isinstance(part, ast.Call) and '_' in (getattr(part.func, 'attr', ''), getattr(part.func, 'id', '')):
                    yield node.lineno
                    break
