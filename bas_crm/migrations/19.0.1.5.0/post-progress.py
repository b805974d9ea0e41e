from pathlib import Path

from odoo.tools.sql import table_columns

PROGRESS = Path(__file__).with_name('progress.sql')
#: table → columns from which the progress is told
NEEDED = {
    'bas_order_stage': {'order_type_id', 'sequence', 'is_cancelled'},
    'bas_order_stage_log': {'order_id', 'stage_id', 'reached_stage_id', 'standing_stage_id', 'is_first'},
}


def migrate(cr, version):
    """Entries that scripts of earlier versions have begun know the progress of their orders, too."""
    if all(columns <= table_columns(cr, table).keys() for table, columns in NEEDED.items()):
        cr.execute(PROGRESS.read_text())
