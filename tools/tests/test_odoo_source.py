"""Odoo is found where the user has it, in the cache, from Debian or from its source, in this order."""
import os

import pytest
from runtime import odoo_source, system
from runtime.console import Stop


def put_odoo(folder, version='19, 0, 0'):
    (folder / 'odoo/addons/base').mkdir(parents=True)
    (folder / 'odoo/addons/base/__manifest__.py').touch()
    (folder / 'odoo/release.py').write_text(f"version_info = ({version}, 'final', 0, '')\n")
    return folder


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.delenv('ODOO_HOME', raising=False)
    for module in (odoo_source, system):
        monkeypatch.setattr(module, 'CACHE', tmp_path / 'cache')
    return tmp_path / 'cache'


@pytest.fixture
def from_nowhere(monkeypatch):
    def refuse(_scratch):
        raise Stop('nothing is fetched in this test')
    monkeypatch.setattr(odoo_source, '_from_debian', refuse)
    monkeypatch.setattr(odoo_source, '_from_github', refuse)


class TestOwnCheckout:
    """``ODOO_HOME`` is taken, or refused with the reason."""

    def test_it_is_used(self, tmp_path, monkeypatch, from_nowhere):
        (put_odoo(tmp_path / 'own') / 'addons/crm').mkdir(parents=True)
        monkeypatch.setenv('ODOO_HOME', str(tmp_path / 'own'))
        source = odoo_source.find_odoo()
        assert source.version == '19.0.0'
        assert source.addons_path == [tmp_path / 'own/addons', tmp_path / 'own/odoo/addons']

    def test_it_may_be_named_from_here(self, tmp_path, monkeypatch, from_nowhere):
        put_odoo(tmp_path / 'own')
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv('ODOO_HOME', 'own')
        assert odoo_source.find_odoo().python_path == tmp_path / 'own'

    def test_a_folder_without_odoo(self, tmp_path, monkeypatch):
        monkeypatch.setenv('ODOO_HOME', str(tmp_path))
        with pytest.raises(Stop, match=r'holds no Odoo \(odoo/release.py is missing\)'):
            odoo_source.find_odoo()

    def test_another_series(self, tmp_path, monkeypatch):
        monkeypatch.setenv('ODOO_HOME', str(put_odoo(tmp_path / 'own', '18, 0, 0')))
        with pytest.raises(Stop, match=r'is Odoo 18.0.0; this add-on is for 19.0'):
            odoo_source.find_odoo()


class TestFetched:
    """What is fetched stays in the cache, whole."""

    @pytest.fixture
    def from_debian(self, monkeypatch):
        fetched = []

        def unpack(scratch):
            fetched.append(scratch)
            put_odoo(scratch / 'root')
            return 'root'
        monkeypatch.setattr(odoo_source, '_from_debian', unpack)
        return fetched

    def test_debian_comes_first_and_once(self, cache, from_debian):
        assert odoo_source.find_odoo().python_path == cache / 'odoo/root'
        assert odoo_source.find_odoo().python_path == cache / 'odoo/root'
        assert len(from_debian) == 1

    def test_the_source_comes_where_debian_has_none(self, cache, monkeypatch, from_nowhere, capsys):
        def break_off(scratch):
            (scratch / 'root/half').mkdir(parents=True)
            raise Stop('no such package')

        monkeypatch.setattr(odoo_source, '_from_debian', break_off)
        monkeypatch.setattr(odoo_source, '_from_github', lambda scratch: put_odoo(scratch / 'odoo').name)
        assert odoo_source.find_odoo().python_path == cache / 'odoo/odoo'
        assert sorted(path.name for path in (cache / 'odoo').iterdir()) == ['odoo', 'path']
        assert 'no Debian package here: no such package' in capsys.readouterr().err

    def test_a_failure_leaves_nothing_and_may_be_tried_again(self, cache, from_nowhere):
        with pytest.raises(Stop):
            odoo_source.find_odoo()
        assert [path.name for path in cache.iterdir()] == ['odoo.lock']


class TestDebian:
    """A private apt on the mirror of the machine, signatures checked."""

    ROWS = ('Debian|contrib|http://deb.mirror.example/debian/|bookworm\n'
            'Google|main|http://other.example/|stable\n'
            'Debian|main|http://safe.mirror.example/|bookworm-security\n'
            'Debian|main|http://deb.mirror.example/debian/|bookworm\n')

    @pytest.fixture
    def apt(self, tmp_path, monkeypatch):
        """An ``apt-get`` that knows mirrors after its update only."""
        program = tmp_path / 'bin/apt-get'
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\n[ "$1" != indextargets ] || cat {tmp_path}/lists 2>/dev/null || true\n')
        program.chmod(0o755)
        monkeypatch.setenv('PATH', f"{program.parent}:{os.environ['PATH']}")
        monkeypatch.setattr(odoo_source, 'KEYRING', program)
        updates = []

        def update(*arguments):
            updates.append(arguments)
            (tmp_path / 'lists').write_text(self.ROWS)
        monkeypatch.setattr(odoo_source, 'apt_as_root', update)
        return updates

    def test_the_mirror_is_the_one_of_the_machine(self, apt, tmp_path):
        (tmp_path / 'lists').write_text(self.ROWS)
        assert odoo_source._debian_mirror() == 'http://deb.mirror.example/debian/'
        assert apt == []

    def test_a_machine_without_lists_gets_them(self, apt):
        assert odoo_source._debian_mirror() == 'http://deb.mirror.example/debian/'
        assert apt == [('update',)]

    def test_a_machine_with_other_mirrors_only(self, apt, monkeypatch):
        monkeypatch.setattr(self.__class__, 'ROWS', 'Ubuntu|main|http://ubuntu.example/|noble\n')
        with pytest.raises(Stop, match='apt knows no Debian mirror'):
            odoo_source._debian_mirror()

    def test_apt_works_in_a_folder_of_its_own(self, apt, tmp_path):
        folder = tmp_path / 'apt'
        options = odoo_source._private_apt(folder)
        assert all(str(folder) in option for option in options if option.startswith('-oDir::'))
        assert (folder / 'sources.list').read_text().splitlines() == [
            f'deb [signed-by={odoo_source.KEYRING}] http://deb.mirror.example/debian/ {suite} main'
            for suite in ('stable', 'sid')]

    def test_this_is_no_debian(self, monkeypatch, tmp_path):
        monkeypatch.setattr(odoo_source, 'KEYRING', tmp_path / 'none')
        with pytest.raises(Stop, match='this is no Debian'):
            odoo_source._private_apt(tmp_path / 'apt')
