from odoo import fields, models

#: figures of a printed row, in the order of the columns
FIGURES = ('plan_quantity', 'fact_quantity', 'plan_amount', 'fact_amount', 'forecast_amount')


class BasSalesPlan(models.Model):
    """The plan-fact analysis of one plan on paper."""

    _name = 'bas.sales.plan'
    _inherit = ['bas.sales.plan', 'bas.print.mixin']

    def _get_print_rows(self):
        """:return: list of dicts: ``title``, the figures of :data:`FIGURES`, and ``kind``: row, unplanned or total

        Objects by their plan, the largest first; what was sold beside the plan is one row.
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
        rows.sort(key=lambda row: (-row['plan_amount'], row['title']))
        if unplanned:
            rows.append(self._get_print_row(self.env._("Unplanned"), self._sum_columns(unplanned), 'unplanned'))
        figures = [[row[name] for name in FIGURES] for row in rows]
        return [*rows, self._get_print_row(self.env._("Total"), self._sum_columns(figures), 'total')]

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
        if self.date_from <= fields.Date.context_today(self):
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
            env._("as of %(date)s", date=self._format_date(fields.Date.context_today(self))),
            env._("sums in %(currency)s without taxes", currency=self._get_print_currency(self.company_currency_id)),
        ) if part)

    def _get_print_heading(self):
        """:return: str: «Номенклатура», what stands above the rows"""
        return ' · '.join(self._get_row_parts())
