"""Databases come from a template of their own versions, and a half-made one is never taken for whole."""
from types import SimpleNamespace

import pytest
from runtime import database
from runtime.console import Stop
from runtime.paths import PRODUCT


class FakeOdoo:
    """Databases with their comments, and the commands of Odoo that were run; a PostgreSQL of one dictionary."""

    def __init__(self, home):
        self.home, self.data = home, home / 'data'
        self.source = SimpleNamespace(version='19.0.0', python_path='/odoo')
        self.comments, self.ran = {}, []

    def make(self, name, comment='', files=True):
        self.comments[name] = comment
        if files:
            (self.data / 'filestore' / name).mkdir(parents=True, exist_ok=True)

    def run(self, *arguments, log=None):
        self.ran.append(' '.join(arguments))
        if arguments[:2] == ('db', 'drop'):
            del self.comments[arguments[2]]
        elif arguments[:2] == ('db', 'duplicate'):
            self.make(arguments[3])

    def sql(self, query):
        words = query.replace("'", ' ').split()
        if query.startswith('COMMENT ON DATABASE'):
            self.comments[words[3]] = query.split("'")[1]
        elif 'shobj_description' in query:
            return [f'{self.comments[name]}.' for name in words if name in self.comments]
        return []


@pytest.fixture
def odoo(tmp_path, monkeypatch):
    monkeypatch.setattr(database, 'ensure_template', lambda *_arguments: 'the_template')
    monkeypatch.setattr(database, 'fingerprint', lambda addons: 'now')
    monkeypatch.delenv('PGHOST', raising=False)
    return FakeOdoo(tmp_path)


@pytest.mark.parametrize('name', ['crm', 'crm_2', 'a' * 63])
def test_a_good_name(name):
    database.check_name(name)


@pytest.mark.parametrize('name', ['', 'Crm', '1crm', '_crm', 'my-crm', 'my crm', 'продажі', 'a' * 64, 'a;drop', 'crm\n'])
def test_a_bad_name(name):
    with pytest.raises(Stop, match='is no database name'):
        database.check_name(name)


@pytest.mark.parametrize('name', ['postgres', 'template0', 'template1', 'bas_crm_template_1a2b', 'bas_crm_template'])
def test_a_name_that_is_taken(name):
    with pytest.raises(Stop, match='choose another name'):
        database.check_name(name)


def test_a_bad_name_touches_nothing(odoo):
    with pytest.raises(Stop):
        database.create_database(odoo, 'postgres', [PRODUCT])
    assert odoo.ran == []


def test_a_fresh_database_is_a_copy_with_the_addons(odoo):
    log = database.create_database(odoo, 'shop', [PRODUCT])
    assert odoo.ran == ['db duplicate the_template shop', f'-d shop -i {PRODUCT} --stop-after-init']
    assert odoo.comments == {'shop': 'bas_crm add-ons now'}
    assert log == odoo.home / 'shop.log'


def test_an_older_one_of_that_name_is_replaced(odoo):
    odoo.make('shop', 'bas_crm add-ons now')
    database.create_database(odoo, 'shop', [PRODUCT])
    assert odoo.ran[0] == 'db drop shop'


def test_an_interrupted_installation_leaves_a_database_that_is_known_as_half_made(odoo, monkeypatch):
    def interrupt(*arguments, log=None):
        if '-i' in arguments:
            raise KeyboardInterrupt
        FakeOdoo.run(odoo, *arguments, log=log)

    monkeypatch.setattr(odoo, 'run', interrupt)
    with pytest.raises(KeyboardInterrupt):
        database.create_database(odoo, 'shop', [PRODUCT])
    assert odoo.comments == {'shop': database.HALF_MADE}


@pytest.mark.parametrize('comment', ['', database.HALF_MADE])
def test_a_half_made_database_is_made_anew(odoo, comment):
    odoo.make('shop', comment)
    database.ensure_database(odoo, 'shop', [PRODUCT])
    assert [line.split()[:2] for line in odoo.ran] == [['db', 'drop'], ['db', 'duplicate'], ['-d', 'shop']]


def test_a_database_whose_files_have_gone_is_made_anew(odoo):
    odoo.make('shop', 'bas_crm add-ons now', files=False)
    assert not database.is_current(odoo, 'shop', [PRODUCT])
    database.ensure_database(odoo, 'shop', [PRODUCT])
    assert 'db duplicate the_template shop' in odoo.ran


