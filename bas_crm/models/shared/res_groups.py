from odoo import api, models

#: Users of these groups need the cost of goods in core's own code, which reads it with their rights.
GROUPS_WITH_COST = (
    'stock.group_stock_user',
    'purchase.group_purchase_user',
    'mrp.group_mrp_user',
    'point_of_sale.group_pos_user',
)


class ResGroups(models.Model):
    _inherit = 'res.groups'

    def _register_hook(self):
        """Done here because these modules may be installed before or after ours, and we do not depend on them."""
        super()._register_hook()
        self._grant_cost_to_core_groups()

    @api.model
    def _grant_cost_to_core_groups(self):
        """Give «See Cost» to the groups of other modules that work with cost. Idempotent."""
        see_cost = self.env.ref('bas_crm.group_see_cost', raise_if_not_found=False)
        for xmlid in GROUPS_WITH_COST if see_cost else ():
            group = self.env.ref(xmlid, raise_if_not_found=False)
            if group and see_cost not in group.all_implied_ids:
                group.sudo().implied_ids += see_cost  # there is no user while the registry is loaded
