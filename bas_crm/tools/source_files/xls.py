"""Workbooks of old Excel (xls), as BAS and 1C still write them. Its format has no more than 65 536 rows."""
import io
import math

import xlrd

from . import cell_formats
from .raw import Merge, RawRow, RawSheet
from .shapes import make_table
from .table import FileProblem
from .texts import keep_text

#: the file is read as a whole
MAX_BYTES = 150_000_000
#: programs that leave out the code page are Ukrainian ones of old
NO_CODE_PAGE = 'cp1251'


def read_tables(file):
    """:return: Iterator[SourceTable]: one for each sheet that is not empty"""
    if file.size > MAX_BYTES:
        raise FileProblem('too_large', limit=MAX_BYTES // 1_000_000)
    book, encoding = _open_book(file)
    for sheet in _get_sheets(book):
        raw = RawSheet(lambda sheet=sheet: _read_rows(book, sheet), name=sheet.name, format='xls', encoding=encoding,
                       merges=_get_merges(sheet), is_hidden=bool(sheet.visibility))
        if table := make_table(file, raw):
            yield table


def _open_book(file):
    """:return: tuple ``(book, encoding)``; '' if the file tells its encoding itself"""
    with file.open() as stream:
        data = stream.read()
    try:
        book = _parse(data)
    except UnicodeDecodeError:
        return _parse(data, NO_CODE_PAGE), NO_CODE_PAGE
    if book.biff_version < 80 and not book.codepage:  # texts are in Unicode from BIFF 8 on
        return _parse(data, NO_CODE_PAGE), NO_CODE_PAGE
    return book, ''


def _parse(data, encoding=None):
    """The formats are asked for, since xlrd gives levels of the outline and indents only with them."""
    try:
        return xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, encoding_override=encoding,
                                  logfile=io.StringIO())
    except UnicodeDecodeError:
        if encoding:
            raise FileProblem('broken', format='xls') from None
        raise
    except xlrd.XLRDError as error:
        problem = FileProblem('password') if 'encrypted' in str(error).lower() else FileProblem('broken', format='xls')
        raise problem from error
    except Exception as error:  # xlrd raises anything for a damaged file
        raise FileProblem('cut') from error


def _get_sheets(book):
    try:
        return book.sheets()
    except Exception as error:  # as above
        raise FileProblem('cut') from error


def _get_merges(sheet):
    merges = (Merge(top + 1, left, bottom, right - 1) for top, bottom, left, right in sheet.merged_cells)
    return [merge for merge in merges if merge.is_needed]


def _read_rows(book, sheet):
    """:return: Iterator[RawRow]"""
    for number in range(sheet.nrows):
        cells, remarks, indent = {}, [], 0
        for column, cell in enumerate(sheet.row(number)):
            if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            text, remark = _read_cell(book, cell)
            if not (clean := keep_text(text)):
                continue
            if not cells:
                indent = _get_indent(book, cell) or len(text) - len(text.lstrip(' \xa0'))
            cells[column] = clean
            if remark:
                remarks.append((remark, column, clean))
        if cells:
            info = sheet.rowinfo_map.get(number)
            yield RawRow(number + 1, cells, info.outline_level if info else 0, indent, tuple(remarks))


def _read_cell(book, cell):
    """:return: tuple ``(text, code of a remark or '')``"""
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return cell.value, ''
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return ('true' if cell.value else 'false'), ''
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, '#N/A'), ''
    if not math.isfinite(cell.value):
        return '', ''
    return cell_formats.show(cell.value, cell_formats.find_format(_get_code(book, cell)), bool(book.datemode))


def _get_code(book, cell):
    try:
        return book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    except (KeyError, IndexError, TypeError):
        return 'General'


def _get_indent(book, cell):
    try:
        return book.xf_list[cell.xf_index].alignment.indent_level
    except (IndexError, TypeError, AttributeError):
        return 0
