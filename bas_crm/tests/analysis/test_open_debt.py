import random
from datetime import date, timedelta

from odoo.tests import tagged

from ...tools.marks import mark
from .test_manager_report import ManagerCase

#: a filter that open items do not know: the figures come from all movements
BY_MOVEMENTS = [('date', '!=', False)]
FIRST = date(2026, 1, 10)


@tagged('post_install', '-at_install')
class TestOpenDebt(ManagerCase):
    """The debt from open items is that from all movements, on every day, whatever has happened before and after it."""

    def make_history(self, seed):
        chance = random.Random(seed)
        partners = [self.partner, self.neighbour, self.make_partner(name='Без менеджера', user_id=False)]
        for _turn in range(8):
            day = FIRST + timedelta(days=chance.randrange(70))
            due = day + timedelta(days=chance.choice((-3, 0, 5, 30)))
            move_type = chance.choice(('out_invoice', 'out_invoice', 'out_invoice', 'out_refund'))
            partner, amount = chance.choice(partners), chance.choice((100, 333.33, 1000))
            invoice = self.owe(amount, str(day), str(due), partner=partner, move_type=move_type)
            for part in chance.choice(((), (1,), (0.25,), (0.3, 0.7))):
                if move_type == 'out_invoice':
                    paid_on = day + timedelta(days=chance.randrange(-5, 60))
                    payer = chance.choice((partner, partner, chance.choice(partners)))
                    self.settle(invoice, round(amount * part, 2), str(paid_on), partner=payer)
        self.take_money(77.7, str(FIRST + timedelta(days=20)), chance.choice(partners))

    def read_debt(self, domain, day):
        table = self.get_table('debt', domain=domain, period='day', date=str(day))
        rows = {row['user_id']: (row['figures'], row['previous']) for row in table['rows']
                if any(row['figures'].values()) or any(row['previous'].values())}
        return rows, table['total']

    def test_every_day_of_a_history(self):
        for seed in range(3):
            with self.subTest(seed=seed):
                self.make_history(seed)
                for days in range(-2, 140, 7):
                    day = FIRST + timedelta(days=days)
                    self.assertEqual(self.read_debt([], day), self.read_debt(BY_MOVEMENTS, day), day)

    def test_what_one_pays_for_another(self):
        """The invoice is paid, so its customer owes nothing; by the ledger the payer has a prepayment."""
        invoice = self.owe(1000, '2026-03-02', '2026-03-05')
        self.settle(invoice, 1000, '2026-03-10', partner=self.neighbour)
        rows, total = self.read_debt([], '2026-03-12')
        self.assertEqual({user: figures['debt'] for user, (figures, _before) in rows.items()},
                         {self.own.id: 1000, self.other.id: -1000})
        self.assertEqual((total['figures']['debt'], total['figures']['overdue_debt']), (0, 0))

    def test_what_is_paid_is_not_read(self):
        """In an old firm nearly everything is paid: the debt is computed from the rest."""
        for _turn in range(3):
            self.settle(self.owe(1000, '2026-03-02', '2026-03-05'), 1000, '2026-03-04')
        self.owe(500, '2026-03-02', '2026-03-05')
        report = self.report.with_context(bas_manager_period='day', bas_manager_date='2026-03-12')
        rows = [('kind', 'in', ('debt', 'overdue', 'settled')), ('partner_id', '=', self.partner.id)]
        self.assertEqual(report.search_count(rows), 7 + 4 + 3, 'movements: entries, debits, payments of them')
        days = (date(2026, 3, 12), date(2026, 2, 12))
        self.assertEqual(
            mark(report, open_debt=days).search_count(rows), 2 + 7, 'the open invoice for each day, and what came later')
        self.assertEqual(mark(report, open_debt=days[:1]).search_count(rows), 1, 'the open invoice')

    def test_both_periods_are_read_at_once(self):
        self.owe(1000, '2026-03-02', '2026-03-05')
        counts = []
        for domain in ([], BY_MOVEMENTS) * 2:
            self.env.invalidate_all()
            counts.append(self.count_queries(lambda domain=domain: self.read_debt(domain, '2026-03-12')))
        self.assertEqual(counts[2], counts[3] - 1)

    def test_filters_by_fields_of_movements(self):
        """A filter by customer is applied to open items; a filter by day needs the movements."""
        self.owe(1000, '2026-03-02', '2026-03-05')
        self.assertEqual(self.read_debt([('partner_id', '=', self.partner.id)], '2026-03-12')[1]['figures']['debt'], 1000)
        self.assertEqual(self.read_debt([('partner_id.name', 'ilike', 'нікого')], '2026-03-12')[1]['figures']['debt'], 0)
        self.assertEqual(self.read_debt([('date', '<', '2026-03-01')], '2026-03-12')[1]['figures']['debt'], 0)
