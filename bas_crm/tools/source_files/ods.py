"""Spreadsheets of LibreOffice (ods): their XML is read row by row."""
import math
import re

from . import safe_xml
from .archive import DAMAGED, open_entry, open_zip
from .raw import MAX_COLUMNS, MAX_ROWS, Merge, RawRow, RawSheet, show_number
from .shapes import make_table
from .table import FileProblem
from .texts import keep_text

OFFICE = '{urn:oasis:names:tc:opendocument:xmlns:office:1.0}'
TABLE = '{urn:oasis:names:tc:opendocument:xmlns:table:1.0}'
TEXT = '{urn:oasis:names:tc:opendocument:xmlns:text:1.0}'
FO = '{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}'
STYLE = '{urn:oasis:names:tc:opendocument:xmlns:style:1.0}'
#: what a row of this format is made of
_CELLS = (TABLE + 'table-cell', TABLE + 'covered-table-cell')
_LENGTH = re.compile(r'(\d+(?:\.\d+)?)(mm|cm|in|pt|px)?')
#: units of an indent in mm
_UNITS = {'mm': 1, 'cm': 10, 'in': 25.4, 'pt': 0.353, 'px': 0.265, None: 1}
#: the step of an indent in LibreOffice
INDENT = 3.5


def read_tables(file):
    """:return: Iterator[SourceTable]: one for each sheet that is not empty"""
    _refuse_password(file)
    indents = {}
    for name, merges, is_hidden in _find_sheets(file, indents):
        sheet = RawSheet(lambda name=name: _read_rows(file, name, indents), name=name, format='ods', merges=merges,
                         is_hidden=is_hidden)
        if table := make_table(file, sheet):
            yield table


def _refuse_password(file):
    with file.open() as stream, open_zip(stream) as archive:
        for _event, element in _iterate(archive, 'META-INF/manifest.xml', ('end',), '{*}encryption-data'):
            if element is not None:
                raise FileProblem('password')


def _iterate(archive, name, events, tag):
    try:
        yield from safe_xml.iterate(lambda: open_entry(archive, name), events, tag, 'ods')
    except DAMAGED as error:
        raise FileProblem('cut') from error


def _find_sheets(file, indents):
    """:return: list of tuples ``(name, merged cells of the first rows, whether it is hidden)``; ``indents`` gets those of the
        styles"""
    sheets, hidden = [], set()
    with file.open() as stream, open_zip(stream) as archive:
        number = 0
        for event, element in _iterate(archive, 'content.xml', ('start', 'end'), (
                TABLE + 'table', TABLE + 'table-row', STYLE + 'style')):
            if event == 'start':
                if element.tag == TABLE + 'table':
                    sheets.append((element.get(TABLE + 'name', ''), [], element.get(TABLE + 'style-name') in hidden))
                    number = 0
            elif element.tag == STYLE + 'style':
                indents[element.get(STYLE + 'name')] = _read_indent(element)
                if any(one.get(TABLE + 'display') == 'false' for one in element.iterfind(STYLE + 'table-properties')):
                    hidden.add(element.get(STYLE + 'name'))
            elif element.tag == TABLE + 'table-row':
                if sheets:
                    sheets[-1][1].extend(merge for merge in _read_merges(element, number + 1) if merge.is_needed)
                number += _get_count(element, TABLE + 'number-rows-repeated')
                safe_xml.forget(element)
    return sheets


def _read_indent(style):
    properties = style.find(STYLE + 'paragraph-properties')
    found = _LENGTH.fullmatch(properties.get(FO + 'margin-left', '')) if properties is not None else None
    return round(float(found[1]) * _UNITS[found[2]] / INDENT) if found else 0


def _read_merges(row, number):
    column = 0
    for cell in row.iterchildren(*_CELLS):
        wide, high = (_get_count(cell, f'{TABLE}number-{what}-spanned') for what in ('columns', 'rows'))
        if wide > 1 or high > 1:
            yield Merge(number, column, number + high - 1, column + wide - 1)
        column += _get_count(cell, TABLE + 'number-columns-repeated')


def _read_rows(file, wanted, indents):
    """:return: Iterator[RawRow]: of the sheet called ``wanted``"""
    number = depth = 0
    is_wanted = False
    with file.open() as stream, open_zip(stream) as archive:
        for event, element in _iterate(archive, 'content.xml', ('start', 'end'), (
                TABLE + 'table', TABLE + 'table-row', TABLE + 'table-row-group')):
            if element.tag == TABLE + 'table' and is_wanted and event == 'end':
                return
            if element.tag == TABLE + 'table' and event == 'start':
                is_wanted, number, depth = element.get(TABLE + 'name', '') == wanted, 0, 0
            elif element.tag == TABLE + 'table-row-group':
                depth += 1 if event == 'start' else -1
            elif element.tag == TABLE + 'table-row' and event == 'end':
                if is_wanted:
                    yield from _repeat_row(element, number, depth, indents)
                number += _get_count(element, TABLE + 'number-rows-repeated')
                safe_xml.forget(element)


def _repeat_row(element, number, depth, indents):
    cells, indent = _read_cells(element, indents)
    for index in range(min(_get_count(element, TABLE + 'number-rows-repeated'), MAX_ROWS + 1) if cells else 0):
        yield RawRow(number + index + 1, cells, depth, indent)


def _read_cells(row, indents):
    """:return: tuple ``(cells, indent of the first one)``"""
    cells, column, indent = {}, 0, 0
    for cell in row.iterchildren(*_CELLS):
        count = _get_count(cell, TABLE + 'number-columns-repeated')
        raw = _read_cell(cell) if cell.tag == _CELLS[0] else ''
        if text := keep_text(raw):
            if not cells:
                indent = indents.get(cell.get(TABLE + 'style-name'), 0) or len(raw) - len(raw.lstrip(' \xa0'))
            for index in range(min(count, MAX_COLUMNS + 1)):
                cells[column + index] = text
        column += count
    return cells, indent


def _get_count(element, name):
    text = element.get(name, '1')
    return int(text) if text.isdigit() and len(text) < 9 else 1


def _read_cell(cell):
    kind = cell.get(OFFICE + 'value-type')
    if kind in ('float', 'currency', 'percentage'):
        try:
            number = float(cell.get(OFFICE + 'value', ''))
        except ValueError:
            return ''
        if not math.isfinite(number):
            return ''
        return f'{show_number(number * 100)}%' if kind == 'percentage' else _show(number, cell)
    if kind == 'date':
        return cell.get(OFFICE + 'date-value', '').replace('T', ' ').removesuffix(' 00:00:00')
    if kind == 'boolean':
        return cell.get(OFFICE + 'boolean-value', '')
    return _read_text(cell)


def _show(number, cell):
    """Zeros before a code are seen in the text only: «00032129»."""
    text, shown = show_number(number), _read_text(cell)
    return shown if shown.isdigit() and shown.lstrip('0') == text.lstrip('0') else text


def _read_text(cell):
    return '\n'.join(_read_paragraph(paragraph) for paragraph in cell.iterchildren(TEXT + 'p', TEXT + 'h'))


def _read_paragraph(paragraph):
    """Several blanks, tabs and line breaks are elements."""
    parts = [paragraph.text or '']
    for element in paragraph.iterdescendants():
        if element.tag == TEXT + 's':
            parts.append(' ' * min(_get_count(element, TEXT + 'c'), 100))
        elif element.tag in (TEXT + 'line-break', TEXT + 'tab'):
            parts.append('\n' if element.tag == TEXT + 'line-break' else ' ')
        else:
            parts.append(element.text or '')
        parts.append(element.tail or '')
    return ''.join(parts)
