from odoo.tools import SQL


def queue_for(records):
    """Make concurrent transactions that change the same records fail with a serialization error.

    The server then retries them after our commit, and they see our changes. With a mere lock they would go on with old data.
    """
    if records.ids:
        table, ids = SQL.identifier(records._table), tuple(sorted(records.ids))
        records.env.cr.execute(
            SQL("UPDATE %s SET write_uid = write_uid WHERE id IN %s", table, ids), log_exceptions=False)
