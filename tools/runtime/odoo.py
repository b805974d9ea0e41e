"""Odoo ready to run: source, libraries, PostgreSQL and configuration together."""
import contextlib
import os
import subprocess

from .console import Stop
from .odoo_source import find_odoo
from .paths import CACHE, CHECKOUT
from .postgres import running_postgres
from .python import ensure_python
from .system import run_attached, tied


class Odoo:
    """A runtime that starts Odoo's commands; made by :func:`odoo_runtime`."""

    def __init__(self, source, python, pg_env, name):
        self.source, self.python, self.name = source, python, name
        self.home = CACHE / f'odoo-{name}'
        self.home.mkdir(parents=True, exist_ok=True)
        self.data = self.home / 'data'
        self.configuration = self._write_configuration()
        self.launcher = self._write('odoo-bin', _LAUNCHER)
        self.env = {
            **os.environ, **pg_env,
            'PATH': f"{python / 'bin'}{os.pathsep}{os.environ['PATH']}",
            'PYTHONPATH': str(source.python_path),
            'ODOO_RC': str(self.configuration),
            'PYTHONUNBUFFERED': '1',
        }

    def _write_configuration(self):
        """One file per checkout: two checkouts share the cache, not their add-ons."""
        name = f"odoo-{CHECKOUT.as_posix().strip('/').replace('/', '-')}.conf"
        return self._write(name, '\n'.join([
            '[options]', f'addons_path = {self.addons_path()}', f'data_dir = {self.data}',
            'admin_passwd = admin', 'list_db = True', 'http_interface = 127.0.0.1',
            'max_cron_threads = 0', 'without_demo = True', 'limit_time_real = 600', '']))

    def _write(self, name, text):
        path = self.home / name
        if not path.is_file() or path.read_text() != text:  # another command may be reading it now
            path.write_text(text)
        return path

    def addons_path(self, own=True):
        return ','.join(str(folder) for folder in [*self.source.addons_path, *([CHECKOUT] if own else [])])

    def command(self, *arguments):
        return [str(self.python / 'bin/python'), str(self.launcher), *(str(part) for part in arguments)]

    def run(self, *arguments, log=None, check=True):
        """Run one of Odoo's commands to its end.

        :param log: file for everything it says; its last lines are shown when it fails
        :param check: with a log, a failure is a :class:`Stop`
        :return: the exit code
        """
        if not log:
            return run_attached(self.command(*arguments), env=self.env)
        with open(log, 'w') as output:
            code = subprocess.run(tied(self.command(*arguments)), env=self.env, check=False, stdin=subprocess.DEVNULL,
                                  stdout=output, stderr=subprocess.STDOUT).returncode
        if code and check:
            tail = '\n'.join(log.read_text().splitlines()[-25:])
            raise Stop(f"odoo {' '.join(str(part) for part in arguments)} failed, see {log}\n{tail}")
        return code

    def sql(self, query, database='postgres'):
        """:return: the first column of the query's rows, as text"""
        done = subprocess.run([str(self.python / 'bin/python'), '-c', _SQL, database, query], env=self.env,
                              text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode:
            raise Stop(f'{query}: {done.stderr.strip().splitlines()[-1]}')
        return done.stdout.splitlines()


#: a file and not ``-m odoo``: a server with workers starts its process for messages by the file it was started by
_LAUNCHER = """\
import odoo.cli
odoo.cli.main()
"""

_SQL = """
import sys, psycopg2
connection = psycopg2.connect(dbname=sys.argv[1])
connection.autocommit = True
with connection.cursor() as cursor:
    cursor.execute(sys.argv[2])
    for row in cursor.fetchall() if cursor.description else ():
        print(row[0])
"""


@contextlib.contextmanager
def odoo_runtime(for_tests=False, with_postgres=True):
    """Everything that Odoo needs, while the block runs.

    :param for_tests: the throw-away cluster, the libraries for tests and checks
    :param with_postgres: False where nothing asks a database
    :return: :class:`Odoo`
    """
    source = find_odoo()
    python = ensure_python(dev=for_tests)
    with running_postgres(for_tests) if with_postgres else contextlib.nullcontext({}) as pg_env:
        yield Odoo(source, python, pg_env, 'test' if for_tests else 'main')
