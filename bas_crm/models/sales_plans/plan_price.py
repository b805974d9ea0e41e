from odoo import api, models


class BasSalesPlan(models.Model):
    _inherit = 'bas.sales.plan'

    def _get_prices(self, products, date):
        """What the plan's price list says on a day, in the plan's currency, as revenue counts it: without taxes.

        :param products: ``product.product`` records
        :return: dict: id of the product → price of one unit of its own; nothing without a price list
        """
        self.ensure_one()
        if not self.pricelist_id or not products:
            return {}
        products = products.with_company(self.company_id)
        prices = self.pricelist_id._get_products_price(products, 1.0, currency=self.currency_id, date=date)
        for product in products:
            taxes = product.taxes_id._filter_taxes_by_company(self.company_id)
            if any(taxes.mapped('price_include')):
                prices[product.id] = taxes.compute_all(
                    prices[product.id], self.currency_id, 1.0, product, rounding_method='round_globally')['total_excluded']
        return prices

    @api.depends('state', 'by_quantity', 'line_ids.quantity', 'line_ids.amount')
    def _compute_unpriced_text(self):
        """What is planned in pieces and has no sum counts for nothing: it is told while it can be mended."""
        for plan in self:
            keys = {line.row_key for line in plan.line_ids if line.quantity and not line.amount} \
                if plan.by_quantity and plan.state == 'draft' else ()
            plan.unpriced_text = plan._get_unpriced_text(len(keys)) if keys else False

    def _get_unpriced_text(self, count):
        """:param int count: of rows
        :return: str: where to get prices"""
        return self.env._(
            "Rows with a quantity and no price: %(count)s. Choose a price list in the plan and fill again with its prices, or "
            "type the prices in the table.", count=count)

    def _get_row_parts(self):
        """:return: list of the words for what a row of this plan consists of"""
        self.ensure_one()
        names = self.env['bas.sales.plan.line'].fields_get(
            [self._get_dimension_field(), 'product_id', 'order_id'], ['string'])
        return [names[name]['string'] for name, used in (
            (self._get_dimension_field(), True), ('product_id', self.by_variant), ('order_id', self.by_order)) if used]
