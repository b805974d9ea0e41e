"""Headings of lists: which kind of list it is, and which field a column holds.

The words are in ``headings.tsv``, one line per field: Ukrainian and Russian as in BAS, then other programs. A line without a
field has the names of the list itself, as the title above it, the sheet or the file may be called. ``#`` stands for a number.
"""
import csv
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from ..names import NO_APOSTROPHES
from . import samples as by_contents
from .price_words import cut_currency, is_heading_of_price, is_kind_of_price, may_be_kind_of_price

EXACT, NEARLY, BY_CONTENTS, NONE = 100, 80, 60, 0
#: columns of the file that are the words of BAS itself
BAS_WORDS = ('uk', 'ru')
#: fields that may have several columns
REPEATED = {'kind_price', 'phone', 'email', 'website', 'note', 'group', 'legal_address', 'actual_address', 'address'}
#: headings of a column that only counts the rows
ROW_NUMBERS = {'no', 'no п п', 'no з п', 'n'}
#: kind → fields without which a list is not of that kind: one of each group
NEEDED = {
    'counterparty': (('name', 'full_name', 'person_name', 'edrpou', 'details_block'),),
    'contact': (('name', 'first_name', 'last_name'),),
    'contact_info': (('counterparty',), ('contact', 'info_value', 'info_kind')),
    'contract': (('name', 'number', 'date'), ('kind', 'currency', 'counterparty', 'units', 'payment_term', 'pricelist')),
    'bank_account': (('number',), ('bank', 'mfo', 'counterparty', 'currency')),
    'item': (('name', 'full_name', 'article'),),
    'item_group': (('name',),),
    'price': (('item', 'article', 'item_code'), ('price', 'kind_price'),
              ('pricelist', 'date', 'is_active', 'characteristic', 'kind_price')),
    'order': (('number', 'date', 'document'), ('counterparty', 'amount', 'state')),
    'work_order': (('number', 'date'), ('start', 'finish')),
    'order_line': (('order', 'order_number'), ('item', 'article', 'item_code'), ('quantity', 'amount')),
    'event': (('type', 'subject'), ('start', 'date', 'finish', 'importance', 'content', 'contacts')),
    'task': (('performer', 'work_type'), ('date', 'start', 'number')),
    'lead': (('name', 'full_name', 'contact', 'details_block'),
             ('state', 'source', 'result', 'phone', 'email', 'amount', 'reason', 'counterparty')),
    'plan': (('scenario', 'start', 'period', 'measure'), ('amount', 'quantity', 'scenario', 'measure')),
    'sale': (('item', 'counterparty', 'responsible', 'date', 'document'), ('amount', 'quantity', 'cost')),
    'shipment': (('number', 'date'), ('counterparty',), ('amount',)),
    'debt': (('counterparty', 'contract', 'edrpou'), ('debt', 'our_debt', 'opening', 'advance', 'amount', 'overdue')),
}
#: longer texts are no headings
LONGEST = 100
GOOGLE = re.compile(r'(?:phone|e-mail|organization) \d - (?:value|name)|given name|file as', re.IGNORECASE)
HUBSPOT = re.compile(
    r'record id(?: - \w+)?|(?:contact|company|deal) owner|lifecycle stage|deal stage|original (?:traffic )?source', re.IGNORECASE)
#: Latin letters that are typed for Cyrillic ones, in small letters
LOOK_ALIKE = str.maketrans('aceiopxykmthb', 'асеіорхукмтнв')


def _read_words():
    with (Path(__file__).parent / 'headings.tsv').open(encoding='utf-8', newline='') as stream:
        return list(csv.DictReader(stream, delimiter='\t', quoting=csv.QUOTE_NONE))


def join_lines(heading):
    """``'Наймену-\\nвання'`` → ``'Найменування'``: a word that is divided between two lines of a narrow cell"""
    return re.sub(r'(?<=[^\W\d_])-[ \t]*\n\s*(?=[а-яёєіїґ])', '', heading)


@lru_cache(maxsize=10_000)
def simplify(heading):
    """What spellings of a heading have in common: ``'ЄДРПОУ / IПН:'`` → ``'єдрпоу іпн'``, ``'СтавкаНДС'`` → ``'ставка ндс'``."""
    text = unicodedata.normalize('NFKC', join_lines(heading)).replace('\xad', '')
    text = re.sub(r'(?<=[а-яёєіїґ])(?=[А-ЯЁЄІЇҐ])', ' ', text)
    text = text.casefold().replace('ё', 'е').translate(NO_APOSTROPHES)
    text = re.sub(r'\w*[а-яєіїґ]\w*', lambda word: word[0].translate(LOOK_ALIKE), text)
    text = re.sub(r'[^\w%№#]+|_', ' ', text).strip()
    return re.sub(r'(?<=\w) (?:грн|uah|дн|днів|дней)$', '', text)


