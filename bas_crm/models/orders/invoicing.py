from odoo import api, fields, models
from odoo.tools import SQL

PAYMENT_STATUSES = [('unpaid', "Not Paid"), ('partly', "Partly Paid"), ('paid', "Paid")]
#: states of a payment that has been made
ON_ITS_WAY = ('in_process', 'paid')


class SaleOrder(models.Model):
    """What has been shipped and what has been paid, and where it moves the order."""

    _inherit = 'sale.order'

    shipped_percent = fields.Float(
        "Shipped, %", digits=(5, 0), compute='_compute_settlement', compute_sudo=True,
        help="Which part of the order stands on posted invoices (goods issues), down payments left out.")
    paid_percent = fields.Float(
        "Paid, %", digits=(5, 0), compute='_compute_settlement', compute_sudo=True,
        help="Which part of the order is paid: by its posted invoices, down payments among them.")

    bas_payment_status = fields.Selection(
        PAYMENT_STATUSES, string="Payment", compute='_compute_bas_payment_status', store=True,
        help="Paid: everything is invoiced, and every posted invoice is paid.")

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

    # How much of an order has been shipped and how much of it is paid, as the list shows it at a glance

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

    # What of the order is paid. It is stored: reports read headers, not the lines that lead to the invoices

    @api.depends(
        'invoice_status', 'order_line.invoice_lines.move_id.state', 'order_line.invoice_lines.move_id.payment_state',
        'order_line.invoice_lines.move_id.amount_residual')
    def _compute_bas_payment_status(self):
        for order in self:
            # Whoever posts or pays the invoice, what has come of the order is the same.
            order.bas_payment_status = order.sudo()._get_payment_status()

    def _get_payment_status(self):
        """Money counts, a credit note does not; of an invoice that is reversed as a whole nothing is to be paid."""
        if self._is_settled():
            return 'paid'
        amount = sum(move._get_money_of_company() for move in self.invoice_ids)
        return 'partly' if self.company_id.currency_id.compare_amounts(amount, 0) > 0 else 'unpaid'


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

    def _get_money(self):
        """:return: float, in the currency of the invoice: the money that has come for it; of a credit note, that went back

        Not the residual: a credit note lowers it, too, and a payment that has no entry in the ledger does not.
        """
        self.ensure_one()
        if self.state != 'posted' or self.move_type not in ('out_invoice', 'out_refund'):
            return 0.0
        amount = 0.0
        for line in self.line_ids:
            if line.account_id.account_type == 'asset_receivable':
                amount += sum(part.debit_amount_currency for part in line.matched_credit_ids if _is_money(part.credit_move_id))
                amount += sum(part.credit_amount_currency for part in line.matched_debit_ids if _is_money(part.debit_move_id))
        return amount + self._get_money_on_its_way()

    def _get_money_on_its_way(self):
        """:return: float, up to what is left to pay: payments that are registered and have no entry in the ledger yet

        A payment of several invoices fills one after another, the oldest first.
        """
        self.ensure_one()
        moves, payments = self._find_paid_together()
        moves = moves.sorted(lambda move: (move.invoice_date or move.date, move.id))
        left = {move: max(move.amount_residual, 0.0) for move in moves}
        whole = left[self]
        # What can go to one invoice only goes there first.
        for payment in payments.sorted(lambda payment: (len(payment.invoice_ids), payment.date, payment.id)):
            rest = payment.amount
            for move, due in left.items():
                if move not in payment.invoice_ids or move.is_inbound() != (payment.payment_type == 'inbound'):
                    continue
                part = min(due, payment.currency_id._convert(rest, move.currency_id, move.company_id, payment.date))
                left[move] = due - part
                rest -= move.currency_id._convert(part, payment.currency_id, move.company_id, payment.date)
                rest = max(rest, 0.0)
        return self.currency_id.round(whole - left[self])

    def _find_paid_together(self):
        """:return: the posted invoice with those that share payments on their way with it; these payments"""
        moves, payments = self, self.env['account.payment']
        while True:
            found = moves.matched_payment_ids.filtered(lambda payment: not payment.move_id and payment.state in ON_ITS_WAY)
            if found <= payments:
                return moves, payments
            payments = found
            moves |= payments.invoice_ids.filtered(lambda move: move.state == 'posted')

    def _get_money_of_company(self):
        """:return: float, in the company's currency, negative of a credit note"""
        money = self._get_money()
        return money * self.amount_total_signed / self.amount_total if self.amount_total else 0.0


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    def _reconcile_pre_hook(self):
        return {**super()._reconcile_pre_hook(), 'settled_orders': self.move_id._get_billed_orders()._get_settled()}

    def _reconcile_post_hook(self, data):
        """Core's hook of paid invoices knows nothing of reversed ones, nor of money that came back and came again."""
        super()._reconcile_post_hook(data)
        (self.move_id._get_billed_orders()._get_settled() - data['settled_orders'])._advance('paid')


