"""Two PostgreSQL clusters, the second of which is a replica of the first, made by the commands and samples of the guide."""
import contextlib
import os
import re
import shlex
import shutil

from runtime.console import Stop
from runtime.paths import CHECKOUT
from runtime.postgres import Cluster
from runtime.system import call

PAGES = [CHECKOUT / 'docs/production.md', CHECKOUT / 'docs/uk/vyrobnytstvo.md']
SAMPLES = CHECKOUT / 'docs/production'
#: what the samples call the two machines, and the folder of the replica's data
PRIMARY, REPLICA, DATA = '10.0.0.1', '10.0.0.2', '/var/lib/postgresql/15/main'


def read_block(page, beginning):
    """:return: the block of commands or options of a page that begins so"""
    blocks = re.findall(r'^```\w*\n(.*?)^```', page.read_text(), re.MULTILINE | re.DOTALL)
    return next(block for block in blocks if block.startswith(beginning))


class Sampled(Cluster):
    """A cluster with a sample of the guide; it is reached by its socket and forgotten afterwards."""

    def __init__(self, name):
        super().__init__(name, durable=False)
        self.sample = SAMPLES / f'postgresql-{name}.conf'
        shutil.rmtree(self.home, ignore_errors=True)

    @contextlib.contextmanager
    def in_use(self):
        with super().in_use():
            yield self
        shutil.rmtree(self.home)

    def _create(self):
        super()._create()
        with open(self.data / 'postgresql.conf', 'a') as configuration:
            configuration.write(re.sub('^listen_addresses.*', '', self.sample.read_text(), flags=re.MULTILINE))

    def stop(self):
        """As an administrator stops it."""
        self._as_owner(self.programs / 'pg_ctl', '-D', self.data, '-m', 'fast', '-w', 'stop')


class Primary(Sampled):
    """What people write to."""

    def __init__(self):
        super().__init__('primary')

    def let_in(self):
        """Make the role of the replica."""
        call([self.programs / 'psql', *shlex.split(read_block(PAGES[0], 'psql '))[1:]],
             env={**os.environ, **self.get_variables()})


class Replica(Sampled):
    """A copy of the primary that follows it."""

    def __init__(self, primary):
        super().__init__('replica')
        self.primary = primary

    def _fill(self, folder):
        command = read_block(PAGES[0], 'pg_basebackup ')
        for old, new in ((PRIMARY, self.primary.socket), (DATA, folder)):
            assert old in command
            command = command.replace(old, str(new))
        program, *arguments = shlex.split(command)
        made, output = self._as_owner(self.programs / program, *arguments)
        if not made:
            raise Stop(output)
