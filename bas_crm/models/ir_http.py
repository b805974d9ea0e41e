from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = 'ir.http'

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """The customer's page has words of ours in its scripts."""
        return [*super()._get_translation_frontend_modules_name(), 'bas_crm']
