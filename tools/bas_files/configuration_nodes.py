"""The objects of a firm by the names of the configuration of BAS, for the two formats that carry any object.

An object is ``(class, name, guid, properties, tables)``; a property is text or a :class:`Reference`; a table is a list of rows,
each a list of properties. Classes: 'catalog', 'document'. Small catalogs, which only give names, come first.
"""
import random
from typing import NamedTuple

from . import words
from .contact_info import contact_rows
from .identifiers import make_guid
from .xml_writing import yes


class Reference(NamedTuple):
    #: 'catalog', 'document' or 'enumeration'
    group: str
    name: str
    guid: str
    shown: str


class ConfigurationObject(NamedTuple):
    group: str
    name: str
    guid: str
    properties: list
    tables: dict = {}


_KINDS = {'legal_entity': 'ЮридическоеЛицо', 'entrepreneur': 'ИндивидуальныйПредприниматель', 'individual': 'ФизическоеЛицо',
          'government': 'ГосударственныйОрган'}
_RESULTS = dict(zip(words.LEAD_RESULTS, ('ПереведенВПокупателя', 'НекачественныйЛид'), strict=True))
_EVENT_TYPES = {'Телефонний дзвінок': 'ТелефонныйЗвонок', 'Електронний лист': 'ЭлектронноеПисьмо',
                'Особиста зустріч': 'ЛичнаяВстреча',
                'Запис': 'Запись', 'SMS': 'СообщениеSMS'}
_ITEM_TYPES = {'Товар': 'Товар', 'Послуга': 'Услуга', 'Робота': 'Работа'}
_CONTACT_KINDS = {'ЮрАдресКонтрагента': 'Юр. адреса', 'ФактАдресКонтрагента': 'Факт. адреса', 'ТелефонКонтрагента': 'Телефон',
                  'EmailКонтрагента': 'E-mail', 'СайтКонтрагента': 'Сайт'}


def guid_of_name(name, shown):
    """The GUID of a record that is known by its name only: always the same."""
    return make_guid(random.Random(f'{name}:{shown}'))


def named(name, shown):
    return Reference('catalog', name, guid_of_name(name, shown), shown) if shown else None


def refer(record, name, group='catalog'):
    return Reference(group, name, record.guid, getattr(record, 'name', '') or record.number) if record else None


def iterate_objects(firm):
    """:return: Iterator[ConfigurationObject]"""
    yield from _small_catalogs(firm)
    accounts = {account.counterparty: account for account in reversed(firm.bank_accounts)}
    for found in firm.counterparties:
        yield _counterparty(found, accounts.get(found))
        for contact in found.contacts:
            yield _contact(contact)
    for make, records in ((_contract, firm.contracts), (_account, firm.bank_accounts), (_item, firm.items), (_lead, firm.leads),
                          (_order, firm.orders), (_shipment, firm.shipments), (_event, firm.events), (_task, firm.tasks),
                          (_plan, firm.plans)):
        yield from map(make, records)


def _small_catalogs(firm):
    people = {*firm.managers}
    for name, shown in sorted({
            *(('Сотрудники', person) for person in people), *(('Валюты', currency) for currency in ('UAH', 'EUR', 'USD')),
            *(('СостоянияЗаказовПокупателей', state) for state in words.ORDER_STATES),
            *(('СостоянияСобытий', state) for state in words.EVENT_STATES),
            *(('СостоянияЛидов', lead.state) for lead in firm.leads),
            *(('ИсточникиПривлеченияПокупателей', source) for source in words.SOURCES),
            *(('ВидыЦен', name) for name in ('Роздрібна', 'Оптова')), *(('ВидыРабот', name) for name in words.WORK_TYPES),
            *(('КлассификаторЕдиницИзмерения', item.unit) for item in firm.items),
            *(('КатегорииНоменклатуры', item.category) for item in firm.items),
            *(('СценарииПланирования', plan.scenario) for plan in firm.plans),
            *(('ПричиныНеуспешногоЗавершенияРаботы', reason) for reason in words.REASONS),
            *(('ВидыКонтактнойИнформации', kind) for kind in _CONTACT_KINDS.values())}):
        yield ConfigurationObject('catalog', name, guid_of_name(name, shown), [
            ('Код', '980' if shown == 'UAH' else ''), ('Наименование', shown)])
    yield ConfigurationObject('catalog', 'Организации', firm.guid, [('Наименование', firm.name), ('КодПоЕДРПОУ', firm.edrpou)])
    for path in sorted({found.group[:depth] for found in firm.counterparties for depth in range(1, len(found.group) + 1)}):
        yield ConfigurationObject('catalog', 'Контрагенты', _group(path).guid, [
            ('ЭтоГруппа', 'true'), ('Родитель', _group(path[:-1])), ('Наименование', path[-1])])


