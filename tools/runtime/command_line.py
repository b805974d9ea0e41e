"""The arguments of ``bin/odoo``: which cluster they are for, and which databases they name."""
import os

from .database import state_of
from .paths import CACHE, PRODUCT, of_checkout

FOR_TESTS = '--test'
DATABASE_OPTIONS = ('-d', '--database')
#: Odoo's commands that work on a database when none is named; others of its commands say themselves what they need
WITH_DATABASE = ('shell', 'server')
TEST_DATABASE = of_checkout(f'{PRODUCT}_test')


def read_arguments(arguments):
    """:return: (whether they are for the cluster of the tests, the arguments for Odoo)

    Where no database is named, it is the one in which the tests of the add-on ran last.
    """
    rest = [argument for argument in arguments if argument != FOR_TESTS]
    if len(rest) == len(arguments):
        return False, rest
    runs = not rest or rest[0] in WITH_DATABASE or (rest[0].startswith('-') and not {'-h', '--help', '--version'} & set(rest))
    return True, rest + ([DATABASE_OPTIONS[0], TEST_DATABASE] if runs and not find_databases(rest) else [])


def find_databases(arguments):
    """:return: names of the databases that arguments of Odoo name"""
    names = []
    for number, argument in enumerate(arguments):
        option, equals, value = argument.partition('=')
        if option in DATABASE_OPTIONS:
            names += (value if equals else ''.join(arguments[number + 1:number + 2])).split(',')
        elif argument.startswith('-d') and argument != '-d':
            names += argument[2:].split(',')
    if arguments[:1] == ['db']:
        names += [argument for argument in arguments[2:] if not argument.startswith('-')]
    return [name for name in names if name]


def find_in_other_cluster(odoo, arguments, for_tests):
    """:return: a line for each database named that is not in this cluster and is in the other one, told by its files"""
    if os.environ.get('PGHOST'):
        return
    other, how = ('main', 'bin/odoo') if for_tests else ('test', f'bin/odoo {FOR_TESTS}')
    for name in find_databases(arguments):
        if (CACHE / f'odoo-{other}/data/filestore' / name).is_dir() and state_of(odoo, name) is None:
            there = 'among those of the tests' if other == 'test' else 'among those of bin/run and bin/db'
            yield f"  database {name} is {there}: {how} {' '.join(arguments)}"
