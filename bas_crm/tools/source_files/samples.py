"""What a column holds, guessed from its first texts, where the heading does not say it."""
import re
from collections.abc import Callable

from stdnum.iso7064 import mod_97_10

from .code_values import parse_code
from .contact_values import parse_details, split_emails, split_phones
from .table import ValueProblem
from .values import FALSE, TRUE, parse_date

GUID = re.compile(r'[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|e1cib/data/\S+', re.IGNORECASE)
IBAN = re.compile(r'[A-Z]{2}\d{2}[A-Z\d]{11,30}')


def _is_code(*kinds) -> Callable[[str], bool]:
    return lambda text: (code := parse_code(text)) and code.kind in kinds


def _is_details(text):
    details = parse_details(text)
    return '\n' in text and bool(details['edrpou'] or details['ipn'] or details['phones'] or details['emails'])


def _is_iban(text):
    account = re.sub(r'\s', '', text).upper()
    return IBAN.fullmatch(account) and mod_97_10.is_valid(account[4:] + account[:4])


def _is_date(text):
    return not text.isdigit() and parse_date(text)


#: words, days and times
_NO_PHONE = re.compile(r'[^\W\d_]{4}|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b|\b\d{4}-\d\d-\d\d\b|\d:\d\d')
#: (field, test of a text): the surest first; a field is asked of the kinds that have it
TESTS = (
    ('details_block', _is_details),
    ('guid', GUID.fullmatch),
    ('email', split_emails),
    ('bank_account', _is_iban),
    ('number', _is_iban),
    ('phone', lambda text: not _NO_PHONE.search(text) and split_phones(text)),
    ('edrpou', _is_code('edrpou', 'rnokpp')),
    ('ipn', _is_code('ipn')),
    ('date', _is_date),
)
#: kinds whose field of that name is no account
_OTHER_NUMBERS = {'order', 'work_order', 'contract', 'event', 'task', 'plan', 'shipment'}


def is_flag(text):
    """:return: bool: whether a text is yes or no"""
    return text.strip().casefold() in TRUE | FALSE


def guess_field(kind, texts, fields, is_nameless):
    """
    :param list[str] texts: first texts of the column
    :param fields: fields of the kind
    :param bool is_nameless: the column has no heading; a date may be anything where it has one
    :return: str: the field that all of the texts suit, or ''
    """
    if not any(texts):
        return ''
    for field, test in TESTS:
        if field not in fields or (field == 'number' and kind in _OTHER_NUMBERS) or (field == 'date' and not is_nameless):
            continue
        if all(_suits(test, text) for text in texts if text):
            return field
    return ''


def guess_kind(samples):
    """The kind of a list that has no known headings: one with codes, phones or e-mails is of counterparties."""
    fields = {'edrpou': '', 'ipn': '', 'phone': '', 'email': '', 'details_block': ''}
    found = {guess_field('counterparty', texts, fields, is_nameless=True) for texts in samples}
    return 'counterparty' if len(samples) > 1 and found & set(fields) else ''


def _suits(test, text):
    try:
        return bool(test(text))
    except ValueProblem:
        return False
