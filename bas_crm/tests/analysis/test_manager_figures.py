import io
import json
from datetime import date, timedelta

import openpyxl
from freezegun import freeze_time
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from ...models.analysis.manager_figures import INDICATORS
from .test_manager_report import ManagerCase

MARCH = {'bas_manager_period': 'month', 'bas_manager_date': '2026-03-15'}


class BusyCase(ManagerCase):
    """Documents of every kind in March, some in February, with and without a manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nobodys = cls.make_partner(name='Нічий', user_id=False)
        cls.bill(cls.make_order('2026-02-03', 1), '2026-02-05')
        cls.bill(cls.make_order('2026-03-03', 3), '2026-03-05')
        cls.bill(cls.make_order('2026-03-04', 2, user=cls.other, partner=cls.neighbour), '2026-03-06')
        order = cls.make_order('2026-03-05', partner=cls.nobodys)
        order.user_id = False
        cls.make_invoice(cls.nobodys, 70, invoice_user_id=False)
        cls.make_invoice(cls.partner, 30, 'out_refund', invoice_user_id=cls.own.id)
        cls.make_event()
        cls.make_event(event_type='meeting', user_id=cls.other.id)
        cls.leads = cls.make_lead() | cls.make_lead(user_id=False)
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE crm_lead SET create_date = '2026-03-07' WHERE id IN %s", [tuple(cls.leads.ids)])
        with freeze_time('2026-03-08 10:00:00'):
            cls.leads[0].with_context(lang='en_US').write({'partner_name': 'Кав’ярня'})
            cls.leads[0]._convert_to_customer()


@tagged('post_install', '-at_install')
class TestManagerFigures(BusyCase):

    def test_behind_every_figure_stand_rows_whose_sum_it_is(self):
        for user in (self.head, self.all, self.own):
            for indicator in INDICATORS:
                table = self.assert_rows_add_up(indicator, user)
                self.assertTrue(table['rows'], indicator)

    def test_one_row_a_manager_and_one_for_nobody_at_the_end(self):
        rows = self.get_table('revenue')['rows']
        self.assertEqual([row['user_id'] for row in rows], [self.own.id, self.other.id, False])
        self.assertEqual([row['figures']['revenue'] for row in rows], [2970, 2000, 70])
        self.assertEqual(rows[-1]['name'], 'Manager not specified')

    def test_the_previous_period_stands_beside(self):
        table = self.get_table('revenue')
        self.assertEqual(table['period'], {'from': '2026-03-01', 'to': '2026-03-31'})
        self.assertEqual(table['previous'], {'from': '2026-02-01', 'to': '2026-02-28'})
        self.assertEqual(table['rows'][0]['previous']['revenue'], 1000)
        self.assertEqual((table['total']['figures']['revenue'], table['total']['previous']['revenue']), (5040, 1000))

    def test_who_had_something_only_before_stands_there_too(self):
        table = self.get_table('revenue', period='month', date='2026-04-10')
        self.assertEqual({row['user_id']: row['previous']['revenue'] for row in table['rows']},
                         {self.own.id: 2970, self.other.id: 2000, False: 70})

    def test_periods(self):
        self.env['res.lang']._activate_lang('uk_UA')
        for kind, first, last, before in (
                ('day', '2026-03-15', '2026-03-15', '2026-03-14'), ('week', '2026-03-09', '2026-03-15', '2026-03-02'),
                ('month', '2026-03-01', '2026-03-31', '2026-02-01'), ('quarter', '2026-01-01', '2026-03-31', '2025-10-01'),
                ('year', '2026-01-01', '2026-12-31', '2025-01-01')):
            report = self.report.with_context(lang='uk_UA', bas_manager_period=kind, bas_manager_date='2026-03-15')
            self.assertEqual(report._get_period(), (date.fromisoformat(first), date.fromisoformat(last)), kind)
            self.assertEqual(report._get_compared_period()[0], date.fromisoformat(before), kind)

    def test_any_days_have_as_many_days_before_them(self):
        table = self.get_table('revenue', period='custom', **{'from': '2026-03-05', 'to': '2026-03-06'})
        self.assertEqual(table['previous'], {'from': '2026-03-03', 'to': '2026-03-04'})
        self.assertEqual(table['total']['figures']['revenue'], 5000)

    def test_without_bounds_everything_is_there_and_nothing_before(self):
        table = self.get_table('revenue', period='custom')
        self.assertFalse(table['previous'])
        self.assertEqual(table['total']['figures']['revenue'], 6040)

    def test_filters_choose_managers_and_teams(self):
        team = self.env['crm.team'].create({'name': 'Опт', 'member_ids': [Command.set(self.other.ids)]})
        self.assertEqual(self.get_table('events', domain=[('team_id', '=', team.id)])['total']['figures']['event_count'], 1)
        self.assertEqual(self.get_table('debt', domain=[('team_id', '=', team.id)])['total']['figures']['debt'], 2000)
        self.assertEqual(
            self.get_table('revenue', domain=[('user_id', '=', self.other.id)])['total']['figures']['revenue'], 2000)

    def test_a_manager_who_has_left_is_named(self):
        self.other.active = False
        row = next(row for row in self.get_table('revenue')['rows'] if row['user_id'] == self.other.id)
        self.assertEqual((row['name'], row['active'], row['figures']['revenue']), (self.other.name, False, 2000))

    def test_a_period_that_has_not_come(self):
        for indicator in ('revenue', 'orders', 'events', 'leads'):
            self.assertEqual(self.get_table(indicator, period='year', date='2050-01-01')['rows'], [], indicator)
        self.assertEqual(self.get_table('debt', period='year', date='2050-01-01')['total']['figures']['debt'], 6040)

    def test_what_is_no_period_is_refused(self):
        for period in ({'period': 'decade'}, {'period': 'month', 'date': 'yesterday'},
                       {'period': 'custom', 'from': '2026-03-02', 'to': '2026-03-01'}):
            with self.assertRaises(UserError):
                self.get_table('revenue', **period)
        with self.assertRaises(UserError):
            self.get_table('income')

    def test_a_row_opens_its_document(self):
        report = self.report.with_context(**MARCH)
        for kind, model in (('invoice', 'account.move'), ('order', 'sale.order'), ('debt', 'account.move'),
                            ('event', 'bas.event'), ('lead', 'crm.lead'), ('decision', 'crm.lead')):
            row = report.search([('kind', '=', kind)], limit=1)
            self.assertEqual(row.action_open()['res_model'], model)
            self.assertTrue(row.document)

    def test_two_currencies(self):
        company = self.env['res.company'].create({'name': 'Друга', 'currency_id': self.env.ref('base.EUR').id})
        self.env.ref('base.EUR').active = True
        self.env['res.currency.rate'].create({
            'currency_id': self.env.ref('base.EUR').id, 'inverse_company_rate': 50, 'company_id': self.company.id})
        self.env['account.chart.template'].try_loading('generic_coa', company, install_demo=False)
        company.currency_id = self.env.ref('base.EUR')
        self.head.company_ids += company
        partner = self.make_partner(name='GmbH', user_id=self.own.id)
        cashier = self.env(context={**self.env.context, 'allowed_company_ids': [company.id]})
        invoice = cashier['account.move'].create({
            'move_type': 'out_invoice', 'partner_id': partner.id, 'invoice_date': '2026-03-02', 'invoice_user_id': self.own.id,
            'company_id': company.id, 'invoice_line_ids': [
                Command.create({'name': 'Tisch', 'quantity': 1, 'price_unit': 10, 'tax_ids': False})]})
        invoice.action_post()
        one = self.report.with_user(self.head).with_context(allowed_company_ids=self.company.ids, **MARCH).get_figures('revenue')
        self.assertEqual(one['total']['figures']['revenue'], 5040)
        both = self.report.with_user(self.head).with_context(
            allowed_company_ids=[self.company.id, company.id], **MARCH).get_figures('revenue')
        self.assertEqual(both['total']['figures']['revenue'], 5540)


@tagged('post_install', '-at_install')
class TestManagerNothing(ManagerCase):

    def test_a_firm_without_documents(self):
        company = self.env['res.company'].create({'name': 'Порожня'})
        self.head.company_ids += company
        report = self.report.with_user(self.head).with_context(allowed_company_ids=company.ids, **MARCH)
        for indicator in INDICATORS:
            table = report.get_figures(indicator, [('company_id', '=', company.id)])
            self.assertEqual(table['rows'], [])
            self.assertEqual(set(table['total']['figures'].values()) - {0}, set())
            self.assertFalse(any(table['total']['figures'].values()))


@tagged('post_install', '-at_install')
class TestManagerAccess(BusyCase):

    def read_managers(self, user, **context):
        report = self.report.with_user(user).with_context(**MARCH, **context)
        return set(report.search([]).user_id.ids)

    def test_own_documents_and_nobodys(self):
        self.assertEqual(self.read_managers(self.own), {self.own.id})
        self.assertTrue(self.report.with_user(self.own).search([('user_id', '=', False)]))
        self.assertEqual(self.get_table('revenue', self.own)['total']['figures']['revenue'], 3040)

    def test_all_documents(self):
        self.assertEqual(self.read_managers(self.all), {self.own.id, self.other.id})
        self.assertEqual(self.read_managers(self.head), {self.own.id, self.other.id})

    def test_cost_only_for_those_who_may_see_it(self):
        names = [column['name'] for column in self.get_table('revenue', self.all)['columns']]
        self.assertEqual(names, ['revenue', 'average_revenue'])
        names = [column['name'] for column in self.get_table('revenue')['columns']]
        self.assertEqual(names, ['revenue', 'cost', 'gross_profit', 'average_revenue'])
        for name in ('cost', 'gross_profit'):
            with self.assertRaises(AccessError):
                self.report.with_user(self.all)._read_group([], [], [f'{name}:sum'])
        self.all.group_ids += self.env.ref('bas_crm.group_see_cost')
        self.assertEqual(self.get_table('revenue', self.all)['total']['figures']['cost'], 3000)

    def test_others_see_nothing(self):
        performer = new_test_user(self.env, 'vykonavets', groups='bas_crm.group_performer')
        public = self.env.ref('base.public_user')
        for user in (performer, self.clerk, self.portal, public):
            for model in ('bas.manager.report', 'bas.cancellation.report', 'bas.customer.base.report'):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])
            with self.assertRaises(AccessError):
                self.report.with_user(user).get_figures('revenue')

    def test_another_company_is_not_seen(self):
        company = self.env['res.company'].create({'name': 'Друга'})
        foreign = new_test_user(self.env, 'chuzhyi', groups='sales_team.group_sale_manager', company_id=company.id,
                                company_ids=[Command.set(company.ids)])
        self.assertFalse(self.report.with_user(foreign).with_context(**MARCH).search([('kind', '!=', 'lead')]))
        self.assertFalse(self.env['bas.cancellation.report'].with_user(foreign).search([]))


@tagged('post_install', '-at_install')
class TestManagerLists(BusyCase):
    """Cancelled orders by reason, and the customer base."""

    def test_cancelled_orders_by_reason(self):
        reasons = self.env['bas.cancel.reason'].create([{'name': 'Дорого'}, {'name': 'Довго'}])
        for reason, quantity in ((reasons[0], 1), (reasons[0], 2), (reasons[1], 5)):
            order = self.make_order('2026-03-10', quantity)
            order._action_cancel()
            order.cancel_reason_id = reason
        groups = self.env['bas.cancellation.report'].with_user(self.head)._read_group(
            [('cancel_reason_id', 'in', reasons.ids)], ['cancel_reason_id'], ['order_count:sum', 'amount:sum'])
        self.assertEqual(sorted(row[1:] for row in groups), [(1, 5000), (2, 3000)])
        rows = self.env['bas.cancellation.report'].search([('cancel_reason_id', 'in', reasons.ids)])
        self.assertEqual(rows[0].action_open()['res_model'], 'sale.order')

    def test_the_customer_base(self):
        base = self.env['bas.customer.base.report'].with_user(self.head)
        partners = self.partner | self.neighbour | self.nobodys | self.make_partner(name='Спокійний', is_customer=True)
        with freeze_time('2026-06-02 10:00:00'):
            for days in (10, 90, 200):
                rows = base.with_context(bas_silent_days=days).search([('partner_id', 'in', partners.ids)])
                found = {row.partner_id: row.state for row in rows}
                self.assertEqual([found[partner] for partner in partners], self.get_states(days), days)
            row = base.search([('partner_id', '=', self.partner.id)])
            self.assertEqual((row.first_order_date, row.last_order_date, row.silent_days, row.order_count, row.amount),
                             (date(2026, 2, 3), date(2026, 3, 3), 91, 2, 4000))

    def get_states(self, days):
        """Of customers whose orders were on 3 February and 3 March, on 4 March, on 5 March, and never, on 2 June."""
        return {90: ['silent', 'silent', 'new', 'none'], 10: ['silent', 'silent', 'silent', 'none'],
                200: ['new', 'new', 'new', 'none']}[days]


@tagged('post_install', '-at_install')
class TestManagerPaper(BusyCase):

    def test_a_page_for_all_and_one_for_each(self):
        pages = self.print_pages({})
        self.assertIn('5 040', pages[0].replace(',', ' '))
        self.assertIn('1 000 +197 %', self.read_row(pages[0]), 'what it was in February, below')
        heads = [page.strip().splitlines()[0].strip() for page in pages[1:]]
        self.assertEqual(heads, [*sorted([self.other.name, self.own.name]), 'Manager not specified'])

    def test_ten_managers_stand_on_one_page(self):
        """A usual team, each with something of everything, and what is nobody's: one page, changes beside the figures."""
        for number in range(8):
            user = new_test_user(self.env, f'm{number}', groups='sales_team.group_sale_salesman', tz='Europe/Kyiv',
                                 name=f'Олександренко Олександра Олександрівна {number}', company_id=self.company.id,
                                 company_ids=[Command.set(self.company.ids)])
            partner = self.make_partner(name=f'ТОВ «{number}»', user_id=user.id)
            self.bill(self.make_order('2026-03-04', 700, user=user, partner=partner), '2026-03-06')
            self.make_event(user_id=user.id)
            self.leads |= self.make_lead(user_id=user.id)
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET create_date = '2026-03-07' WHERE id IN %s", [tuple(self.leads.ids)])
        pages = self.print_pages({})
        self.assertEqual(len(pages), 1 + 11)
        for title in ('Revenue', 'Orders', 'Debt', 'Events', 'Leads'):
            self.assertRegex(pages[0], rf'(?m)^\s*{title}\b')
        self.assertIn('2 970', self.read_row(pages[0]))
        self.assertIn('+197 %', self.read_row(pages[0]), 'beside the figure, without what it was')
        self.assertNotIn('1 000 +197 %', self.read_row(pages[0]))

    def read_row(self, page):
        """:return: the manager's row of revenue, and what stands below it, as one text"""
        text = ' '.join(page.replace(',', ' ').replace('₴', '').split())
        return text.partition('Revenue')[2].partition('Orders ')[0]

    def test_a_page_of_one_manager(self):
        page, = self.print_pages({'user_id': self.own.id})
        self.assertIn(self.own.name, page)
        self.assertIn('2 970', page.replace(',', ' '))

    def test_cost_is_not_printed_for_those_who_may_not_see_it(self):
        self.assertNotIn('Cost', ''.join(self.print_pages({}, self.all)))
        self.assertIn('Cost', ''.join(self.print_pages({})))

    def print_pages(self, data, user=None):
        report = self.env['ir.actions.report'].with_user(user or self.head).with_context(
            force_report_rendering=True, **MARCH)
        with self.allow_pdf_render():
            content, __ = report._render_qweb_pdf('bas_crm.report_managers', [], data={'domain': [], **data})
        return self.read_pages(content)[0]


