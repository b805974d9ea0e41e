import base64
import io
from decimal import Decimal

import zxingcpp
from PIL import Image

from odoo.exceptions import UserError
from odoo.tests import BaseCase, Form, tagged

from ...tools.payment_qr import PREFIX, payment_link, payment_picture, payment_text
from ..common import CrmCase

IBAN = 'UA813220010000026003300003624'
LONG = ('Оплата за тканину портьєрну, карнизи, фурнітуру та послуги з монтажу за рахунком № INV/2026/00042 від 02.03.2026,'
        ' у тому числі ПДВ 20 % — 2 000,00 грн')


def read_code(picture):
    """:return: what a scanner reads from the picture, and its symbol"""
    symbols = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    assert len(symbols) == 1, symbols
    return symbols[0].text, symbols[0]


def read_fields(link):
    """:return: the fields of the payment in the link"""
    assert link.startswith(PREFIX), link
    data = link[len(PREFIX):]
    assert '=' not in data
    return base64.urlsafe_b64decode(data + '=' * (-len(data) % 4)).decode().split('\n')


@tagged('post_install', '-at_install')
class TestPaymentQr(BaseCase):

    def make(self, **values):
        return payment_text(**{
            'name': 'ТОВ «Затишок»', 'iban': IBAN, 'code': '32855961', 'amount': Decimal('12000'),
            'purpose': 'Оплата за рахунком № 42', **values})

    def test_the_picture_contains_all_thirteen_fields(self):
        text, symbol = read_code(payment_picture(payment_link(self.make())))
        self.assertEqual(read_fields(text), [
            'BCD', '002', '1', 'UCT', '', 'ТОВ «Затишок»', IBAN, 'UAH12000', '32855961', '', '', 'Оплата за рахунком № 42', ''])
        self.assertIn(symbol.ec_level, ('Q', 'M', 'L'))

    def test_the_fullest_code_is_read_in_spite_of_the_circle(self):
        text = self.make(name='Ї' * 70, purpose=LONG, amount=Decimal('999999999.99'))
        self.assertLessEqual(len(text.encode()), 331)
        picture = payment_picture(payment_link(text))
        read, symbol = read_code(picture)
        self.assertEqual(read_fields(read), text.split('\n'))
        self.assertEqual(symbol.ec_level, 'Q')
        image = Image.open(io.BytesIO(picture))
        modules = image.width // 5 - 8
        self.assertEqual((modules - 17) % 4, 0)
        self.assertTrue(10 <= (modules - 17) // 4 <= 20, 'the version by the rule')
        centre = image.width // 2
        self.assertTrue(image.getpixel((centre - int(modules * 5 * 0.09), centre)), 'white around the sign')

    def test_small_codes_are_of_version_ten(self):
        image = Image.open(io.BytesIO(payment_picture(payment_link(self.make(name='А', purpose='Б')))))
        self.assertEqual(image.width // 5 - 8, 17 + 4 * 10)

    def test_amounts(self):
        for amount, written in (('100', 'UAH100'), ('100.50', 'UAH100.50'), ('0.01', 'UAH0.01'), ('100.5', 'UAH100.50'),
                                ('1000000.10', 'UAH1000000.10'), ('0', ''), (None, '')):
            text = self.make(amount=amount and Decimal(amount))
            self.assertEqual(text.split('\n')[7], written, amount)

    def test_only_the_purpose_is_shortened(self):
        fields = self.make(name='Ї' * 70, purpose=LONG).split('\n')
        self.assertEqual(fields[5], 'Ї' * 70)
        self.assertEqual(fields[6:9], [IBAN, 'UAH12000', '32855961'])
        self.assertTrue(LONG.startswith(fields[11]), 'at the border of a letter')
        self.assertGreater(len(fields[11]), 50)

    def test_lengths(self):
        fields = self.make(name='Т' * 69 + ' кінець').split('\n')
        self.assertEqual(len(fields[5]), 69, 'seventy characters, less the space at the end')
        self.assertEqual(len(self.make(name='ТОВ', purpose='x' * 300).split('\n')[11]), 140)
        self.assertEqual(len(self.make(purpose='два\nрядки\t і').split('\n')), 13, 'a line of the purpose is no field')


@tagged('post_install', '-at_install')
class TestPaymentQrOnPrints(CrmCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hryvnia = cls.env.ref('base.UAH')
        cls.hryvnia.active = True
        cls.company = cls.env['res.company'].create({
            'name': 'ТОВ «Затишок»', 'country_id': cls.env.ref('base.ua').id, 'currency_id': cls.hryvnia.id})
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(context={**cls.env.context, 'allowed_company_ids': cls.company.ids})
        cls.company = cls.company.with_env(cls.env)
        cls.company.bas_payment_qr = True
        cls.firm = cls.company.partner_id
        cls.firm.company_registry = '32855961'
        cls.account = cls.env['res.partner.bank'].create({'partner_id': cls.firm.id, 'acc_number': IBAN})
        cls.contract = cls.env['bas.contract'].create({'partner_id': cls.make_partner().id, 'company_id': cls.company.id})

    def make_code(self, amount=12000.5):
        return self.contract._get_payment_qr(amount, 'Оплата за договором')

    def test_a_code(self):
        picture = self.make_code()
        self.assertTrue(picture.startswith('data:image/png;base64,'))
        text, _symbol = read_code(base64.b64decode(picture.partition(',')[2]))
        fields = read_fields(text)
        self.assertEqual(fields[5:9], ['ТОВ «Затишок»', IBAN, 'UAH12000.50', '32855961'])

    def test_an_entrepreneur(self):
        self.firm.write({'counterparty_type': 'entrepreneur', 'name': 'ФОП Коваль', 'company_registry': '1759013776'})
        text, _symbol = read_code(base64.b64decode(self.make_code().partition(',')[2]))
        self.assertEqual(read_fields(text)[8], '1759013776')

    def test_no_code(self):
        self.assertFalse(self.make_code(0), 'nothing to pay')
        euro = self.env.ref('base.EUR')
        pricelist = self.env['product.pricelist'].create({'name': 'Євро', 'currency_id': euro.id})
        self.contract.write({'pricelist_id': pricelist.id, 'currency_id': euro.id})
        self.assertFalse(self.make_code(), 'the code is for hryvnias')
        self.contract.write({'pricelist_id': False, 'currency_id': self.hryvnia.id})
        self.firm.company_registry = False
        self.assertFalse(self.make_code(), 'no code of the recipient')
        self.firm.company_registry = '32855961'
        self.account.acc_number = 'DE89370400440532013000'
        self.assertFalse(self.make_code(), 'no Ukrainian IBAN')
        self.account.acc_number = IBAN
        self.assertTrue(self.make_code())
        self.company.bas_payment_qr = False
        self.assertFalse(self.make_code(), 'not asked for')

    def test_core_offers_the_code_for_its_invoices(self):
        """Users of core's own QR codes can choose the code, and see the reason if it cannot be generated."""
        debtor = self.make_partner()
        self.assertIn('ua_nbu', dict(self.account.get_available_qr_methods_in_sequence()))
        picture = self.account.build_qr_code_base64(500, 'Рахунок 7', '', self.hryvnia, debtor, 'ua_nbu', silent_errors=False)
        text, _symbol = read_code(base64.b64decode(picture.partition(',')[2]))
        self.assertEqual(read_fields(text)[7], 'UAH500')
        with self.assertRaisesRegex(UserError, 'hryvnias'):
            self.account.build_qr_code_base64(500, '', '', self.env.ref('base.EUR'), debtor, 'ua_nbu', silent_errors=False)

    def test_the_ukrainian_account_is_shown(self):
        self.env['res.partner.bank'].create({'partner_id': self.firm.id, 'acc_number': 'DE89370400440532013000', 'sequence': 1})
        self.assertEqual(self.contract._get_print_account(), self.account)

    def test_settings_show_missing_data(self):
        with Form(self.env['res.config.settings']) as settings:
            self.assertFalse(settings.bas_payment_qr_gaps)
        self.account.unlink()
        self.firm.company_registry = '123'
        gaps = self.env['res.config.settings'].create({}).bas_payment_qr_gaps
        self.assertIn('IBAN', gaps)
        self.assertIn('EDRPOU', gaps)
