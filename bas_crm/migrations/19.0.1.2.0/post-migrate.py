from odoo import SUPERUSER_ID, api
from odoo.addons.bas_crm.hooks import prepare_orders


def migrate(cr, version):
    """Types and stages come into a database that has orders already."""
    prepare_orders(api.Environment(cr, SUPERUSER_ID, {}))
