"""JavaScript is read by the engine of the browser: each file is a module without errors of syntax, and what it imports exists.

Either mistake takes the whole web client down, and a tour would tell of it only that the page is never ready.
The engine is the Node.js that playwright brings along, so it needs no program of its own.
"""
import json
import re
import subprocess
from pathlib import Path

import playwright

from .common import Problem
from .owl_components import find_core

NODE = Path(playwright.__file__).parent / 'driver/node'
READER = Path(__file__).with_name('read_modules.mjs')
#: libraries of others, as they came
NOT_OURS = 'lib'
#: modules that Odoo makes by itself, without a file of that name
MADE_BY_ODOO = '@odoo/'


def check(repository):
    files = {path: repository.read(path) for path in repository.files if path.suffix == '.js' and NOT_OURS not in path.parts}
    imports = json.loads(_node('--no-warnings', '--experimental-vm-modules', READER, text=json.dumps(
        {str(path): text for path, text in files.items()})).stdout) if files else {}
    for path, text in files.items():
        if imports[str(path)] is None:
            yield _find_error(path, text)
        for source in imports[str(path)] or ():
            if not _exists(repository, path, source):
                line = next(number for number, line in enumerate(text.splitlines(), 1) if source in line)
                yield Problem(str(path), line, f'imports {source}, and there is no such file')


def _find_error(path, text):
    """:return: what Node.js says of a text that is no module, and of which line"""
    told = _node('--check', '--input-type=module', text=text).stderr
    line = re.search(r'^\[stdin\]:(\d+)', told, re.MULTILINE)
    reason = re.search(r'^SyntaxError: (.+)', told, re.MULTILINE)
    return Problem(str(path), int(line[1]) if line else 1, reason[0] if reason else told.strip())


def _exists(repository, path, source):
    if source.startswith('.'):
        return (repository.root / path.parent / f'{source}.js').is_file()
    if not source.startswith('@') or source.startswith(MADE_BY_ODOO):
        return True
    addon, _slash, rest = source.removeprefix('@').partition('/')
    folders = [repository.root / own.folder / 'static/src' for own in repository.addons if own.name == addon]
    folders = folders or [folder for folder in find_core(addon) if folder.is_dir()]
    return any((folder / f'{rest}.js').is_file() for folder in folders)


def _node(*arguments, text):
    return subprocess.run([str(part) for part in (NODE, *arguments)], input=text, text=True, encoding='utf-8',
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