def _split(words):
    return [word.strip() for word in words.split(';') if word.strip()]


_WORDS = _read_words()
#: kind → field → its headings, the words of BAS first; the one list of kinds and fields
FIELDS = {}
#: kind → names of the list itself; of the kind «-», lists that look like ours and are not
LISTS = {}
OTHER_LISTS = '-'
for _line in _WORDS:
    _all = tuple(_word for _column in (*BAS_WORDS, 'other') for _word in _split(_line[_column]))
    if _line['field']:
        FIELDS.setdefault(_line['kind'], {})[_line['field']] = _all
    else:
        LISTS[_line['kind']] = tuple(simplify(_word) for _word in _all)
_EXACT = {kind: {word.casefold(): field for field, words in reversed(fields.items()) for word in words}
          for kind, fields in FIELDS.items()}
_NEARLY = {kind: {simplify(word): field for field, words in reversed(fields.items()) for word in words}
           for kind, fields in FIELDS.items()}
#: simplified heading → how many kinds have it; the fewer, the more it says
VOCABULARY = {}
for _kind_words in _NEARLY.values():
    for _word in _kind_words:
        VOCABULARY[_word] = VOCABULARY.get(_word, 0) + 1
_BAS = {simplify(_word) for _line in _WORDS for _column in BAS_WORDS for _word in _split(_line[_column])}


#: what the groups of a report are by; each may be the heading of a level
DIMENSIONS = {simplify(_word) for _kind, _fields in (
    ('sale', ('item', 'category', 'counterparty', 'responsible', 'document', 'order', 'company', 'department', 'date')),
    ('debt', ('counterparty', 'contract', 'order', 'company', 'document', 'responsible')),
) for _field in _fields for _word in FIELDS[_kind][_field]} | {'контрагенти', 'контрагенты', 'договори', 'договоры'}
#: what the name of a record is called, behind a point
_NAMES = {'найменування', 'наименование', 'представлення', 'представление', 'назва', 'посилання', 'ссылка'}
#: fields of what a row refers to, that a row has itself
_OF_OTHERS = {'article', 'item_code', 'edrpou', 'unit', 'characteristic'}
#: headings of a column that names a counterparty, or says yes and no of it
_FLAGS = {'is_customer', 'is_supplier'}
_CUSTOMER = {'клієнт', 'клиент', 'customer', 'покупець', 'покупатель'}


def find_other_list(names):
    """:return: str: the name that is of a list, print or report that is not ours; '' if there is none"""
    return next((name.strip() for name in names if is_named(OTHER_LISTS, name)), '')


def recognise(headings, samples=(), names=()):
    """Find the kind of a list, and the fields of its columns.

    :param list[str] headings: '' for a column without one
    :param list[list[str]] samples: first texts of each column
    :param list[str] names: what the list may be called: its title, the sheet, the file
    :return: tuple ``(kind, [(field, confidence), …])``: kind '' if unknown, field '' for a column of no use
    """
    if find_other_list(names):
        return '', match_columns('', headings)
    scores = {kind: _score(kind, headings, names) for kind in FIELDS}
    kind = max(scores, key=scores.get)
    if scores[kind] <= 0:
        kind = by_contents.guess_kind(samples)
    return kind, match_columns(kind, headings, samples)


def match_columns(kind, headings, samples=()):
    """:return: list of ``(field, confidence)`` of the columns, for a list of that kind; see :func:`recognise`"""
    found = [_match(kind, heading) for heading in headings]
    if kind == 'counterparty':
        _tell_names_from_flags(found, headings, samples)
    _drop_repeated(found)
    taken = {field for field, _confidence in found}
    for index, texts in enumerate(samples):
        if simplify(headings[index]) in ROW_NUMBERS and texts[:3] == ['1', '2', '3']:
            found[index] = ('', NONE)
        if found[index][0] or not kind:
            continue
        field = by_contents.guess_field(kind, texts, FIELDS[kind], is_nameless=not headings[index].strip())
        if field and field not in taken:
            found[index] = (field, BY_CONTENTS)
            taken.add(field)
    return found


def find_source(headings):
    """:return: 'google', 'hubspot', 'bas' or 'other': whose headings they are"""
    text = [heading.strip() for heading in headings if heading.strip()]
    if any(GOOGLE.fullmatch(heading) for heading in text):
        return 'google'
    if sum(bool(HUBSPOT.fullmatch(heading)) for heading in text) > 1:
        return 'hubspot'
    known = sum(simplify(heading) in _BAS for heading in text)
    return 'bas' if known >= 2 and known * 2 >= len(text) else 'other'


