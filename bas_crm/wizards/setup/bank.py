from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.sql import escape_psql


class BasSetupBank(models.TransientModel):
    """A bank account of our own firm; its IBAN must be valid."""

    _name = 'bas.setup.bank'
    _description = 'Bank Account of the Firm'

    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, default=lambda self: self.env.company, ondelete='cascade')
    acc_number = fields.Char("IBAN", required=True)
    bank_name = fields.Char("Bank", help="As it is printed. A bank with the same МФО keeps its name.")
    mfo = fields.Char("МФО", compute='_compute_mfo')

    @api.depends('acc_number')
    def _compute_mfo(self):
        for dialog in self:
            dialog.mfo = self._get_account(dialog.acc_number)[4:10]

    @api.model
    def _get_account(self, number):
        """:return: str: an IBAN without spaces, as the banks exchange it"""
        return ''.join((number or '').split()).upper()

    @api.constrains('acc_number')
    def _check_iban(self):
        for dialog in self:
            number = self._get_account(dialog.acc_number)
            if self.env['res.partner.bank'].retrieve_acc_type(number) != 'iban':
                raise ValidationError(self.env._(
                    "%(number)s is not a valid IBAN. A Ukrainian one has UA and 27 digits; copy it from the bank's application.",
                    number=dialog.acc_number))

    def action_save(self):
        """Add the account to the firm, and to its bank journal if that has none."""
        self.ensure_one()
        accounts = self.env['res.partner.bank'].with_context(active_test=False)
        number = self._get_account(self.acc_number)
        account = accounts.search([
            ('sanitized_acc_number', '=', number), ('partner_id', '=', self.company_id.partner_id.id)], limit=1)
        account.filtered(lambda one: not one.active).action_unarchive()
        account = account or accounts.create({
            'acc_number': number, 'partner_id': self.company_id.partner_id.id, 'company_id': self.company_id.id})
        account.bank_id = self._get_bank() or account.bank_id
        # sudo: the administrator who adds the account may have no accounting rights
        journals = self.env['account.journal'].sudo().search([
            ('company_id', '=', self.company_id.id), ('type', '=', 'bank'), ('bank_account_id', '=', False)], limit=1)
        journals.bank_account_id = account
        return {'type': 'ir.actions.act_window_close'}

    def _get_bank(self):
        """:return: the bank with the МФО of the account, or else with the name given; it is created when there is none"""
        banks = self.env['res.bank']
        number = self._get_account(self.acc_number)
        code = number[4:10] if number.startswith('UA') else ''
        found = code and self.env['res.partner.bank'].search([
            ('sanitized_acc_number', '=like', f'UA__{code}%'), ('bank_id', '!=', False)], limit=1).bank_id
        name = (self.bank_name or '').strip()
        if found or not name:
            return found or banks
        return banks.search([('name', '=ilike', escape_psql(name))], limit=1) or banks.create({
            'name': name, 'country': self.company_id.country_id.id})
