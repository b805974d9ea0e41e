from pathlib import Path

from odoo.tools.sql import column_exists, create_column, table_columns

PROGRESS = Path(__file__).with_name('progress.sql')
#: table → columns from which the progress is told
NEEDED = {
    'bas_order_stage': {'order_type_id', 'sequence', 'is_cancelled'},
    'bas_order_stage_log': {'order_id', 'stage_id'},
    'sale_order': {'order_type_id'},
}
COLUMNS = {'order_type_id': 'int4', 'reached_stage_id': 'int4', 'standing_stage_id': 'int4', 'is_first': 'bool'}


def migrate(cr, version):
    """Each entry of the stage history knows the progress of its order, before the ORM would compute it one by one."""
    if not all(columns <= table_columns(cr, table).keys() for table, columns in NEEDED.items()):
        return  # the history is begun later, and post-progress.py fills it
    for name, kind in COLUMNS.items():
        if not column_exists(cr, 'bas_order_stage_log', name):
            create_column(cr, 'bas_order_stage_log', name, kind)
    cr.execute("""
        UPDATE bas_order_stage_log entry SET order_type_id = o.order_type_id
          FROM sale_order o
         WHERE o.id = entry.order_id AND entry.order_type_id IS DISTINCT FROM o.order_type_id""")
    cr.execute(PROGRESS.read_text())
