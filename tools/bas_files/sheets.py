"""What BAS puts into a spreadsheet document: a list form as it is, a list as a tree of groups, a report, a print."""
import datetime as dt
from calendar import monthrange
from dataclasses import dataclass, field
from decimal import Decimal

from .details import contact_lines, details_of_counterparty, details_of_lead
from .lists import LISTS, Word

#: of a report, the first two levels of its heading
_SALES = Word('Продажі', 'Продажи')
_DAYS = '%d.%m.%Y'
#: fields that a spreadsheet takes for numbers
CODES = {'edrpou', 'ipn'}


@dataclass
class SheetRow:
    """:param cells: str, Decimal, date, datetime, or None for an empty cell
    :param level: outline level; the rows of a group are one level deeper than its own row"""
    cells: list
    level: int = 0


@dataclass
class Sheet:
    name: str
    rows: list[SheetRow] = field(default_factory=list)
    #: (first row, first column, last row, last column) of merged cells, from 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def add(self, *cells, level=0):
        self.rows.append(SheetRow(list(cells), level))

    def merge(self, row, column, height=1, width=1):
        self.merged.append((row, column, row + height - 1, column + width - 1))


def make_list_sheet(firm, kind, language='uk', fields=None, grouped=False, codes_as_numbers=False):
    """A list form: its headings in the first row, the records below.

    :param fields: only these columns, in this order; others are switched off in the form
    :param grouped: the list is a tree, as of counterparties or items: each group has a row with its name in the column ``name``
    :param codes_as_numbers: codes have lost their leading zeros, as in a file that was saved again in Excel
    """
    title, columns, get_records = LISTS[kind]
    columns = choose_columns(columns, fields)
    sheet = Sheet(getattr(title, language))
    sheet.add(*(getattr(column, language) for column in columns))
    open_groups = ()
    for record in sorted(get_records(firm), key=lambda record: record.group) if grouped else get_records(firm):
        if grouped and record.group != open_groups:
            _add_groups(sheet, columns, open_groups, record.group)
            open_groups = record.group
        cells = [cell_of(column, record, language) for column in columns]
        if codes_as_numbers:
            cells = [Decimal(cell) if column.field in CODES and cell else cell for column,
                     cell in zip(columns, cells, strict=True)]
        sheet.add(*cells, level=len(record.group) if grouped else 0)
    return sheet


def choose_columns(columns, fields=None):
    if fields is None:
        return list(columns)
    by_field = {column.field: column for column in columns}
    return [by_field[name] for name in fields]


def cell_of(column, record, language):
    """:return: what BAS puts into a cell: a word in its language, text, Decimal, date or datetime; None for an empty cell"""
    if column.get in (details_of_counterparty, details_of_lead):
        return column.get(record, language)
    value = column.get(record)
    if isinstance(value, Word):
        return getattr(value, language)
    if isinstance(value, bool):
        return {'uk': ('Ні', 'Так'), 'ru': ('Нет', 'Да')}[language][value]
    return None if value in ('', None) else value


def make_sales_sheet(firm, language='uk', month=None):
    """The report «Продажі»: title, parameters, a heading of two levels, rows, and a footer with the totals.

    :param date month: only the sales of this month, without a column of months: the title alone tells it
    """
    words = {'uk': ('Параметри:', 'Період:', 'Номенклатура', 'Контрагент', 'Менеджер', 'Місяць', 'Кількість', 'Сума',
                    'Собівартість',
                    'Всього'),
             'ru': ('Параметры:', 'Период:', 'Номенклатура', 'Контрагент', 'Менеджер', 'Месяц', 'Количество', 'Сумма',
                    'Себестоимость', 'Итого')}[language]
    title = getattr(_SALES, language)
    sales = [sale for sale in firm.sales if month in (None, sale.month)]
    columns = words[2:5] if month else words[2:6]
    sheet = _start_report(title, words[0], f'{words[1]} {_period(sales, month)}')
    top = len(sheet.rows)
    sheet.add(*columns, title, None, None)
    sheet.add(*(None for _column in columns), *words[6:9])
    for column in range(len(columns)):
        sheet.merge(top, column, height=2)
    sheet.merge(top, len(columns), width=3)
    for sale in sales:
        sheet.add(sale.item.name, sale.counterparty.name, sale.responsible, *(() if month else (sale.month,)), sale.quantity,
                  sale.sum, sale.cost)
    totals = (sum((getattr(sale, name) for sale in sales), Decimal(0)) for name in ('quantity', 'sum', 'cost'))
    sheet.add(words[9], *(None for _column in columns[1:]), *totals)
    return sheet


