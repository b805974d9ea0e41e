from collections import defaultdict

from odoo import api, fields, models

from ...tools.days import get_today

#: parts of a deviation in the order in which they are shown
PARTS = ('volume', 'mix', 'price', 'currency', 'rest', 'unplanned')
SUMS = ('plan_quantity:sum', 'plan_amount:sum', 'fact_quantity:sum', 'fact_amount:sum', 'fact_currency_amount:sum')


class BasSalesPlan(models.Model):
    """Why the fact differs from the plan.

    For each product g with variants v (the product itself where the plan knows no variants): Qp, Ap, Pp = Ap / Qp are the
    planned quantity, sum and price, P̄g = Σ Ap / Σ Qp of the variants with a quantity; Qf, Af the fact, Af* the fact recomputed
    at the rates frozen at approval.

    * Volume = (Qf_g − Qp_g) · P̄g
    * Mix = Σ Qf_v · Pp_v − Qf_g · P̄g
    * Price = Af* − Σ Qf_v · Pp_v − Σ Ap_v of variants planned without a quantity; those take P̄g for their price
    * Currency = Af − Af*
    * Unplanned = facts for which the plan has no row

    Without any planned quantity of g: volume = mix = 0, price = Af* − Ap. Parts are rounded per product, what rounding leaves
    goes to price, so all of them add up to the deviation. A plan without quantities of products: unplanned, and the rest.
    """

    _inherit = 'bas.sales.plan'

    frozen_rates = fields.Json(
        readonly=True, copy=False,
        help="At approval: id of a currency → its units for one of the company's.")
    has_split = fields.Boolean(
        compute='_compute_has_split', help="Whether the deviation can be split into volume, mix, price and currency.")

    @api.depends('by_quantity', 'by_variant', 'dimension')
    def _compute_has_split(self):
        for plan in self:
            plan.has_split = plan.by_quantity and (plan.dimension == 'product' or plan.by_variant)

    # ------------------------------------------------------------
    # Rates
    # ------------------------------------------------------------

    def action_approve(self):
        # Only here: a plan that is opened again, or back from a revision, keeps the rates it was approved with.
        result = super().action_approve()
        for plan in self:
            plan._set_state(plan.state, frozen_rates=plan._get_current_rates())
        return result

    def _get_current_rates(self):
        """:return: dict as in :attr:`frozen_rates`, of today; without currencies that have no rate"""
        self.ensure_one()
        own, currencies = self.company_id.currency_id, self.env['res.currency'].search([('active', '=', True)])
        rates = (currencies | own)._get_rates(self.company_id, get_today(self.env))
        return {str(currency.id): rates[currency.id] / rates[own.id] for currency in currencies}

    # ------------------------------------------------------------
    # Parts
    # ------------------------------------------------------------

    def _get_split(self):
        """:return: list of dicts, one for each product and one (``product`` is None) for what was sold beside the plan:
            ``product`` (product.template, empty in a plan of other things), ``plan_amount``, ``fact_amount``,
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
        """:return: a fact in the company's currency, as it would be at the rate frozen at approval"""
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
        """:return: dict as in :meth:`_get_split`; where quantities are planned, what the parts given leave is the price's"""
        to_round = self.company_currency_id.round
        row = {'product': product, **dict.fromkeys(PARTS, 0.0), 'plan_amount': to_round(planned), 'fact_amount': to_round(fact)}
        row['deviation_amount'] = to_round(row['fact_amount'] - row['plan_amount'])
        row.update((part, to_round(amount)) for part, amount in parts.items())
        if product is not None:
            row['price'] = to_round(row['deviation_amount'] - sum(row[part] for part in parts))
        return row

    def _get_split_totals(self, rows):
        """:return: dict: the parts that this plan has, in order, then plan, fact and deviation"""
        names = ('volume', 'mix', 'price', 'currency', 'unplanned') if self.has_split else ('rest', 'unplanned')
        return {name: self.company_currency_id.round(sum(row[name] for row in rows)) for name in (
            *names, 'plan_amount', 'fact_amount', 'deviation_amount')}
