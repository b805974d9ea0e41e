from odoo.addons.bas_crm.hooks import fill_beginnings


def migrate(cr, version):
    """Each stay knows when its order came, before the column becomes required."""
    fill_beginnings(cr)
