"""Text files with a table: csv of any program, and the tab-separated text of BAS."""
import codecs
import csv
import io
import re
from collections import Counter

from .contents import find_encoding
from .raw import RawRow, RawSheet
from .shapes import make_table
from .table import FileProblem
from .texts import keep_text

DELIMITERS = ';\t,|'
#: what Excel understands as the delimiter, in the first line
_SEP = re.compile(r'\ufeff?sep=(.)\r?\n', re.IGNORECASE)
#: a line is no longer, and a cut cell no higher
MAX_LINE, MAX_CELL_LINES = 4_000_000, 50
#: rows that tell the delimiter
FEW_ROWS = 100


def read_tables(file):
    """:return: Iterator[SourceTable]: one"""
    encoding = _find_encoding(file)
    head = _decode_head(file, encoding)
    delimiter = _find_delimiter(head)
    is_quoted = _is_quoted(file, encoding, delimiter)

    def read_rows():
        return _read_rows(file, encoding, delimiter, is_quoted)

    remarks = [] if is_quoted else [('free_quotes', '')]
    if encoding == 'cp1251' and not _is_whole(file, encoding):
        remarks.append(('bad_letters', ''))
    table = make_table(file, RawSheet(read_rows, format='csv', encoding=encoding.removesuffix('-sig'), remarks=remarks))
    if table:
        yield table


def _find_encoding(file):
    """The mark at the beginning, or else UTF-8 if the whole file is, or else what Windows has used in Ukraine."""
    found = find_encoding(file.head)
    if found:
        return found
    return 'utf-8' if _is_whole(file, 'utf-8') else 'cp1251'


def _is_whole(file, encoding):
    """:return: bool: whether every byte of the file is a letter in that encoding"""
    decoder = codecs.getincrementaldecoder(encoding)()
    with file.open() as stream:
        try:
            while part := stream.read(1_000_000):
                decoder.decode(part)
            decoder.decode(b'', final=True)
        except UnicodeDecodeError:
            return False
    return True


def _decode_head(file, encoding):
    """:return: str: the beginning of the file, with whole lines"""
    text = codecs.getincrementaldecoder(encoding)('replace').decode(file.head).replace('\0', '')
    return text if file.size <= len(file.head) else text[:text.rfind('\n') + 1] or text


def _find_delimiter(text):
    """The delimiter that gives most columns, and the same number of them in most rows."""
    if found := _SEP.match(text):
        return found[1]
    best, best_score = ';', 0
    for delimiter in DELIMITERS:
        rows = []
        try:
            for row in csv.reader(io.StringIO(text, newline=''), delimiter=delimiter):
                if row and len(rows) < FEW_ROWS:
                    rows.append(len(row))
        except csv.Error:
            pass  # the quotation marks are of another kind of text; what was read tells enough
        width, count = Counter(rows).most_common(1)[0] if rows else (1, 0)
        score = (width - 1) * (count / max(len(rows), 1)) ** 2
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _is_quoted(file, encoding, delimiter):
    """Tell whether quotation marks enclose cells, as in csv; else they are letters of names, as in a text of BAS.

    :raises FileProblem: the file ends within the marks of its last cell
    """
    start = 0  # the line after which the last record begins
    try:
        with file.open() as stream:
            reader = csv.reader(_read_lines(stream, encoding), delimiter=delimiter, strict=True)
            for _row in reader:
                start = reader.line_num
    except csv.Error:
        with file.open() as stream:
            is_end = reader.line_num >= sum(1 for _line in _read_lines(stream, encoding))
        if is_end and start and reader.line_num - start <= MAX_CELL_LINES:
            raise FileProblem('cut') from None
        return False
    return True


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
