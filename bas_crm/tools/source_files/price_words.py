"""Names of kinds of prices in the headings of a price list: «Оптова», «Ціна роздрібна», «Дилерська, USD»."""
import re

from .texts import clean_text

#: beginnings of the words that make a kind of price
STEMS = (r'(?:(?:дрібно|крупно|велико|мелко)?опт|роздріб|розниц|рознич|дилер|дистриб|партнер|vip\b|віп\b|вип\b|акці|акцион|спец'
         r'|інтернет|интернет|рекоменд|рр?[иіц]ц?\b|ррц\b|мрц\b|wholesale|retail|dealer)')
#: words that stand beside them
_BESIDE = r'(?:дрібн|мелк|велик|крупн|мінімальн|минимальн|базов|нов|стар|для|клієнт|клиент|покупц)'
_KIND = re.compile(rf'(?:{_BESIDE}\w*\s)*{STEMS}\w*(?:\s(?:{STEMS}|{_BESIDE}|магазин)\w*)*')
_ADJECTIVE = re.compile(r'(?:ова|бна|йна|ська|льна|овая|чная|ная|ская|wholesale|retail)$')
#: asked of every row of a list: what has none of these letters is no kind of price
_MAY_BE = re.compile(
    r'опт|роздр|розн|дил|дистр|партн|vip|віп|вип|акці|спец|інтер|интер|реком|рр|мрц|whole|retail|dealer', re.IGNORECASE)
_SOME_KIND = re.compile(rf'\b{STEMS}')
_PRICE = re.compile(r'\b(?:ціна|ціни|цін|цена|цены|цен|price|prices)\b')
#: what is said of a price and makes no kind of it
_NO_KIND = re.compile(r'\b(?:ціна|ціни|цін|цена|цены|цен|price|prices|продажу|продажи|unit|sales|за|шт|од|одиницю|единицу'
                      r'|з|с|без|в|т|ч|у|пдв|ндс|vat|грн|uah|usd|eur|pln)\b|[№#\W\d]+')
#: words of numbers that are no prices of sale
_OTHER = re.compile(
    r'кільк|к сть|колич|кол во|\bшт\b|\bвага|\bвес\b|об\s?[єье]+м|залиш|остат|знижк|скидк|відсот|процент|%|націнк|наценк|упак|сум'
    r'|\bкод|кратн|розмір|размер|габарит|партія|партия|собіварт|себестоим|закуп|облікова|учетная|№|\bno\b|штрих|артикул'
    r'|\bвід\b|\bот\b|прибут|маржа|quantity|stock|weight')
_CURRENCIES = (
    ('UAH', r'грн\.?|гривн\w*|uah|₴'), ('USD', r'usd|дол\.|долар\w*|доллар\w*|\$'), ('EUR', r'eur|євро|евро|€'),
    ('PLN', r'pln|злот\w*|zł'), ('GBP', r'gbp|£'))


def cut_currency(text):
    """``'Оптова ціна, USD'`` → ``('Оптова ціна', 'USD')``; the code is '' where none is told"""
    for code, words in _CURRENCIES:
        found = re.sub(rf'[\s,;(\[-]*(?<![^\W\d_])(?:[ву]\s)?(?:{words})(?![^\W\d_])[)\]]?', ' ', text, flags=re.IGNORECASE)
        if found != text:
            return clean_text(found).strip(' ,;'), code
    return clean_text(text), ''


def strip_price(key):
    """:param str key: simplified heading
    :return: str: what it says beside «price», VAT and the currency; '' for a plain price"""
    return ' '.join(_NO_KIND.sub(' ', key).split())


def may_be_kind_of_price(text):
    """:return: bool: a quick answer, before a heading is taken to pieces"""
    return bool(_MAY_BE.search(text))


def is_plain_price(key):
    """:return: bool: whether a simplified heading is «Ціна» and no more than that"""
    return not strip_price(key) and bool(_PRICE.search(key))


def is_kind_of_price(key):
    """:return: bool: whether a simplified heading is nothing but a kind of price"""
    return bool(_KIND.fullmatch(strip_price(key))) and not _OTHER.search(key)


def is_heading_of_price(key):
    """:return: bool: as :func:`is_kind_of_price`, without the nouns: groups of counterparties are called «Опт», too"""
    return is_kind_of_price(key) and bool(_PRICE.search(key) or _ADJECTIVE.search(strip_price(key)))


def names_kind_of_price(key):
    """:return: bool: whether a kind of price is among the words of a simplified heading: «Наша ціна», «Оптовий прайс Київ»"""
    return bool(strip_price(key)) and not _OTHER.search(key) and bool(_SOME_KIND.search(key) or _PRICE.search(key))


def is_other_number(key):
    return bool(_OTHER.search(key))
