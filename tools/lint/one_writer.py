"""Within an add-on a model defines each method once, so that behaviour does not depend on the order of imports.

The call to ``super()`` of a second definition would be one of ours, and which of the two runs first is decided by the order
in which their files are imported. A mixin is a model of its own.
"""
import ast
from collections import defaultdict

#: folders whose Python is no part of the models
ELSEWHERE = {'tests', 'migrations', 'tools', 'static'}


def check(repository):
    for addon in repository.addons:
        for (model, method), places in sorted(_get_definitions(addon).items()):
            (first, first_line), *others = places
            for path, line in others:
                yield addon.problem(path, f'{model}.{method}() is defined twice, see {addon.folder / first}:{first_line}', line)


def _get_definitions(addon):
    """:return: ``{(model, method): [(path, line), …]}``, in the order of the files' names"""
    definitions = defaultdict(list)
    for path in addon.files:
        if path.suffix == '.py' and not ELSEWHERE & set(path.parts[:-1]):
            for model, method in _read_methods(addon.read(path)):
                definitions[model, method.name].append((path, method.lineno))
    return definitions


def _read_methods(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef) and (model := get_model(node)):
            methods = {part.name: part for part in node.body if isinstance(part, ast.FunctionDef)}  # ruff reports duplicates
            yield from ((model, method) for method in methods.values())


def get_model(node):
    """:return: name of the model that a class defines or extends, None for any other class"""
    values = {
        part.targets[0].id: part.value for part in node.body
        if isinstance(part, ast.Assign) and isinstance(part.targets[0], ast.Name)}
    for name in ('_name', '_inherit'):
        value = values.get(name)
        if isinstance(value, (ast.List, ast.Tuple)) and len(value.elts) == 1:
            value = value.elts[0]
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            return value.value
    return None
