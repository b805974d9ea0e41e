from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """The customer invoice as it is printed in Ukraine."""

    _name = 'account.move'
    _inherit = ['account.move', 'bas.print.trade.mixin']

    has_goods_issue = fields.Boolean(
        compute='_compute_trade_prints', compute_sudo=True, exportable=False, export_string_translation=False)
    has_service_act = fields.Boolean(
        compute='_compute_trade_prints', compute_sudo=True, exportable=False, export_string_translation=False)

    @api.depends('move_type', 'state', 'invoice_line_ids.product_id.type', 'invoice_line_ids.price_total')
    def _compute_trade_prints(self):
        for move in self:
            is_printed = move.move_type == 'out_invoice' and move.state == 'posted'
            move.has_goods_issue = is_printed and bool(move._select_trade_lines('goods_issue'))
            move.has_service_act = is_printed and bool(move._select_trade_lines('service_act'))

    def _check_trade_print(self, kind):
        if self.move_type != 'out_invoice':
            raise UserError(self.env._(
                "%(document)s is no customer invoice: this print is made of those.", document=self.display_name))
        if self.state == 'cancel':
            raise UserError(self.env._("%(document)s is cancelled.", document=self.display_name))
        if kind != 'payment_invoice' and self.state != 'posted':
            raise UserError(self.env._(
                "%(document)s is a draft. Confirm it: a primary document has a number and stays as it is.",
                document=self.display_name))

    def _get_trade_lines(self):
        return self.invoice_line_ids.sorted(lambda line: (line.sequence, line.id))

    def _get_trade_number(self):
        return self.name if self.name and self.name != '/' else self.env._("(draft)")

    def _get_form_number(self, kind):
        """The code of the journal, «ВН», is that of goods issues: an act has the number alone."""
        number = self._get_trade_number()
        return number.removeprefix(f'{self.journal_id.code}/') if kind == 'service_act' else number

    def _get_trade_date(self):
        return self.invoice_date or self.date

    def _get_trade_deadline(self):
        due = self.invoice_date_due
        return due if due and due > self._get_trade_date() else False

    def _get_trade_user(self):
        return self.invoice_user_id

    def _get_trade_note(self):
        return self.narration

    def _get_amount_to_pay(self):
        if self.state != 'posted':
            return self.amount_total
        # Also whoever may not see payments is not asked to pay twice.
        return max(self.amount_residual - self.sudo()._get_money_on_its_way(), 0.0)

    def _get_print_account(self):
        account = self.partner_bank_id
        is_ours = account.partner_id == self.company_id.partner_id
        return account if is_ours else super()._get_print_account()
