"""Phone numbers as people in Ukraine write them."""
import re
import unicodedata

import phonenumbers

#: separators of several numbers in one field; a space alone separates two complete numbers
SEPARATOR = re.compile(r'[,;/\n]|\s+(?:або|та|і)\s+|(?<=\d{4})\s+(?=(?:\+?38)?0\d{9}(?:\D|$))')
#: «дод. 12», «доб. 12», "ext. 12" and what follows
EXTENSION = re.compile(r'\s*\(?(?:дод|доб|вн|внутр|ext|x)\.?:?\s*\d+\)?\s*$', re.IGNORECASE)
#: «8 067 …», the trunk prefix used before 2009, and «38 067 …» without the plus
OLD_TRUNK, BARE_COUNTRY = re.compile(r'^8(?=0\d{9}$)'), re.compile(r'^(?=380\d{9}$)')
#: «8-10-380 67 …», how one called abroad before 2009
OLD_ABROAD = re.compile(r'^810(?=[1-9]\d{8,}$)')
#: what precedes a number that was copied, and typographic dashes
LABEL, DASHES = re.compile(r'^\W*(?:tel|тел|моб|т|phone)\b[.:\s]*', re.IGNORECASE), str.maketrans('‐‑‒–—−/', '-' * 7)
#: all prefixes that may precede the part of a number which every spelling has
PREFIX = re.compile(r'^(?:(?:00|810)?3800?|80|00?)')
#: a search by fewer digits would find everybody
SEARCHABLE = 4


def normalize_phones(text, country_code='UA'):
    """All numbers in ``text`` in E.164, so that two spellings of one number compare equal.

    ``'(067) 123-45-67, 8 050 111 22 33 дод. 12'`` → ``['+380671234567', '+380501112233']``.
    Parts that are no phone number are left out.

    :param str text: raw contents of a phone field
    :param str country_code: country of numbers without one
    :rtype: list[str]
    """
    found = []
    for part in SEPARATOR.split(text or ''):
        number = _parse(EXTENSION.sub('', part), country_code)
        if number and number not in found:
            found.append(number)
    return found


def phone_digits(text):
    """The searchable tail of a number that a person begins to type: ``'8 (067) 12'`` → ``'6712'``.

    :return: digits without country and trunk prefix, or '' if ``text`` is too short or does not look like a phone number
    """
    text = unicodedata.normalize('NFKC', EXTENSION.sub('', LABEL.sub('', text or ''))).translate(DASHES).strip(' "\'')
    if not re.fullmatch(r'[+\d\s().-]{5,}', text, re.ASCII):
        return ''
    digits = PREFIX.sub('', re.sub(r'\D', '', text))
    return digits if len(digits) >= SEARCHABLE else ''


def _parse(text, country_code):
    digits = re.sub(r'[^\d+]', '', text)
    if country_code == 'UA':
        digits = BARE_COUNTRY.sub('+', OLD_TRUNK.sub('', OLD_ABROAD.sub('+', digits)))
    try:
        number = phonenumbers.parse(digits, country_code)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
