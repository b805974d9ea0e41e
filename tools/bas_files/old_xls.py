"""BIFF5 as old programs write it: texts of one byte a letter, in cp1251, and no record that tells so."""
import struct
from decimal import Decimal

from .shown import show

_BOF, _EOF, _LABEL, _NUMBER, _BOUNDSHEET = 0x809, 0x0A, 0x204, 0x203, 0x85
_WORKBOOK, _WORKSHEET = 0x0005, 0x0010
_LONGEST = 255


def write_old_xls(sheet, stream):
    """Globals with the name of one sheet, then its cells: no fonts, no formats, no CODEPAGE. Group levels are lost."""
    name = sheet.name[:31].encode('cp1251', 'replace')
    start = _record(_BOF, struct.pack('<HHHH', 0x0500, _WORKBOOK, 0, 0))
    position = len(start) + 4 + 7 + len(name) + 4
    globals_ = start + _record(_BOUNDSHEET, struct.pack('<IHB', position, 0, len(name)) + name) + _record(_EOF)
    stream.write(globals_ + _record(_BOF, struct.pack('<HHHH', 0x0500, _WORKSHEET, 0, 0)))
    for number, row in enumerate(sheet.rows):
        for column, value in enumerate(row.cells):
            if value is not None:
                stream.write(_cell(number, column, value))
    stream.write(_record(_EOF))


def _cell(row, column, value):
    place = struct.pack('<HHH', row, column, 0)
    if isinstance(value, Decimal):
        return _record(_NUMBER, place + struct.pack('<d', float(value)))
    text = show(value).encode('cp1251', 'replace')[:_LONGEST]
    return _record(_LABEL, place + struct.pack('<H', len(text)) + text)


def _record(kind, data=b''):
    return struct.pack('<HH', kind, len(data)) + data
