import re
from datetime import date

from odoo.tests import tagged

from ..common_plan_fact import PlanFactCase

PARTS = ('volume', 'mix', 'price', 'currency', 'unplanned')


@tagged('post_install', '-at_install')
class TestPlanSplit(PlanFactCase):
    """The deviation analysis: each part computed by hand; together they are the deviation."""

    def check_split(self, plan, **parts):
        totals = plan._get_split_totals(plan._get_split())
        self.assertEqual({name: totals[name] for name in PARTS}, {**dict.fromkeys(PARTS, 0.0), **parts})
        self.assertAlmostEqual(sum(parts.values()), totals['deviation_amount'], 2)
        self.assertAlmostEqual(totals['deviation_amount'], plan.deviation_amount, 2)
        return totals

    def test_volume_price_and_unplanned(self):
        """Planned 10 for 1 000. Sold 8 for 1 100 in all 8 800: two less for 1 000 each, each of eight 100 dearer."""
        plan = self.make_plan(self.plan_product(self.table, 10, 1000))
        self.sell(self.table, 8, 1100)
        self.sell(self.lamp, 1, 300)
        self.check_split(plan, volume=-2000, price=800, unplanned=300)

    def test_mix_of_variants(self):
        """Planned 6 white for 100 and 4 black for 200: 140 on average. Sold 2 white and 8 black at the planned prices:
        as many as planned, 1 800 instead of 1 400."""
        white, black = self.make_desk()
        plan = self.make_plan(
            self.plan_product(white, 6, 100, product_id=white.id), self.plan_product(black, 4, 200, product_id=black.id),
            by_variant=True)
        self.sell(white, 2, 100)
        self.sell(black, 8, 200)
        self.check_split(plan, mix=400)

    def test_all_at_once(self):
        """P̄ = 1 400 / 10 = 140. Volume (9 − 10) · 140 = −140. At plan prices 3 · 100 + 6 · 200 = 1 500; mix 1 500 − 9 · 140
        = 240. Fact 3 · 90 + 6 · 210 = 1 530; price 1 530 − 1 500 = 30."""
        white, black = self.make_desk()
        plan = self.make_plan(
            self.plan_product(white, 6, 100, product_id=white.id), self.plan_product(black, 4, 200, product_id=black.id),
            by_variant=True)
        self.sell(white, 3, 90)
        self.sell(black, 6, 210)
        self.check_split(plan, volume=-140, mix=240, price=30)

    def test_variant_planned_without_a_quantity(self):
        """White 10 for 100; black 500 of money and no pieces. P̄ = 100. Sold 4 white for 100, 3 black for 150.
        Volume (7 − 10) · 100 = −300; black takes P̄: 4 · 100 + 3 · 100 = 700, mix 0; price 850 − 700 − 500 = −350."""
        white, black = self.make_desk()
        plan = self.make_plan(
            self.plan_product(white, 10, 100, product_id=white.id),
            {'product_tmpl_id': black.product_tmpl_id.id, 'product_id': black.id, 'amount': 500}, by_variant=True)
        self.sell(white, 4, 100)
        self.sell(black, 3, 150)
        self.check_split(plan, volume=-300, price=-350)

    def test_sum_without_any_quantity(self):
        plan = self.make_plan({'product_tmpl_id': self.table.product_tmpl_id.id, 'amount': 900})
        self.sell(self.table, 4, 100)
        self.check_split(plan, price=-500)

    def test_nothing_sold(self):
        self.check_split(self.make_plan(self.plan_product(self.table, 10, 1000)), volume=-10000)

    def test_kopiyka_left_by_rounding_goes_to_price(self):
        """10 / 3 a piece: volume (2 − 3) · 3,333… = −3,33, price 7 − 6,67 = 0,33 made 0,33: together −3."""
        plan = self.make_plan({'product_tmpl_id': self.table.product_tmpl_id.id, 'quantity': 3, 'amount': 10})
        self.assertEqual(plan.amount_total, 10)
        self.sell(self.table, 2, 3.5)
        self.check_split(plan, volume=-3.33, price=0.33)

    def test_planned_in_a_part_of_the_unit(self):
        """Counted in dozens, planned and sold ten pieces for 100: ten twelfths in both, so there is no gap at all."""
        self.table.uom_id = self.dozen
        plan = self.make_plan(self.plan_product(self.table, 10, 10, product_uom_id=self.unit.id))
        self.sell(self.table, 10, 10, line={'product_uom_id': self.unit.id})
        planned, sold = self.read_figures(plan, 'plan_quantity', 'fact_quantity')
        self.assertAlmostEqual(planned, sold, 9)
        self.check_split(plan)

    def test_without_quantities(self):
        plan = self.make_plan({'user_id': self.own.id, 'amount': 3000}, dimension='manager')
        self.sell(self.table, 1, 1000)
        self.sell(self.table, 1, 8, invoice_user_id=self.other.id)
        totals = plan._get_split_totals(plan._get_split())
        self.assertEqual(totals, {
            'rest': -2000, 'unplanned': 8, 'plan_amount': 3000, 'fact_amount': 1008, 'deviation_amount': -1992})

    def set_rate(self, currency, rate, on):
        """:param rate: units of the company's currency for one of ``currency``"""
        self.env['res.currency.rate'].create({
            'currency_id': currency.id, 'name': on, 'company_id': self.company.id, 'inverse_company_rate': rate})

    def test_currency(self):
        """Plan in euro at 40: 10 · 25 € = 10 000. Sold for 25 € at 44 and for 20 $ at 38, planned at 36: 11 000 + 7 600.

        P̄ = 1 000. At the plan's rates 10 000 + 7 200: volume 10 more · 1 000; price 17 200 − 20 000; currency 1 400."""
        eur, gbp = self.env.ref('base.EUR'), self.env.ref('base.GBP')
        (eur + gbp).active = True
        self.assertEqual(len(eur + gbp + self.company.currency_id), 3)
        for currency, before, after in ((eur, 40, 44), (gbp, 36, 38)):
            self.set_rate(currency, before, '2026-03-01')
            self.set_rate(currency, after, '2026-03-11')
        plan = self.make_plan(self.plan_product(self.table, 10, 25), currency_id=eur.id)
        self.sell(self.table, 10, 25, on='2026-03-12', currency_id=eur.id)
        self.sell(self.table, 10, 20, on='2026-03-12', currency_id=gbp.id)
        self.assertEqual(self.read_figures(plan, 'plan_amount', 'fact_amount'), (10000, 18600))
        self.check_split(plan, volume=10000, price=-2800, currency=1400)

    def test_frozen_rates_outlive_a_closing_and_a_revision_given_up(self):
        eur = self.env.ref('base.EUR')
        eur.active = True
        self.set_rate(eur, 40, '2026-03-01')
        plan = self.make_plan(self.plan_product(self.table, 1, 25), currency_id=eur.id)
        self.set_rate(eur, 50, '2026-03-10')
        plan.action_close()
        plan.action_reopen()
        plan.action_revise()
        plan.action_discard_revision()
        self.assertAlmostEqual(1 / plan.frozen_rates[str(eur.id)], 40)
        self.assertEqual(self.read_figures(plan, 'plan_amount'), (1000,))

    def test_currency_without_a_rate_at_approval(self):
        """Without a frozen rate the deviation has no part for currency."""
        eur = self.env.ref('base.EUR')
        eur.active = False
        plan = self.make_plan(self.plan_product(self.table, 10, 1000))
        eur.active = True
        self.set_rate(eur, 40, '2026-03-01')
        self.sell(self.table, 10, 30, currency_id=eur.id)
        self.check_split(plan, price=2000)

    # ------------------------------------------------------------
    # The picture
    # ------------------------------------------------------------

    def digits(self, text):
        """:return: an amount without what languages set between its digits"""
        return re.sub(r'[\s.,]', '', text)

    def test_bars_lead_from_plan_to_fact(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 1000))
        self.sell(self.table, 2, 1500)
        self.sell(self.lamp, 1, 500)
        bars = {bar['part']: bar for bar in plan.gap['bars']}
        self.assertEqual([(part, bar['kind'], self.digits(bar['amount'])) for part, bar in bars.items()], [
            ('plan_amount', 'total', '1000000'), ('volume', 'down', '−800000'), ('mix', 'none', '—'),
            ('price', 'up', '+100000'), ('currency', 'none', '—'), ('unplanned', 'up', '+50000'),
            ('fact_amount', 'total', '350000')])
        self.assertEqual((bars['plan_amount']['left'], bars['fact_amount']['left']), (0, 0))
        self.assertAlmostEqual(bars['volume']['left'] + bars['volume']['width'], bars['plan_amount']['width'], 2)
        self.assertAlmostEqual(bars['fact_amount']['width'] / bars['plan_amount']['width'], 0.35, 3)

    def test_small_gap_is_seen_beside_a_large_plan(self):
        plan = self.make_plan(self.plan_product(self.table, 1000, 1000))
        self.sell(self.table, 1000, 999)
        bars = {bar['part']: bar for bar in plan.gap['bars']}
        self.assertGreater(bars['price']['width'], 20)
        self.assertTrue(bars['plan_amount']['is_cut'])

    def test_every_bar_opens_its_rows(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 1000), self.plan_product(self.chair, 1, 1))
        sold, beside = self.sell(self.table, 2, 1500), self.sell(self.lamp, 1, 500)
        rows = {}
        for part in ('plan_amount', 'price', 'unplanned', 'fact_amount'):
            action = plan.with_user(self.head).action_open_gap(part)
            rows[part] = self.env['bas.plan.fact.report'].search(action['domain'])
        self.assertEqual(rows['plan_amount'].plan_line_id, plan.line_ids)
        self.assertEqual(rows['price'].move_id, sold)
        self.assertEqual(rows['unplanned'].move_id, beside)
        self.assertEqual(rows['fact_amount'].move_id, sold + beside)
        action = plan.action_open_gap(product_id=self.table.product_tmpl_id.id)
        self.assertEqual(sum(self.env['bas.plan.fact.report'].search(action['domain']).mapped('deviation_amount')), -7000)

    def test_table_names_the_largest_gaps(self):
        products = self.env['product.product'].create([{'name': f'Товар {number:02}'} for number in range(25)])
        plan = self.make_plan(*(self.plan_product(product, 1, 100 + number) for number, product in enumerate(products)))
        rows = plan.gap['rows']
        self.assertEqual(len(rows), 21)
        self.assertEqual((rows[0]['title'], rows[0]['product_id']), ('Товар 24', products[24].product_tmpl_id.id))
        self.assertEqual(rows[19]['title'], '6 other products')
        self.assertEqual(self.digits(rows[19]['cells'][-1]), f'−{sum(range(100, 106))}00')
        self.assertEqual(self.digits(rows[20]['cells'][-1]), '−280000')

    def test_draft_has_no_gap(self):
        self.assertFalse(self.make_plan(self.plan_product(self.table, 1, 1), approve=False).gap)
        self.assertFalse(self.env['bas.sales.plan'].new({'date_from': date(2026, 3, 1)}).gap)
