"""Documents and registers of BAS by the names of its configuration: orders, sales, events, tasks, plans, prices."""
import html
import re

from .configuration_objects import lookup, take
from .enterprise_objects import VAT
from .nodes import currency_of, guid_of, rows_of, text_of, unit_of
from .objects import Part, refer

_HEADER = {
    'Номер': 'number', 'Дата': 'date', 'Контрагент': 'counterparty', 'Договор': 'contract', 'СуммаДокумента': 'amount',
    'Организация': 'company', 'Ответственный': 'responsible', 'Автор': 'author', 'Комментарий': 'note',
    'СтруктурнаяЕдиница': 'department', 'Подразделение': 'department'}
_ORDER = _HEADER | {
    'СостояниеЗаказа': 'state', 'ВидЗаказа': 'kind', 'Проект': 'project', 'ВариантЗавершения': 'completion', 'Заметки': 'remarks'}
_EVENT = {
    'Номер': 'number', 'Дата': 'date', 'Тема': 'subject', 'Состояние': 'state', 'Ответственный': 'responsible', 'Автор': 'author',
    'НачалоСобытия': 'start', 'ОкончаниеСобытия': 'finish'}
_TASK = _HEADER | {'Состояние': 'state', 'Сотрудник': 'performer', 'ВидРабот': 'work_type', 'ДокументОснование': 'basis'}
_PLAN = {
    'Номер': 'number', 'Дата': 'created', 'СценарийПланирования': 'scenario', 'ДатаНачала': 'start', 'ДатаОкончания': 'finish',
    'НачалоПериода': 'start', 'КонецПериода': 'finish', 'СуммаДокумента': 'amount', 'Ответственный': 'responsible',
    'Комментарий': 'note', 'Организация': 'company', 'Подразделение': 'department', 'Автор': 'author'}
#: rows of a plan: what they plan, and their figures
_PLAN_TABLES = ('Запасы', 'Планы', 'Номенклатура')
_PLANNED = ('ОбъектПланирования', 'Номенклатура', 'КатегорияНоменклатуры', 'Менеджер')
_PLAN_LINE = {'Количество': 'quantity', 'Сумма': 'amount', 'ДатаПланирования': 'day'}
#: a work of a task
_ONLY_WORK = {'ВидРабот': 'work_type', 'Заказчик': 'counterparty', 'Описание': 'content', 'Трудоемкость': 'hours',
              'Заказ': 'basis', 'ЗаказПокупателя': 'basis'}
_WORK = _ONLY_WORK | {'Сумма': 'amount'}
_PRICE = {'Период': 'date', 'ВидЦен': 'pricelist', 'ТипЦен': 'pricelist', 'Номенклатура': 'item',
          'Характеристика': 'characteristic',
          'Цена': 'price', 'Актуальность': 'is_active', 'Автор': 'author'}
_LINE = {'Номенклатура': 'item', 'Характеристика': 'characteristic', 'Содержание': 'content', 'Количество': 'quantity',
         'Цена': 'price',
         'Сумма': 'amount', 'СуммаНДС': 'vat_amount', 'Всего': 'total', 'ПроцентСкидкиНаценки': 'discount',
         'ДатаОтгрузки': 'date'}
#: tabular parts with goods and services
_TABLES = ('Запасы', 'Товары', 'Работы', 'РаботыИУслуги', 'Услуги')
#: enumerations → words of the list forms
_EVENT_TYPES = {'ТелефонныйЗвонок': 'Телефонний дзвінок', 'ЛичнаяВстреча': 'Особиста зустріч', 'Запись': 'Запис',
                'ЭлектронноеПисьмо': 'Електронний лист', 'СообщениеSMS': 'Повідомлення SMS', 'Прочее': 'Інше', 'Прочие': 'Інше'}
_IMPORTANCE = {'Высокая': 'Висока', 'Обычная': 'Звичайна', 'Низкая': 'Низька'}
_DIRECTIONS = {'Входящее': 'Вхідна', 'Исходящее': 'Вихідна'}
_PERIODS = {'День': 'День', 'Неделя': 'Тиждень', 'Декада': 'Декада', 'Месяц': 'Місяць', 'Квартал': 'Квартал',
            'Полугодие': 'Півріччя', 'Год': 'Рік'}


def read_order(node, names):
    """A customer order or, by its operation, a work order; then its lines."""
    is_work = 'наряд' in text_of(node.get('ВидОперации', '')).casefold()
    dates = {'Старт': 'start', 'Финиш': 'finish'} if is_work else {'ДатаОтгрузки': 'shipment_date'}
    values = {'guid': guid_of(node), **take(node, _ORDER | dates, names), 'currency': _currency(node, names)}
    yield Part('work_order' if is_work else 'order', values)
    for table, number, row in _lines(node):
        line = {'order': values['guid'], 'order_number': values.get('number', ''), 'order_date': values.get('date', ''),
                'line': str(number), **_read_line(row, names), 'guid': f"{values['guid']}:{table}:{number}"}
        yield Part('order_line', line)


