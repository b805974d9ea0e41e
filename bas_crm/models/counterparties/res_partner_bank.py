from odoo import api, fields, models


class ResPartnerBank(models.Model):
    _inherit = 'res.partner.bank'

    mfo_code = fields.Char("Bank Code (МФО)", compute='_compute_mfo_code', help="Digits 5 to 10 of a Ukrainian IBAN.")
    has_wrong_iban = fields.Boolean(compute='_compute_has_wrong_iban', exportable=False, export_string_translation=False)

    @api.depends('sanitized_acc_number')
    def _compute_mfo_code(self):
        for account in self:
            number = account.sanitized_acc_number or ''
            account.mfo_code = number[4:10] if number.startswith('UA') and len(number) == 29 else False

    @api.depends('acc_number')
    def _compute_has_wrong_iban(self):
        # Core takes what its check of IBAN refuses for a number of another kind, and says nothing.
        for account in self:
            is_ukrainian = (account.sanitized_acc_number or '').startswith('UA')
            account.has_wrong_iban = is_ukrainian and account.acc_type != 'iban'
