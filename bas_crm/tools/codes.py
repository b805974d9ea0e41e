"""Ukrainian identification codes. Check digits come from ``python-stdnum``, never from own code."""
import re

from stdnum.ua import edrpou, rntrc

#: country codes of counterparties under Ukrainian rules; one without a country is at home
HOME = ('UA', False)
#: kinds of counterparty that are registered with ЄДРПОУ; the others with РНОКПП
ORGANISATIONS = ('legal_entity', 'government')
#: a person may lawfully have no РНОКПП: then the series and number of the passport, or the ID card's number
PASSPORT = re.compile(r'[А-ЯЄІЇҐ]{2}\d{6}|\d{9}')
#: lengths of ІПН: organisations 12 digits, persons 10 (the РНОКПП itself)
VAT_LENGTH_ORGANISATION, VAT_LENGTH_PERSON = 12, 10


def clean_code(code, is_organisation=False):
    """Undo what spreadsheets and people do to a code.

    ``' 3285 5961 '`` → ``'32855961'``, ``'32855961.0'`` → ``'32855961'``; a code of an organisation whose leading
    zeros got lost gets them back where the check digit then fits: ``'32129'`` → ``'00032129'``.

    :param str | float code: as typed or imported
    :return: the code as text, or the value itself where it is empty
    """
    if not code:
        return code
    text = re.sub(r'\.0+$', '', str(code).strip())
    if PASSPORT.fullmatch(passport := re.sub(r'\s', '', text).upper()):
        return passport
    if re.fullmatch(r'[\d\s-]+', text):
        text = re.sub(r'\D', '', text)
    if is_organisation and text.isdigit() and 4 < len(text) < 8 and edrpou.is_valid(text.zfill(8)):
        return text.zfill(8)
    return text


def is_registry_valid(code, is_organisation):
    """Tell whether ``code`` is a proper ЄДРПОУ of an organisation, or РНОКПП / passport of a person."""
    if is_organisation:
        return edrpou.is_valid(code)
    return rntrc.is_valid(code) or bool(PASSPORT.fullmatch(code))


def is_vat_valid(code, is_organisation):
    """Tell whether ``code`` can be an ІПН. No public check digit exists for the 12-digit one, only its length."""
    if is_organisation:
        return code.isdigit() and len(code) == VAT_LENGTH_ORGANISATION
    return len(code) == VAT_LENGTH_PERSON and rntrc.is_valid(code)
