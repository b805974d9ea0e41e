from odoo import models


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

    def _get_row_parts(self):
        """:return: list of the words for what a row of this plan consists of"""
        self.ensure_one()
        names = self.env['bas.sales.plan.line'].fields_get(
            [self._get_dimension_field(), 'product_id', 'order_id'], ['string'])
        return [names[name]['string'] for name, used in (
            (self._get_dimension_field(), True), ('product_id', self.by_variant), ('order_id', self.by_order)) if used]
