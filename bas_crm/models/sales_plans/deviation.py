from collections import defaultdict

from odoo import api, fields, models

from ...tools.alphabet import alphabetical
from ...tools.arguments import read_ids
from ...tools.days import get_today

#: parts of a deviation in the order in which they are shown
PARTS = ('volume', 'mix', 'price', 'currency', 'rest', 'unplanned')
SUMS = ('plan_quantity:sum', 'plan_amount:sum', 'fact_quantity:sum', 'fact_amount:sum', 'fact_currency_amount:sum')
#: rows of products in the table on the screen; the last row sums up the products that do not fit
MAX_ROWS = 20
#: free space beside the bars of the chart, as a fraction of their range
MARGIN = 0.15


class BasSalesPlan(models.Model):
    """Why the fact differs from the plan.

    For each product g with variants v (the product itself if the plan has no variants): Qp, Ap, Pp = Ap / Qp are the planned
    quantity, amount and price; P̄g = Σ Ap / Σ Qp over the variants with a quantity; Qf, Af are the actual quantity and amount;
    Af* is the actual amount recomputed at the rates frozen at approval.

    * Volume = (Qf_g − Qp_g) · P̄g
    * Mix = Σ Qf_v · Pp_v − Qf_g · P̄g
    * Price = Af* − Σ Qf_v · Pp_v − Σ Ap_v of variants planned without a quantity; their price is P̄g
    * Currency = Af − Af*
    * Unplanned = facts for which the plan has no row

    If g has no planned quantity, volume = mix = 0 and price = Af* − Ap. The parts are rounded per product, and price absorbs
    the rounding difference, so they add up to the deviation. A plan without quantities of products has two parts only:
    unplanned and the rest.
    """

    _inherit = 'bas.sales.plan'

    frozen_rates = fields.Json(
        readonly=True, copy=False,
        help="Rates at approval: id of a currency → its units for one unit of the company's currency.")
    has_split = fields.Boolean(
        compute='_compute_has_split', help="Whether the deviation can be split into volume, mix, price and currency.")

    gap = fields.Json("Deviation Analysis", compute='_compute_gap', help="Bars and rows of the chart; see _get_gap.")

    @api.depends('by_quantity', 'by_variant', 'dimension')
    def _compute_has_split(self):
        for plan in self:
            plan.has_split = plan.by_quantity and (plan.dimension == 'product' or plan.by_variant)

    def _get_current_rates(self):
        """:return: dict in the form of :attr:`frozen_rates` with today's rates; currencies without a rate are left out"""
        self.ensure_one()
        own, currencies = self.company_id.currency_id, self.env['res.currency'].search([('active', '=', True)])
        rates = (currencies | own)._get_rates(self.company_id, get_today(self.env))
        return {str(currency.id): rates[currency.id] / rates[own.id] for currency in currencies}

    def _get_split(self):
        """:return: list of dicts, one for each product and one (``product`` is None) for unplanned sales:
            ``product`` (product.template, empty if the plan is not by products), ``plan_amount``, ``fact_amount``,
            ``deviation_amount`` and the parts of :data:`PARTS`, all in the company's currency
        """
        self.ensure_one()
        cells, unplanned = self._read_split_cells()
        rows = [self._split_product(product, variants) for product, variants in cells.items()]
        if unplanned:
            rows.append(self._get_split_row(None, 0.0, unplanned, unplanned=unplanned))
        return rows

    def _read_split_cells(self):
        """:return: ({product: {variant: dict of figures}}, sum of the unplanned facts)"""
        groupby = ['is_unplanned', 'invoice_currency_id']
        if self.has_split:
            groupby += ['product_tmpl_id', *(['product_id'] if self.by_variant else [])]
        cells, unplanned = defaultdict(lambda: defaultdict(lambda: dict.fromkeys(('Qp', 'Ap', 'Qf', 'Af', 'Af*'), 0.0))), 0.0
        for row in self.env['bas.plan.fact.report']._read_group([('plan_id', '=', self.id)], groupby, SUMS):
            (is_unplanned, currency, *key), sums = row[:len(groupby)], [value or 0.0 for value in row[len(groupby):]]
            if is_unplanned:
                unplanned += sums[3]
                continue
            key = [*key, None, None]
            cell = cells[key[0]][key[1]]
            for name, value in zip(cell, [*sums[:4], self._get_at_frozen_rate(sums[3], sums[4], currency)], strict=True):
                cell[name] += value
        return cells, self.company_currency_id.round(unplanned)

    def _get_at_frozen_rate(self, fact, currency_fact, currency):
        """:return: an actual amount in the company's currency at the rate frozen at approval"""
        rate = (self.frozen_rates or {}).get(str(currency.id))
        return fact if not rate or currency == self.company_currency_id else currency_fact / rate

    def _split_product(self, product, variants):
        Qp, Ap, Qf, Af, Af_frozen = (sum(cell[name] for cell in variants.values()) for name in ('Qp', 'Ap', 'Qf', 'Af', 'Af*'))
        if not self.has_split:
            return self._get_split_row(None, Ap, Af, rest=Af - Ap)
        if not Qp:
            return self._get_split_row(product, Ap, Af, currency=Af - Af_frozen)
        average = sum(cell['Ap'] for cell in variants.values() if cell['Qp']) / Qp
        at_plan_prices = sum(
            cell['Qf'] * (cell['Ap'] / cell['Qp'] if cell['Qp'] else average) for cell in variants.values())
        return self._get_split_row(
            product, Ap, Af, volume=(Qf - Qp) * average, mix=at_plan_prices - Qf * average, currency=Af - Af_frozen)

    def _get_split_row(self, product, planned, fact, **parts):
        """:return: dict as in :meth:`_get_split`; in a plan with quantities, price is the deviation minus the given parts"""
        to_round = self.company_currency_id.round
        row = {'product': product, **dict.fromkeys(PARTS, 0.0), 'plan_amount': to_round(planned), 'fact_amount': to_round(fact)}
        row['deviation_amount'] = to_round(row['fact_amount'] - row['plan_amount'])
        row.update((part, to_round(amount)) for part, amount in parts.items())
        if product is not None:
            row['price'] = to_round(row['deviation_amount'] - sum(row[part] for part in parts))
        return row

    def _get_split_totals(self, rows):
        """:return: dict: sums of the parts that this plan has, in order, then of plan, fact and deviation"""
        names = ('volume', 'mix', 'price', 'currency', 'unplanned') if self.has_split else ('rest', 'unplanned')
        return {name: self.company_currency_id.round(sum(row[name] for row in rows)) for name in (
            *names, 'plan_amount', 'fact_amount', 'deviation_amount')}

    # The deviation as a chart: the figures of :meth:`_get_split`, prepared for both screen and print

    @api.depends('state', 'line_ids.amount', 'line_ids.base_quantity', 'frozen_rates')
    def _compute_gap(self):
        for plan in self:
            plan.gap = plan._get_gap() if plan.state != 'draft' and plan._origin.id else False

    def _get_gap(self, limit=MAX_ROWS):
        """
        :param int limit: of rows of products in the table
        :return: dict: ``bars`` (:meth:`_get_gap_bars`), ``columns`` ([name of a part, its title]) and ``rows`` of the table:
            ``title``, ``product_id`` (of a template, or None), ``is_total`` and ``cells``, texts in the order of the columns
        """
        self.ensure_one()
        split = self._get_split()
        totals, titles = self._get_split_totals(split), self._get_gap_titles()
        parts = [part for part in PARTS if part in totals]
        columns = [*(parts if self.has_split else []), 'deviation_amount']
        return {
            'bars': self._get_gap_bars(totals, parts, titles),
            'columns': [[name, titles[name]] for name in columns],
            'rows': [*self._get_gap_rows(split, columns, limit), self._get_gap_row(
                self.env._("Total"), totals, columns, is_total=True)] if self.has_split else [],
        }

    def _get_gap_titles(self):
        return {
            'volume': self.env._("Volume"), 'mix': self.env._("Mix of Variants"), 'price': self.env._("Price"),
            'currency': self.env._("Exchange Rate"), 'unplanned': self.env._("Unplanned"), 'rest': self.env._("Planned Rows"),
            'plan_amount': self.env._("Plan"), 'fact_amount': self.env._("Fact"), 'deviation_amount': self.env._("Deviation"),
        }

    def _get_gap_bars(self, totals, parts, titles):
        """Bars of a waterfall chart from plan to fact.

        :return: list of dicts: ``part``, ``title``, ``amount`` (text), ``kind`` (total, up, down, none), ``is_cut``, and the
            position in per cent of the width: ``left`` and ``width`` of the bar, ``end`` of the line to the next bar
        """
        steps, level = [('plan_amount', 0.0, totals['plan_amount'])], totals['plan_amount']
        for part in parts:
            steps.append((part, level, level + totals[part]))
            level += totals[part]
        steps.append(('fact_amount', 0.0, totals['fact_amount']))
        low, span = self._get_gap_scale([stop for __, __, stop in steps])
        bars = []
        for part, start, stop in steps:
            left, right = sorted(min(max((value - low) / span, 0.0), 1.0) * 100 for value in (start, stop))
            kind = 'total' if part.endswith('_amount') else self._get_gap_kind(totals[part])
            bars.append({
                'part': part, 'title': titles[part], 'kind': kind, 'amount': self._format_gap(totals[part], kind != 'total'),
                'left': round(left, 3), 'width': round(right - left, 3), 'is_cut': kind == 'total' and low > 0,
                'end': round(min(max((stop - low) / span, 0.0), 1.0) * 100, 3)})
        return bars

    def _get_gap_kind(self, amount):
        return {1: 'up', 0: 'none', -1: 'down'}[self.company_currency_id.compare_amounts(amount, 0.0)]

    def _get_gap_scale(self, levels):
        """:return: (amount at the left edge, range of amounts across the chart)

        If the parts are small compared with the plan, the axis does not begin at zero, and the bars of totals are cut.
        """
        low, high = min(levels), max(levels)
        if low > 0 and high - low < low / 2:
            low -= (high - low) * 1.5 or low
        else:
            low = min(low, 0.0)
        return low, (high - low) * (1 + MARGIN / 10) or 1.0

    def _get_gap_rows(self, split, columns, limit):
        """:return: list of rows: products by the size of their deviation, then the others in one row, then unplanned sales"""
        products = sorted(
            (row for row in split if row['product']),
            key=lambda row: (-abs(row['deviation_amount']), alphabetical(row['product'].display_name)))
        products, others = (products, []) if len(products) <= limit else (products[:limit - 1], products[limit - 1:])
        rows = [self._get_gap_row(row['product'].display_name, row, columns, row['product'].id) for row in products]
        if others:
            rows.append(self._get_gap_row(
                self.env._("%(count)s other products", count=len(others)), self._get_split_totals(others), columns))
        return rows + [
            self._get_gap_row(self.env._("Unplanned"), row, columns) for row in split if row['product'] is None]

    def _get_gap_row(self, title, amounts, columns, product_id=None, is_total=False):
        return {
            'title': title, 'product_id': product_id, 'is_total': is_total,
            'cells': [self._format_gap(amounts[name]) for name in columns]}

    def _format_gap(self, amount, signed=True):
        """:return: str: «+1 200,00»; a dash for a signed zero"""
        currency = self.company_currency_id
        if signed and currency.is_zero(amount):
            return '—'
        text = self._format_amount(amount, currency)
        return f'+{text}' if signed and amount > 0 else text.replace('-', '−')

    @api.readonly
    def action_open_gap(self, part=None, product_id=None):
        """Open the report rows that a bar or a row of the table sums up.

        :param part: a name of :data:`PARTS`, ``plan_amount`` or ``fact_amount``
        :param product_id: id of a product.template
        """
        self.ensure_one()
        product_ids = read_ids(self.env, [product_id] if product_id else None, 'product_id')
        action = self.env['ir.actions.act_window']._for_xml_id('bas_crm.bas_plan_fact_report_action')
        domain = [('plan_id', '=', self.id)]
        if part == 'unplanned':
            domain.append(('is_unplanned', '=', True))
        elif part == 'plan_amount':
            domain.append(('plan_line_id', '!=', False))
        elif part == 'fact_amount':
            domain.append(('plan_line_id', '=', False))
        else:
            domain.append(('is_unplanned', '=', False))
        if product_ids:
            domain.append(('product_tmpl_id', '=', product_ids[0]))
        return {
            **action, 'name': self.display_name, 'domain': domain, 'context': {}, 'view_mode': 'list,pivot,graph',
            'views': [(False, 'list'), (False, 'pivot'), (False, 'graph')]}
