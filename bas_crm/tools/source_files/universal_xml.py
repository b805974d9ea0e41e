"""Universal XML of the platform («Выгрузка и загрузка данных XML»): objects of the database as they are, references as GUIDs.

Objects have no namespace, or that of the configuration; properties of the platform have English names.
"""
from functools import partial

from . import safe_xml
from .configuration import convert, learn
from .nodes import to_node
from .objects import ObjectFile, SourceObject, read_object_tables
from .safe_xml import local_name

DATA = 'Data'
#: properties of the platform → as files of «Конвертация данных» call them
_NAMES = {'Ref': 'Ссылка', 'IsFolder': 'ЭтоГруппа', 'DeletionMark': 'ПометкаУдаления', 'Parent': 'Родитель', 'Owner': 'Владелец',
          'Code': 'Код', 'Description': 'Наименование', 'Date': 'Дата', 'Number': 'Номер', 'Posted': 'Проведен',
          'Period': 'Период'}


def read_tables(file):
    """Read a file of the universal XML; see ``read_file``."""
    yield from read_object_tables(ObjectFile(file, 'universal_xml', lambda: _read_objects(file), learn, convert))


def _read_objects(file):
    for _event, element in safe_xml.iterate(file.open, name_format='XML'):
        if safe_xml.is_in(element, DATA):
            yield SourceObject(local_name(element), partial(_read_node, element))
            safe_xml.forget(element)


def _read_node(element):
    return _rename(to_node(element))


def _rename(value):
    if isinstance(value, list):
        return [_rename(part) for part in value]
    if isinstance(value, dict):
        return {_NAMES.get(name, name): _rename(part) for name, part in value.items()}
    return value
