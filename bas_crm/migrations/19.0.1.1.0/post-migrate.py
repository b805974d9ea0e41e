from odoo import SUPERUSER_ID, api
from odoo.addons.bas_crm.hooks import prepare_planning


def migrate(cr, version):
    """Events, tasks and calendars come into a database that had leads and contracts only."""
    prepare_planning(api.Environment(cr, SUPERUSER_ID, {}))
