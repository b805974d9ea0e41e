from datetime import date, timedelta

from freezegun import freeze_time

from odoo.fields import Command

from ..analysis.test_manager_report import ManagerCase

TODAY = date(2026, 3, 10)
IBAN = 'UA813220010000026003300003624'


class DebtCase(ManagerCase):
    """The 10th of March 2026 in Kyiv: customers of two managers of a firm with an account for payments."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clock = freeze_time('2026-03-10 10:00:00')
        clock.start()
        cls.addClassCleanup(clock.stop)
        cls.make_firm_ukrainian()
        cls.company.partner_id.company_registry = '32855961'
        cls.env['res.partner.bank'].create({'partner_id': cls.company.partner_id.id, 'acc_number': IBAN})
        cls.env['res.lang']._activate_lang('en_US')
        cls.debts = cls.env['bas.debtor.report']
        cls.own.write({'name': 'Бойко Марія', 'email': 'boyko@example.com'})
        cls.other.write({'name': 'Лис Ігор', 'email': 'lys@example.com'})
        cls.partner.write({'email': 'svitanok@example.com', 'phone': '+380671234567', 'lang': 'en_US'})

    @classmethod
    def owe_since(cls, days, amount=1000, partner=None, **values):
        """A posted invoice that was to be paid ``days`` ago; negative: that is to be paid in some days."""
        due = TODAY - timedelta(days=days)
        return cls.make_invoice(
            partner or cls.partner, amount, invoice_date=min(due, TODAY), invoice_date_due=due, invoice_payment_term_id=False,
            **values)

    @classmethod
    def owe_before_the_move(cls, amount, name, due=False, partner=None, posted=True):
        """The entry of an opening debt, as moving in makes it."""
        partner = partner or cls.partner
        journal = cls.env['account.journal'].search([('type', '=', 'general'), ('company_id', '=', cls.company.id)], limit=1)
        opening = cls.env['account.account'].search([
            ('account_type', '=', 'equity_unaffected'), ('company_ids', 'in', cls.company.ids)], limit=1)
        entry = cls.env['account.move'].create({
            'move_type': 'entry', 'journal_id': journal.id, 'date': '2026-01-31', 'line_ids': [
                Command.create({'account_id': partner.property_account_receivable_id.id, 'partner_id': partner.id,
                                'name': name, 'debit': amount, 'date_maturity': due}),
                Command.create({'account_id': opening.id, 'credit': amount})]})
        if posted:
            entry.action_post()
        return entry

    def read_debts(self, user=None, domain=()):
        return self.debts.with_user(user or self.all).search([('partner_id', 'in', self.get_customers().ids), *domain])

    def get_customers(self):
        return self.partner | self.neighbour
