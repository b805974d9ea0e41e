"""Spreadsheets that the firm exports and imports."""
import io
import warnings
import zipfile
from itertools import islice

import openpyxl
import xlsxwriter

from odoo.http import content_disposition

#: names are written as plain text, so that none becomes a formula or a link
OPTIONS = {'in_memory': True, 'strings_to_formulas': False, 'strings_to_urls': False}
#: limits of a file to read: unpacked bytes, ratio to the packed size, files inside, rows and columns of the sheet
MAX_SIZE, MAX_RATIO, MAX_MEMBERS, MAX_ROWS, MAX_COLUMNS = 100_000_000, 200, 1_000, 20_000, 1_000
#: the ratio is not checked below this size, since small files may pack very well
FREE_SIZE = 1_000_000


class BadWorkbook(Exception):
    """A file that cannot be read as a spreadsheet."""


class LargeWorkbook(Exception):
    """A spreadsheet with more rows than are read."""


def make_workbook(write):
    """:param write: callable that fills a ``xlsxwriter.Workbook``
    :return: bytes of the file
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        write(book)
    return stream.getvalue()


def get_workbook_headers(name):
    """:return: list of the HTTP headers of a spreadsheet called ``name``"""
    return [
        ('Content-Type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'),
        ('Content-Disposition', content_disposition(f'{name}.xlsx')),
    ]


def read_workbook(content):
    """Read the first sheet of an uploaded file, which may have any content.

    :param bytes content: content of the file
    :return: (title of the sheet, list of its rows as tuples of values; for formulas the stored result)
    :raise BadWorkbook: the file is no xlsx file, is damaged, or would fill the memory
    :raise LargeWorkbook: the file has more than ``MAX_ROWS`` rows
    """
    try:
        _check_package(content)
        with warnings.catch_warnings():
            # ignore warnings about styles and extensions
            warnings.simplefilter('ignore')
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=True, read_only=True, keep_links=False)
            sheet = book.worksheets[0]
            # a file may declare the maximum size of a sheet
            sheet.reset_dimensions()
            rows = [_strip(row) for row in islice(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS), MAX_ROWS + 1)]
    except Exception as error:  # pylint: disable=broad-exception-caught  # parsers of a damaged file raise anything
        raise BadWorkbook(str(error)) from error
    if len(rows) > MAX_ROWS:
        raise LargeWorkbook
    return sheet.title, rows


def _check_package(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = package.infolist()
    size = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or size > MAX_SIZE or any(
            member.file_size > FREE_SIZE and member.file_size > MAX_RATIO * member.compress_size for member in members):
        raise BadWorkbook("too large when unpacked")


def _strip(row):
    """:return: a row without the empty cells at its end"""
    length = len(row)
    while length and row[length - 1] is None:
        length -= 1
    return row[:length]
