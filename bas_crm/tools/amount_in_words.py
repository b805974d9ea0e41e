"""Sums in words as BAS writes them: the whole part in words, the coins in digits.

Numbers come from num2words, names of currencies from CLDR (Babel). This module only adds what both lack: the gender, the
correct letters, and coins that neither of them names.
"""
from decimal import ROUND_HALF_UP, Decimal

from babel import Locale, UnknownLocaleError
from babel.numbers import get_currency_name
from num2words import num2words

#: num2words before 0.5.11 writes Ukrainian words with the Latin «i»; a text search would not find them
CYRILLIC = str.maketrans('aceiopxyAIO', 'асеіорхуАІО')
#: Ukrainian documents use one apostrophe in all their text, sums included
APOSTROPHES = str.maketrans("'ʼ", "’’")
#: Ukrainian numerals whose form depends on the gender of the noun; num2words knows it for some currencies only
GENDERED = {
    'один': ('один', 'одна', 'одне'), 'одна': ('один', 'одна', 'одне'), 'одне': ('один', 'одна', 'одне'),
    'два': ('два', 'дві', 'два'), 'дві': ('два', 'дві', 'два'),
}
MASCULINE, FEMININE, NEUTER = range(3)
#: currency → currency with the same name of the coin that all versions of num2words know
COINS_LIKE = dict.fromkeys(('USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD'), 'EUR')
#: errors of the libraries for an unknown language or number: they have no class of their own for it
UNKNOWN = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
ENGLISH = 'en'
#: plural categories of CLDR, each with a number that belongs to it in every language
SAMPLES = {'one': '1', 'two': '2', 'few': '2'}


def amount_in_words(amount, currency, lang='uk', digits=2):
    """«Дванадцять тисяч гривень 00 копійок»

    :param Decimal amount: the sign is ignored
    :param str currency: ISO code
    :param str lang: language code, e.g. ``uk``; English is used if num2words does not support the language well enough
    :param int digits: decimals of the currency; with 0 the coins are left out
    :return: the sum with a capital first letter; in digits if even English has no words for it
    :raises TypeError: for a float, whose last digits are not exact
    """
    if isinstance(amount, float):
        raise TypeError("A sum in words is made of a Decimal.")
    amount = Decimal(amount)
    for code in dict.fromkeys((lang, ENGLISH)):
        try:
            text = _write(amount, currency, code, digits)
        except (*UNKNOWN, UnknownLocaleError):
            continue
        return text[:1].upper() + text[1:]
    return f'{abs(amount)} {currency}'


def _write(amount, currency, lang, digits):
    whole, coins = divmod(abs(amount).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP), 1)
    whole, coins = int(whole), int(coins.scaleb(digits))
    name = _currency_name(whole, currency, lang)
    words = [_number(whole, _currency_name(1, currency, lang), lang), name]
    if digits:
        words.append(_coins(coins, currency, lang, digits))
    text = ' '.join(words)
    return text.translate(APOSTROPHES) if lang == 'uk' else text


def _number(number, counted, lang):
    """:param counted: name of the counted unit, in the singular"""
    words = num2words(number, lang=lang)
    if lang != 'uk':
        return words
    *others, last = words.translate(CYRILLIC).split(' ')
    return ' '.join([*others, GENDERED[last][_gender(counted)] if last in GENDERED else last])


def _gender(name):
    """:return: the gender of a Ukrainian currency, found by its first word, mostly an adjective"""
    ending = name.split(' ')[0][-1:]
    return FEMININE if ending in 'ая' else NEUTER if ending in 'оеєіїую' else MASCULINE


def _currency_name(count, currency, lang):
    # A Ukrainian document says «гривня», CLDR says «українська гривня».
    if (currency, lang) == ('UAH', 'uk'):
        return _library_forms(_sample(count, lang), currency, lang)[0]
    return get_currency_name(currency, count, locale=lang)


def _coins(count, currency, lang, digits):
    """«05 копійок»; a fraction «05/100» if the name of the coin is unknown"""
    figures = f'{count:0{digits}}'
    if (currency, lang) == ('UAH', 'en'):
        return f'{figures} {"kopiyka" if count == 1 else "kopiykas"}'
    for code in (currency, COINS_LIKE.get(currency)):
        forms = code and _library_forms(_sample(count, lang), code, lang)
        if forms:
            return f'{figures} {forms[1]}'
    return f'{figures}/{10 ** digits}'


def _sample(count, lang):
    """:return: a small number, as text, that takes the same plural form of the noun as ``count``"""
    return SAMPLES.get(Locale.parse(lang).plural_form(count), '5')


def _library_forms(sample, currency, lang):
    """:return: the currency and its coin in the form for ``sample``, or False if num2words does not know them"""
    try:
        # It would take an integer for coins.
        text = num2words(Decimal(f'{sample}.0{sample}'), lang=lang, to='currency', currency=currency, separator='|', cents=False)
    except NotImplementedError:
        return False
    if lang == 'uk':
        text = text.translate(CYRILLIC)
    return tuple(part.strip().split(' ', 1)[1] for part in text.split('|'))
