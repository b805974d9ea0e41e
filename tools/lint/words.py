"""Ukrainian as it is written here: one apostrophe, one name for one thing, no number before a noun.

Translations are checked, and the Ukrainian texts of data, guide and demonstration. The way out for a word that is meant
is in :data:`ALLOWED`.
"""
import re
from bisect import bisect

import polib

from .common import Problem

GUIDE = 'docs/uk'
#: files whose Ukrainian is written by us, beside the catalogues
TEXTS = {'.xml', '.csv', '.md'}
_LETTER = '[А-ЩЬЮЯЄІЇҐа-щьюяєіїґ]'
_APOSTROPHE = re.compile(rf"{_LETTER}['ʼ`´‘]{_LETTER}")
#: «5 рядків» is right for some numbers only, and Odoo has no plural forms: «рядків: 5». Abbreviations have none.
_COUNT = r'%(?:\d+\$)?d|%\((?:\w+_)?(?:count|limit|total|quantity)\)[sd]'
_UNITS = 'год|хв|с|дн|ос|шт|грн|коп|млн|тис|млрд|стор|підписн'
_NUMBER = re.compile(rf'(?<![№\w])(?:{_COUNT}) (?!(?:{_UNITS})\b)(?=[а-щьюяєіїґ]{{3}})')
#: a blank at which a line may end; not in tables, whose names are typed to be found
_BLANK = re.compile(r'№ (?=[\d%{_])|(?<=\d) (?=%(?![\w(]))|(?<=[)\d]s) %(?![\w(])')
_SHORT = re.compile(r'\bт\.ч\.')
#: a dash within a sentence is long; between two numbers or dates it is short and has no letters beside it
_DASH = re.compile(rf'{_LETTER} – {_LETTER}')
#: what was called by two names: pattern → the name that is kept
WORDS = {
    r'клієнт\w*': 'покупець (у роботах і актах — замовник)',
    r'продавц\w+|продавець': 'менеджер',
    r'сторно': 'коригувальний рахунок',
    r'протермін\w+': 'прострочено',
    r'запізнено': 'прострочено',
    r'обрати|обер(?:іть|и|еш|ете|уть)|обира\w+': 'вибрати',
    r'вилуч\w+': 'видалити',
    r'відмін(?:ити|іть|ено|яє|яти)': 'не зберігати, закрити або скасувати',
    r'заархів\w+|розархів\w+': 'архівувати, повернути з архіву',
    r'тег(?:и|у|ів|ом|ами|ам|ах)?': 'мітка',
    r'комбо(?:-\w+)?': 'набір',
    r'кліка\w*|клік(?:и|ів|ом|ами|у)?|клац\w+': 'натиснути',
    r'відб(?:ір|ор[уиіа]|орів|ором)': 'фільтр',
    r'вивантаж\w+': 'експорт',
    r'вимірюванн\w+': 'одиниця виміру',
    r'платіжн\w+ доручен\w+': 'платіжна інструкція',
    r'стаді[яїюйєм]\w*': 'стан',
    r'фактур\w*': 'рахунок або видаткова накладна',
    r'термін\w* (?:дії|оплати)': 'строк дії, умови оплати',
    r'гранична сума': 'сума договору',
    r'об[’\']єм\w*': 'обсяг',
    r'проводк\w+': 'проведення',
    r'заповнювач\w*': 'підказка',
    r'стоян(?:ь|ня)': 'затримка, час у стані',
    r'дан(?:ий|ого|ої|ому)': 'цей',
    r'у роботу назад': 'повернути в роботу',
    r'команд\w+ продажів': 'команда продажу',
    r'фіксован\w+ відповід\w+': 'готова відповідь',
}
#: (part of a path, text): where such a word is right
ALLOWED = {
    ('i18n_extra', 'Показувати сторно'),  # a kind of accounting entry in other countries
    ('bas_contract_template', 'Продавець'),  # a side of a contract of sale
    ('leads.csv', 'Топ-Клік'),  # a firm
    ('screen', 'Топ-Клік'),  # as above
    ('bas.md', 'Теги'),  # what BAS calls them
    ('pereizd.md', 'Термін оплати'), ('pereizd.md', 'Вимірювання'), ('pereizd.md', 'Вивантаження'),  # so are its columns named
}
_WORDS = re.compile('|'.join(
    rf'(?P<w{number}>(?<![\w’])(?:{pattern})(?![\w’]))' for number, pattern in enumerate(WORDS)), re.IGNORECASE)
_RIGHT = list(WORDS.values())
_NO_TEXT = re.compile(r'<[^<>]*>|`[^`]*`|\{\{.*?\}\}|https?://\S+', re.DOTALL)


def check(repository):
    for addon in repository.addons:
        for path in addon.files:
            if path.parts[0] in ('i18n', 'i18n_extra') and path.suffix == '.po' and path.stem.startswith('uk'):
                for entry in polib.pofile(addon.read(path)):
                    yield from (addon.problem(path, fault, entry.linenum) for fault in faults(entry.msgstr, str(path)))
    for path in repository.files:
        if path.suffix in TEXTS and (str(path).startswith(GUIDE) or 'data' in path.parts):
            yield from _check_text(path, repository.read(path))


def _check_text(path, text):
    lines = [0, *(found.end() for found in re.finditer('\n', text))]
    for place, fault in _find(text, str(path)):
        yield Problem(str(path), bisect(lines, place), fault)


def faults(text, path=''):
    """:return: what breaks the rules in one text"""
    return [fault for _place, fault in _find(text, path)]


def _find(text, path):
    # Markup is replaced by characters of the same number, so that line numbers remain correct.
    text = _NO_TEXT.sub(lambda found: re.sub(r'[^\n]', '\0', found[0]), text)
    for pattern, advice in (
            (_APOSTROPHE, 'another apostrophe than ’'), (_NUMBER, 'a number before a noun; write «рядків: 5»'),
            (_BLANK, 'a blank that may end the line; № and % take one that does not break'),
            (_SHORT, 'write «т. ч.»'), (_DASH, 'a short dash; write —')):
        if pattern is _BLANK and path.endswith('.csv'):
            continue
        for found in pattern.finditer(text):
            yield found.start(), f'{_around(text, found)}: {advice}'
    for found in _WORDS.finditer(text):
        if not any(part in path and words in text for part, words in ALLOWED):
            yield found.start(), f'«{found[0]}»: we say {_RIGHT[int(found.lastgroup[1:])]}'


def _around(text, found):
    return repr(text[max(found.start() - 12, 0):found.end() + 12].replace('\0', '').replace('\n', ' '))
