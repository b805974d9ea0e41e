from odoo import SUPERUSER_ID, api
from odoo.addons.bas_crm.hooks import bring_orders_into_stages, keep_required_fields, prepare_work_orders


def migrate(cr, version):
    """Stages keep the fields that they ask for; orders of archived companies come into their stages; work orders come
    into a database that had customer orders only."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    keep_required_fields(env)
    bring_orders_into_stages(env)
    prepare_work_orders(env)
