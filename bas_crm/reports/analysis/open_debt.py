from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.marks import mark

#: fields with the same meaning in movements of a debt and in open items
SHARED_FIELDS = {'kind', 'user_id', 'team_id', 'partner_id', 'company_id', 'currency_id'}


class BasManagerReport(models.Model):
    """Compute the debt on a day from the open items of today, instead of from all movements since the firm began.

    Per partner, with T for the last day of the period:

    * Debt on T = Σ residual today + amounts that other partners paid for this one − amounts that this one paid for others
      − Σ balance after T.
    * Overdue debt on T = Σ residual today of debits that were overdue on T + Σ of the payments for them after T.

    Both are exact, because a residual is the balance less the reconciled amounts. The rows differ from the movements, so only
    their sums are used, and only with filters by :data:`SHARED_FIELDS`.
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
