"""Work that begins after the commit of a transaction: prints, e-mails and calls to other servers."""
from odoo.sql_db import Cursor


def after_commit(cr, work):
    """Do ``work`` after ``cr`` is committed, when it holds no row locks any more.

    The cursor that a test lends to the web server is never committed; in this case the work is done at once.

    :param work: function without arguments that opens its own cursor and raises nothing
    """
    if isinstance(cr, Cursor):
        cr.postcommit.add(work)
    else:
        cr.flush()
        work()
