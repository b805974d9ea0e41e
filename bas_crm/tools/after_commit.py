"""Work that begins when a transaction is committed: prints, letters and calls to the outside."""
from odoo.sql_db import Cursor


def after_commit(cr, work):
    """Do ``work`` when ``cr`` is committed, that is when it locks no row any more.

    The cursor that a test lends to the web server is never committed: there the work is done at once.

    :param work: takes no arguments, opens a cursor of its own, raises nothing
    """
    if isinstance(cr, Cursor):
        cr.postcommit.add(work)
    else:
        cr.flush()
        work()
