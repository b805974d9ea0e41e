"""Databases: a cached template with everything the add-ons depend on, and copies of it.

A finished database carries the state of the add-ons it was made from as its comment in PostgreSQL.
The comment goes away with the database, so a database without it is half-made or somebody else's.
"""
import hashlib
import os
import re

from .addons import dependencies, fingerprint
from .console import Stop, step
from .paths import TOOLS
from .system import only_one

LANGUAGE = 'uk_UA'
TEMPLATE_PREFIX = 'bas_crm_template'
#: not to be replaced by a database of ours
RESERVED = r'postgres|template[01]|' + TEMPLATE_PREFIX + '.*'
#: the collation of a Ukrainian database: in Odoo's own, C, a list ends with Є, І, Ї and Ґ
COLLATION = 'uk'
MARK, HALF_MADE = 'bas_crm add-ons ', 'bas_crm half-made'


def ensure_template(odoo, modules, language=LANGUAGE):
    """:return: name of a database that holds ``modules`` in English and ``language``, made once per version"""
    name = template_name(odoo, modules, language)
    languages = ['--load-language', language] if language else []
    with only_one('template'):
        if not _is_template(odoo, name):
            _drop(odoo, name)
            with step('template database (about a minute, once)'):
                if _collation(language):
                    _create_empty(odoo, name, _collation(language))
                odoo.run('-d', name, '-i', ','.join(modules), *languages, '--without-demo', 'True', '--stop-after-init',
                         '--addons-path', odoo.addons_path(own=False), log=odoo.home / 'template.log')
                odoo.sql(f'ALTER DATABASE {name} IS_TEMPLATE true')
    return name


def _collation(language):
    return COLLATION if language == LANGUAGE else None


def _create_empty(odoo, name, collation):
    """An empty database for Odoo to fill; left to Odoo where PostgreSQL is before 15 or knows no ICU."""
    if not odoo.sql("SELECT 1 FROM pg_collation WHERE collprovider = 'i'"
                    " AND current_setting('server_version_num')::int >= 150000 LIMIT 1"):
        return
    odoo.sql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE '{collation}'")
    for query in ('CREATE EXTENSION IF NOT EXISTS pg_trgm', 'GRANT CREATE ON SCHEMA public TO PUBLIC'):
        odoo.sql(query, database=name)


def _is_template(odoo, name):
    return _has_files(odoo, name) and bool(
        odoo.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}' AND datistemplate"))


def template_name(odoo, modules, language):
    requirements = (TOOLS / 'requirements.txt').read_text()
    key = '|'.join([odoo.source.version, str(odoo.source.python_path), *modules, str(language), requirements,
                    *filter(None, [_collation(language)])])
    return f'{TEMPLATE_PREFIX}_{hashlib.sha256(key.encode()).hexdigest()[:10]}'


def create_database(odoo, name, addons, language=LANGUAGE):
    """A fresh database with ``addons`` installed; an older one of that name is replaced.

    :return: the file with the installation's log
    """
    check_name(name)
    state = MARK + fingerprint(addons)
    log = copy_template(odoo, name, addons, language)
    with step(f"database {name}: installation of {', '.join(addons)}"):
        odoo.run('-d', name, '-i', ','.join(addons), '--stop-after-init', log=log)
        _comment(odoo, name, state)
    return log


def copy_template(odoo, name, addons, language=LANGUAGE):
    """A fresh database with all that ``addons`` depend on and without them.

    :param language: loaded beside English; None for English only
    :return: the file for logs of what is done to it
    """
    _require_ours(odoo, name)
    template = ensure_template(odoo, sorted(set().union(*(dependencies(addon) for addon in addons))), language)
    log = odoo.home / f'{name}.log'
    with step(f'database {name}: copy of the template'):
        _drop(odoo, name)
        odoo.run('db', 'duplicate', template, name, log=log)
        _comment(odoo, name, HALF_MADE)
    return log


def ensure_database(odoo, name, addons):
    """A whole database with ``addons`` as they are now: created, updated or left as it is.

    :return: the file with the log of the installation or update, None when there was nothing to do
    """
    state = MARK + fingerprint(addons)
    found = state_of(odoo, name)
    if not found or not found.startswith(MARK):
        return create_database(odoo, name, addons)
    if found == state:
        return None
    log = odoo.home / f'{name}.log'
    with step(f"database {name}: update of {', '.join(addons)}"):
        _comment(odoo, name, MARK + 'in between')
        odoo.run('-d', name, '-u', ','.join(addons), '--stop-after-init', log=log)
        _comment(odoo, name, state)
    return log


def copy_database(odoo, source, name, addons):
    """A copy of a database with ``addons`` as they are now; an older one of that name is replaced."""
    _require_ours(odoo, name)
    with step(f'database {name}: copy of {source}'):
        _drop(odoo, name)
        odoo.run('db', 'duplicate', source, name, log=odoo.home / f'{name}.log')
        _comment(odoo, name, MARK + fingerprint(addons))


def is_current(odoo, name, addons):
    return state_of(odoo, name) == MARK + fingerprint(addons)


def check_name(name):
    if not re.fullmatch(r'[a-z][a-z0-9_]{0,62}', name):
        raise Stop(f"'{name}' is no database name: small Latin letters, digits and _, a letter first")
    if re.fullmatch(RESERVED, name):
        raise Stop(f"'{name}' belongs to PostgreSQL or to these tools; choose another name")


def state_of(odoo, name):
    """:return: the comment of a database; '' for one that was not made here, None where there is none"""
    found = odoo.sql("SELECT coalesce(shobj_description(oid, 'pg_database'), '') || '.' "
                     f"FROM pg_database WHERE datname = '{name}'")
    if not found:
        return None
    return HALF_MADE if found[0].startswith(MARK) and not _has_files(odoo, name) else found[0][:-1]


def _has_files(odoo, name):
    """The attachments of a database are beside it, and may have gone with an old cache."""
    return (odoo.data / 'filestore' / name).is_dir()


def _comment(odoo, name, text):
    odoo.sql(f"COMMENT ON DATABASE {name} IS '{text}'")


def discard(odoo, name):
    """Drop a database of ours, if there is one of that name."""
    _require_ours(odoo, name)
    _drop(odoo, name)


def _require_ours(odoo, name):
    if os.environ.get('PGHOST') and state_of(odoo, name) == '':
        raise Stop(f'database {name} on {os.environ["PGHOST"]} was not made here and is left alone; '
                   f'if it may go: bin/odoo db drop {name}')


def _drop(odoo, name):
    # A killed command may have left PostgreSQL at work on a copy that nobody waits for.
    odoo.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'CREATE DATABASE \"{name}\"%'")
    if state_of(odoo, name) is None:
        return
    if name.startswith(TEMPLATE_PREFIX):
        odoo.sql(f'ALTER DATABASE {name} IS_TEMPLATE false')
    odoo.run('db', 'drop', name, log=odoo.home / f'{name}.log')