def _group(path):
    return Reference('catalog', 'Контрагенты', guid_of_name('Контрагенты', '/'.join(path)), path[-1]) if path else None


def _contact_table(record):
    return {'КонтактнаяИнформация': [
        [('Тип', kind), ('Вид', named('ВидыКонтактнойИнформации', _CONTACT_KINDS[predefined])), ('Представление', shown),
         ('ЗначенияПолей', text)] for _kind, predefined, kind, shown, text in contact_rows(record)]}


def _counterparty(found, account):
    return ConfigurationObject('catalog', 'Контрагенты', found.guid, [
        ('ЭтоГруппа', 'false'), ('Код', found.code), ('Наименование', found.name), ('Родитель', _group(found.group)),
        ('НаименованиеПолное', found.full_name), ('КодПоЕДРПОУ', found.edrpou), ('ИНН', found.ipn),
        ('РегистрационныйНомер', found.registration), ('ВидКонтрагента', _KINDS[found.kind]), ('Комментарий', found.note),
        ('ДатаРождения', _day(found.birthday)), ('ДатаСоздания', _moment(found.created)),
        ('Ответственный', _employee(found.responsible)),
        ('ИсточникПривлеченияПокупателя', named('ИсточникиПривлеченияПокупателей', found.source)),
        ('КонтактноеЛицо', refer(found.contacts[0], 'КонтактныеЛица') if found.contacts else None),
        ('БанковскийСчетПоУмолчанию', Reference('catalog', 'БанковскиеСчета', account.guid, account.iban) if account else None),
    ], _contact_table(found))


def _contact(contact):
    return ConfigurationObject('catalog', 'КонтактныеЛица', contact.guid, [
        ('Код', contact.code), ('Наименование', contact.name), ('Владелец', refer(contact.counterparty, 'Контрагенты')),
        ('Должность', contact.position), ('ДатаРождения', _day(contact.birthday)),
        ('Ответственный', _employee(contact.responsible)),
        ('Комментарий', contact.note), ('ДатаСоздания', _moment(contact.created))], _contact_table(contact))


def _contract(contract):
    return ConfigurationObject('catalog', 'ДоговорыКонтрагентов', contract.guid, [
        ('Код', contract.code), ('Наименование', contract.name), ('Владелец', refer(contract.counterparty, 'Контрагенты')),
        ('НомерДоговора', contract.number), ('ДатаДоговора', _day(contract.date)), ('СрокДействия', _day(contract.expires)),
        ('ВидДоговора', contract.kind), ('ВалютаРасчетов', named('Валюты', contract.currency)),
        ('РасчетыВУсловныхЕдиницах', yes(contract.units)), ('ВидЦен', named('ВидыЦен', contract.pricelist)),
        ('СрокОплатыПокупателя', str(contract.payment_days or ''))])


def _account(account):
    return ConfigurationObject('catalog', 'БанковскиеСчета', account.guid, [
        ('Код', account.code), ('НомерСчета', account.iban), ('Владелец', refer(account.counterparty, 'Контрагенты')),
        ('ВалютаДенежныхСредств', named('Валюты', account.currency))])


def _item(item):
    return ConfigurationObject('catalog', 'Номенклатура', item.guid, [
        ('ЭтоГруппа', 'false'), ('Код', item.code), ('Наименование', item.name), ('НаименованиеПолное', item.full_name),
        ('Артикул', item.article), ('ТипНоменклатуры', _ITEM_TYPES[item.type]), ('Описание', item.description),
        ('ЕдиницаИзмерения', named('КлассификаторЕдиницИзмерения', item.unit)),
        ('КатегорияНоменклатуры', named('КатегорииНоменклатуры', item.category)),
        ('ВидСтавкиНДС', f'НДС{item.vat}' if item.vat else 'БезНДС')])


