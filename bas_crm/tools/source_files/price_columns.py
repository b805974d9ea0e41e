"""A price list with a column for each kind of price, «Оптова», «Роздрібна», becomes a list of prices: one row for each price.

BAS prints «Прайс-лист» so, often with a heading of two rows: the kind above, «Ціна» and «Од.» below. The items of the list are a
table of their own.
"""
import re
from dataclasses import dataclass, replace

from .headings import EXACT, FIELDS, NONE, VOCABULARY, is_named, match_columns, simplify
from .price_words import cut_currency, is_other_number, is_plain_price, names_kind_of_price, strip_price
from .shapes import SAMPLES, get_names
from .table import SourceColumn, SourceRow
from .texts import clean_text

#: headings of the three columns that the prices are put into, as in BAS's register of prices
PRICELIST, PRICE, CURRENCY = 'Вид цін', 'Ціна', 'Валюта'
#: heading of the column of rows in a workbook of errors, whose columns must come back as they were
ROW_HEADING = 'bas_import_row'
#: kinds of list that may have such columns
KINDS = ('item', 'price')
#: field of such a list → field of a list of prices, for what tells the item
REFERENCES = {'name': 'item', 'item': 'item', 'full_name': 'item', 'article': 'article', 'code': 'item_code',
              'item_code': 'item_code', 'guid': 'item_guid', 'characteristic': 'characteristic', 'date': 'date'}
_RETAIL = re.compile(r'роздріб|розниц|рознич|retail', re.IGNORECASE)
_NUMBER = re.compile(r'(?:₴|\$|€|£)?\s?\d[\d\s\xa0.,\'’]*(?:грн|uah|usd|eur|₴|\$|€|£)?\.?', re.IGNORECASE)
_OF_TITLE = re.compile(r'(?:валют\w*|цін[аиу]|цен[аыу])\b[^\n]{0,30}?\s', re.IGNORECASE)


@dataclass(frozen=True)
class PriceColumn:
    """:param name: of the kind of price
    :param currency: its code, '' if the heading does not tell it
    :param currency_column: index of the column with the currency of each row, -1 for none"""

    index: int
    name: str
    currency: str = ''
    currency_column: int = -1


def split_prices(table):
    """
    :param SourceTable table: a list of a sheet
    :return: Iterator[SourceTable]: the list, and another one of the prices if it has a column for each kind of them
    """
    prices = find_price_columns(table) if table.kind in KINDS and len(table.columns) > 1 else []
    if prices and table.kind == 'price':
        _make_item_table(table)
    own = next((index for index, column in enumerate(table.columns) if column.field == 'price'), -1)
    if len(prices) < 2 and (not prices or own == prices[0].index):
        yield table
        return
    _choose_price_of_items(table, prices, own)
    yield replace(table, read=lambda found: _read_rest(found, table, prices))
    yield _make_price_table(table, prices)


def find_price_columns(table):
    """:return: list[PriceColumn]: those with a kind of price of their own; none for a list of prices that names their kinds"""
    if any(column.field == 'pricelist' or column.heading == ROW_HEADING for column in table.columns):
        return []
    is_price_list = any(is_named('price', name) for name in get_names(table))
    currency = _find_currency_of(table)
    found = []
    for index, column in enumerate(table.columns):
        if (name := _get_kind(column, is_price_list)) and _is_of_prices(column):
            text, own = cut_currency(name)
            found.append(PriceColumn(index, text, own or currency, _find_currency_column(table, column.heading)))
    names = [price.name.casefold() for price in found]
    # «Оптова, грн» and «Оптова, USD» are two lists.
    return [price if names.count(price.name.casefold()) == 1 else replace(
        price, name=f'{price.name}, {price.currency}' if price.currency else clean_text(table.columns[price.index].heading))
        for price in found]


def _get_kind(column, is_price_list):
    """:return: str: the kind of price that a column is of; '' for another column"""
    upper, _slash, lower = column.heading.rpartition(' / ')
    if upper and is_plain_price(simplify(lower)):  # «Оптова / Ціна»
        name, is_known = upper.rpartition(' / ')[2], True
    elif upper and is_plain_price(simplify(upper)):  # «Ціни / Оптова»
        name, is_known = lower, True
    else:
        name, is_known = column.heading, False
    key = simplify(cut_currency(name)[0])
    if not strip_price(key) or is_other_number(key) or key in _COSTS or column.field not in ('', 'price', 'kind_price'):
        return ''
    is_unknown = is_price_list and not column.field and key not in VOCABULARY
    return clean_text(name) if is_known or is_unknown or names_kind_of_price(key) else ''


