from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..orders.test_sales_history import HistoryCase
from .test_manager_report import ManagerCase


@tagged('post_install', '-at_install')
class TestHistoryInPlanFact(HistoryCase):
    """A sale before the move is a fact like an invoice line; March 2026, the move on the 15th, today the 10th."""

    def test_a_plan_counts_invoices_and_history(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 100), self.plan_product(self.chair, 4, 50))
        self.sell(self.table, 2, 120, '2026-03-20')
        self.sell_before(self.table, 3, 330, '2026-03-04')
        self.sell_before(self.table, -1, -110, '2026-03-06')
        self.sell_before(self.lamp, 1, 70, '2026-03-06')
        self.sell_before(self.table, 9, 990, '2026-02-28')
        # 240 + 330 − 110 + 70; the lamp is not planned
        self.assertEqual(self.read_figures(plan, 'plan_amount', 'fact_amount', 'deviation_amount'), (1200, 530, -670))
        self.assertEqual(self.read_figures(plan, 'plan_quantity', 'fact_quantity'), (14, 5))
        self.assertEqual(self.read_figures(plan, 'fact_amount', by=['is_unplanned']), {False: (460,), True: (70,)})
        self.assertEqual(self.read_figures(plan, 'fact_amount', by=['product_id'], domain=[('plan_line_id', '=', False)]), {
            self.table: (460,), self.lamp: (70,)})
        # the forecast: (330 − 110 + 70) / 10 days × 31 days; the invoice of the 20th is in the future
        self.assertAlmostEqual(self.read_figures(plan, 'forecast_amount')[0], 290 * 3.1, 2)
        plan.invalidate_recordset()
        self.assertEqual((plan.fact_amount, plan.plan_amount), (530, 1200))

    def test_the_pivot(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 100))
        self.sell(self.table, 2, 120, '2026-03-20')
        self.sell_before(self.table, 3, 330, '2026-03-04', user_id=self.other.id)
        sets = self.env['bas.plan.fact.report'].formatted_read_grouping_sets(
            [('plan_id', '=', plan.id)], [[], ['user_id']], ['plan_amount:sum', 'fact_amount:sum', 'completion:avg'])
        self.assertEqual([(row['plan_amount:sum'], row['fact_amount:sum']) for row in sets[0]], [(1000, 570)])
        self.assertAlmostEqual(sets[0][0]['completion:avg'], 0.57)
        self.assertEqual({row['user_id'] and row['user_id'][0]: row['fact_amount:sum'] for row in sets[1]}, {
            self.own.id: 240, self.other.id: 330, False: 0})

    def test_plans_by_category_manager_variant_and_team(self):
        white, black = self.make_desk()
        team = self.env['crm.team'].create({'name': 'Роздріб', 'member_ids': [(4, self.other.id)]})
        by_category = self.make_plan({'categ_id': self.furniture.id, 'amount': 1000}, dimension='category')
        by_manager = self.make_plan({'user_id': self.own.id, 'amount': 1000}, dimension='manager')
        by_variant = self.make_plan(self.plan_product(white, 1, 100, product_id=white.id), by_variant=True)
        of_own = self.make_plan({'categ_id': self.tables.id, 'amount': 1000}, dimension='category', user_id=self.own.id)
        of_team = self.make_plan({'categ_id': self.tables.id, 'amount': 1000}, dimension='category', team_id=team.id)
        self.sell_before(white, 1, 10)
        self.sell_before(black, 1, 20, user_id=self.other.id)
        self.sell_before(self.lamp, 1, 40, user_id=False)
        for plan, planned, unplanned in (
                (by_category, 30, 40), (by_manager, 10, 60), (by_variant, 10, 60), (of_own, 10, 0), (of_team, 20, 0)):
            figures = self.read_figures(plan, 'fact_amount', by=['is_unplanned'])
            self.assertEqual((figures[False][0], figures.get(True, (0,))[0]), (planned, unplanned), plan.dimension)

    def test_a_fact_without_a_plan(self):
        line = self.sell_before(self.table, 1, 100, '2025-06-01', period='month', document='ВН-7')
        row = self.env['bas.plan.fact.report'].search([('history_id', '=', line.id)])
        self.assertEqual((row.plan_id.id, row.fact_amount, row.partner_id, row.categ_id, row.move_id.id), (
            False, 100, self.partner, self.tables, False))
        self.assertEqual((row.document, row.invoice_currency_id), ('ВН-7', self.company.currency_id))

    def test_a_month_counts_on_its_first_day(self):
        """Also in a period that cuts the month."""
        self.sell_before(self.table, 1, 100, '2026-02-10', period='month')
        first, second = (self.make_plan(
            {'categ_id': self.tables.id, 'amount': 1000, 'date': start}, dimension='category', period='custom',
            date_from=start, date_to=stop) for start, stop in (('2026-02-01', '2026-02-14'), ('2026-02-15', '2026-03-14')))
        self.assertEqual(self.read_figures(first, 'fact_amount'), (100,))
        self.assertEqual(self.read_figures(second, 'fact_amount'), (0,))

    def test_a_row_opens_as_itself(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 100))
        move = self.sell(self.table, 2, 120, '2026-03-20')
        line = self.sell_before(self.table, 3, 330)
        report = self.env['bas.plan.fact.report'].with_user(self.head)
        rows = report.search([('plan_id', '=', plan.id)])
        self.assertEqual(len(rows), 3)
        self.assertEqual(len(set(rows.ids)), 3)
        self.assertLess(max(rows.ids), 2 ** 53)
        opened = {(action['res_model'], action['res_id']) for action in (row.action_open() for row in rows)}
        self.assertEqual(opened, {('account.move', move.id), ('bas.sales.history', line.id), ('bas.sales.plan', plan.id)})
        for records in (rows, report.with_context(active_domain=[('plan_id', '=', plan.id)])):
            action = records.action_open_history()
            self.assertEqual((action['res_model'], action['domain']), ('bas.sales.history', [('id', 'in', line.ids)]))
            self.assertEqual(records.action_open_invoices()['domain'], [('id', 'in', move.ids)])
        facts = plan.action_open_gap('fact_amount')
        self.assertEqual(sum(report.search(facts['domain']).mapped('fact_amount')), 570)

    def test_the_deviation_is_split(self):
        """Volume (5 − 10) · 100, price 570 − 500; the currency is the company's, so nothing is due to its rate."""
        plan = self.make_plan(self.plan_product(self.table, 10, 100))
        self.sell(self.table, 2, 120, '2026-03-20')
        self.sell_before(self.table, 3, 330)
        row, = plan._get_split()
        self.assertEqual((row['volume'], row['price'], row['currency'], row['deviation_amount']), (-500, 70, 0, -430))

    def test_who_sees_what(self):
        plan = self.make_plan({'user_id': self.own.id, 'amount': 100}, {'user_id': self.other.id, 'amount': 100},
                              dimension='manager')
        self.sell_before(self.table, 1, 10)
        self.sell_before(self.table, 1, 20, user_id=self.other.id)
        self.sell_before(self.table, 1, 40, user_id=False)
        for user, figure in ((self.own, 10), (self.other, 20), (self.all, 70), (self.head, 70)):
            self.assertEqual(self.read_figures(plan, 'fact_amount', user=user), (figure,), user.login)

    def test_companies_do_not_mix(self):
        company = self.env['res.company'].create({
            'name': 'Друга фірма', 'bas_moved_on': '2026-03-15', 'currency_id': self.company.currency_id.id})
        plan = self.make_plan({'categ_id': self.tables.id, 'amount': 100}, dimension='category')
        self.env['bas.sales.history'].create({
            'company_id': company.id, 'date': '2026-03-05', 'product_id': self.table.id, 'amount': 1000})
        self.sell_before(self.table, 1, 10)
        self.assertEqual(self.read_figures(plan, 'fact_amount'), (10,))

    # ------------------------------------------------------------
    # Filling of plans
    # ------------------------------------------------------------

    april = date(2025, 4, 1), date(2025, 4, 30)

    def make_fill(self, plan, **values):
        return self.env['bas.sales.plan.fill'].create({
            'plan_id': plan.id, 'source': 'facts', 'date_from': '2025-04-01', 'date_to': '2025-04-30', **values})

    def make_april(self, **values):
        return self.env['bas.sales.plan'].create({
            'period': 'month', 'date_from': '2026-04-01', 'dimension': 'product', 'by_quantity': True, **values})

    def test_a_plan_is_filled_from_sales_of_last_year(self):
        self.sell_before(self.table, 10, 1000, '2025-04-01', period='month')
        self.sell_before(self.table, 2, 250, '2025-04-20')
        self.sell_before(self.chair, 4, 200, '2025-04-30', user_id=self.other.id)
        self.sell_before(self.lamp, 1, 70, '2025-05-01')
        self.sell(self.table, 1, 120, '2025-04-10')
        plan = self.make_april()
        self.make_fill(plan).action_fill()
        self.assertEqual({line.product_tmpl_id: (line.quantity, line.amount) for line in plan.line_ids}, {
            self.table.product_tmpl_id: (13, 1370), self.chair.product_tmpl_id: (4, 200)})

    def test_the_filters_and_the_scope_of_a_plan_hold(self):
        self.sell_before(self.table, 1, 100, '2025-04-02')
        self.sell_before(self.chair, 1, 40, '2025-04-02', user_id=self.other.id)
        self.sell_before(self.lamp, 1, 7, '2025-04-02', user_id=False)

        def get_sum(plan, **chosen):
            return sum(row[-1] for row in plan._get_facts(*self.april, **chosen))
        plan = self.make_april()
        self.assertEqual(get_sum(plan), 147)
        self.assertEqual(get_sum(plan, users=self.own), 100)
        self.assertEqual(get_sum(plan, categories=self.furniture), 140)
        self.assertEqual(get_sum(plan, products=self.lamp.product_tmpl_id), 7)
        self.assertEqual(get_sum(self.make_april(user_id=self.other.id)), 40)
        self.assertEqual({row[1]: row[-1] for row in self.make_april(dimension='manager')._get_facts(*self.april)}, {
            self.own.id: 100, self.other.id: 40, None: 7})

    def test_the_dialog_tells_that_months_count_on_their_first_day(self):
        plan, words = self.make_april(), 'count on the first day'
        fill = self.make_fill(plan, date_from='2025-04-01', date_to='2025-04-15')
        self.assertFalse(plan._has_cut_months(fill.date_from, fill.date_to))
        self.sell_before(self.table, 1, 100, '2025-04-01', period='month')
        for days, by, is_cut in (
                (('2025-04-01', '2025-04-30'), 'month', False), (('2025-04-01', '2025-04-15'), 'month', True),
                (('2025-04-15', '2025-05-14'), 'month', True), (('2025-05-01', '2025-05-15'), 'month', False),
                (('2025-04-01', '2025-04-30'), 'week', True)):
            plan.granularity = by
            fill = self.make_fill(plan, date_from=days[0], date_to=days[1])
            notes = ' '.join(fill._get_notes({}, {}))
            self.assertEqual(words in notes, is_cut, (days, by))