def read_goods_issue(node, names):
    """A row of sales for each line; a document without lines gives one row with its sum."""
    header = {field: text for field, text in take(node, _HEADER, names).items()
              if field in {'date', 'counterparty', 'counterparty_guid', 'responsible', 'company', 'department'}}
    header |= {'document': f"Видаткова накладна {text_of(node.get('Номер', ''))}".strip(), 'currency': _currency(node, names)}
    rows = _lines(node)
    for table, number, row in rows:
        line = _read_line(row, names)
        line = {field: line[field] for field in line.keys() - {'price', 'total', 'discount', 'content', 'vat', 'date'}}
        yield Part('sale', {**header, **line, 'guid': f'{guid_of(node)}:{table}:{number}'})
    if not rows:
        yield Part('sale', {**header, 'guid': guid_of(node), 'amount': text_of(node.get('СуммаДокумента', ''))})


def read_invoice(node, names):
    values = {'guid': guid_of(node), **take(node, _HEADER, names), 'currency': _currency(node, names)}
    yield Part('', values, remark='invoices')


def read_event(node, names):
    values = {'guid': guid_of(node), **take(node, _EVENT, names), 'content': _plain(text_of(node.get('Содержание', '')))}
    for row in [node, *rows_of(node, 'ДокументыОснования', 'Запись')]:
        values = take(row, {'ДокументОснование': 'basis'}, names) | values
    for name, field, words in (('ТипСобытия', 'type', _EVENT_TYPES), ('Важность', 'importance', _IMPORTANCE),
                               ('ВходящееИсходящееСобытие', 'direction', _DIRECTIONS),
                               ('ВходящееИсходящее', 'direction', _DIRECTIONS)):
        if text := text_of(node.get(name, '')):
            values[field] = words.get(text, text)
    people = [row.get('Контакт', '') for row in rows_of(node, 'Участники', 'Запись')]
    values['contacts'] = '\n'.join(filter(None, (lookup(person, names) for person in people)))
    owner = next((person for person in people if names.is_marked('counterparty', guid_of(person))), '')
    refer(values, 'counterparty', lookup(owner, names), guid_of(owner))
    yield Part('event', values)


def read_task(node, names):
    """A task of several works gives one for each: with its time, its customer and its sum."""
    header = {'guid': guid_of(node), **take(node, _TASK, names)}
    rows = rows_of(node, 'Работы', 'Запись') or [{}]
    if len(rows) > 1:
        header.pop('amount', '')  # of all works
    for number, row in enumerate(rows, start=1):
        own = take(row, _WORK if len(rows) > 1 else _ONLY_WORK, names)
        day = text_of(row.get('День', ''))[:10]
        for name, field in (('ВремяНачала', 'start'), ('ВремяОкончания', 'finish')):
            if day and (time := text_of(row.get(name, ''))):
                own[field] = f'{day} {time[-8:]}' if ':' in time else day
        if number > 1:
            own |= {'guid': f"{header['guid']}:Работы:{number}", 'number': f"{header.get('number', '')}/{number}"}
        yield Part('task', own | header if len(rows) == 1 else header | own)


def read_plan(node, names):
    """A row of a plan is of an item, of a category or of a manager. A plan without rows gives one with its sum."""
    header = {'guid': guid_of(node), **take(node, _PLAN, names), 'currency': _currency(node, names)}
    period = text_of(node.get('Периодичность', ''))
    header |= {'period': _PERIODS.get(period, period)} if period else {}
    rows = [row for table in _PLAN_TABLES for row in rows_of(node, table, 'Запись')]
    for row in rows:
        yield Part('plan', {**header, 'amount': '', **take(row, _PLAN_LINE, names), **_read_planned(row, names)})
    if not rows:
        yield Part('plan', header)


def _read_planned(row, names):
    """:return: what a row of a plan plans"""
    values, value = {}, next((row[name] for name in _PLANNED if name in row), '')
    guid, name = guid_of(value), lookup(value, names)
    field = next((field for field in ('category', 'responsible') if names.is_marked(field, guid)), 'item')
    refer(values, field, name, guid if field != 'responsible' else '')
    return values


def read_prices(node, names):
    """Records of the register of prices."""
    for row in rows_of(node, 'Record') or rows_of(node, 'НаборЗаписей', 'Запись') or [node]:
        unit = row.get('ЕдиницаИзмерения', '')
        values = {**take(row, _PRICE, names), 'unit': names.names.get(guid_of(unit)) or unit_of(unit)}
        if 'price' in values:
            yield Part('price', values)


def _lines(node):
    """:return: list of (tabular part, number within it, row)"""
    return [(table, number, row) for table in _TABLES for number, row in enumerate(rows_of(node, table, 'Запись'), start=1)]


def _read_line(row, names):
    unit, vat = row.get('ЕдиницаИзмерения', ''), lookup(row.get('СтавкаНДС', ''), names)
    return {**take(row, _LINE, names), 'unit': names.names.get(guid_of(unit)) or unit_of(unit), 'vat': VAT.get(vat, vat)}


def _currency(node, names):
    value = node.get('ВалютаДокумента', '')
    return currency_of(value) or names.names.get(guid_of(value), '')


def _plain(text):
    """The content of an event is HTML."""
    if '<' not in text:
        return text
    text = re.sub(r'(?is)<(?:style|script|head)\b.*?</(?:style|script|head)>', '', text)
    text = re.sub(r'(?i)<br\s*/?>|</(?:p|div|li|tr)>', '\n', text)
    return re.sub(r'\n{3,}', '\n\n', html.unescape(re.sub(r'<[^<>]*>', '', text))).strip()