@tagged('post_install', '-at_install')
class TestManagerSpreadsheet(BusyCase, HttpCase):

    def test_figures_as_a_spreadsheet(self):
        self.authenticate('head', 'head')
        answer = self.url_open('/bas_crm/managers/xlsx', data={
            'data': json.dumps({'domain': [], 'context': MARCH}), 'csrf_token': http.Request.csrf_token(self)})
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        self.assertEqual(len(book.sheetnames), 5)
        rows = list(book.worksheets[0].iter_rows(min_row=5, values_only=True))
        self.assertEqual([row[1] for row in rows], [2970, 2000, 70, 5040])
        self.assertEqual(rows[-1][1:4], (5040, 1000, 4040))

    def test_a_name_is_no_formula(self):
        self.own.name = '=1+1'
        self.authenticate('head', 'head')
        answer = self.url_open('/bas_crm/managers/xlsx', data={
            'data': json.dumps({'domain': [], 'context': MARCH}), 'csrf_token': http.Request.csrf_token(self)})
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
        self.assertIn(('=1+1', 's'), {(row[0].value, row[0].data_type) for row in sheet.iter_rows(min_row=5)})


@tagged('post_install', '-at_install')
class TestManagerDebtProperty(ManagerCase):
    """For random invoices and payments, the debt of every day agrees with the journal entries."""

    @settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 20), st.integers(0, 20), st.integers(0, 30), st.integers(0, 10)),
                    min_size=1, max_size=3))
    def test_debt_reconciles_on_every_day(self, deals):
        start = date(2026, 3, 1)
        with self.env.cr.savepoint() as savepoint:
            partner = self.make_partner(user_id=self.own.id)
            for amount, issued, term, paid, part in deals:
                day = start + timedelta(days=issued)
                invoice = self.make_invoice(partner, amount * 100, invoice_date=day, invoice_date_due=day + timedelta(days=term),
                                            invoice_payment_term_id=False)
                if part:
                    self.settle(invoice, amount * part * 10, start + timedelta(days=paid))
            for number in (0, 7, 15, 30, 60):
                self.check_day(partner, start + timedelta(days=number))
            savepoint.rollback()
        self.env.invalidate_all()

    def settle(self, invoice, amount, day):
        receivable = invoice.line_ids.filtered(lambda line: line.account_type == 'asset_receivable')
        bank = self.env['account.journal'].search([('type', '=', 'bank'), ('company_id', '=', self.company.id)], limit=1)
        entry = self.env['account.move'].create({'move_type': 'entry', 'date': day, 'journal_id': bank.id, 'line_ids': [
            Command.create({'account_id': receivable.account_id.id, 'partner_id': invoice.partner_id.id, 'credit': amount}),
            Command.create({'account_id': bank.default_account_id.id, 'debit': amount})]})
        entry.action_post()
        (receivable | entry.line_ids.filtered(lambda line: line.account_id == receivable.account_id)).reconcile()

    def check_day(self, partner, day):
        lines = self.env['account.move.line'].search([
            ('account_type', '=', 'asset_receivable'), ('parent_state', '=', 'posted'), ('partner_id', '=', partner.id)])
        debt = sum(lines.filtered(lambda line: line.date <= day).mapped('balance'))
        overdue = sum(
            line.balance - sum(line.matched_credit_ids.filtered(lambda part: part.max_date <= day).mapped('amount'))
            for line in lines if line.balance > 0 and line.date <= day and line.date_maturity < day)
        report = self.report.with_context(bas_manager_period='day', bas_manager_date=str(day))
        self.assertEqual(
            report._read_group([('partner_id', '=', partner.id)], [], ['debt:sum', 'overdue_debt:sum'])[0], (debt, overdue), day)
