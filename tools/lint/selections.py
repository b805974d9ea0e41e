"""A list of values stands once: fields with the same values take them from one constant, so that none of them falls behind."""
import ast

ADVICE = 'the values of this selection stand in {} already: give them a name there, and use it here'


def check(repository):
    for addon in repository.addons:
        known = {}
        for path in addon.files:
            if path.suffix == '.py' and path.parts[0] != 'tests':
                for line, values in find(addon.read(path)):
                    place = known.setdefault(values, f'{path}:{line}')
                    if place != f'{path}:{line}':
                        yield addon.problem(path, ADVICE.format(place), line)


def find(text):
    """:return: iterator of (line, values) of the selections whose values stand in the field itself"""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == 'Selection':
            for value in [*node.args[:1], *(word.value for word in node.keywords if word.arg == 'selection')]:
                if isinstance(value, ast.List) and len(value.elts) > 1:
                    yield node.lineno, ast.unparse(value)
