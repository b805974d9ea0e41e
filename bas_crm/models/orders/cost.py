from odoo import fields, models

from .account_move_cost import COST_GROUP


class SaleOrderLine(models.Model):
    """What goods cost the firm is not for every manager to see; core shows it to all employees.

    The figures are computed and stored for everybody alike. They are not computed before the record is created: what core
    computes so early, it takes for written by the person.
    """

    _inherit = 'sale.order.line'

    purchase_price = fields.Float(groups=COST_GROUP, precompute=False)
    margin = fields.Float(groups=COST_GROUP, precompute=False)
    margin_percent = fields.Float(groups=COST_GROUP, precompute=False)


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    margin = fields.Monetary(groups=COST_GROUP)
    margin_percent = fields.Float(groups=COST_GROUP)


class SaleReport(models.Model):
    _inherit = 'sale.report'

    margin = fields.Float(groups=COST_GROUP)


class AccountInvoiceReport(models.Model):
    _inherit = 'account.invoice.report'

    inventory_value = fields.Float(groups=COST_GROUP)
    price_margin = fields.Float(groups=COST_GROUP)


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    standard_price = fields.Float(groups=COST_GROUP)


class ProductProduct(models.Model):
    _inherit = 'product.product'

    standard_price = fields.Float(groups=COST_GROUP)


class ProductSupplierinfo(models.Model):
    """What a vendor asks is what the goods cost."""

    _inherit = 'product.supplierinfo'

    price = fields.Float(groups=COST_GROUP)
    discount = fields.Float(groups=COST_GROUP)
    price_discounted = fields.Float(groups=COST_GROUP)

    def _order_to_sql(self, order, query, alias=None, reverse=False):
        # Core's order has the price in it.
        if (not order or order == self._order) and not self._has_field_access(self._fields['price'], 'read'):
            order = 'sequence, min_qty DESC, id'
        return super()._order_to_sql(order, query, alias, reverse)
