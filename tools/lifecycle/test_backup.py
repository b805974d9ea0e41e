"""A firm at work is backed up and comes back whole: with our two commands, and with those that the guide gives to others."""
import base64
import json
import os
import re
import shutil
import stat
import subprocess
import tarfile

import psycopg2
import pytest
from client import DATABASE, Client
from runtime.backup import back_up, restore
from runtime.console import Stop
from runtime.demo import serving
from runtime.paths import CHECKOUT, PRODUCT
from runtime.postgres import find_program
from runtime.system import call, free_port

PAGES = [CHECKOUT / 'docs/production.md', CHECKOUT / 'docs/uk/vyrobnytstvo.md']
RESTORED, BY_HAND, NEUTRAL = (f'{DATABASE}_{name}' for name in ('restored', 'by_hand', 'neutral'))
#: what the samples call the firm's database and the folder of Odoo's data
NAME, DATA = 'crm', '/var/lib/odoo/.local/share/Odoo'
CONTENT = 'Специфікація до договору № 7'.encode() * 100
SERVER_VALUES = ('PGHOST', 'PGPORT', 'PGUSER')


class Firm:
    """What the tests compare: the firm before and after its backup, and where the backups are."""

    def __init__(self, odoo, folder):
        self.odoo, self.folder, self.file = odoo, folder, folder / 'firm.tar'

    def connect(self, database):
        names = zip(('host', 'port', 'user'), SERVER_VALUES, strict=True)
        return psycopg2.connect(dbname=database, **{key: self.odoo.env[name] for key, name in names if name in self.odoo.env})

    def sum_up(self, database):
        """:return: {table or sequence: sum of what it holds}"""
        connection = self.connect(database)
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
            found = {}
            for table, in cursor.fetchall():
                cursor.execute(f"""SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM "{table}" t""")
                found[table] = cursor.fetchone()
            cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
            found.update(cursor.fetchall())
        connection.close()
        return found

    def run(self, block):
        """Run commands of the guide as they stand there, but for the names and folders of this test."""
        commands = block.replace(DATA, str(self.odoo.data)).replace(f'{NAME}_copy', BY_HAND)
        commands = re.sub(rf'(?<= ){NAME}$|(?<=/){NAME}$', DATABASE, commands, flags=re.MULTILINE)
        commands = re.sub(rf'(?<=/){NAME}(?= )', DATABASE, commands)
        programs = os.path.dirname(find_program('pg_dump'))
        done = subprocess.run(['sh', '-e', '-c', commands], cwd=self.folder, text=True, check=False, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, env={**self.odoo.env, 'PATH': f"{programs}:{self.odoo.env['PATH']}"})
        assert done.returncode == 0, commands + done.stdout


def drop_copies(odoo):
    for name in (RESTORED, BY_HAND, NEUTRAL):
        odoo.sql(f'DROP DATABASE IF EXISTS {name} WITH (FORCE)')
        shutil.rmtree(odoo.data / 'filestore' / name, ignore_errors=True)


def read_commands(page):
    """:return: the commands of the backup, and those of its return, of a page of the guide"""
    blocks = re.findall(r'^```sh\n(.*?)^```', page.read_text(), re.MULTILINE | re.DOTALL)
    return [next(block for block in blocks if block.startswith(program)) for program in ('pg_dump', 'createdb')]


@pytest.fixture(scope='module')
def attachment(server):
    """:return: the id of a file that the manager has attached to an order"""
    manager = Client()
    assert manager.log_in()
    return manager.call_model('ir.attachment', 'create', [{
        'name': 'Специфікація.txt', 'datas': base64.b64encode(CONTENT).decode()}])['result'][0]


@pytest.fixture(scope='module')
def firm(odoo, attachment, tmp_path_factory):
    """Backed up with the server at work, and back again in two databases."""
    firm = Firm(odoo, tmp_path_factory.mktemp('backups'))
    backup, back = read_commands(PAGES[0])
    drop_copies(odoo)
    firm.before = firm.sum_up(DATABASE)
    assert back_up(odoo, DATABASE, firm.file) == []
    firm.run(backup)
    firm.after = firm.sum_up(DATABASE)
    restore(odoo, firm.file, RESTORED)
    firm.run(back)
    firm.files = odoo.sql("SELECT DISTINCT store_fname FROM ir_attachment WHERE store_fname > ''", RESTORED)
    yield firm
    drop_copies(odoo)


@pytest.mark.parametrize('database', [RESTORED, BY_HAND])
def test_every_table_is_what_it_was(firm, database):
    """The server went on working: a table may be as before the backup or as after it."""
    found = firm.sum_up(database)
    assert found.keys() == firm.before.keys()
    assert not {name: value for name, value in found.items() if value not in (firm.before[name], firm.after[name])}
    assert found['sale_order'][0] == 3 and found['bas_commercial_offer'][0] == 3


def test_the_alphabet_is_what_it_was(firm):
    # The name of the order has another column since PostgreSQL 17.
    orders = firm.odoo.sql(
        "SELECT DISTINCT (datlocprovider, to_jsonb(d) -> 'daticulocale', to_jsonb(d) -> 'datlocale', datcollate, datctype)"
        f" FROM pg_database d WHERE datname IN ('{DATABASE}', '{RESTORED}')")
    assert len(orders) == 1, orders


