"""Catalogs of BAS by the names of its configuration, as the universal XML and files of «Конвертация данных» have them.

The names are Russian in a Ukrainian database too. References are GUIDs in the one format and repeat names in the other, so a name
is looked up among the objects of the file.
"""
from .contact_details import read_contact_details
from .enterprise_objects import CONTRACT_KINDS, ENTREPRENEUR, ITEM_TYPES, ORGANISATION, PERSON, VAT
from .nodes import currency_of, guid_of, rows_of, text_of, unit_of
from .objects import GROUP, Part, refer

COUNTERPARTY_KINDS = {
    'ЮридическоеЛицо': ORGANISATION, 'ЮрЛицо': ORGANISATION, 'ИндивидуальныйПредприниматель': ENTREPRENEUR,
    'ФизическоеЛицо': PERSON, 'ФизЛицо': PERSON, 'ГосударственныйОрган': 'Державний орган'}
#: property → field; the first that is filled counts. Fields in ``_REFERENCES`` give their GUID too.
_COUNTERPARTY = {
    'Код': 'code', 'Наименование': 'name', 'НаименованиеПолное': 'full_name', 'КодПоЕДРПОУ': 'edrpou', 'ЕДРПОУ': 'edrpou',
    'ИНН': 'ipn', 'НомерСвидетельства': 'vat_certificate', 'РегистрационныйНомер': 'registration_number', 'ФИО': 'person_name',
    'ДатаРождения': 'birthday', 'Пол': 'sex', 'ДокументУдостоверяющийЛичность': 'document', 'Родитель': 'group',
    'Покупатель': 'is_customer', 'Поставщик': 'is_supplier', 'ПрочиеОтношения': 'is_other', 'КонтактноеЛицо': 'main_contact',
    'ОсновноеКонтактноеЛицо': 'main_contact', 'ИсточникПривлеченияПокупателя': 'source', 'ИсточникПривлечения': 'source',
    'Ответственный': 'responsible', 'СтранаРегистрации': 'country', 'ДатаСоздания': 'created', 'Комментарий': 'note',
    'ДополнительнаяИнформация': 'note', 'ГоловнойКонтрагент': 'head', 'ГруппаДоступа': 'access_group'}
_CONTACT = {
    'Код': 'code', 'Наименование': 'name', 'Владелец': 'counterparty', 'Должность': 'position', 'ДатаРождения': 'birthday',
    'Пол': 'sex', 'ДокументУдостоверяющийЛичность': 'document', 'Ответственный': 'responsible', 'ДатаСоздания': 'created',
    'Комментарий': 'note', 'ИсточникПривлечения': 'source'}
_CONTRACT = {
    'Код': 'code', 'Наименование': 'name', 'Владелец': 'counterparty', 'НомерДоговора': 'number', 'Номер': 'number',
    'ДатаДоговора': 'date', 'Дата': 'date', 'СрокДействия': 'end', 'РасчетыВУсловныхЕдиницах': 'units', 'ВидЦен': 'pricelist',
    'ТипЦен': 'pricelist', 'ВидЦенКонтрагента': 'supplier_pricelist', 'ВидСкидкиНаценки': 'discount',
    'СрокОплатыПокупателя': 'payment_term', 'СрокОплатыПоставщику': 'supplier_payment_term', 'Организация': 'company',
    'Комментарий': 'note', 'СуммаДоговора': 'amount'}
_ITEM = {
    'Код': 'code', 'Наименование': 'name', 'НаименованиеПолное': 'full_name', 'Артикул': 'article', 'Родитель': 'group',
    'КатегорияНоменклатуры': 'category', 'ЦеноваяГруппа': 'price_group', 'Описание': 'description', 'Комментарий': 'note',
    'Поставщик': 'supplier', 'Производитель': 'manufacturer', 'Склад': 'warehouse', 'СтранаПроисхождения': 'country',
    'КодУКТВЭД': 'uktzed'}
_LEAD = {
    'Код': 'code', 'Наименование': 'name', 'НаименованиеКомпании': 'full_name', 'ДатаСоздания': 'created',
    'СостояниеЛида': 'state',
    'ИсточникПривлечения': 'source', 'Ответственный': 'responsible', 'ВариантЗавершения': 'result', 'Контрагент': 'counterparty',
    'ПричинаНеуспешногоЗавершенияРаботы': 'reason', 'Комментарий': 'note'}
_REFERENCES = {'basis', 'counterparty', 'contract', 'group', 'category', 'head', 'item', 'order', 'contact', 'main_contact'}
LEAD_RESULTS = {'ПереведенВПокупателя': 'Переведен в покупателя', 'НекачественныйЛид': 'Некачественный лид'}


def take(node, fields, names):
    """:return: {field: text}, and of references to lists that are imported ``{field_guid: GUID}``"""
    found = {}
    for name, field in fields.items():
        if name not in node or field in found:
            continue
        guid = guid_of(node[name])
        refer(found, field, text_of(node[name]) or names.names.get(guid, ''), guid if field in _REFERENCES else '')
    return found


def lookup(value, names):
    """:return: name of a reference, or the text of a property"""
    return text_of(value) or names.names.get(guid_of(value), '')


