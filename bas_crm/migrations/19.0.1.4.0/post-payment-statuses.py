from odoo import SUPERUSER_ID, api
from odoo.addons.bas_crm.models.orders.payment import fill_payment_statuses


def migrate(cr, version):
    """Orders confirmed before tell what of them is paid."""
    fill_payment_statuses(api.Environment(cr, SUPERUSER_ID, {}))