def break_pages(sheet, heading, height, every=5):
    """A print of several pages: the rows of the heading are there again at the top of each page.

    :param int heading: number of its first row, from 0
    :param int height: how many rows it has
    :param int every: rows of a page
    """
    first = heading + height
    top, rows = sheet.rows[:first], sheet.rows[first:]
    merged = [area for area in sheet.merged if heading <= area[0] < first]
    sheet.rows = top
    for index, row in enumerate(rows):
        if index and not index % every:
            down = len(sheet.rows) - heading
            sheet.rows += top[heading:first]
            sheet.merged += [(area[0] + down, area[1], area[2] + down, area[3]) for area in merged]
        sheet.rows.append(row)
    return sheet


def make_price_sheet(firm, language='uk', levels=True, currencies=None):
    """The print «Прайс-лист»: a column for each kind of price, the items in the groups of their categories.

    :param bool levels: the heading has two rows: the kind of price above, «Ціна» below; else the kinds alone
    :param dict currencies: kind of price → its currency, shown in the heading
    """
    words = {'uk': ('Прайс-лист', 'Номенклатура', 'Код', 'Артикул', 'Од.', 'Ціна'),
             'ru': ('Прайс-лист', 'Номенклатура', 'Код', 'Артикул', 'Ед.', 'Цена')}[language]
    kinds = list(dict.fromkeys(price.pricelist for price in firm.prices))
    prices = {(price.item.code, price.pricelist): price.price for price in firm.prices}
    sheet = _start_report(words[0], f'{firm.today:{_DAYS}}')
    top = len(sheet.rows)
    sheet.add(*words[1:5], *(f'{kind}, {(currencies or {})[kind]}' if kind in (currencies or {}) else kind for kind in kinds))
    if levels:
        sheet.add(None, None, None, None, *(words[5] for _kind in kinds))
        for column in range(4):
            sheet.merge(top, column, height=2)
    open_group = ()
    for item in sorted(firm.items, key=lambda item: item.group):
        if item.group != open_group:
            open_group = item.group
            sheet.add(item.group[-1])
        sheet.add(item.name, item.code, item.article, item.unit, *(prices.get((item.code, kind)) for kind in kinds), level=1)
    return sheet


def make_debts_sheet(firm, language='uk'):
    """Settlements with counterparties on a day: what they owe us and what we owe them, by contract and document."""
    words = {'uk': ('Розрахунки з контрагентами', 'На дату:', 'Контрагент', 'Договір', 'Документ розрахунків', 'Валюта',
                    'Строк оплати',
                    'Кінцевий залишок', 'Борг контрагента', 'Наш борг', 'Всього'),
             'ru': ('Расчеты с контрагентами', 'На дату:', 'Контрагент', 'Договор', 'Документ расчетов', 'Валюта', 'Срок оплаты',
                    'Конечный остаток', 'Долг контрагента', 'Наш долг', 'Итого')}[language]
    sheet = _start_report(words[0], f'{words[1]} {firm.today:{_DAYS}}')
    top = len(sheet.rows)
    sheet.add(*words[2:7], words[7], None)
    sheet.add(None, None, None, None, None, *words[8:10])
    for column in range(5):
        sheet.merge(top, column, height=2)
    sheet.merge(top, 5, width=2)
    for debt in firm.debts:
        sheet.add(debt.counterparty.name, debt.contract.name, debt.document, debt.contract.currency, debt.due,
                  max(debt.sum, Decimal(0)) or None, max(-debt.sum, Decimal(0)) or None)
    theirs, ours = (sum((max(sign * debt.sum, Decimal(0)) for debt in firm.debts), Decimal(0)) for sign in (1, -1))
    sheet.add(words[10], None, None, None, None, theirs, ours)
    return sheet


def make_contact_print_sheet(firm, language='uk'):
    """The print «Контактна інформація»: a row for each counterparty, then one for each of its contacts."""
    words = {'uk': ('Контактна інформація', 'Контрагент', 'Контакт', 'Відповідальний'),
             'ru': ('Контактная информация', 'Контрагент', 'Контакт', 'Ответственный')}[language]
    sheet = _start_report(words[0])
    sheet.add(*words[1:])
    for found in firm.counterparties:
        sheet.add(found.name, '\n'.join(contact_lines(found)), found.responsible)
        for contact in found.contacts:
            sheet.add(None, '\n'.join([contact.name, *contact_lines(contact)]), contact.responsible)
    return sheet


def _start_report(title, *parameters):
    sheet = Sheet(title)
    for line in (title, None, *parameters, None):
        sheet.add(line)
    sheet.merge(0, 0, width=5)
    return sheet


def _add_groups(sheet, columns, before, after):
    common = 0
    while common < min(len(before), len(after)) and before[common] == after[common]:
        common += 1
    for level in range(common, len(after)):
        sheet.add(*(after[level] if column.field == 'name' else None for column in columns), level=level)


def _period(sales, month=None):
    if month:
        return f'{month:{_DAYS}} - {month.replace(day=monthrange(month.year, month.month)[1]):{_DAYS}}'
    months = [sale.month for sale in sales] or [dt.date(2025, 1, 1)]
    return f'{min(months):{_DAYS}} - {max(months):{_DAYS}}'
