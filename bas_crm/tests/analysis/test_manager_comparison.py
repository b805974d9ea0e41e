import io
import json
from datetime import date

import openpyxl
from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from ...models.analysis.comparison import WEEK, YEAR, get_compared_days
from ...models.analysis.manager_figures import INDICATORS
from .test_manager_report import ManagerCase

MARCH = {'bas_manager_period': 'month', 'bas_manager_date': '2026-03-15'}
MONTH, QUARTER = relativedelta(months=1), relativedelta(months=3)


class ComparedCase(ManagerCase):
    """March 2026 and March 2025: invoices of two managers, an order, events, a lead."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for day, amount, manager in (
                ('2026-03-05', 3000, cls.own), ('2026-03-06', 1000, cls.other), ('2026-02-05', 500, cls.own),
                ('2025-03-03', 800, cls.own), ('2025-03-20', 1200, cls.own), ('2025-03-31', 50, cls.other),
                ('2025-02-28', 7000, cls.own), ('2025-04-01', 9000, cls.other)):
            cls.make_invoice(
                cls.partner if manager == cls.own else cls.neighbour, amount, invoice_date=day, invoice_date_due=day,
                invoice_user_id=manager.id, invoice_payment_term_id=False)

    def compare(self, indicator, comparison='year', user=None, today='2026-04-10', domain=(), **values):
        context = {f'bas_manager_{name}': value for name, value in (values or {'period': 'month', 'date': '2026-03-15'}).items()}
        report = self.report.with_user(user or self.head).with_context(bas_manager_compare=comparison, **context)
        with freeze_time(f'{today} 12:00:00'):
            return report.get_figures(indicator, list(domain))

    def get_pair(self, *users, user=None, domain=(), **context):
        report = self.report.with_user(user or self.head).with_context(
            bas_manager_pair=[each.id for each in users], **MARCH, **context)
        return {figures['indicator']: figures for figures in report.get_pair(list(domain))}


@tagged('post_install', '-at_install')
class TestComparedDays(ManagerCase):
    """The period that another one is compared with; days are counted by hand."""

    def test_a_year_ago(self):
        for first, last, length, today, expected in (
            # ended: the same dates; February of a leap year has its 29th
            ('2026-03-01', '2026-03-31', MONTH, '2026-04-10', ('2025-03-01', '2025-03-31')),
            ('2029-02-01', '2029-02-28', MONTH, '2029-03-05', ('2028-02-01', '2028-02-29')),
            ('2028-02-01', '2028-02-29', MONTH, '2028-03-05', ('2027-02-01', '2027-02-28')),
            ('2028-01-01', '2028-03-31', QUARTER, '2028-05-05', ('2027-01-01', '2027-03-31')),
            ('2025-01-01', '2025-12-31', YEAR, '2026-05-05', ('2024-01-01', '2024-12-31')),
            ('2028-02-29', '2028-02-29', WEEK / 7, '2028-03-05', ('2027-02-28', '2027-02-28')),
            ('2029-02-28', '2029-02-28', WEEK / 7, '2029-03-05', ('2028-02-28', '2028-02-28')),
            # a week: the one 52 weeks ago, from Monday to Sunday as well
            ('2026-03-09', '2026-03-15', WEEK, '2026-04-10', ('2025-03-10', '2025-03-16')),
            # days of one's own
            ('2028-02-20', '2028-02-29', None, '2028-03-05', ('2027-02-20', '2027-02-28')),
            ('2024-07-01', '2026-06-30', None, '2026-07-05', ('2023-07-01', '2025-06-30')),
            # not ended: as many days as have passed
            ('2026-03-01', '2026-03-31', MONTH, '2026-03-04', ('2025-03-01', '2025-03-04')),
            ('2028-02-01', '2028-02-29', MONTH, '2028-02-28', ('2027-02-01', '2027-02-28')),
            ('2029-02-01', '2029-02-28', MONTH, '2029-02-27', ('2028-02-01', '2028-02-27')),
            ('2028-01-01', '2028-12-31', YEAR, '2028-03-01', ('2027-01-01', '2027-03-02')),  # 61 days, one of them the 29th
            ('2026-03-09', '2026-03-15', WEEK, '2026-03-11', ('2025-03-10', '2025-03-12')),
            ('2026-03-01', '2026-03-31', None, '2026-03-01', ('2025-03-01', '2025-03-01')),
            # the last day is today: the period is whole
            ('2026-03-01', '2026-03-31', MONTH, '2026-03-31', ('2025-03-01', '2025-03-31')),
            # still to come
            ('2026-09-01', '2026-09-30', MONTH, '2026-03-31', ('2025-09-01', '2025-09-30')),
        ):
            days = get_compared_days(*map(date.fromisoformat, (first, last)), length, 'year', date.fromisoformat(today))
            self.assertEqual(tuple(map(str, days)), expected, (first, last, today))

    def test_the_week_begins_as_the_users_week(self):
        self.env['res.lang']._lang_get('en_US').week_start = '1'
        report = self.report.with_context(
            bas_manager_compare='year', bas_manager_period='week', bas_manager_date='2026-03-11')
        with freeze_time('2026-05-01 12:00:00'):
            self.assertEqual(report._get_compared_period(), (date(2025, 3, 10), date(2025, 3, 16)))

    def test_the_day_is_the_users_day(self):
        """At half past eleven in the evening of the 4th in UTC it is the 5th in Kyiv."""
        report = self.report.with_user(self.head).with_context(bas_manager_compare='year', **MARCH)
        with freeze_time('2026-03-04 23:30:00'):
            self.assertEqual(report._get_compared_period(), (date(2025, 3, 1), date(2025, 3, 5)))

    def test_wrong_comparisons_are_refused(self):
        for comparison in ('decade', 7, ['year'], {'year': 1}):
            with self.assertRaises(UserError):
                self.report.with_context(bas_manager_compare=comparison, **MARCH).get_figures('revenue')

    def test_days_out_of_range(self):
        for first, last in (('0001-01-01', '0001-01-05'), ('0001-01-01', '9999-12-31')):
            for comparison in ('before', 'year'):
                self.report.with_context(
                    bas_manager_compare=comparison, bas_manager_period='custom', bas_manager_from=first,
                    bas_manager_to=last).get_figures('revenue')


@tagged('post_install', '-at_install')
class TestComparedWithAYearAgo(ComparedCase):

    def test_revenue_of_march(self):
        table = self.compare('revenue')
        self.assertEqual(table['previous'], {'from': '2025-03-01', 'to': '2025-03-31'})
        self.assertEqual((table['compare'], table['is_unfinished']), ('year', False))
        self.assertEqual({row['user_id']: (row['figures']['revenue'], row['previous']['revenue']) for row in table['rows']},
                         {self.own.id: (3000, 2000), self.other.id: (1000, 50)})
        self.assertEqual((table['total']['figures']['revenue'], table['total']['previous']['revenue']), (4000, 2050))
        table = self.compare('revenue', 'before')
        self.assertEqual([row['previous']['revenue'] for row in table['rows']], [500, 0])
        self.assertEqual(self.compare('revenue', False)['compare'], 'before', 'unless chosen otherwise')

    def test_of_as_many_days_as_have_passed(self):
        """On 19 March the invoice of 20 March a year ago does not count yet."""
        table = self.compare('revenue', today='2026-03-19')
        self.assertEqual((table['previous'], table['is_unfinished']), ({'from': '2025-03-01', 'to': '2025-03-19'}, True))
        self.assertEqual({row['user_id']: row['previous']['revenue'] for row in table['rows']},
                         {self.own.id: 800, self.other.id: 0})

    def test_before_the_move_the_sales_history_counts(self):
        self.company.bas_moved_on = '2025-06-01'
        self.env['bas.sales.history'].create([{
            'date': day, 'product_id': self.product.id, 'amount': amount, 'quantity': 1, 'partner_id': self.partner.id,
            'user_id': self.own.id} for day, amount in (('2025-03-10', 400), ('2025-04-02', 77))])
        figures = {row['user_id']: row['previous'] for row in self.compare('revenue')['rows']}
        self.assertEqual(figures[self.own.id]['revenue'], 2400, '800 + 1200 of invoices, 400 of the history')
        self.assertFalse(figures[self.own.id]['average_revenue'], 'no orders a year ago')

    def test_debt_of_that_day(self):
        invoice = self.owe(300, '2025-03-10', '2025-03-20')
        self.settle(invoice, 300, '2025-05-01')
        row = next(row for row in self.compare('debt')['rows'] if row['user_id'] == self.own.id)
        # 7000 + 800 + 1200 + 300 until 31 March 2025; the 300 were paid in May
        self.assertEqual((row['previous']['debt'], row['figures']['debt']), (9300, 9000 + 500 + 3000))

    def test_orders_and_events(self):
        self.make_order('2025-03-12', 2)
        self.make_order('2026-03-12', 1)
        self.make_event(start='2025-03-04 08:00:00', stop='2025-03-04 09:00:00')
        for indicator, name, expected in (('orders', 'order_amount', (1000, 2000)), ('events', 'event_count', (0, 1))):
            total = self.compare(indicator)['total']
            self.assertEqual((total['figures'][name], total['previous'][name]), expected, indicator)

    def test_own_documents(self):
        table = self.compare('revenue', user=self.own)
        self.assertEqual([(row['user_id'], row['previous']['revenue']) for row in table['rows']], [(self.own.id, 2000)])

    def test_no_more_queries_than_with_the_period_before(self):
        for indicator in INDICATORS:
            counts = [self.count_queries(lambda indicator=indicator, kind=kind: self.compare(indicator, kind))
                      for kind in ('before', 'before', 'year')]
            self.assertLessEqual(counts[2], counts[1], indicator)


@tagged('post_install', '-at_install')
class TestTwoManagers(ComparedCase):

    def test_side_by_side(self):
        self.make_order('2026-03-12', 3, user=self.other, partner=self.neighbour)
        pair = self.get_pair(self.other, self.own)
        self.assertEqual(tuple(pair), INDICATORS)
        for figures in pair.values():
            self.assertEqual([row['user_id'] for row in figures['rows']], [self.other.id, self.own.id], 'as chosen')
        revenue = pair['revenue']
        self.assertEqual([row['figures']['revenue'] for row in revenue['rows']], [1000, 3000])
        self.assertEqual(revenue['difference']['revenue'], -2000)
        self.assertEqual(revenue['difference']['average_revenue'], False, 'one of them has no orders')
        self.assertEqual([row['figures']['order_amount'] for row in pair['orders']['rows']], [3000, 0])
        self.assertEqual(pair['orders']['difference']['order_count'], 1)
        # of 2025: 7000 + 800 + 1200, of 2026: 500 + 3000; of the other one 50 + 9000 + 1000
        self.assertEqual([row['figures']['debt'] for row in pair['debt']['rows']], [10050, 12500])
        self.assertEqual(pair['debt']['difference']['debt'], -2450)

    def test_what_is_behind(self):
        """The rows that a click opens have the sum of the figure."""
        self.make_order('2026-03-12', 3, user=self.other, partner=self.neighbour)
        report = self.report.with_user(self.head).with_context(**MARCH)
        for indicator, figures in self.get_pair(self.own, self.other).items():
            for column in figures['columns']:
                if column['type'] == 'share' or column['name'] == 'average_revenue':
                    continue
                measure = 'event_count' if indicator == 'events' else 'decided_lead_count' if (
                    column['name'].startswith('decision_')) else column['name']
                for row in figures['rows']:
                    domain = [('user_id', '=', row['user_id']), *column['domain']]
                    [[total]] = report._read_group(domain, [], [f'{measure}:sum'])
                    self.assertEqual(total or 0, row['figures'][column['name']], (indicator, column['name']))

    def test_with_a_year_ago(self):
        with freeze_time('2026-04-10 12:00:00'):
            revenue = self.get_pair(self.own, self.other, bas_manager_compare='year')['revenue']
        self.assertEqual([row['previous']['revenue'] for row in revenue['rows']], [2000, 50])

    def test_who_has_nothing_and_who_has_left(self):
        newcomer = new_test_user(self.env, 'new', groups='sales_team.group_sale_salesman', name='Новенька')
        self.own.active = False
        revenue = self.get_pair(self.own, newcomer)['revenue']
        self.assertEqual([(row['name'], row['active'], row['figures']['revenue']) for row in revenue['rows']],
                         [(self.own.name, False, 3000), ('Новенька', True, 0)])

    def test_filters_of_the_screen_count(self):
        pair = self.get_pair(self.own, self.other, domain=[('partner_id', '=', self.partner.id)])
        self.assertEqual([row['figures']['revenue'] for row in pair['revenue']['rows']], [3000, 0])

    def test_own_documents_are_not_compared(self):
        self.assertEqual(self.report.with_user(self.own).get_managers(), [])
        for method, args in (('get_pair', []), ('get_figures', ['revenue'])):
            with self.assertRaises(AccessError):
                getattr(self.report.with_user(self.own).with_context(
                    bas_manager_pair=[self.own.id, self.other.id], **MARCH), method)(*args)
        with self.assertRaises(AccessError):
            self.env['report.bas_crm.report_managers'].with_user(self.own).with_context(
                bas_manager_pair=[self.own.id, self.other.id], **MARCH)._get_report_values([], {})
        self.assertTrue(self.get_pair(self.own, self.other, user=self.all))

    def test_wrong_pairs_are_refused(self):
        for pair in ([self.own.id], [self.own.id] * 2, [self.own.id, self.other.id, self.head.id], 'ab', [0, 1], [True, False],
                     [str(self.own.id), str(self.other.id)], {'a': 1}, [-1, 2 ** 40], 5):
            with self.assertRaises(UserError, msg=pair):
                self.report.with_user(self.head).with_context(bas_manager_pair=pair, **MARCH).get_pair()

    def test_a_manager_who_was_deleted(self):
        """A favourite may have such a manager: the usual table is shown."""
        gone = new_test_user(self.env, 'gone', groups='sales_team.group_sale_salesman')
        context = {'bas_manager_pair': [gone.id, self.own.id], **MARCH}
        gone.unlink()
        report = self.report.with_user(self.head).with_context(**context)
        self.assertEqual(report.get_pair(), [])
        self.assertEqual(len(report.get_figures('revenue')['rows']), 2)

    def test_who_may_be_chosen(self):
        self.other.active = False
        company = self.env['res.company'].create({'name': 'Друга'})
        stranger = new_test_user(self.env, 'chuzhyi', groups='sales_team.group_sale_salesman', company_id=company.id,
                                 company_ids=[Command.set(company.ids)])
        for report in (self.report, self.env['bas.funnel.report'], self.env['bas.lead.funnel.report']):
            managers = report.with_user(self.head).get_managers()
            known = {manager['id']: manager['active'] for manager in managers}
            self.assertEqual({known.get(user.id) for user in self.own | self.all | self.head}, {True})
            self.assertIs(known[self.other.id], False)
            self.assertFalse(known.keys() & {stranger.id, self.clerk.id, self.portal.id, self.env.ref('base.user_root').id})
            self.assertEqual([manager['active'] for manager in managers],
                             sorted((manager['active'] for manager in managers), reverse=True), 'archived ones at the end')
            for user in (self.own, self.clerk, self.portal):
                self.assertEqual(report.with_user(user).get_managers(), [])

    def test_queries_of_two_are_those_of_all(self):
        """Both managers are read at once, whoever else there is."""
        report = self.report.with_user(self.head).with_context(**MARCH)
        pair = report.with_context(bas_manager_pair=[self.own.id, self.other.id])

        def ask_all():
            return [report.get_figures(indicator) for indicator in INDICATORS]

        ask_all()
        pair.get_pair()  # what the registry remembers is read once
        everybody, two = self.count_queries(ask_all), self.count_queries(pair.get_pair)
        self.assertLessEqual(two, everybody + 1, 'one more: whether both are there')


@tagged('post_install', '-at_install')
class TestComparisonOnPaper(ComparedCase):

    def print_pages(self, **context):
        report = self.env['ir.actions.report'].with_user(self.head).with_context(
            force_report_rendering=True, **MARCH, **context)
        with self.allow_pdf_render(), freeze_time('2026-04-10 12:00:00'):
            content, __ = report._render_qweb_pdf('bas_crm.report_managers', [], data={'domain': []})
        return [' '.join(page.replace(',', ' ').replace('₴', '').split()) for page in self.read_pages(content)[0]]

    def test_a_year_ago_in_the_print(self):
        page = self.print_pages(bas_manager_compare='year')[0]
        self.assertIn('compared with a year ago: 01.03.2025 – 31.03.2025', page)
        self.assertIn('2 000 +50 %', page)

    def test_two_managers_in_the_print(self):
        self.own.name, self.other.name = 'Olena', 'Ivan'
        page, = self.print_pages(bas_manager_pair=[self.own.id, self.other.id])
        self.assertIn('Two Managers Side by Side', page)
        self.assertIn(f'Difference: {self.own.name} − {self.other.name}', page)
        self.assertRegex(page, r'Revenue .*3 000 .*1 000 .*\+2 000')

    def test_a_page_of_one_manager_is_not_of_two(self):
        printed = self.env['report.bas_crm.report_managers'].with_user(self.head).with_context(
            bas_manager_pair=[self.own.id, self.other.id], **MARCH)
        values = printed._get_report_values([], {'user_id': self.own.id})
        self.assertEqual((values['pair'], [page['name'] for page in values['pages']]), ([], [self.own.name]))


@tagged('post_install', '-at_install')
class TestComparisonInSpreadsheet(ComparedCase, HttpCase):

    def read_sheet(self, **context):
        self.authenticate('head', 'head')
        answer = self.url_open('/bas_crm/managers/xlsx', data={
            'data': json.dumps({'domain': [], 'context': {**MARCH, 'lang': 'en_US', **context}}),
            'csrf_token': http.Request.csrf_token(self)})
        return list(openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))

    def test_a_year_ago_in_the_spreadsheet(self):
        rows = self.read_sheet(bas_manager_compare='year')
        self.assertIn('compared with a year ago: 01.03.2025 – 31.03.2025', rows[1][0])
        self.assertEqual(rows[3][1:4], ('Revenue', 'Revenue: a year ago', 'Revenue: change'))
        self.assertEqual([row[1:4] for row in rows[4:]], [(3000, 2000, 1000), (1000, 50, 950), (4000, 2050, 1950)])

    def test_two_managers_in_the_spreadsheet(self):
        rows = self.read_sheet(bas_manager_pair=[self.other.id, self.own.id])
        self.assertEqual([row[0] for row in rows[4:]],
                         [self.other.name, self.own.name, f'Difference: {self.other.name} − {self.own.name}'])
        self.assertEqual([row[1] for row in rows[4:]], [1000, 3000, -2000])
