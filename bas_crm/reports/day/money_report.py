from odoo import fields, models
from odoo.tools import SQL

from ...tools.marks import mark, read_mark

#: kinds of rows; the position of a kind is a part of the ids of its rows
KINDS = ('payment', 'entry', 'charge', 'settlement')
#: kind → the model whose id is in the id of a row
MODELS = {
    'payment': 'account.payment', 'entry': 'account.move.line', 'charge': 'account.move.line',
    'settlement': 'account.partial.reconcile',
}
#: columns of every branch with their types: if types differ, PostgreSQL does not skip columns that are not requested
COLUMNS = {
    'id': 'int8', 'kind': 'varchar', 'date': 'date', 'user_id': 'int4', 'team_id': 'int4', 'partner_id': 'int4',
    'journal_id': 'int4', 'company_id': 'int4', 'currency_id': 'int4', 'amount': 'numeric', 'debt': 'numeric',
}


class BasMoneyReport(models.Model):
    """Money of customers: what they have paid, and how their debts have changed, one row per document.

    * ``payment``: payments of customers, less what was paid back, by their date. ``entry``: the same of entries in a bank or
      cash journal that were made without a payment, e.g. of a bank statement. A payment without a journal entry (its method
      has no outstanding account) is no row: its money is that of the line of the bank statement, and until then neither the
      debt nor the bank account have changed.
    * ``charge``: a debit of a receivable account by its date; ``settlement``: a reconciliation that reduces it. Their sum up to
      a day is what customers owed on that day, without their prepayments.

    Rows belong to the salesperson of the commercial partner, like a debt in the managers' analysis. Amounts are in the
    company's currency.
    """

    _name = 'bas.money.report'
    _inherit = ['bas.report.mixin']
    _description = 'Money of Customers'
    _auto = False
    _rec_name = 'document'
    _rec_names_search = ['partner_id']
    _order = 'date desc, id desc'
    _depends = {
        'account.account': ['account_type'],
        'account.journal': ['type'],
        'account.move.line': ['account_id', 'parent_state', 'date', 'balance', 'partner_id', 'company_id', 'journal_id',
                              'move_id', 'payment_id', 'amount_residual'],
        'account.partial.reconcile': ['debit_move_id', 'amount', 'max_date'],
        'account.payment': ['date', 'state', 'partner_type', 'partner_id', 'company_id', 'journal_id', 'move_id',
                            'amount_company_currency_signed'],
        'res.company': ['currency_id'],
        'res.partner': ['commercial_partner_id', 'user_id'],
        'res.users': ['sale_team_id'],
    }

    kind = fields.Selection([
        ('payment', "Payment of a Customer"), ('entry', "Bank or Cash Entry"), ('charge', "New Debt"),
        ('settlement', "Debt Settled"),
    ], readonly=True)
    date = fields.Date(readonly=True)
    document = fields.Char(compute='_compute_document')
    user_id = fields.Many2one('res.users', string="Manager", readonly=True)
    team_id = fields.Many2one('crm.team', string="Sales Team", readonly=True)
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    journal_id = fields.Many2one('account.journal', string="Received To", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    amount = fields.Monetary("Received", readonly=True, help="Money returned to a customer is negative.")
    debt = fields.Monetary("Change of the Debt", readonly=True)

    @property
    def _table_query(self):
        day = read_mark(self, 'end_of_day')
        selects = dict(zip(KINDS, (
            self._select_payments, self._select_entries, self._select_charges, self._select_settlements), strict=True))
        branches = [self._select_open(day), self._select_settled_later(day)] if day else [
            selects[kind]() for kind in self._get_asked_kinds(KINDS)]
        return SQL(" UNION ALL ").join(SQL("(%s)", branch) for branch in branches)

    def _select(self, kind, source, **columns):
        """:return: SQL: one branch with all columns and types of :data:`COLUMNS`; d is the alias of the documents' table"""
        columns = {
            'id': SQL("d.id::int8 * %s + %s", len(KINDS), KINDS.index(kind)), 'kind': SQL("%s", kind),
            'user_id': SQL("owner.user_id"), 'team_id': SQL("manager.sale_team_id"), 'partner_id': SQL("owner.id"),
            'currency_id': SQL("company.currency_id"), **columns}
        return SQL("SELECT %s FROM %s", SQL(", ").join(
            SQL("(%s)::%s AS %s", columns.get(name, SQL("NULL")), SQL(type_), SQL.identifier(name))
            for name, type_ in COLUMNS.items()), source)

    def _select_payments(self):
        owners = self.env['bas.manager.report']._join_owners(SQL("account_payment d"), SQL("d"))
        source = SQL(
            "%s WHERE d.partner_type = 'customer' AND d.state IN ('in_process', 'paid') AND d.move_id IS NOT NULL", owners)
        return self._select(
            'payment', source, date=SQL("d.date"), company_id=SQL("d.company_id"), journal_id=SQL("d.journal_id"),
            amount=SQL("d.amount_company_currency_signed"))

    def _select_entries(self):
        # A line of a bank statement that is matched with a payment of a customer is on no receivable account.
        source = self.env['bas.manager.report']._from_receivables(
            SQL("account_move_line d"),
            SQL("""AND d.payment_id IS NULL
                   AND d.journal_id = ANY(ARRAY(SELECT id FROM account_journal WHERE type IN ('bank', 'cash', 'credit')))"""))
        return self._select(
            'entry', source, date=SQL("d.date"), company_id=SQL("d.company_id"), journal_id=SQL("d.journal_id"),
            amount=SQL("- d.balance"))

    def _select_charges(self):
        source = self.env['bas.manager.report']._from_receivables(SQL("account_move_line d"), SQL("AND d.balance > 0"))
        return self._select(
            'charge', source, date=SQL("d.date"), company_id=SQL("d.company_id"), journal_id=SQL("d.journal_id"),
            debt=SQL("d.balance"))

    def _select_settlements(self):
        line = SQL("line")
        source = self.env['bas.manager.report']._from_receivables(
            SQL("account_partial_reconcile d JOIN account_move_line line ON line.id = d.debit_move_id"),
            SQL("AND line.balance > 0"), line)
        return self._select(
            'settlement', source, date=SQL("d.max_date"), company_id=SQL("line.company_id"), journal_id=SQL("line.journal_id"),
            debt=SQL("- d.amount"))

    # ------------------------------------------------------------
    # Debt on a day
    # ------------------------------------------------------------

    def _at_end_of(self, day):
        """Read what customers owed at the end of a past day, without adding up all that has changed since.

        :return: the report; the sum of ``debt`` of its rows is what is open of the debits up to the day, and what has been
            settled of them later: as much as of the usual rows up to the day
        """
        return mark(self, end_of_day=day)

    def _select_open(self, day):
        # the first condition is that of the index of open items
        source = self.env['bas.manager.report']._from_receivables(
            SQL("account_move_line d"), SQL("AND d.amount_residual != 0 AND d.balance > 0 AND d.date <= %s", day))
        return self._select(
            'charge', source, date=SQL("d.date"), company_id=SQL("d.company_id"), journal_id=SQL("d.journal_id"),
            debt=SQL("d.amount_residual"))

    def _select_settled_later(self, day):
        line = SQL("line")
        source = self.env['bas.manager.report']._from_receivables(
            SQL("account_partial_reconcile d JOIN account_move_line line ON line.id = d.debit_move_id"),
            SQL("AND line.balance > 0 AND line.date <= %s AND d.max_date > %s", day, day), line)
        return self._select(
            'settlement', source, date=SQL("d.max_date"), company_id=SQL("line.company_id"), journal_id=SQL("line.journal_id"),
            debt=SQL("d.amount"))

    # ------------------------------------------------------------
    # Documents
    # ------------------------------------------------------------

    def _compute_document(self):
        sources = self._get_sources()
        for row in self:
            source = sources[row]
            row.document = (source.move_id or source).display_name

    def _get_sources(self):
        """:return: dict: row → the payment, or the line of the journal entry, as superuser: only its number and its customer are
            read. Those of one kind are read together."""
        sources = {}
        for position, rows in self.grouped(lambda row: row.id % len(KINDS)).items():
            # sudo: managers have no access to payments and their entries.
            found = self.env[MODELS[KINDS[position]]].sudo().browse(row.id // len(KINDS) for row in rows)
            sources.update(zip(rows, found, strict=True))
        return {row: source.debit_move_id if source._name == 'account.partial.reconcile' else source
                for row, source in sources.items()}

    def _get_document(self):
        """:return: the payment or the journal entry; the customer, if the user has no access to it"""
        self._check_is_row()
        source = self._get_sources()[self]
        document = (source if source._name == 'account.payment' else source.move_id).sudo(False)
        customer = source.partner_id.commercial_partner_id.sudo(False)
        return customer if customer and not document.has_access('read') else document
