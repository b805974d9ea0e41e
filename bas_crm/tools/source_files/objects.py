"""Files of objects become tables: one for each kind of list, with the parts of an object flattened into columns.

The file is read twice and never held in memory: first to learn what its references are called, then for the rows, which wait in
temporary files, one for each list, until they are asked for.

A reference gives two columns: ``counterparty`` has its name, if the file tells it, and ``counterparty_guid`` its GUID, which may
be of an object that is not in the file.
"""
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count

from .headings import FIELDS, REPEATED, match_columns
from .table import FileProblem, SourceColumn, SourceRow, SourceTable

SAMPLES = 3
#: bytes of a list that wait in memory
IN_MEMORY = 2_000_000
#: remark of an object that is a group of others
GROUP = 'group'
#: a list without a kind has the headings of this one
UNKNOWN_LIKE = 'order'
#: names that are learned; further references show their GUID only
MOST_NAMES = 1_000_000


class SourceObject:
    """
    :param type: as the file calls it, e.g. 'Справочник.Контрагенты'
    :param make_node: gives its properties, see ``nodes.py``; called at the first need, before the next object is read
    """

    def __init__(self, type_: str, make_node: Callable[[], dict | None]):
        self.type = type_
        self._make_node = make_node

    @cached_property
    def node(self):
        node = self._make_node()
        return node if isinstance(node, dict) else {}


@dataclass(frozen=True)
class Part:
    """A row that an object gives: of its own list, or of one of its tabular parts. Without values it is only counted.

    :param kind: kind of list, '' for one that is shown but not imported
    :param values: field → text
    :param extra: heading of a column without a field → text, e.g. additional properties that the firm has made itself
    :param groups: names of its groups, the outermost first
    :param remark: code of a remark that counts such objects, or GROUP
    """
    kind: str
    values: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    remark: str = ''


@dataclass
class Names:
    """What the file tells of the objects that others cite, learned before the rows are read."""
    #: GUID → name
    names: dict[str, str] = field(default_factory=dict)
    #: GUID of a group → (its name, GUID of the group above)
    groups: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: facts of a format, e.g. which bank accounts are main ones
    marks: dict[str, set[str]] = field(default_factory=dict)

    def learn(self, guid, name):
        if guid and name and len(self.names) < MOST_NAMES:
            self.names[guid] = name

    def mark(self, mark, guid):
        if guid:
            self.marks.setdefault(mark, set()).add(guid)

    def is_marked(self, mark, guid):
        return guid in self.marks.get(mark, ())

    def path(self, guid, name=''):
        """:return: names of a group and those above it, the outermost first; a cycle ends where it begins again"""
        found, seen = [], set()
        while guid in self.groups and guid not in seen:
            seen.add(guid)
            label, guid = self.groups[guid]
            found.insert(0, label)
        return tuple(found) or ((name,) if name else ())


@dataclass
class ObjectFile:
    """What a format must tell of its files.

    :param objects: reads the file from its beginning
    :param learn: called with each object and the names to add to
    :param convert: called with an object and the names; gives its rows
    :param attributes: of the message, see ``SourceTable.attributes``
    """
    file: object
    format: str
    objects: Callable[[], Iterator[SourceObject]]
    learn: Callable[[SourceObject, Names], None]
    convert: Callable[[SourceObject, Names], Iterator[Part]]
    #: GUIDs and names of the objects of the file
    names: Names = field(default_factory=Names)
    version: str = ''
    attributes: dict[str, str] = field(default_factory=dict)


def read_object_tables(source):
    """:param ObjectFile source: a file of objects
    :return: Iterator[SourceTable]
    :raises FileProblem: none of its objects belongs to a list"""
    for item in source.objects():
        source.learn(item, source.names)
    found, others = {}, Counter()
    for item in source.objects():
        parts = list(source.convert(item, source.names))
        others[item.type] += not parts
        for part in parts:
            found.setdefault(part.kind, _Waiting()).add(part)
    if not (lists := {kind: waiting for kind, waiting in found.items() if waiting.samples}):
        raise FileProblem('no_lists', text=_tell(others) or '—')
    for number, (kind, waiting) in enumerate(lists.items()):
        yield _make_table(source, kind, waiting, '' if number else _tell(others))


class _Waiting:
    """The rows of a list that wait to be read: small lists in memory, others in a temporary file."""

    def __init__(self):
        self._stream = tempfile.SpooledTemporaryFile(IN_MEMORY, 'w+', encoding='utf-8')  # noqa: SIM115  # closed with the table
        #: (field, heading) → first texts of a column; its place is the index of the column
        self.samples = {}
        self._indexes = {}
        #: remark → how many objects have it
        self.counts = Counter()

    def add(self, part):
        self.counts[part.remark] += 1
        cells = []
        for key, text in _cells(part):
            index = self._indexes.setdefault(key, len(self._indexes))
            samples = self.samples.setdefault(key, [])
            if len(samples) < SAMPLES:
                samples.append(text)
            cells.append((index, text))
        if cells:
            self._stream.write(json.dumps((cells, part.groups), ensure_ascii=False) + '\n')

    def rows(self):
        """:return: Iterator[SourceRow]; two of them may be read at the same time"""
        position = 0
        for number in count(1):
            self._stream.seek(position)
            line = self._stream.readline()
            if not line:
                return
            position = self._stream.tell()
            cells, groups = json.loads(line)
            yield SourceRow(number, dict(cells), tuple(groups))


def refer(values, name, text, guid):
    """Add a reference to the values of a row: its name and its GUID, as far as they are known."""
    if text:
        values[name] = text
    if guid:
        values[f'{name}_guid'] = guid


def _make_table(source, kind, waiting, others):
    """:param others: what else is in the file, for a remark"""
    def read(table):
        yield from waiting.rows()
        table.groups = waiting.counts[GROUP]
        for code, number in waiting.counts.items():
            if code not in {'', GROUP}:
                table.remark(code, count=number)
        if others:
            table.remark('other_objects', text=others)

    return SourceTable(read, source.file.name, source.format, _make_columns(kind, waiting.samples), kind=kind, source='bas',
                       version=source.version, attributes=dict(source.attributes))


def _make_columns(kind, samples):
    words = FIELDS[kind or UNKNOWN_LIKE]
    columns, taken = [], {name for name, _heading in samples}
    for (name, heading), texts in samples.items():
        if name:
            base = name.removesuffix('_guid')
            heading = f'{(words.get(base) or (base,))[0]}{" (GUID)" if base != name else ""}'
            columns.append(SourceColumn(heading, texts, name if kind else '', 100 if kind else 0))
        else:
            found, confidence = match_columns(kind, [heading])[0]
            is_free = found and (found not in taken or found in REPEATED)
            columns.append(SourceColumn(heading, texts, *((found, confidence) if is_free else ('', 0))))
            taken.add(found)
    return columns


def _cells(part):
    yield from (((name, ''), text) for name, text in part.values.items() if text)
    yield from ((('', heading), text) for heading, text in part.extra.items() if text)


def _tell(others):
    """:return: ``'Справочник.Склады: 3, …'``, the most frequent first"""
    return ', '.join(f'{name}: {count}' for name, count in others.most_common(20) if count)
