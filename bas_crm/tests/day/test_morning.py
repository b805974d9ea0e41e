import json

from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..analysis.test_manager_report import ManagerCase

#: Tuesday, in the morning
NOW = '2026-03-10 07:00:00'


class MorningCase(ManagerCase):
    """Two managers sell tables for 1 000 that cost 600, in March 2026, in February, and in March a year ago."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clock = freeze_time(NOW)
        clock.start()
        cls.addClassCleanup(clock.stop)
        cls.company.bas_answer_since = '2026-01-01'
        cls.pay(cls.bill(cls.make_order('2025-03-05', 2), '2025-03-06'), '2025-03-09')
        cls.pay(cls.bill(cls.make_order('2026-02-03', 1), '2026-02-05'), '2026-02-07')
        cls.pay(cls.bill(cls.make_order('2026-03-03', 3), '2026-03-05'), '2026-03-09', 1200)
        cls.pay(cls.bill(
            cls.make_order('2026-03-04', 2, user=cls.other, partner=cls.neighbour), '2026-03-09'), '2026-03-04', 500)
        cls.make_invoice(
            cls.partner, 700, invoice_date='2026-01-05', invoice_date_due='2026-01-15', invoice_payment_term_id=False,
            invoice_user_id=cls.own.id)

    def get_page(self, user=None, team=False, **context):
        morning = self.env['bas.morning'].with_user(user or self.head).with_context(lang='en_US', **context)
        self.env.flush_all()
        return morning.get_tiles(team)

    def get_tile(self, key, user=None, team=False, **context):
        page = self.get_page(user, team, **context)
        return next((tile for tile in page['tiles'] if tile['key'] == key), None)

    def read_figure(self, figure):
        """:return: tuple: the figure, and the figures that it is compared with"""
        return (figure['figure'], *(other['figure'] for other in figure['comparisons']))

    def open_rows(self, figure, user):
        """:return: what the rows that the figure opens add up to; each of them can be opened"""
        action = figure['action']
        kinds = {kind: view for view, kind in action['views']}
        for kind in kinds if 'form' not in kinds else ():
            arch = self.env[action['res_model']].get_view(kinds[kind], kind)['arch']
            self.assertTrue(kind not in ('list', 'kanban') or 'action="action_open"' in arch, (action['res_model'], kind))
        context = dict(action['context'])
        domain = action.get('domain') or []
        if plan := context.get('search_default_plan_id'):
            domain = [('plan_id', '=', plan)]
        rows = self.env[action['res_model']].with_user(user).with_context(**context).search(domain)
        return sum(rows.mapped(figure['measure'])) if figure['measure'] else len(rows)

    def find_actions(self, user):
        """:return: list of the actions that the figures of all tiles open"""
        figures = [figure for tile in self.get_page(user)['tiles'] for figure in (
            *tile['figures'], *tile['lines'], *([tile['flow']] if tile['flow'] else []))]
        return [figure['action'] for figure in figures if figure['action']]

    def check_rows(self, user, team=False):
        """Every figure that opens something is the sum of what it opens.

        :return: int: number of figures that are not zero
        """
        seen = 0
        for tile in self.get_page(user, team)['tiles']:
            for figure in (*tile['figures'], *tile['lines'], *([tile['flow']] if tile['flow'] else [])):
                if figure['action'] and figure['figure'] is not False and figure['kind'] != 'share':
                    self.assertAlmostEqual(
                        self.open_rows(figure, user), figure['figure'], 2, f"{user.login}: {tile['key']}, {figure['label']}")
                    seen += bool(figure['figure'])
        return seen


@tagged('post_install', '-at_install')
class TestMorning(MorningCase):

    # ------------------------------------------------------------
    # Money
    # ------------------------------------------------------------

    def test_money_received(self):
        tile = self.get_tile('money')
        self.assertEqual([self.read_figure(figure) for figure in tile['figures']], [
            (1200, 0, 2000),     # 9 March; 8 March; 9 March 2025
            (1700, 0, 2000),     # 3–9 March; 24 February – 2 March; 4–10 March 2025
            (1700, 1000, 2000),  # 1–10 March; 1–10 February; 1–10 March 2025
        ])
        self.assertEqual(len(tile['line']), 30)
        self.assertEqual((tile['line'][-2], tile['line'][-7], sum(tile['line'])), (1200, 500, 1700))
        month = tile['figures'][-1]
        self.assertEqual((month['comparisons'][0]['change'], month['comparisons'][0]['mood']), (0.7, 'good'))
        self.assertEqual((month['comparisons'][1]['change'], month['comparisons'][1]['mood']), (-0.15, 'bad'))

    def test_money_without_a_payment_and_money_returned(self):
        """A bank statement counts, a payment counts once with its entry, and what is paid back is subtracted."""
        self.settle(self.owe(300, '2026-03-06', '2026-03-06'), 300, '2026-03-08')
        journal = self.env['account.journal'].search([('type', '=', 'bank'), ('company_id', '=', self.company.id)], limit=1)
        self.env['account.payment'].create({
            'payment_type': 'outbound', 'partner_type': 'customer', 'partner_id': self.partner.id, 'amount': 50,
            'date': '2026-03-08', 'journal_id': journal.id}).action_post()
        self.assertEqual(self.get_tile('money')['figures'][1]['figure'], 1700 + 300 - 50)

    def test_a_write_off_is_no_money(self):
        invoice = self.owe(1000, '2026-03-06', '2026-03-06')
        wizard = self.env['account.payment.register'].with_context(
            active_model='account.move', active_ids=invoice.ids).create({
                'payment_date': '2026-03-08', 'amount': 980, 'payment_difference_handling': 'reconcile',
                'writeoff_account_id': self.env['account.account'].search(
                    [('account_type', '=', 'expense'), ('company_ids', 'in', self.company.id)], limit=1).id})
        wizard._create_payments()
        self.assertEqual(self.get_tile('money')['figures'][1]['figure'], 1700 + 980)

    def test_revenue_and_gross_profit(self):
        self.assertEqual(self.read_figure(self.get_tile('revenue')['figures'][0]), (5000, 1000, 2000))
        profit = self.get_tile('profit')
        self.assertEqual(self.read_figure(profit['figures'][0]), (2000, 400, 800))
        self.assertEqual([line['figure'] for line in profit['lines']], [3000, 0.4])

    def test_cost_is_for_those_who_may_see_it(self):
        for user, sees in ((self.head, True), (self.all, False), (self.own, False)):
            keys = [tile['key'] for tile in self.get_page(user)['tiles']]
            self.assertEqual('profit' in keys, sees, user.login)
            self.assertNotIn('600', str(self.get_page(user)) if not sees else '')

    def test_debt_by_age(self):
        tile = self.get_tile('debt')
        # 1 800 + 1 500 of March, 700 of January; on 10 February only 700, a year ago all was paid
        self.assertEqual(self.read_figure(tile['figures'][0]), (4000, 700, 0))
        self.assertEqual(
            [(line['figure'], line['mood']) for line in tile['lines']], [(0, ''), (3300, 'bad'), (700, 'bad'), (0, '')])
        # 5 March: + 3 000; 9 March: + 2 000 − 1 200 − 500
        self.assertEqual((tile['line'][0], tile['line'][-6], tile['line'][-1]), (700, 3700, 4000))

    def test_debt_of_every_day_of_a_history(self):
        """The debt of a past day is what was open on it, whatever has been paid since."""
        late = self.owe(1000, '2026-02-20', '2026-02-20')
        self.settle(late, 400, '2026-03-01')
        self.settle(late, 600, '2026-03-09')
        line = self.get_tile('debt')['line']
        self.assertEqual([line[day] for day in (10, 11, 20, 28, 29)], [700, 1700, 1300, 4000, 4000])

    # ------------------------------------------------------------
    # Plan
    # ------------------------------------------------------------

    def make_plan(self, amount, **values):
        plan = self.env['bas.sales.plan'].create({
            'period': 'month', 'date_from': '2026-03-01', 'dimension': 'manager', 'granularity': 'month', **values})
        self.env['bas.sales.plan.line'].create({
            'plan_id': plan.id, 'date': plan.date_from, 'user_id': values.get('user_id', self.own.id), 'amount': amount})
        plan.action_approve()
        return plan

    def test_no_plan_offers_to_make_one(self):
        line, = self.get_tile('revenue')['lines']
        self.assertFalse(line['figure'])
        self.assertEqual(line['action']['res_model'], 'bas.sales.plan')

    def test_the_plan_is_that_of_the_plan_fact_analysis(self):
        plan = self.make_plan(20000)
        tile = self.get_tile('revenue')
        # 5 000 in 10 of 31 days
        self.assertEqual([line['figure'] for line in tile['lines']], [20000, 5000, 0.25, 15500, 0.775])
        self.assertEqual((plan.plan_amount, plan.fact_amount, plan.forecast_amount), (20000, 5000, 15500))
        self.assertEqual(tile['bar']['mood'], 'bad')

    def test_the_plan_of_the_firm_then_those_of_managers(self):
        own, other = self.make_plan(6000, user_id=self.own.id), self.make_plan(4000, user_id=self.other.id)
        lines = self.get_tile('revenue')['lines']
        self.assertEqual([line['figure'] for line in lines[:2]], [10000, 5000])
        self.assertEqual(set(lines[0]['action']['domain'][0][2]), set((own | other).ids))
        self.assertEqual([line['figure'] for line in self.get_tile('revenue', self.own)['lines'][:2]], [6000, 3000])
        self.make_plan(90000, period='quarter', date_from='2026-01-01')
        self.assertEqual(self.get_tile('revenue')['lines'][0]['figure'], 90000)

    # ------------------------------------------------------------
    # Work
    # ------------------------------------------------------------

    def make_offer(self, quantity, day, valid_until='2026-03-20'):
        order = self.env['sale.order'].create({
            'partner_id': self.partner.id, 'user_id': self.own.id,
            'order_line': [Command.create({'product_id': self.product.id, 'product_uom_qty': quantity})]})
        offer = self.env['bas.commercial.offer'].browse(order.action_create_offer()['res_id'])
        offer.write({'date': day, 'validity_date': valid_until})
        offer._program_write({'state': 'sent'})
        return offer

    def test_offers_without_an_answer(self):
        self.make_offer(4, '2026-03-02')
        self.make_offer(1, '2026-02-02', '2026-03-01')
        tile = self.get_tile('offers')
        self.assertEqual([figure['figure'] for figure in tile['figures']], [2, 5000])
        self.assertEqual(tile['lines'][0]['figure'], 1)
        self.assertEqual(self.read_figure(tile['flow']), (1, 1, 0))

    def test_variants_and_currencies_of_offers(self):
        """Of the variants of one deal the last one counts, and an offer in dollars is added in hryvnias."""
        self.make_offer(4, '2026-03-02')
        offer = self.env['bas.commercial.offer'].search([], limit=1)
        later = offer.copy()
        later._decide({'state': 'sent'})
        tile = self.get_tile('offers')
        self.assertEqual([figure['figure'] for figure in tile['figures']], [1, 4000])
        self.assertEqual(self.env['bas.commercial.offer'].search([('is_waiting', '=', True)]), later)
        self.assertEqual((offer | later).mapped('is_waiting'), [False, True])
        currency = self.env['res.currency'].create({
            'name': 'XTT', 'symbol': 'x', 'rate_ids': [Command.create({'name': '2026-01-01', 'rate': 0.025})]})
        order = later.order_id.copy({
            'currency_id': currency.id, 'pricelist_id': self.env['product.pricelist'].create({
                'name': 'x', 'currency_id': currency.id}).id})
        order.order_line.price_unit = 10
        order.action_create_offer()
        order.offer_ids._decide({'state': 'sent'})
        # 4 × 10 x at 40 hryvnias
        self.assertEqual([figure['figure'] for figure in self.get_tile('offers')['figures']], [2, 4000 + 1600])

    def test_losses_of_the_week_by_reason(self):
        dear, far = self.env['bas.cancel.reason'].create([{'name': 'Дорого'}, {'name': 'Далеко'}])
        for day, quantity, reason in (('2026-03-08', 5, dear), ('2026-03-09', 2, far), ('2026-03-01', 3, far)):
            with freeze_time(f'{day} 10:00:00'):
                order = self.env['sale.order'].create({
                    'partner_id': self.partner.id, 'user_id': self.own.id,
                    'order_line': [Command.create({'product_id': self.product.id, 'product_uom_qty': quantity})]})
                order.cancel_reason_id = reason
                order._action_cancel()
        tile = self.get_tile('losses')
        self.assertEqual(self.read_figure(tile['figures'][0]), (7000, 3000, 0))
        self.assertEqual(tile['figures'][1]['figure'], 2)
        self.assertEqual([(line['label'], line['figure']) for line in tile['lines']], [('Дорого', 5000), ('Далеко', 2000)])
        self.assertEqual(tile['figures'][0]['comparisons'][0]['mood'], 'bad')

    def test_new_customers(self):
        tile = self.get_tile('customers')
        self.assertEqual(self.read_figure(tile['figures'][0]), (1, 0, 1))
        self.assertEqual([(line['label'], line['figure']) for line in tile['lines']], [(self.other.name, 1)])

    def test_orders_longer_than_usual_in_a_state(self):
        stage = self.env['sale.order'].search([('state', '=', 'sale')], limit=1).stage_id
        with freeze_time('2026-02-10 10:00:00'):
            orders = self.env['sale.order'].create([{
                'partner_id': self.partner.id, 'user_id': self.own.id,
                'order_line': [Command.create({'product_id': self.product.id})]} for __ in range(5)])
        for order in orders[:4]:
            with freeze_time('2026-02-10 12:00:00'):
                order.stage_id = stage
        standing = self.env['bas.order.standing'].search([('is_long', '=', True)])
        self.assertIn(orders[4], standing.order_id)
        tile = self.get_tile('standing')
        self.assertEqual([figure['figure'] for figure in tile['figures']], [len(standing), sum(standing.mapped('amount'))])
        self.assertEqual(sum(line['figure'] for line in tile['lines']), len(standing))
        self.assertEqual(self.read_figure(tile['flow'])[0], 2)

    def test_leads_nobody_has_answered(self):
        with freeze_time('2026-03-05 08:00:00'):
            self.make_lead()
            self.make_lead(user_id=self.other.id)
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET create_date = '2026-03-05 08:00:00' WHERE create_date > '2026-03-01'")
        self.assertEqual(self.get_tile('unanswered')['figures'][0]['figure'], 2)
        self.assertEqual(self.get_tile('unanswered', self.own)['figures'][0]['figure'], 1)

    def test_steps_overdue_by_manager(self):
        self.make_event()
        self.make_event(user_id=self.other.id)
        self.make_event(user_id=self.other.id, start='2026-03-09 08:00:00', stop='2026-03-09 08:30:00')
        self.make_event(start='2026-03-10 12:00:00', stop='2026-03-10 12:30:00')
        tile = self.get_tile('steps')
        self.assertEqual(tile['figures'][0]['figure'], 3)
        self.assertEqual([(line['label'], line['figure']) for line in tile['lines']],
                         [(self.other.name, 2), (self.own.name, 1)])

    # ------------------------------------------------------------
    # Whose figures
    # ------------------------------------------------------------

    def test_every_figure_is_the_sum_of_its_documents(self):
        self.make_plan(20000)
        self.make_offer(4, '2026-03-02')
        self.make_event()
        for user, least in ((self.head, 15), (self.all, 14), (self.own, 9)):
            self.assertGreaterEqual(self.check_rows(user), least, user.login)

    def test_rows_open_their_documents(self):
        """From the rows of every figure one press opens the document: by the rows' own button, or in a form."""
        self.make_offer(4, '2026-03-02')
        self.make_event()
        actions = self.find_actions(self.head)
        models = {action['res_model'] for action in actions}
        self.assertLessEqual({'bas.commercial.offer', 'sale.order', 'crm.lead', 'bas.event'}, models)
        forms = {'crm.lead': self.env.ref('bas_crm.crm_lead_view_form')}
        for action in actions:
            model, views = self.env[action['res_model']], {kind: view for view, kind in action['views']}
            if 'form' in views:
                self.assertEqual(views['form'], forms.get(model._name, model.browse()).id, model._name)
            for kind in views.keys() - {'form', 'pivot', 'graph'}:
                opens = 'form' in views or etree.fromstring(model.get_view(views[kind], kind)['arch']).get('action')
                self.assertTrue(opens, f'{model._name}: {kind}')

    def test_a_salesperson_gets_own_documents(self):
        self.assertEqual(self.read_figure(self.get_tile('money', self.own)['figures'][2]), (1200, 1000, 2000))
        self.assertEqual(self.get_tile('revenue', self.own)['figures'][0]['figure'], 3000)
        self.assertEqual(self.get_tile('debt', self.own)['figures'][0]['figure'], 2500)
        self.assertEqual(self.get_tile('debt', self.own)['figures'][0]['comparisons'], [])
        self.assertEqual(self.get_tile('customers', self.own)['figures'][0]['figure'], 0)
        self.assertFalse(self.get_page(self.own)['letter'])

    def test_others_get_nothing(self):
        for user in (self.clerk, self.portal):
            with self.assertRaises(AccessError):
                self.get_page(user)
        with self.assertRaises(UserError):
            self.get_page(team=10 ** 6)

    def test_one_team(self):
        team = self.env['crm.team'].create({'name': 'Опт', 'member_ids': [Command.set(self.other.ids)]})
        self.assertIn({'id': team.id, 'name': 'Опт'}, self.get_page()['teams'])
        self.assertEqual(self.get_tile('money', team=team.id)['figures'][2]['figure'], 500)
        self.assertEqual(self.get_tile('debt', team=team.id)['figures'][0]['figure'], 1500)
        self.check_rows(self.head, team.id)

    def test_two_companies_and_currencies(self):
        euro = self.env.ref('base.EUR')
        euro.active = True
        second = self.env['res.company'].create({'name': 'Друга', 'currency_id': euro.id})
        self.env['res.currency.rate'].create({
            'currency_id': euro.id, 'inverse_company_rate': 50, 'company_id': self.company.id, 'name': '2026-01-01'})
        self.env['account.chart.template'].try_loading('generic_coa', second, install_demo=False)
        second.currency_id = euro
        self.head.company_ids += second
        env = self.env(context={**self.env.context, 'allowed_company_ids': second.ids})
        invoice = env['account.move'].create({
            'move_type': 'out_invoice', 'partner_id': self.make_partner(name='GmbH', user_id=self.own.id).id,
            'invoice_date': '2026-03-02', 'invoice_date_due': '2026-03-02', 'invoice_payment_term_id': False,
            'invoice_user_id': self.own.id, 'company_id': second.id, 'currency_id': euro.id, 'invoice_line_ids': [
                Command.create({'name': 'Tisch', 'quantity': 1, 'price_unit': 10, 'tax_ids': False})]})
        invoice.action_post()
        self.pay(invoice.with_env(env), '2026-03-09', 4)
        both = {'allowed_company_ids': [self.company.id, second.id]}
        self.assertEqual(self.get_tile('revenue', **both)['figures'][0]['figure'], 5000 + 10 * 50)
        self.assertEqual(self.get_tile('money', **both)['figures'][0]['figure'], 1200 + 4 * 50)
        self.assertEqual(self.get_tile('debt', **both)['figures'][0]['figure'], 4000 + 6 * 50)
        alone = {'allowed_company_ids': second.ids}
        self.assertEqual(self.get_tile('money', **alone)['figures'][0]['figure'], 4)
        self.assertEqual(self.get_page(**alone)['currency_id'], euro.id)

    # ------------------------------------------------------------
    # Days
    # ------------------------------------------------------------

    def test_on_the_first_day_of_a_month(self):
        with freeze_time('2026-03-01 07:00:00'):
            revenue = self.get_tile('revenue')['figures'][0]
        self.assertEqual((revenue['days'].split()[0], revenue['figure']), ('1–28', 1000))

    def test_queries_of_all_tiles(self):
        self.get_page()
        self.env.invalidate_all()
        self.assertLessEqual(self.count_queries(self.get_page), 60)

    def test_the_day_is_the_users(self):
        """An order of half past midnight in Kyiv is of the new day, also on the night in which summer time begins."""
        with freeze_time('2026-03-30 07:00:00'):
            self.make_order('2026-03-28').date_order = '2026-03-28 22:30:00'  # Kyiv: 29 March 00:30
            self.make_order('2026-03-29').date_order = '2026-03-29 21:30:00'  # Kyiv: 30 March 00:30, by summer time
            line = self.get_tile('standing', tz='Europe/Kyiv')['line']
            self.assertEqual(line[-3:], [0, 1, 1])
            line = self.get_tile('standing', tz='UTC')['line']
            self.assertEqual(line[-3:], [1, 1, 0])


@tagged('post_install', '-at_install')
class TestMorningNothing(ManagerCase):

    def test_a_firm_without_documents_is_taught(self):
        company = self.env['res.company'].create({'name': 'Нова', 'currency_id': self.env.ref('base.UAH').id})
        boss = new_test_user(self.env, 'boss', groups='sales_team.group_sale_manager', company_id=company.id,
                             company_ids=[Command.set(company.ids)])
        page = self.env['bas.morning'].with_user(boss).with_context(allowed_company_ids=company.ids).get_tiles()
        self.assertEqual(len(page['tiles']), 10)
        for tile in page['tiles']:
            self.assertTrue(tile['is_empty'] and tile['note'], tile['key'])
            for figure in tile['figures']:
                self.assertEqual(figure['figure'], 0)
                self.assertFalse(any(other['change'] for other in figure['comparisons']))
        json.dumps(page, allow_nan=False)
