from odoo import models

from ...tools.alphabet import alphabetical
from ...tools.days import get_today

#: figures of a printed row, in the order of the columns
FIGURES = ('plan_quantity', 'fact_quantity', 'plan_amount', 'fact_amount', 'forecast_amount')
#: whether the deviation is split → largest number of rows on a page: in the table of parts, in the table of plan and fact;
#: the rows of unplanned sales and totals are not counted
ROOM = {True: (8, 15), False: (0, 28)}
#: largest number of columns of the plan on a page: with quantities, without
COLUMNS = {True: 6, False: 12}


class BasSalesPlan(models.Model):
    """Prints of a plan: the plan itself (also a draft) on as many pages as needed, and its plan-fact analysis on one A4
    page."""

    _name = 'bas.sales.plan'
    _inherit = ['bas.sales.plan', 'bas.print.mixin']

    def _get_print_rows(self):
        """:return: list of dicts: ``title``, the figures of :data:`FIGURES`, and ``kind``: row, others, unplanned or total

        Objects are sorted by planned amount, the largest first; unplanned sales are one row. If the page has no room for all
        objects, those with the largest deviation are listed first, and the rest are one row (``kind``: others).
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
        """:return: at most ``limit`` rows; how the rest is summed up, see :meth:`_get_print_rows`"""
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
        """:return: str: «Стіл білий · S00012»; the name of a variant includes that of its product"""
        # sudo: everybody who may read a plan sees the names of its objects, also of orders of other managers.
        names = [record.sudo().with_context(sale_show_partner_name=True).display_name for record in keys if record]
        if self.by_variant and self.dimension == 'product':
            names = names[1:] or names
        return ' · '.join(names) or self.env._("Without a manager")

    def _get_print_row(self, title, values, kind):
        return {'title': title, 'kind': kind, **dict(zip(FIGURES, values, strict=True))}

    def _format_percent(self, part, whole, digits=1):
        """:return: str: «87,5 %»; empty if ``whole`` is 0"""
        return self._format_number(100 * part / whole, digits) + '\N{NO-BREAK SPACE}%' if whole else ''

    def _get_print_facts(self):
        """:return: list of (label, text): figures of the plan as of today"""
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

    def _get_print_subtitle(self, currency=None):
        """:param currency: currency of the figures; None: that of the company
        :return: str: company, number and scope of the plan, date, currency"""
        env = self.env
        return ' · '.join(part for part in (
            self.company_id.partner_id.legal_name or self.company_id.name,
            env._("plan No. %(number)s", number=self.name),
            self.user_id and env._("manager %(name)s", name=self.user_id.name),
            self.team_id and env._("team %(name)s", name=self.team_id.name),
            env._("as of %(date)s", date=self._format_date(get_today(self.env))),
            env._("sums in %(currency)s without taxes", currency=self._get_print_currency(currency or self.company_currency_id)),
        ) if part)

    def _get_print_heading(self):
        """:return: str: heading of the column with the names of rows, e.g. «Номенклатура»"""
        return ' · '.join(self._get_row_parts())

    # ------------------------------------------------------------
    # The plan itself
    # ------------------------------------------------------------

    def _get_print_tables(self):
        """Split the table of the plan into parts that fit the width of a page.

        :return: list of dicts: ``columns`` (labels), ``rows`` and ``has_totals`` (in the last part only); a row is a dict of
            ``title``, ``detail``, ``unit``, ``cells`` and ``total`` (pairs of texts: quantity, amount), and ``is_total``
        """
        self.ensure_one()
        matrix = self._get_matrix()
        dates = [column['date'] for column in matrix['columns']]
        labels = [column['label'] for column in matrix['columns']]
        rows = [{**row, 'figures': {date: (cell[0], cell[2]) for date, cell in row['cells'].items()}, 'is_total': False}
                for row in matrix['rows']]
        # quantities in different units cannot be summed
        has_unit = len({row['uom'] for row in rows}) == 1
        rows.append({
            'name': self.env._("Total"), 'detail': '', 'uom': rows[0]['uom'] if rows and has_unit else '', 'is_total': True,
            'figures': {date: (sum(row['figures'].get(date, (0, 0))[0] for row in rows) if has_unit else 0,
                               sum(row['figures'].get(date, (0, 0))[1] for row in rows)) for date in dates}})
        width = COLUMNS[self.by_quantity]
        return [{
            'columns': labels[first:first + width], 'has_totals': first + width >= len(dates),
            'rows': [self._get_print_line(row, dates[first:first + width]) for row in rows],
        } for first in range(0, len(dates), width)]

    def _get_print_line(self, row, dates):
        figures = row['figures']
        return {
            'title': row['name'], 'detail': row['detail'], 'unit': row['uom'], 'is_total': row['is_total'],
            'cells': [self._format_figures(*figures.get(date, (0.0, 0.0))) for date in dates],
            'total': self._format_figures(*map(sum, zip(*figures.values(), strict=True)) if figures else (0.0, 0.0)),
        }

    def _format_figures(self, quantity, amount):
        """:return: texts of a cell (quantity, amount), empty for zero"""
        return (self._format_quantity(quantity) if quantity else '',
                self._format_amount(amount, self.currency_id) if amount else '')
