"""Zip archives of strangers: what is read of them is bounded before it is read."""
import shutil
import struct
import tempfile
import zipfile
import zlib
from pathlib import PurePosixPath

from .table import FileProblem

#: files in all archives of a file, their size unpacked, and how many times larger each may be than packed
MAX_ENTRIES, MAX_BYTES, MAX_RATIO = 2_000, 1_000_000_000, 250
#: the ratio is not checked below this size, since small files may pack very well
FREE_BYTES = 5_000_000
#: larger files are unpacked to the disk
IN_MEMORY = 4_000_000
#: what other programs add to an archive
CLUTTER = {'__MACOSX', '.DS_Store', 'Thumbs.db', 'desktop.ini'}
#: what zipfile raises for an archive that is damaged or made to do harm
DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, ValueError, KeyError)


class Unpacked:
    """What is unpacked of one file: an archive in an archive, and each spreadsheet in it, count together."""

    def __init__(self):
        self.entries = self.bytes = 0

    @property
    def is_too_much(self):
        return self.entries > MAX_ENTRIES or self.bytes > MAX_BYTES

    def add(self, entries, size):
        """
        :param int entries: files that are read by themselves; the parts of a spreadsheet are not
        :param int size: bytes
        :raises FileProblem: it is too much by now
        """
        self.entries += entries
        self.bytes += size
        if self.entries > MAX_ENTRIES:
            raise FileProblem('archive_entries', limit=MAX_ENTRIES)
        if self.bytes > MAX_BYTES:
            raise FileProblem('archive_size', limit=MAX_BYTES // 1_000_000)


def read_archive(file, read_entry, unpacked, problems=None):
    """Read every file of an archive; names of files are shown and never used as paths.

    :param read_entry: callable that reads the tables of a file, from its name and its stream
    :param Unpacked unpacked: what has been unpacked of the outermost file
    :param list problems: see ``read_file``
    :return: Iterator[SourceTable]
    """
    with file.open() as stream, open_zip(stream) as archive:
        count_unpacked(archive, unpacked)
        entries = [entry for entry in archive.infolist() if not _is_clutter(entry.filename)]
        if not entries:
            raise FileProblem('archive_empty')
        for entry in entries:
            name = f'{file.name}/{_decode_name(entry)}'
            try:
                yield from read_entry(name, _unpack(archive, entry))
            except FileProblem as problem:
                problem.file = problem.file or name
                if problems is None or unpacked.is_too_much:
                    raise
                problems.append(problem)


def open_zip(stream):
    """Open an archive, or a spreadsheet that is one, within its bounds.

    :return: zipfile.ZipFile
    :raises FileProblem: it is damaged, too large, or has a password
    """
    try:
        archive = zipfile.ZipFile(stream)
    except DAMAGED as error:
        raise FileProblem('cut') from error
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise FileProblem('archive_entries', limit=MAX_ENTRIES)
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileProblem('password')
    if sum(entry.file_size for entry in entries) > MAX_BYTES:
        raise FileProblem('archive_size', limit=MAX_BYTES // 1_000_000)
    if any(entry.file_size > max(FREE_BYTES, entry.compress_size * MAX_RATIO) for entry in entries):
        raise FileProblem('archive_ratio', limit=MAX_RATIO)
    return archive


def count_unpacked(archive, unpacked, is_spreadsheet=False):
    """:raises FileProblem: see :meth:`Unpacked.add`"""
    entries = archive.infolist()
    unpacked.add(0 if is_spreadsheet else len(entries), sum(entry.file_size for entry in entries))


def open_entry(archive, name):
    """:return: BinaryIO of a file in an archive; ``DAMAGED`` errors may come while it is read
    :raises FileProblem: it is not there"""
    try:
        return archive.open(name)
    except RuntimeError as error:  # zipfile's word for a password
        raise FileProblem('password') from error
    except DAMAGED as error:
        raise FileProblem('cut') from error


def _unpack(archive, entry):
    """:return: a stream that can be read from any position; zipfile never gives more bytes than the entry has promised"""
    target = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 its tables close it when they are forgotten
    try:
        with open_entry(archive, entry) as source:
            shutil.copyfileobj(source, target)
    except DAMAGED as error:
        target.close()
        raise FileProblem('cut') from error
    return target


def _is_clutter(name):
    """:return: bool: whether an entry is a folder, or what no person has put in"""
    parts = PurePosixPath(name).parts
    return not parts or name.endswith('/') or not CLUTTER.isdisjoint(parts) or parts[-1].startswith('._')


def _decode_name(entry):
    """Windows writes Ukrainian names in its DOS page, which zipfile takes for the American one."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        try:
            name = name.encode('cp437').decode('cp866')
        except UnicodeError:
            return name
    return str(PurePosixPath(name))
