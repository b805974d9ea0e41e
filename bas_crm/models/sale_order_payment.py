from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

PAYMENT_STATUSES = [('unpaid', "Not Paid"), ('partly', "Partly Paid"), ('paid', "Paid")]
#: states of an invoice that somebody has paid something of
WITH_MONEY = ('paid', 'in_payment', 'partial')


class SaleOrder(models.Model):
    """What of the order is paid. It is stored: reports read headers, not the lines that lead to the invoices.

    It is not the paid share of sale_order_settlement.py in words. The status says what has become of the invoices, the share
    which part of the money is there: an order prepaid in full is partly paid and 100 %, one for nothing is paid and 0 %.
    And it changes with the state of an invoice; a stored share would write the order with every payment, and the rate
    of every invoice in another currency would stand still in it.
    """

    _inherit = 'sale.order'

    bas_payment_status = fields.Selection(
        PAYMENT_STATUSES, string="Payment", compute='_compute_bas_payment_status', store=True,
        help="Paid: everything is invoiced, and every posted invoice is paid.")

    @api.depends('invoice_status', 'order_line.invoice_lines.move_id.state', 'order_line.invoice_lines.move_id.payment_state')
    def _compute_bas_payment_status(self):
        for order in self:
            # Whoever posts or pays the invoice, what has come of the order is the same.
            order.bas_payment_status = order.sudo()._get_payment_status()

    def _get_payment_status(self):
        if self._is_settled():
            return 'paid'
        invoices = self.invoice_ids.filtered(lambda move: move.state == 'posted' and move.move_type == 'out_invoice')
        return 'partly' if any(move.payment_state in WITH_MONEY for move in invoices) else 'unpaid'

    def _auto_init(self):
        # Orders of before get it by one query (``fill_payment_statuses``), not one by one.
        if not column_exists(self.env.cr, self._table, 'bas_payment_status'):
            create_column(self.env.cr, self._table, 'bas_payment_status', 'varchar')
        return super()._auto_init()


def fill_payment_statuses(env):
    """Tell of the orders that were there before what is paid; done again, it changes nothing."""
    for model in ('sale.order', 'account.move'):
        env[model].flush_model()
    env.cr.execute(SQL("""
        UPDATE sale_order
           SET bas_payment_status = CASE
               WHEN sale_order.invoice_status = 'invoiced' AND billed.settled THEN 'paid'
               WHEN billed.touched THEN 'partly' ELSE 'unpaid' END
          FROM sale_order o
     LEFT JOIN (SELECT line.order_id, bool_and(move.payment_state IN ('paid', 'in_payment', 'reversed')) AS settled,
                       bool_or(move.move_type = 'out_invoice' AND move.payment_state IN %s) AS touched
                  FROM sale_order_line_invoice_rel rel
                  JOIN sale_order_line line ON line.id = rel.order_line_id
                  JOIN account_move_line item ON item.id = rel.invoice_line_id
                  JOIN account_move move ON move.id = item.move_id
                 WHERE move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund')
              GROUP BY line.order_id) billed ON billed.order_id = o.id
         WHERE o.id = sale_order.id AND sale_order.bas_payment_status IS NULL""", WITH_MONEY))
    env['sale.order'].invalidate_model(['bas_payment_status'])
