"""EnterpriseData: the exchange format of BAS and 1C, versions 1.0.beta to 1.22.

An object begins with its key properties, and a reference repeats those of the object that it cites, which need not be in the
file. The version is that of the namespace of ``Body``; properties are read by name, so that newer versions may have more of them.

BAS sends an invoice (Рахунок) as ``Документ.ЗаказКлиента``, and its customer orders not at all: these are shown and not imported.
Goods issues are the sales of the past, one row for each line. Entrepreneurs go out as persons; BAS makes them entrepreneurs again
when a registration number is filled, and so do we.
"""
from functools import partial

from . import safe_xml
from .enterprise_documents import read_goods_issue, read_invoice
from .enterprise_objects import (
    read_account,
    read_contract,
    read_counterparty,
    read_counterparty_group,
    read_group,
    read_item,
)
from .nodes import guid_of, text_of, to_node
from .objects import ObjectFile, Part, SourceObject, read_object_tables
from .safe_xml import local_name
from .table import FileProblem

NAMESPACE = 'http://v8.1c.ru/edi/edi_stnd/EnterpriseData/'
BODY, HEADER, KEY = 'Body', 'Header', 'КлючевыеСвойства'
#: type of an object → function that yields its rows, called with the properties and the names of the file
READERS = {
    'Справочник.Контрагенты': read_counterparty,
    'Справочник.КонтрагентыГруппа': read_counterparty_group,
    'Справочник.Договоры': read_contract,
    'Справочник.БанковскиеСчета': read_account,
    'Справочник.Номенклатура': read_item,
    'Справочник.НоменклатураГруппа': read_group,
    'Справочник.ГруппыАналитическогоУчета': read_group,
    'Документ.ЗаказКлиента': read_invoice,
    'Документ.СчетПокупателю': read_invoice,
    'Документ.РеализацияТоваровУслуг': read_goods_issue,
}
DELETION = 'УдалениеОбъекта'
#: types of which something is needed before the rows are read
LEARNED = {'Справочник.КонтрагентыГруппа', 'Справочник.НоменклатураГруппа', 'Справочник.ЕдиницыИзмерения',
           'Справочник.БанковскиеСчета',
           'Справочник.Контрагенты'}
#: what the header tells → key of ``SourceTable.attributes``
_HEADER = {'MessageNo': 'message_no', 'ReceivedNo': 'received_no', 'From': 'from', 'To': 'to', 'CreationDate': 'created'}


def read_tables(file):
    """Read a message of an exchange; see ``read_file``."""
    source = ObjectFile(file, 'enterprise_data', lambda: _read_objects(file), _learn, _convert)
    source.version, source.attributes = _read_header(file)
    yield from read_object_tables(source)


def _read_header(file):
    """:return: tuple ``(version, attributes)``
    :raises FileProblem: the message has no objects: an exchange begins with such a handshake"""
    attributes, version = {}, ''
    for event, element in safe_xml.iterate(file.open, events=('start', 'end'), name_format='EnterpriseData'):
        name = local_name(element)
        if event == 'start':
            if name == BODY:
                version = _version_of(element.tag)
            elif version:
                return version, attributes
        elif name in _HEADER and element.text:
            attributes[_HEADER[name]] = element.text.strip()
    raise FileProblem('handshake')


def _version_of(tag):
    namespace = tag[1:].partition('}')[0]
    return namespace.removeprefix(NAMESPACE) if namespace.startswith(NAMESPACE) else '?'


def _read_objects(file):
    """:return: Iterator[SourceObject] of the objects, whose key properties are put beside the others"""
    for _event, element in safe_xml.iterate(file.open, name_format='EnterpriseData'):
        if safe_xml.is_in(element, BODY):
            yield SourceObject(local_name(element), partial(_read_node, element))
            safe_xml.forget(element)


def _read_node(element):
    node = to_node(element)
    key = node.get(KEY) if isinstance(node, dict) else None
    return {**node, **key} if isinstance(key, dict) else node


def _learn(item, names):
    if item.type not in LEARNED:
        return
    guid = guid_of(item.node)
    if item.type in {'Справочник.КонтрагентыГруппа', 'Справочник.НоменклатураГруппа'}:
        names.groups[guid] = (text_of(item.node), guid_of(item.node.get('Группа', '')))
    elif item.type == 'Справочник.ЕдиницыИзмерения':
        names.learn(guid, text_of(item.node.get('ДанныеКлассификатора', item.node)))
    elif item.type == 'Справочник.БанковскиеСчета':
        names.mark('account', guid)
    elif item.type == 'Справочник.Контрагенты':
        names.mark('main', guid_of(item.node.get('ОсновнойБанковскийСчет', '')))
        names.mark('main', guid_of(item.node.get('ОсновнойДоговор', '')))


def _convert(item, names):
    if item.type == DELETION:
        return iter((Part('counterparty', remark='deletions'),))
    if item.type not in READERS:
        return iter(())
    if item.node.get('ПометкаУдаления') == 'true':
        return (Part(part.kind, remark='deleted_objects') for part in READERS[item.type](item.node, names))
    return READERS[item.type](item.node, names)