def is_heading(text):
    """:return: bool: whether it is the heading of some kind of list, in some spelling"""
    return len(text) < LONGEST and (
        any(key in VOCABULARY for key in _keys(text))
        or (may_be_kind_of_price(text) and is_heading_of_price(_get_price_key(text))))


def _get_price_key(heading):
    return simplify(cut_currency(heading)[0])


#: lower headings that mean the upper one as a whole: «Долг / Всего»
_TOTALS = {'всього', 'усього', 'всего', 'итого', 'разом', 'total'}


def _keys(heading):
    """:return: simplified spellings to look up, the fullest first: «Борг / Кінцевий залишок», «Кінцевий залишок»"""
    key = simplify(heading)
    yield key
    yield re.sub(r'\b\d+\b', '#', key)
    if ' / ' in heading:
        upper, _slash, lower = heading.rpartition(' / ')
        yield simplify(lower) if simplify(lower) not in _TOTALS else simplify(upper)


def _match(kind, heading):
    if not kind or not heading.strip():
        return '', NONE
    exact = re.sub(r'\s+', ' ', heading.strip().casefold())
    if field := _EXACT[kind].get(exact) or _EXACT[kind].get(re.sub(r'\b\d+\b', '#', exact)):
        return field, EXACT
    if found := next((_NEARLY[kind][key] for key in _keys(heading) if key in _NEARLY[kind]), ''):
        return found, NEARLY
    if kind == 'price' and any(is_kind_of_price(_get_price_key(part)) for part in heading.split(' / ')):
        return 'kind_price', NEARLY
    return _match_parts(kind, heading)


def _match_parts(kind, heading):
    """Reports of 1C show a field of a field: «Контрагент.Наименование», «Номенклатура.Артикул»."""
    owner, _point, part = heading.rpartition('.')
    owner, part = _NEARLY[kind].get(simplify(owner.rpartition('.')[2]), ''), simplify(part)
    if not owner or not part:
        return '', NONE
    if part in _NAMES:
        return owner, NEARLY
    field = _NEARLY[kind].get(part, '')
    if field == 'code' and owner == 'item':
        field = 'item_code'
    is_own = owner == 'name' or field in _OF_OTHERS
    return (field, NEARLY) if field in FIELDS[kind] and is_own else ('', NONE)


def _tell_names_from_flags(found, headings, samples):
    """«Покупець» heads names as well as yes and no: the texts of the column say which."""
    has_name = any(field == 'name' for field, _confidence in found)
    for index, texts in enumerate(samples):
        field, _confidence = found[index]
        if field in _FLAGS and not texts and headings[index] in headings[:index]:
            found[index] = '', NONE  # the second one of two merged cells
        elif field in _FLAGS and texts and not has_name and not any(map(by_contents.is_flag, texts)):
            found[index] = ('name', NEARLY)
        elif field == 'name' and texts and all(map(by_contents.is_flag, texts)):
            found[index] = ('is_customer', NEARLY) if simplify(headings[index]) in _CUSTOMER else ('', NONE)


def _drop_repeated(found):
    """A field has one column, the one that is known best; but there may be several phones."""
    best = {}
    for index, (field, confidence) in enumerate(found):
        if field and field not in REPEATED and confidence > best.get(field, (0, 0))[0]:
            best[field] = (confidence, index)
    for index, (field, _confidence) in enumerate(found):
        if field in best and best[field][1] != index:
            found[index] = ('', NONE)


def _score(kind, headings, names):
    """How well the headings suit a kind: every match counts, most of all of a heading that few kinds have."""
    found, score = set(), 0
    for heading in headings:
        field, confidence = _match(kind, heading)
        if field and field not in found:
            found.add(field)
            rarity = min((VOCABULARY[key] for key in _keys(heading) if key in VOCABULARY), default=1)
            score += (0.4 + 1 / rarity) * confidence / EXACT
    if not all(found.intersection(group) for group in NEEDED[kind]):
        return 0
    has_name = any(is_named(kind, name) for name in names)
    if kind == 'item_group' and not has_name:  # its few headings are those of every list
        return 0
    # Of two kinds with the same matches it is the smaller list, else the one that comes first.
    return score + 0.5 * (len(found) / len(FIELDS[kind])) ** 2 - 0.004 * list(FIELDS).index(kind) + 2 * has_name


def is_named(kind, name):
    """:return: bool: whether a title, sheet or file is called as a list of that kind"""
    words = f' {simplify(name)} '
    return any(f' {title} ' in words for title in LISTS[kind])
