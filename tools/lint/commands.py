"""Lines of a field are given as ``Command.create(…)``, not as numbers that have to be known by heart."""
import ast

from .arrows import ADDON
from .common import Problem

ADVICE = 'a command of numbers: say Command.create, link, set … (odoo.fields.Command)'
#: number → how many parts the command has; rows of a table may begin with a number as well, so only what is surely one counts
LENGTHS = {0: 3, 1: 3, 2: 2, 3: 2, 4: 2, 5: 1, 6: 3}


def check(repository):
    for path in repository.files:
        if path.suffix == '.py' and path.parts[0] == ADDON and 'tests' not in path.parts:
            for line in find(repository.read(path)):
                yield Problem(str(path), line, ADVICE)


def find(text):
    """:return: iterator of the numbers of the lines with a command of numbers in a list"""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.List, ast.ListComp)):
            for part in node.elts if isinstance(node, ast.List) else [node.elt]:
                if _is_command(part):
                    yield part.lineno


def _is_command(node):
    if not isinstance(node, ast.Tuple) or not node.elts or not isinstance(node.elts[0], ast.Constant):
        return False
    number, *rest = node.elts
    if type(number.value) is not int or len(node.elts) != LENGTHS.get(number.value):
        return False
    # (0, 0, 0) is a row of figures.
    return number.value not in (0, 6) or not isinstance(rest[-1], ast.Constant)
