"""What the text of a cell means. Every function gives ``None`` (or nothing) for an empty text, and raises ``ValueProblem``.

Numbers, dates and yes or no are here; codes, phones, addresses and names have files of their own, and can be imported from here.
"""
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from .code_values import Code, parse_code
from .contact_values import Phone, parse_details, split_emails, split_phones
from .name_values import normal_name
from .table import ValueProblem
from .texts import clean_text, restore_digits

__all__ = [
    'Code', 'Phone', 'clean_text', 'normal_name', 'parse_bool', 'parse_code', 'parse_date', 'parse_datetime', 'parse_details',
    'parse_number', 'parse_percent', 'restore_digits', 'split_emails', 'split_phones',
]

TRUE = {'+', '1', 'так', 'да', 'истина', 'true', 'yes', 'y', 'т', 'д', '✓', '✔', '☑', 'v', 'істина', 'є'}
FALSE = {'-', '0', 'ні', 'нет', 'ложь', 'false', 'no', 'n', 'н', '☐', 'хиба', 'немає', 'неправда'}
#: signs and units around a number
_UNIT = re.compile(
    r'(?:₴|\$|€|(?<![^\W\d_])(?:грн|uah|usd|eur|руб|шт|уп|кг|год(?:ин\w?)?|час(?:а|ов)?|ч|(?:к(?:ал)?\.? ?)?дн(?:ів|і|ей|я)?'
    r'|день)(?![^\W\d_]))\.?', re.IGNORECASE)
_MINUS = str.maketrans('−–—‒', '----')
#: blanks and apostrophes between thousands
_THOUSANDS = re.compile(r"(?<=\d)[\s'’`](?=\d)")
_SCIENTIFIC = re.compile(r'-?\d+(?:[.,]\d+)?E[+-]?\d{1,3}', re.IGNORECASE)

#: more is no price, sum or quantity: a float is exact to the kopiyka up to here
LARGEST = 10 ** 13

#: days of spreadsheets are counted from here; those before 1954 and after 2119 are other numbers
SERIAL_START, SERIALS = date(1899, 12, 30), range(20_000, 80_000)
YEARS = range(1900, 2101)
_ISO = re.compile(r'(\d{4})-(\d{1,2})-(\d{1,2})')
_DAY_FIRST = re.compile(r'(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)(?: ?[рг]\.?)?')
_MONTH = re.compile(r'(?:(\d{4})-(\d{1,2})|(\d{1,2})\.(\d{4}))')
_WORDS = re.compile(r'(?:«?(\d{1,2})»? )?([а-яіїєґ]{3,}) (\d{4})(?: ?(?:року|рік|года|год|р|г)\.?)?')
_TIME = re.compile(r'(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?(?:Z|[+-]\d{2}:?\d{2})?')
#: beginnings of the names of months, Ukrainian and Russian
MONTHS = (
    ('січ', 'янв'), ('лют', 'фев'), ('бер', 'мар'), ('кві', 'апр'), ('тра', 'май', 'мая'), ('чер', 'июн'),
    ('лип', 'июл'), ('сер', 'авг'), ('вер', 'сен'), ('жов', 'окт'), ('лис', 'ноя'), ('гру', 'дек'),
)
#: the empty date of BAS
EMPTY_DATE = (1, 1, 1)


def parse_number(text):
    """``'-214 016,00'``, ``'(1 000,00)'``, ``'1,234.50 грн'`` → Decimal; a single comma separates decimals, as is usual here.

    :rtype: Decimal | None
    :raises ValueProblem: 'number', 'large', 'percent'
    """
    if not (clean := clean_text(text)):
        return None
    if '%' in clean and re.search(r'\d', clean):
        raise ValueProblem('percent', text=clean[:60])
    number = _THOUSANDS.sub('', _UNIT.sub('', clean.translate(_MINUS))).strip()
    is_negative = re.fullmatch(r'\((.*)\)|(.*\d) ?-', number)
    if is_negative:
        number = '-' + (is_negative[1] or is_negative[2]).strip()
    number = re.sub(r'^([+-]) +', r'\1', number)
    if not _SCIENTIFIC.fullmatch(number):
        number = _use_point(number)
    try:
        value = Decimal(number.replace(',', '.') if re.fullmatch(r'[0-9+.,Ee-]+', number) else '?')
    except InvalidOperation as error:
        raise ValueProblem('number', text=clean[:60]) from error
    if not value.is_finite():
        raise ValueProblem('number', text=clean[:60])
    if abs(value) > LARGEST:
        raise ValueProblem('large', text=clean[:60])
    return value


