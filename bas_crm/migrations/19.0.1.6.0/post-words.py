from odoo import SUPERUSER_ID, api
from odoo.tools import file_path


def migrate(cr, version):
    """Odoo keeps a translation that is there, also one of ours that was put right: the old texts stand in words.po."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    if env['res.lang']._get_data(code='uk_UA'):
        env['ir.module.module']._replace_words('uk_UA', file_path('bas_crm/migrations/19.0.1.6.0/words.po'))
