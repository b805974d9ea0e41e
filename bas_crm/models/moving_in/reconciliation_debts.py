from collections import defaultdict
from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from ...tools.days import get_today
from .reconciliation import is_equal, make_line, read_number
from .references import CURRENCIES

#: counterparties with a difference that are shown; the others are counted
SHOWN = 100


class BasImport(models.Model):
    """Reconciliation of debts per counterparty, and of what counterparties lack."""

    _inherit = 'bas.import'

    # ------------------------------------------------------------
    # Debts: plus is what they owe us, minus what we owe them
    # ------------------------------------------------------------

    def _get_debt_section(self):
        labels = [
            ['control', self.env._("In the Lists"), False], ['file', self.env._("In the Debts List"), True],
            ['ours', self.env._("Here"), True], ['difference', self.env._("Difference"), False]]
        debts = self._read_debts()
        return {
            'key': 'debts', 'title': self.env._("Debts of counterparties (+ owed to us, − owed by us)"),
            'columns': [{'name': name, 'label': label, 'type': 'amount', 'opens': opens} for name, label, opens in labels],
            'lines': self._get_debt_lines(debts) if debts else []}

    def _read_debts(self):
        """Debts of each currency by themselves: BAS's lists of counterparties tell all debts in its own currency, so they are
        compared only where there is no debt in another one.

        :return: dict: (id of a counterparty, 0: rows without a record; id of a currency) → dict: ``control`` (None if the lists
            tell none), ``file`` (None), ``ours``, ``rows`` (ids)"""
        tables = self.table_ids.filtered(lambda table: table.kind in ('counterparty', 'contract', 'debt') and (
            table.kind == 'debt' or 'debt' in table.column_ids.mapped('key')))
        debts = defaultdict(lambda: {'control': None, 'file': None, 'ours': 0.0, 'rows': []})
        for table in tables.sorted(lambda table: ['counterparty', 'contract', 'debt'].index(table.kind)):
            known = {partner_id for (partner_id, _currency_id), debt in debts.items() if debt['control'] is not None}
            self._add_debts_of_table(table, debts, known)
        own = self.company_id.currency_id.id
        foreign = {partner_id for partner_id, currency_id in debts if currency_id != own}
        for partner_id in foreign & {partner_id for partner_id, currency_id in debts if currency_id == own}:
            debts[partner_id, own]['control'] = None
            if debts[partner_id, own]['file'] is None:
                del debts[partner_id, own]
        for (partner_id, currency_id), (balance, amount) in self._read_balances({key[0] for key in debts}).items():
            if partner_id in foreign:
                if (partner_id, currency_id) in debts:
                    debts[partner_id, currency_id]['ours'] += amount
            else:
                debts[partner_id, own]['ours'] += balance
        return debts

    def _add_debts_of_table(self, table, debts, known):
        """:param known: ids of counterparties whose own list tells the debt, so that their contracts do not add to it"""
        names = ['debt', 'our_debt', 'advance', 'amount', 'currency']
        rows = self._read_texts(table, names, ['id', 'action', 'res_id'])
        owners = self._get_owners(table, {row[-1] for row in rows if row[-1]})
        currencies = {text: self._get_currency_of(text) for text in {row[len(names) - 1] for row in rows}}
        for *texts, currency, id_, action, res_id in rows:
            if action == 'skip':
                continue
            partner_id = owners.get(res_id, 0)
            numbers = [read_number(text) for text in texts]
            if table.kind == 'debt':
                number = self._get_net_debt(*numbers)
            elif partner_id in known or not texts[0]:
                continue
            else:
                number = numbers[0]
            column = 'file' if table.kind == 'debt' else 'control'
            debt = debts[partner_id, currencies[currency]]
            debt[column] = (debt[column] or 0) + number
            debt['rows'].append(id_)

    def _get_currency_of(self, text):
        """:return: id of the currency that a text names, the company's for an empty one or for one that nobody knows"""
        word = (text or '').strip().casefold()
        code = CURRENCIES.get(word, word).upper()
        currency = self.env['res.currency'].with_context(active_test=False).search([('name', '=', code)]) if code else False
        return (currency or self.company_id.currency_id).id

    def _get_net_debt(self, debt, our_debt, advance, amount):
        """:return: float: what they owe us less what we owe them"""
        return (debt - our_debt - advance) if debt or our_debt or advance else amount

    def _get_owners(self, table, ids):
        """:return: dict: id of a record of the list → id of its commercial counterparty"""
        model, path = {
            'counterparty': ('res.partner', 'commercial_partner_id'), 'contract': ('bas.contract', 'partner_id'),
            'debt': ('account.move.line', 'partner_id')}[table.kind]
        records = self.env[model].with_context(active_test=False).browse(ids).exists()
        return {record.id: record[path].commercial_partner_id.id for record in records}

    def _read_balances(self, partner_ids):
        """Posted lines before the move, and the opening entries of this import, which an accountant has yet to post.

        :return: dict: (id of a counterparty, id of a currency) → tuple of the balance of its receivable and payable accounts and
            of the amount in this currency"""
        moves = self.env['bas.import.change'].search([
            ('import_id', '=', self.id), ('res_model', '=', 'account.move'), ('kind', '=', 'created'),
            ('undo_state', '=', False)])
        moved_on = self.company_id.bas_moved_on
        self.env['account.move.line'].flush_model()
        return {(partner_id, currency_id): sums for partner_id, currency_id, *sums in self.env.execute_query(SQL(
            """SELECT COALESCE(partner.commercial_partner_id, line.partner_id), line.currency_id, SUM(line.balance),
                      SUM(line.amount_currency)
                 FROM account_move_line line JOIN res_partner partner ON partner.id = line.partner_id
                 JOIN account_account account ON account.id = line.account_id
                  AND account.account_type IN ('asset_receivable', 'liability_payable')
                WHERE line.company_id = %s AND partner.commercial_partner_id = ANY(%s)
                  AND (line.move_id = ANY(%s) OR (line.parent_state = 'posted' AND %s))
             GROUP BY 1, 2""",
            self.company_id.id, [id_ for id_ in partner_ids if id_], moves.mapped('res_id'),
            SQL("line.date < %s", moved_on) if moved_on else SQL("TRUE")))}

    def _get_debt_lines(self, debts):
        own = self.company_id.currency_id.id
        lines = [self._get_debt_line(*key, debt) for key, debt in debts.items()]
        added = [line for (_partner_id, currency_id), line in zip(debts, lines, strict=True) if currency_id == own]
        different = sorted((line for line in lines if line['mood'] != 'ok'), key=lambda line: -abs(line['cells']['difference']))
        total = {}
        for name in lines[0]['cells']:
            told = [line['cells'][name] for line in added if line['cells'][name] is not False]
            total[name] = round(sum(told), 2) if told else False
        hidden = len(different) - SHOWN
        notes = [self.env._("Counterparties whose debts agree: %s.", len(lines) - len(different))]
        if len(lines) > len(added):
            notes.append(self.env._("Debts in other currencies stand by themselves: %s.", len(lines) - len(added)))
        if hidden > 0:
            notes.append(self.env._("More counterparties with a difference, not shown: %s.", hidden))
        return [make_line('all', self.env._("All Counterparties"), total, 'info', ' '.join(notes)), *different[:SHOWN]]

    def _get_debt_line(self, partner_id, currency_id, debt):
        wanted = debt['control'] if debt['control'] is not None else debt['file']
        partner = self.env['res.partner'].browse(partner_id)
        mood, note = 'ok', ''
        if not is_equal(debt['ours'], wanted):
            mood, note = 'wrong', self.env._("The debt here differs from the file.")
        if not partner_id:
            note = self.env._("These rows are not imported.")
        name = partner.display_name or self.env._("Without a counterparty")
        currency = self.env['res.currency'].browse(currency_id)
        if currency != self.company_id.currency_id:
            name = f'{name}, {currency.name}'
        return make_line(f'{partner_id}-{currency_id}', name, {
            **{name: False if debt[name] is None else round(debt[name], 2) for name in ('control', 'file')},
            'ours': round(debt['ours'], 2), 'difference': round(debt['ours'] - wanted, 2)}, mood, note)

    def _find_debts_of_line(self, key):
        debts = self._read_debts()
        wanted = [one for one in debts if key in ('all', '-'.join(map(str, one)))]
        rows = [id_ for one in wanted for id_ in debts[one]['rows']]
        return rows, 'res.partner', list({partner_id for partner_id, _currency_id in wanted if partner_id})

    def _get_opening_day(self):
        """:return: date of the debts: the last day before the move; today if the day of the move is not set"""
        moved_on = self.company_id.bas_moved_on
        return moved_on - timedelta(days=1) if moved_on else get_today(self.env, self.company_id)

    # ------------------------------------------------------------
    # What counterparties lack
    # ------------------------------------------------------------

    def _get_quality_section(self):
        titles = {
            'code': self.env._("Without EDRPOU, RNOKPP and tax number"), 'phone': self.env._("Without a phone"),
            'manager': self.env._("Without a manager")}
        partners = self._get_imported_partners()
        found = {key: self._find_quality_of_line(key)[2] for key in titles} if partners else {}
        return {
            'key': 'quality', 'title': self.env._("Counterparties to complete"),
            'columns': [{'name': 'count', 'label': self.env._("Counterparties"), 'type': 'count', 'opens': True}],
            'lines': [make_line(key, titles[key], {'count': len(ids)}, 'info') for key, ids in found.items()]}

    def _get_imported_partners(self):
        tables = self.table_ids.filtered(lambda table: table.kind == 'counterparty')
        self.env['bas.import.row'].flush_model()
        rows = self.env.execute_query(SQL(
            "SELECT DISTINCT res_id FROM bas_import_row WHERE table_id = ANY(%s) AND step = 'imported' AND res_id IS NOT NULL",
            tables.ids))
        return self.env['res.partner'].with_context(active_test=False).browse(id_ for id_, in rows).exists()

    def _find_quality_of_line(self, key):
        domain = {
            'code': [('company_registry', 'in', (False, '')), ('vat', 'in', (False, '', '/'))],
            'phone': [('phone', 'in', (False, ''))], 'manager': [('user_id', '=', False)]}.get(key)
        partners = self._get_imported_partners() if domain else self.env['res.partner']
        return [], 'res.partner', partners.search([('id', 'in', partners.ids), *domain]).ids if partners else []
