from odoo import models


class SaleOrderDiscount(models.TransientModel):
    _inherit = 'sale.order.discount'

    def _get_discount_product(self):
        # The first discount in a company creates the discount product; core would refuse this to a manager.
        return super(SaleOrderDiscount, self.sudo())._get_discount_product().with_env(self.env)
