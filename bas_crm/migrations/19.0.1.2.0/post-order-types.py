"""The ready types of orders come into use. Existing orders get their types and stages in 19.0.1.3.0/post-order-stages.py."""
from odoo import SUPERUSER_ID, api
from odoo.tools.sql import table_columns


def migrate(cr, version):
    if 'active' not in table_columns(cr, 'bas_order_type'):
        return
    cr.execute("""
        UPDATE bas_order_type type SET active = TRUE
          FROM ir_model_data data
         WHERE data.module = 'bas_crm' AND data.model = 'bas.order.type' AND data.res_id = type.id
           AND data.name IN ('bas_order_type_sale', 'bas_order_type_work')""")
    env = api.Environment(cr, SUPERUSER_ID, {})
    env.invalidate_all(flush=False)
    env.registry.clear_cache()
