"""Save a sheet as BAS does: xlsx, xls, csv or text, mxl as XML; ``ods.py`` writes OpenDocument.

Dates are text, as in a list that BAS has put into a spreadsheet document; xlsx, xls and ods have numbers as numbers.
"""
import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt

from .old_xls import write_old_xls
from .shown import show

_MXL = ('<document xmlns="http://v8.1c.ru/8.2/data/spreadsheet" xmlns:v8="http://v8.1c.ru/8.1/data/core" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">')


def write_bas_xlsx(sheet, stream):
    """As BAS itself names the parts of a workbook: «SharedStrings.xml», and places that begin at the root."""
    made = io.BytesIO()
    write_xlsx(sheet, made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(stream, 'w', zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name).replace(b'sharedStrings.xml', b'SharedStrings.xml')
            if name == 'xl/_rels/workbook.xml.rels':
                data = data.replace(b'Target="worksheets/', b'Target="/xl/worksheets/')
            new.writestr(name.replace('sharedStrings.xml', 'SharedStrings.xml'), data)


def write_xlsx(sheet, stream, typed_dates=False):
    """:param typed_dates: dates are serial numbers with a format, as in a file that a person has saved again in Excel"""
    options = {'in_memory': True, 'strings_to_formulas': False, 'strings_to_urls': False, 'default_date_format': 'dd.mm.yyyy'}
    with xlsxwriter.Workbook(stream, options) as book:
        page = book.add_worksheet(sheet.name[:31])
        for number, row in enumerate(sheet.rows):
            if row.level:
                page.set_row(number, None, None, {'level': row.level})
            for column, value in enumerate(row.cells):
                if isinstance(value, Decimal):
                    page.write_number(number, column, float(value))
                elif typed_dates and isinstance(value, dt.date):
                    page.write_datetime(number, column, value)
                elif value is not None:
                    page.write_string(number, column, show(value))
        for first_row, first_column, last_row, last_column in sheet.merged:
            value = _top_left(sheet, first_row, first_column)
            page.merge_range(first_row, first_column, last_row, last_column, show(value))


def write_xls(sheet, stream, code_page=True):
    """BIFF8, or BIFF in which the texts have one byte a letter and nothing tells the code page (as old programs write).

    :param code_page: False: cp1251 bytes without a record of the code page
    """
    if not code_page:
        write_old_xls(sheet, stream)
        return
    book = xlwt.Workbook(encoding='utf-8')
    page = book.add_sheet(sheet.name[:31])
    merged = {(area[0], area[1]): area for area in sheet.merged}
    covered = {(row, column) for top, left, bottom, right in sheet.merged
               for row in range(top, bottom + 1) for column in range(left, right + 1)}
    for number, row in enumerate(sheet.rows):
        page.row(number).level = row.level
        for column, value in enumerate(row.cells):
            text = float(value) if isinstance(value, Decimal) else show(value)
            if area := merged.get((number, column)):
                page.write_merge(area[0], area[2], area[1], area[3], text)
            elif value is not None and (number, column) not in covered:
                page.write(number, column, text)
    book.save(stream)


def write_csv(sheet, stream, encoding='cp1251', delimiter=';'):
    """Text as «Save as» of a spreadsheet document gives it; characters that the encoding lacks become question marks."""
    text = io.TextIOWrapper(stream, encoding=encoding, errors='replace', newline='')
    csv.writer(text, delimiter=delimiter, lineterminator='\r\n').writerows(
        [[show(value) for value in row.cells] for row in sheet.rows])
    text.flush()
    text.detach()


def write_mxl(sheet, stream):
    """A spreadsheet document of the platform, saved as XML. A cell without its own index is next to the one before it."""
    width = max((len(row.cells) for row in sheet.rows), default=0)
    parts = ['<?xml version="1.0" encoding="UTF-8"?>', _MXL,
             '<languageSettings><currentLanguage>ru</currentLanguage></languageSettings>',
             f'<columns><size>{width}</size></columns>']
    for number, row in enumerate(sheet.rows):
        cells, last = [], -1
        for column, value in enumerate(row.cells):
            if value is not None:
                index = '' if column == last + 1 else f'<i>{column}</i>'
                content = f'<v8:item><v8:lang>#</v8:lang><v8:content>{escape(show(value))}</v8:content></v8:item>'
                cells.append(f'<c>{index}<c><f>1</f><tl>{content}</tl></c></c>')
                last = column
        parts.append(f"<rowsItem><index>{number}</index><row>{''.join(cells) or '<empty>true</empty>'}</row></rowsItem>")
    parts += [f'<merge><r>{top}</r><c>{left}</c><h>{bottom - top}</h><w>{right - left}</w></merge>'
              for top, left, bottom, right in sheet.merged]
    stream.write(f"{''.join(parts)}</document>".encode())


def _top_left(sheet, row, column):
    cells = sheet.rows[row].cells
    return cells[column] if column < len(cells) else None
