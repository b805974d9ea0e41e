from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ...tools.source_files.code_values import Code, parse_code
from ...tools.source_files.contact_values import Phone, parse_details, split_emails, split_phones
from ...tools.source_files.name_values import normal_name
from ...tools.source_files.table import ValueProblem
from ...tools.source_files.texts import keep_text
from ...tools.source_files.values import parse_bool, parse_date, parse_datetime, parse_number, parse_percent

DETAILS = """Товариство з обмеженою відповідальністю "Ромашка"
ІПН 328559610013
ЄДРПОУ 32855961
Свідоцтво 100123
office@romashka.example
04071, м. Київ, вул. Верхній Вал, буд. 10, кв. 5
www.romashka.example
+380 (44) 234-56-78


Петренко Іван
+380671234567
ivan@romashka.example


Коваль Олена Іванівна
050 111 22 33 дод. 5


Постійний клієнт, знижка 5 %
Сидоренко Марія"""
#: every function of the cells, of which none raises anything but ValueProblem
PARSERS = (
    parse_number, parse_date, parse_datetime, parse_bool, parse_code, split_phones, split_emails, parse_details, normal_name)


@tagged('post_install', '-at_install')
class TestFileValues(BaseCase):

    def refuse(self, code, function, text):
        with self.assertRaises(ValueProblem, msg=text) as caught:
            function(text)
        self.assertEqual(caught.exception.code, code, text)

    def test_numbers(self):
        for text, number in (
                ('-214\xa0016,00', '-214016'), ('-214 016,00', '-214016'), ('(1 000,00)', '-1000'), ('1000-', '-1000'),
                ('1 234,50 грн', '1234.5'), ('₴1234.5', '1234.5'), ("1'234.50", '1234.5'), ('1,234.50', '1234.5'),
                ('1.234,50', '1234.5'), ('1.234.567', '1234567'), ('1,234,567', '1234567'), ('0,125', '0.125'),
                ('−5,5', '-5.5'), ('- 5', '-5'), ('1.5E+3', '1500'), ('12 000', '12000'), ('1,5', '1.5')):
            self.assertEqual(parse_number(text), Decimal(number), text)
        self.assertIsNone(parse_number(' '))
        for text in ('12-15', 'багато', '1,2,3', '1 2 3 4 шт і ще', 'NaN', 'Infinity', '🙂', '١٢٣'):
            self.refuse('number', parse_number, text)
        for text in ('5%', '5 %', '-2,5%'):
            self.refuse('percent', parse_number, text)
        for text, number in (('5%', 5), ('2,5 %', '2.5'), ('7', 7), ('0', 0)):
            self.assertEqual(parse_percent(text), Decimal(number), text)
        for text in ('1e30', '1e999', '10 000 000 000 001', '-1E+14'):
            self.refuse('large', parse_number, text)

    def test_days(self):
        for text in ('12.03.2025 0:00:00', '12.03.2025', '12.03.25', '2025-03-12', '2025-03-12 14:30:00', '2025-03-12T14:30:00Z',
                     '12/03/2025', '12-03-2025', '45728', '45728.75', '12 березня 2025 р.', '12 марта 2025 г.',
                     '«12» березня 2025 року', '12.03.2025 р.'):
            self.assertEqual(parse_date(text), date(2025, 3, 12), text)
        self.assertEqual(parse_date('3/25/2025'), date(2025, 3, 25), 'an American day, as there is no month 25')
        for text in ('Березень 2025', 'Март 2025 г.', '2025-03', '03.2025'):
            self.assertEqual(parse_date(text), date(2025, 3, 1), text)
        self.assertIsNone(parse_date('01.01.0001 0:00:00'), 'the empty date of BAS')
        for text in ('31.02.2025', 'вчора', '12', '12.03', '2025', '20.янв', '12.03.2025 25:00', '380671234567'):
            self.refuse('date', parse_date, text)
        for text in ('30.12.1899', '01.01.2999', '1899-12-31 00:00:00'):
            self.refuse('year', parse_date, text)

    def test_moments(self):
        for text in ('12.03.2025 9:05:07', '2025-03-12 09:05:07', '2025-03-12T09:05:07.123+02:00', '45728.3785532'):
            self.assertEqual(parse_datetime(text), datetime(2025, 3, 12, 9, 5, 7), text)
        self.assertEqual(parse_datetime('12.03.2025 9:05'), datetime(2025, 3, 12, 9, 5))
        self.assertEqual(parse_datetime('12.03.2025'), datetime(2025, 3, 12))
        self.assertEqual(parse_datetime('45728.9999999'), datetime(2025, 3, 13), 'the last moment of a day is rounded')

    def test_yes_and_no(self):
        for text in ('+', '1', 'так', 'да', 'истина', 'true', 'yes', '✓', 'ТАК'):
            self.assertIs(parse_bool(text), True, text)
        for text in ('-', '0', 'ні', 'нет', 'ложь', 'false', 'no', 'Ні', '–'):
            self.assertIs(parse_bool(text), False, text)
        self.assertIsNone(parse_bool(''))
        self.refuse('bool', parse_bool, 'можливо')

    def test_codes_get_their_zeros_back_by_the_check_digit(self):
        for text, code in (
                ('32855961', Code('edrpou', '32855961')), ('32855961.0', Code('edrpou', '32855961')),
                ("'32855961", Code('edrpou', '32855961')), ('ЄДРПОУ 3285 5961', Code('edrpou', '32855961')),
                ('32129', Code('edrpou', '00032129')), ('1759013776', Code('rnokpp', '1759013776')),
                ('328559610013', Code('ipn', '328559610013')), ('3.28559610013E+11', Code('ipn', '328559610013')),
                ('ав 123456', Code('passport', 'АВ123456'))):
            self.assertEqual(parse_code(text), code, text)
        self.refuse('check_digit', parse_code, '32855962')
        self.refuse('code', parse_code, '32128')
        self.refuse('eaten_number', parse_code, '3.29E+11')

    def test_an_ipn_gets_its_zero_back_by_the_edrpou(self):
        self.assertEqual(parse_code('321226101', '00032129'), Code('ipn', '000321226101'))
        self.refuse('code', parse_code, '3212012345X')
        self.refuse('code', parse_code, '32855961001')

    def test_what_stands_for_no_code(self):
        for text in ('', '0', '0000000000', '100000000000', '400000000000'):
            self.assertIsNone(parse_code(text), text)

    def test_several_phones_of_a_cell(self):
        self.assertEqual(split_phones('(044) 234-56-78 дод. 12, 0671234567 Олена'),
                         [Phone('+380442345678', 'дод. 12'), Phone('+380671234567', 'Олена')])
        self.assertEqual(split_phones('Іван 067-123-45-67\nОлена (050) 111 22 33'),
                         [Phone('+380671234567', 'Іван'), Phone('+380501112233', 'Олена')])
        self.assertEqual(split_phones("'0671234567 ::: 0501112233"), [Phone('+380671234567'), Phone('+380501112233')])
        self.assertEqual(split_phones('0671234567, бухгалтерія'), [Phone('+380671234567', 'бухгалтерія')])
        self.assertEqual(split_phones('тел. 044 234-56-78/79'), [Phone('+380442345678', '79')])
        self.assertEqual(split_phones('3.80671234567E+11'), [Phone('+380671234567')])
        self.assertEqual(split_phones('380671234567.0'), [Phone('+380671234567')])
        self.assertEqual(str(Phone('+380671234567', 'дод. 12')), '+380671234567 дод. 12')
        self.assertEqual(split_phones(' '), [])
        self.refuse('eaten_number', split_phones, '3.8E+11')
        self.refuse('phone', split_phones, 'немає')
        self.refuse('phone', split_phones, '0671234567, 12345')

    def test_several_emails_of_a_cell(self):
        self.assertEqual(split_emails('Офіс <office@romashka.example>; a.b@mail.example, A.B@mail.example'),
                         ['office@romashka.example', 'a.b@mail.example'])
        self.assertEqual(split_emails('mailto:a@b.example'), ['a@b.example'])
        self.refuse('email', split_emails, 'немає')

    def test_the_block_of_a_card(self):
        details = parse_details(DETAILS)
        contacts = details.pop('contacts')
        self.assertEqual(details, {
            'full_name': 'Товариство з обмеженою відповідальністю "Ромашка"', 'ipn': '328559610013', 'edrpou': '32855961',
            'vat_certificate': '100123', 'document': '', 'emails': ['office@romashka.example'],
            'addresses': ['04071, м. Київ, вул. Верхній Вал, буд. 10, кв. 5'], 'websites': ['www.romashka.example'],
            'phones': ['+380 (44) 234-56-78'], 'note': 'Постійний клієнт, знижка 5 %', 'responsible': 'Сидоренко Марія'})
        self.assertEqual(contacts, [
            {'name': 'Петренко Іван', 'phones': ['+380671234567'], 'emails': ['ivan@romashka.example'], 'websites': [],
             'addresses': []},
            {'name': 'Коваль Олена Іванівна', 'phones': ['050 111 22 33 дод. 5'], 'emails': [], 'websites': [], 'addresses': []}])

    def test_the_russian_block_of_a_card(self):
        details = parse_details('ООО "Ромашка"\nИНН 328559610013\nЕГРПОУ 32855961\nДокумент паспорт АВ123456\n0671234567')
        self.assertEqual([details[key] for key in ('full_name', 'ipn', 'edrpou', 'document', 'phones', 'note', 'responsible')],
                         ['ООО "Ромашка"', '328559610013', '32855961', 'паспорт АВ123456', ['0671234567'], '', ''])
        self.assertEqual(parse_details('')['full_name'], '')

    def test_names_compare_equal(self):
        for names in (
                ('ТОВ «Ромашка»', 'Ромашка, ООО', '"POMAШKA" TOB', 'Товариство з обмеженою відповідальністю "Ромашка"',
                 'РОМАШКА'),
                ("ФОП Мар'яненко Іван", 'Мар’яненко Іван, ФОП', 'Фізична особа-підприємець Марʼяненко Іван')):
            self.assertEqual(len(set(map(normal_name, names))), 1, list(map(normal_name, names)))
        self.assertEqual(normal_name('ТОВ'), 'тов', 'a name that is nothing but a form is kept')
        self.assertNotEqual(normal_name('ТОВ «Ромашка»'), normal_name('ТОВ «Ромашка-2»'))

    def test_texts_are_kept_without_what_nobody_sees(self):
        self.assertEqual(keep_text(' Рома\x00шка\u200b 🙂\r\nдва\x1f '), 'Ромашка 🙂\nдва')

    @settings(max_examples=100, deadline=None)
    @given(st.text(max_size=80))
    def test_any_text_is_a_value_or_a_problem(self, text):
        for parser in PARSERS:
            try:
                parser(text)
            except ValueProblem as problem:
                self.assertTrue(str(problem), parser)

    @settings(max_examples=60, deadline=None)
    @given(st.decimals(min_value=-10**12, max_value=10**12, places=2))
    def test_every_number_as_bas_writes_it(self, number):
        self.assertEqual(parse_number(f'{number:,.2f}'.replace(',', '\xa0').replace('.', ',')), number)

    @settings(max_examples=60, deadline=None)
    @given(st.datetimes(datetime(1954, 10, 4), datetime(2100, 12, 31)))
    def test_every_moment_as_bas_and_a_spreadsheet_write_it(self, moment):
        moment = moment.replace(microsecond=0)
        self.assertEqual(parse_datetime(f'{moment:%d.%m.%Y} {moment.hour}:{moment:%M:%S}'), moment)
        serial = (moment - datetime(1899, 12, 30)) / timedelta(days=1)
        self.assertEqual(parse_datetime(f'{serial:.10f}'), moment)
