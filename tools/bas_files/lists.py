"""The list forms of BAS: which columns each has, and what stands in them.

Headings are those of the forms of the Ukrainian BAS, in both of its languages, in the order of the form.
"""
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from .details import details_of_counterparty, details_of_lead

LANGUAGES = ('uk', 'ru')


class Word(NamedTuple):
    """A value that BAS shows in the language of its screens."""
    uk: str
    ru: str


class Column(NamedTuple):
    """A column of a list form.

    ``field`` is the name of the add-on; ``get`` gives str, date, datetime, Decimal, bool, :class:`Word`, or None for an empty
    cell.
    """
    field: str
    uk: str
    ru: str
    get: Callable


KINDS = {
    'legal_entity': Word('Юридична особа', 'Юридическое лицо'),
    'entrepreneur': Word('Індивідуальний підприємець', 'Индивидуальный предприниматель'),
    'individual': Word('Фізична особа', 'Физическое лицо'),
    'government': Word('Державний орган', 'Государственный орган'),
}
CONTRACT_KINDS = {'СПокупателем': Word('З покупцем', 'С покупателем'), 'СПоставщиком': Word('З постачальником', 'С поставщиком')}


def _name(record):
    return record.name if record else ''


COUNTERPARTY = (
    Column('name', 'Представлення', 'Представление', lambda c: c.name),
    Column('main_contact', 'Основний контакт', 'Основной контакт', lambda c: _name(c.contacts[0]) if c.contacts else ''),
    Column('debt', 'Борг (+ нам, - ми)', 'Долг (+ нам, - мы)', lambda c: c.debt or None),
    Column('full_name', 'Юридична назва', 'Юридическое название', lambda c: c.full_name),
    Column('ipn', 'ІПН', 'ИНН', lambda c: c.ipn),
    Column('edrpou', 'ЄДРПОУ', 'ЕДРПОУ', lambda c: c.edrpou),
    Column('kind', 'Вид контрагента', 'Вид контрагента', lambda c: KINDS[c.kind]),
    Column('group', 'Група', 'Группа', lambda c: c.group[-1] if c.group else ''),
    Column('source', 'Джерело', 'Источник', lambda c: c.source),
    Column('country', 'Країна реєстрації', 'Страна регистрации', lambda c: c.country),
    Column('birthday', 'Дата народження', 'Дата рождения', lambda c: c.birthday),
    Column('created', 'Створений', 'Создан', lambda c: c.created),
    Column('note', 'Додаткова інформація', 'Дополнительная информация', lambda c: c.note),
    Column('responsible', 'Відповідальний менеджер', 'Ответственный менеджер', lambda c: c.responsible),
    # the heading is a picture: the file has an empty cell
    Column('details_block', '', '', details_of_counterparty),
    Column('code', 'Код', 'Код', lambda c: c.code),
)
CONTACT = (
    Column('is_main', 'Основний', 'Основной', lambda c: c.is_main),
    Column('name', 'ПІБ', 'ФИО', lambda c: c.name),
    Column('counterparty', 'Контрагент', 'Контрагент', lambda c: c.counterparty.name),
    Column('position', 'Посада', 'Должность', lambda c: c.position),
    Column('roles', 'Ролі', 'Роли', lambda c: c.roles),
    Column('birthday', 'Дата народження', 'Дата рождения', lambda c: c.birthday),
    Column('responsible', 'Відповідальний', 'Ответственный', lambda c: c.responsible),
    Column('note', 'Коментар', 'Комментарий', lambda c: c.note),
    Column('created', 'Створений', 'Создан', lambda c: c.created),
    Column('code', 'Код', 'Код', lambda c: c.code),
)
CONTRACT = (
    Column('is_main', 'Основний', 'Основной', lambda c: c.is_main),
    Column('name', 'Найменування', 'Наименование', lambda c: c.name),
    Column('date', 'Дата', 'Дата', lambda c: c.date),
    Column('number', '№ договору', '№ договора', lambda c: c.number),
    Column('counterparty', 'Контрагент', 'Контрагент', lambda c: c.counterparty.name),
    Column('currency', 'Валюта', 'Валюта', lambda c: c.currency),
    Column('units', 'Розрахунки в у.о.', 'Расчеты в у.е.', lambda c: c.units),
    Column('kind', 'Вид договору', 'Вид договора', lambda c: CONTRACT_KINDS[c.kind]),
    Column('pricelist', 'Вид цін', 'Вид цен', lambda c: c.pricelist),
    Column('payment_term', 'Термін оплати покупця', 'Срок оплаты покупателя', lambda c: Decimal(c.payment_days) or None),
    Column('code', 'Код', 'Код', lambda c: c.code),
)
BANK_ACCOUNT = (
    Column('number', 'Номер рахунку', 'Номер счета', lambda a: a.iban),
    Column('bank', 'Банк', 'Банк', lambda a: a.bank),
    Column('mfo', 'МФО', 'МФО', lambda a: a.mfo),
    Column('currency', 'Валюта', 'Валюта', lambda a: a.currency),
    Column('counterparty', 'Контрагент', 'Контрагент', lambda a: a.counterparty.name),
    Column('code', 'Код', 'Код', lambda a: a.code),
)
ITEM = (
    Column('name', 'Найменування', 'Наименование', lambda i: i.name),
    Column('price', 'Ціна', 'Цена', lambda i: i.price),
    Column('unit', 'Од.вим', 'Ед.изм', lambda i: i.unit),
    Column('article', 'Артикул', 'Артикул', lambda i: i.article),
    Column('code', 'Код', 'Код', lambda i: i.code),
    Column('type', 'Тип', 'Тип', lambda i: Word(i.type, {'Товар': 'Товар', 'Послуга': 'Услуга', 'Робота': 'Работа'}[i.type])),
    Column('category', 'Категорія', 'Категория', lambda i: i.category),
    Column('full_name', 'Найменування для друку', 'Наименование для печати', lambda i: i.full_name),
    Column('vat', '% ПДВ', '% НДС', lambda i: Word(f'{i.vat}%', f'{i.vat}%') if i.vat else Word('Без ПДВ', 'Без НДС')),
    Column('description', 'Опис', 'Описание', lambda i: i.description),
    Column('group', 'В групі', 'В группе', lambda i: i.group[-1] if i.group else ''),
)
PRICE = (
    Column('date', 'Період', 'Период', lambda p: p.day),
    Column('pricelist', 'Вид цін', 'Вид цен', lambda p: p.pricelist),
    Column('item', 'Номенклатура', 'Номенклатура', lambda p: p.item.name),
    Column('price', 'Ціна', 'Цена', lambda p: p.price),
    Column('unit', 'Од.', 'Ед.', lambda p: p.item.unit),
    Column('author', 'Автор', 'Автор', lambda p: p.author),
)
_ORDER_START = (
    # two columns with pictures have no heading and no text
    Column('', '', '', lambda o: None),
    Column('date', 'Дата', 'Дата', lambda o: o.date),
    Column('number', 'Номер', 'Номер', lambda o: o.number),
    Column('state', 'Стан', 'Состояние', lambda o: o.state),
    Column('counterparty', 'Покупець', 'Покупатель', lambda o: o.counterparty.name),
    Column('contract', 'Договір', 'Договор', lambda o: _name(o.contract)),
    Column('amount', 'Сума', 'Сумма', lambda o: o.sum),
    Column('currency', 'Валюта', 'Валюта', lambda o: o.currency),
)
_ORDER_END = (
    Column('responsible', 'Відповідальний', 'Ответственный', lambda o: o.responsible),
    Column('note', 'Коментар', 'Комментарий', lambda o: o.note),
    Column('author', 'Автор', 'Автор', lambda o: o.author),
)
ORDER = (*_ORDER_START, Column('shipment_date', 'Дата відвантаження', 'Дата отгрузки', lambda o: o.shipment_day), *_ORDER_END)
WORK_ORDER = (*_ORDER_START, Column('start', 'Старт', 'Старт', lambda o: o.start),
              Column('finish', 'Фініш', 'Финиш', lambda o: o.finish), *_ORDER_END)
