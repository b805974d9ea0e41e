from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """The discount of a line is there without a search in the settings, where a firm can hide it."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env.ref('base.group_user')._apply_group(env.ref('sale.group_discount_per_so_line'))
