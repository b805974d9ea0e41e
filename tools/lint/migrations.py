"""Scripts of updates are history: a script takes nothing from the add-on as it is today, nor from another version's folder."""
import ast
from pathlib import Path

from .common import Problem

FOLDER = 'migrations'
ADVICE = 'a script of an update carries what it needs in the folder of its version'


def check(repository):
    addons = {addon.name for addon in repository.addons}
    for addon in repository.addons:
        for path in addon.files:
            if path.parts[0] == FOLDER and path.suffix == '.py':
                own = (addon.name, *path.parts[:2])
                for node, name in _get_names(ast.parse(addon.read(path))):
                    if _leads_out(name, addons, own):
                        yield Problem(str(addon.folder / path), node.lineno, f"'{name}': {ADVICE}")


def _get_names(tree):
    """:return: nodes with the names of what they import, and with their texts: some are names of modules or files"""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = '.' * node.level + (node.module or '')
            yield from ((node, f"{module}{'.' if node.module else ''}{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node, node.value


def _leads_out(name, addons, own):
    """:param tuple own: the folder of the script's version

    :return: whether a name is a module of an add-on of ours, a relative one, or a file outside of the folder
    """
    if name.startswith('odoo.addons.'):
        return name.split('.')[2] in addons
    if name.startswith('.'):  # scripts are loaded one by one, without a package around them
        return name.lstrip('.').replace('.', '').isidentifier() or name.startswith('../')
    parts = Path(name).parts if '/' in name and ' ' not in name else ('',)
    return parts[0] in addons and parts[:3] != own