def _get_percent(part, whole):
    """:return: float from 0 to 100"""
    return min(max(100 * part / whole, 0.0), 100.0) if whole else 0.0


def _is_money(line):
    return line.move_id.move_type not in ('out_invoice', 'out_refund')


def fill_payment_statuses(env):
    """Tell of the orders that were there before what is paid; done again, it changes nothing."""
    for model in ('sale.order', 'account.move'):
        env[model].flush_model()
    env.cr.execute(SQL("""
        UPDATE sale_order
           SET bas_payment_status = CASE
               WHEN sale_order.invoice_status = 'invoiced' AND billed.settled THEN 'paid'
               WHEN billed.amount > 0 THEN 'partly' ELSE 'unpaid' END
          FROM sale_order o
     LEFT JOIN (SELECT bill.order_id, bool_and(move.payment_state IN ('paid', 'in_payment', 'reversed')) AS settled,
                       SUM(money.amount * CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END) AS amount
                  FROM (SELECT DISTINCT line.order_id, item.move_id
                          FROM sale_order_line_invoice_rel rel
                          JOIN sale_order_line line ON line.id = rel.order_line_id
                          JOIN account_move_line item ON item.id = rel.invoice_line_id) bill
                  JOIN account_move move ON move.id = bill.move_id
             LEFT JOIN (%s) money ON money.move_id = move.id
                 WHERE move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund')
              GROUP BY bill.order_id) billed ON billed.order_id = o.id
         WHERE o.id = sale_order.id AND sale_order.bas_payment_status IS NULL
           AND sale_order.id NOT IN (%s)""", _select_money(), _select_orders_paid_together()))
    env['sale.order'].invalidate_model(['bas_payment_status'])
    # Few: one payment without an entry is shared by several invoices.
    env['sale.order'].search([('bas_payment_status', '=', False)])._compute_bas_payment_status()


def _select_orders_paid_together():
    """:return: SQL: orders with an invoice that shares a payment without an entry with another one"""
    return SQL("""
        SELECT line.order_id
          FROM account_payment payment
          JOIN account_move__account_payment paid ON paid.payment_id = payment.id
          JOIN account_move__account_payment also ON also.payment_id = payment.id AND also.invoice_id != paid.invoice_id
          JOIN account_move_line item ON item.move_id = paid.invoice_id
          JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = item.id
          JOIN sale_order_line line ON line.id = rel.order_line_id
         WHERE payment.move_id IS NULL AND payment.state IN %s""", ON_ITS_WAY)


def _select_money():
    """:return: SQL: as ``_get_money``, of all invoices, in the company's currency"""
    return SQL("""
        SELECT move_id, SUM(amount) AS amount
          FROM (SELECT debit.move_id, part.amount, part.debit_amount_currency AS own, credit.move_id AS other_id
                  FROM account_partial_reconcile part
                  JOIN account_move_line debit ON debit.id = part.debit_move_id
                  JOIN account_move_line credit ON credit.id = part.credit_move_id
             UNION ALL
                SELECT credit.move_id, part.amount, part.credit_amount_currency, debit.move_id
                  FROM account_partial_reconcile part
                  JOIN account_move_line debit ON debit.id = part.debit_move_id
                  JOIN account_move_line credit ON credit.id = part.credit_move_id
             UNION ALL
                SELECT rel.invoice_id, ABS(payment.amount_company_currency_signed), 1, NULL
                  FROM account_move__account_payment rel
                  JOIN account_payment payment ON payment.id = rel.payment_id
                 WHERE payment.move_id IS NULL AND payment.state IN %s) part
     LEFT JOIN account_move other ON other.id = part.other_id
         WHERE part.own != 0 AND (other.id IS NULL OR other.move_type NOT IN ('out_invoice', 'out_refund'))
      GROUP BY move_id""", ON_ITS_WAY)
