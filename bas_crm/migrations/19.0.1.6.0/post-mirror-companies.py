"""Records of the calendar that mirror documents are told the companies of these."""
from odoo.tools.sql import column_exists, table_columns


def migrate(cr, version):
    if not column_exists(cr, 'calendar_event', 'document_company_id'):
        return
    if {'calendar_event_id', 'company_id'} <= table_columns(cr, 'bas_event').keys():
        cr.execute("""
            UPDATE calendar_event record SET document_company_id = event.company_id
              FROM bas_event event
             WHERE event.calendar_event_id = record.id AND record.document_company_id IS DISTINCT FROM event.company_id""")
    if {'calendar_event_id', 'company_id'} <= table_columns(cr, 'bas_work_task_line').keys():
        cr.execute("""
            UPDATE calendar_event record SET document_company_id = line.company_id
              FROM bas_work_task_line line
             WHERE line.calendar_event_id = record.id AND record.document_company_id IS DISTINCT FROM line.company_id""")
