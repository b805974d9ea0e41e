from odoo import api, fields, models


class AccountMove(models.Model):
    _inherit = 'account.move'

    contract_id = fields.Many2one(
        'bas.contract', compute='_compute_contract_id', store=True, readonly=False,
        index='btree_not_null', ondelete='restrict', check_company=True,
        domain="[('partner_id', '=', commercial_partner_id)]")

    @api.depends('commercial_partner_id')
    def _compute_contract_id(self):
        for move in self:
            if move.contract_id.sudo().partner_id != move.commercial_partner_id:
                move.contract_id = False

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        # A credit note, or what replaces an invoice, is of the same sale: its contract stays, also when that has ended.
        is_same_sale = self.env.context.get('include_business_fields')
        return vals_list if is_same_sale else self.env['bas.contract']._drop_ended(self, vals_list)

    @api.constrains('contract_id', 'commercial_partner_id')
    def _check_contract(self):
        self.env['bas.contract']._check_is_with(self)
