"""Web pages with a table, as 1C and web programs save them under the name of a workbook: «звіт.xls» that Excel opens."""
import re

from lxml import etree

from .contents import find_encoding
from .raw import MAX_COLUMNS, MAX_ROWS, Merge, RawRow, RawSheet
from .shapes import make_table
from .table import FileProblem
from .texts import keep_text

#: the page is read as a whole
MAX_BYTES = 30_000_000
_CHARSET = re.compile(rb'charset\s*=\s*["\']?\s*([\w-]+)', re.IGNORECASE)
#: elements that begin a line of a cell
_LINES = ('br', 'p', 'div', 'li')


def read_tables(file):
    """:return: Iterator[SourceTable]: one of all tables of the page: the title of a report is often a table of its own"""
    if file.size > MAX_BYTES:
        raise FileProblem('too_large', limit=MAX_BYTES // 1_000_000)
    encoding = _find_encoding(file)
    rows, merges = _read_page(file, encoding)
    if table := make_table(file, RawSheet(lambda: iter(rows), format='html', encoding=encoding, merges=merges)):
        yield table


def _find_encoding(file):
    if found := find_encoding(file.head):
        return found.removesuffix('-sig')
    if found := _CHARSET.search(file.head[:4096]):
        name = found[1].decode('ascii').casefold()
        return {'windows-1251': 'cp1251'}.get(name, name)
    try:
        file.head[:-4].decode('utf-8')
    except UnicodeDecodeError:
        return 'cp1251'
    return 'utf-8'


def _read_page(file, encoding):
    """:return: tuple ``(list[RawRow], list[Merge])``"""
    with file.open() as stream:
        try:
            text = stream.read().decode(encoding, 'replace').replace('\0', '')
        except LookupError as error:
            raise FileProblem('broken', format='html') from error
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding='utf-8')
    root = etree.fromstring(text.encode('utf-8', 'replace'), parser)
    rows, merges, taken = [], [], {}  # taken: column → the last row of a cell from above
    for number, element in enumerate(_find_rows(root), 1):
        if number > MAX_ROWS:
            raise FileProblem('too_many_rows', limit=MAX_ROWS)
        if cells := _read_cells(element, number, taken, merges):
            rows.append(cells)
    return rows, merges


def _find_rows(root):
    """:return: Iterator of the rows of the tables that have no other table in them"""
    for row in root.iter('tr') if root is not None else ():
        if next(row.iter('table'), None) is None:
            yield row


def _read_cells(element, number, taken, merges):
    """:return: RawRow, or None for an empty row"""
    cells, column, indent = {}, 0, 0
    for cell in element.iterchildren('td', 'th'):
        while taken.get(column, 0) >= number:
            column += 1
        wide, high = (_get_span(cell, name) for name in ('colspan', 'rowspan'))
        if high > 1:
            taken.update(dict.fromkeys(range(column, column + wide), number + high - 1))
        merge = Merge(number, column, number + high - 1, column + wide - 1)
        if (wide > 1 or high > 1) and merge.is_needed:
            merges.append(merge)
        raw = ''.join(_read_text(cell))
        if text := keep_text(raw):
            if not cells:
                indent = len(raw) - len(raw.lstrip(' \xa0')) if '\xa0' in raw else 0
            cells[column] = text
        column += wide
    return RawRow(number, cells, indent=indent) if cells else None


def _get_span(cell, name):
    text = (cell.get(name) or '').strip()
    return min(max(int(text), 1), MAX_COLUMNS) if text.isdecimal() and len(text) < 9 else 1


def _read_text(element):
    """:return: Iterator[str]: parts of the text as a browser shows it: a line of the source is a blank"""
    yield _join_blanks(element.text)
    for child in element:
        if child.tag in _LINES:
            yield '\n'
        yield from _read_text(child)
        yield _join_blanks(child.tail)


def _join_blanks(text):
    return re.sub(r'[ \t\r\n]+', ' ', text or '')
