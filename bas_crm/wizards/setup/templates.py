from odoo import fields, models

from ...models.shared.res_company import OFFER_DESIGNS


class BasSetupTemplates(models.TransientModel):
    """Templates of the first documents: main contracts and offers."""

    _name = 'bas.setup.templates'
    _description = 'Templates of the Firm'

    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, default=lambda self: self.env.company, ondelete='cascade')
    create_main_contract = fields.Boolean(
        "Main Contract for New Customers", default=lambda self: self.env.company.bas_create_main_contract)
    contract_template_id = fields.Many2one(
        'bas.contract.template', string="Its Template", ondelete='cascade',
        default=lambda self: self.env.company.bas_contract_template_id,
        domain="[('company_id', 'in', [company_id, False])]")
    offer_design = fields.Selection(
        OFFER_DESIGNS, string="Design of Commercial Offers", required=True,
        default=lambda self: self.env.company.bas_offer_design)

    def action_save(self):
        self.ensure_one()
        self.company_id.write({
            'bas_create_main_contract': self.create_main_contract,
            'bas_contract_template_id': self.contract_template_id.id,
            'bas_offer_design': self.offer_design,
        })
        return {'type': 'ir.actions.act_window_close'}
