from odoo import SUPERUSER_ID, api
from odoo.addons.bas_crm.models.orders.account_move_cost import fill_costs


def migrate(cr, version):
    """Invoices posted before keep what their goods cost."""
    fill_costs(api.Environment(cr, SUPERUSER_ID, {}))