def test_a_current_database_is_left_as_it_is(odoo):
    odoo.make('shop', 'bas_crm add-ons now')
    assert database.is_current(odoo, 'shop', [PRODUCT])
    assert database.ensure_database(odoo, 'shop', [PRODUCT]) is None
    assert odoo.ran == []


def test_a_database_of_an_older_addon_is_updated(odoo):
    odoo.make('shop', 'bas_crm add-ons before')
    assert database.ensure_database(odoo, 'shop', [PRODUCT]) == odoo.home / 'shop.log'
    assert odoo.ran == [f'-d shop -u {PRODUCT} --stop-after-init']
    assert odoo.comments == {'shop': 'bas_crm add-ons now'}


def test_an_interrupted_update_is_done_again(odoo, monkeypatch):
    def interrupt(*_arguments, log):
        raise KeyboardInterrupt

    odoo.make('shop', 'bas_crm add-ons before')
    monkeypatch.setattr(odoo, 'run', interrupt)
    with pytest.raises(KeyboardInterrupt):
        database.ensure_database(odoo, 'shop', [PRODUCT])
    for fingerprint in ('now', 'before'):
        monkeypatch.setattr(database, 'fingerprint', lambda _addons, now=fingerprint: now)
        assert not database.is_current(odoo, 'shop', [PRODUCT])
    assert odoo.comments['shop'].startswith(database.MARK)


def test_a_database_of_somebody_else_on_a_real_server_is_left_alone(odoo, monkeypatch):
    monkeypatch.setenv('PGHOST', 'db.example')
    odoo.make('shop')
    with pytest.raises(Stop, match=r'database shop on db\.example was not made here'):
        database.create_database(odoo, 'shop', [PRODUCT])
    assert odoo.ran == []


def test_our_own_database_on_a_real_server_is_replaced(odoo, monkeypatch):
    monkeypatch.setenv('PGHOST', 'db.example')
    odoo.make('shop', database.HALF_MADE)
    database.create_database(odoo, 'shop', [PRODUCT])
    assert odoo.ran[0] == 'db drop shop'


class TestTemplateName:
    """A template serves as long as nothing changes of what is in it."""

    @pytest.fixture(autouse=True)
    def requirements(self, tmp_path, monkeypatch):
        monkeypatch.setattr(database, 'TOOLS', tmp_path)
        (tmp_path / 'requirements.txt').write_text('lxml==5.2.1')
        return tmp_path / 'requirements.txt'

    def test_it_can_be_found_again(self, odoo):
        name = database.template_name(odoo, ['crm', 'sale'], 'uk_UA')
        assert name == database.template_name(odoo, ['crm', 'sale'], 'uk_UA')
        with pytest.raises(Stop, match='belongs to'):
            database.check_name(name)

    def test_it_changes_with_versions_modules_and_language(self, odoo, requirements):
        names = {database.template_name(odoo, ['crm'], 'uk_UA'), database.template_name(odoo, ['crm', 'sale'], 'uk_UA'),
                 database.template_name(odoo, ['crm'], None)}
        odoo.source.version = '19.0.1'
        names.add(database.template_name(odoo, ['crm'], 'uk_UA'))
        odoo.source.python_path = '/other/odoo'
        names.add(database.template_name(odoo, ['crm'], 'uk_UA'))
        requirements.write_text('lxml==5.2.2')
        names.add(database.template_name(odoo, ['crm'], 'uk_UA'))
        assert len(names) == 6


class TestCollation:
    """A Ukrainian database sorts as a Ukrainian dictionary; where PostgreSQL cannot, Odoo makes it as ever."""

    @pytest.fixture
    def asked(self, odoo, monkeypatch):
        asked = []
        answers = {'pg_collation': ['1']}

        def sql(query, database='postgres'):
            asked.append((database, query))
            return next((answer for word, answer in answers.items() if word in query), [])
        monkeypatch.setattr(odoo, 'sql', sql)
        asked.append(answers)
        return asked

    def test_ours(self, odoo, asked):
        database._create_empty(odoo, 'the_template', 'uk')
        made = "CREATE DATABASE the_template TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'uk'"
        assert ('postgres', made) in asked
        assert ('the_template', 'CREATE EXTENSION IF NOT EXISTS pg_trgm') in asked

    def test_an_older_server(self, odoo, asked):
        asked[0].clear()
        database._create_empty(odoo, 'the_template', 'uk')
        assert len(asked) == 2, 'it only asked'

    def test_the_language_decides(self):
        assert database._collation('uk_UA') == 'uk'
        assert database._collation(None) is None
