from odoo import api, fields, models


class SaleOrder(models.Model):
    """How much of an order has been shipped and how much of it is paid, as the list shows it at a glance.

    Why the share is not the source of the stored ``bas_payment_status``, sale_order_payment.py says.
    """

    _inherit = 'sale.order'

    shipped_percent = fields.Float(
        "Shipped, %", digits=(5, 0), compute='_compute_settlement', compute_sudo=True,
        help="Which part of the order stands on posted invoices (goods issues), down payments left out.")
    paid_percent = fields.Float(
        "Paid, %", digits=(5, 0), compute='_compute_settlement', compute_sudo=True,
        help="Which part of the order is paid: by its posted invoices, down payments among them.")

    # What happens to an invoice is read anew with the next screen; to follow each payment would slow down payments.
    @api.depends('amount_total', 'order_line.untaxed_amount_invoiced')
    def _compute_settlement(self):
        for order in self:
            goods = order.order_line.filtered(lambda line: not line.is_downpayment)
            order.shipped_percent = _get_percent(
                sum(goods.mapped('untaxed_amount_invoiced')), sum(goods.mapped('price_subtotal')))
            order.paid_percent = _get_percent(order._get_amount_settled(), order.amount_total)

    def _get_amount_settled(self):
        """:return: float, in the order's currency: of each invoice that part of what is paid that its lines of this order
            have in it"""
        self.ensure_one()
        amount = 0.0
        for line in self.order_line.invoice_lines:
            move = line.move_id
            if move.state != 'posted' or not move.is_invoice():
                continue
            paid = move._get_money() / move.amount_total if move.amount_total else 1.0
            sign = -1 if move.move_type == 'out_refund' else 1
            amount += sign * paid * move.currency_id._convert(
                line.price_total, self.currency_id, self.company_id, move.invoice_date or move.date, round=False)
        return amount


def _get_percent(part, whole):
    """:return: float from 0 to 100"""
    return min(max(100 * part / whole, 0.0), 100.0) if whole else 0.0
