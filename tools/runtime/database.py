"""Databases: a cached template with everything the add-ons depend on, and copies of it."""
import ast
import hashlib
import re

from .console import Stop, step
from .paths import CHECKOUT, DEMO, PRODUCT, TOOLS
from .system import only_one

LANGUAGE = 'uk_UA'
TEMPLATE_PREFIX = 'bas_crm_template'


def dependencies(addon):
    """:return: the modules of Odoo that ``addon`` names, through our own add-ons"""
    manifest = ast.literal_eval((CHECKOUT / addon / '__manifest__.py').read_text())
    own = {PRODUCT, DEMO}
    named = set(manifest['depends'])
    return sorted((named - own).union(*(dependencies(name) for name in named & own)))


def ensure_template(odoo, modules):
    """:return: name of a database that holds ``modules`` in Ukrainian and English, made once per version"""
    key = '|'.join([odoo.source.version, str(odoo.source.python_path), *modules, (TOOLS / 'requirements.txt').read_text()])
    name = f'{TEMPLATE_PREFIX}_{hashlib.sha256(key.encode()).hexdigest()[:10]}'
    with only_one('template'):
        if not odoo.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}' AND datistemplate"):
            _drop(odoo, name)
            with step('template database (about a minute, once)'):
                odoo.run('-d', name, '-i', ','.join(modules), '--load-language', LANGUAGE, '--without-demo', 'True',
                         '--stop-after-init', '--addons-path', odoo.addons_path(own=False), log=odoo.home / 'template.log')
                odoo.sql(f'ALTER DATABASE {name} IS_TEMPLATE true')
    return name


def create_database(odoo, name, addons):
    """A fresh database with ``addons`` installed; an older one of that name is replaced.

    :return: the file with the installation's log
    """
    if not re.fullmatch(r'[a-z][a-z0-9_]{0,62}', name):
        raise Stop(f"'{name}' is no database name: small Latin letters, digits and _, a letter first")
    template = ensure_template(odoo, sorted(set().union(*(dependencies(addon) for addon in addons))))
    log = odoo.home / f'{name}.log'
    with step(f"database {name} with {', '.join(addons)}"):
        _drop(odoo, name)
        odoo.run('db', 'duplicate', template, name, log=log)
        odoo.run('-d', name, '-i', ','.join(addons), '--stop-after-init', log=log)
    return log


def exists(odoo, name):
    return bool(odoo.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))


def _drop(odoo, name):
    if exists(odoo, name):
        odoo.run('db', 'drop', name, log=odoo.home / f'{name}.log')
