from odoo.tools import SQL

TABLES = ('bas_order_stage_log', 'bas_order_performer', 'bas_event', 'bas_work_task', 'bas_work_task_line')


def migrate(cr, version):
    """No report and no list looks for all documents of a company by an index, and each document paid for it."""
    for table in TABLES:
        cr.execute(SQL("DROP INDEX IF EXISTS %s", SQL.identifier(f'{table}__company_id_index')))
