import random

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_trade_print import TradePrintCase

NAMES = ('untaxed', 'tax', 'total')
PARTS = ('goods_issue', 'service_act')


class DiscountCase(TradePrintCase):
    """Orders with core's discounts on the total, and their invoices."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.fabric | cls.sewing).invoice_policy = 'order'
        cls.reduced = cls.on_top.copy({'name': 'ПДВ 7 %', 'amount': 7})
        cls.reduced_included = cls.included.copy({'name': 'ПДВ 7 % у ціні', 'amount': 7})

    def make_order(self, *lines, **values):
        """:param lines: product, quantity, price, tax (or none), then values of the line"""
        return self.env['sale.order'].create({
            'partner_id': self.partner.id, 'company_id': self.company.id, **values,
            'order_line': [(0, 0, {
                'product_id': product.id, 'product_uom_qty': quantity, 'price_unit': price, 'discount': 0.0,
                'tax_ids': [(6, 0, tax.ids)] if tax else False, **dict(*rest)})
                for product, quantity, price, tax, *rest in lines]})

    def discount(self, order, **values):
        self.env['sale.order.discount'].create({'sale_order_id': order.id, **values}).action_apply_discount()

    def invoice(self, order):
        if order.state != 'sale':
            order.action_confirm()
        invoice = order._create_invoices(final=True)
        invoice.invoice_date = '2026-03-02'
        invoice.action_post()
        return invoice

    def look(self, document):
        """:return: dict: kind → totals of the existing prints"""
        found = {}
        for kind in PARTS:
            if document._select_trade_lines(kind):
                document._get_trade_print(kind)
                found[kind] = document._get_trade_totals(kind)
        return found

    def check_prints(self, document, advances=0.0):
        """Goods issue and act add up to the invoice, nothing is negative, and the columns add up to their totals."""
        found = self.look(document)
        for name in NAMES:
            whole = document[f'amount_{name}'] + (advances if name == 'total' else 0.0)
            if name == 'total' or not advances:
                self.assertAlmostEqual(sum(totals[name] for totals in found.values()), whole, 4, name)
        for kind, totals in found.items():
            self.assertTrue(all(amount >= 0 for amount in totals.values()), (kind, totals))
            self.assertAlmostEqual(totals['untaxed'] + totals['tax'], totals['total'], 4)
            rows = document._get_trade_rows(document._select_trade_lines(kind).filtered(
                lambda line: not document._get_heading_kind(line)))
            for row in rows.values():
                self.assertTrue(row['amount'] >= 0 and row['price'] >= 0 and row['quantity'] >= 0, row)
                self.assertAlmostEqual(row['full'] - row['discount'], row['amount'], 4)
            column = 'total' if document._has_vat_included() else 'untaxed'
            below = document._get_trade_total_rows(kind, totals, document._has_vat_included(), rows)
            if not any('Rounding' in label for label, _text in below):
                self.assertAlmostEqual(sum(row['amount'] for row in rows.values()), totals[column], 4)
        return found


@tagged('post_install', '-at_install')
class TestDiscountOnTheWhole(DiscountCase):
    """Goods issue and act of one invoice each get their share of the deduction."""

    def test_goods_only(self):
        """1 200 less 10 %: the goods issue is 1 080, like the invoice, and there is no act."""
        order = self.make_order((self.fabric, 1, 1200, self.included))
        self.discount(order, discount_type='so_discount', discount_percentage=0.1)
        invoice = self.invoice(order)
        self.assertEqual(invoice.amount_total, 1080.0)
        text, _pages, _families = self.read_pdf(invoice, 'goods_issue')
        self.check(text, '1 200,00 120,00 1 080,00', 'Разом без ПДВ: 900,00', 'ПДВ: 180,00', 'Разом з ПДВ: 1 080,00',
                   'Всього найменувань 1, на суму 1 080,00', 'Одна тисяча вісімдесят гривень 00 копійок')
        self.assertNotIn('-120', text)
        with self.assertRaisesRegex(UserError, 'no services'):
            invoice._get_trade_print('service_act')
        act = self.env.ref('bas_crm.action_report_service_act')
        self.assertFalse(act.get_valid_action_reports('account.move', invoice.ids))
        self.assertIn('1 200,00 120,00 1 080,00', self.read_pdf(invoice, 'payment_invoice')[0])

    def test_goods_and_services(self):
        """10 % of 2 000 of goods and of 500 of services."""
        order = self.make_order((self.fabric, 2, 1000, self.on_top), (self.sewing, 1, 500, self.on_top))
        self.discount(order, discount_type='so_discount', discount_percentage=0.1)
        invoice = self.invoice(order)
        self.assertEqual(self.check_prints(invoice), {
            'goods_issue': {'untaxed': 1800.0, 'tax': 360.0, 'total': 2160.0},
            'service_act': {'untaxed': 450.0, 'tax': 90.0, 'total': 540.0}})
        text, _pages, _families = self.read_pdf(invoice, 'service_act')
        self.check(text, '500,00 50,00 450,00', 'Всього з ПДВ: 540,00', 'п’ятсот сорок гривень 00 копійок')

    def test_a_fixed_sum_of_several_taxes(self):
        """327 is deducted from 1 000 each at 20 %, 7 % and without tax, in proportion to the totals of 1 200, 1 070 and 1 000."""
        order = self.make_order((self.fabric, 1, 1000, self.on_top), (self.sewing, 1, 1000, self.reduced),
                                (self.fabric, 1, 1000, False))
        self.discount(order, discount_type='amount', discount_amount=327)
        self.assertEqual(order.amount_total, 3270 - 327)
        self.assertEqual(self.check_prints(self.invoice(order)), {
            'goods_issue': {'untaxed': 1800.0, 'tax': 180.0, 'total': 1980.0},
            'service_act': {'untaxed': 900.0, 'tax': 63.0, 'total': 963.0}})

    def test_a_remainder_goes_to_the_larger_part(self):
        invoice = self.make_document(
            self.make_line(self.fabric, 1, 66.66), self.make_line(self.sewing, 1, 33.33),
            self.make_line(self.sewing, 1, -10, name='Знижка'))
        found = self.check_prints(invoice)
        self.assertEqual([found[kind]['total'] for kind in PARTS], [59.99, 30.0], '6.67 and 3.33 of ten')

    def test_returned_goods_are_deducted_from_goods(self):
        invoice = self.make_document(
            self.make_line(self.fabric, 3, 100, self.on_top), self.make_line(self.sewing, 1, 300, self.on_top),
            self.make_line(self.fabric, -1, 100, self.on_top))
        found = self.check_prints(invoice)
        self.assertEqual([found[kind]['untaxed'] for kind in PARTS], [200.0, 300.0])

    def test_a_deduction_larger_than_its_part(self):
        """100 without tax is deducted from goods of 50 without tax: the rest is deducted from the other lines."""
        invoice = self.make_document(
            self.make_line(self.fabric, 1, 50), self.make_line(self.sewing, 1, 300, self.on_top),
            self.make_line(self.sewing, 1, -100, name='Знижка'))
        found = self.check_prints(invoice)
        self.assertEqual([found[kind]['untaxed'] for kind in PARTS], [0.0, 250.0])

    def test_deductions_cannot_exceed_the_amount(self):
        order = self.make_order((self.fabric, 1, 50, False), (self.sewing, 1, -100, False))
        with self.assertRaisesRegex(UserError, 'negative amounts'):
            order._get_trade_print('payment_invoice')

    def test_a_discount_of_100_percent(self):
        order = self.make_order((self.fabric, 1, 50, self.on_top), (self.sewing, 1, 70, self.included))
        self.discount(order, discount_type='so_discount', discount_percentage=1)
        self.check_prints(self.invoice(order))

    def test_an_advance(self):
        """A third of 3 000 less 10 % is prepaid: the shipped goods and services add up to the whole amount."""
        order = self.make_order((self.fabric, 2, 1000, self.on_top), (self.sewing, 1, 500, self.on_top))
        self.discount(order, discount_type='so_discount', discount_percentage=0.1)
        order.action_confirm()
        self.env['sale.advance.payment.inv'].create({
            'sale_order_ids': order.ids, 'advance_payment_method': 'percentage', 'amount': 33}).create_invoices()
        advance = order.invoice_ids
        advance.invoice_date = '2026-03-02'
        advance.action_post()
        self.assertFalse(self.look(advance), 'nothing is shipped for it')
        found = self.check_prints(self.invoice(order), advances=advance.amount_total)
        self.assertEqual(sum(totals['total'] for totals in found.values()), 2700.0)

    def test_rounding_of_cash(self):
        """A rounding of 0.04 goes to the larger part, and is printed below its table."""
        account = self.env['account.account'].search(
            [('account_type', '=', 'income'), ('company_ids', 'in', self.company.ids)], limit=1)
        rounding = self.env['account.cash.rounding'].create({
            'name': '5 копійок', 'rounding': 0.05, 'strategy': 'add_invoice_line', 'rounding_method': 'UP',
            'profit_account_id': account.id, 'loss_account_id': account.id})
        invoice = self.make_document(
            self.make_line(self.fabric, 1, 70.01), self.make_line(self.sewing, 1, 30),
            invoice_cash_rounding_id=rounding.id)
        self.assertEqual(invoice.amount_total, 100.05)
        found = self.check_prints(invoice)
        self.assertEqual([found[kind]['total'] for kind in PARTS], [70.05, 30.0])
        self.check(self.read_pdf(invoice, 'goods_issue')[0], 'Заокруглення: 0,04', 'Разом: 70,05')
        self.check(self.read_pdf(invoice, 'payment_invoice')[0], 'Заокруглення: 0,04', 'Разом: 100,05')

    def test_any_document(self):
        """Random lines, taxes, discounts and currencies: the prints add up, and no amount is negative."""
        dice = random.Random(15)
        self.env.ref('base.USD').active = True
        taxes = (self.on_top, self.included, self.reduced, self.reduced_included, False)
        for number in range(40):
            self.company.tax_calculation_rounding_method = dice.choice(['round_per_line', 'round_globally'])
            pool = dice.choice([taxes, taxes[:1], taxes[1:2], (self.included, self.reduced_included)])
            order = self.make_order(*(
                (dice.choice([self.fabric, self.sewing]), dice.choice([1, 2, 3.5, 0.333]), round(dice.uniform(0.01, 3000), 2),
                 dice.choice(pool), {'discount': dice.choice([0, 0, 5, 12.5, 100])}) for _each in range(dice.randint(1, 6))))
            if order.amount_total > 1:
                kind = dice.choice(['so_discount', 'amount', 'both', 'none'])
                if kind in ('so_discount', 'both'):
                    self.discount(order, discount_type='so_discount', discount_percentage=dice.choice([0.05, 0.1, 0.333, 0.9]))
                if kind in ('amount', 'both'):
                    self.discount(order, discount_type='amount', discount_amount=round(order.amount_total * dice.random(), 2))
            with self.subTest(number=number, lines=[
                    (line.product_id.name, line.product_uom_qty, line.price_unit, line.discount, line.tax_ids.mapped('name'))
                    for line in order.order_line]):
                if order.amount_total > 0:
                    order._get_trade_print('payment_invoice')
                    self.check_prints(self.invoice(order))


@tagged('post_install', '-at_install')
class TestWorkOrderDiscount(DiscountCase):
    """Works, goods and materials get their shares of a discount, and performers share the discounted works."""

    def test_works_goods_and_materials(self):
        people = [self.env['hr.employee'].create({'name': name, 'company_id': self.company.id}) for name in ('Гончар', 'Лисенко')]
        order = self.make_order(
            (self.sewing, 2, 500, self.on_top), (self.fabric, 1, 600, self.on_top),
            (self.fabric, 1, 400, self.on_top, {'is_material': True}),
            order_type_id=self.env.ref('bas_crm.bas_order_type_work').id,
            performer_ids=[(0, 0, {'employee_id': person.id, 'share': share})
                           for person, share in zip(people, (70, 30), strict=True)])
        self.discount(order, discount_type='so_discount', discount_percentage=0.1)
        self.assertEqual((order.works_amount, order.goods_amount, order.materials_amount), (900.0, 540.0, 360.0))
        self.assertEqual(order.performer_ids.mapped('amount'), [630.0, 270.0])
        text, _pages, _families = self.read_pdf(order, 'work_order')
        self.check(text, 'Роботи (послуги) — 900,00', 'Товари — 540,00', 'Матеріали — 360,00', 'Разом: 1 800,00',
                   'Сума ПДВ: 360,00', 'Всього з ПДВ: 2 160,00', 'Дві тисячі сто шістдесят гривень 00 копійок')
        self.assertNotIn('-', ''.join(text.split('Роботи (послуги) —')[1].split('Разом')[0]))

    def test_a_discount_on_goods_only_leaves_works(self):
        order = self.make_order(
            (self.sewing, 2, 500, self.on_top), (self.fabric, 1, 600, self.included),
            order_type_id=self.env.ref('bas_crm.bas_order_type_work').id)
        order.order_line = [(0, 0, {'product_id': self.sewing.id, 'name': 'Знижка', 'price_unit': -120, 'product_uom_qty': 1,
                                    'tax_ids': [(6, 0, self.included.ids)]})]
        self.assertEqual((order.works_amount, order.goods_amount), (1000.0, 400.0))
