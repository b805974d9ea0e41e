"""Numbers of spreadsheets as a person sees them: the format of a cell makes a day, a time or a percentage of a number."""
import re
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from .raw import EXACT_DIGITS, show_moment, show_number

GENERAL, DATE, TIMES, PERCENT, ZEROS = range(5)
#: what a person does not see of a format: colours, conditions, texts
_HIDDEN = re.compile(r'\[(?!h+\]|m+\]|s+\])[^\]]*\]|"[^"]*"|\\.|_.|\*.', re.IGNORECASE)


class CellFormat(NamedTuple):
    """:param kind: what its number is
    :param zeros: how many digits a code of this format has
    :param has_year: whether the day has its year; one without may have been an account like 20.01"""

    kind: int = GENERAL
    zeros: int = 0
    has_year: bool = True


@lru_cache(maxsize=1_000)
def find_format(code):
    """
    :param str code: of the number format, e.g. ``'dd.mm.yyyy'``, ``'0%'``, ``'00000000'``
    :rtype: CellFormat
    """
    visible = _HIDDEN.sub('', (code or '').split(';')[0]).strip()
    if re.fullmatch(r'0{2,12}', visible):
        return CellFormat(ZEROS, len(visible))
    if '%' in visible:
        return CellFormat(PERCENT)
    if is_timedelta_format(code):
        return CellFormat(TIMES)
    if visible and is_date_format(visible):
        has_day = re.search(r'd', visible, re.IGNORECASE)
        return CellFormat(DATE, has_year=not has_day or bool(re.search('y', visible, re.IGNORECASE)))
    return CellFormat()


def get_builtin(number):
    """:return: str: code of a format that has a number only"""
    return BUILTIN_FORMATS.get(number, 'General')


def show(number, cell_format, is_1904=False):
    """
    :param float number: value of the cell
    :return: tuple ``(text, code of a remark or '')``
    """
    if cell_format.kind == DATE:
        return _show_moment(number, cell_format, is_1904)
    if cell_format.kind == TIMES:
        minutes = round(number * 1440)
        return f'{minutes // 60}:{minutes % 60:02d}', ''
    if cell_format.kind == PERCENT:
        return f'{show_number(number * 100)}%', ''
    text = show_number(number)
    if cell_format.kind == ZEROS and text.isdigit():
        return text.zfill(cell_format.zeros), ''
    return text, 'eaten_number' if abs(number) >= 10 ** EXACT_DIGITS else ''


def _show_moment(number, cell_format, is_1904):
    try:
        moment = from_excel(number, MAC_EPOCH if is_1904 else WINDOWS_EPOCH)
    except (OverflowError, ValueError):
        return show_number(number), ''
    if isinstance(moment, time):
        return moment.isoformat('seconds'), ''
    if not isinstance(moment, datetime):
        return show_number(number), ''
    moment = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    return show_moment(moment), '' if cell_format.has_year else 'eaten_account'
