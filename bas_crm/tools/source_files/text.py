"""Text files with a table: csv of any program, and the tab-separated text of BAS."""
import codecs
import csv
import io
import re
import sys
from collections import Counter
from contextlib import suppress
from itertools import islice

from .contents import find_encoding
from .raw import RawRow, RawSheet, check_width
from .shapes import make_table
from .table import FileProblem
from .texts import keep_text

DELIMITERS = ';\t,|'
#: what Excel understands as the delimiter, in the first line
_SEP = re.compile(r'\ufeff?sep=(.)\r?\n', re.IGNORECASE)
#: a line is no longer, and a cut cell no higher
MAX_LINE, MAX_CELL_LINES = 4_000_000, 50
#: one damaged letter among so many does not make another encoding
FEW_BAD_LETTERS = 20
#: rows that tell the delimiter
FEW_ROWS = 100


def read_tables(file):
    """:return: Iterator[SourceTable]: one"""
    encoding, is_whole = _find_encoding(file)
    delimiter, width = _find_delimiter(_decode_head(file, encoding))
    is_quoted, last_width = _scan(file, encoding, delimiter)
    remarks = [] if is_whole else [('bad_letters', '')]
    if not is_quoted:
        remarks.append(('free_quotes', ''))
    if last_width < width and not _has_end(file):
        remarks.append(('maybe_cut', ''))
    sheet = RawSheet(lambda: _read_rows(file, encoding, delimiter, is_quoted), format='csv', remarks=remarks,
                     encoding=encoding.removesuffix('-sig'))
    if table := make_table(file, sheet):
        yield table


def _find_encoding(file):
    """The mark at the beginning, or else UTF-8 if the letters are in it, or else what Windows has used in Ukraine.

    :return: tuple ``(encoding, whether all letters can be read)``
    :raises FileProblem: the file ends in the middle of a letter
    """
    if found := find_encoding(file.head):
        return found, True
    bad, extra = _count_letters(file, 'utf-8')
    if not bad:
        return 'utf-8', True
    if bad * FEW_BAD_LETTERS < extra:
        return 'utf-8', False
    return 'cp1251', not _count_letters(file, 'cp1251')[0]


def _count_letters(file, encoding):
    """:return: tuple ``(letters that cannot be read, bytes more than letters)``"""
    decoder = codecs.getincrementaldecoder(encoding)('replace')
    bad = extra = 0
    with file.open() as stream:
        while part := stream.read(1_000_000):
            text = decoder.decode(part)
            bad += text.count('\ufffd')
            extra += len(part) - len(text)
    if decoder.decode(b'', final=True) and not bad and extra > 1:
        raise FileProblem('cut')
    return bad, extra


def _has_end(file):
    """:return: bool: whether the last line is a whole one"""
    with file.open() as stream:
        stream.seek(max(0, file.size - 2))
        return bool({10, 13} & set(stream.read()))


def _decode_head(file, encoding):
    """:return: str: the beginning of the file, with whole lines"""
    text = codecs.getincrementaldecoder(encoding)('replace').decode(file.head).replace('\0', '')
    return text if file.size <= len(file.head) else text[:text.rfind('\n') + 1] or text


def _find_delimiter(text):
    """The delimiter that gives most columns, and the same number of them in most rows.

    :return: tuple ``(delimiter, usual number of columns)``
    :raises FileProblem: a row is far too wide
    """
    best, best_score = (';', 1), 0
    for delimiter in (found[1] if (found := _SEP.match(text)) else DELIMITERS):
        widths = _count_columns(text, delimiter)
        width, count = Counter(widths).most_common(1)[0] if widths else (1, 0)
        score = (width - 1) * (count / max(len(widths), 1)) ** 2
        if score > best_score:
            best, best_score = (delimiter, width), score
    for row in _read_few(text, best[0]):
        check_width(sum(map(bool, row)))
    return best


def _count_columns(text, delimiter):
    """:return: list of the numbers of columns of the first rows"""
    return [len(row) for row in _read_few(text, delimiter)]


def _read_few(text, delimiter):
    """:return: Iterator[list]: the first rows; it ends where quotation marks are not those of a csv"""
    with suppress(csv.Error):
        reader = csv.reader(io.StringIO(text, newline=''), delimiter=delimiter)
        yield from islice((row for row in reader if row), FEW_ROWS)


def _scan(file, encoding, delimiter):
    """Tell whether quotation marks enclose cells, as in csv; else they are letters of names, as in a text of BAS.

    :return: tuple ``(whether they do, number of columns of the last row)``
    :raises FileProblem: the file ends within the marks of its last cell
    """
    start = width = 0  # the line after which the last record begins
    with file.open() as stream:
        reader = csv.reader(_read_lines(stream, encoding), delimiter=delimiter, strict=True)
        try:
            for row in reader:
                start, width = reader.line_num, len(row)
        except csv.Error as error:
            is_end = 'end of data' in str(error)
            if is_end and start and reader.line_num - start <= MAX_CELL_LINES:
                raise FileProblem('cut') from None
            return False, sys.maxsize
    return True, width


def _read_rows(file, encoding, delimiter, is_quoted):
    quoting = csv.QUOTE_MINIMAL if is_quoted else csv.QUOTE_NONE
    number = 0
    with file.open() as stream:
        try:
            for number, row in enumerate(csv.reader(_read_lines(stream, encoding), delimiter=delimiter, quoting=quoting), 1):
                cells = {index: clean for index, text in enumerate(row) if text and (clean := keep_text(text))}
                if cells:
                    first = row[min(cells)]
                    yield RawRow(number, cells, indent=len(first) - len(first.lstrip(' \xa0')))
        except csv.Error as error:
            raise FileProblem('long_cell', row=number + 1, limit=csv.field_size_limit()) from error


def _read_lines(stream, encoding):
    """:return: Iterator[str]: lines without NUL, which the csv of Python refuses, and without Excel's line for itself"""
    text = io.TextIOWrapper(stream, encoding, errors='replace', newline='')
    number = 0
    while line := text.readline(MAX_LINE):
        number += 1
        if len(line) == MAX_LINE:
            raise FileProblem('long_cell', row=number, limit=MAX_LINE)
        yield '\n' if number == 1 and _SEP.fullmatch(line) else line.replace('\0', '')
