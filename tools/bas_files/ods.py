"""OpenDocument spreadsheets: a group of rows is an element around them, a merged cell tells how many it covers."""
import zipfile
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from .shown import show

_TYPE = 'application/vnd.oasis.opendocument.spreadsheet'
_NAMESPACES = ' '.join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ('office', 'table', 'text'))
_GROUP = 'table:table-row-group'


def write_ods(sheet, stream):
    """Save a sheet."""
    head = (f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMESPACES} office:version="1.2">'
            '<office:body><office:spreadsheet>')
    table = f'<table:table table:name={quoteattr(sheet.name)}>{"".join(_rows(sheet))}</table:table>'
    content = f'{head}{table}</office:spreadsheet></office:body></office:document-content>'
    manifest = ('<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
                f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_TYPE}"/></manifest:manifest>')
    with zipfile.ZipFile(stream, 'w') as package:
        package.writestr('mimetype', _TYPE)
        package.writestr('content.xml', content, zipfile.ZIP_DEFLATED)
        package.writestr('META-INF/manifest.xml', manifest, zipfile.ZIP_DEFLATED)


def _rows(sheet):
    spans = {(top, left): f' table:number-columns-spanned="{right - left + 1}" table:number-rows-spanned="{bottom - top + 1}"'
             for top, left, bottom, right in sheet.merged}
    covered = {(row, column) for top, left, bottom, right in sheet.merged
               for row in range(top, bottom + 1) for column in range(left, right + 1)} - set(spans)
    depth = 0
    for number, row in enumerate(sheet.rows):
        yield f'<{_GROUP}>' * (row.level - depth) or f'</{_GROUP}>' * (depth - row.level)
        depth = row.level
        cells = (_cell(value, spans.get((number, column), ''), (number, column) in covered)
                 for column, value in enumerate(row.cells))
        yield f"<table:table-row>{''.join(cells)}</table:table-row>"
    yield f'</{_GROUP}>' * depth


def _cell(value, span, is_covered):
    if is_covered:
        return '<table:covered-table-cell/>'
    if value is None:
        return f'<table:table-cell{span}/>'
    if isinstance(value, Decimal):
        return (f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{escape(show(value))}</text:p>'
                '</table:table-cell>')
    lines = ''.join(f'<text:p>{escape(line)}</text:p>' for line in show(value).split('\n'))
    return f'<table:table-cell office:value-type="string"{span}>{lines}</table:table-cell>'
