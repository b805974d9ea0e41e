"""Objects of BAS and 1C as plain dictionaries: ``{name of the property: text, dictionary or list of them}``.

Empty elements are left out, so that an absent property and an empty one are the same: neither clears anything.
"""
import re

from .safe_xml import local_name

#: what a reference to nothing and a date without a value look like; a time has the same day, and an hour
NO_REFERENCE, NO_DATE = '00000000-0000-0000-0000-000000000000', re.compile(r'0001-01-01(?:T00:00:00.*)?')
GUID = re.compile(r'[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', re.IGNORECASE)
#: the reference to the object itself, as each format calls it
REF = 'Ссылка'
_CONTROL = re.compile(r'[\x00-\x08\x0b\x0c\x0e-\x1f]')
_MOMENT = re.compile(r'(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?')
#: nested deeper, an object is no object
_DEEPEST = 40

#: numbers of the classifier of currencies → codes of ISO 4217
CURRENCIES = {
    '980': 'UAH', '978': 'EUR', '840': 'USD', '985': 'PLN', '826': 'GBP', '756': 'CHF', '203': 'CZK', '348': 'HUF', '946': 'RON',
    '498': 'MDL', '949': 'TRY', '124': 'CAD', '156': 'CNY', '392': 'JPY', '752': 'SEK', '578': 'NOK', '208': 'DKK', '981': 'GEL',
    '398': 'KZT', '975': 'BGN', '376': 'ILS', '784': 'AED', '643': 'RUB', '810': 'RUR', '933': 'BYN'}
#: the two usual codes of a piece, which files of 1.3 give without a name
UNITS = {'2009': 'шт', '796': 'шт'}


def to_node(element, depth=0):
    """Turn an element into text, if it has no elements inside, else into a dictionary; what is repeated becomes a list.

    :return: str, dict or None for an empty element
    """
    if not len(element):
        return clean(element.text)
    if depth > _DEEPEST:
        return None
    node = {}
    for child in element:
        if isinstance(child.tag, str) and (value := to_node(child, depth + 1)) is not None:
            put(node, local_name(child), value)
    return node or None


def put(node, name, value):
    """Add a property; one that is repeated becomes a list."""
    if name not in node:
        node[name] = value
    elif isinstance(node[name], list):
        node[name].append(value)
    else:
        node[name] = [node[name], value]


def clean(text):
    """:return: the text without control characters, a moment as ``'2025-03-12 12:00:00'``; None if nothing is left"""
    text = _CONTROL.sub('', text or '').strip()
    if text.startswith(NO_REFERENCE) or NO_DATE.fullmatch(text):
        return None
    if found := _MOMENT.fullmatch(text):
        text = f'{found[1]} {found[2]}'.removesuffix(' 00:00:00')
    return text or None


def rows_of(node, name, row='Строка'):
    """The rows of a tabular part, whether it holds elements called ``row`` or is itself repeated.

    :return: list[dict]
    """
    part = node.get(name)
    if isinstance(part, dict):
        part = part.get(row, part.get('Row', part))
    return [item for item in (part if isinstance(part, list) else [part]) if isinstance(item, dict)]


def guid_of(value):
    """:return: GUID of a reference, '' if it has none"""
    text = value.get(REF, '') if isinstance(value, dict) else value
    return text.lower() if isinstance(text, str) and GUID.fullmatch(text) else ''


def text_of(value):
    """What a person would read: the text itself, or the name, number or code of a reference.

    A reference may be wrapped in an element with the type, as in «Владелец» → «КонтрагентыСсылка».

    :return: '' if there is only a GUID
    """
    if isinstance(value, list):
        value = value[0]
    if isinstance(value, str):
        return '' if GUID.fullmatch(value) else value
    if not isinstance(value, dict):
        return ''
    for name in ('Наименование', 'Номер', 'ФИО', 'НаименованиеПолное', 'КодВПрограмме', 'Код'):
        if isinstance(value.get(name), str):
            return value[name]
    inner = [part for part in value.values() if isinstance(part, dict)]
    return text_of(inner[0]) if len(inner) == 1 else ''


def unwrap(value, *kinds):
    """:return: the reference inside an element that tells its kind, None if it is of another kind; without kinds, the value"""
    if not isinstance(value, dict) or REF in value or 'Наименование' in value:
        return value
    return next((value[name] for name in kinds if name in value), None)


def currency_of(value):
    """:return: code of ISO 4217, else what the file has"""
    data = value.get('ДанныеКлассификатора', value) if isinstance(value, dict) else value
    name = text_of(data)
    if isinstance(data, dict) and not re.fullmatch('[A-Z]{3}', name):
        return CURRENCIES.get(text_of(data.get('Код', '')), name)
    return CURRENCIES.get(name, name)


def unit_of(value):
    """:return: the short name of a unit of measure, else its code"""
    name = text_of(value.get('ДанныеКлассификатора', value) if isinstance(value, dict) else value)
    return UNITS.get(name, name)
