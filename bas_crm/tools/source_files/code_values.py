"""Codes of counterparties: which code it is, and zeros that a spreadsheet has taken away."""
import re
from typing import NamedTuple

from stdnum.ua import rntrc

from ..codes import PASSPORT, is_edrpou
from .table import ValueProblem
from .texts import restore_digits

#: codes that stand for «has none»: zeros, and those of tax invoices to buyers without one
NO_CODE = re.compile(r'0+|[1-9]0{11}|9{8}|9{10}|1{8}|1{10}')
_LABEL = re.compile(r'^(?:код\s+)?(?:за\s+|по\s+)?(?:ІПН|ИНН|[ЄЕ]ДРПОУ|ЕГРПОУ|РНОКПП|ДРФО)\s*:?\s*', re.IGNORECASE)


class Code(NamedTuple):
    """:param kind: 'edrpou' (8 digits), 'rnokpp' (10 digits), 'ipn' (12 digits) or 'passport'"""

    kind: str
    text: str


def parse_code(text, edrpou=''):
    """``'32129'`` → ``Code('edrpou', '00032129')``: zeros come back only where the check digit proves it.

    The check digit of an ІПН is not public; its first seven digits are those of the ЄДРПОУ.

    :param str edrpou: of the same counterparty, if it is known: then an ІПН gets its zero back, too
    :rtype: Code | None
    :raises ValueProblem: 'code', 'check_digit', 'eaten_number'
    """
    clean = restore_digits(_LABEL.sub('', restore_digits(text)))
    if not clean:
        return None
    if PASSPORT.fullmatch(passport := re.sub(r'[\s№]', '', clean).upper()) and not passport.isdigit():
        return Code('passport', passport)
    digits = re.sub(r'[\s-]', '', clean)
    if not digits.isdecimal() or not digits.isascii():
        raise ValueProblem('code', text=clean[:60])
    if NO_CODE.fullmatch(digits):
        return None
    return _find_kind(digits, edrpou)


def _find_kind(digits, edrpou):
    if 8 < len(digits) < 12 and len(edrpou) == 8 and digits.zfill(12)[:7] == edrpou[:7]:
        return Code('ipn', digits.zfill(12))
    if 4 < len(digits) < 8 and is_edrpou(digits.zfill(8)):
        return Code('edrpou', digits.zfill(8))
    if len(digits) == 9:
        return Code('rnokpp', f'0{digits}') if rntrc.is_valid(f'0{digits}') else Code('passport', digits)
    if len(digits) == 12:
        return Code('ipn', digits)
    for length, kind, is_valid in ((8, 'edrpou', is_edrpou), (10, 'rnokpp', rntrc.is_valid)):
        if len(digits) == length:
            if is_valid(digits):
                return Code(kind, digits)
            raise ValueProblem('check_digit', text=digits)
    raise ValueProblem('code', text=digits[:60])
