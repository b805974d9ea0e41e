"""Ukrainian identification codes. Check digits are verified by ``python-stdnum``, but for a rule of the ЄДРПОУ."""
import re

from stdnum.ua import edrpou, rntrc

#: country codes of counterparties under Ukrainian rules; no country means Ukraine
HOME = ('UA', False)
#: kinds of counterparty registered with an ЄДРПОУ; all others have an РНОКПП
ORGANISATIONS = ('legal_entity', 'government')
#: a person may lawfully have no РНОКПП, but the series and number of a passport, or the number of an ID card
PASSPORT = re.compile(r'[А-ЯЄІЇҐ]{2}\d{6}|\d{9}')
#: lengths of an ІПН: 12 digits for organisations, 10 for persons (the РНОКПП itself)
VAT_LENGTH_ORGANISATION, VAT_LENGTH_PERSON = 12, 10


def clean_code(code, is_organisation=False):
    """Undo what spreadsheets and people do to a code.

    ``' 3285 5961 '`` → ``'32855961'``, ``'32855961.0'`` → ``'32855961'``; lost leading zeros of an organisation's code are
    restored if the check digit then fits: ``'32129'`` → ``'00032129'``.

    :param str | float code: as typed or imported
    :return: the code as text, or the value itself if it is empty
    """
    if not code:
        return code
    text = re.sub(r'\.0+$', '', str(code).strip())
    if PASSPORT.fullmatch(passport := re.sub(r'\s', '', text).upper()):
        return passport
    if re.fullmatch(r'[\d\s-]+', text):
        text = re.sub(r'\D', '', text)
    if is_organisation and text.isdigit() and 4 < len(text) < 8 and is_edrpou(text.zfill(8)):
        return text.zfill(8)
    return text


def is_edrpou(code):
    """Tell whether ``code`` is an ЄДРПОУ: eight digits of which the last one checks the others.

    Where the remainder is 10 with the second weights too, the check digit is 0; 1 in 120 codes of real firms is of this kind,
    e.g. 41761770. Versions of ``python-stdnum`` before 1.20 compare the digit with 10 there, and so refuse all of them (its
    issue 429).
    """
    if edrpou.is_valid(code):
        return True
    digits = edrpou.compact(code)
    is_number = len(digits) == 8 and digits.isascii() and digits.isdecimal()
    return is_number and digits[-1] == '0' and edrpou.calc_check_digit(digits) == '10'


def is_registry_valid(code, is_organisation):
    """Tell whether ``code`` is a valid ЄДРПОУ of an organisation, or a valid РНОКПП or passport of a person."""
    if is_organisation:
        return is_edrpou(code)
    return rntrc.is_valid(code) or bool(PASSPORT.fullmatch(code))


def is_vat_valid(code, is_organisation):
    """Tell whether ``code`` can be an ІПН. The check digit of the 12-digit one is not public, so only its length is checked."""
    if is_organisation:
        return code.isdigit() and len(code) == VAT_LENGTH_ORGANISATION
    return len(code) == VAT_LENGTH_PERSON and rntrc.is_valid(code)