SHIPMENT = (
    Column('date', 'Дата', 'Дата', lambda s: s.date),
    Column('number', 'Номер', 'Номер', lambda s: s.number),
    Column('counterparty', 'Покупець / Постачальник', 'Покупатель / Поставщик', lambda s: s.counterparty.name),
    Column('contract', 'Договір', 'Договор', lambda s: _name(s.contract)),
    Column('amount', 'Сума документа', 'Сумма документа', lambda s: s.sum),
    Column('currency', 'Валюта', 'Валюта', lambda s: s.currency),
    Column('responsible', 'Відповідальний', 'Ответственный', lambda s: s.responsible),
)
EVENT = (
    Column('type', 'Подія', 'Событие', lambda e: e.type),
    Column('start', 'Початок', 'Начало', lambda e: e.start),
    Column('finish', 'Закінчення', 'Окончание', lambda e: e.end),
    Column('subject', 'Тема', 'Тема', lambda e: e.subject),
    Column('state', 'Стан', 'Состояние', lambda e: e.state),
    Column('importance', 'Важливість', 'Важность', lambda e: e.importance),
    Column('responsible', 'Відповідальний', 'Ответственный', lambda e: e.responsible),
    Column('author', 'Автор', 'Автор', lambda e: e.author),
    Column('content', 'Зміст', 'Содержание', lambda e: e.content),
    Column('number', 'Номер', 'Номер', lambda e: e.number),
    Column('contacts', 'Контакти', 'Контакты', lambda e: _name(e.counterparty)),
)
TASK = (
    Column('date', 'Дата', 'Дата', lambda t: t.date),
    Column('number', 'Номер', 'Номер', lambda t: t.number),
    Column('state', 'Стан', 'Состояние', lambda t: t.state),
    Column('performer', 'Виконавець', 'Исполнитель', lambda t: t.performer),
    Column('work_type', 'Вид робіт', 'Вид работ', lambda t: t.work_type),
    Column('amount', 'Сума', 'Сумма', lambda t: t.sum),
    Column('note', 'Коментар', 'Комментарий', lambda t: t.note),
    Column('author', 'Автор', 'Автор', lambda t: t.author),
)
LEAD = (
    Column('name', 'Представлення', 'Представление', lambda lead: lead.name),
    Column('full_name', 'Юридична назва', 'Юридическое название', lambda lead: lead.legal_name),
    Column('created', 'Дата створення', 'Дата создания', lambda lead: lead.created),
    Column('state', 'Стан', 'Состояние', lambda lead: lead.state),
    Column('source', 'Джерело залучення', 'Источник привлечения', lambda lead: lead.source),
    Column('responsible', 'Відповідальний', 'Ответственный', lambda lead: lead.responsible),
    Column('result', 'Результат', 'Результат', lambda lead: lead.result),
    Column('counterparty', 'Контрагент', 'Контрагент', lambda lead: _name(lead.counterparty)),
    Column('reason', 'Причина', 'Причина', lambda lead: lead.reason),
    Column('details_block', 'Основні відомості', 'Основные сведения', details_of_lead),
)
PLAN = (
    Column('created', 'Створений', 'Создан', lambda p: p.created),
    Column('scenario', 'Сценарій планування', 'Сценарий планирования', lambda p: p.scenario),
    Column('start', 'Початок', 'Начало', lambda p: p.start),
    Column('finish', 'Закінчення', 'Окончание', lambda p: p.end),
    Column('period', 'Періодичність', 'Периодичность', lambda p: p.period),
    Column('measure', 'Вимірювання', 'Измерение', lambda p: p.dimension),
    Column('amount', 'Сума', 'Сумма', lambda p: p.sum),
    Column('currency', 'Валюта', 'Валюта', lambda p: p.currency),
    Column('responsible', 'Відповідальний', 'Ответственный', lambda p: p.responsible),
    Column('number', 'Номер', 'Номер', lambda p: p.number),
)
#: kind of list → (its name in both languages, columns, records of a firm)
LISTS = {
    'counterparty': (Word('Контрагенти', 'Контрагенты'), COUNTERPARTY, lambda firm: firm.counterparties),
    'contact': (Word('Контактні особи', 'Контактные лица'), CONTACT, lambda firm: firm.contacts),
    'contract': (Word('Договори', 'Договоры'), CONTRACT, lambda firm: firm.contracts),
    'bank_account': (Word('Банківські рахунки', 'Банковские счета'), BANK_ACCOUNT, lambda firm: firm.bank_accounts),
    'item': (Word('Номенклатура', 'Номенклатура'), ITEM, lambda firm: firm.items),
    'price': (Word('Ціни', 'Цены'), PRICE, lambda firm: firm.prices),
    'order': (Word('Замовлення покупців', 'Заказы покупателей'), ORDER,
              lambda firm: [order for order in firm.orders if not order.is_work]),
    'work_order': (Word('Замовлення-наряди', 'Заказ-наряды'), WORK_ORDER,
                   lambda firm: [order for order in firm.orders if order.is_work]),
    'shipment': (Word('Видаткові накладні', 'Расходные накладные'), SHIPMENT, lambda firm: firm.shipments),
    'event': (Word('Події', 'События'), EVENT, lambda firm: firm.events),
    'task': (Word('Завдання на роботу', 'Задания на работу'), TASK, lambda firm: firm.tasks),
    'lead': (Word('Ліди', 'Лиды'), LEAD, lambda firm: firm.leads),
    'plan': (Word('Плани продажів', 'Планы продаж'), PLAN, lambda firm: firm.plans),
}
