"""Every file that a manifest names exists, and every file of an add-on is used."""
import ast
from pathlib import Path, PurePosixPath

#: folders whose xml and csv files the manifest does not name
NOT_DATA = {'static', 'i18n', 'tests', 'migrations'}
#: folders whose Python files Odoo finds by itself
NOT_IMPORTED = {'migrations', 'static'}
ASSET_SUFFIXES = {'.js', '.css', '.scss', '.xml'}


def check(repository):
    for addon in repository.addons:
        yield from _missing_files(addon)
        yield from _unused_data(addon)
        yield from _unused_modules(addon)
        yield from _assets(addon)


def _data_files(addon):
    return [Path(name) for key in ('data', 'demo') for name in addon.manifest.get(key, ())]


def _missing_files(addon):
    for path in [*_data_files(addon), *(Path(name) for name in addon.manifest.get('images', ()))]:
        if path not in addon.files:
            yield addon.problem('__manifest__.py', f'{path} does not exist')
    if addon.manifest.get('application') and Path('static/description/icon.png') not in addon.files:
        yield addon.problem('__manifest__.py', 'an application needs static/description/icon.png')


def _unused_data(addon):
    """A file that Python code loads by its name is used as well."""
    named = set(_data_files(addon))
    code = '\n'.join(addon.read(path) for path in _python_files(addon) if path.name != '__manifest__.py')
    for path in addon.files:
        is_data = path.suffix in {'.xml', '.csv', '.sql'} and path.parts[0] not in NOT_DATA
        if is_data and path not in named and path.name not in code:
            yield addon.problem(path, 'the manifest does not load this file')


def _unused_modules(addon):
    """A test is imported by its package; another module also right where it is needed."""
    imports = {path: _imported_names(addon.read(path)) for path in _python_files(addon)}
    for path in imports:
        if path.name in {'__init__.py', '__manifest__.py'} or path.parts[0] in NOT_IMPORTED:
            continue
        package = path.with_name('__init__.py')
        users = [package] if path.parts[0] == 'tests' else [other for other in imports if other != path]
        if not any(path.stem in imports.get(user, ()) for user in users):
            yield addon.problem(path, f'{package} does not import this file')


def _python_files(addon):
    return [path for path in addon.files if path.suffix == '.py']


def _imported_names(code):
    """:return: every name in the ``from … import …`` lines of a module"""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom):
            found.update((node.module or '').split('.'), (alias.name for alias in node.names))
    return found


def _assets(addon):
    """Each pattern of the assets meets a file, and each script, style and template is met by one."""
    used = set()
    for entry in (entry for entries in addon.manifest.get('assets', {}).values() for entry in entries):
        pattern = PurePosixPath(entry if isinstance(entry, str) else entry[-1])
        if pattern.parts[0] != addon.name:
            continue
        found = {path.relative_to(addon.repository.root / addon.folder)
                 for path in (addon.repository.root / addon.folder).glob(str(pattern.relative_to(addon.name)))}
        if not found:
            yield addon.problem('__manifest__.py', f'assets: {pattern} meets no file')
        used |= found
    for path in addon.files:
        is_asset = path.parts[:2] in {('static', 'src'), ('static', 'tests')} and path.suffix in ASSET_SUFFIXES
        if is_asset and path not in used:
            yield addon.problem(path, 'no bundle of the assets has this file')
