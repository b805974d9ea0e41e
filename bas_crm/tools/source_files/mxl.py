"""Spreadsheet documents of BAS («табличний документ», mxl) saved as XML.

Rows and cells are counted from 0; a cell without ``<i>`` is right of the one before it. A text is in ``<tl>``, once for each
language, a typed value in ``<v>``; formats are listed behind the rows and counted from 1.
"""
import re

from . import safe_xml
from .raw import MAX_ROWS, Merge, RawRow, RawSheet
from .shapes import make_table
from .texts import keep_text

TYPE = '{http://www.w3.org/2001/XMLSchema-instance}type'
#: languages of a text, the first that it has
LANGUAGES = ('uk', 'ru')


def read_tables(file):
    """:return: Iterator[SourceTable]: one"""
    indents, merges = _read_end(file)
    if table := make_table(file, RawSheet(lambda: _read_rows(file, indents), format='mxl', merges=merges)):
        yield table


def _read_end(file):
    """:return: tuple ``(indents by number of the format, merged cells of the first rows)``"""
    indents, merges, number = {}, [], 0
    for _event, element in safe_xml.iterate(file.open, tag=('{*}rowsItem', '{*}merge', '{*}format'), name_format='mxl'):
        name = safe_xml.local_name(element)
        is_top = element.getparent() is not None and element.getparent().getparent() is None
        if name == 'merge':
            top, left, high, wide = (_get_number(element, child) for child in ('r', 'c', 'h', 'w'))
            merge = Merge(top + 1, left, top + high + 1, left + wide)
            if merge.is_needed:
                merges.append(merge)
        elif name == 'format' and is_top:
            number += 1
            indents[number] = _get_number(element, 'indent')
        if is_top:
            safe_xml.forget(element)
    return indents, merges


def _read_rows(file, indents):
    """:return: Iterator[RawRow]; rows that are alike are written once, with the number of the last one"""
    for _event, element in safe_xml.iterate(file.open, tag='{*}rowsItem', name_format='mxl'):
        first = _get_number(element, 'index')
        last = max(_get_number(element, 'indexTo'), first)
        row = element.find('{*}row')
        cells, indent = _read_cells(row, indents) if row is not None else ({}, 0)
        if cells:
            for number in range(first, min(last, first + MAX_ROWS) + 1):
                yield RawRow(number + 1, cells, indent=indent)
        safe_xml.forget(element)


def _read_cells(row, indents):
    """:return: tuple ``(cells, indent of the first one)``"""
    cells, column, indent = {}, -1, 0
    for group in row.iterchildren('{*}c'):
        column = _get_number(group, 'i', column + 1)
        cell = group.find('{*}c')
        raw = _read_cell(cell) if cell is not None else ''
        if text := keep_text(raw):
            if not cells:
                indent = indents.get(_get_number(cell, 'f'), 0) or len(raw) - len(raw.lstrip(' \xa0'))
            cells[column] = text
    return cells, indent


def _read_cell(cell):
    value = cell.find('{*}v')
    if value is not None and value.text:
        kind = (value.get(TYPE) or '').rpartition(':')[2]
        return re.sub(r'T00:00:00$', '', value.text).replace('T', ' ') if kind in ('dateTime', 'date') else value.text
    texts = {item.findtext('{*}lang', ''): item.findtext('{*}content', '') for item in cell.iterfind('{*}tl/{*}item')}
    return next((texts[language] for language in LANGUAGES if texts.get(language)), next(iter(texts.values()), ''))


def _get_number(element, name, default=0):
    text = element.findtext(f'{{*}}{name}') or ''
    return int(text) if text.isdecimal() and len(text) < 9 else default