def test_the_manager_logs_in_and_opens_the_attachment(firm, attachment):
    port = free_port()
    with serving(firm.odoo, RESTORED, port):
        manager = Client(port)
        assert manager.log_in(RESTORED)
        assert manager.fetch(f'/web/content/{attachment}') == CONTENT
    for database in (RESTORED, BY_HAND):
        assert not [name for name in firm.files if not (firm.odoo.data / 'filestore' / database / name).is_file()]


def test_a_neutral_copy_sends_nothing(firm):
    restore(firm.odoo, firm.file, NEUTRAL, neutralize=True)
    assert firm.odoo.sql('SELECT name FROM ir_mail_server WHERE active', NEUTRAL) == ['neutralization - disable emails']
    assert len(firm.odoo.sql('SELECT id FROM ir_cron WHERE active', NEUTRAL)) == 1


def test_the_file_is_for_the_owner_alone_and_tells_what_it_holds(firm):
    assert stat.S_IMODE(firm.file.stat().st_mode) == 0o600
    with tarfile.open(firm.file) as archive:
        description = json.load(archive.extractfile('manifest.json'))
    assert description['name'] == DATABASE and PRODUCT in description['modules']
    assert [path.name for path in firm.folder.iterdir() if path.name.startswith('.')] == []


def test_nothing_is_overwritten(firm):
    content = firm.file.stat()
    with pytest.raises(Stop, match='overwrites nothing'):
        back_up(firm.odoo, DATABASE, firm.file)
    assert firm.file.stat().st_mtime_ns == content.st_mtime_ns
    with pytest.raises(Stop, match='there is a database'):
        restore(firm.odoo, firm.file, RESTORED)


def test_a_damaged_file_leaves_nothing_behind(firm, tmp_path):
    name = f'{DATABASE}_damaged'
    content = firm.file.read_bytes()
    half = tmp_path / 'half.tar'
    half.write_bytes(content[:len(content) // 2])
    changed = tmp_path / 'changed.tar'
    changed.write_bytes(content[:200_000] + b'?' + content[200_001:])
    for file, message in ((half, 'whole'), (changed, 'damaged'), (tmp_path / 'none.tar', 'no file')):
        with pytest.raises(Stop, match=message):
            restore(firm.odoo, file, name)
    assert not firm.odoo.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'")
    assert not [path for path in (firm.odoo.data / 'filestore').iterdir() if name in path.name]


@pytest.mark.parametrize(('change', 'message'), [
    ({'format': 2}, 'newer bin/backup'),
    ({'odoo': '18.0.0'}, 'comes from Odoo 18.0, here is 19.0'),
    ({'postgresql': 99}, 'comes from PostgreSQL 99'),
    ({'modules': {PRODUCT: '19.0.99.0.0'}}, f'holds {PRODUCT} 19.0.99.0.0'),
])
def test_what_is_too_new_is_refused_before_anything_is_begun(firm, tmp_path, change, message):
    with tarfile.open(firm.file) as archive:
        description = json.load(archive.extractfile('manifest.json'))
    (tmp_path / 'manifest.json').write_text(json.dumps({**description, **change}))
    with tarfile.open(tmp_path / 'new.tar', 'w') as archive:
        archive.add(tmp_path / 'manifest.json', 'manifest.json')
    with pytest.raises(Stop, match=message):
        restore(firm.odoo, tmp_path / 'new.tar', f'{DATABASE}_new')


def test_a_database_that_is_not_there(odoo, tmp_path):
    for name in ('no_such_database', "it's"):
        with pytest.raises(Stop, match='there is no database'):
            back_up(odoo, name, tmp_path / 'file.tar')


def test_the_nightly_backup_is_whole_and_the_old_ones_go(firm, tmp_path):
    text = (CHECKOUT / 'docs/production/nightly-backup.sh').read_text()
    for line, value in ((f'DATABASE={NAME}\n', f'DATABASE={DATABASE}\n'), (f'DATA={DATA}\n', f'DATA={firm.odoo.data}\n'),
                        ('BACKUPS=/var/backups/odoo\n', f'BACKUPS={tmp_path}/backups\n'), ('runuser -u odoo', 'runuser -u root')):
        assert line in text
        text = text.replace(line, value)
    old, other = (tmp_path / 'backups' / name for name in (f'{DATABASE}-2026-01-01-000000.part', 'other'))
    for folder in (old, other):
        (folder / 'files').mkdir(parents=True)
        os.utime(folder, (0, 0))
    firm.run(text)
    night, = (tmp_path / 'backups').glob(f'{DATABASE}-*')
    assert not night.name.endswith('.part') and other.is_dir()
    assert 'TABLE DATA public sale_order ' in call([find_program('pg_restore'), '--list', night / 'database.dump'])
    with tarfile.open(night / 'files.tar.gz') as archive:
        assert {f'./{name}' for name in firm.files} <= set(archive.getnames())
    assert {stat.S_IMODE(path.stat().st_mode) for path in night.iterdir()} == {0o600}


def test_both_pages_give_the_same_commands():
    english, ukrainian = (read_commands(page) for page in PAGES)
    assert english == ukrainian
