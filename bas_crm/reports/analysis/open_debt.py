from collections import defaultdict

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ...models.analysis.comparison import LATEST
from ...models.analysis.manager_figures import get_kinds
from ...tools.marks import mark

#: fields with the same meaning in movements of a debt and in open items
SHARED_FIELDS = {'user_id', 'team_id', 'partner_id', 'company_id', 'currency_id'}
MEASURES = ('debt', 'overdue_debt')


class BasManagerReport(models.Model):
    """Compute the debt on some days from the open items of today, instead of from all movements since the firm began.

    Per partner, with T for the last day of a period:

    * Debt on T = Σ residual today + amounts that other partners paid for this one − amounts that this one paid for others
      − Σ balance after T.
    * Overdue debt on T = Σ residual today of debits that were overdue on T + Σ of the payments for them after T.

    Both are exact, because a residual is the balance less the reconciled amounts. The rows differ from the movements, so only
    their sums are used, and only with filters by :data:`SHARED_FIELDS`. The items are read once for all days, and their partners
    are looked up once for all items.
    """

    _inherit = 'bas.manager.report'

    def _read_cells(self, indicator, domain, columns):
        if not self._is_of_open_items(indicator, domain):
            return super()._read_cells(indicator, domain, columns)
        return next(iter(self._read_debts(domain, [self._get_period()[1]])))

    def _read_periods(self, indicator, domain, columns, before):
        if not self._is_of_open_items(indicator, domain) or not any(before):
            return super()._read_periods(indicator, domain, columns, before)
        return self._read_debts(domain, [self._get_period()[1], before[1]])

    def _is_of_open_items(self, indicator, domain):
        names = {condition.field_expr.partition('.')[0] for condition in Domain(domain).iter_conditions()}
        return indicator == 'debt' and names <= SHARED_FIELDS

    def _read_debts(self, domain, days):
        """:return: list: for each of the days the cells, see ``_read_cells``"""
        days = [day or LATEST for day in days]
        cells = {day: defaultdict(lambda: defaultdict(float)) for day in days}
        rows = mark(self, open_debt=tuple(cells))._read_group(
            [*domain, ('kind', 'in', get_kinds('debt'))], ['user_id', 'date:day'], [self._get_sum(name) for name in MEASURES])
        for user, day, *figures in rows:
            for measure, figure in zip(MEASURES, figures, strict=True):
                cells[day][user][measure, None, None] += figure or 0
        return [cells[day] for day in days]

    # ------------------------------------------------------------
    # SQL
    # ------------------------------------------------------------

    def _select_open_debts(self, days):
        """:return: SQL: a branch whose sums per ``date`` are the debts at the end of the days"""
        ends = SQL("(VALUES %s) AS day(last)", SQL(", ").join(SQL("(%s::date)", day) for day in days))
        items = SQL(" UNION ALL ").join(SQL("(%s)", items) for items in (
            self._select_open_items(ends), self._select_later_items(ends, min(days)),
            self._select_settled_later(ends, min(days)), self._select_between_partners(ends, 'debit', SQL("1")),
            self._select_between_partners(ends, 'credit', SQL("-1"))))
        return self._select(
            'debt', self._join_owners(SQL("(%s) d", items), SQL("d")), date=SQL("d.date"), debt=SQL("d.debt"),
            overdue_debt=SQL("d.overdue"), **{**self._get_receivable_columns(SQL("d")), 'move_id': SQL("NULL")})

    def _select_items(self, source, line, condition, debt=None, overdue=None):
        """:param SQL line: alias of the journal item whose debt it is"""
        return SQL(
            """SELECT %(line)s.id, %(line)s.partner_id, %(line)s.company_id, day.last AS date, (%(debt)s)::numeric AS debt,
                      (%(overdue)s)::numeric AS overdue
                 FROM %(source)s
                WHERE %(line)s.parent_state = 'posted' AND %(receivable)s AND %(condition)s""",
            line=line, debt=debt or SQL("NULL"), overdue=overdue or SQL("NULL"), source=source, condition=condition,
            receivable=self._is_receivable(line))

    def _select_open_items(self, ends):
        line = SQL("line")
        return self._select_items(
            SQL("account_move_line line CROSS JOIN %s", ends), line, SQL("line.amount_residual != 0"),
            SQL("line.amount_residual"),
            SQL("CASE WHEN line.balance > 0 AND %s <= day.last THEN line.amount_residual END", self._get_overdue_day(line)))

    def _select_later_items(self, ends, first):
        # A difference of days, which no index knows: the items are read once, by the second condition.
        return self._select_items(
            SQL("account_move_line line JOIN %s ON line.date - day.last > 0", ends), SQL("line"), SQL("line.date > %s", first),
            SQL("- line.balance"))

    def _select_settled_later(self, ends, first):
        line = SQL("line")
        source = SQL(
            """account_partial_reconcile part
               JOIN account_move_line line ON line.id = part.debit_move_id
               JOIN %s ON part.max_date > day.last AND %s <= day.last""", ends, self._get_overdue_day(line))
        return self._select_items(
            source, line, SQL("line.balance > 0 AND part.max_date > %s", first), overdue=SQL("part.amount"))

    def _select_between_partners(self, ends, side, sign):
        """:param str side: whose partner the row is of: ``debit`` or ``credit``"""
        source = SQL(
            "account_partial_reconcile part JOIN account_move_line line ON line.id = %s CROSS JOIN %s",
            SQL.identifier('part', f'{side}_move_id'), ends)
        return self._select_items(source, SQL("line"), SQL("part.is_between_partners"), SQL("%s * part.amount", sign))
