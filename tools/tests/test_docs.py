"""What the documents for developers name exists: paths, methods, models, commands, and the places that links lead to."""
import re
from functools import cache

import pytest
from lint.arrows import FLOOR_OF, FLOORS
from lint.common import Repository
from runtime.paths import CHECKOUT, PRODUCT

DOCUMENTS = ('docs/architecture.md', 'docs/dev.md', 'docs/production.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'README.md')
#: a folder or a file: with a slash, and without the signs of a placeholder, an address or a code
PATH = re.compile(r'[\w.*-]+(?:/[\w.*-]+)*/?')
METHOD = re.compile(r'(\w+)\(\)')
#: paths that are no part of the repository: of the computer, of Odoo, of a network
FOREIGN = re.compile(r'[~$/]|[\d.]+/\d+$|odoo-(?:main|test)/|postgresql-|.*/dist-packages/|odoo/')
REPOSITORY = Repository(CHECKOUT)


@pytest.fixture(params=DOCUMENTS)
def document(request):
    return (CHECKOUT / request.param).read_text()


def test_paths(document):
    missing = {path for path in read_paths(document) if not find(path)}
    assert not missing


def test_methods(document):
    """A method named beside files or folders is defined in one of them, any other somewhere."""
    missing = []
    for block in read_blocks(document):
        files = [file for path in read_paths(block) for found in find(path) for file in (
            found.rglob('*.*') if found.is_dir() else [found]) if file.suffix in {'.py', '.js'}]
        for name in (match[1] for code in read_code(block) if (match := METHOD.fullmatch(code))):
            if not any(name in get_functions(file) for file in files or get_sources()):
                missing.append((name, block[:60]))
    assert not missing


def test_models(document):
    known = {name for file in get_sources() for name in re.findall(r"_name = '(bas\.[\w.]+)'", file.read_text())}
    named = {code for block in read_blocks(document) for code in read_code(block) if re.fullmatch(r'bas\.[a-z.]+', code)}
    assert named <= known, named - known


def test_links(document):
    targets = [target for target in re.findall(r'\]\(([^)]+)\)', document) if '://' not in target]
    missing = [target for target in targets if not any(
        (folder / target.partition('#')[0]).exists() for folder in (CHECKOUT, CHECKOUT / 'docs'))]
    assert not missing


def test_every_room_is_described():
    rows = set(re.findall(r'^\| `models/(\w+)/`', (CHECKOUT / 'docs/architecture.md').read_text(), re.MULTILINE))
    assert rows == {path.name for path in (CHECKOUT / PRODUCT / 'models').iterdir() if (path / '__init__.py').is_file()}


def test_rooms_import_as_described():
    text = (CHECKOUT / 'docs/architecture.md').read_text()
    rows = re.findall(r'^\| `models/(\w+)/`.*\| ([\w, ]+) \|$', text, re.MULTILINE)
    assert len(rows) == len(re.findall(r'^\| `models/', text, re.MULTILINE))
    for room, others in rows:
        below = set().union(*FLOORS[:FLOOR_OF[room]])
        named = set(others.split(', ')) - {'nothing'}
        assert named <= below and set().union(*FLOORS[max(FLOOR_OF[room] - 1, 0):FLOOR_OF[room]]) <= named, room


def test_every_command_is_described():
    commands = {path.name for path in (CHECKOUT / 'bin').iterdir()}
    assert commands == set(re.findall(r'bin/(\w+)', (CHECKOUT / 'README.md').read_text()))


def test_the_changelog_has_the_version_of_the_add_on():
    manifest = (CHECKOUT / PRODUCT / '__manifest__.py').read_text()
    version = re.search(r"'version': '([\d.]+)'", manifest)[1]
    assert re.search(r'^## ([\d.]+)', (CHECKOUT / 'CHANGELOG.md').read_text(), re.MULTILINE)[1] == version


# ------------------------------------------------------------
# Reading
# ------------------------------------------------------------


def read_blocks(text):
    """:return: paragraphs, items of lists, rows of tables; drawings and examples left out"""
    text = re.sub(r'^```.*?^```', '', text, flags=re.MULTILINE | re.DOTALL)
    return re.split(r'\n\s*\n|\n(?=\s*(?:[*|]|\d+\.) ?)', text)


def read_code(block):
    return re.findall(r'`([^`]+)`', block)


def read_paths(text):
    """:return: all paths of a text that should be in the repository"""
    words = [word for block in read_blocks(text) for code in read_code(block) for word in code.split()]
    return {word for word in words if '/' in word and PATH.fullmatch(word) and not FOREIGN.match(word)}


def find(path):
    """:return: what a path means, from the root of the repository or from the add-on"""
    return [found for folder in (CHECKOUT, CHECKOUT / PRODUCT) for found in folder.glob(path.rstrip('/'))]


@cache
def get_sources():
    return [CHECKOUT / path for path in REPOSITORY.files if path.suffix in {'.py', '.js'} and 'tests' not in path.parts]


@cache
def get_functions(file):
    """:return: names of the functions and methods that a file defines"""
    pattern = r'^\s*def (\w+)' if file.suffix == '.py' else r'^\s*(?:export )?(?:async )?(?:function )?(\w+)\s*\('
    return set(re.findall(pattern, file.read_text(), re.MULTILINE))