def _lead(lead):
    return ConfigurationObject('catalog', 'Лиды', lead.guid, [
        ('ЭтоГруппа', 'false'), ('Наименование', lead.name), ('НаименованиеКомпании', lead.legal_name),
        ('ДатаСоздания', _moment(lead.created)), ('СостояниеЛида', named('СостоянияЛидов', lead.state)),
        ('ИсточникПривлечения', named('ИсточникиПривлеченияПокупателей', lead.source)),
        ('Ответственный', _employee(lead.responsible)),
        ('ВариантЗавершения', _RESULTS.get(lead.result, '')), ('Контрагент', refer(lead.counterparty, 'Контрагенты')),
        ('ПричинаНеуспешногоЗавершенияРаботы', named('ПричиныНеуспешногоЗавершенияРаботы', lead.reason)),
        ('Комментарий', lead.note),
    ], _contact_table(lead))


def _document(document):
    return [('Номер', document.number), ('Дата', _moment(document.date)),
            ('Контрагент', refer(document.counterparty, 'Контрагенты')),
            ('Договор', refer(document.contract, 'ДоговорыКонтрагентов')),
            ('ВалютаДокумента', named('Валюты', document.currency)),
            ('СуммаДокумента', f'{document.sum:.2f}'), ('Ответственный', _employee(document.responsible))]


def _order(order):
    dates = [('Старт', _moment(order.start)), ('Финиш', _moment(order.finish))] if order.is_work else [
        ('ДатаОтгрузки', _day(order.shipment_day))]
    return ConfigurationObject('document', 'ЗаказПокупателя', order.guid, [
        *_document(order), ('СостояниеЗаказа', named('СостоянияЗаказовПокупателей', order.state)),
        ('ВидОперации', 'ЗаказНаряд' if order.is_work else 'ЗаказНаПродажу'), *dates, ('Автор', _employee(order.author)),
        ('Комментарий', order.note)], {'Запасы': [_line(line) for line in order.lines]})


def _shipment(shipment):
    return ConfigurationObject('document', 'РасходнаяНакладная', shipment.guid, _document(shipment),
                               {'Запасы': [_line(line) for line in shipment.lines]})


def _line(line):
    return [('Номенклатура', refer(line.item, 'Номенклатура')), ('Количество', str(line.quantity)),
            ('ЕдиницаИзмерения', named('КлассификаторЕдиницИзмерения', line.item.unit)), ('Цена', f'{line.price:.2f}'),
            ('Сумма', f'{line.sum:.2f}')]


def _event(event):
    content = f"<html><body><p>{event.content.replace(chr(10), '<br>')}</p></body></html>" if event.content else ''
    return ConfigurationObject('document', 'Событие', event.guid, [
        ('Номер', event.number), ('ТипСобытия', _EVENT_TYPES[event.type]), ('Тема', event.subject),
        ('Состояние', named('СостоянияСобытий', event.state)), ('НачалоСобытия', _moment(event.start)),
        ('ОкончаниеСобытия', _moment(event.end)), ('Важность', event.importance), ('Содержание', content),
        ('Ответственный', _employee(event.responsible)), ('Автор', _employee(event.author)),
    ], {'Участники': [[('Контакт', refer(event.counterparty, 'Контрагенты'))]]})


def _task(task):
    return ConfigurationObject('document', 'ЗаданиеНаРаботу', task.guid, [
        ('Номер', task.number), ('Дата', _moment(task.date)), ('Состояние', named('СостоянияСобытий', task.state)),
        ('Сотрудник', _employee(task.performer)), ('ВидРабот', named('ВидыРабот', task.work_type)),
        ('СуммаДокумента', f'{task.sum:.2f}'), ('Комментарий', task.note), ('Автор', _employee(task.author))])


def _plan(plan):
    return ConfigurationObject('document', 'ПланПродаж', plan.guid, [
        ('Номер', plan.number), ('Дата', _moment(plan.created)),
        ('СценарийПланирования', named('СценарииПланирования', plan.scenario)),
        ('ДатаНачала', _day(plan.start)), ('ДатаОкончания', _day(plan.end)), ('ВалютаДокумента', named('Валюты', plan.currency)),
        ('СуммаДокумента', f'{plan.sum:.2f}'), ('Ответственный', _employee(plan.responsible))], {'Запасы': [[
            ('Номенклатура', refer(line.item, 'Номенклатура')), ('ДатаПланирования', _day(line.day)),
            ('Количество', str(line.quantity)), ('Сумма', f'{line.sum:.2f}')] for line in plan.lines]})


def _employee(name):
    return named('Сотрудники', name)


def _day(day):
    return f'{day}T00:00:00' if day else '0001-01-01T00:00:00'


def _moment(moment):
    return f'{moment:%Y-%m-%dT%H:%M:%S}' if moment else '0001-01-01T00:00:00'
