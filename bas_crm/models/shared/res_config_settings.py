from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    bas_create_main_contract = fields.Boolean(related='company_id.bas_create_main_contract', readonly=False)
    bas_contract_template_id = fields.Many2one(related='company_id.bas_contract_template_id', readonly=False)
    bas_offer_design = fields.Selection(related='company_id.bas_offer_design', readonly=False, required=True)
    bas_sellers_post_invoices = fields.Boolean(related='company_id.bas_sellers_post_invoices', readonly=False)

    bas_tz = fields.Selection(related='company_id.bas_tz', readonly=False, required=True)

    bas_moved_on = fields.Date(related='company_id.bas_moved_on', readonly=False)
    bas_invoices_before_move = fields.Integer(
        compute='_compute_bas_invoices_before_move', exportable=False, export_string_translation=False)

    bas_payment_qr = fields.Boolean(related='company_id.bas_payment_qr', readonly=False)
    bas_payment_qr_gaps = fields.Char(compute='_compute_bas_payment_qr_gaps', exportable=False, export_string_translation=False)

    @api.depends('company_id')
    def _compute_bas_payment_qr_gaps(self):
        for settings in self:
            firm = settings.company_id.partner_id
            settings.bas_payment_qr_gaps = ', '.join(firm._get_payment_qr_gaps(firm.bank_ids))

    @api.depends('company_id', 'bas_moved_on')
    def _compute_bas_invoices_before_move(self):
        for settings in self:
            settings.bas_invoices_before_move = settings.company_id._count_invoices_before_move(settings.bas_moved_on)

    @api.readonly
    def action_open_requisites(self):
        """Open the card of our own company: the data that contracts and prints show about us."""
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'res.partner',
            'res_id': self.env.company.partner_id.id,
            'views': [(False, 'form')],
            'name': self.env._("Requisites of Our Company"),
        }
