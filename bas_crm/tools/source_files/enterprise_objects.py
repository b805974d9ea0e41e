"""Catalogs of EnterpriseData: counterparties, contracts, bank accounts, items and their groups."""
from ..legal_forms import guess_kind
from .contact_details import kinds_of, read_contact_details
from .nodes import currency_of, guid_of, rows_of, text_of, unit_of, unwrap
from .objects import GROUP, Part, refer

#: words of BAS for what the format calls otherwise
CONTRACT_KINDS = {
    'СПокупателем': 'З покупцем', 'СПоставщиком': 'З постачальником', 'СКомиссионером': 'З комісіонером',
    'СКомитентом': 'З комітентом', 'СКомитентомНаЗакупку': 'З комітентом на закупівлю',
    'СКомиссионеромНаЗакупку': 'З комісіонером на закупівлю', 'Бартерный': 'Бартерний', 'Прочее': 'Інше'}
ITEM_TYPES = {'Товар': 'Товар', 'Услуга': 'Послуга', 'Работа': 'Робота', 'МногооборотнаяТара': 'Товар'}
VAT = {'НДС20': '20%', 'НДС7': '7%', 'НДС14': '14%', 'НДС0': '0%', 'БезНДС': 'Без ПДВ', 'НеНДС': 'Не ПДВ'}
ORGANISATION, ENTREPRENEUR, PERSON = 'Юридична особа', 'Індивідуальний підприємець', 'Фізична особа'
#: property → field
_COUNTERPARTY = {
    'Наименование': 'name', 'НаименованиеПолное': 'full_name', 'ИНН': 'ipn', 'ЕДРПОУ': 'edrpou', 'СтранаРегистрации': 'country',
    'РегистрационныйНомерНерезидента': 'registration_number', 'РегистрационныйНомер': 'registration_number',
    'НомерСвидетельства': 'vat_certificate', 'ДокументУдЛичность': 'document', 'КодВПрограмме': 'code',
    'ДатаРождения': 'birthday',
    'Пол': 'sex'}
_CONTRACT = {'Наименование': 'name', 'Дата': 'date', 'Номер': 'number', 'СрокДействия': 'end', 'ТипЦен': 'pricelist',
             'СрокКонтроляОплатыВДнях': 'payment_term', 'РасчетыВУсловныхЕдиницах': 'units', 'Комментарий': 'note',
             'КодВПрограмме': 'code', 'Организация': 'company', 'Сумма': 'amount'}
_ITEM = {'Наименование': 'name', 'НаименованиеПолное': 'full_name', 'КодВПрограмме': 'code', 'Артикул': 'article',
         'Описание': 'description', 'КодУКТВЭД': 'uktzed', 'СтранаПроисхождения': 'country', 'Производитель': 'manufacturer'}


def take(node, fields):
    """:return: {field: text} of simple properties and of references by their names"""
    found = {}
    for name, field in fields.items():
        if name in node and field not in found and (text := text_of(node[name])):
            found[field] = text
    return found


def read_counterparty(node, names):
    values = {'guid': guid_of(node), **take(node, _COUNTERPARTY), 'kind': _counterparty_kind(node)}
    group = node.get('Группа', '')
    refer(values, 'group', text_of(group), guid_of(group))
    refer(values, 'head', text_of(node.get('ГоловнойКонтрагент', '')), guid_of(node.get('ГоловнойКонтрагент', '')))
    details = read_contact_details([
        ((kinds_of(row.get('ВидКонтактнойИнформации', '')),), text_of(row.get('НаименованиеКонтактнойИнформации', ''))
         or kinds_of(row.get('ВидКонтактнойИнформации', '')), text_of(row.get('ЗначенияПолей', '')))
        for row in rows_of(node, 'КонтактнаяИнформация')])
    notes = [text_of(node.get(name, '')) for name in ('ДополнительнаяИнформация', 'Комментарий')] + details.pop('notes')
    account = node.get('ОсновнойБанковскийСчет', {})
    number = account.get('НомерСчета') if isinstance(account, dict) else None
    values |= {**details, 'note': '\n'.join(filter(None, notes)), 'bank_account': number if isinstance(number, str) else ''}
    yield Part('counterparty', values, read_additional(node), names.path(guid_of(group), text_of(group)))
    if values['bank_account'] and not names.is_marked('account', guid_of(account)):
        yield from _account_part(account, guid_of(node), text_of(node), names)


