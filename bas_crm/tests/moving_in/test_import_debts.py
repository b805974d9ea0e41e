from datetime import date

from odoo.tests import tagged

from ..common import InvoicingCase
from ..common_moving import MovingCase, make_source

DEBTS = ['Контрагент', 'Договір', 'Документ розрахунків', 'Валюта', 'Строк оплати', 'Борг контрагента', 'Наш борг']
ROWS = [
    ['ТОВ «Ромашка»', '12', 'Видаткова накладна РН-1', 'UAH', '2025-12-20', '1500.50', ''],
    ['ТОВ «Ромашка»', '', 'Аванс ПП-7', 'UAH', '', '', '300'],
    ['ТОВ «Дошка»', '', 'Надходження ПН-2', 'UAH', '2026-01-15', '', '800'],
    ['ТОВ «Ромашка»', '', '', 'UAH', '', '0', ''],
]


@tagged('post_install', '-at_install')
class TestImportDebt(InvoicingCase, MovingCase):
    """Opening debts become one draft entry, which an accountant posts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.bas_moved_on = '2026-01-01'
        cls.customer = cls.env['res.partner'].create({'name': 'ТОВ «Ромашка»', 'is_company': True, 'is_customer': True})
        cls.supplier = cls.env['res.partner'].create({
            'name': 'ТОВ «Дошка»', 'is_company': True, 'is_supplier': True, 'is_customer': False})

    def find_entries(self):
        return self.env['account.move'].search([('ref', 'ilike', 'Opening debts'), ('company_id', '=', self.company.id)])

    def read_lines(self, entry):
        return sorted((line.partner_id.name or '', line.account_id.account_type, line.balance) for line in entry.line_ids)

    def test_one_draft_entry(self):
        self.assertFalse(self.head.has_group('account.group_account_invoice'))
        session = self.bring(make_source(DEBTS, ROWS, kind='debt'))
        self.assertEqual(self.read_actions(session), ['create', 'create', 'create', 'skip'])
        entry = self.find_entries()
        self.assertEqual(len(entry), 1)
        self.assertEqual((entry.state, entry.date, entry.journal_id.type), ('draft', date(2025, 12, 31), 'general'))
        self.assertEqual(self.read_lines(entry), [
            ('', 'equity_unaffected', -400.5), ('ТОВ «Дошка»', 'liability_payable', -800),
            ('ТОВ «Ромашка»', 'asset_receivable', -300), ('ТОВ «Ромашка»', 'asset_receivable', 1500.5)])
        bill = entry.line_ids.filtered(lambda line: line.balance == 1500.5)
        self.assertEqual((bill.date_maturity, bill.name), (date(2025, 12, 20), 'Видаткова накладна РН-1 · 12'))
        entry.action_post()
        self.assertEqual(self.customer.with_company(self.company).credit, 1200.5)

    def test_the_same_debts_again(self):
        self.bring(make_source(DEBTS, ROWS, kind='debt'))
        self.assertEqual(self.read_actions(self.bring(make_source(DEBTS, ROWS, kind='debt'))), ['unchanged'] * 3 + ['skip'])
        other = [[*ROWS[0][:5], '999', ''], *ROWS[1:]]
        session = self.bring(make_source(DEBTS, other, kind='debt'))
        self.assertEqual(self.read_actions(session), ['error', 'unchanged', 'unchanged', 'skip'])
        self.assertEqual(len(self.find_entries()), 1)

    def test_rows_corrected_later_go_into_the_same_draft(self):
        session = self.bring(make_source(DEBTS, [*ROWS[:1], [*ROWS[1][:6], '3oo']], kind='debt'))
        self.assertEqual(self.read_actions(session), ['create', 'error'])
        row = session.row_ids.filtered(lambda one: one.action == 'error')
        row.values = {**row.values, 'our_debt': '300'}
        session.action_import()
        entry = self.find_entries()
        self.assertEqual(sorted(entry.line_ids.mapped('balance')), [-1200.5, -300, 1500.5])
        entry.action_post()

    def test_the_undo_of_a_draft(self):
        before = self.read_tables('account.move', 'account.move.line')
        session = self.bring(make_source(DEBTS, ROWS, kind='debt'))
        self.assertEqual(session.get_undo_preview()['deleted'], 5)
        session.action_undo()
        self.assertEqual(self.read_tables('account.move', 'account.move.line'), before)

    def test_a_posted_entry_is_kept_with_the_reason(self):
        session = self.bring(make_source(DEBTS, ROWS, kind='debt'))
        self.find_entries().action_post()
        preview = session.get_undo_preview()
        self.assertEqual((preview['deleted'], preview['kept']), (0, 5))
        self.assertIn('The entry is posted: an accountant has to reverse it.', preview['reasons'])
        session.action_undo()
        self.assertEqual(self.find_entries().state, 'posted')
        self.assertEqual(set(session.change_ids.filtered(lambda one: one.kind == 'created').mapped('undo_state')), {'kept'})

    def test_a_chart_without_an_opening_account_is_asked_about(self):
        accounts = self.env['account.account'].search([('account_type', '=', 'equity_unaffected')])
        accounts.account_type = 'equity'
        session = self.make_session(make_source(DEBTS, ROWS, kind='debt'))
        session.action_check()
        self.assertEqual(self.read_actions(session), ['question'] * 3 + ['skip'])
        self.answer(session, 'value', 'use', answer_value='nothing')
        self.assertEqual(self.read_actions(session)[0], 'error')
        self.answer(session, 'value', 'use', answer_value=accounts[0].code)
        session.action_import()
        self.assertIn(accounts[0], self.find_entries().line_ids.account_id)

    def test_a_foreign_debt_by_the_rate_of_the_day(self):
        dollar = self.env.ref('base.USD')
        dollar.active = True
        self.env['res.currency.rate'].search([('currency_id', '=', dollar.id)]).unlink()
        rows = [['ТОВ «Ромашка»', '', 'РН-5', 'USD', '', '100', '']]
        session = self.bring(make_source(DEBTS, rows, kind='debt'))
        self.assertEqual(self.read_actions(session), ['error'])
        self.env['res.currency.rate'].create({
            'currency_id': dollar.id, 'name': '2025-12-31', 'inverse_company_rate': 42, 'company_id': self.company.id})
        session.action_check()
        session.action_import()
        line = self.find_entries().line_ids.filtered('partner_id')
        self.assertEqual((line.balance, line.amount_currency, line.currency_id), (4200, 100, dollar))
        lines = self.read_debts(session)
        self.assertNotIn('ТОВ «Ромашка», USD', lines, 'it agrees, in dollars')
        self.assertIn(' 1.', lines['All Counterparties']['note'])
        self.assertEqual(lines['All Counterparties']['cells']['difference'], False)

    def test_a_foreign_debt_that_differs_is_never_green(self):
        dollar = self.env.ref('base.USD')
        dollar.active = True
        self.env['res.currency.rate'].search([('currency_id', '=', dollar.id)]).unlink()
        self.env['res.currency.rate'].create({
            'currency_id': dollar.id, 'name': '2025-12-31', 'inverse_company_rate': 42, 'company_id': self.company.id})
        session = self.bring(make_source(DEBTS, [['ТОВ «Ромашка»', '', 'РН-5', 'USD', '', '100', '']], kind='debt'))
        session.row_ids._program_write({'values': {**session.row_ids.values, 'debt': '130'}})
        line = self.read_debts(session)['ТОВ «Ромашка», USD']
        self.assertEqual((line['mood'], line['cells']['ours'], line['cells']['difference']), ('wrong', 100, -30))
        self.assertFalse(session.get_reconciliation()['is_green'])

    def read_debts(self, session):
        """:return: dict: name → line of the reconciliation of debts"""
        lines, = [section['lines'] for section in session.get_reconciliation()['sections'] if section['key'] == 'debts']
        return {line['name']: line for line in lines}

    def test_a_code_finds_its_counterparty(self):
        self.customer.company_registry = '32855961'
        self.bring(make_source(['ЄДРПОУ', 'Борг контрагента'], [['32855961', '70']], kind='debt'))
        self.assertEqual(self.find_entries().line_ids.filtered('partner_id').partner_id, self.customer)

    def test_the_reconciliation_agrees(self):
        partners = make_source(['Найменування', 'Борг (+ нам, - ми)', 'Код'], [
            ['ТОВ «Ромашка»', '1200.50', '1'], ['ТОВ «Дошка»', '-800', '2']], kind='counterparty')
        session = self.make_session(partners, make_source(DEBTS, ROWS, kind='debt'))
        session.action_check()
        for question in session.question_ids.filtered(lambda one: one.question_type == 'same'):
            question.answer = 'use'
        session.action_import()
        found = session.get_reconciliation()
        lines, = [section['lines'] for section in found['sections'] if section['key'] == 'debts']
        self.assertEqual([(line['cells'], line['mood']) for line in lines], [
            ({'control': 400.5, 'file': 400.5, 'ours': 400.5, 'difference': 0}, 'info')])
        self.assertTrue(found['is_green'], found)
