import random
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common_debts import TODAY, DebtCase


@tagged('post_install', '-at_install')
class TestDebtors(DebtCase):
    """A row per debt that is not paid yet: what, since when, of whom."""

    def test_ages_at_their_bounds(self):
        """Due today is not overdue; 1 to 30, 31 to 60, 61 and more days."""
        ages = {-5: 'not_due', 0: 'not_due', 1: '1_30', 30: '1_30', 31: '31_60', 60: '31_60', 61: '61_more', 400: '61_more'}
        for days in ages:
            self.owe_since(days)
        rows = self.read_debts()
        self.assertEqual({(TODAY - row.due_day).days: row.age for row in rows}, ages)
        self.assertEqual({row.days_overdue for row in rows}, {0, 1, 30, 31, 60, 61, 400})
        self.assertEqual(rows[0].days_overdue, 400, 'the oldest first')
        self.assertEqual(sum(rows.mapped('residual')), 8000)
        self.assertEqual(sum(rows.mapped('overdue_residual')), 6000)
        for age in ('not_due', '1_30', '31_60', '61_more'):
            self.assertEqual(len(self.read_debts(domain=[('age', '=', age)])), 2, age)

    def test_the_day_is_that_of_the_user(self):
        """At 22:30 UTC it is the 11th in Kyiv already."""
        self.owe_since(0)
        with freeze_time('2026-03-10 22:30:00'):
            self.env.invalidate_all()
            self.assertEqual(self.read_debts(self.own).days_overdue, 1)
            self.own.tz = 'UTC'
            self.env.invalidate_all()
            self.assertEqual(self.read_debts(self.own).days_overdue, 0)

    def test_what_is_paid_in_part_and_in_full(self):
        invoice = self.owe_since(5)
        self.settle(invoice, 300, '2026-03-06')
        self.assertEqual(self.read_debts().mapped('residual'), [700])
        self.settle(invoice, 700, '2026-03-07')
        self.assertFalse(self.read_debts())

    def test_credit_notes_and_prepayments_are_shown_beside_the_customer(self):
        """1 000 owed; a credit note of 200 and a prepayment of 50 are not matched: 750 in total, the row stays 1 000."""
        self.owe_since(5)
        self.make_invoice(self.partner, 200, 'out_refund', invoice_date='2026-03-05')
        self.take_money(50, '2026-03-06', self.partner)
        row = self.read_debts()
        self.assertEqual((row.residual, row.customer_credit, row.customer_debt), (1000, 250, 750))
        self.assertEqual(self.partner.debt, 750, 'as on the card')

    def test_a_matched_credit_note_reduces_the_debt(self):
        invoice = self.owe_since(5)
        refund = self.make_invoice(self.partner, 200, 'out_refund', invoice_date='2026-03-05')
        lines = (invoice | refund).line_ids.filtered(lambda line: line.account_type == 'asset_receivable')
        lines.reconcile()
        row = self.read_debts()
        self.assertEqual((row.residual, row.customer_credit), (800, 0))

    def test_two_currencies(self):
        """100 dollars at 40 hryvnias: 4 000 in the currency of the firm, 100 in that of the document."""
        dollar = self.env.ref('base.USD')
        dollar.active = True
        self.env['res.currency.rate'].search([('currency_id', '=', dollar.id)]).unlink()
        self.env['res.currency.rate'].create({
            'currency_id': dollar.id, 'name': '2026-01-01', 'rate': 1 / 40, 'company_id': self.company.id})
        self.owe_since(5, 100, currency_id=dollar.id)
        self.owe_since(5, 500)
        rows = self.read_debts().sorted('residual')
        self.assertEqual(rows.mapped('residual'), [500, 4000])
        self.assertEqual([(row.residual_currency, row.document_currency_id) for row in rows],
                         [(500, self.company.currency_id), (100, dollar)])

    def test_instalments_are_rows_of_one_document(self):
        """Half at once, half in thirty days."""
        term = self.env['account.payment.term'].create({'name': 'Двома частинами', 'line_ids': [
            Command.create({'value': 'percent', 'value_amount': 50, 'nb_days': 0}),
            Command.create({'value': 'percent', 'value_amount': 50, 'nb_days': 30})]})
        invoice = self.make_invoice(self.partner, 900, invoice_date='2026-03-01', invoice_payment_term_id=term.id)
        rows = self.read_debts()
        self.assertEqual(rows.mapped('document'), [invoice.name] * 2)
        self.assertEqual([(str(row.due_day), row.residual, row.age) for row in rows],
                         [('2026-03-01', 450, '1_30'), ('2026-03-31', 450, 'not_due')])

    def test_opening_debts_are_receivables_without_an_invoice(self):
        self.owe_before_the_move(700, 'Реалізація № 5 · Договір № 1', '2026-02-08')
        self.owe_before_the_move(300, 'Реалізація № 6')
        self.owe_before_the_move(50, 'Ще чернетка', posted=False)
        rows = self.read_debts(self.own)
        self.assertEqual([(row.document, row.days_overdue, row.residual) for row in rows], [
            ('Реалізація № 6', 38, 300), ('Реалізація № 5 · Договір № 1', 30, 700)], 'without a due day since its own day')
        self.assertEqual(rows[0].action_open()['res_model'], 'res.partner', 'only accountants open journal entries')
        self.assertEqual(self.read_debts(self.env.user)[0].action_open()['res_model'], 'account.move')

    def test_document_order_contract_and_people(self):
        contract = self.env['bas.contract'].create({'partner_id': self.partner.id, 'user_id': self.own.id})
        contract.action_activate()
        order = self.make_order('2026-02-01', user=self.other, contract_id=contract.id)
        invoice = self.bill(order, '2026-02-02')
        row = self.read_debts()
        self.assertEqual((row.document, row.orders, row.contract_id, str(row.date)), (
            invoice.name, order.name, contract, '2026-02-02'))
        self.assertEqual((row.partner_id, row.phone, row.user_id, row.document_user_id), (
            self.partner, '+380671234567', self.own, self.other))
        self.assertEqual(self.read_debts(domain=[('orders', 'ilike', order.name)]), row)
        self.assertFalse(self.read_debts(domain=[('orders', 'ilike', 'немає такого')]))
        self.assertFalse(self.read_debts(domain=[('orders', 'not ilike', order.name)]))
        self.assertEqual(row.with_user(self.all).action_open()['res_id'], invoice.id)

    def test_the_customer_is_the_counterparty_of_a_contact_person(self):
        self.partner.phone = False
        person = self.env['res.partner'].create({'name': 'Ігор', 'parent_id': self.partner.id, 'phone': '+380507654321'})
        self.owe_since(5, partner=person)
        row = self.read_debts()
        self.assertEqual((row.partner_id, row.phone), (self.partner, '+380507654321'))

    def test_a_row_of_last_week_that_is_paid_is_not_reminded(self):
        invoice = self.owe_since(5)
        row = self.read_debts(self.own)
        self.settle(invoice, 1000, '2026-03-09')
        self.env.invalidate_all()
        with self.assertRaisesRegex(Exception, 'nobody to remind'):
            row.action_remind()

    # ------------------------------------------------------------
    # Beside the managers' analysis
    # ------------------------------------------------------------

    def test_the_sums_are_those_of_the_managers_analysis(self):
        """Overdue: the same. Debt: that of the rows less the credits."""
        self.settle(self.owe_since(40), 250, '2026-03-01')
        self.owe_since(3, 333.33, partner=self.neighbour)
        self.owe_since(-10, 77)
        self.owe_before_the_move(700, 'Реалізація № 5', '2026-02-08')
        self.make_invoice(self.neighbour, 120, 'out_refund', invoice_date='2026-03-05')
        self.take_money(50, '2026-03-06', self.partner)
        domain = [('partner_id', 'in', self.get_customers().ids)]
        for user in (self.own, self.other):
            mine = [*domain, ('user_id', '=', user.id)]
            table = self.get_table('debt', domain=mine, period='day', date='2026-03-10')['total']['figures']
            rows = self.debts.with_user(self.all).search(mine)
            credit = sum({row.partner_id: row.customer_credit for row in rows}.values())
            self.assertAlmostEqual(sum(rows.mapped('overdue_residual')), table['overdue_debt'], 2, user.name)
            self.assertAlmostEqual(sum(rows.mapped('residual')) - credit, table['debt'], 2, user.name)
        # 750 + 700 overdue, 77 not due, less 50; 333.33 less 120
        self.assertEqual(sum(self.read_debts(domain=[('user_id', '=', self.own.id)]).mapped('residual')), 1527)
        self.assertEqual(self.partner.debt, 1477)

    def test_the_pivot_by_manager_and_age(self):
        self.owe_since(0)
        self.owe_since(61, 250)
        self.owe_since(5, 333, partner=self.neighbour)
        report, domain = self.debts.with_user(self.all), [('partner_id', 'in', self.get_customers().ids)]
        total, by_user, cells = report._read_grouping_sets(
            domain, [[], ['user_id'], ['user_id', 'age']], ['residual:sum', 'overdue_residual:sum'])
        self.assertEqual(total, [(1583, 583)])
        self.assertEqual({user: sums for user, *sums in by_user}, {self.own: [1250, 250], self.other: [333, 333]})
        self.assertEqual({(user, age): residual for user, age, residual, _overdue in cells}, {
            (self.own, 'not_due'): 1000, (self.own, '61_more'): 250, (self.other, '1_30'): 333})

    # ------------------------------------------------------------
    # Access
    # ------------------------------------------------------------

    def test_each_sees_the_debts_of_own_customers_and_own_documents(self):
        own_customer = self.owe_since(1, 10, invoice_user_id=self.other.id)
        own_invoice = self.owe_since(1, 20, partner=self.neighbour, invoice_user_id=self.own.id)
        own_order = self.bill(self.make_order('2026-03-01', user=self.own, partner=self.neighbour), '2026-03-02')
        own_order.button_draft()
        own_order.invoice_user_id = self.other
        own_order.action_post()
        self.owe_since(1, 40, partner=self.neighbour, invoice_user_id=self.other.id)
        nobodys = self.owe_since(1, 80, partner=self.make_partner(name='Нічий', user_id=False), invoice_user_id=False)
        everything = self.debts.with_user(self.own).search([('company_id', '=', self.company.id)])
        self.assertEqual(everything.move_id, own_customer | own_invoice | own_order | nobodys)
        self.assertEqual(len(self.read_debts(self.all)), 4)
        self.assertEqual(len(self.read_debts(self.head)), 4)
        self.assertEqual(self.read_debts(self.own).filtered(lambda row: row.move_id == own_customer).action_open()['res_model'],
                         'res.partner', "the invoice is a colleague's: the card of the customer is opened")
        for user in (self.clerk, self.portal):
            with self.assertRaises(AccessError):
                self.debts.with_user(user).search([])

    def test_rows_of_random_people(self):
        """A salesperson's list is read by the index of open items: it has the rows that the rule lets through, no others."""
        absent = new_test_user(self.env, 'absent', groups='sales_team.group_sale_salesman')
        users = [self.own.id, self.other.id, absent.id, False]
        for seed in range(3):
            chance = random.Random(seed)
            customers = [self.make_partner(name=f'Клієнт {seed}-{number}', user_id=chance.choice(users)) for number in range(6)]
            customers += [self.make_partner(name='Особа', parent_id=customer.id) for customer in customers[:2]]
            for _each in range(15):
                self.owe_since(chance.randrange(-20, 60), chance.randrange(1, 50), partner=chance.choice(customers),
                               invoice_user_id=chance.choice(users))
            for partner in customers[:3]:
                self.owe_before_the_move(chance.randrange(1, 50), f'П-{seed}', partner=partner)
                order = self.make_order('2026-03-01', user=self.env['res.users'].browse(chance.choice(users)), partner=partner)
                invoice = self.bill(order, '2026-03-02')
                invoice.button_draft()
                invoice.invoice_user_id = self.other
                invoice.action_post()
        entry = self.owe_before_the_move(7, 'Без клієнта')
        entry.line_ids.partner_id = False
        self.env['bas.handover'].create({
            'kind': 'temporary', 'user_id': absent.id, 'deputy_id': self.other.id, 'date_from': TODAY, 'date_to': TODAY})
        self.env.flush_all()
        everything = self.debts.search([('company_id', '=', self.company.id)])
        self.assertGreater(len(everything), 50)
        for user in (self.own, self.other):
            people = [user.id, *user._get_represented_users().ids]
            expected = everything.filtered(lambda row, people=people: (
                row.user_id.id in people or row.document_user_id.id in people or not (row.user_id or row.document_user_id)
                or any(order.user_id.id in [*people, False] for order in row.move_id.bas_order_ids)))
            self.assertTrue(0 < len(expected) < len(everything))
            found = self.debts.with_user(user).search([('company_id', '=', self.company.id)])
            self.assertEqual(found.sudo(), expected, user.login)

    def test_rows_of_others_are_not_read(self):
        """Whoever sees all debts is not asked whose they are."""
        own, everybody = (self.debts.with_user(user)._search([]).select().code for user in (self.own, self.all))
        self.assertIn('account_move_line item', own)
        self.assertNotIn('account_move_line item', everybody)

    def test_a_page_of_own_debts_tells_how_many_there_are(self):
        for days in range(5):
            self.owe_since(days)

        def read():
            return self.debts.with_user(self.own).web_search_read([], {'document': {}, 'residual': {}}, limit=2)
        answer, one = read(), self.count_queries(read)
        self.assertEqual((answer['length'], len(answer['records'])), (5, 2))
        with patch.object(type(self.debts), '_counts_with_page', False):
            self.assertEqual(read(), answer)
            self.assertEqual(self.count_queries(read), one + 1)

    def test_rows_of_others_open_nothing(self):
        """Ids of rows are those of entries of the accounts."""
        mine = self.owe_since(5)
        theirs = self.owe_since(5, partner=self.neighbour, invoice_user_id=self.other.id)
        rows = self.read_debts()
        row = rows.filtered(lambda one: one.move_id == theirs)
        self.assertEqual(row.with_user(self.other).action_open()['res_id'], theirs.id)
        revenue = mine.invoice_line_ids[0]
        for user, id_ in ((self.own, row.id), (self.own, revenue.id), (self.all, revenue.id)):
            with self.assertRaisesRegex(UserError, 'not in the list any more'):
                self.debts.with_user(user).browse(id_).action_open()
        for user in (self.clerk, self.portal):
            with self.assertRaises(AccessError):
                self.debts.with_user(user).browse(row.id).action_open()

    def test_nobody_writes_rows(self):
        self.owe_since(1)
        row = self.read_debts(self.head)
        for work in (lambda: row.write({'residual': 0}), lambda: self.debts.with_user(self.head).create({'residual': 1}),
                     row.unlink):
            with self.assertRaises(AccessError):
                work()

    def test_two_companies(self):
        second = self.env['res.company'].create({'name': 'ТОВ «Друга»', 'currency_id': self.env.ref('base.UAH').id})
        self.env['account.chart.template'].try_loading('generic_coa', second, install_demo=False)
        self.all.company_ids |= second
        self.owe_since(5)
        env = self.env(context={**self.env.context, 'allowed_company_ids': second.ids})
        self.make_invoice(self.partner.with_env(env), 70, company_id=second.id, invoice_date='2026-03-01',
                          invoice_date_due='2026-03-01', invoice_payment_term_id=False, journal_id=env['account.journal'].search(
                              [('type', '=', 'sale'), ('company_id', '=', second.id)], limit=1).id)

        def read(companies):
            rows = self.debts.with_user(self.all).with_context(allowed_company_ids=companies.ids).search(
                [('partner_id', '=', self.partner.id)])
            return {row.company_id: (row.residual, row.customer_debt) for row in rows}
        self.assertEqual(read(self.company), {self.company: (1000, 1000)})
        self.assertEqual(read(second), {second: (70, 70)})
        self.assertEqual(read(self.company | second), {self.company: (1000, 1000), second: (70, 70)})

    def test_credits_of_the_selected_companies(self):
        """A prepayment of 50 in the second company is no credit for who works in the first one only, or has selected only it."""
        second = self.env['res.company'].create({'name': 'ТОВ «Друга»', 'currency_id': self.env.ref('base.UAH').id})
        self.env['account.chart.template'].try_loading('generic_coa', second, install_demo=False)
        self.all.company_ids |= second
        env = self.env(context={**self.env.context, 'allowed_company_ids': second.ids})
        self.make_invoice(self.partner.with_env(env), 50, 'out_refund', company_id=second.id, invoice_date='2026-03-01',
                          journal_id=env['account.journal'].search(
                              [('type', '=', 'sale'), ('company_id', '=', second.id)], limit=1).id)
        self.owe_since(5)

        def read(selected):
            totals = self.debts.with_user(self.all).with_context(
                allowed_company_ids=selected.ids)._read_customer_totals(self.partner, self.company | second)
            return [totals[self.partner, company] for company in (self.company, second)]
        self.assertEqual(read(self.company), [(1000, 0), (0, 0)])
        self.assertEqual(read(second), [(0, 0), (-50, 50)])
        self.assertEqual(read(self.company | second), [(1000, 0), (-50, 50)])
        line = self.env['bas.debt.remind'].with_user(self.all).with_context(allowed_company_ids=self.company.ids).create({
            'line_ids': [(0, 0, {'partner_id': self.partner.id, 'company_id': second.id})]}).line_ids
        self.assertEqual((line.amount, line.credit), (0, 0))

    # ------------------------------------------------------------
    # Screens
    # ------------------------------------------------------------

    def test_not_reminded_for_seven_days(self):
        self.owe_since(5)
        silent = ['|', ('last_reminder', '=', False), ('last_reminder', '<=', 'today -7d')]
        self.assertEqual(len(self.read_debts(domain=silent)), 1)
        reminder = self.env['bas.debt.reminder']._program_create([{
            'partner_id': self.partner.id, 'company_id': self.company.id, 'day': TODAY - timedelta(days=6), 'way': 'call'}])
        self.assertEqual(self.read_debts().last_reminder, TODAY - timedelta(days=6))
        self.assertFalse(self.read_debts(domain=silent))
        reminder.day = TODAY - timedelta(days=7)
        self.assertEqual(len(self.read_debts(domain=silent)), 1)

    def test_the_card_of_the_customer_tells_what_is_overdue(self):
        self.owe_since(5, 300)
        self.owe_since(-5, 700)
        partner = self.partner.with_user(self.own)
        self.assertEqual(partner.overdue_debt, 300)
        action = partner.action_view_overdue_debt()
        self.assertEqual(len(self.env[action['res_model']].with_user(self.own).search(action['domain'])), 2)

    def test_queries_do_not_grow_with_rows(self):
        names = ['partner_id', 'phone', 'document', 'orders', 'contract_id', 'due_day', 'days_overdue', 'age', 'user_id',
                 'last_reminder', 'residual', 'customer_credit', 'customer_debt']
        specification = {name: {'fields': {'display_name': {}}} if name in ('partner_id', 'contract_id', 'user_id') else {}
                         for name in names}

        def read():
            return self.debts.with_user(self.own).web_search_read([], specification)
        for _each in range(3):
            self.owe_since(5)
        few = self.count_queries(read)
        for number in range(15):
            self.owe_since(5, partner=self.make_partner(name=str(number), user_id=self.own.id))
        many = self.count_queries(read)
        self.assertGreater(read()['length'], 17)
        self.assertLessEqual(many, few)
