"""A database and its files in one file, and a database made of such a file: ``bin/backup`` and ``bin/restore``.

The file is a tar: what it holds (manifest.json), PostgreSQL's own dump, then the files of the attachments. They are of one
moment although the firm goes on working: the dump and the list of files come from one snapshot.
"""
import contextlib
import hashlib
import io
import json
import os
import re
import subprocess
import tarfile
import tempfile
from datetime import datetime, timezone
from pathlib import Path

from .addons import manifest as addon_manifest
from .console import Stop, say, step
from .database import HALF_MADE, MARK, check_name, discard, state_of
from .paths import CHECKOUT
from .postgres import find_program
from .system import appears_whole, call, only_one

#: of the file; to be raised when an older ``bin/restore`` could not read a newer file
FORMAT = 1
MANIFEST, DUMP, FILES = 'manifest.json', 'database.dump', 'filestore'
_FILE = re.compile(rf'{FILES}/([\w-]+/[\w-]+)')


# ------------------------------------------------------------
# Backup
# ------------------------------------------------------------


def back_up(odoo, name, path):
    """Write the database ``name`` and its attachments to ``path``, which appears when it is complete.

    :return: names of files that attachments of the database name and that are not there
    """
    path = Path(path).absolute()
    _require_place(path)
    if not re.fullmatch(r'\w[\w.-]*', name) or state_of(odoo, name) is None:
        raise Stop(f"there is no database '{name}'")
    with step(f'backup of database {name}'), _writing(path) as folder:
        dump, packed = folder / DUMP, folder / 'packed'
        with _snapshot(odoo, name) as seen:
            call([find_program('pg_dump'), '--format=custom', f"--snapshot={seen['snapshot']}", f'--file={dump}', name],
                 env=odoo.env)
            missing = _pack(packed, dump, odoo.data / 'filestore' / name, _describe(odoo, name, dump, seen), seen['files'])
        _require_place(path)
        packed.rename(path)
    return missing


def _require_place(path):
    if path.exists():
        raise Stop(f'{path} is there already; a backup overwrites nothing')
    if not path.parent.is_dir():
        raise Stop(f'there is no folder {path.parent}')


@contextlib.contextmanager
def _writing(path):
    """:return: a folder beside ``path`` for what is not complete yet"""
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix='.backup-') as folder:
            yield Path(folder)
    except OSError as error:
        raise Stop(f'{path} cannot be written: {error.strerror}') from error


@contextlib.contextmanager
def _snapshot(odoo, name):
    """One moment of the database, which ``pg_dump`` can see as long as the block runs.

    :return: {'snapshot', 'files', 'modules', 'server', 'database'}
    """
    holder = subprocess.Popen([str(odoo.python / 'bin/python'), '-c', _HOLD, name], env=odoo.env, text=True,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        if not (line := holder.stdout.readline()):
            raise Stop(f'database {name} cannot be read: {holder.stderr.read().strip().splitlines()[-1]}')
        yield json.loads(line)
    finally:
        holder.communicate()  # the end of its input ends it


# The lock lets everybody work, only Odoo's nightly removal of files that no attachment names does not begin meanwhile.
# It comes before the snapshot is taken.
_HOLD = """
import json, sys, psycopg2
connection = psycopg2.connect(dbname=sys.argv[1])
connection.set_session(isolation_level='REPEATABLE READ')
with connection, connection.cursor() as cursor:
    def ask(query):
        cursor.execute(query)
        return cursor.fetchall()
    cursor.execute('LOCK TABLE ir_attachment IN ROW EXCLUSIVE MODE')
    print(json.dumps({
        'snapshot': ask('SELECT pg_export_snapshot()')[0][0],
        'files': [row[0] for row in ask("SELECT DISTINCT store_fname FROM ir_attachment WHERE store_fname > ''")],
        'modules': dict(ask("SELECT name, latest_version FROM ir_module_module WHERE state = 'installed'")),
        'server': connection.server_version,
        'database': ask('SELECT to_jsonb(d) FROM pg_database d WHERE datname = current_database()')[0][0],
    }), flush=True)
    sys.stdin.read()
"""


def _describe(odoo, name, dump, seen):
    database = seen['database']
    return {
        'format': FORMAT, 'name': name, 'made': datetime.now(timezone.utc).isoformat(timespec='seconds'),
        'odoo': odoo.source.version, 'postgresql': seen['server'] // 10000, 'modules': seen['modules'],
        'dump': _digest(dump, 'sha256'), 'files': len(seen['files']), 'comment': state_of(odoo, name),
        'locale': {
            'provider': database.get('datlocprovider', 'c'), 'collate': database['datcollate'], 'ctype': database['datctype'],
            # of ICU or of PostgreSQL itself; since version 17, and before
            'name': database.get('datlocale', database.get('daticulocale')),
        },
    }


def _digest(path, algorithm):
    digest = hashlib.new(algorithm)
    with open(path, 'rb') as content:
        while block := content.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _pack(packed, dump, filestore, description, files):
    """:return: names of those ``files`` that are not in ``filestore``"""
    missing = [name for name in files if not (filestore / name).is_file()]
    # The whole firm is in it: for the eyes of its owner alone.
    with open(packed, 'xb', opener=lambda path, flags: os.open(path, flags, 0o600)) as output:
        with tarfile.open(fileobj=output, mode='w', format=tarfile.PAX_FORMAT) as archive:
            text = json.dumps({**description, 'files': len(files) - len(missing)}, indent=1, sort_keys=True).encode()
            member = tarfile.TarInfo(MANIFEST)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text))
            archive.add(dump, DUMP)
            for name in sorted(set(files).difference(missing)):
                archive.add(filestore / name, f'{FILES}/{name}')
        output.flush()
        os.fsync(output.fileno())
    return missing


