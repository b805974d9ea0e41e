"""Phones, addresses and sites of an object of BAS, which it keeps as rows with a text for people and a structure.

The structure is XML in a text in older versions, JSON in newer ones. The text for people comes first; the structure is asked
only where that is empty.
"""
import json

from .nodes import text_of
from .safe_xml import local_name, parse_text

#: part of the name of a kind, of the type or of the predefined element, in small letters → field; the first that fits
_FIELDS = (
    ('юр. адр', 'legal_address'), ('юрадрес', 'legal_address'), ('юридич', 'legal_address'),
    ('факт', 'actual_address'), ('доставк', 'actual_address'),
    ('email', 'email'), ('e-mail', 'email'), ('электронн', 'email'), ('електронн', 'email'), ('эп', 'email'),
    ('факс', ''), ('skype', ''), ('телефон', 'phone'), ('phone', 'phone'), ('мобил', 'phone'),
    ('вебстраниц', 'website'), ('сайт', 'website'), ('site', 'website'), ('веб', 'website'),
)
_ADDRESSES = ('почтовыйадрес', 'почтадрес', 'поштова', 'почтовый', 'адрес', 'адреса')
#: a value that has no field of its own goes to the note
_NOTE_LABELS = {'Факс': 'Факс', 'ПочтовыйАдрес': 'Поштова адреса', 'Другое': 'Інше'}


def read_contact_details(rows):
    """Sort the values into fields.

    :param rows: list of (words that tell the kind, the first most exactly; label for people; text or structure)
    :return: {'phone', 'email', 'website', 'legal_address', 'actual_address', 'notes'}: several phones are joined by LF, ``notes``
        is a list of what has no field
    """
    found, notes = {}, []
    for kinds, label, value in rows:
        text = read_value(value)
        field = _find_field(kinds)
        if not text:
            continue
        if field in {'phone', 'email', 'website'}:
            found.setdefault(field, []).append(text)
        elif field and field not in found:
            found[field] = [text]
        else:
            notes.append(f'{_NOTE_LABELS.get(label, label)}: {text}' if label else text)
    return {**{field: '\n'.join(dict.fromkeys(texts)) for field, texts in found.items()}, 'notes': notes}


def read_value(value):
    """:param str value: text for people, XML or JSON
    :return: text for people"""
    value = (value or '').strip()
    if value.startswith('<'):
        return _read_xml(value)
    if value.startswith('{'):
        return _read_json(value)
    return value


def kinds_of(value):
    """The words of a kind that is text, a reference or wrapped in an element, as «ПользовательскаяКИ» → «Телефон»."""
    if isinstance(value, dict) and len(value) == 1:
        value = next(iter(value.values()))
    return text_of(value)


def _find_field(kinds):
    """:return: '' for a kind without a field"""
    for kind in filter(None, kinds):
        name = kind.casefold()
        for part, field in _FIELDS:
            if part in name:
                return field
        if any(part in name for part in _ADDRESSES):
            return 'actual_address'
    return ''


def _read_xml(text):
    root = parse_text(text)
    if root is None:
        return ''
    if shown := (root.get('Представление') or '').strip():
        return shown
    part = next((child for child in root if local_name(child) == 'Состав'), root)
    if part.get('Значение'):
        return part.get('Значение').strip()
    number = _join_phone(*(part.get(name) for name in ('КодСтраны', 'КодГорода', 'Номер', 'Добавочный')))
    return number or ', '.join(filter(None, (' '.join((child.text or '').split()) for child in part.iter() if not len(child))))


def _read_json(text):
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return ''
    if isinstance(data.get('value'), str) and data['value'].strip():
        return data['value'].strip()
    parts = (data.get(name) for name in ('countryCode', 'areaCode', 'number', 'extNumber'))
    return _join_phone(*(part if isinstance(part, str) else '' for part in parts))


def _join_phone(country, town, number, extension):
    if not number:
        return ''
    country = f'+{country.lstrip("+")}' if country else ''
    return ' '.join(filter(None, (country, f'({town})' if town else '', number, f'дод. {extension}' if extension else '')))
