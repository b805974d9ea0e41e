from odoo import models
from odoo.exceptions import UserError

from ...tools.days import to_day


class SaleOrder(models.Model):
    """An order is paid before the goods are issued: it has an invoice for payment of its own."""

    _name = 'sale.order'
    _inherit = ['sale.order', 'bas.print.trade.mixin']
    _trade_quantity_field = 'product_uom_qty'

    def _check_trade_print(self, kind):
        if self.state == 'cancel':
            raise UserError(self.env._("%(document)s is cancelled.", document=self.display_name))

    def _get_trade_lines(self):
        # An optional line that was not chosen has no quantity; an advance is an invoice of its own.
        return self.order_line.filtered(
            lambda line: not line.is_downpayment and (line.display_type or line.product_uom_qty))

    def _get_trade_part(self, line):
        # The works of a work order are shared by its performers, so materials stand apart.
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
        """Print what the customer waits for: the offers until one is agreed, then the invoice for payment."""
        self.ensure_one()
        has_offers = self.env.user.has_group('sales_team.group_sale_salesman') and bool(self.offer_ids)
        if has_offers and self.state != 'sale':
            return self.action_print_offers()
        return self.env.ref('bas_crm.action_report_order_invoice').report_action(self, config=False)
