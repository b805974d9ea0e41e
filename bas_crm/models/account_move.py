from odoo import fields, models


class AccountMove(models.Model):
    _inherit = 'account.move'

    contract_id = fields.Many2one(
        'bas.contract', index='btree_not_null', ondelete='restrict', check_company=True,
        domain="[('partner_id', '=', commercial_partner_id)]")
