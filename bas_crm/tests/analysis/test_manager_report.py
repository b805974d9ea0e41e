from datetime import date

from freezegun import freeze_time

from odoo.fields import Command, Domain
from odoo.tests import tagged

from ..common import InvoicingCase


class ManagerCase(InvoicingCase):
    """Two managers in March 2026; figures are computed by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.currency_id = cls.env.ref('base.UAH')
        cls.report = cls.env['bas.manager.report']
        cls.partner = cls.make_partner(user_id=cls.own.id)
        cls.neighbour = cls.make_partner(name='ФОП Мельник', user_id=cls.other.id)
        cls.product = cls.env['product.product'].create({
            'name': 'Стіл', 'list_price': 1000, 'standard_price': 600, 'type': 'consu', 'invoice_policy': 'order',
            'taxes_id': False})
        cls.env.user.write({'tz': 'Europe/Kyiv'})
        (cls.own | cls.other | cls.all | cls.head).tz = 'Europe/Kyiv'

    @classmethod
    def make_order(cls, day, quantity=1, user=None, partner=None, **values):
        """A confirmed order at noon of ``day``."""
        order = cls.env['sale.order'].create({
            'partner_id': (partner or cls.partner).id, 'user_id': (user or cls.own).id,
            'order_line': [Command.create({'product_id': cls.product.id, 'product_uom_qty': quantity})], **values})
        order.action_confirm()
        order.date_order = f'{day} 10:00:00'
        return order

    @classmethod
    def bill(cls, order, day):
        invoice = order._create_invoices()
        invoice.write({'invoice_date': day, 'invoice_date_due': day, 'invoice_payment_term_id': False})
        invoice.action_post()
        return invoice

    @classmethod
    def pay(cls, invoice, day, amount=None):
        values = {'payment_date': day, **({'amount': amount, 'payment_difference_handling': 'open'} if amount else {})}
        wizard = cls.env['account.payment.register'].with_context(
            active_model='account.move', active_ids=invoice.ids).create(values)
        payment = wizard._create_payments()
        if not payment.move_id:
            journal = payment.journal_id
            payment.outstanding_account_id = journal.default_account_id
        return payment

    @classmethod
    def get_totals(cls, *measures, user=None, domain=(), **period):
        """:return: sums of the measures in March 2026, or in the period given"""
        context = {'bas_manager_' + name: value for name, value in (
            period or {'period': 'month', 'date': '2026-03-15'}).items()}
        report = cls.report.with_user(user or cls.head).with_context(**context)
        return report._read_group(list(domain), [], [f'{name}:sum' for name in measures])[0]

    @classmethod
    def get_table(cls, indicator, user=None, domain=(), **period):
        context = {'bas_manager_' + name: value for name, value in (
            period or {'period': 'month', 'date': '2026-03-15'}).items()}
        return cls.report.with_user(user or cls.head).with_context(**context).get_figures(indicator, list(domain))

    def owe(self, amount, day, due, partner=None, **values):
        return self.make_invoice(
            partner or self.partner, amount, invoice_date=day, invoice_date_due=due, invoice_payment_term_id=False, **values)

    def settle(self, invoice, amount, day, partner=None):
        """Money on ``day``, of the customer or another partner: an entry reconciled with the invoice."""
        receivable = invoice.line_ids.filtered(lambda line: line.account_type == 'asset_receivable')
        entry = self.take_money(amount, day, partner or invoice.partner_id, receivable.account_id)
        (receivable | entry.line_ids.filtered(lambda line: line.account_id == receivable.account_id)).reconcile()
        return entry

    def take_money(self, amount, day, partner, account=None):
        account = account or partner.property_account_receivable_id
        bank = self.env['account.journal'].search([('type', '=', 'bank'), ('company_id', '=', self.company.id)], limit=1)
        entry = self.env['account.move'].create({'move_type': 'entry', 'date': day, 'journal_id': bank.id, 'line_ids': [
            Command.create({'account_id': account.id, 'partner_id': partner.id, 'credit': amount}),
            Command.create({'account_id': bank.default_account_id.id, 'debit': amount})]})
        entry.action_post()
        return entry

    def assert_rows_add_up(self, indicator, user=None, **period):
        """A figure is the sum of the rows that a click opens."""
        period = period or {'period': 'month', 'date': '2026-03-15'}
        table = self.get_table(indicator, user, **period)
        report = self.report.with_user(user or self.head).with_context(
            **{'bas_manager_' + name: value for name, value in period.items()})
        for row in [*table['rows'], {**table['total'], 'user_id': None}]:
            for column in table['columns']:
                domain = Domain(column['domain'])
                if row['user_id'] is not None:
                    domain &= Domain('user_id', '=', row['user_id'])
                rows = report.search(domain)
                self.assertEqual(self.add_up(rows, column), row['figures'][column['name']], (row.get('name'), column['name']))
        return table

    def add_up(self, rows, column):
        name = column['name']
        if name == 'average_revenue':
            count = sum(rows.mapped('order_count'))
            return round(sum(rows.mapped('invoiced_revenue')) / count, 2) if count else False
        if name == 'overdue_share':
            debt = sum(rows.mapped('debt'))
            return sum(rows.mapped('overdue_debt')) / debt if debt else False
        if name.startswith(('status_', 'type_', 'decision_')):
            return len(rows)
        return round(sum(rows.mapped(name)), 2)


@tagged('post_install', '-at_install')
class TestManagerReport(ManagerCase):
    """Each measure, by hand."""

    def test_revenue_is_what_was_issued_less_returns(self):
        self.make_invoice(self.partner, 1000, invoice_user_id=self.own.id)
        self.make_invoice(self.partner, 300, 'out_refund', invoice_user_id=self.own.id)
        self.make_invoice(self.partner, 50, invoice_user_id=self.other.id, invoice_date='2026-03-31')
        self.make_invoice(self.partner, 7, invoice_user_id=self.own.id, invoice_date='2026-04-01')
        self.make_invoice(self.partner, 9, invoice_user_id=self.own.id, invoice_date='2026-02-28')
        self.assertEqual(self.get_totals('revenue'), (750,))
        self.assertEqual(self.get_totals('revenue', domain=[('user_id', '=', self.own.id)]), (700,))

    def test_taxes_and_drafts_are_no_revenue(self):
        tax = self.env['account.tax'].create({'name': 'ПДВ 20 %', 'amount': 20, 'type_tax_use': 'sale'})
        values = {'move_type': 'out_invoice', 'partner_id': self.partner.id, 'invoice_date': '2026-03-02', 'invoice_line_ids': [
            Command.create({'name': 'Стіл', 'price_unit': 100, 'tax_ids': [Command.set(tax.ids)]})]}
        self.env['account.move'].create(values).action_post()
        self.env['account.move'].create(values)
        self.assertEqual(self.get_totals('revenue'), (100,))

    def test_a_down_payment_is_no_revenue_when_paid_nor_when_deducted(self):
        order = self.make_order('2026-03-03', 2)
        wizard = self.env['sale.advance.payment.inv'].with_context(active_model='sale.order', active_ids=order.ids).create({
            'advance_payment_method': 'fixed', 'fixed_amount': 500})
        wizard.create_invoices()
        order.invoice_ids.invoice_date = '2026-03-04'
        order.invoice_ids.action_post()
        self.assertEqual(self.get_totals('revenue'), (0,))
        final = order._create_invoices(final=True)
        final.invoice_date = '2026-03-20'
        final.action_post()
        self.assertEqual(final.amount_untaxed, 1500)
        self.assertEqual(self.get_totals('revenue'), (2000,))
        facts = self.env['account.move.line'].search([
            ('move_id', 'in', order.invoice_ids.ids), ('display_type', '=', 'product'), ('is_downpayment', '=', False)])
        self.assertEqual(-sum(facts.mapped('balance')), 2000)

    def test_a_rounding_is_no_revenue(self):
        rounding = self.env['account.cash.rounding'].create({
            'name': 'До гривні', 'rounding': 1, 'strategy': 'add_invoice_line', 'rounding_method': 'UP',
            'profit_account_id': self.company.default_cash_difference_income_account_id.id,
            'loss_account_id': self.company.default_cash_difference_expense_account_id.id})
        invoice = self.make_invoice(self.partner, 99.4, invoice_cash_rounding_id=rounding.id)
        self.assertEqual(invoice.amount_untaxed, 100)
        self.assertEqual(self.get_totals('revenue'), (99.4,))

    def test_cost_and_profit(self):
        self.bill(self.make_order('2026-03-03', 3), '2026-03-05')
        self.assertEqual(self.get_totals('revenue', 'cost', 'gross_profit'), (3000, 1800, 1200))
        self.product.standard_price = 900
        self.assertEqual(self.get_totals('cost'), (1800,))

    def test_average_revenue_is_the_ratio_of_sums(self):
        self.bill(self.make_order('2026-03-03', 3), '2026-03-05')
        self.make_order('2026-03-04', 1)
        table = self.get_table('revenue')
        self.assertEqual(table['rows'][0]['figures']['average_revenue'], 1500)
        groups = self.report.with_context(bas_manager_period='month', bas_manager_date='2026-03-15')._read_group(
            [], ['user_id'], ['average_revenue:avg'])
        self.assertEqual(groups, [(self.own, 1500)])

    def test_orders_by_payment_work_and_newness(self):
        """An order of another month does not count, but makes the customer an existing one."""
        self.make_order('2026-02-10', partner=self.neighbour)
        paid, partly, unpaid = (self.make_order(f'2026-03-0{day}') for day in (2, 3, 4))
        self.make_order('2026-03-05', 2, partner=self.neighbour, user=self.other)
        draft = self.make_order('2026-03-06')
        draft._action_cancel()
        self.pay(self.bill(paid, '2026-03-05'), '2026-03-06')
        self.pay(self.bill(partly, '2026-03-05'), '2026-03-06', 400)
        self.bill(unpaid, '2026-03-05')
        self.assertEqual((paid | partly | unpaid).mapped('bas_payment_status'), ['paid', 'partly', 'unpaid'])
        self.assertEqual(self.get_totals(
            'order_count', 'order_amount', 'new_order_count', 'paid_order_count', 'partly_paid_order_count',
            'unpaid_order_count'), (4, 5000, 1, 1, 1, 2))
        new = self.report.search([('new_order_count', '=', 1), ('partner_id', '=', self.partner.id)])
        self.assertEqual(new.order_id, paid)

    def test_of_two_orders_of_one_second_one_is_the_first(self):
        orders = self.make_order('2026-03-02') | self.make_order('2026-03-02')
        self.assertEqual(self.get_totals('new_order_count'), (1,))
        self.assertEqual(self.report.search([('new_order_count', '=', 1)]).order_id, orders.sorted('id')[0])

    def test_the_first_order_of_a_person_of_the_customer_is_that_of_the_customer(self):
        person = self.env['res.partner'].create({'name': 'Оксана', 'parent_id': self.partner.id})
        self.make_order('2026-03-02', partner=person)
        self.make_order('2026-03-03')
        self.assertEqual(self.get_totals('order_count', 'new_order_count'), (2, 1))

    def test_orders_in_work_are_those_not_done(self):
        done, working = self.make_order('2026-03-02'), self.make_order('2026-03-03')
        done.stage_id = done.order_type_id.stage_ids.filtered('is_done')[:1]
        self.assertEqual(self.get_totals('order_count', 'orders_in_work'), (2, 1))
        self.assertEqual(self.report.search([('orders_in_work', '=', 1)]).order_id, working)

    def test_what_is_half_invoiced_and_paid_is_partly_paid(self):
        order = self.make_order('2026-03-02', 2)
        invoice = order._create_invoices()
        invoice.invoice_line_ids.quantity = 1
        invoice.invoice_date = '2026-03-03'
        invoice.action_post()
        self.assertEqual(order.bas_payment_status, 'unpaid')
        self.pay(invoice, '2026-03-04')
        self.assertEqual(order.bas_payment_status, 'partly')

    def test_days_are_those_of_the_user(self):
        """23:30 of 28 February UTC is 1 March in Kyiv."""
        self.make_order('2026-03-02').date_order = '2026-02-28 23:30:00'
        self.make_event(start='2026-02-28 22:30:00', stop='2026-02-28 23:00:00')
        self.make_event(start='2026-03-31 21:30:00', stop='2026-03-31 22:00:00')
        self.assertEqual(self.get_totals('order_count', 'event_count'), (1, 1))
        self.assertEqual(self.report.with_user(self.head).search([('kind', '=', 'order')]).date, date(2026, 3, 1))

    def test_events_by_status_and_type(self):
        done = self.env['bas.activity.status']._get('done')
        self.make_event(event_type='call', status_id=done.id)
        self.make_event(event_type='meeting')
        self.make_event(event_type='meeting', user_id=self.other.id)
        self.make_event(start='2026-04-02 08:00:00', stop='2026-04-02 08:30:00')
        self.make_event().active = False
        figures = {row['user_id']: row['figures'] for row in self.get_table('events')['rows']}
        planned = self.env['bas.activity.status']._get('planned')
        self.assertEqual([figures[self.own.id][name] for name in (
            'event_count', f'status_{done.id}', f'status_{planned.id}', 'type_call', 'type_meeting', 'type_sms')],
            [2, 1, 1, 1, 1, 0])
        self.assertEqual(figures[self.other.id]['event_count'], 1)

    def test_leads_received_and_decided(self):
        with freeze_time('2026-03-05 10:00:00'):
            old, new = self.make_lead(partner_name='Кав’ярня'), self.make_lead(user_id=self.other.id)
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET create_date = '2026-02-20' WHERE id = %s", [old.id])
        self.env.cr.execute("UPDATE crm_lead SET create_date = '2026-03-05' WHERE id = %s", [new.id])
        with freeze_time('2026-03-06 10:00:00'):
            old._convert_to_customer()
        self.assertEqual(self.get_totals('lead_count', 'decided_lead_count'), (1, 1))
        figures = {row['user_id']: row['figures'] for row in self.get_table('leads')['rows']}
        self.assertEqual(
            [figures[self.own.id][name] for name in ('lead_count', 'decided_lead_count', 'decision_customer')], [0, 1, 1])
        self.assertEqual([figures[self.other.id][name] for name in ('lead_count', 'decided_lead_count')], [1, 0])

    def test_junk_leads_are_decided_too(self):
        with freeze_time('2026-03-06 10:00:00'):
            lead = self.make_lead()
            lead.action_set_lost(lost_reason_id=self.env['crm.lost.reason'].search([], limit=1).id)
        self.assertEqual(lead.decision, 'junk')
        self.assertFalse(lead.active)
        figures = self.get_table('leads')['rows'][0]['figures']
        self.assertEqual((figures['decided_lead_count'], figures['decision_junk']), (1, 1))


@tagged('post_install', '-at_install')
class TestManagerDebt(ManagerCase):
    """The debt as of the end of the period; later documents do not change it."""

    def get_debt(self, day, **kwargs):
        return self.get_totals('debt', 'overdue_debt', period='day', date=day, **kwargs)

    def test_debt_is_of_the_end_of_the_period(self):
        invoice = self.owe(1000, '2026-03-02', '2026-03-10')
        self.settle(invoice, 400, '2026-03-15')
        self.assertEqual(self.get_debt('2026-03-01'), (0, 0))
        self.assertEqual(self.get_debt('2026-03-02'), (1000, 0))
        self.assertEqual(self.get_debt('2026-03-10'), (1000, 0))
        self.assertEqual(self.get_debt('2026-03-11'), (1000, 1000))
        self.assertEqual(self.get_debt('2026-03-14'), (1000, 1000))
        self.assertEqual(self.get_debt('2026-03-15'), (600, 600))
        self.assertEqual(self.get_totals('debt', 'overdue_debt'), (600, 600))
        self.assertEqual(self.get_totals('debt', 'overdue_debt', period='month', date='2026-02-01'), (0, 0))

    def test_what_is_paid_in_time_is_never_overdue(self):
        self.settle(self.owe(1000, '2026-03-02', '2026-03-10'), 1000, '2026-03-10')
        for day, debt in (('2026-03-09', 1000), ('2026-03-10', 0), ('2026-03-11', 0), ('2026-03-20', 0)):
            self.assertEqual(self.get_debt(day), (debt, 0), day)

    def test_behind_a_debt_stand_those_who_owe(self):
        """One has paid late, one has paid a part, one owes what is not due, one has prepaid; the phone is there to be called."""
        late, part, soon, ahead = (self.make_partner(name=name, user_id=self.own.id, phone='0671112233') for name in (
            'Пізній', 'Частковий', 'Вчасний', 'Наперед'))
        self.settle(self.owe(500, '2026-03-02', '2026-03-05', partner=late), 500, '2026-03-12')
        self.settle(self.owe(800, '2026-03-02', '2026-03-06', partner=part), 300, '2026-03-12')
        self.settle(self.owe(70, '2026-03-01', '2026-03-02', partner=part), 70, '2026-03-12')
        self.owe(100, '2026-03-02', '2026-06-05', partner=soon)
        self.take_money(40, '2026-03-03', ahead)
        with freeze_time('2026-04-02 10:00:00'):
            table = self.assert_rows_add_up('debt')
            report = self.report.with_user(self.head).with_context(bas_manager_period='month', bas_manager_date='2026-03-15')
            for column, debtors in (
                    ('debt', part | soon | ahead), ('overdue_debt', part), ('overdue_share', part | soon | ahead)):
                domain = next(each['domain'] for each in table['columns'] if each['name'] == column)
                self.assertEqual(report.search(domain).partner_id, debtors, column)
                for partner, debt, overdue in report._read_group(domain, ['partner_id'], ['debt:sum', 'overdue_debt:sum']):
                    self.assertTrue(debt or overdue, (column, partner.name))
            rows = report.search([('is_overdue', '=', True)])
            self.assertEqual(sum(rows.mapped('overdue_debt')), 500)
            self.assertEqual({(row.days_overdue, row.partner_phone) for row in rows}, {(25, '0671112233')})
            longest = report._read_group([('kind', 'in', ('overdue', 'settled'))], ['partner_id'], ['days_overdue:max'])
            self.assertEqual({partner: days or 0 for partner, days in longest}, {late: 0, part: 25})
            # On an earlier day the other one owed as well.
            earlier = report.with_context(bas_manager_period='day', bas_manager_date='2026-03-10')
            rows = earlier.search([('is_overdue', '=', True)])
            self.assertEqual(rows.partner_id, late | part)
            self.assertEqual(set(rows.filtered(lambda row: row.partner_id == late).mapped('days_overdue')), {5})

    def test_a_prepayment_makes_the_debt_smaller_and_nothing_overdue(self):
        self.take_money(300, '2026-03-01', self.partner)
        self.owe(1000, '2026-03-02', '2026-03-10')
        self.assertEqual(self.get_debt('2026-03-01'), (-300, 0))
        self.assertEqual(self.get_debt('2026-03-12'), (700, 1000))

    def test_a_return_that_is_not_set_off_is_no_overdue_debt(self):
        self.owe(200, '2026-03-02', '2026-03-02', move_type='out_refund')
        self.assertEqual(self.get_debt('2026-03-20'), (-200, 0))

    def test_debt_is_of_the_salesperson_of_the_counterparty(self):
        person = self.env['res.partner'].create({'name': 'Оксана', 'parent_id': self.partner.id, 'user_id': self.other.id})
        self.owe(1000, '2026-03-02', '2026-03-10', partner=person, invoice_user_id=self.other.id)
        row, = self.get_table('debt')['rows']
        self.assertEqual((row['user_id'], row['figures']['debt'], row['figures']['overdue_share']), (self.own.id, 1000, 1))

    def test_the_movements_sum_up_to_the_residuals_of_today(self):
        invoice = self.owe(1000, '2026-03-02', '2026-03-10')
        self.owe(500, '2026-03-05', '2026-04-10')
        self.settle(invoice, 250, '2026-03-12')
        self.take_money(100, '2026-03-13', self.partner)
        lines = self.env['account.move.line'].search([
            ('account_type', '=', 'asset_receivable'), ('parent_state', '=', 'posted'), ('partner_id', '=', self.partner.id)])
        self.assertEqual(self.get_debt('2026-06-30', domain=[('partner_id', '=', self.partner.id)]), (1150, 1250))
        self.assertEqual(sum(lines.mapped('amount_residual')), 1150)
        self.assertEqual(self.partner.debt, 1150)

    def test_debt_in_another_currency_is_in_that_of_the_company(self):
        usd = self.env.ref('base.USD')
        usd.active = True
        self.env['res.currency.rate'].search([('currency_id', '=', usd.id)]).unlink()
        self.env['res.currency.rate'].create([
            {'currency_id': usd.id, 'name': '2026-03-01', 'inverse_company_rate': 40, 'company_id': self.company.id},
            {'currency_id': usd.id, 'name': '2026-03-20', 'inverse_company_rate': 42, 'company_id': self.company.id}])
        invoice = self.owe(10, '2026-03-02', '2026-03-05', currency_id=usd.id, invoice_user_id=self.own.id)
        self.assertEqual(self.get_debt('2026-03-06'), (400, 400))
        self.assertEqual(self.get_totals('revenue'), (400,))
        bank = self.env['account.journal'].search([('type', '=', 'bank'), ('company_id', '=', self.company.id)], limit=1)
        receivable = invoice.line_ids.filtered(lambda line: line.account_type == 'asset_receivable')
        entry = self.env['account.move'].create({'move_type': 'entry', 'date': '2026-03-20', 'journal_id': bank.id, 'line_ids': [
            Command.create({'account_id': receivable.account_id.id, 'partner_id': self.partner.id, 'credit': 420,
                            'amount_currency': -10, 'currency_id': usd.id}),
            Command.create({'account_id': bank.default_account_id.id, 'debit': 420})]})
        entry.action_post()
        (receivable | entry.line_ids.filtered(lambda line: line.account_id == receivable.account_id)).reconcile()
        self.assertEqual(self.get_debt('2026-04-30'), (0, 0))
