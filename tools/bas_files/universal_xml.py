"""Universal XML of the platform («Выгрузка и загрузка данных XML»): the objects of the database with references as GUIDs."""
from .configuration_nodes import Reference, iterate_objects
from .xml_writing import Writer

_ROOT = 'V8Exch:_1CV8DtUD'
_DATA, _CURRENT = 'http://v8.1c.ru/data', 'http://v8.1c.ru/8.1/data/enterprise/current-config'
_NOTHING = '00000000-0000-0000-0000-000000000000'
_CLASSES = {'catalog': 'CatalogObject', 'document': 'DocumentObject'}
_NAMES = {'Код': 'Code', 'Наименование': 'Description', 'Родитель': 'Parent', 'Владелец': 'Owner', 'ЭтоГруппа': 'IsFolder',
          'Номер': 'Number', 'Дата': 'Date'}
#: a reference to nothing is a GUID of zeros
_REFERENCES = {'Родитель', 'Владелец'}


def write_universal_xml(firm, stream, current_config=False, deleted=(), bom=True):
    """:param current_config: objects are in the namespace of the configuration, as newer files have them
    :param deleted: records that are marked for deletion
    """
    xml = Writer(stream, prefix='v8:' if current_config else '', bom=bom)
    xml.open(_ROOT, [('xmlns:V8Exch', 'http://www.1c.ru/V8/1CV8DtUD/'), ('xmlns:v8', _CURRENT if current_config else _DATA),
                     ('xmlns:xsi', 'http://www.w3.org/2001/XMLSchema-instance')])
    xml.start('V8Exch:Data')
    marked = {record.guid for record in deleted}
    for item in iterate_objects(firm):
        properties = [('Ref', item.guid), ('DeletionMark', 'true' if item.guid in marked else 'false')]
        properties += [(_NAMES.get(name, name), _value(name, value)) for name, value in item.properties]
        for name, rows in item.tables.items():
            cells = [[(key, _value(key, value)) for key, value in row] for row in rows]
            properties += [(name, row) for row in cells] if current_config else [(name, [('Row', row) for row in cells])]
        xml.add(f'{_CLASSES[item.group]}.{item.name}', properties)
    xml.end('V8Exch:Data')
    xml.start('PredefinedData')
    xml.end('PredefinedData')
    xml.end(_ROOT)


def _value(name, value):
    if isinstance(value, Reference):
        return value.guid
    return value or (_NOTHING if name in _REFERENCES else '')
