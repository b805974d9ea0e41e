"""Texts of cells as they are kept: without what spreadsheets and old programs leave in them."""
import re
from decimal import Decimal

from .table import ValueProblem

#: NUL, control characters, direction marks, zero widths, soft hyphens, and halves of characters beyond the first plane
_INVISIBLE = re.compile(
    '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]')
_BLANKS = re.compile('[\xa0\u2000-\u200a\u202f\u205f\u3000\t]')
#: a number that a spreadsheet shows in short: ``'3.80671E+11'``
_SCIENTIFIC = re.compile(r'(\d)[.,]?(\d*)[EЕ]\+(\d{1,2})', re.IGNORECASE)


def keep_text(text):
    """The text of a cell as it is kept: its visible characters and lines, trimmed."""
    if text.isprintable():
        return text.strip()
    return _INVISIBLE.sub('', text.replace('\r\n', '\n').replace('\r', '\n')).strip() if text else ''


def clean_text(text):
    """The text of a cell as it is understood: one line, ordinary blanks, without the apostrophe that makes a number text."""
    text = keep_text(text)
    if text[:1] == "'":
        text = text[1:]
    return re.sub(r'\s+', ' ', _BLANKS.sub(' ', text)).strip()


def restore_digits(text):
    """``'380671234567.0'`` → ``'380671234567'``, ``'3.80671234567E+11'`` → ``'380671234567'``: numbers that are codes or phones.

    :raises ValueProblem: 'eaten_number', if there are fewer digits than the number has
    """
    clean = re.sub(r'(?<=\d)[.,]0+$', '', clean_text(text))
    if not (found := _SCIENTIFIC.fullmatch(clean)):
        return clean
    if len(found[2].rstrip('0')) < int(found[3]) - 2 or int(found[3]) > 20:
        raise ValueProblem('eaten_number', text=clean)
    return str(int(Decimal(f'{found[1]}.{found[2] or 0}E{found[3]}')))
