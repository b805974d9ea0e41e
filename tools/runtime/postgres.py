"""A private PostgreSQL in the cache, or the server the user names with ``PGHOST``."""
import contextlib
import fcntl
import os
import pwd
import re
import shutil
import subprocess
from pathlib import Path

from .console import Stop, step
from .paths import CACHE
from .system import call, ensure_packages

ROLE = 'odoo'
#: PostgreSQL refuses to run as root; Debian's package brings this user
UNPRIVILEGED = 'postgres'
#: folder of the cluster if that user has no access to root's home
SYSTEM_CACHE = Path('/var/cache/bas-crm')
#: the longest unix socket path of Linux is 107 bytes
SOCKET_PATH_LIMIT = 107 - len('/.s.PGSQL.5432')

SETTINGS = """
listen_addresses = ''
max_connections = 80
shared_buffers = 512MB
effective_cache_size = 4GB
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 2GB
random_page_cost = 1.1
jit = off
max_parallel_workers_per_gather = 2
"""


@contextlib.contextmanager
def running_postgres(for_tests=False):
    """A PostgreSQL while the block runs.

    The last command that uses the private cluster stops it. Its durability settings
    are PostgreSQL's own, but for the separate cluster of test databases.

    :return: environment variables for libpq, on top of those that the user has set
    """
    if os.environ.get('PGHOST'):
        yield {}
        return
    cluster = Cluster('test' if for_tests else 'main', durable=not for_tests)
    with cluster.in_use():
        yield cluster.get_variables()


def find_program(name):
    """:return: the path of a program of PostgreSQL's clients, of the version that runs the private cluster"""
    if not os.environ.get('PGHOST'):
        return Cluster._find_programs() / name
    ensure_packages({'postgresql-client': lambda: bool(shutil.which(name))})
    return shutil.which(name)


class Cluster:
    """A PostgreSQL in the cache, reached by a unix socket."""

    def __init__(self, name, durable):
        ensure_packages({'postgresql': lambda: bool(self._find_programs())})
        self.programs = self._find_programs()
        self.durable = durable
        self.owner = self._find_owner()
        self.home = self._reachable_cache() / f'postgresql-{self._version()}-{name}'
        self.data, self.socket = self.home / 'data', self.home / 'socket'
        if len(str(self.socket)) > SOCKET_PATH_LIMIT:
            raise Stop(f'{self.socket} is too long for a unix socket; set XDG_CACHE_HOME to a shorter folder')

    def get_variables(self):
        """:return: environment variables of libpq for this cluster"""
        return {'PGHOST': str(self.socket), 'PGPORT': '5432', 'PGUSER': ROLE}

    @staticmethod
    def _find_programs():
        """:return: the folder of the newest PostgreSQL that Debian has here, or of the one on the path"""
        found = [path.parent for path in Path('/usr/lib/postgresql').glob('*/bin/initdb')]
        on_path = shutil.which('initdb')
        return (max(found, key=lambda path: int(path.parent.name), default=None)
                or (Path(on_path).resolve().parent if on_path else None))

    @staticmethod
    def _find_owner():
        """:return: the user who runs the server when we are root"""
        if os.geteuid():
            return None
        try:
            return pwd.getpwnam(UNPRIVILEGED).pw_name
        except KeyError:
            raise Stop(f"PostgreSQL does not run as root, and there is no user '{UNPRIVILEGED}' to run it; "
                       f'add one: useradd --system {UNPRIVILEGED}') from None

    def _version(self):
        """:return: the version whose data others do not read, e.g. 15"""
        return re.search(r'\d+', call([self.programs / 'initdb', '--version']))[0]

    def _reachable_cache(self):
        CACHE.mkdir(parents=True, exist_ok=True)
        if not self.owner:
            return CACHE
        can_enter = subprocess.run(['test', '-x', str(CACHE)], user=self.owner, group=self.owner,
                                   extra_groups=[], check=False).returncode == 0
        return CACHE if can_enter else SYSTEM_CACHE

    def _as_owner(self, *command):
        identity = {'user': self.owner, 'group': self.owner, 'extra_groups': []} if self.owner else {}
        done = subprocess.run([str(part) for part in command], cwd='/', text=True, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                              env={**os.environ, 'LC_ALL': 'C.UTF-8'}, **identity)
        return done.returncode == 0, done.stdout

    @contextlib.contextmanager
    def in_use(self):
        """Hold a shared lock while using the cluster; the last process stops the cluster."""
        self.home.mkdir(parents=True, exist_ok=True)
        with open(self.home / 'in-use.lock', 'w') as lock, open(self.home / 'start.lock', 'w') as start:
            try:
                with _locked(start, fcntl.LOCK_EX):
                    fcntl.flock(lock, fcntl.LOCK_SH)
                    self._start()
                yield
            finally:
                with _locked(start, fcntl.LOCK_EX), contextlib.suppress(BlockingIOError):
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self._as_owner(self.programs / 'pg_ctl', '-D', self.data, '-m', 'fast', '-w', 'stop')

    def _start(self):
        if not (self.data / 'PG_VERSION').is_file():
            self._create()
        running, _output = self._as_owner(self.programs / 'pg_ctl', '-D', self.data, 'status')
        if running:
            return
        started, output = self._as_owner(self.programs / 'pg_ctl', '-D', self.data, '-l', self.home / 'server.log',
                                         '-w', '-t', '60', 'start')
        if not started:
            raise Stop(f'PostgreSQL does not start; see {self.home}/server.log\n{output}')

    def _create(self):
        with step(f'PostgreSQL cluster in {self.home}'):
            scratch = self.home / 'making'
            shutil.rmtree(scratch, ignore_errors=True)
            self.socket.mkdir(exist_ok=True)
            if self.owner:
                user = pwd.getpwnam(self.owner)
                for folder in (self.home, self.socket):
                    os.chown(folder, user.pw_uid, user.pw_gid)
            self._fill(scratch)
            with open(scratch / 'postgresql.conf', 'a') as configuration:
                socket = str(self.socket).replace("'", "''")
                configuration.write(f"{SETTINGS}unix_socket_directories = '{socket}'\n")
                if not self.durable:
                    configuration.write('fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n')
            self.socket.chmod(0o700)
            scratch.rename(self.data)

    def _fill(self, folder):
        made, output = self._as_owner(self.programs / 'initdb', '-D', folder, '-U', ROLE, '-A', 'trust',
                                      '-E', 'UTF8', '--locale=C.UTF-8', *([] if self.durable else ['--no-sync']))
        if not made:
            raise Stop(f'initdb failed:\n{output}')


@contextlib.contextmanager
def _locked(file, how):
    fcntl.flock(file, how)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)