# ------------------------------------------------------------
# Restore
# ------------------------------------------------------------


def restore(odoo, path, name, neutralize=False):
    """Make the database ``name``, which does not exist yet, of a file of :func:`back_up`.

    :param neutralize: it sends no letters and runs no scheduled actions: a copy for trying things out
    :return: {module: version} of the backup
    """
    check_name(name)
    filestore = odoo.data / 'filestore' / name
    with _opened(path) as archive, only_one(f'database-{name}'):
        description = _read_description(archive, path)
        _require_fit(odoo, description, path)
        if state_of(odoo, name) is not None or filestore.exists():
            raise Stop(f'there is a database {name} already, or there are files of one in {filestore}; choose another name')
        filestore.parent.mkdir(parents=True, exist_ok=True)
        with step(f'database {name} from {path}'), tempfile.TemporaryDirectory(dir=filestore.parent) as folder:
            with appears_whole(filestore) as files:
                dump = _unpack(archive, description, Path(folder), files)
                _fill(odoo, name, dump, description)
            _finish(odoo, name, description, neutralize)
    return description['modules']


@contextlib.contextmanager
def _opened(path):
    if not Path(path).is_file():
        raise Stop(f'there is no file {path}')
    try:
        with tarfile.open(path) as archive:
            yield archive
    except (tarfile.TarError, EOFError) as error:
        raise Stop(f'{path} is no whole backup: {error}') from error


def _read_description(archive, path):
    member = archive.next()
    if not member or member.name != MANIFEST:
        raise Stop(f'{path} was not made by bin/backup')
    return json.load(archive.extractfile(member))


def _require_fit(odoo, description, path):
    """Refuse what the programs of today cannot read, before anything is begun."""
    if description['format'] > FORMAT:
        raise Stop(f'{path} was made by a newer bin/backup; take the bin/restore that belongs to it')
    series, here = (version.rpartition('.')[0] for version in (description['odoo'], odoo.source.version))
    if series != here:
        raise Stop(f'{path} comes from Odoo {series}, here is {here}')
    server = int(odoo.sql('SHOW server_version_num')[0]) // 10000
    if description['postgresql'] > server:
        raise Stop(f"{path} comes from PostgreSQL {description['postgresql']}, here is {server}, which is older")
    for addon, version in description['modules'].items():
        if (CHECKOUT / addon / '__manifest__.py').is_file():
            ours = addon_manifest(addon)['version']
            if _number(version) > _number(ours):
                raise Stop(f'{path} holds {addon} {version}, here is {ours}, which is older; take the newer version')


def _number(version):
    return [int(part) for part in version.split('.')]


def _unpack(archive, description, folder, files):
    """Files go to ``files``, the dump to ``folder``; a damaged one is told.

    :return: the dump
    """
    dump, count = folder / DUMP, 0
    for member in archive:
        if member.name == DUMP:
            _extract(archive, member, dump)
            if _digest(dump, 'sha256') != description['dump']:
                raise Stop('the dump in the backup is damaged')
        elif found := member.isfile() and _FILE.fullmatch(member.name):
            count += 1
            _extract(archive, member, files / found[1])
            if _digest(files / found[1], 'sha1') != member.name.rpartition('/')[2]:
                say(f'  the file of an attachment is not what it was: {found[1]}')
    if not dump.is_file() or count != description['files']:
        raise Stop(f"the backup is not whole: it holds {count} files of {description['files']}")
    return dump


def _extract(archive, member, path):
    path.parent.mkdir(exist_ok=True)
    with archive.extractfile(member) as content, open(path, 'wb') as output:
        while block := content.read(1 << 20):
            output.write(block)


def _fill(odoo, name, dump, description):
    odoo.sql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'{_order(description['locale'])}")
    try:
        odoo.sql(f"COMMENT ON DATABASE {name} IS '{HALF_MADE}'")
        call([find_program('pg_restore'), '--no-owner', '--exit-on-error', f'--dbname={name}', dump], env=odoo.env)
    except BaseException:
        discard(odoo, name)
        raise


def _order(locale):
    """:return: what makes the new database sort as the old one did"""
    quoted = {key: str(value).replace("'", "''") for key, value in locale.items()}
    provider = {
        'i': f" LOCALE_PROVIDER icu ICU_LOCALE '{quoted['name']}'",
        'b': f" LOCALE_PROVIDER builtin BUILTIN_LOCALE '{quoted['name']}'",
    }
    return provider.get(locale['provider'], '') + " LC_COLLATE '{collate}' LC_CTYPE '{ctype}'".format(**quoted)


def _finish(odoo, name, description, neutralize):
    comment = description['comment']
    try:
        if neutralize:
            odoo.run('neutralize', '-d', name, log=odoo.home / f'{name}.log')
        ours = re.fullmatch(MARK + '[0-9a-f]{16}', comment)
        odoo.sql(f"COMMENT ON DATABASE {name} IS {repr(comment) if ours else 'NULL'}")
    except BaseException:
        discard(odoo, name)
        raise
