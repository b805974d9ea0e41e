"""Lines of offers that were made before remember whose hours they are, as far as the order still has them."""
from odoo.tools.sql import column_exists, table_columns


def migrate(cr, version):
    if (column_exists(cr, 'bas_work_task_line', 'sale_line_id')
            and {'hours_data', 'order_line_id'} <= table_columns(cr, 'bas_commercial_offer_line').keys()):
        cr.execute("""
            UPDATE bas_commercial_offer_line line SET hours_data = hours.ids
              FROM (SELECT sale_line_id, jsonb_agg(id) AS ids FROM bas_work_task_line
                     WHERE sale_line_id IS NOT NULL GROUP BY sale_line_id) hours
             WHERE hours.sale_line_id = line.order_line_id AND line.hours_data IS NULL""")
