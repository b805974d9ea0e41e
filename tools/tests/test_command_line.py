"""``bin/odoo`` opens a database of the tests, and tells in which cluster a database is that it does not find."""
from types import SimpleNamespace

import pytest
from runtime import command_line
from runtime.command_line import TEST_DATABASE
from testing.suites import SUITES


@pytest.mark.parametrize(('arguments', 'for_tests', 'rest'), [
    ([], False, []),
    (['shell', '-d', 'shop'], False, ['shell', '-d', 'shop']),
    (['--test', 'shell'], True, ['shell', '-d', TEST_DATABASE]),
    (['--test', 'shell', '-d', 'shop'], True, ['shell', '-d', 'shop']),
    (['shell', '--test', '--no-http'], True, ['shell', '--no-http', '-d', TEST_DATABASE]),
    (['--test'], True, ['-d', TEST_DATABASE]),
    (['--test', '-d', 'shop'], True, ['-d', 'shop']),
    (['--test', '--http-port', '8070'], True, ['--http-port', '8070', '-d', TEST_DATABASE]),
    (['--test', '--help'], True, ['--help']),
    (['--test', 'db', 'drop', 'shop'], True, ['db', 'drop', 'shop']),
    (['--test', 'i18n', '--help'], True, ['i18n', '--help']),
    # what Odoo calls so is not ours
    (['-d', 'shop', '--test-tags', '/sale'], False, ['-d', 'shop', '--test-tags', '/sale']),
])
def test_arguments(arguments, for_tests, rest):
    assert command_line.read_arguments(arguments) == (for_tests, rest)


def test_without_a_name_it_is_the_database_of_the_tests():
    assert SUITES['bas_crm'][0] == TEST_DATABASE


@pytest.mark.parametrize(('arguments', 'names'), [
    ([], []), (['-d', 'shop'], ['shop']), (['-dshop'], ['shop']),
    (['--database=shop'], ['shop']), (['--database', 'shop'], ['shop']),
    (['shell', '-d', 'shop', '--no-http'], ['shop']), (['-d', 'shop,office', '-u', 'crm'], ['shop', 'office']), (['-d'], []),
    (['db', 'drop', 'shop'], ['shop']), (['db', 'duplicate', '-f', 'shop', 'office'], ['shop', 'office']), (['db', '--help'], []),
])
def test_names_of_databases(arguments, names):
    assert command_line.find_databases(arguments) == names


@pytest.fixture
def hint(tmp_path, monkeypatch):
    """Two clusters: of the tests with the database ``tried``, of work with ``shop``; gives what is told."""
    clusters = {'test': {'tried', 'both'}, 'main': {'shop', 'both'}}
    for cluster, names in clusters.items():
        for name in names:
            (tmp_path / f'odoo-{cluster}/data/filestore' / name).mkdir(parents=True)
    monkeypatch.setattr(command_line, 'CACHE', tmp_path)
    monkeypatch.setattr(command_line, 'state_of', lambda odoo, name: '' if name in clusters[odoo.name] else None)
    monkeypatch.delenv('PGHOST', raising=False)

    def hint(*arguments, for_tests=False):
        odoo = SimpleNamespace(name='test' if for_tests else 'main')
        return list(command_line.find_in_other_cluster(odoo, list(arguments), for_tests))
    return hint


def test_a_database_of_the_tests(hint):
    assert hint('shell', '-d', 'tried') == ['  database tried is among those of the tests: bin/odoo --test shell -d tried']
    assert hint('db', 'drop', 'tried') == ['  database tried is among those of the tests: bin/odoo --test db drop tried']


def test_a_database_of_work(hint):
    assert hint('-d', 'shop', for_tests=True) == ['  database shop is among those of bin/run and bin/db: bin/odoo -d shop']


@pytest.mark.parametrize('name', ['shop', 'both', 'new'])
def test_nothing_to_tell(hint, name):
    assert hint('shell', '-d', name) == []


def test_a_server_of_your_own_is_one_for_all(hint, monkeypatch):
    monkeypatch.setenv('PGHOST', 'db.example')
    assert hint('shell', '-d', 'tried') == []


def test_every_checkout_has_databases_of_its_own(monkeypatch, tmp_path):
    from runtime import paths
    ours = paths.of_checkout('shop')
    monkeypatch.setattr(paths, 'CHECKOUT', tmp_path)
    assert ours.startswith('shop_') and paths.of_checkout('shop').startswith('shop_') and ours != paths.of_checkout('shop')
