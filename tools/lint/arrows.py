"""Folders of the add-on import only from folders below them in the order of layers.

A room is a folder of ``models``, ``wizards`` or ``reports``; the same name is the same room in all three. Nothing in ``models``
imports from ``wizards`` or ``reports``, and ``tools`` import none of them.
"""
import ast
from pathlib import Path

from .common import Problem

ADDON = 'bas_crm'
#: from the ground up; a room may import from every row below its own
FLOORS = (
    ('shared',),
    ('counterparties',),
    ('leads', 'orders'),
    ('offers', 'work_orders', 'calendar'),
    ('activities',),
    ('sales_plans',),
    ('analysis',),
    ('setup', 'moving_in', 'day', 'intake'),
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
#: folder of the add-on → folders that it imports nothing from
FORBIDDEN = {
    'models': {'wizards', 'reports'},
    'tools': {'models', 'wizards', 'reports'},
}
WITH_ROOMS = {'models', 'wizards', 'reports'}


def check(repository):
    files = {path for path in repository.files if path.suffix == '.py' and path.parts[0] == ADDON}
    for path in sorted(files):
        inside = path.relative_to(ADDON)
        room = _get_room(inside)
        if room and room not in FLOOR_OF:
            yield Problem(str(path), 1, f'the room {room} has no floor in tools/lint/arrows.py')
            continue
        for line, target in _read_imports(path, repository.read(path), files):
            if text := _explain(inside, target.relative_to(ADDON)):
                yield Problem(str(path), line, text)


def _explain(source, target):
    """:return: why ``source`` may not import ``target``, both relative to the add-on; None where it may"""
    if target.parts[0] in FORBIDDEN.get(source.parts[0], ()):
        return f'{source.parts[0]} import nothing from {target.parts[0]}: {target}'
    room, other = _get_room(source), _get_room(target)
    if room and other and room != other and FLOOR_OF.get(other, len(FLOORS)) >= FLOOR_OF[room]:
        return f'{room} is below or beside {other}, and so imports nothing from it: {target}'
    return None


def _get_room(path):
    return path.parts[1] if path.parts[0] in WITH_ROOMS and len(path.parts) > 2 else None


def _read_imports(path, text, files):
    """Find what a file imports of the add-on.

    :return: ``(line, path)`` of each, the module itself or the folder that it is in
    """
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _locate(node.lineno, _strip(alias.name), [], files)
        elif isinstance(node, ast.ImportFrom):
            above = path.parts[:-node.level] if node.level else ()
            module = [*above, *(node.module or '').split('.')] if node.level else _strip(node.module)
            yield from _locate(node.lineno, module, [alias.name for alias in node.names], files)


def _strip(name):
    """:return: parts of a module's name from the add-on on; none for what is not ours"""
    parts = name.split('.')
    return parts[2:] if parts[:3] == ['odoo', 'addons', ADDON] else []


def _locate(line, module, names, files):
    """:return: ``(line, path)`` of a module of ours, or of those of its ``names`` that are modules"""
    if not module:
        return
    folder = Path(*filter(None, module))
    if folder.with_suffix('.py') in files:
        yield line, folder.with_suffix('.py')
        return
    for name in names or ['__init__']:
        found = next((path for path in (folder / f'{name}.py', folder / name / '__init__.py', folder / '__init__.py')
                      if path in files), None)
        if found and len(found.parts) > 2:
            yield line, found
