from odoo.addons.bas_crm.hooks import prepare_ways


def migrate(cr, version):
    """Each stay knows the way to it, before the fields come: not one by one through the ORM."""
    prepare_ways(cr)