_COSTS = {simplify(word) for word in FIELDS['item']['cost']}


def _is_of_prices(column):
    return bool(column.samples) and any(map(_NUMBER.fullmatch, map(clean_text, column.samples))) and not any(
        '%' in text for text in column.samples)


def _find_currency_of(table):
    """:return: str: code of the currency that the title tells: «Валюта: USD», «Ціни вказані в доларах»"""
    for line in table.title.split('\n'):
        if (found := _OF_TITLE.search(line)) and (currency := cut_currency(line[found.end() - 1:])[1]):
            return currency
    return ''


def _find_currency_column(table, heading):
    """:return: int: the column «Оптова / Валюта» beside «Оптова / Ціна», else the column «Валюта» of the list, else -1"""
    upper = heading.rpartition(' / ')[0]
    wanted = f'{upper} / {CURRENCY}'.casefold() if upper else None
    columns = [column.heading.casefold() for column in table.columns]
    if wanted in columns:
        return columns.index(wanted)
    return next((index for index, column in enumerate(table.columns)
                 if column.field == 'currency' and ' / ' not in column.heading), -1)


def _make_item_table(table):
    """A price list tells the articles and units of its items, too: they are a list of items."""
    table.kind = 'item'
    found = match_columns('item', [column.heading for column in table.columns], [column.samples for column in table.columns])
    for column, (field, confidence) in zip(table.columns, found, strict=True):
        column.field, column.confidence = field, confidence


def _choose_price_of_items(table, prices, own):
    """The price of an item itself is that without a kind, else the retail one."""
    indexes = {price.index for price in prices}
    if own >= 0 and own not in indexes:
        return
    for column in table.columns:
        if column.field == 'price':
            column.field, column.confidence = '', NONE
    retail = [price for price in prices if _RETAIL.search(price.name) and price.currency in ('', 'UAH')]
    if len(retail) == 1:
        table.columns[retail[0].index].field, table.columns[retail[0].index].confidence = 'price', EXACT


def _make_price_table(table, prices):
    """:return: SourceTable: of kind «price», with the columns that tell the item and those of the kind, price and currency"""
    kept, fields = {}, set()  # kept: index in the list → column of the prices
    for index, column in enumerate(table.columns):
        if (field := REFERENCES.get(column.field)) and field not in fields:
            fields.add(field)
            kept[index] = SourceColumn(column.heading, column.samples, field, column.confidence)
    columns = [*kept.values(), SourceColumn(PRICELIST, [price.name for price in prices][:SAMPLES], 'pricelist', EXACT),
               SourceColumn(PRICE, [table.columns[price.index].samples[0] for price in prices][:SAMPLES], 'price', EXACT)]
    if any(price.currency or price.currency_column >= 0 for price in prices):
        columns.append(SourceColumn(CURRENCY, _get_currencies(table, prices)[:SAMPLES], 'currency', EXACT))
    base = replace(table)
    return replace(
        table, kind='price', columns=columns, totals={}, groups=0, remarks=[],
        read=lambda found: _read_prices(found, base, list(kept), prices))


def _get_currencies(table, prices):
    texts = [table.columns[price.currency_column].samples[0] if price.currency_column >= 0 and table.columns[
        price.currency_column].samples else price.currency for price in prices]
    return list(dict.fromkeys(filter(None, texts)))


def _read_rest(found, table, prices):
    """:return: Iterator[SourceRow]: of the list itself"""
    yield from table.read(found)
    headings = (table.columns[price.index].heading for price in prices)
    found.remark('prices_apart', text=', '.join(f'«{heading}»' for heading in headings))


def _read_prices(found, base, kept, prices):
    """:return: Iterator[SourceRow]: a row for each price of a row of the list

    :param list kept: indexes of the columns that tell the item"""
    place = len(kept)
    found.remark('price_columns', text=', '.join(
        f'{price.name} ({price.currency})' if price.currency else price.name for price in prices))
    for row in base.rows():
        values = {index: row.values[column] for index, column in enumerate(kept) if column in row.values}
        for price in prices:
            text = row.values.get(price.index, '')
            if values and clean_text(text).strip('-–—'):
                currency = row.values.get(price.currency_column) or price.currency
                yield SourceRow(row.number, {**values, place: price.name, place + 1: text,
                                             **({place + 2: currency} if currency else {})}, row.groups)