def parse_percent(text):
    """``'5 %'``, ``'5'`` → 5

    :rtype: Decimal | None
    :raises ValueProblem: 'number', 'large'
    """
    return parse_number(re.sub(r'\s*%$', '', clean_text(text)))


def _use_point(number):
    """Of two kinds of separators the last one is of decimals; one that occurs twice is of thousands."""
    point, comma = number.rfind('.'), number.rfind(',')
    if point >= 0 and comma >= 0:
        thousands = ',' if point > comma else '.'
        return number.replace(thousands, '')
    for separator in '.,':
        if number.count(separator) > 1:
            groups = number.lstrip('+-').split(separator)
            return number.replace(separator, '') if all(len(group) == 3 for group in groups[1:]) else '?'
    return number


def parse_bool(text):
    """:rtype: bool | None
    :raises ValueProblem: 'bool'"""
    clean = clean_text(text).casefold().translate(_MINUS)
    if not clean:
        return None
    if clean in TRUE or clean == '1.0':
        return True
    if clean in FALSE or clean == '0.0':
        return False
    raise ValueProblem('bool', text=clean[:60])


def parse_date(text):
    """``'12.03.2025 0:00:00'``, ``'2025-03-12'``, ``'45728'``, ``'12 березня 2025 р.'`` → date; a month is its first day.

    :rtype: date | None
    :raises ValueProblem: 'date', 'year'
    """
    moment = _read_moment(text)
    return moment and moment[0]


def parse_datetime(text):
    """The moment as the file has it, without time zone; a mark of one, as in XML, is not counted in.

    :rtype: datetime | None
    :raises ValueProblem: 'date', 'year'
    """
    moment = _read_moment(text)
    return moment and datetime.combine(*moment)


def _read_moment(text):
    """:return: tuple ``(date, time)``, or None"""
    if not (clean := clean_text(text)):
        return None
    if re.fullmatch(r'\d{5}(?:[.,]\d+)?', clean) and int(clean[:5]) in SERIALS:
        days, seconds = divmod(round(float(clean.replace(',', '.')) * 86400), 86400)
        return SERIAL_START + timedelta(days=days), time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    parts, rest = _find_day(clean)
    if parts == EMPTY_DATE:
        return None
    clock = _TIME.fullmatch(rest.lstrip('T ,').strip() or '0:00')
    try:
        day, moment = date(*parts), time(*(int(part or 0) for part in clock.groups()))
    except (ValueError, AttributeError, TypeError) as error:
        raise ValueProblem('date', text=clean[:60]) from error
    if day.year not in YEARS:
        raise ValueProblem('year', text=clean[:60])
    return day, moment


def _find_day(text):
    """:return: tuple ``((year, month, day), rest of the text)``; no numbers if there is no day"""
    if found := _ISO.match(text):
        return tuple(map(int, found.groups())), text[found.end():]
    if found := _DAY_FIRST.match(text):
        day, month, year = map(int, found.groups())
        if month > 12 >= day and '/' in found[0]:  # American
            day, month = month, day
        return (_full_year(year, found[3]), month, day), text[found.end():]
    if found := _MONTH.fullmatch(text):
        year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
        return (int(year), int(month), 1), ''
    if found := _WORDS.match(text.casefold()):
        for number, beginnings in enumerate(MONTHS, 1):
            if found[2].startswith(beginnings):
                return (int(found[3]), number, int(found[1] or 1)), text[found.end():]
    return (), text


def _full_year(year, text):
    if len(text) == 4:
        return year
    return year + (2000 if year < 70 else 1900)


