from odoo import api, models
from odoo.fields import Domain

from ...tools.groups import ALL_DOCUMENTS
from ..analysis.manager_figures import SALES
from .morning_days import DAY, LINE_DAYS, Days, get_line


class BasMorning(models.AbstractModel):
    """Tiles of money: what was received, what was earned, and what customers owe."""

    _inherit = 'bas.morning'

    # ------------------------------------------------------------
    # Money received
    # ------------------------------------------------------------

    @api.model
    def _get_money_tile(self, scope):
        report = self.env['bas.money.report']
        domain = Domain('kind', 'in', ('payment', 'entry')) & scope.get_domain()
        rows = self._read_days(report, domain, 'date', [self._sum_of('amount')], scope)
        title = self.env._("Money Received")
        figures = [self._make_figure(
            label, self._total(rows, compared.days), days=self._format_days(compared.days), measure='amount',
            action=self._open_rows(title, report._name, domain & self._in_days(report, 'date', compared.days)),
            comparisons=self._compare(rows, compared),
        ) for label, compared in (
            (self.env._("Yesterday"), scope.yesterday), (self.env._("7 Days"), scope.week),
            (self._name_month(scope.month.days), scope.month))]
        return self._make_tile(
            'money', title, figures, icon='fa-money', is_wide=True, line=self._draw_line(rows, scope),
            line_label=self.env._("Money received in the last 30 days"),
            note=self.env._("Nothing yet. Register payments on the goods issues of customers, and they are here."))

    # ------------------------------------------------------------
    # Revenue and gross profit
    # ------------------------------------------------------------

    @api.model
    def _read_sales(self, scope):
        """:return: list of (day, gross profit or 0, revenue)"""
        report = self.env['bas.manager.report']
        names = ['gross_profit', 'revenue'] if self._sees_cost() else ['revenue']
        rows = self._read_days(
            report, Domain('kind', 'in', SALES) & scope.get_domain(), 'date', [self._sum_of(name) for name in names],
            scope)
        return rows if self._sees_cost() else [(day, 0, revenue) for day, revenue in rows]

    @api.model
    def _open_sales(self, title, scope, days):
        return self._open_rows(
            title, 'bas.manager.report', [('kind', 'in', list(SALES)), *scope.get_domain()],
            **self._get_report_days(days), bas_manager_indicator='revenue')

    @api.model
    def _get_report_days(self, days):
        """:return: dict: context of the managers' analysis of some days, which nobody can change on its screen"""
        return {
            'bas_manager_period': 'custom', 'bas_manager_from': str(days.first), 'bas_manager_to': str(days.last),
            'bas_manager_is_fixed': True}

    @api.model
    def _get_revenue_tile(self, scope):
        rows, month = scope.read_once('sales', lambda: self._read_sales(scope)), scope.month
        title = self.env._("Revenue and Plan")
        figure = self._make_figure(
            self._name_month(month.days), self._total(rows, month.days), days=self._format_days(month.days), measure='revenue',
            action=self._open_sales(self.env._("Revenue"), scope, month.days), comparisons=self._compare(rows, month))
        return self._make_tile(
            'revenue', title, [figure], icon='fa-line-chart', is_wide=True, line=self._draw_line(rows, scope),
            line_label=self.env._("Revenue in the last 30 days"), **self._get_plan_parts(scope),
            note=self.env._("Nothing yet. Revenue comes from posted goods issues to customers."))

    @api.model
    def _get_profit_tile(self, scope):
        rows, month = scope.read_once('sales', lambda: self._read_sales(scope)), scope.month
        profit, revenue = (self._total(rows, month.days, position) for position in (1, 2))
        title = self.env._("Gross Profit of the Month")
        figure = self._make_figure(
            self._name_month(month.days), profit, days=self._format_days(month.days), measure='gross_profit',
            action=self._open_sales(title, scope, month.days), comparisons=self._compare(rows, month, position=1))
        lines = [
            self._make_figure(self.env._("Cost of Sales"), revenue - profit),
            self._make_figure(self.env._("Profit in the Revenue"), profit / revenue if revenue else False, 'share'),
        ]
        return self._make_tile(
            'profit', title, [figure], icon='fa-pie-chart', lines=lines, line=self._draw_line(rows, scope, 1),
            line_label=self.env._("Gross profit in the last 30 days"),
            note=self.env._("Nothing yet. It is the revenue less what the sold goods cost."))

    # ------------------------------------------------------------
    # Debt
    # ------------------------------------------------------------

    @api.model
    def _get_debt_tile(self, scope):
        report = self.env['bas.debtor.report']
        ages = dict(report._fields['age']._description_selection(self.env))
        owed = dict(report._read_group(scope.get_domain(), ['age'], [self._sum_of('residual')]))
        title = self.env._("Customers Owe")
        total = sum(owed.values())
        changes, year_ago = self._read_debt_changes(scope), self._read_debt_of_year_ago(scope)
        lines = [self._make_figure(
            label, owed.get(age, 0), measure='residual', mood='bad' if age != 'not_due' and owed.get(age) else '',
            action=self._open_rows(f'{title} · {label}', report._name, scope.get_domain() & Domain('age', '=', age)),
        ) for age, label in ages.items()]
        figure = self._make_figure(
            self.env._("Today"), total, measure='residual', action=self._open_rows(title, report._name, scope.get_domain()),
            comparisons=self._compare_debt(scope, changes, total, year_ago))
        return self._make_tile(
            'debt', title, [figure], icon='fa-hourglass-half', lines=lines, line=self._draw_debt(scope, changes, total),
            line_label=self.env._("Debt on each of the last 30 days"),
            note=self.env._("Nobody owes anything. Unpaid goods issues are here, by the days that they are overdue."))

    @api.model
    def _read_debt_changes(self, scope):
        """:return: dict: day → change of the debt, of the days of the small line and since the days of the period before; empty
            for a user of own documents, who sees the debts of invoices of own orders of other managers' customers, too"""
        if not self.env.user.has_group(ALL_DOCUMENTS):
            return {}
        report, since = self.env['bas.money.report'], min(scope.month.previous.last, get_line(scope.today).first)
        domain = Domain('kind', 'in', ('charge', 'settlement')) & Domain('date', '>', str(since)) & scope.get_domain()
        return dict(report._read_group(domain, ['date:day'], [self._sum_of('debt')]))

    @api.model
    def _read_debt_of_year_ago(self, scope):
        """:return: the debt at the end of the same days a year ago; False for a user of own documents"""
        if not self.env.user.has_group(ALL_DOCUMENTS):
            return False
        report = self.env['bas.money.report']._at_end_of(scope.month.year_ago.last)
        (debt,), = report._read_group(scope.get_domain(), [], [self._sum_of('debt')])
        return debt or 0.0

    @api.model
    def _get_debt_on(self, day, changes, total):
        return total - sum(change for changed_on, change in changes.items() if changed_on > day)

    @api.model
    def _compare_debt(self, scope, changes, total, year_ago):
        if year_ago is False:
            return []
        before = scope.month.previous.last, scope.month.year_ago.last
        return [self._make_comparison(self._format_days(Days(day, day)), debt, total, good=-1) for day, debt in zip(
            before, (self._get_debt_on(before[0], changes, total), year_ago), strict=True)]

    @api.model
    def _draw_debt(self, scope, changes, total):
        if not self.env.user.has_group(ALL_DOCUMENTS) or not (changes or total):
            return []
        days = [scope.today - DAY * number for number in reversed(range(LINE_DAYS))]
        return [round(float(self._get_debt_on(day, changes, total)), 2) for day in days]
