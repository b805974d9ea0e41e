"""The period of a report, as its title tells it: «Продажі за листопад 2025 р.», «Період: 01.11.2025 - 30.11.2025»."""
import calendar
import re
from datetime import date

from .table import ValueProblem
from .texts import clean_text
from .values import MONTHS, parse_date

_DAY = r'\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})(?!\d)|\d{4}-\d{2}-\d{2}|\d{1,2} [а-яіїєґ]{3,9} \d{4}'
_MONTH = r'(?<![^\W\d_])(?P<month>' + '|'.join(f'{uk}|{ru}' for uk, ru in (found[:2] for found in MONTHS)) + r'|мая)[а-яіїєґ]*'
_YEAR = r'(?P<year>20\d\d|19\d\d)'
#: from a day, or a month, until another one
_RANGE = re.compile(
    rf'(?:(?P<first>{_DAY})|(?P<first_month>[а-яіїєґ]{{3,9}} \d{{4}})(?: ?[рг]\.?(?:оку)?)?)(?: 0?0?:?\d*:?\d*)?'
    rf'\s*(?:[-–—]|по|до)\s*(?:(?P<last>{_DAY})|(?P<last_month>[а-яіїєґ]{{3,9}} \d{{4}}))')
#: from one month until another one of the same year
_SPAN = re.compile(rf'(?P<first>[а-яіїєґ]{{3,9}})\s*(?:[-–—]|по|до)\s*(?P<last>[а-яіїєґ]{{3,9}}) {_YEAR}')
_QUARTER = re.compile(rf'(?P<number>[1-4]|i{{1,3}}|iv|і{{1,3}}|іv)[- ]?(?:й|ий|ої|ого)? ?кв[а-яіїєґ]*\.? {_YEAR}')
_HALF = re.compile(
    r'(?P<number>[12]|i{1,2}|і{1,2}|перше|друге|первое|второе)[- ]?(?:е|ше|ге)? ?(?:півр|полуг)[а-яіїєґ]* ' + _YEAR)
_MONTHS = re.compile(rf'(?P<number>\d{{1,2}}) (?:місяц|месяц)[а-яіїєґ]* {_YEAR}')
_NAMED = re.compile(rf'{_MONTH}[ ,_.-]+{_YEAR}')
#: «11.2025», «2025-11»
_NUMBERED = re.compile(
    rf'(?<![\d.])(?<!№ )(?P<number>0?[1-9]|1[0-2])[./_-]{_YEAR}(?!\d|[./-]\d)'
    r'|(?P<before>20\d\d)[._-](?P<after>0[1-9]|1[0-2])(?!\d|[./-]\d)')
_WHOLE_YEAR = re.compile(rf'\bза {_YEAR}(?: ?(?:рік|року|год|р|г)\b\.?)?(?!\d|[./-]\d)|(?P<only>20\d\d) ?(?:рік|год)\b')
_ONE_DAY = re.compile(rf'(?:за|період:?|период:?) (?P<day>{_DAY})')
#: days of a print that are not those of its sales
_MADE = re.compile(r'(?:сформ|дата (?:звіту|отчета|друку|печати|формуван)|надруков|створен|станом на|на дату|виконав)[^\n]*')
_ROMAN = {'i': 1, 'ii': 2, 'iii': 3, 'iv': 4}
_LATIN = str.maketrans('іІ', 'ii')


def find_period(texts):
    """
    :param texts: the lines above a list, then names of the sheet and the file
    :return: tuple ``(first day, last day)`` of the first text that tells a period; None if none does
    """
    for text in texts:
        # A day on which a print was made is of no sale.
        line = _MADE.sub(' ', clean_text(text).casefold().replace('ё', 'е').replace('_', ' '))
        for find in (_find_range, _find_part, _find_month, _find_one_day, _find_year):
            if found := find(line):
                return found
    return None


def is_month(first, last):
    """:return: bool: whether a period lies within one month"""
    return (first.year, first.month) == (last.year, last.month)


def _find_range(line):
    for found in _RANGE.finditer(line):
        first, last = (_read(found[name] or found[f'{name}_month']) for name in ('first', 'last'))
        if first and last and first <= last:
            return first, last if found['last'] else _end(last)
    if found := _SPAN.search(line):
        first, last = (_read(f"{found[name]} {found['year']}") for name in ('first', 'last'))
        return (first, _end(last)) if first and last and first <= last else None
    return None


def _find_part(line):
    """A quarter, a half of a year, the first nine months of it."""
    for pattern, length in ((_QUARTER, 3), (_HALF, 6), (_MONTHS, 0)):
        if found := pattern.search(line):
            number = _number(found['number'])
            first, last = (1, number) if not length else ((number - 1) * length + 1, number * length)
            if 1 <= first <= last <= 12:
                return date(int(found['year']), first, 1), _end(date(int(found['year']), last, 1))
    return None


def _find_month(line):
    if found := _NAMED.search(line):
        first = _read(f"{found['month']} {found['year']}")
        # «15 листопада 2025» is a day.
        if first and not re.search(r'\d{1,2} $', line[:found.start()]):
            return first, _end(first)
    if found := _NUMBERED.search(line):
        first = date(int(found['year'] or found['before']), int(found['number'] or found['after']), 1)
        return first, _end(first)
    return None


def _find_one_day(line):
    found = _ONE_DAY.search(line)
    day = _read(found['day']) if found else None
    return day and (day, day)


def _find_year(line):
    if found := _WHOLE_YEAR.search(line):
        year = int(found['year'] or found['only'])
        return date(year, 1, 1), date(year, 12, 31)
    return None


def _number(text):
    words = {'перше': 1, 'первое': 1, 'друге': 2, 'второе': 2}
    text = text.translate(_LATIN)
    return int(text) if text.isdigit() else words.get(text) or _ROMAN[text]


def _read(text):
    try:
        return parse_date(text)
    except ValueProblem:
        return None


def _end(first):
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])