@tagged('post_install', '-at_install')
class TestHistoryInManagersAnalysis(ManagerCase):
    """Revenue, cost and gross profit; March 2026, the move on the 15th."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.bas_moved_on = '2026-03-15'

    def sell_before(self, amount, cost=0, on='2026-03-05', user=None, partner=None, **values):
        return self.env['bas.sales.history'].create({
            'date': on, 'product_id': self.product.id, 'amount': amount, 'cost': cost, 'quantity': 1,
            'partner_id': (partner or self.partner).id, 'user_id': (self.own if user is None else user).id, **values})

    def test_revenue_cost_and_profit(self):
        self.bill(self.make_order('2026-03-20', 2), '2026-03-20')  # 2 000, cost 1 200
        self.sell_before(500, 300)
        self.sell_before(-100, -60)
        self.sell_before(70, 30, user=self.other)
        self.sell_before(9, 1, on='2026-02-28')
        self.assertEqual(self.get_totals('revenue', 'cost', 'gross_profit', 'order_count'), (2470, 1470, 1000, 1))
        table = self.assert_rows_add_up('revenue')
        figures = {row['user_id']: row['figures'] for row in table['rows']}
        self.assertEqual(figures[self.own.id], {
            'revenue': 2400, 'cost': 1440, 'gross_profit': 960, 'average_revenue': 2000})
        self.assertEqual(figures[self.other.id], {'revenue': 70, 'cost': 30, 'gross_profit': 40, 'average_revenue': False})
        # 9 of February
        self.assertEqual(table['total']['previous']['revenue'], 9)

    def test_the_average_per_order_is_of_invoices(self):
        self.bill(self.make_order('2026-03-20', 2), '2026-03-20')
        self.sell_before(500)
        report = self.report.with_user(self.head)
        self.assertEqual(report._read_group([('user_id', '=', self.own.id)], [], ['average_revenue:avg', 'revenue:sum']), [
            (2000, 2500)])

    def test_it_is_no_order_debt_payment_event_or_lead(self):
        before = {indicator: self.get_table(indicator)['total']['figures'] for indicator in ('orders', 'debt', 'events', 'leads')}
        self.sell_before(500, 300)
        self.assertEqual({indicator: self.get_table(indicator)['total']['figures'] for indicator in before}, before)
        self.assertFalse(self.env['bas.debtor.report'].search([]) if 'bas.debtor.report' in self.env else False)

    def test_a_customer_of_before_the_move_is_not_new(self):
        contact = self.env['res.partner'].create({'name': 'Олена', 'parent_id': self.partner.id})
        self.sell_before(500, on='2025-06-01', partner=contact, period='month')
        self.make_order('2026-03-20')
        self.make_order('2026-03-21', partner=self.neighbour)
        self.make_order('2026-03-22', partner=self.neighbour)
        self.assertEqual(self.get_totals('order_count', 'new_order_count'), (3, 1))
        self.assertEqual(self.get_totals('new_order_count', domain=[('partner_id', '=', self.partner.id)]), (0,))

    def test_an_order_of_before_the_first_sale_is_new(self):
        self.make_order('2026-03-02')
        self.sell_before(500, on='2026-03-02')
        self.sell_before(500, on='2026-03-05')
        self.assertEqual(self.get_totals('new_order_count'), (1,))

    def test_sales_of_another_company_do_not_matter(self):
        company = self.env['res.company'].create({'name': 'Друга фірма', 'bas_moved_on': '2026-01-01'})
        self.sell_before(500, on='2025-06-01', company_id=company.id, user=self.env['res.users'])
        self.make_order('2026-03-20')
        self.assertEqual(self.get_totals('new_order_count'), (1,))
        self.assertEqual(self.get_totals('revenue', period='year', date='2025-06-15'), (False,))

    def test_who_sees_what(self):
        self.sell_before(500, 300)
        self.sell_before(70, 30, user=self.other)
        self.sell_before(9, 3, user=self.env['res.users'])
        for user, revenue in ((self.own, 500), (self.other, 70), (self.all, 579), (self.head, 579)):
            self.assertEqual(self.get_totals('revenue', user=user), (revenue,), user.login)
        columns = {column['name'] for column in self.get_table('revenue', self.own)['columns']}
        self.assertEqual(columns, {'revenue', 'average_revenue'})

    def test_a_row_opens_as_itself(self):
        line = self.sell_before(500, 300, document='ВН-9')
        row = self.report.with_user(self.own).search([('kind', '=', 'history')])
        self.assertEqual((row.document, row.revenue, row.partner_id, row.date), ('ВН-9', 500, self.partner, line.date))
        action = row.action_open()
        self.assertEqual((action['res_model'], action['res_id']), ('bas.sales.history', line.id))

    # ------------------------------------------------------------
    # Customer base
    # ------------------------------------------------------------

    def get_base(self):
        self.env.invalidate_all()
        rows = self.env['bas.customer.base.report'].with_user(self.head).search([
            ('partner_id', 'in', (self.partner + self.neighbour).ids), ('company_id', '=', self.company.id)])
        return {row.partner_id: (row.state, row.order_count, row.amount, row.first_order_date and str(row.first_order_date))
                for row in rows}

    def test_the_customer_base(self):
        self.company.bas_moved_on = '2026-01-01'
        with freeze_time('2026-03-20 10:00:00'):
            self.make_order('2026-03-10')
            self.assertEqual(self.get_base(), {self.partner: ('new', 1, 1000, '2026-03-10')})
            self.sell_before(500, on='2025-06-01')
            self.sell_before(500, on='2025-06-02', partner=self.neighbour)
            self.assertEqual(self.get_base(), {
                self.partner: ('active', 1, 1000, '2026-03-10'), self.neighbour: ('silent', 0, 0, False)})
            self.sell_before(500, on='2025-12-30', partner=self.neighbour)
            self.assertEqual(self.get_base()[self.neighbour], ('active', 0, 0, False))
