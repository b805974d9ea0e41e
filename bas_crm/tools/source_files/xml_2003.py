"""Workbooks of Excel 2003 in XML («Таблиця XML 2003»), which other programs like to call .xls."""
from . import safe_xml
from .raw import Merge, RawRow, RawSheet
from .shapes import make_table
from .texts import keep_text

NAMESPACE = 'urn:schemas-microsoft-com:office:spreadsheet'
_ROW, _CELL, _DATA, _SHEET = (f'{{{NAMESPACE}}}{name}' for name in ('Row', 'Cell', 'Data', 'Worksheet'))


def read_tables(file):
    """:return: Iterator[SourceTable]: one for each sheet that is not empty"""
    for position, (name, merges, is_hidden) in enumerate(_find_sheets(file)):
        sheet = RawSheet(lambda position=position: _read_rows(file, position), name=name, format='xml_2003', merges=merges,
                         is_hidden=is_hidden)
        if table := make_table(file, sheet):
            yield table


def _find_sheets(file):
    """:return: list of ``[name, merged cells of the first rows, whether it is hidden]``"""
    sheets, number = [], 0
    for event, element in safe_xml.iterate(file.open, ('start', 'end'), name_format='xml_2003'):
        if element.tag == _SHEET and event == 'start':
            sheets.append([_get(element, 'Name'), [], False])
            number = 0
        elif event == 'end' and element.tag == _ROW:
            number = _get_number(element, 'Index', number + 1)
            sheets[-1][1] += [merge for merge, _text, _column in _place_cells(element, number) if merge and merge.is_needed]
            safe_xml.forget(element)
        elif event == 'end' and safe_xml.local_name(element) == 'Visible' and sheets:
            sheets[-1][2] = (element.text or '') != 'SheetVisible'
    return sheets


def _read_rows(file, position):
    """:return: Iterator[RawRow]: of one sheet"""
    current, number = -1, 0
    for event, element in safe_xml.iterate(file.open, ('start', 'end'), (_SHEET, _ROW), 'xml_2003'):
        if event == 'start':
            if element.tag == _SHEET:
                current, number = current + 1, 0
        elif element.tag == _ROW:
            number = _get_number(element, 'Index', number + 1)
            if current == position:
                cells = {column: text for _merge, text, column in _place_cells(element, number) if text}
                if cells:
                    yield RawRow(number, cells)
            safe_xml.forget(element)


def _place_cells(row, number):
    """:return: Iterator of tuples ``(Merge or None, text, column)``"""
    column = 0
    for cell in row.iterchildren(_CELL):
        column = _get_number(cell, 'Index', column + 1)
        wide, high = (_get_number(cell, name, 0) for name in ('MergeAcross', 'MergeDown'))
        merge = Merge(number, column - 1, number + high, column - 1 + wide) if wide or high else None
        yield merge, _read_cell(cell), column - 1
        column += wide


def _read_cell(cell):
    data = cell.find(_DATA)
    if data is None:
        return ''
    text, kind = ''.join(data.itertext()), _get(data, 'Type')
    if kind == 'DateTime':
        return text.partition('.')[0].replace('T', ' ').removesuffix(' 00:00:00')
    if kind == 'Boolean':
        return 'true' if text.strip() == '1' else 'false'
    return keep_text(text)


def _get(element, name):
    return element.get(f'{{{NAMESPACE}}}{name}') or ''


def _get_number(element, name, default):
    text = _get(element, name)
    return int(text) if text.isdecimal() and len(text) < 7 else default
