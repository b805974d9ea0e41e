from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ..common_offers import OfferCase

quantities = st.decimals(0, 1000, places=2).map(float)
prices = st.decimals('0', '99999.99', places=2).map(float)
discounts = st.sampled_from([0.0, 0.0, 5.0, 7.5, 33.33, 100.0])
taxes = st.lists(st.integers(0, 5), max_size=2, unique=True)
lines = st.lists(st.tuples(quantities, prices, discounts, taxes), min_size=1, max_size=8)


@tagged('post_install', '-at_install')
class TestOfferTotals(OfferCase):
    """For any lines, the totals of an offer equal exactly those of an order with the same lines, also after it is chosen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.taxes = cls.env['account.tax'].create([
            {'name': f'{amount} {include}', 'amount': amount, 'type_tax_use': 'sale', 'price_include_override': include}
            for amount, include in ((20, 'tax_excluded'), (20, 'tax_included'), (14, 'tax_excluded'), (7, 'tax_included'),
                                    (0, 'tax_excluded'), (13.57, 'tax_excluded'))])
        cls.early = cls.env['account.payment.term'].create({
            'name': 'Знижка за швидку оплату', 'early_discount': True, 'discount_percentage': 2,
            'early_pay_discount_computation': 'mixed'})
        usd = cls.env['res.currency'].with_context(active_test=False).search([('name', 'in', ('EUR', 'JPY'))])
        usd.active = True
        cls.pricelists = cls.env['product.pricelist'].create([
            {'name': currency.name, 'currency_id': currency.id} for currency in cls.company.currency_id | usd])

    @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(lines=lines, rounding=st.sampled_from(['round_per_line', 'round_globally']), currency=st.integers(0, 2),
           is_early=st.booleans())
    def test_totals_are_cores(self, lines, rounding, currency, is_early):
        self.company.tax_calculation_rounding_method = rounding
        order = self.make_order(
            pricelist_id=self.pricelists[currency].id, payment_term_id=self.early.id if is_early else False,
            order_line=[(0, 0, {
                'product_id': self.product.id, 'product_uom_qty': quantity, 'price_unit': price, 'discount': discount,
                'tax_ids': [(6, 0, [self.taxes[tax].id for tax in taxes])]}) for quantity, price, discount, taxes in lines])
        offer = self.make_offer(order)
        expected = (order.amount_untaxed, order.amount_tax, order.amount_total)
        self.assertEqual((offer.amount_untaxed, offer.amount_tax, offer.amount_total), expected)
        self.assertEqual(offer.line_ids.mapped('price_subtotal'), order.order_line.mapped('price_subtotal'))
        self.assertEqual(offer.line_ids.mapped('price_total'), order.order_line.mapped('price_total'))
        order.order_line[0].product_uom_qty += 1
        offer.action_choose()
        self.assertEqual((order.amount_untaxed, order.amount_tax, order.amount_total), expected)
