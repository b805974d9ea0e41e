"""Formats that go by the name of a workbook, but are none: a web page, and «Таблиця XML 2003»."""
from decimal import Decimal
from xml.sax.saxutils import escape

from .shown import show

_EXCEL = 'urn:schemas-microsoft-com:office:spreadsheet'


def write_html(sheet, stream, encoding='cp1251'):
    """A page as 1C and web programs save it; lines of a cell are divided by ``<br>``."""
    covered, spans = _read_merged(sheet)
    rows = []
    for number, row in enumerate(sheet.rows):
        cells = []
        for column, value in enumerate(row.cells):
            if (number, column) not in covered:
                high, wide = spans.get((number, column), (1, 1))
                text = escape(show(value)).replace('\xa0', '&nbsp;').replace('\n', '<br>')
                cells.append(f'<td rowspan={high} colspan={wide}>{text}</td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    page = (f'<html><head><meta http-equiv=Content-Type content="text/html; charset={_name(encoding)}"></head><body><table>\n'
            + '\n'.join(rows) + '</table></body></html>')
    stream.write(page.encode(encoding, 'xmlcharrefreplace'))


def _name(encoding):
    return {'cp1251': 'windows-1251'}.get(encoding, encoding)


def write_xml_2003(sheet, stream):
    """A workbook in the XML of Excel 2003; empty cells are left out, so the next one has its number."""
    covered, spans = _read_merged(sheet)
    parts = [f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{_EXCEL}" xmlns:ss="{_EXCEL}">',
             f'<Worksheet ss:Name="{escape(sheet.name[:31])}"><Table>']
    for number, row in enumerate(sheet.rows):
        parts.append('<Row>')
        for column, value in enumerate(row.cells):
            if value is None or (number, column) in covered:
                continue
            high, wide = spans.get((number, column), (1, 1))
            kind, text = ('Number', str(value)) if isinstance(value, Decimal) else ('String', escape(show(value)))
            text = text.replace('\n', '&#10;')
            parts.append(f'<Cell ss:Index="{column + 1}" ss:MergeAcross="{wide - 1}" ss:MergeDown="{high - 1}">'
                         f'<Data ss:Type="{kind}">{text}</Data></Cell>')
        parts.append('</Row>')
    stream.write((''.join(parts) + '</Table></Worksheet></Workbook>').encode())


def _read_merged(sheet):
    """:return: tuple ``(set of places that are covered, dict of place → (height, width))``"""
    covered = {(row, column) for top, left, bottom, right in sheet.merged
               for row in range(top, bottom + 1) for column in range(left, right + 1) if (row, column) != (top, left)}
    return covered, {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merged}
