from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    bas_create_main_contract = fields.Boolean(related='company_id.bas_create_main_contract', readonly=False)
    bas_contract_template_id = fields.Many2one(related='company_id.bas_contract_template_id', readonly=False)
