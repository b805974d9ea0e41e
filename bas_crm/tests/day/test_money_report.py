import random
from datetime import date, timedelta

from odoo.tests import tagged

from ..analysis.test_manager_report import ManagerCase


@tagged('post_install', '-at_install')
class TestMoneyReport(ManagerCase):
    """Money of a customer is counted once, whichever way core books it: payments, lines of bank statements, or both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls.env['account.journal'].search([('type', '=', 'bank'), ('company_id', '=', cls.company.id)], limit=1)
        cls.receivable = cls.partner.property_account_receivable_id
        cls.invoice = cls.make_invoice(
            cls.partner, 1000, invoice_date='2026-03-02', invoice_date_due='2026-03-02', invoice_payment_term_id=False)

    def read_money(self):
        """:return: list of pairs: day and sum of what was received on it"""
        groups = self.env['bas.money.report'].with_user(self.head)._read_group(
            [('kind', 'in', ('payment', 'entry')), ('partner_id', '=', self.partner.id)], ['date:day'], ['amount:sum'])
        return [(str(day), amount) for day, amount in groups]

    def read_debt(self):
        return self.env['bas.money.report'].with_user(self.head)._read_group(
            [('partner_id', '=', self.partner.id)], [], ['debt:sum'])[0][0]

    def make_payment(self, amount, day='2026-03-04', outbound=False, **values):
        """:return: a payment that is not confirmed yet"""
        return self.env['account.payment'].create({
            'payment_type': 'outbound' if outbound else 'inbound', 'partner_type': 'customer', 'partner_id': self.partner.id,
            'amount': amount, 'date': day, 'journal_id': self.bank.id, **values})

    def pay_without_entry(self, amount, **values):
        """The method of payment of the journal has no outstanding account."""
        payment = self.make_payment(amount, invoice_ids=self.invoice.ids, **values)
        payment.outstanding_account_id = False
        payment.action_post()
        self.assertFalse(payment.move_id)
        return payment

    def enter_statement(self, amount, day='2026-03-06', partner=None, match=None, journal=None, **values):
        """A line of a bank statement.

        :param match: the items of the journal that it is reconciled with; nothing: the counterpart is not known yet
        """
        line = self.env['account.bank.statement.line'].create({
            'journal_id': (journal or self.bank).id, 'date': day, 'amount': amount, 'payment_ref': 'Виписка',
            'partner_id': (partner or self.partner).id, **values})
        if match:
            item = line._seek_for_lines()[1]
            item.account_id = match.account_id
            (item | match).reconcile()
        return line

    def get_receivable(self, move):
        return move.line_ids.filtered(lambda line: line.account_id == self.receivable)

    # ------------------------------------------------------------
    # Payments with an outstanding account
    # ------------------------------------------------------------

    def test_a_payment_and_its_line_of_the_statement(self):
        payment = self.make_payment(1000)
        payment.action_post()
        (self.get_receivable(payment.move_id) | self.get_receivable(self.invoice)).reconcile()
        self.assertEqual(self.read_money(), [('2026-03-04', 1000)])
        self.enter_statement(1000, match=payment._seek_for_lines()[0])
        self.assertEqual((payment.state, payment.is_matched, self.invoice.amount_residual), ('paid', True, 0))
        self.assertEqual((self.read_money(), self.read_debt()), ([('2026-03-04', 1000)], 0))

    def test_a_part_of_the_invoice(self):
        payment = self.make_payment(400)
        payment.action_post()
        (self.get_receivable(payment.move_id) | self.get_receivable(self.invoice)).reconcile()
        self.enter_statement(400, match=payment._seek_for_lines()[0])
        self.enter_statement(600, '2026-03-09', match=self.get_receivable(self.invoice))
        self.assertEqual(self.invoice.amount_residual, 0)
        self.assertEqual((self.read_money(), self.read_debt()), ([('2026-03-04', 400), ('2026-03-09', 600)], 0))

    def test_a_payment_of_the_statement_in_two_lines(self):
        """The bank has credited 1 000 by two sums: it is still one payment."""
        payment = self.make_payment(1000)
        payment.action_post()
        self.enter_statement(700, match=payment._seek_for_lines()[0])
        self.enter_statement(300, '2026-03-07', match=payment._seek_for_lines()[0])
        self.assertTrue(payment.is_matched)
        self.assertEqual(self.read_money(), [('2026-03-04', 1000)])

    # ------------------------------------------------------------
    # Payments without one
    # ------------------------------------------------------------

    def test_a_payment_without_an_entry_is_counted_by_the_statement(self):
        """On its way it is neither on the bank account nor off the debt; it is received on the day of the bank."""
        payment = self.pay_without_entry(1000)
        self.assertEqual((self.invoice.amount_residual, self.read_money(), self.read_debt()), (1000, [], 1000))
        self.enter_statement(1000, match=self.get_receivable(self.invoice))
        self.assertEqual((self.invoice.payment_state, payment.state), ('paid', 'paid'))
        self.assertEqual((self.read_money(), self.read_debt()), ([('2026-03-06', 1000)], 0))

    def test_a_payment_without_an_entry_for_a_part(self):
        self.pay_without_entry(400)
        self.enter_statement(400, match=self.get_receivable(self.invoice))
        self.assertEqual(self.invoice.amount_residual, 600)
        self.assertEqual((self.read_money(), self.read_debt()), ([('2026-03-06', 400)], 600))

    def test_a_payment_that_gets_its_account_later(self):
        """Once the payment has an entry, it is counted by it, and the line of the statement is matched with it."""
        payment = self.pay_without_entry(1000)
        payment.action_draft()
        payment.outstanding_account_id = payment._get_outstanding_account('inbound')
        payment.action_post()
        self.assertEqual(self.read_money(), [('2026-03-04', 1000)])
        self.enter_statement(1000, match=payment._seek_for_lines()[0])
        self.assertEqual(self.read_money(), [('2026-03-04', 1000)])

    # ------------------------------------------------------------
    # Statements alone, money paid back, other currencies
    # ------------------------------------------------------------

    def test_a_line_without_a_payment(self):
        """It is money of a customer once its counterpart is a debt of his, also as a prepayment."""
        line = self.enter_statement(250)
        self.assertEqual(self.read_money(), [], 'nobody has said yet what it is')
        line._seek_for_lines()[1].account_id = self.receivable
        self.assertEqual(self.read_money(), [('2026-03-06', 250)])

    def test_money_paid_back(self):
        """By a payment and its line, by a payment without an entry and its line, and by a line alone."""
        payment = self.make_payment(100, outbound=True)
        payment.action_post()
        self.enter_statement(-100, match=payment._seek_for_lines()[0])
        self.assertEqual(self.read_money(), [('2026-03-04', -100)])
        note = self.make_invoice(self.partner, 50, move_type='out_refund', invoice_date='2026-03-03')
        back = self.make_payment(50, '2026-03-05', outbound=True, invoice_ids=note.ids)
        back.outstanding_account_id = False
        back.action_post()
        self.assertEqual(self.read_money(), [('2026-03-04', -100)])
        self.enter_statement(-50, '2026-03-08', match=self.get_receivable(note))
        line = self.enter_statement(-30, '2026-03-09')
        line._seek_for_lines()[1].account_id = self.receivable
        self.assertEqual(self.read_money(), [('2026-03-04', -100), ('2026-03-08', -50), ('2026-03-09', -30)])

    def test_payments_in_another_currency(self):
        """100 dollars at 40 of the payment; at 41 of the bank the 100 of difference are no money of a customer."""
        dollar = self.env.ref('base.USD')
        dollar.active = True
        self.env['res.currency.rate'].search([('currency_id', '=', dollar.id)]).unlink()
        self.env['res.currency.rate'].create([
            {'currency_id': dollar.id, 'name': day, 'rate': 1 / rate, 'company_id': self.company.id}
            for day, rate in (('2026-03-01', 40), ('2026-03-06', 41))])
        bank = self.env['account.journal'].create({
            'name': 'Валютний рахунок', 'type': 'bank', 'code': 'VAL', 'company_id': self.company.id,
            'currency_id': dollar.id})
        values = {'journal_id': bank.id, 'currency_id': dollar.id}
        payment = self.make_payment(100, **values)
        payment.action_post()
        self.enter_statement(100, match=payment._seek_for_lines()[0], journal=bank)
        self.assertEqual(self.read_money(), [('2026-03-04', 4000)])
        invoice = self.make_invoice(
            self.partner, 100, currency_id=dollar.id, invoice_date='2026-03-02', invoice_payment_term_id=False)
        second = self.make_payment(100, '2026-03-05', invoice_ids=invoice.ids, **values)
        second.outstanding_account_id = False
        second.action_post()
        self.enter_statement(100, '2026-03-07', match=self.get_receivable(invoice), journal=bank)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(self.read_money(), [('2026-03-04', 4000), ('2026-03-07', 4100)])

    def test_a_refused_or_cancelled_payment(self):
        payment = self.make_payment(1000)
        payment.action_post()
        payment.action_cancel()
        rejected = self.pay_without_entry(10)
        rejected.action_reject()
        self.assertEqual(self.read_money(), [])
        self.assertEqual(self.env['account.move'].search_count([
            ('origin_payment_id', 'in', (payment | rejected).ids), ('state', '=', 'posted')]), 0)

    # ------------------------------------------------------------
    # Debt on a day
    # ------------------------------------------------------------

    def test_debt_at_the_end_of_a_day(self):
        """What is open of the debits up to a day and what was settled later is the sum of all changes up to it."""
        chance, first = random.Random(7), date(2026, 1, 1)
        days = [first + timedelta(days=number) for number in range(0, 90, 9)]
        customers = [self.partner, self.make_partner(name='Інший')]
        for _each in range(12):
            partner, day = chance.choice(customers), chance.choice(days)
            invoice = self.make_invoice(
                partner, chance.randrange(100, 900), invoice_date=day, invoice_date_due=day, invoice_payment_term_id=False)
            for _part in range(chance.randrange(3)):
                # by another customer, and before the invoice, too
                credit = self.make_payment(
                    chance.randrange(50, 500), chance.choice(days), partner_id=chance.choice(customers).id)
                credit.action_post()
                (self.get_receivable(invoice) | self.get_receivable(credit.move_id)).filtered(
                    lambda line: not line.reconciled).reconcile()
        self.env.flush_all()
        report = self.env['bas.money.report'].with_user(self.head)
        domain = [('partner_id', 'in', [partner.id for partner in customers])]
        debts = []
        for day in days:
            (usual,), = report._read_group(
                [*domain, ('kind', 'in', ('charge', 'settlement')), ('date', '<=', day)], [], ['debt:sum'])
            (quick,), = report._at_end_of(day)._read_group(domain, [], ['debt:sum'])
            self.assertAlmostEqual(quick or 0, usual or 0, 2, day)
            debts.append(usual)
        self.assertGreater(len(set(debts)), 5)
