from collections import defaultdict
from datetime import timedelta

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.days import get_today
from .reconciliation import is_equal, make_line, read_number
from .references import CURRENCIES

#: lists that tell debts, in the order in which they count: kind → model of their records and its field of the counterparty
OWNERS = {
    'counterparty': ('res.partner', 'id'), 'contract': ('bas.contract', 'partner_id'),
    'debt': ('account.move.line', 'partner_id')}
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
            tell none), ``file`` (None), ``ours``"""
        debts = defaultdict(lambda: {'control': None, 'file': None, 'ours': 0.0})
        for table in self._get_debt_tables():
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

    def _get_debt_tables(self):
        """:return: lists that tell debts, in the order in which they count"""
        order = list(OWNERS)
        tables = self.table_ids.filtered(lambda table: table.kind == 'debt' or (
            table.kind in OWNERS and 'debt' in table.column_ids.mapped('key')))
        return tables.sorted(lambda table: order.index(table.kind))

    def _get_debt_rows(self, table):
        """:return: SQL of the rows of a list of debts that are not skipped: ``id``, ``partner_id`` (the commercial counterparty,
            0 for a row without a record), and the texts ``debt``, ``our_debt``, ``advance``, ``amount``, ``currency``"""
        model, owner = OWNERS[table.kind]
        for name in ('bas.import.row', 'res.partner', model):
            self.env[name].flush_model()
        return SQL(
            """SELECT line.id, COALESCE(owner.commercial_partner_id, 0) AS partner_id, line.values ->> 'debt' AS debt,
                      line.values ->> 'our_debt' AS our_debt, line.values ->> 'advance' AS advance,
                      line.values ->> 'amount' AS amount, COALESCE(line.values ->> 'currency', '') AS currency
                 FROM bas_import_row line
                 LEFT JOIN %s source ON source.id = line.res_id
                 LEFT JOIN res_partner owner ON owner.id = source.%s
                WHERE line.table_id = %s AND line.action IS DISTINCT FROM 'skip'""",
            SQL.identifier(self.env[model]._table), SQL.identifier(owner), table.id)

    def _add_debts_of_table(self, table, debts, known):
        """:param known: ids of counterparties whose own list tells the debt, so that their contracts do not add to it"""
        rows = self.env.execute_query(SQL(
            "SELECT partner_id, currency, debt, our_debt, advance, amount FROM (%s) found ORDER BY id",
            self._get_debt_rows(table)))
        currencies = {text: self._get_currency_of(text) for text in {currency for _partner_id, currency, *_texts in rows}}
        column = 'file' if table.kind == 'debt' else 'control'
        for partner_id, currency, *texts in rows:
            if column == 'control' and (partner_id in known or not texts[0]):
                continue
            numbers = [read_number(text) for text in texts]
            debt = debts[partner_id, currencies[currency]]
            debt[column] = (debt[column] or 0) + (self._get_net_debt(*numbers) if column == 'file' else numbers[0])

    def _get_currency_of(self, text):
        """:return: id of the currency that a text names, the company's for an empty one or for one that nobody knows"""
        word = (text or '').strip().casefold()
        code = CURRENCIES.get(word, word).upper()
        currency = self.env['res.currency'].with_context(active_test=False).search([('name', '=', code)]) if code else False
        return (currency or self.company_id.currency_id).id

    def _get_net_debt(self, debt, our_debt, advance, amount):
        """:return: float: what they owe us less what we owe them"""
        return (debt - our_debt - advance) if debt or our_debt or advance else amount

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

    def _get_debt_domain(self, key, column):
        """:return: domain of the rows of the lists of debts, or of the counterparties, of a line; found by the database"""
        partner_id, _line, currency_id = key.partition('-')
        wanted, queries = SQL("TRUE"), []
        if key != 'all':
            if not all(id_.isdecimal() and len(id_) < 10 for id_ in (partner_id, currency_id)):
                return Domain.FALSE
            wanted = SQL("found.partner_id = %s", int(partner_id))
        for table in self._get_debt_tables():
            rows = self._get_debt_rows(table)
            if column != 'file':
                told = SQL("TRUE") if table.kind == 'debt' else SQL("found.debt != ''")
                queries.append(SQL("SELECT found.partner_id FROM (%s) found WHERE %s AND %s", rows, wanted, told))
            elif table.kind == 'debt':
                texts = [text for text, in self.env.execute_query(SQL("SELECT DISTINCT currency FROM (%s) found", rows))
                         if key == 'all' or self._get_currency_of(text) == int(currency_id)]
                queries.append(SQL("SELECT found.id FROM (%s) found WHERE %s AND found.currency = ANY(%s)", rows, wanted, texts))
        return Domain('id', 'in', SQL("(%s)", SQL(" UNION ").join(queries))) if queries else Domain.FALSE

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
        partners = self.env['res.partner'].with_context(active_test=False)
        counts = {key: partners.search_count(self._get_quality_domain(key, 'count')) for key in titles
                  } if partners.search_count(self._get_imported_domain(), limit=1) else {}
        return {
            'key': 'quality', 'title': self.env._("Counterparties to complete"),
            'columns': [{'name': 'count', 'label': self.env._("Counterparties"), 'type': 'count', 'opens': True}],
            'lines': [make_line(key, titles[key], {'count': count}, 'info') for key, count in counts.items()]}

    def _get_imported_domain(self):
        """:return: domain of the counterparties of the lists of counterparties"""
        tables = self.table_ids.filtered(lambda table: table.kind == 'counterparty')
        self.env['bas.import.row'].flush_model()
        return Domain('id', 'in', SQL(
            "(SELECT res_id FROM bas_import_row WHERE table_id = ANY(%s) AND step = 'imported' AND res_id IS NOT NULL)",
            tables.ids))

    def _get_quality_domain(self, key, _column):
        lacking = {
            'code': [('company_registry', 'in', (False, '')), ('vat', 'in', (False, '', '/'))],
            'phone': [('phone', 'in', (False, ''))], 'manager': [('user_id', '=', False)]}.get(key)
        return self._get_imported_domain() & Domain(lacking) if lacking else Domain.FALSE