def read_counterparty(node, names):
    if node.get('ЭтоГруппа') == 'true':
        yield Part('counterparty', remark=GROUP)
        return
    values = {'guid': guid_of(node), **take(node, _COUNTERPARTY, names)}
    kind = next((text_of(node[name]) for name in ('ВидКонтрагента', 'ЮридическоеФизическоеЛицо', 'ЮрФизЛицо') if name in node),
                '')
    values['kind'] = COUNTERPARTY_KINDS.get(kind, kind)
    _add_details(values, node, names)
    yield Part('counterparty', values, read_additional(node, names),
               names.path(values.get('group_guid'), values.get('group', '')))


def read_contact(node, names):
    if node.get('ЭтоГруппа') == 'true':
        return
    values = {'guid': guid_of(node), **take(node, _CONTACT, names)}
    values['roles'] = ', '.join(filter(None, (lookup(row.get('Роль', ''), names) for row in rows_of(node, 'Роли', 'Запись'))))
    if names.is_marked('main', values['guid']):
        values['is_main'] = 'true'
    _add_details(values, node, names)
    if address := values.pop('actual_address', values.pop('legal_address', '')):
        values['address'] = address
    yield Part('contact', values, read_additional(node, names))


def read_contract(node, names):
    if node.get('ЭтоГруппа') == 'true':
        return
    values = {'guid': guid_of(node), **take(node, _CONTRACT, names)}
    kind = text_of(node.get('ВидДоговора', ''))
    currency = next((node[name] for name in ('ВалютаРасчетов', 'ВалютаВзаиморасчетов') if name in node), '')
    values |= {'kind': CONTRACT_KINDS.get(kind, kind),
               'currency': currency_of(currency) or names.names.get(guid_of(currency), '')}
    if names.is_marked('main', values['guid']):
        values['is_main'] = 'true'
    yield Part('contract', values, read_additional(node, names))


def read_account(node, names):
    """Accounts of counterparties; those of the firm itself are not imported."""
    owner = node.get('Владелец', '')
    if names.is_marked('company', guid_of(owner)):
        return
    bank, currency = node.get('Банк', ''), node.get('ВалютаДенежныхСредств', '')
    values = {'guid': guid_of(node), 'code': text_of(node.get('Код', '')), 'number': text_of(node.get('НомерСчета', '')),
              'name': text_of(node.get('Наименование', '')), 'bank': lookup(bank, names),
              'currency': currency_of(currency) or names.names.get(guid_of(currency), '')}
    refer(values, 'counterparty', lookup(owner, names), guid_of(owner))
    if names.is_marked('main', values['guid']):
        values['is_main'] = 'true'
    yield Part('bank_account', values)


def read_item(node, names):
    if node.get('ЭтоГруппа') == 'true':
        yield from read_group(node, names)
        return
    values = {'guid': guid_of(node), **take(node, _ITEM, names)}
    kind = text_of(node.get('ТипНоменклатуры', ''))
    vat = next((lookup(node[name], names) for name in ('ВидСтавкиНДС', 'СтавкаНДС') if name in node), '')
    unit = node.get('ЕдиницаИзмерения', '')
    values |= {'type': ITEM_TYPES.get(kind, kind), 'vat': VAT.get(vat, vat),
               'unit': names.names.get(guid_of(unit)) or unit_of(unit)}
    yield Part('item', values, read_additional(node, names), names.path(values.get('group_guid'), values.get('group', '')))


def read_group(node, names):
    yield Part('item_group', {'guid': guid_of(node), **take(
        node, {'Код': 'code', 'Наименование': 'name', 'Родитель': 'group'}, names)})


def read_lead(node, names):
    if node.get('ЭтоГруппа') == 'true':
        return
    values = {'guid': guid_of(node), **take(node, _LEAD, names)}
    if 'result' in values:
        values['result'] = LEAD_RESULTS.get(values['result'], values['result'])
    _add_details(values, node, names)
    if address := values.pop('actual_address', values.pop('legal_address', '')):
        values['address'] = address
    yield Part('lead', values, read_additional(node, names))


def read_additional(node, names):
    """Properties that the firm has made itself: ``{name: text}``."""
    found = {}
    for row in rows_of(node, 'ДополнительныеРеквизиты', 'Запись'):
        name, text = lookup(row.get('Свойство', ''), names), lookup(row.get('Значение', ''), names)
        if name and text:
            found[name] = text
    return found


def _add_details(values, node, names):
    details = read_contact_details([
        (_contact_kinds(row, names), lookup(row.get('Вид', ''), names), _contact_value(row))
        for row in rows_of(node, 'КонтактнаяИнформация', 'Запись')])
    notes = [values.get('note', ''), *details.pop('notes')]
    values.update({**details, 'note': '\n'.join(filter(None, notes))})


def _contact_kinds(row, names):
    kind = row.get('Вид', '')
    predefined = kind.get('{ИмяПредопределенногоЭлемента}', '') if isinstance(kind, dict) else ''
    return (predefined or lookup(kind, names) or text_of(kind), text_of(row.get('Тип', '')))


def _contact_value(row):
    """The text for people, which may be empty while the structure is filled."""
    return next((text for name in ('Представление', 'ЗначенияПолей', 'Значение') if (text := text_of(row.get(name, '')))), '')
