from odoo import models

from ..tools.alphabet import alphabetical
from ..tools.days import get_today

#: figures of a printed row, in the order of the columns
FIGURES = ('plan_quantity', 'fact_quantity', 'plan_amount', 'fact_amount', 'forecast_amount')
#: whether the deviation is split → rows that one page has room for: in the table of parts, in that of plan and fact; without
#: what was sold beside the plan, and totals
ROOM = {True: (8, 15), False: (0, 28)}


class BasSalesPlan(models.Model):
    """The plan-fact analysis of one plan on paper: one A4 page, however many rows the plan has."""

    _name = 'bas.sales.plan'
    _inherit = ['bas.sales.plan', 'bas.print.mixin']

    def _get_print_rows(self):
        """:return: list of dicts: ``title``, the figures of :data:`FIGURES`, and ``kind``: row, others, unplanned or total

        Objects by their plan, the largest first; what was sold beside the plan is one row. Where the page has no room for all
        objects, those with the largest deviation, by it, and the rest in one row (``kind``: others).
        """
        self.ensure_one()
        groupby = ['is_unplanned', *self._get_row_fields()]
        rows, unplanned = [], []
        for is_unplanned, *row in self.env['bas.plan.fact.report']._read_group(
                [('plan_id', '=', self.id)], groupby, [f'{name}:sum' for name in FIGURES]):
            keys, values = row[:len(groupby) - 1], [value or 0.0 for value in row[len(groupby) - 1:]]
            if is_unplanned:
                unplanned.append(values)
            else:
                rows.append(self._get_print_row(self._get_print_title(keys), values, 'row'))
        if unplanned:
            unplanned = [self._get_print_row(self.env._("Unplanned"), self._sum_columns(unplanned), 'unplanned')]
        total = self._get_print_row(self.env._("Total"), self._sum_rows([*rows, *unplanned]), 'total')
        return [*self._fold_rows(rows, self._get_print_room()[1]), *unplanned, total]

    def _get_print_room(self):
        """:return: see :data:`ROOM`"""
        return ROOM[self.has_split]

    def _fold_rows(self, rows, limit):
        """:return: at most ``limit`` rows: see :meth:`_get_print_rows`"""
        if len(rows) <= limit:
            return sorted(rows, key=lambda row: (-row['plan_amount'], alphabetical(row['title'])))
        rows = sorted(rows, key=lambda row: (-abs(row['fact_amount'] - row['plan_amount']), alphabetical(row['title'])))
        others = rows[limit - 1:]
        return [*rows[:limit - 1], self._get_print_row(
            self.env._("Others (%(count)s)", count=len(others)), self._sum_rows(others), 'others')]

    def _sum_rows(self, rows):
        return self._sum_columns([[row[name] for name in FIGURES] for row in rows])

    def _sum_columns(self, rows):
        return [sum(column) for column in zip(*rows, strict=True)] if rows else [0.0] * len(FIGURES)

    def _get_print_title(self, keys):
        """:return: str: «Стіл білий · S00012»; a variant's name has that of its product in it"""
        # A plan names its objects to whoever may read it, be they orders of somebody else's.
        names = [record.sudo().display_name for record in keys if record]
        if self.by_variant and self.dimension == 'product':
            names = names[1:] or names
        return ' · '.join(names) or self.env._("Without a manager")

    def _get_print_row(self, title, values, kind):
        return {'title': title, 'kind': kind, **dict(zip(FIGURES, values, strict=True))}

    def _format_percent(self, part, whole, digits=1):
        """:return: «87,5 %», an empty text where there is no whole to compare with"""
        return self._format_number(100 * part / whole, digits) + '\N{NO-BREAK SPACE}%' if whole else ''

    def _get_print_facts(self):
        """:return: list of (label, text) that says how the plan stands today"""
        currency, env = self.company_currency_id, self.env
        facts = [
            (env._("Plan"), self._format_amount(self.plan_amount, currency)),
            (env._("Fact"), self._format_amount(self.fact_amount, currency)),
            (env._("Deviation"), self._format_amount(self.deviation_amount, currency)),
            (env._("Completion"), self._format_percent(self.fact_amount, self.plan_amount)),
        ]
        if self.date_from <= get_today(self.env):
            facts += [(env._("Forecast"), self._format_amount(self.forecast_amount, currency)),
                      (env._("Expected Completion"), self._format_percent(self.forecast_amount, self.plan_amount))]
        if self.working_days_left:
            facts += [(env._("Working Days Left"), str(self.working_days_left)),
                      (env._("Missing per Working Day"), self._format_amount(self.missing_per_day, currency))]
        return facts

    def _get_print_subtitle(self):
        """:return: whose plan it is, and what the figures are"""
        env = self.env
        return ' · '.join(part for part in (
            self.company_id.partner_id.legal_name or self.company_id.name,
            env._("plan No. %(number)s", number=self.name),
            self.user_id and env._("manager %(name)s", name=self.user_id.name),
            self.team_id and env._("team %(name)s", name=self.team_id.name),
            env._("as of %(date)s", date=self._format_date(get_today(self.env))),
            env._("sums in %(currency)s without taxes", currency=self._get_print_currency(self.company_currency_id)),
        ) if part)

    def _get_print_heading(self):
        """:return: str: «Номенклатура», what stands above the rows"""
        return ' · '.join(self._get_row_parts())
