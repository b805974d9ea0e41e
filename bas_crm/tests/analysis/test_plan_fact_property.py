from contextlib import contextmanager

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ..common_plan_fact import PlanFactCase

#: shrinking posts thousands of invoices; what failed is small enough to read
MANY = settings(deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=(Phase.explicit, Phase.generate))
quantities = st.decimals('0.01', 100, places=2).map(float)
prices = st.decimals('0', '9999.99', places=2).map(float)
days = st.integers(1, 31)
#: product, quantity, price, currency, credit note, manager, posted, day
sales = st.lists(st.tuples(
    st.integers(0, 3), quantities, prices, st.integers(0, 2), st.booleans(), st.integers(0, 2),
    st.sampled_from([True, True, False]), days), max_size=6)
#: product, quantity, amount, manager, line for a month, day; before the move on the 16th
past_sales = st.lists(st.tuples(
    st.integers(0, 3), st.decimals(-100, 100, places=2).map(float), st.decimals('-9999.99', '9999.99', places=2).map(float),
    st.integers(0, 2), st.booleans(), st.integers(1, 15)), max_size=6)
#: quantity, price, or a sum without a quantity, of each of three products
rows = st.lists(
    st.one_of(st.none(), st.tuples(quantities, prices), st.tuples(st.just(0.0), prices)), min_size=3, max_size=3).filter(any)


@tagged('post_install', '-at_install')
class TestPlanFactReconciles(PlanFactCase):
    """Whatever is planned and sold: plan, fact and deviation are the sums of their documents, and the parts of the gap
    add up to it, to the kopiyka."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.white, cls.black = cls.make_desk()
        currencies = cls.env.ref('base.EUR') + cls.env.ref('base.GBP')
        currencies.active = True
        cls.currencies = cls.company.currency_id + currencies
        for currency, rates in zip(currencies, ((40, 44.4444), (36.1234, 33)), strict=True):
            cls.env['res.currency.rate'].create([{
                'currency_id': currency.id, 'name': on, 'company_id': cls.company.id, 'inverse_company_rate': rate,
            } for on, rate in zip(('2026-03-01', '2026-03-11'), rates, strict=True)])
        cls.managers = cls.own + cls.other + cls.env['res.users']

    @contextmanager
    def forgetting(self):
        """Each example is a firm of its own."""
        savepoint = self.env.cr.savepoint()
        try:
            yield
        finally:
            self.env.flush_all()
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)

    def sell_all(self, sold, products):
        return self.env['account.move'].concat(*(
            self.sell(products[product], quantity, price, on=f'2026-03-{day:02}', refund=refund, post=post,
                      currency_id=self.currencies[currency].id,
                      invoice_user_id=self.managers[manager].id if manager < 2 else False)
            for product, quantity, price, currency, refund, manager, post, day in sold))

    def sell_all_before(self, sold, products):
        self.company.bas_moved_on = '2026-03-16'
        return self.env['bas.sales.history'].create([{
            'product_id': products[product].id, 'quantity': quantity, 'amount': amount, 'date': f'2026-03-{day:02}',
            'user_id': self.managers[manager].id if manager < 2 else False, 'period': 'month' if is_month else 'day',
            'partner_id': self.partner.id,
        } for product, quantity, amount, manager, is_month, day in sold])

    def check(self, plan, moves, history=None):
        history = history or self.env['bas.sales.history']
        posted = moves.filtered(lambda move: move.state == 'posted')
        fact = sum(-line.balance for line in posted.invoice_line_ids) + sum(history.mapped('amount'))
        quantity = sum(line.quantity * (-1 if move.move_type == 'out_refund' else 1)
                       for move in posted for line in move.invoice_line_ids) + sum(history.mapped('quantity'))
        to_company = 1 / plan.currency_rate
        planned = sum(self.company.currency_id.round(line.amount * to_company) for line in plan.line_ids)
        figures = self.read_figures(plan, 'plan_amount', 'fact_amount', 'deviation_amount', 'plan_quantity', 'fact_quantity')
        for figure, expected in zip(figures, (
                planned, fact, fact - planned, sum(plan.line_ids.mapped('base_quantity')), quantity), strict=True):
            self.assertAlmostEqual(float(figure or 0), expected, 2)
        for groupby in ('user_id', 'product_id', 'is_unplanned', 'date:day', 'partner_id', 'invoice_currency_id'):
            groups = self.read_figures(plan, 'fact_amount', 'plan_amount', by=[groupby]).values()
            self.assertAlmostEqual(float(sum(group[0] for group in groups)), fact, 2)
            self.assertAlmostEqual(float(sum(group[1] for group in groups)), planned, 2)
        split = plan._get_split()
        totals = plan._get_split_totals(split)
        parts = [name for name in totals if not name.endswith('_amount')]
        self.assertAlmostEqual(sum(totals[part] for part in parts), fact - planned, 2)
        self.assertAlmostEqual(totals['deviation_amount'], fact - planned, 2)
        for row in split:
            self.assertAlmostEqual(sum(row[part] for part in parts), row['deviation_amount'], 2)

    @settings(MANY, max_examples=60)
    @given(sold=sales, planned=rows, currency=st.integers(0, 2), by_variant=st.booleans())
    def test_by_product(self, sold, planned, currency, by_variant):
        with self.forgetting():
            products = self.white + self.black + self.table if by_variant else self.white + self.chair + self.table
            plan = self.make_plan(*(
                {'product_tmpl_id': product.product_tmpl_id.id, 'product_id': product.id if by_variant else False,
                 'quantity': row[0], **({'price_unit': row[1]} if row[0] else {'amount': row[1]})}
                for product, row in zip(products, planned, strict=True) if row), by_variant=by_variant,
                currency_id=self.currencies[currency].id)
            self.check(plan, self.sell_all(sold, products + self.lamp))

    @settings(MANY, max_examples=30)
    @given(sold=sales, amounts=st.lists(prices, min_size=2, max_size=2), currency=st.integers(0, 2))
    def test_by_category(self, sold, amounts, currency):
        with self.forgetting():
            plan = self.make_plan(*({'categ_id': categ.id, 'amount': amount} for categ, amount in zip(
                (self.tables, self.lamps), amounts, strict=True)), dimension='category', currency_id=self.currencies[currency].id)
            self.check(plan, self.sell_all(sold, self.table + self.chair + self.lamp + self.white))

    @settings(MANY, max_examples=40)
    @given(sold=sales, past=past_sales, planned=rows, by_variant=st.booleans())
    def test_with_sales_before_the_move(self, sold, past, planned, by_variant):
        """The plan and its filling from the same days find the same facts."""
        with self.forgetting():
            products = self.white + self.black + self.table if by_variant else self.white + self.chair + self.table
            plan = self.make_plan(*(
                {'product_tmpl_id': product.product_tmpl_id.id, 'product_id': product.id if by_variant else False,
                 'quantity': row[0], **({'price_unit': row[1]} if row[0] else {'amount': row[1]})}
                for product, row in zip(products, planned, strict=True) if row), by_variant=by_variant)
            history = self.sell_all_before(past, products + self.lamp)
            self.check(plan, self.sell_all(sold, products + self.lamp), history)
            found = plan._get_facts(plan.date_from, plan.date_to)
            self.assertAlmostEqual(
                float(sum(row[-1] for row in found)), float(self.read_figures(plan, 'fact_amount')[0] or 0), 2)
