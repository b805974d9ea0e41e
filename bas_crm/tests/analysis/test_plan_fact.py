from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common_plan_fact import PlanFactCase

SUMS = ('plan_amount', 'fact_amount', 'deviation_amount')
QUANTITIES = ('plan_quantity', 'fact_quantity', 'deviation_quantity')


@tagged('post_install', '-at_install')
class TestPlanFact(PlanFactCase):
    """Every figure of the plan-fact analysis, counted by hand from the documents made."""

    def test_plan_beside_fact(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 1000), self.plan_product(self.chair, 20, 250))
        self.sell(self.table, 4, 1100)
        self.sell(self.chair, 24, 200, on='2026-03-09')
        product = self.read_figures(plan, *SUMS, *QUANTITIES, by=['product_tmpl_id'])
        self.assertEqual(product, {
            self.table.product_tmpl_id: (10000, 4400, -5600, 10, 4, -6),
            self.chair.product_tmpl_id: (5000, 4800, -200, 20, 24, 4)})
        self.assertEqual(self.read_figures(plan, *SUMS), (15000, 9200, -5800))

    def test_percentages_are_of_sums(self):
        """An average of 44 % and 96 % would be 70 %."""
        plan = self.make_plan(self.plan_product(self.table, 10, 1000), self.plan_product(self.chair, 20, 250))
        self.sell(self.table, 4, 1100)
        self.sell(self.chair, 24, 200)
        measures = ('completion', 'deviation_percent', 'completion_quantity', 'deviation_quantity_percent')
        for figures, expected in (
                (self.read_figures(plan, *measures), (9200 / 15000, -5800 / 15000, 28 / 30, -2 / 30)),
                (self.read_figures(plan, *measures, by=['product_tmpl_id'])[self.chair.product_tmpl_id],
                 (0.96, -0.04, 1.2, 0.2))):
            for figure, value in zip(figures, expected, strict=True):
                self.assertAlmostEqual(float(figure), value, 9)

    def test_nothing_planned_has_no_percentage(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 1000))
        self.sell(self.lamp, 1, 300)
        self.assertFalse(self.read_figures(plan, 'completion', by=['product_tmpl_id'])[self.lamp.product_tmpl_id][0])

    def test_what_is_a_fact(self):
        """Posted invoices less credit notes: no drafts, cancelled ones, receipts, bills, down payments, headings."""
        plan = self.make_plan(self.plan_product(self.table, 10, 1000))
        self.sell(self.table, 3, 1000)
        self.sell(self.table, 1, 1000, refund=True)
        self.sell(self.table, 1, 70, post=False)
        self.sell(self.table, 1, 80).button_cancel()
        self.sell(self.table, 1, 90, move_type='out_receipt')
        self.sell(self.table, 1, 90, move_type='in_invoice')
        self.sell(self.table, 1, 500, line={'is_downpayment': True})
        self.sell(self.table, 1, 1000, on='2026-02-28')
        self.sell(self.table, 1, 1000, on='2026-04-01')
        heading = self.sell(self.table, 1, 0, post=False)
        heading.invoice_line_ids = [(0, 0, {'display_type': 'line_section', 'name': 'Меблі'})]
        heading.action_post()
        self.assertEqual(self.read_figures(plan, 'fact_amount', 'fact_quantity'), (2000, 3))

    def test_a_month_has_its_first_and_last_day(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 1000))
        self.sell(self.table, 1, 100, on='2026-03-01')
        self.sell(self.table, 1, 200, on='2026-03-31')
        self.assertEqual(self.read_figures(plan, 'fact_amount'), (300,))

    def test_a_draft_is_no_plan(self):
        draft = self.make_plan(self.plan_product(self.table, 10, 1000), approve=False)
        self.sell(self.table, 1, 100)
        self.assertFalse(self.read_figures(draft, 'fact_amount', by=['user_id']))
        no_plan = self.env['bas.sales.plan']
        self.assertEqual(self.read_figures(no_plan, 'fact_amount', domain=[('user_id', '=', self.own.id)]), (100,))

    def test_closed_plan_stays(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 1000))
        self.sell(self.table, 1, 100)
        plan.action_close()
        self.assertEqual(self.read_figures(plan, *SUMS), (10000, 100, -9900))

    def test_unplanned_is_seen_and_told_apart(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 1000))
        self.sell(self.table, 1, 900)
        self.sell(self.lamp, 2, 300)
        self.assertEqual(self.read_figures(plan, *SUMS, by=['is_unplanned']), {False: (10000, 900, -9100), True: (0, 600, 600)})
        self.assertEqual(self.read_figures(plan, 'fact_amount', domain=[('is_unplanned', '=', False)]), (900,))

    def test_nearest_planned_category(self):
        """Tables are planned within furniture; products of other categories are unplanned in their own category."""
        plan = self.make_plan({'categ_id': self.furniture.id, 'amount': 5000}, dimension='category')
        self.sell(self.table, 1, 1000)
        self.sell(self.chair, 1, 200)
        self.sell(self.lamp, 1, 30)
        self.assertEqual(self.read_figures(plan, *SUMS, by=['categ_id', 'is_unplanned']), {
            (self.furniture, False): (5000, 1200, -3800), (self.lamps, True): (0, 30, 30)})

    def test_categories_that_came_to_nest_after_approval(self):
        """Lamps are moved into furniture later: their facts remain in their own row, the nearest planned category."""
        plan = self.make_plan(
            {'categ_id': self.furniture.id, 'amount': 5000}, {'categ_id': self.lamps.id, 'amount': 100}, dimension='category')
        self.lamps.parent_id = self.furniture
        self.sell(self.chair, 1, 200)
        self.sell(self.lamp, 1, 30)
        self.assertEqual(self.read_figures(plan, *SUMS, by=['categ_id', 'is_unplanned']), {
            (self.furniture, False): (5000, 200, -4800), (self.lamps, False): (100, 30, -70)})

    def test_by_manager(self):
        """Documents without a manager are a row of their own."""
        plan = self.make_plan({'user_id': self.own.id, 'amount': 3000}, {'amount': 500}, dimension='manager')
        self.sell(self.table, 1, 1000)
        self.sell(self.table, 1, 70, invoice_user_id=False)
        self.sell(self.table, 1, 8, invoice_user_id=self.other.id)
        self.assertEqual(self.read_figures(plan, *SUMS, by=['user_id', 'is_unplanned']), {
            (self.own, False): (3000, 1000, -2000), (self.env['res.users'], False): (500, 70, -430),
            (self.other, True): (0, 8, 8)})

    def test_by_variant(self):
        white, black = self.make_desk()
        plan = self.make_plan(self.plan_product(white, 5, 100, product_id=white.id), by_variant=True)
        self.sell(white, 1, 90)
        self.sell(black, 1, 80)
        self.assertEqual(self.read_figures(plan, *SUMS, by=['product_id', 'is_unplanned']), {
            (white, False): (500, 90, -410), (black, True): (0, 80, 80)})

    def test_product_without_variants_takes_them_all(self):
        white, black = self.make_desk()
        plan = self.make_plan(self.plan_product(white, 5, 100))
        self.sell(white, 1, 90)
        self.sell(black, 1, 80)
        self.assertEqual(self.read_figures(plan, *SUMS, by=['is_unplanned']), {False: (500, 170, -330)})

    def make_order(self):
        order = self.env['sale.order'].create({
            'partner_id': self.partner.id, 'user_id': self.own.id,
            'order_line': [(0, 0, {'product_id': self.table.id, 'product_uom_qty': 2, 'price_unit': 700})]})
        order.action_confirm()
        return order

    def test_by_order(self):
        order, other = self.make_order(), self.make_order()
        plan = self.make_plan(
            self.plan_product(self.table, 2, 800, order_id=order.id), self.plan_product(self.table, 1, 50), by_order=True)
        for sold in order + other:
            invoice = sold._create_invoices()
            invoice.write({'invoice_date': '2026-03-05', 'invoice_user_id': self.own.id})
            invoice.action_post()
        self.sell(self.table, 1, 40)
        self.assertEqual(self.read_figures(plan, *SUMS, by=['order_id', 'is_unplanned']), {
            (order, False): (1600, 1400, -200), (other, True): (0, 1400, 1400),
            (self.env['sale.order'], False): (50, 40, -10)})
        groups = self.env['bas.plan.fact.report'].formatted_read_group([('plan_id', '=', plan.id)], ['order_id'], ['__count'])
        self.assertEqual({group['order_id'] and group['order_id'][1] for group in groups}, {
            False, f'{order.name} - {self.partner.name}', f'{other.name} - {self.partner.name}'})
        self.assertEqual(
            self.read_figures(plan, *SUMS, by=['partner_id'], domain=[('order_id', '=', order.id)]),
            {self.partner: (1600, 1400, -200)})

    def test_invoice_of_two_orders_is_one_fact(self):
        orders = self.make_order() + self.make_order()
        plan = self.make_plan(self.plan_product(self.table, 2, 800))
        move = self.sell(self.table, 4, 700, post=False)
        move.invoice_line_ids.sale_line_ids = orders.order_line
        move.action_post()
        self.assertEqual(self.read_figures(plan, 'fact_amount', 'fact_quantity', by=['order_id']), {
            self.env['sale.order']: (0, 0), orders[0]: (2800, 4)})

    def test_plan_of_a_manager_or_a_team(self):
        """It takes the facts of the manager or of the team only; another plan may take the same facts."""
        team = self.env['crm.team'].create({'name': 'Опт', 'company_id': self.company.id})
        line = self.plan_product(self.table, 10, 1000)
        whole, own, teams = (self.make_plan(line, **values) for values in ({}, {'user_id': self.own.id}, {'team_id': team.id}))
        self.sell(self.table, 1, 1000, team_id=False)
        self.sell(self.table, 1, 200, invoice_user_id=self.other.id, team_id=team.id)
        self.sell(self.table, 1, 30, invoice_user_id=self.own.id, team_id=team.id)
        self.assertEqual([self.read_figures(plan, 'fact_amount')[0] for plan in (whole, own, teams)], [1230, 1030, 230])

    def test_ids_tell_rows_apart(self):
        line = self.plan_product(self.table, 10, 1000)
        self.make_plan(line)
        self.make_plan(line, user_id=self.own.id)
        self.sell(self.table, 1, 1000)
        self.sell(self.lamp, 1, 5, on='2025-01-01')
        rows = self.env['bas.plan.fact.report'].search([])
        self.assertEqual(len(set(rows.ids)), len(rows))
        self.assertLess(max(rows.ids), 2 ** 53)
        self.assertEqual(rows.filtered('move_id').move_id.invoice_line_ids, rows.move_line_id)

    def test_units(self):
        """Two dozen are 24 pieces; hours cannot be converted to pieces, but their amount counts."""
        plan = self.make_plan(self.plan_product(self.table, 2, 120, product_uom_id=self.dozen.id))
        self.sell(self.table, 2, 100, line={'product_uom_id': self.dozen.id})
        self.sell(self.table, 3, 10, line={'product_uom_id': self.env.ref('uom.product_uom_hour').id})
        self.assertEqual(self.read_figures(plan, *QUANTITIES, *SUMS), (24, 24, 0, 240, 230, -10))

    def test_archived_product(self):
        """Archived products still show their sales."""
        plan = self.make_plan(self.plan_product(self.table, 10, 1000))
        self.sell(self.table, 4, 1100)
        self.table.product_tmpl_id.action_archive()
        figures = self.read_figures(plan, *SUMS, by=['product_tmpl_id'])
        self.assertEqual(figures, {self.table.product_tmpl_id: (10000, 4400, -5600)})
        self.assertIn('Стіл', str(plan.gap['rows']))

    def test_line_without_a_product(self):
        """An invoice line without a product is unplanned in plans of products; a plan by manager counts it."""
        things = self.make_plan(self.plan_product(self.table, 10, 1000))
        managers = self.make_plan({'user_id': self.own.id, 'amount': 3000}, dimension='manager')
        self.sell(self.env['product.product'], 1, 70)
        self.assertEqual(self.read_figures(things, 'fact_amount', by=['is_unplanned']), {False: (0,), True: (70,)})
        self.assertEqual(self.read_figures(managers, 'fact_amount', by=['is_unplanned']), {False: (70,)})

    def test_plan_of_ten_thousand_lines(self):
        """100 products on 100 days: read by days in one query after the plan's dates, to the kopiyka."""
        products = self.env['product.product'].create([{'name': f'Товар {number:02}'} for number in range(100)])
        plan = self.make_plan(approve=False, period='custom', date_from=date(2026, 1, 1), date_to=date(2026, 4, 10),
                              granularity='day')
        days = plan._get_columns()
        self.env['bas.sales.plan.line'].create([
            {'plan_id': plan.id, 'date': day, 'product_tmpl_id': product.product_tmpl_id.id, 'quantity': 1, 'price_unit': 10.01}
            for product in products for day in days])
        self.assertEqual(len(plan.line_ids), 10_000)
        plan.action_approve()
        self.sell(products[7], 3, 11)
        self.env.flush_all()
        with self.assertQueryCount(2):
            figures = self.read_figures(plan, *SUMS, by=['date:day'])
        self.assertEqual(figures[date(2026, 3, 5)], (1001, 33, -968))
        self.assertEqual(self.read_figures(plan, *SUMS), (100_100, 33, -100_067))
        self.assertEqual(len(plan.gap['rows']), 21)

    # ------------------------------------------------------------
    # Days
    # ------------------------------------------------------------

    def test_forecast(self):
        """Ten of March's 31 days: 1 000 give a forecast of 3 100; an invoice of tomorrow is a fact only."""
        plan = self.make_plan(self.plan_product(self.table, 10, 400))
        self.sell(self.table, 2, 500)
        self.sell(self.table, 1, 77, on='2026-03-11')
        amount, quantity, share = self.read_figures(plan, 'forecast_amount', 'forecast_quantity', 'forecast_completion')
        self.assertAlmostEqual(float(amount), 3100)
        self.assertAlmostEqual(float(quantity), 6.2)
        self.assertAlmostEqual(float(share), 3100 / 4000)
        self.assertEqual(self.read_figures(plan, 'fact_amount'), (1077,))

    def test_forecast_of_a_plan_that_is_over(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 400), date_from=date(2026, 2, 1))
        self.sell(self.table, 2, 500, on='2026-02-28')
        self.assertEqual(self.read_figures(plan, 'forecast_amount', 'fact_amount'), (1000, 1000))

    def test_no_forecast_before_a_plan_begins(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 400), date_from=date(2026, 4, 1))
        self.sell(self.table, 2, 500, on='2026-04-02')
        self.assertEqual(self.read_figures(plan, 'fact_amount'), (1000,))
        self.assertFalse(self.read_figures(plan, 'forecast_amount')[0])

    def test_first_day(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 400), period='custom', date_from=date(2026, 3, 10),
                              date_to=date(2026, 3, 13))
        self.sell(self.table, 1, 500, on='2026-03-10')
        self.assertEqual(self.read_figures(plan, 'forecast_amount'), (2000,))

    def test_months_of_a_quarter(self):
        line = self.plan_product(self.table, 10, 100)
        plan = self.make_plan(line, {**line, 'date': date(2026, 2, 1)}, period='quarter', date_from=date(2026, 1, 1))
        self.sell(self.table, 1, 150, on='2026-02-17')
        self.assertEqual(self.read_figures(plan, *SUMS, by=['date:month']), {
            date(2026, 1, 1): (1000, 0, -1000), date(2026, 2, 1): (1000, 150, -850)})

    # ------------------------------------------------------------
    # Pivot, list
    # ------------------------------------------------------------

    def test_totals_of_the_pivot(self):
        """As the pivot asks: with currencies and converted sums."""
        plan = self.make_plan(self.plan_product(self.table, 10, 1000), self.plan_product(self.chair, 20, 250))
        self.sell(self.table, 4, 1100)
        self.sell(self.chair, 24, 200)
        aggregates = ['fact_amount:sum', 'currency_id:array_agg_distinct', 'fact_amount:sum_currency', 'completion:avg']
        report = self.env['bas.plan.fact.report'].with_user(self.head)
        total, rows = report.formatted_read_grouping_sets(
            [('plan_id', '=', plan.id)], [[], ['product_tmpl_id']], aggregates)
        currency = [self.company.currency_id.id]
        self.assertEqual([total[0][name] for name in aggregates[:3]], [9200, currency, 9200])
        self.assertAlmostEqual(total[0]['completion:avg'], 9200 / 15000)
        self.assertEqual({row['product_tmpl_id'][0]: [row[name] for name in aggregates[:3]] for row in rows}, {
            self.table.product_tmpl_id.id: [4400, currency, 4400], self.chair.product_tmpl_id.id: [4800, currency, 4800]})

    def test_from_rows_to_documents(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 1000))
        invoice = self.sell(self.table, 4, 1100)
        self.sell(self.lamp, 1, 1)
        domain = [('plan_id', '=', plan.id), ('product_tmpl_id', '=', self.table.product_tmpl_id.id)]
        report = self.env['bas.plan.fact.report'].with_user(self.head).with_context(active_domain=domain)
        invoices = self.env['account.move'].search(report.action_open_invoices()['domain'])
        lines = self.env['bas.sales.plan.line'].search(report.action_open_plan_lines()['domain'])
        self.assertEqual((invoices, lines), (invoice, plan.line_ids))
        rows = report.search(domain)
        plans = rows.filtered('plan_line_id')
        self.assertFalse(self.env['account.move'].search(plans.action_open_invoices()['domain']))
        self.assertEqual(self.env['bas.sales.plan.line'].search(plans.action_open_plan_lines()['domain']), plan.line_ids)
        self.assertEqual(sum(rows.mapped('fact_amount')), -sum(invoices.invoice_line_ids.mapped('balance')))
        self.assertEqual({row.action_open()['res_model'] for row in rows}, {'account.move', 'bas.sales.plan'})

    def test_opens_on_the_plan_of_today(self):
        line = self.plan_product(self.table, 10, 1000)
        self.make_plan(line, period='year', date_from=date(2026, 1, 1))
        month = self.make_plan(line)
        self.make_plan(line, date_from=date(2026, 4, 1))
        mine = self.make_plan(line, user_id=self.own.id, period='year', date_from=date(2026, 1, 1))
        report = self.env['bas.plan.fact.report']
        for user, plan in ((self.head, month), (self.own, mine)):
            context = report.with_user(user).action_open_analysis()['context']
            self.assertEqual(context['search_default_plan_id'], plan.id)
            self.assertEqual(context['pivot_row_groupby'], ['product_tmpl_id'])

    def test_opens_without_a_plan(self):
        action = self.env['bas.plan.fact.report'].with_user(self.own).action_open_analysis()
        self.assertEqual((action['res_model'], action['view_mode']), ('bas.plan.fact.report', 'pivot,graph,list'))


