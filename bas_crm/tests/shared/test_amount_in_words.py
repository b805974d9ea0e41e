import csv
import re
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged
from odoo.tools import file_open

from ...tools.amount_in_words import amount_in_words
from ..common import CrmCase

CYRILLIC = re.compile(r"[А-ЩЬЮЯЄІЇҐа-щьюяєіїґ’]+( [а-щьюяєіїґ’]+)* \d\d [а-щьюяєіїґ]+")


@tagged('post_install', '-at_install')
class TestAmountInWords(BaseCase):

    def check(self, expected, currency='UAH', **kwargs):
        for amount, words in expected.items():
            self.assertEqual(amount_in_words(Decimal(amount), currency, **kwargs), words, amount)

    def test_hryvnias(self):
        self.check({
            '0': "Нуль гривень 00 копійок",
            '0.01': "Нуль гривень 01 копійка",
            '0.02': "Нуль гривень 02 копійки",
            '0.05': "Нуль гривень 05 копійок",
            '0.11': "Нуль гривень 11 копійок",
            '0.21': "Нуль гривень 21 копійка",
            '1': "Одна гривня 00 копійок",
            '2': "Дві гривні 00 копійок",
            '3.14': "Три гривні 14 копійок",
            '5': "П’ять гривень 00 копійок",
            '10': "Десять гривень 00 копійок",
            '11': "Одинадцять гривень 00 копійок",
            '12.12': "Дванадцять гривень 12 копійок",
            '14': "Чотирнадцять гривень 00 копійок",
            '21': "Двадцять одна гривня 00 копійок",
            '42.42': "Сорок дві гривні 42 копійки",
            '100': "Сто гривень 00 копійок",
            '111': "Сто одинадцять гривень 00 копійок",
            '999.99': "Дев’ятсот дев’яносто дев’ять гривень 99 копійок",
        })

    def test_thousands_are_feminine_and_millions_masculine(self):
        self.check({
            '1000': "Одна тисяча гривень 00 копійок",
            '1001': "Одна тисяча одна гривня 00 копійок",
            '2002': "Дві тисячі дві гривні 00 копійок",
            '12000': "Дванадцять тисяч гривень 00 копійок",
            '21000': "Двадцять одна тисяча гривень 00 копійок",
            '100000': "Сто тисяч гривень 00 копійок",
            '111112': "Сто одинадцять тисяч сто дванадцять гривень 00 копійок",
            '1000000': "Один мільйон гривень 00 копійок",
            '1000000.01': "Один мільйон гривень 01 копійка",
            '2000000': "Два мільйони гривень 00 копійок",
            '5000000': "П’ять мільйонів гривень 00 копійок",
            '22000001': "Двадцять два мільйони одна гривня 00 копійок",
            '999999999.99': "Дев’ятсот дев’яносто дев’ять мільйонів дев’ятсот дев’яносто дев’ять тисяч"
                            " дев’ятсот дев’яносто дев’ять гривень 99 копійок",
            '1000000000': "Один мільярд гривень 00 копійок",
        })

    def test_negative_is_written_as_positive(self):
        self.check({'-12000': "Дванадцять тисяч гривень 00 копійок", '-0.01': "Нуль гривень 01 копійка"})

    def test_rounding_to_the_coin(self):
        self.check({'1.005': "Одна гривня 01 копійка", '1.004': "Одна гривня 00 копійок", '0.999': "Одна гривня 00 копійок"})

    def test_other_currencies_in_ukrainian(self):
        self.check({'1.01': "Один долар США 01 цент", '22.05': "Двадцять два долари США 05 центів"}, 'USD')
        self.check({'1': "Одне євро 00 центів", '2': "Два євро 00 центів", '3001.02': "Три тисячі одне євро 02 центи"}, 'EUR')
        self.check({'21': "Двадцять одна японська єна", '2': "Дві японські єни"}, 'JPY', digits=0)
        self.assertRegex(amount_in_words(Decimal('2.5'), 'PLN'), r"^Два польські злоті (50/100|50 грошів)$")
        self.assertRegex(amount_in_words(Decimal('1.5'), 'CZK'), r"^Одна чеська крона (50/100|50 гелерів)$")
        self.assertRegex(amount_in_words(Decimal('5.005'), 'TND', digits=3), r"^П’ять туніських динарів (005/1000|005 міллімів)$")

    def test_a_currency_of_our_own(self):
        self.check({'2.5': "Два QQQ 50/100"}, 'QQQ')

    def test_other_languages(self):
        self.check({
            '12000': "Twelve thousand Ukrainian hryvnias 00 kopiykas",
            '1.01': "One Ukrainian hryvnia 01 kopiyka",
        }, lang='en')
        self.check({'21.5': "Twenty-one US dollars 50 cents"}, 'USD', lang='en')
        self.check({'2.02': "Two euros 02 cents"}, 'EUR', lang='xx')

    def check_text(self, amount, currency, lang, digits):
        words = amount_in_words(Decimal(amount), currency, lang=lang, digits=digits)
        self.assertRegex(words, r'\w', (amount, currency, lang))
        return words

    def test_every_language_and_currency_of_odoo(self):
        with file_open('base/data/res.lang.csv') as file:
            locales = {row['iso_code'] or row['code'] for row in csv.DictReader(file)}
        with file_open('base/data/res_currency_data.xml') as file:
            currencies = sorted(set(re.findall(r'<field name="name">([A-Z]{3})</field>', file.read())))
        langs = sorted({part for code in locales for part in (code, code.partition('_')[0])} | {'', 'xx', 'zz_ZZ', '!'})
        self.assertGreater(len(langs), 80)
        self.assertGreater(len(currencies), 150)
        for lang in langs:
            for currency in currencies:
                self.check_text('12345.67', currency, lang, 2)
            for currency in ('UAH', 'EUR', 'JPY', 'TND', 'QQQ'):
                for amount in (
                        '0', '0.01', '-3.14', '1', '2.02', '999999999999999.99', '1e15', '1e18', '-1e30', '1e300',
                        'NaN', '-Infinity'):
                    for digits in (0, 2, 3):
                        self.check_text(amount, currency, lang, digits)

    def test_english_where_the_library_cannot(self):
        english = amount_in_words(Decimal('12345.67'), 'EUR', lang='en')
        for lang in ('ro', 'it', 'tr', 'bg', 'ar', 'he', 'sl', 'th', 'pt_BR'):
            self.assertEqual(amount_in_words(Decimal('12345.67'), 'EUR', lang=lang), english, lang)

    def test_figures_where_there_are_no_words(self):
        self.check({'1e300': '1E+300 UAH', 'NaN': 'NaN UAH', '-Infinity': 'Infinity UAH'})

    def test_a_float_is_refused(self):
        with self.assertRaises(TypeError):
            amount_in_words(0.1, 'UAH')

    @given(st.decimals(min_value=0, max_value=10 ** 12, places=2))
    def test_any_sum(self, amount):
        words = amount_in_words(amount, 'UAH')
        self.assertTrue(CYRILLIC.fullmatch(words), words)
        self.assertEqual(re.search(r'\d\d', words)[0], f'{amount:.2f}'[-2:])
        # The forms for 1 and for 2–4 in the last digit do not apply to 11–14.
        hryvnias = int(amount)
        teen = hryvnias % 100 in range(11, 15)
        form = 'гривня' if hryvnias % 10 == 1 and not teen else 'гривні' if hryvnias % 10 in (2, 3, 4) and not teen else 'гривень'
        self.assertIn(f' {form} ', words)


@tagged('post_install', '-at_install')
class TestDocumentInWords(CrmCase):

    def test_the_language_of_the_document_decides(self):
        self.env['res.lang']._activate_lang('uk_UA')
        hryvnia = self.env.ref('base.UAH')
        self.company.country_id = self.env.ref('base.ua')
        contract = self.env['bas.contract'].create({'partner_id': self.make_partner().id})
        self.assertEqual(contract._get_amount_in_words(12000.0, hryvnia), "Дванадцять тисяч гривень 00 копійок")
        self.assertEqual(contract._get_vat_words(2000.0, hryvnia), "У т.\N{NO-BREAK SPACE}ч. ПДВ: Дві тисячі гривень 00 копійок")
        self.assertEqual(contract._get_vat_words(0.0, hryvnia), '', 'nothing is added where there is no tax')
        self.company.write({'country_id': self.env.ref('base.pl').id})
        self.company.partner_id.lang = 'en_US'
        self.assertEqual(contract._get_amount_in_words(0.1, hryvnia), "Zero Ukrainian hryvnias 10 kopiykas")
        self.assertEqual(contract._get_vat_words(2000.0, hryvnia), "VAT included: Two thousand Ukrainian hryvnias 00 kopiykas")
