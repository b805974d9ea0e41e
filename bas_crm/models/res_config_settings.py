from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    bas_create_main_contract = fields.Boolean(related='company_id.bas_create_main_contract', readonly=False)
    bas_contract_template_id = fields.Many2one(related='company_id.bas_contract_template_id', readonly=False)

    def action_open_requisites(self):
        """Open the card of our own company: what contracts and prints say about us."""
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'res.partner',
            'res_id': self.env.company.partner_id.id,
            'views': [(False, 'form')],
            'name': self.env._("Requisites of Our Company"),
        }
