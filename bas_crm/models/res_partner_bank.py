from odoo import api, fields, models


class ResPartnerBank(models.Model):
    _inherit = 'res.partner.bank'

    mfo_code = fields.Char("Bank Code (МФО)", compute='_compute_mfo_code', help="Digits 5 to 10 of a Ukrainian IBAN.")

    @api.depends('sanitized_acc_number')
    def _compute_mfo_code(self):
        for account in self:
            number = account.sanitized_acc_number or ''
            account.mfo_code = number[4:10] if number.startswith('UA') and len(number) == 29 else False
