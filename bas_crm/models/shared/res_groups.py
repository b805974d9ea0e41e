from odoo import api, models

#: Whoever moves, buys, makes or sells goods over the counter needs their cost in core's own code: it reads it as the user.
GROUPS_WITH_COST = (
    'stock.group_stock_user',
    'purchase.group_purchase_user',
    'mrp.group_mrp_user',
    'point_of_sale.group_pos_user',
)


class ResGroups(models.Model):
    _inherit = 'res.groups'

    def _register_hook(self):
        """These modules may be installed before us or at any time after, and we depend on none of them."""
        super()._register_hook()
        self._open_cost_where_core_reads_it()

    @api.model
    def _open_cost_where_core_reads_it(self):
        """Let the groups of other modules that work with cost see it; done again, it changes nothing."""
        see_cost = self.env.ref('bas_crm.group_see_cost', raise_if_not_found=False)
        for xmlid in GROUPS_WITH_COST if see_cost else ():
            group = self.env.ref(xmlid, raise_if_not_found=False)
            if group and see_cost not in group.all_implied_ids:
                group.sudo().implied_ids += see_cost  # the registry is loaded by nobody
