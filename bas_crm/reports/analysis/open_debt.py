from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.marks import mark

#: fields that tell rows of a debt apart in the same way, whether these are its movements or its open items
SHARED_FIELDS = {'kind', 'user_id', 'team_id', 'partner_id', 'company_id', 'currency_id'}


class BasManagerReport(models.Model):
    """The debt of a day from what is open now, instead of from all movements since the first day of the firm.

    Per partner, with T for the last day of the period:

    * Σ balance up to T = Σ residual now + what this partner's items were settled with by others − what its payments settled
      for others − Σ balance after T.
    * Overdue at T = Σ residual now of debits whose term had passed by T + Σ of what settled them after T.

    Both hold to the kopiyka: a residual is a balance less the amounts that settle it. Rows are other ones than the movements,
    so they serve sums only, of groups and filters that both kinds of rows know (:data:`SHARED_FIELDS`).
    """

    _inherit = 'bas.manager.report'

    def _read_cells(self, indicator, domain, columns):
        names = {condition.field_expr.partition('.')[0] for condition in Domain(domain).iter_conditions()}
        quick = mark(self, open_debt=True) if indicator == 'debt' and names <= SHARED_FIELDS else self
        return super(BasManagerReport, quick)._read_cells(indicator, domain, columns)

    def _select_open_debts(self, bounds):
        """:return: list of SQL: branches whose sums are the debt at the end of the period"""
        line = SQL("d")
        columns = {'date': SQL("d.date"), **self._get_receivable_columns(line)}
        items = self._from_receivables(SQL("account_move_line d"), SQL("AND d.amount_residual != 0"))
        branches = [
            self._select('debt', items, debt=SQL("d.amount_residual"), **columns),
            self._select_open_overdue(bounds, columns),
            *(self._select_between_partners(own, sign) for own, sign in (('debit', SQL("1")), ('credit', SQL("-1")))),
        ]
        if bounds.last:
            later = self._from_receivables(SQL("account_move_line d"), SQL("AND d.date > %s", bounds.last))
            branches += [
                self._select('debt', later, debt=SQL("-d.balance"), **columns), self._select_settled_later(bounds)]
        return branches

    def _select_open_overdue(self, bounds, columns):
        source = self._from_receivables(
            SQL("account_move_line d"),
            SQL("AND d.balance > 0 AND d.amount_residual != 0 %s", bounds.until(self._get_overdue_day(SQL("d")))))
        return self._select('overdue', source, overdue_debt=SQL("d.amount_residual"), **columns)

    def _select_settled_later(self, bounds):
        source = self._from_receivables(
            SQL("account_partial_reconcile d JOIN account_move_line line ON line.id = d.debit_move_id"),
            SQL("AND line.balance > 0 AND d.max_date > %s %s", bounds.last, bounds.until(self._get_overdue_day(SQL("line")))),
            SQL("line"))
        return self._select(
            'settled', source, date=SQL("d.max_date"), overdue_debt=SQL("d.amount"),
            **self._get_receivable_columns(SQL("line")))

    def _select_between_partners(self, side, sign):
        """:param str side: whose partner the row is of: ``debit`` or ``credit``"""
        source = self._from_receivables(
            SQL("account_partial_reconcile d JOIN account_move_line line ON line.id = %s",
                SQL.identifier('d', f'{side}_move_id')),
            SQL("AND d.is_between_partners"), SQL("line"))
        return self._select(
            'debt', source, date=SQL("d.max_date"), debt=SQL("%s * d.amount", sign),
            **self._get_receivable_columns(SQL("line")))
