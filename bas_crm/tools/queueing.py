from odoo.tools import SQL


def queue_for(records):
    """Let whoever changes the same documents at the same moment come after us: his transaction begins anew, sees ours.

    A mere lock would not do: after it the other one would go on with what he saw before.
    """
    if records.ids:
        table, ids = SQL.identifier(records._table), tuple(sorted(records.ids))
        records.env.cr.execute(
            SQL("UPDATE %s SET write_uid = write_uid WHERE id IN %s", table, ids), log_exceptions=False)