def read_counterparty_group(_node, _names):
    """Groups are told by the counterparties in them."""
    yield Part('counterparty', remark=GROUP)


def read_contract(node, names):
    values = {'guid': guid_of(node), **take(node, _CONTRACT), 'currency': currency_of(node.get('ВалютаВзаиморасчетов', ''))}
    kind = text_of(node.get('ВидДоговора', ''))
    values['kind'] = CONTRACT_KINDS.get(kind, kind)
    owner = node.get('Контрагент', '')
    refer(values, 'counterparty', text_of(owner), guid_of(owner))
    if names.is_marked('main', values['guid']):
        values['is_main'] = 'true'
    yield Part('contract', values, read_additional(node))


def read_account(node, names):
    """Accounts of counterparties; those of the firm itself and of persons are not imported."""
    owner = unwrap(node.get('Владелец', ''), 'КонтрагентыСсылка')
    if owner:
        yield from _account_part(node, guid_of(owner), text_of(owner), names)


def read_item(node, names):
    values = {'guid': guid_of(node), **take(node, _ITEM), 'unit': _unit(node.get('ЕдиницаИзмерения', ''), names)}
    kind, vat, group = (text_of(node.get(name, '')) for name in ('ТипНоменклатуры', 'СтавкаНДС', 'Группа'))
    values |= {'type': ITEM_TYPES.get(kind, kind), 'vat': VAT.get(vat, vat)}
    refer(values, 'group', group, guid_of(node.get('Группа', '')))
    refer(values, 'category', *reversed((guid_of(node.get('ГруппаАналитическогоУчета', '')),
                                         text_of(node.get('ГруппаАналитическогоУчета', '')))))
    yield Part('item', values, read_additional(node), names.path(guid_of(node.get('Группа', '')), group))


def read_group(node, _names):
    parent = node.get('Группа', '')
    values = {'guid': guid_of(node), 'name': text_of(node), 'code': text_of(node.get('КодВПрограмме', ''))}
    refer(values, 'group', text_of(parent), guid_of(parent))
    yield Part('item_group', values)


def read_additional(node):
    """Properties that the firm has made itself: ``{name: text}``."""
    found = {}
    for row in rows_of(node, 'ДополнительныеРеквизиты'):
        name = text_of(row.get('Свойство', '')) or text_of(row.get('НаименованиеСвойства', ''))
        value = row.get('ЗначениеСвойства') or row.get('Значение') or ''
        if name and (text := text_of(value) or (text_of(next(iter(value.values()), '')) if isinstance(value, dict) else '')):
            found[name] = text
    return found


def _unit(value, names):
    return names.names.get(guid_of(value)) or unit_of(value)


def _account_part(account, owner_guid, owner_name, names):
    bank = account.get('Банк', {})
    values = {'guid': guid_of(account), 'number': text_of(account.get('НомерСчета', '')), 'bank': text_of(bank),
              'mfo': text_of(bank.get('МФО', '')) if isinstance(bank, dict) else '',
              'currency': currency_of(account.get('Валюта', ''))}
    refer(values, 'counterparty', owner_name, owner_guid)
    if names.is_marked('main', values['guid']):
        values['is_main'] = 'true'
    yield Part('bank_account', values)


def _counterparty_kind(node):
    kind = text_of(node.get('ЮридическоеФизическоеЛицо', ''))
    if kind != 'ФизическоеЛицо':
        return {'ЮридическоеЛицо': ORGANISATION}.get(kind, kind)
    is_registered = any(text_of(node.get(name, '')) for name in ('РегистрационныйНомер', 'РегистрационныйНомерНерезидента',
                                                                'НомерСвидетельства'))
    named = {guess_kind(text_of(node.get(name, ''))) for name in ('Наименование', 'НаименованиеПолное')}
    return ENTREPRENEUR if is_registered or 'entrepreneur' in named else PERSON
