from odoo import models


class SaleOrder(models.Model):
    """What has been shipped and what has been paid, and where it moves the order."""

    _inherit = 'sale.order'

    def _has_goods_issue(self):
        """Tell whether something of the order is on a posted invoice, down payments left out."""
        self.ensure_one()
        invoices = self.invoice_ids.filtered(lambda move: move.state == 'posted')
        return self in invoices._get_billed_orders(goods_only=True)

    def _is_settled(self):
        """Tell whether all is invoiced, and every posted invoice is paid, in payment or reversed."""
        self.ensure_one()
        invoices = self.invoice_ids.filtered(lambda move: move.state == 'posted')
        return self.invoice_status == 'invoiced' and bool(invoices) and all(
            move.payment_state in ('paid', 'in_payment', 'reversed') for move in invoices)

    def _get_settled(self):
        return self.filtered(lambda order: order._is_settled())

    def _has_been_paid_before(self):
        """Tell whether the order has ever stood where paid orders come by themselves."""
        self.ensure_one()
        stage = self.order_type_id and self.order_type_id._get_trigger_stage('paid')
        return bool(stage) and stage in self.stage_log_ids.stage_id


class AccountMove(models.Model):
    _inherit = 'account.move'

    def _post(self, soft=True):
        posted = super()._post(soft)
        posted._get_billed_orders(goods_only=True)._advance('invoiced')
        return posted

    def _invoice_paid_hook(self):
        """Core calls it twice where money is first in payment and then on the account: an order that somebody has moved
        back meanwhile stays there."""
        result = super()._invoice_paid_hook()
        settled = self._get_billed_orders()._get_settled()
        settled.filtered(lambda order: not order._has_been_paid_before())._advance('paid')
        return result

    def _get_billed_orders(self, goods_only=False):
        """:param goods_only: leave down payments out, for which nothing is shipped
        :return: orders of which something is on these customer invoices
        """
        lines = self.filtered(lambda move: move.move_type == 'out_invoice').invoice_line_ids
        billed = lines.filtered(lambda line: line.quantity and line.sale_line_ids)
        if goods_only:
            billed = billed.filtered(lambda line: line.display_type == 'product')
        # Whoever posts or settles the invoice moves the order on, though it may not be theirs.
        sale_lines = billed.sudo().sale_line_ids
        return (sale_lines.filtered(lambda line: not line.is_downpayment) if goods_only else sale_lines).order_id


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    def _reconcile_pre_hook(self):
        return {**super()._reconcile_pre_hook(), 'settled_orders': self.move_id._get_billed_orders()._get_settled()}

    def _reconcile_post_hook(self, data):
        """Core's hook of paid invoices knows nothing of reversed ones, nor of money that came back and came again."""
        super()._reconcile_post_hook(data)
        (self.move_id._get_billed_orders()._get_settled() - data['settled_orders'])._advance('paid')
