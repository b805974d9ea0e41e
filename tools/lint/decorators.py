"""A decorator stands directly above its function: one that a deleted function leaves behind changes the next one."""
import ast
from itertools import pairwise

from .common import check_python

ADVICE = 'the decorator does not stand directly above a function; is it one that a deleted function has left?'


def check(repository):
    yield from check_python(repository, {ADVICE: find})


def find(text):
    """:return: numbers of the lines with a decorator after which something else than its function comes"""
    for node in ast.walk(ast.parse(text)):
        following = [*getattr(node, 'decorator_list', ()), node]
        for decorator, below in pairwise(following):
            if below.lineno != decorator.end_lineno + 1:
                yield decorator.lineno
