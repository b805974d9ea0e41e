"""Files of «Конвертация данных» («Универсальный обмен данными в формате XML»): ``<ФайлОбмена>``.

An object has ``Ссылка`` with the properties by which it is found, then properties of its own. A reference repeats the first kind,
or gives only the number (``Нпп``) of an object or a reference before it. The rules of the exchange are skipped.
"""
from functools import partial

from . import safe_xml
from .configuration import convert, learn
from .nodes import REF, clean, put
from .objects import ObjectFile, SourceObject, read_object_tables
from .safe_xml import local_name

OBJECT, PROPERTY, VALUE, TABLE, ROW, NUMBER = 'Объект', 'Свойство', 'Значение', 'ТабличнаяЧасть', 'Запись', 'Нпп'
RULES, EXCHANGE = 'ПравилаОбмена', 'ДанныеПоОбмену'
GUID_PROPERTY = '{УникальныйИдентификатор}'
#: deeper within each other, references are cut
_DEEPEST = 10
#: references by a number that comes later are left empty
MOST_NUMBERS = 1_000_000
_ATTRIBUTES = {'НомерИсходящегоСообщения': 'message_no', 'НомерВходящегоСообщения': 'received_no', 'ОтКого': 'from', 'Кому': 'to'}


def read_tables(file):
    """Read a file of «Конвертация данных»; see ``read_file``."""
    source = ObjectFile(file, 'exchange_file', lambda: _read_objects(file), learn, convert)
    source.attributes = _read_exchange(file)
    yield from read_object_tables(source)


def _read_exchange(file):
    for _event, element in safe_xml.iterate(file.open, tag=[EXCHANGE, OBJECT, 'Правило', RULES], name_format='XML'):
        name = local_name(element)
        if name in {EXCHANGE, OBJECT}:
            return {key: element.get(name) for name, key in _ATTRIBUTES.items() if element.get(name)} if name == EXCHANGE else {}
        safe_xml.forget(element)
    return {}


def _read_objects(file):
    #: number of an object or reference → its node, for references by number
    numbered = {}
    for _event, element in safe_xml.iterate(file.open, tag=[OBJECT, 'Правило', RULES], name_format='XML'):
        if local_name(element) == OBJECT:
            item = SourceObject(element.get('Тип') or '', partial(_read_object, element, numbered))
            yield item
            _ = item.node  # its references may be cited by their numbers
        safe_xml.forget(element)


def _read_object(element, numbered):
    node = {}
    for child in element:
        name = local_name(child)
        if name == REF:
            node |= _read_reference(child, numbered, 0)
        elif name == PROPERTY:
            _put_property(node, child, numbered, 0)
        elif name == TABLE:
            node[child.get('Имя') or ''] = [_read_row(row, numbered) for row in child if local_name(row) == ROW]
    return node


def _read_row(element, numbered):
    row = {}
    for child in element:
        if local_name(child) == PROPERTY:
            _put_property(row, child, numbered, 0)
    return row


def _read_reference(element, numbered, depth):
    """:return: the properties of a reference, with its GUID as ``Ссылка``"""
    node = {}
    for child in element if depth < _DEEPEST else ():
        if local_name(child) == PROPERTY:
            _put_property(node, child, numbered, depth + 1)
    if guid := node.pop(GUID_PROPERTY, None):
        node[REF] = guid
    _note_number(element.get(NUMBER), node, numbered)
    return node


def _note_number(number, node, numbered):
    """One dictionary for an object, however many references cite it."""
    guid = node.get(REF)
    if number and isinstance(guid, str) and len(numbered) < MOST_NUMBERS:
        numbered[number] = numbered.setdefault(guid, node)


def _put_property(node, element, numbered, depth):
    for child in element:
        if (value := _read_value(child, numbered, depth)):
            put(node, element.get('Имя') or '', value)


def _read_value(element, numbered, depth):
    """:return: text, or dict for a reference"""
    name = local_name(element)
    if name == REF:
        return _read_reference(element, numbered, depth)
    text = clean(element.text)
    return numbered.get(text) if name == NUMBER else text if name == VALUE else None
