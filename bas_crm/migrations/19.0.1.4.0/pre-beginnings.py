from odoo.tools.sql import column_exists, create_column, table_columns


def migrate(cr, version):
    """Each entry of the stage history knows when its order came, before the column becomes required."""
    if not {'order_id', 'entered_at'} <= table_columns(cr, 'bas_order_stage_log').keys():
        return  # the history is begun later, by 19.0.1.3.0/post-order-stages.py
    if not column_exists(cr, 'bas_order_stage_log', 'began_at'):
        create_column(cr, 'bas_order_stage_log', 'began_at', 'timestamp')
    cr.execute("""
        UPDATE bas_order_stage_log entry SET began_at = first.moment
          FROM (SELECT order_id, min(entered_at) AS moment FROM bas_order_stage_log GROUP BY order_id) first
         WHERE first.order_id = entry.order_id AND entry.began_at IS DISTINCT FROM first.moment""")
