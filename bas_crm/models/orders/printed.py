from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.days import to_day


class SaleOrder(models.Model):
    """The order as a print: customers pay before the goods are issued, so it has an invoice for payment."""

    _name = 'sale.order'
    _inherit = ['sale.order', 'bas.print.trade.mixin']
    _trade_quantity_field = 'product_uom_qty'

    def _check_trade_print(self, kind):
        if self.state == 'cancel':
            raise UserError(self.env._("%(document)s is cancelled.", document=self.display_name))

    def _get_trade_lines(self):
        # An optional line that was not chosen has no quantity; an advance has its own invoice.
        return self.order_line.filtered(
            lambda line: not line.is_downpayment and (line.display_type or line.product_uom_qty))

    def _get_trade_part(self, line):
        # The works of a work order are divided among performers, so materials are printed separately.
        return 'material' if line.work_kind == 'material' else super()._get_trade_part(line)

    def _get_trade_number(self):
        return self.name

    def _get_trade_date(self):
        return to_day(self.env, self.date_order, self.company_id)

    def _get_trade_deadline(self):
        return self.validity_date if self.state in ('draft', 'sent') else False

    def _get_trade_user(self):
        return self.user_id

    def _get_trade_note(self):
        return self.note

    def action_print(self):
        """Print the current document of the order: the offers until one is agreed, then the invoice for payment."""
        self.ensure_one()
        has_offers = self.env.user.has_group('sales_team.group_sale_salesman') and bool(self.offer_ids)
        if has_offers and self.state != 'sale':
            return self.action_print_offers()
        return self.env.ref('bas_crm.action_report_order_invoice').report_action(self, config=False)


class AccountMove(models.Model):
    """The customer invoice as a Ukrainian print."""

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
                "%(document)s is not a customer invoice, so it has no such print.", document=self.display_name))
        if self.state == 'cancel':
            raise UserError(self.env._("%(document)s is cancelled.", document=self.display_name))
        if kind != 'payment_invoice' and self.state != 'posted':
            raise UserError(self.env._(
                "%(document)s is a draft. Confirm it: a primary document needs a number and cannot change.",
                document=self.display_name))

    def _get_trade_lines(self):
        return self.invoice_line_ids.sorted(lambda line: (line.sequence, line.id))

    def _get_trade_number(self):
        return self.name if self.name and self.name != '/' else self.env._("(draft)")

    def _get_form_number(self, kind):
        """The journal code «ВН» means goods issues, so an act has the number without the code."""
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
        # Users who may not see payments must not ask the customer to pay twice.
        return max(self.amount_residual - self.sudo()._get_pending_amount(), 0.0)

    def _get_print_account(self):
        account = self.partner_bank_id
        is_ours = account.partner_id == self.company_id.partner_id
        return account if is_ours else super()._get_print_account()
