"""No file names a package registry or a folder of somebody's machine."""
from pathlib import Path

import pytest
from lint import addresses

#: put together here, so that this file passes the check that it tests
REGISTRY, FOLDER = addresses.REGISTRIES[0], f'/{addresses.MACHINE_FOLDERS[0]}/ann/shop'


@pytest.fixture(autouse=True)
def hosts_of_the_machine(monkeypatch):
    monkeypatch.setattr(addresses, '_hosts_of_this_machine', lambda: {'mirror.firm.example'})


@pytest.fixture
def found(repository, texts):
    return lambda line: texts(addresses.check(repository({'notes.txt': f'first\n{line}\n'})))


@pytest.mark.parametrize('line', [
    'https://github.com/odoo/odoo.git', 'index_url', f'my{REGISTRY}', 'https://shop.example/home/page', '~/work/shop',
    'the /home page', 'images/home/icon.png', '/usr/share/odoo'])
def test_what_any_machine_has(found, line):
    assert found(line) == []


@pytest.mark.parametrize('host', [REGISTRY, 'mirror.firm.example'])
def test_a_registry(found, host):
    assert found(f'url = https://{host}/simple') == [f'notes.txt:2: names the package registry {host}']


@pytest.mark.parametrize('folder', [FOLDER, str(Path.home() / 'shop'), f'PATH={FOLDER}'])
def test_a_folder_of_a_machine(found, folder):
    assert found(f'cd {folder}') == ["notes.txt:2: names a folder of somebody's machine"]


def test_the_folder_of_the_checkout_itself(found, tmp_path):
    assert found(f'{tmp_path}/shop') == ["notes.txt:2: names a folder of somebody's machine"]


def test_pictures_and_ignored_files_are_not_read(repository, texts):
    made = repository({'.gitignore': 'scratch/\n', 'scratch/notes.txt': FOLDER, 'picture.png': f'\0{FOLDER}'})
    assert texts(addresses.check(made)) == []
