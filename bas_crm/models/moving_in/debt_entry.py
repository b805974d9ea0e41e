from odoo import api, models

from .rows import Question


class BasImportKindDebt(models.AbstractModel):
    """The draft entry of the opening debts: one of an import, against one opening account."""

    _inherit = 'bas.import.kind.debt'

    def _open_entry(self, batch, day):
        """Find, or create, the draft entry that the debts of this import go into."""
        rows = [row for row in batch.get_open_rows() if row.is_new]
        if not rows:
            return
        journal = self.env['account.journal'].search([
            *self.env['account.journal']._check_company_domain(batch.company), ('type', '=', 'general')], limit=1)
        if not journal:
            for row in rows:
                row.error(self.env._(
                    "There is no journal of miscellaneous entries. Ask the accountant to load the chart of accounts."))
            return
        account = self._find_opening_account(batch, rows)
        if account and not batch.is_check:
            entry = self._find_entry(batch) or batch.create_records('account.move', [(None, {
                'move_type': 'entry', 'journal_id': journal.id, 'date': day, 'company_id': batch.company.id,
                'ref': self.env._("Opening debts: %s", batch.session.name)})])[0]
            batch.cache['entry'].update(id=entry.id, account=account)

    def _find_entry(self, batch):
        """:return: the draft entry of this import"""
        ids = self.env['bas.import.change'].search([
            ('import_id', '=', batch.session.id), ('res_model', '=', 'account.move'), ('kind', '=', 'created')]).mapped('res_id')
        return self.env['account.move'].browse(ids).exists().filtered(lambda move: move.state == 'draft')[:1]

    def _find_opening_account(self, batch, rows):
        """:return: ``account.account`` of the chart for opening balances; else the one whose code a person has told"""
        accounts = self.env['account.account'].with_company(batch.company)
        own = accounts._check_company_domain(batch.company)
        found = accounts.search([*own, ('account_type', '=', 'equity_unaffected')], limit=1)
        if found:
            return found
        for row in rows:
            answer = batch.ask(row, Question(
                'value', f'opening account|{batch.company.id}', self.env._(
                    "Opening debts: the chart of accounts has no account of opening balances. Which one faces the debts? Ask the "
                    "accountant and write its code."), ['use', 'skip']))
            if answer and answer.answer == 'skip':
                row.is_skipped = True
            elif answer:
                found = found or accounts.search([*own, ('code', '=', (answer.answer_value or '').strip())], limit=1)
                if not found:
                    row.error(self.env._("There is no account with the code «%s».", answer.answer_value))
        return found

    @api.model
    def _after_write(self, batch):
        """The entry is balanced by one line of the opening account."""
        total = sum(row.record.balance for row in batch.get_written_rows() if row.is_new)
        entry_id, account = batch.cache['entry'].get('id'), batch.cache['entry'].get('account')
        if not entry_id:
            return
        entry = self.env['account.move'].browse(entry_id)
        line = entry.line_ids.filtered(lambda one: one.account_id == account and not one.partner_id)[:1]
        if line:
            # It goes with the entry when the import is undone, so that its changes are not noted.
            line.write({'balance': line.balance - total, 'amount_currency': line.balance - total})
        else:
            batch.create_records('account.move.line', [(None, {
                'move_id': entry_id, 'account_id': account.id, 'name': self.env._("Opening debts"), 'balance': -total,
                'amount_currency': -total, 'currency_id': batch.company.currency_id.id})])
