"""Address books: every card of a vCard file is a contact."""
import io
import re

import vobject

from .contents import find_encoding
from .table import FileProblem, SourceColumn, SourceRow, SourceTable
from .text import MAX_LINE
from .texts import keep_text

#: a card with a picture of a person is no longer
MAX_CARD = 8_000_000
#: columns: (heading, field of a contact)
COLUMNS = (
    ('FN', 'name'), ('N: first name', 'first_name'), ('N: last name', 'last_name'), ('N: middle name', 'middle_name'),
    ('ORG', 'counterparty'), ('TITLE', 'position'), ('TEL', 'phone'), ('EMAIL', 'email'), ('URL', 'website'), ('ADR', 'address'),
    ('BDAY', 'birthday'), ('NOTE', 'note'), ('CATEGORIES', 'group'), ('UID', 'guid'),
)
_INDEX = {field: index for index, (_heading, field) in enumerate(COLUMNS)}
#: properties with one text, and those of which there may be several
_ONE = {'fn': 'name', 'title': 'position', 'note': 'note', 'bday': 'birthday', 'uid': 'guid'}
_MANY = {'tel': 'phone', 'email': 'email', 'url': 'website'}
#: properties that are large and not read
_DROPPED = re.compile(r'(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:]', re.IGNORECASE)


def read_tables(file):
    """:return: Iterator[SourceTable]: one, of contacts"""
    columns = [SourceColumn(heading, field=field, confidence=100) for heading, field in COLUMNS]
    table = SourceTable(_Cards(file).read_cards, file=file.name, format='vcf', columns=columns, kind='contact',
                        encoding=(_find_encoding(file) or '').removesuffix('-sig'))
    for row, _number in zip(table.rows(), range(100), strict=False):
        for index, text in row.values.items():
            if len(columns[index].samples) < 3:
                columns[index].samples.append(text)
    table.remarks = []
    yield table


def _find_encoding(file):
    found = find_encoding(file.head)
    if found:
        return found
    try:
        file.head[:-4].decode('utf-8')
    except UnicodeDecodeError as error:
        return 'utf-8' if error.start > len(file.head) - 8 else 'cp1251'
    return 'utf-8'


class _Cards:
    """:param SourceFile file: the file"""

    def __init__(self, file):
        self.file = file

    def read_cards(self, table):
        """:return: Iterator[SourceRow]: the cards that can be read, by their number in the file"""
        for number, card in enumerate(self._split(), 1):
            try:
                values = _read_card(card)
            except Exception as error:  # vobject has no common error, and a bad card does not spoil the others
                table.remark('bad_card', row=number, text=f'{error}'[:100] or type(error).__name__)
                continue
            if values:
                yield SourceRow(number, values)

    def _split(self):
        """:return: Iterator[str]: text of each card
        :raises FileProblem: the file ends within a card"""
        lines, size, is_dropped = [], 0, False
        with self.file.open() as stream:
            text = io.TextIOWrapper(stream, _find_encoding(self.file), errors='replace')
            while line := text.readline(MAX_LINE):
                is_dropped = bool(_DROPPED.match(line)) or (is_dropped and line[:1] in ' \t')
                if not is_dropped:
                    lines.append(line.replace('\0', ''))
                    size += len(line)
                if size > MAX_CARD:
                    raise FileProblem('long_cell', row=0, limit=MAX_CARD)
                if line.strip().upper() == 'END:VCARD':
                    yield ''.join(lines).lstrip('\ufeff')
                    lines, size = [], 0
        if any(line.strip() for line in lines):
            raise FileProblem('cut')


def _read_card(text):
    """:return: dict: index of the column → text"""
    card = vobject.readOne(text, allowQP=True)
    found = {}
    for child in card.getChildren():
        name, value = child.name.lower(), child.value
        if name in _ONE:
            found.setdefault(_ONE[name], str(value))
        elif name in _MANY:
            field = _MANY[name]
            found[field] = '\n'.join(filter(None, [found.get(field), re.sub(r'^(?:tel|mailto):', '', str(value))]))
        elif name == 'n' and not isinstance(value, str):
            found.update(first_name=_join(value.given), last_name=_join(value.family), middle_name=_join(value.additional))
        elif name == 'adr' and not isinstance(value, str):
            parts = (value.code, value.country, value.region, value.city, value.street, value.extended, value.box)
            found.setdefault('address', re.sub(r'\s+', ' ', ', '.join(filter(None, map(_join, parts)))))
        elif name in ('org', 'categories'):
            found['counterparty' if name == 'org' else 'group'] = _join(value if name == 'categories' else value[:1])
    return {_INDEX[field]: clean for field, value in found.items() if (clean := keep_text(value))}


def _join(value):
    """vobject gives a text or a list of texts."""
    return value if isinstance(value, str) else ', '.join(part for part in value if part)