@tagged('post_install', '-at_install')
class TestPlanFactAccess(PlanFactCase):
    """Who sees which rows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        line = cls.plan_product(cls.table, 10, 1000)
        cls.whole, cls.own_plan = cls.make_plan(line), cls.make_plan(line, user_id=cls.own.id)
        cls.managers = cls.make_plan(
            {'user_id': cls.own.id, 'amount': 3000}, {'user_id': cls.other.id, 'amount': 400}, dimension='manager')
        cls.sell(cls.table, 1, 900)
        cls.sell(cls.table, 1, 70, invoice_user_id=cls.other.id)
        cls.sell(cls.table, 1, 5, invoice_user_id=False)

    def test_roles(self):
        for user, whole, own_plan, managers in (
                (self.own, (0, 900), (10000, 900), (3000, 900)),
                (self.other, (0, 70), (0, 0), (400, 70)),
                (self.all, (10000, 975), (10000, 900), (3400, 975)),
                (self.head, (10000, 975), (10000, 900), (3400, 975))):
            for plan, expected in ((self.whole, whole), (self.own_plan, own_plan), (self.managers, managers)):
                figures = self.read_figures(plan, 'plan_amount', 'fact_amount', user=user)
                self.assertEqual(tuple(figure or 0 for figure in figures), expected, (user.login, plan.name))

    def test_others_see_nothing(self):
        public = self.env.ref('base.public_user')
        for user in (self.clerk, self.portal, public):
            with self.assertRaises(AccessError):
                self.read_figures(self.whole, 'fact_amount', user=user)

    def test_two_companies(self):
        """Each company's facts meet its own plans, in its own currency."""
        chf = self.env.ref('base.CHF')
        chf.active = True
        there = self.env['res.company'].create({'name': 'ТОВ «Друга»'})
        self.env['account.chart.template'].try_loading('generic_coa', there, install_demo=False)
        self.head.write({'company_ids': [(4, there.id)]})
        env = self.env(context={**self.env.context, 'allowed_company_ids': [there.id, self.company.id]})
        there.currency_id = chf
        plan = env['bas.sales.plan'].create({'period': 'month', 'date_from': date(2026, 3, 1), 'dimension': 'manager',
                                             'company_id': there.id})
        env['bas.sales.plan.line'].create({'plan_id': plan.id, 'date': plan.date_from, 'amount': 50})
        plan.action_approve()
        move = env['account.move'].with_company(there).create({
            'move_type': 'out_invoice', 'partner_id': self.partner.id, 'invoice_date': '2026-03-05', 'invoice_user_id': False,
            'invoice_line_ids': [(0, 0, {'name': 'Меблі', 'price_unit': 20, 'tax_ids': False})]})
        move.action_post()
        report = env['bas.plan.fact.report'].with_user(self.head)
        by_company = {
            company: tuple(figures) for company, *figures in report._read_group(
                [('plan_id', 'in', (plan + self.whole).ids)], ['company_id'], ['plan_amount:sum', 'fact_amount:sum'])}
        self.assertEqual(by_company, {there: (50, 20), self.company: (10000, 975)})
        sets = report._read_grouping_sets(
            [('plan_id', 'in', (plan + self.whole).ids)], [[], ['company_id']],
            ['fact_amount:sum', 'currency_id:array_agg_distinct'])
        self.assertEqual(set(sets[0][0][1]), {chf.id, self.company.currency_id.id})
        here = report.with_context(allowed_company_ids=self.company.ids)
        self.assertEqual(here._read_group([('plan_id', '=', plan.id)], [], ['fact_amount:sum'])[0][0] or 0, 0)
