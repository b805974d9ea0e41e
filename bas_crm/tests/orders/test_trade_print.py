import base64
import io
import os
import re

from PIL import Image

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import InvoicingCase
from .test_payment_qr import read_code, read_fields

IBAN = 'UA813220010000026003300003624'


class TradePrintCase(InvoicingCase):
    """A Ukrainian firm that pays VAT; the printed PDF is read back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('uk_UA')
        cls.hryvnia = cls.env.ref('base.UAH')
        cls.hryvnia.active = True
        ukraine = cls.env.ref('base.ua')
        cls.company = cls.env['res.company'].create({
            'name': 'ТОВ «Затишок»', 'country_id': ukraine.id, 'currency_id': cls.hryvnia.id})
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(context={**cls.env.context, 'allowed_company_ids': cls.company.ids})
        cls.company = cls.company.with_env(cls.env)
        cls.env['account.chart.template'].try_loading('generic_coa', cls.company, install_demo=False)
        cls.company.account_fiscal_country_id = ukraine
        cls.firm = cls.company.partner_id
        cls.firm.write({
            'company_registry': '32855961', 'vat': '328559626552', 'city': 'Вінниця', 'street': 'вул. Ткацька, 214',
            'signatory_position': 'Директор', 'signatory_name': 'Д. О. Кравець',
            'signatory_genitive': 'директора Кравця Дмитра Олександровича'})
        cls.account = cls.env['res.partner.bank'].create({'partner_id': cls.firm.id, 'acc_number': IBAN})
        cls.partner = cls.make_partner(
            name='ТОВ «Світанок»', company_registry='14360570', signatory_name='Т. О. Коваль', lang='en_US')
        group = cls.env['account.tax.group'].create({'name': 'ПДВ', 'company_id': cls.company.id, 'country_id': ukraine.id})
        cls.included, cls.on_top = cls.env['account.tax'].create([{
            'name': f'ПДВ 20 % {how}', 'amount': 20, 'type_tax_use': 'sale', 'company_id': cls.company.id,
            'country_id': ukraine.id, 'price_include_override': how, 'tax_group_id': group.id,
        } for how in ('tax_included', 'tax_excluded')])
        cls.fabric, cls.sewing = cls.env['product.product'].create([
            {'name': 'Тканина', 'default_code': 'TK-42', 'type': 'consu'}, {'name': 'Пошиття', 'type': 'service'}])

    def make_line(self, product, quantity, price, tax=None, **values):
        return (0, 0, {'product_id': product.id, 'name': product.name, 'quantity': quantity, 'price_unit': price,
                       'tax_ids': [(6, 0, tax.ids)] if tax else False, **values})

    def make_document(self, *lines, post=True, **values):
        document = self.env['account.move'].create({
            'move_type': 'out_invoice', 'partner_id': self.partner.id, 'invoice_date': '2026-03-02',
            'currency_id': self.hryvnia.id, 'company_id': self.company.id, 'invoice_line_ids': list(lines), **values})
        if post:
            document.action_post()
        return document

    def read_pdf(self, document, print_name):
        """:return: the words of the print; the texts of its pages; the families of fonts"""
        pages, families = self.read_pages(self.render_pdf(f'bas_crm.action_report_{print_name}', document))
        pages = [' '.join(page.split()) for page in pages]
        return ' '.join(pages), pages, families

    def check(self, text, *words):
        for word in words:
            self.assertIn(word, text)


@tagged('post_install', '-at_install')
class TestPaymentInvoice(TradePrintCase):

    def test_prices_including_tax(self):
        contract = self.env['bas.contract'].create({
            'partner_id': self.partner.id, 'name': '42', 'date': '2026-02-01', 'company_id': self.company.id})
        invoice = self.make_document(
            (0, 0, {'display_type': 'line_section', 'name': 'Вітальня'}), self.make_line(self.fabric, 2.5, 4800, self.included),
            (0, 0, {'display_type': 'line_note', 'name': 'Колір узгоджено'}), contract_id=contract.id,
            invoice_date_due='2026-03-12', invoice_user_id=self.own.id)
        text, pages, families = self.read_pdf(invoice, 'payment_invoice')
        self.check(
            text, f'Рахунок на оплату № {invoice.name} від 2 березня 2026 р.', 'Зразок заповнення платіжної інструкції', IBAN,
            '322001', 'ЄДРПОУ 32855961', 'ІПН 328559626552', 'Платник ПДВ на загальних підставах', 'ТОВ «Світанок»', '14360570',
            '№ 42 від 01.02.2026', 'Вітальня', 'Колір узгоджено', '2,5', '4 800,00', 'Разом: 12 000,00',
            'В тому числі ПДВ: 2 000,00', 'Всього найменувань 1, на суму 12 000,00 грн.', 'Дванадцять тисяч гривень 00 копійок',
            'У т. ч. ПДВ: Дві тисячі гривень 00 копійок', 'Рахунок дійсний до 12 березня 2026 р.', 'Виписав(ла)', 'Увага!',
            f'Оплата за рахунком № {invoice.name} від 02.03.2026, у т. ч. ПДВ 2 000,00 грн', 'Сторінка 1 з 1')
        self.assertNotIn('Знижка', text)
        self.assertEqual(len(pages), 1)
        self.assertEqual(families, {'Roboto'}, 'one family that has all Ukrainian letters')
        self.assertFalse(re.search('Total|Amount|Page|Invoice|Price', text), 'nothing in English')

    def test_tax_on_top_and_a_discount(self):
        invoice = self.make_document(
            self.make_line(self.fabric, 10, 1000, self.on_top, discount=5), self.make_line(self.sewing, 1, 500, self.on_top))
        text, _pages, _families = self.read_pdf(invoice, 'payment_invoice')
        self.check(text, 'знижки', 'Знижка', '10 000,00 500,00 9 500,00', 'Разом: 10 000,00',
                   'Сума ПДВ: 2 000,00', 'Всього з ПДВ: 12 000,00', 'Дванадцять тисяч гривень 00 копійок')

    def test_without_vat(self):
        self.firm.write({'vat': False})
        text, _pages, _families = self.read_pdf(self.make_document(self.make_line(self.fabric, 1, 0.01)), 'payment_invoice')
        self.check(text, 'Не є платником ПДВ', 'Разом: 0,01', 'Без податку (ПДВ): -', 'Нуль гривень 01 копійка', 'без ПДВ')
        self.assertNotIn('У т. ч. ПДВ:', text)
        self.firm.tax_status = 'Платник єдиного податку 2 групи'
        self.assertIn('Платник єдиного податку 2 групи', self.env['account.move']._get_tax_status(self.firm))

    def test_included_and_on_top_together_are_shown_without(self):
        invoice = self.make_document(
            self.make_line(self.fabric, 2, 120, self.included), self.make_line(self.fabric, 1, 100, self.on_top))
        text, _pages, _families = self.read_pdf(invoice, 'payment_invoice')
        self.check(text, '100,00 200,00', 'Разом: 300,00', 'Сума ПДВ: 60,00', 'Всього з ПДВ: 360,00')

    def test_included_and_on_top_together_with_discounts(self):
        """Prices before discounts are without tax as well; also for free lines."""
        invoice = self.make_document(
            self.make_line(self.fabric, 1, 600, self.included, discount=10),
            self.make_line(self.fabric, 1, 600, self.included, discount=100),
            self.make_line(self.fabric, 2, 0.1234, self.on_top))
        text, _pages, _families = self.read_pdf(invoice, 'payment_invoice')
        self.check(text, '500,00 500,00 50,00 450,00', '500,00 500,00 500,00 0,00', '0,1234 0,25')
        invoice = self.make_document(
            self.make_line(self.fabric, 1, 100, self.included, discount=10), self.make_line(self.fabric, 1, 1, self.on_top),
            self.make_line(self.fabric, 1000, 0.1234, self.included))
        text, _pages, _families = self.read_pdf(invoice, 'payment_invoice')
        self.check(text, '83,33 83,33 8,33 75,00', '0,1028 102,83')

    def test_sixty_lines(self):
        for count in (59, 60, 61):
            lines = [self.make_line(self.fabric, 1, 100 + number, self.included) for number in range(count)]
            text, pages, _families = self.read_pdf(self.make_document(*lines), 'payment_invoice')
            for number, page in enumerate(pages, 1):
                self.check(page, 'Товари (послуги)', f'Сторінка {number} з {len(pages)}')
            self.check(pages[-1], f'{count} Тканина', 'Разом:', 'Виписав(ла)')
            self.assertEqual([int(found) for found in re.findall(r'(\d+) Тканина', text)], list(range(1, count + 1)))

    def test_the_code_has_the_amount_due(self):
        self.company.bas_payment_qr = True
        invoice = self.make_document(self.make_line(self.fabric, 1, 120.5, self.included))
        text, _pages, _families = self.read_pdf(invoice, 'payment_invoice')
        self.assertIn('Сплатіть за кодом', text)
        code = invoice._get_trade_print('payment_invoice')['qr']
        fields = read_fields(read_code(base64.b64decode(code.partition(',')[2]))[0])
        self.assertEqual(fields[7], 'UAH120.50')
        self.assertEqual(fields[11], f'Оплата за рахунком № {invoice.name} від 02.03.2026, у т. ч. ПДВ 20,08 грн')
        self.env['account.payment.register'].with_context(active_model='account.move', active_ids=invoice.ids).create(
            {})._create_payments()
        if self.hryvnia.is_zero(invoice.amount_residual):
            self.assertFalse(invoice._get_trade_print('payment_invoice')['qr'], 'nothing is left to pay')

    def test_foreign_currency_without_a_rate_and_without_a_bank(self):
        self.account.unlink()
        dollar = self.env.ref('base.USD')
        dollar.active = True
        text, _pages, _families = self.read_pdf(
            self.make_document(self.make_line(self.fabric, 1, 21), currency_id=dollar.id, post=False), 'payment_invoice')
        self.check(text, '(чернетка)', 'Двадцять один долар США 00 центів', '21,00 USD')
        self.assertNotIn('Зразок заповнення', text)

    def test_a_note_with_a_script_and_a_huge_logo(self):
        picture = io.BytesIO()
        Image.frombytes('RGB', (2600, 2600), os.urandom(2600 * 2600 * 3)).save(picture, 'PNG')
        self.company.logo = base64.b64encode(picture.getvalue())
        invoice = self.make_document(
            self.make_line(self.fabric, 1, 100), narration='<p>Доставка <b>безкоштовна</b><script>alert("x")</script></p>')
        text, pages, _families = self.read_pdf(invoice, 'payment_invoice')
        self.check(text, 'Доставка безкоштовна')
        self.assertNotIn('alert', text)
        self.assertEqual(len(pages), 1)
        self.assertLess(len(invoice._get_trade_print('payment_invoice')['logo']), 1_500_000, 'not the picture as it came')

    def test_an_archived_item(self):
        invoice = self.make_document(self.make_line(self.fabric, 1, 100))
        self.fabric.active = False
        self.check(self.read_pdf(invoice, 'goods_issue')[0], 'TK-42', 'Тканина')

    def test_an_order(self):
        order = self.env['sale.order'].create({
            'partner_id': self.partner.id, 'company_id': self.company.id, 'date_order': '2026-03-02 10:00:00',
            'validity_date': '2026-03-20', 'order_line': [
                (0, 0, {'product_id': self.fabric.id, 'product_uom_qty': 2, 'price_unit': 6000,
                        'tax_ids': [(6, 0, self.included.ids)]}),
                (0, 0, {'product_id': self.sewing.id, 'product_uom_qty': 0, 'price_unit': 700})]})
        order.currency_id = self.hryvnia
        text, _pages, _families = self.read_pdf(order, 'order_invoice')
        self.check(text, f'Рахунок на оплату № {order.name} від 2 березня 2026 р.', 'Разом: 12 000,00',
                   'В тому числі ПДВ: 2 000,00', 'Дванадцять тисяч гривень 00 копійок', 'дійсний до 20 березня 2026 р.')
        self.assertNotIn('Пошиття', text, 'an option that was not chosen')
        order.action_cancel()
        with self.assertRaises(UserError):
            order._get_trade_print('payment_invoice')


@tagged('post_install', '-at_install')
class TestPrimaryDocuments(TradePrintCase):

    def make_mixed(self, **values):
        return self.make_document(
            (0, 0, {'display_type': 'line_section', 'name': 'Матеріали'}),
            self.make_line(self.fabric, 3, 33.33, self.on_top),
            (0, 0, {'display_type': 'line_section', 'name': 'Роботи'}),
            self.make_line(self.sewing, 2, 55.55, self.on_top),
            (0, 0, {'display_type': 'line_note', 'name': 'За два дні'}), **values)

    def test_goods_issue(self):
        text, _pages, _families = self.read_pdf(self.make_mixed(), 'goods_issue')
        self.check(text, 'Видаткова накладна №', 'TK-42', 'Матеріали', '33,33 99,99', 'Разом без ПДВ: 99,99', 'ПДВ: 20,00',
                   'Разом з ПДВ: 119,99', "Сто дев’ятнадцять гривень 99 копійок", 'У т. ч. ПДВ: Двадцять гривень 00 копійок',
                   'Місце складання: Вінниця', 'Відвантажив(ла)', 'Отримав(ла)', 'За довіреністю №', 'Директор', 'Д. О. Кравець')
        for words in ('Пошиття', 'Роботи', 'За два дні'):
            self.assertNotIn(words, text)

    def test_act(self):
        text, _pages, _families = self.read_pdf(self.make_mixed(), 'service_act')
        self.check(text, 'Акт наданих послуг №', 'Пошиття', 'За два дні', 'в особі директора Кравця Дмитра Олександровича',
                   'Разом: 111,10', 'Сума ПДВ: 22,22', 'Всього з ПДВ: 133,32',
                   'без ПДВ становить сто одинадцять гривень 10 копійок', 'ПДВ — двадцять дві гривні 22 копійки',
                   'із ПДВ — сто тридцять три гривні 32 копійки', 'претензій',
                   'Місце складання', '* Відповідальний за здійснення господарської операції')
        self.assertEqual(text.count('ЗАТВЕРДЖУЮ'), 2)
        self.assertNotIn('Тканина', text)

    def test_goods_and_services_add_up_to_the_invoice(self):
        self.company.tax_calculation_rounding_method = 'round_globally'
        invoice = self.make_document(*(
            self.make_line(product, 1, price, self.included)
            for product in (self.fabric, self.sewing) for price in (10.01, 3.33, 7.77)))
        goods, services = (invoice._get_trade_totals(kind) for kind in ('goods_issue', 'service_act'))
        self.assertAlmostEqual(goods['total'] + services['total'], invoice.amount_total)
        self.assertAlmostEqual(goods['tax'] + services['tax'], invoice.amount_tax)

    def test_act_without_vat(self):
        text, _pages, _families = self.read_pdf(self.make_document(self.make_line(self.sewing, 1, 500)), 'service_act')
        self.check(text, "Загальна вартість робіт (послуг) становить п’ятсот гривень 00 копійок")

    def test_documents_that_cannot_be_printed(self):
        draft = self.make_document(self.make_line(self.fabric, 1, 1), post=False)
        refund = self.make_document(self.make_line(self.fabric, 1, 1), move_type='out_refund')
        goods = self.make_document(self.make_line(self.fabric, 1, 1))
        empty = self.make_document(post=False)
        for document, kind, words in (
                (draft, 'goods_issue', 'draft'), (refund, 'payment_invoice', 'not a customer invoice'),
                (goods, 'service_act', 'no services'), (empty, 'payment_invoice', 'no lines')):
            with self.assertRaisesRegex(UserError, words):
                document._get_trade_print(kind)

    def test_the_menu_offers_what_can_be_printed(self):
        actions = self.env['ir.actions.report'].union(*(
            self.env.ref(f'bas_crm.action_report_{name}') for name in ('payment_invoice', 'goods_issue', 'service_act')))
        draft = self.make_document(self.make_line(self.fabric, 1, 1), post=False)
        self.assertEqual(actions.get_valid_action_reports('account.move', draft.ids), actions[:1].ids)
        draft.action_post()
        self.assertEqual(
            set(actions.get_valid_action_reports('account.move', draft.ids)), set(actions[:2].ids), 'no act of goods only')
        services = self.make_document(self.make_line(self.sewing, 1, 1))
        self.assertEqual(set(actions.get_valid_action_reports('account.move', services.ids)), set((actions[0] | actions[2]).ids))
        mixed = self.make_mixed()
        self.assertEqual(set(actions.get_valid_action_reports('account.move', mixed.ids)), set(actions.ids))
        refund = self.make_document(self.make_line(self.fabric, 1, 1), move_type='out_refund')
        self.assertFalse(actions.get_valid_action_reports('account.move', refund.ids))

    def test_a_salesperson_prints_own_documents(self):
        self.own.write({'company_ids': [(4, self.company.id)], 'company_id': self.company.id})
        invoice = self.make_mixed(invoice_user_id=self.own.id)
        values = invoice.with_user(self.own).with_context(allowed_company_ids=self.company.ids)._get_trade_print('goods_issue')
        self.assertEqual(values['words'], "Сто дев’ятнадцять гривень 99 копійок")
