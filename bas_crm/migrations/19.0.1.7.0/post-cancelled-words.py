"""Stages and statuses «Called Off» are «Cancelled» in English. Records of the first load are not updated by data files."""

from odoo.tools.sql import column_exists

RECORDS = {
    'bas_activity_status': ['bas_activity_status_cancelled'],
    'bas_order_stage': ['bas_order_stage_sale_cancelled', 'bas_order_stage_work_cancelled'],
}


def migrate(cr, version):
    for table, names in RECORDS.items():
        if not column_exists(cr, table, 'name'):
            continue
        cr.execute(f"""
            UPDATE {table} record SET name = record.name || '{{"en_US": "Cancelled"}}'
              FROM ir_model_data data
             WHERE data.module = 'bas_crm' AND data.name = ANY(%s) AND data.res_id = record.id
               AND record.name->>'en_US' = 'Called Off'""", [names])
