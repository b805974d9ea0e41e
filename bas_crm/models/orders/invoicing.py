from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

PAYMENT_STATUSES = [('unpaid', "Not Paid"), ('partly', "Partly Paid"), ('paid', "Paid")]


class SaleOrder(models.Model):
    """Shipped and paid parts of an order, and the stages that follow from them."""

    _inherit = 'sale.order'

    shipped_percent = fields.Float(
        "Shipped, %", digits=(5, 0), compute='_compute_settlement', compute_sudo=True,
        help="The part of the order on posted invoices (goods issues), without down payments.")
    paid_percent = fields.Float(
        "Paid, %", digits=(5, 0), compute='_compute_settlement', compute_sudo=True,
        help="The paid part of the order, by its posted invoices including down payments.")

    bas_payment_status = fields.Selection(
        PAYMENT_STATUSES, string="Payment", compute='_compute_bas_payment_status', store=True,
        help="Paid: everything is invoiced, and every posted invoice is paid.")

    def _has_goods_issue(self):
        """Tell whether something of the order is on a posted invoice, apart from down payments."""
        self.ensure_one()
        invoices = self.invoice_ids.filtered(lambda move: move.state == 'posted')
        return self in invoices._get_billed_orders(goods_only=True)

    def _is_settled(self):
        """Tell whether everything is invoiced, and every posted invoice is paid, in payment or reversed."""
        self.ensure_one()
        invoices = self.invoice_ids.filtered(lambda move: move.state == 'posted')
        return self.invoice_status == 'invoiced' and bool(invoices) and all(
            move.payment_state in ('paid', 'in_payment', 'reversed') for move in invoices)

    def _get_settled(self):
        return self.filtered(lambda order: order._is_settled())

    def _has_been_paid_before(self):
        """Tell whether the order has ever been in the stage of paid orders."""
        self.ensure_one()
        stage = self.order_type_id and self.order_type_id._get_trigger_stage('paid')
        return bool(stage) and stage in self.stage_log_ids.stage_id

    # Shipped and paid percentages, shown in the list

    # Not stored and not updated by payments, which would slow down payments: it is computed again when a screen is opened.
    @api.depends('amount_total', 'order_line.untaxed_amount_invoiced')
    def _compute_settlement(self):
        goods, settled = self._get_amounts_shipped(), self._get_amounts_settled()
        for order in self:
            order.shipped_percent = _get_percent(*goods.get(order._origin, (0.0, 0.0)))
            order.paid_percent = _get_percent(settled.get(order._origin, 0.0), order.amount_total)

    def _get_amounts_shipped(self):
        """:return: dict: order → invoiced amount and amount of its lines, without taxes and down payments"""
        return {order: amounts for order, *amounts in self.env['sale.order.line']._read_group(
            [('order_id', 'in', self.ids), ('is_downpayment', '=', False)], ['order_id'],
            ['untaxed_amount_invoiced:sum', 'price_subtotal:sum'])}

    def _get_amounts_settled(self):
        """:return: dict: order → float, in the order's currency: the paid amount of its posted invoices, in proportion to their
            lines of this order"""
        parts, orders = self._find_invoiced_parts(), {order.id: order for order in self._origin}
        moves = {move.id: move for move in self.env['account.move'].browse({part['move_id'] for part in parts})}
        amounts = defaultdict(float)
        for part in parts:
            move, order = moves[part['move_id']], orders[part['order_id']]
            received = part['received'] + (move._get_pending_amount() if part['is_shared'] else part['pending'])
            share = received / part['total'] if part['total'] else 1.0
            amount = (-1 if part['is_refund'] else 1) * share * part['amount']
            if part['currency_id'] != order.currency_id.id:
                amount = self.env['res.currency'].browse(part['currency_id'])._convert(
                    amount, order.currency_id, order.company_id, part['date'], round=False)
            amounts[order] += amount
        return amounts

    def _find_invoiced_parts(self):
        """:return: list of dicts: an order, its posted invoice or credit note, the amount of the order's lines on it, what was
            received for it by journal entries, the payments without one, and whether these are to be shared among invoices"""
        if not self.ids:
            return []
        for model, names in {
            'sale.order.line': ['order_id'], 'account.payment': ['move_id', 'state', 'amount', 'payment_type', 'currency_id'],
            'account.move': ['state', 'move_type', 'amount_total', 'amount_residual', 'invoice_date', 'date', 'currency_id'],
            'account.move.line': ['move_id', 'price_total', 'account_id'],
            'account.partial.reconcile': ['debit_move_id', 'credit_move_id', 'debit_amount_currency', 'credit_amount_currency'],
        }.items():
            self.env[model].flush_model(names)
        return self.env.execute_query_dict(_select_invoiced_parts(self.ids))

    # The payment status is stored: reports read only orders, without the lines that lead to the invoices

    @api.depends(
        'invoice_status', 'order_line.invoice_lines.move_id.state', 'order_line.invoice_lines.move_id.payment_state',
        'order_line.invoice_lines.move_id.amount_residual')
    def _compute_bas_payment_status(self):
        for order in self:
            # The status must not depend on the rights of the user who posts or pays the invoice.
            order.bas_payment_status = order.sudo()._get_payment_status()

    def _get_payment_status(self):
        """Payments count, credit notes do not. A fully reversed invoice needs no payment."""
        if self._is_settled():
            return 'paid'
        amount = sum(move._get_amount_received_in_company_currency() for move in self.invoice_ids)
        return 'partly' if self.company_id.currency_id.compare_amounts(amount, 0) > 0 else 'unpaid'


class AccountMove(models.Model):
    _inherit = 'account.move'

    def _post(self, soft=True):
        posted = super()._post(soft)
        posted._get_billed_orders(goods_only=True)._advance('invoiced')
        return posted

    def _invoice_paid_hook(self):
        """Core calls this twice if a payment is first in process and then on the bank account. The second call must not move
        an order that a user has moved back in between."""
        result = super()._invoice_paid_hook()
        settled = self._get_billed_orders()._get_settled()
        settled.filtered(lambda order: not order._has_been_paid_before())._advance('paid')
        return result

    def _get_billed_orders(self, goods_only=False):
        """:param goods_only: leave out down payments, which ship no goods
        :return: orders with lines on these customer invoices
        """
        lines = self.filtered(lambda move: move.move_type == 'out_invoice').invoice_line_ids
        billed = lines.filtered(lambda line: line.quantity and line.sale_line_ids)
        if goods_only:
            billed = billed.filtered(lambda line: line.display_type == 'product')
        # The invoice moves its orders to another stage, even if the user has no access to them.
        sale_lines = billed.sudo().sale_line_ids
        return (sale_lines.filtered(lambda line: not line.is_downpayment) if goods_only else sale_lines).order_id

    def _get_amount_received(self):
        """:return: float, in the currency of the invoice: money received; for a credit note, money paid back

        The residual cannot be used: a credit note reduces it as well, and a payment without a journal entry does not.
        """
        self.ensure_one()
        if self.state != 'posted' or self.move_type not in ('out_invoice', 'out_refund'):
            return 0.0
        amount = 0.0
        for line in self.line_ids:
            if line.account_id.account_type == 'asset_receivable':
                amount += sum(part.debit_amount_currency for part in line.matched_credit_ids if _is_money(part.credit_move_id))
                amount += sum(part.credit_amount_currency for part in line.matched_debit_ids if _is_money(part.debit_move_id))
        return amount + self._get_pending_amount()

    def _get_pending_amount(self):
        """:return: float: registered payments without a journal entry, up to the amount due

        A payment of several invoices is allocated to the oldest invoice first.
        """
        self.ensure_one()
        moves, payments = self._find_with_shared_payments()
        moves = moves.sorted(lambda move: (move.invoice_date or move.date, move.id))
        left = {move: max(move.amount_residual, 0.0) for move in moves}
        whole = left[self]
        # Payments of a single invoice are allocated first.
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

    def _find_with_shared_payments(self):
        """:return: pair: the invoice and posted invoices that share pending payments with it; these payments"""
        moves, payments = self, self.env['account.payment']
        while True:
            found = moves.matched_payment_ids.filtered(lambda payment: payment._is_on_its_way())
            if found <= payments:
                return moves, payments
            payments = found
            moves |= payments.invoice_ids.filtered(lambda move: move.state == 'posted')

    def _get_amount_received_in_company_currency(self):
        """:return: float, in the company's currency; negative for a credit note"""
        money = self._get_amount_received()
        return money * self.amount_total_signed / self.amount_total if self.amount_total else 0.0


class AccountPayment(models.Model):
    _inherit = 'account.payment'

    def _is_on_its_way(self):
        """:return: bool: whether the payment has no journal entry and was made, while no bank statement tells so: core marks it as
            paid once an invoice of it is reconciled with just its amount, and then that money is counted"""
        self.ensure_one()
        if self.move_id or self.state != 'paid':
            return not self.move_id and self.state == 'in_process'
        lines = self.invoice_ids.line_ids
        entered = (lines.matched_credit_ids.mapped('debit_amount_currency') if self.payment_type == 'inbound'
                   else lines.matched_debit_ids.mapped('credit_amount_currency'))
        return all(self.currency_id.compare_amounts(self.amount, amount) for amount in entered)


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    def _reconcile_pre_hook(self):
        return {**super()._reconcile_pre_hook(), 'settled_orders': self.move_id._get_billed_orders()._get_settled()}

    def _reconcile_post_hook(self, data):
        """Core's hook for paid invoices does not cover reversed invoices, or payments that were undone and made again."""
        super()._reconcile_post_hook(data)
        (self.move_id._get_billed_orders()._get_settled() - data['settled_orders'])._advance('paid')


def _get_percent(part, whole):
    """:return: float from 0 to 100"""
    return min(max(100 * part / whole, 0.0), 100.0) if whole else 0.0


def _is_money(line):
    return line.move_id.move_type not in ('out_invoice', 'out_refund')


def fill_payment_statuses(env):
    """Fill the payment status of existing orders. Idempotent."""
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
           AND sale_order.id NOT IN (%s)""", _select_received_amounts(), _select_orders_with_shared_payments()))
    env['sale.order'].invalidate_model(['bas_payment_status'])
    # There are few orders with a payment without an entry that is shared by several invoices, so these are computed by the ORM.
    env['sale.order'].search([('bas_payment_status', '=', False)])._compute_bas_payment_status()


def _select_invoiced_parts(order_ids):
    """:return: SQL: see ``_find_invoiced_parts``; what was received as in ``_get_amount_received``, in the invoice's currency"""
    return SQL("""
          WITH item AS (
               SELECT DISTINCT line.order_id, item.id, item.move_id, item.price_total
                 FROM sale_order_line line
                 JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = line.id
                 JOIN account_move_line item ON item.id = rel.invoice_line_id
                WHERE line.order_id IN %(orders)s),
               part AS (SELECT order_id, move_id, SUM(price_total)::float8 AS amount FROM item GROUP BY order_id, move_id)
        SELECT part.order_id, part.move_id, part.amount, move.amount_total::float8 AS total, move.currency_id,
               COALESCE(move.invoice_date, move.date) AS date, move.move_type = 'out_refund' AS is_refund,
               COALESCE((%(received)s), 0)::float8 AS received,
               LEAST(GREATEST(move.amount_residual, 0), COALESCE(pending.amount, 0))::float8 AS pending,
               COALESCE(pending.is_shared, FALSE) AS is_shared
          FROM part
          JOIN account_move move ON move.id = part.move_id
    CROSS JOIN LATERAL (%(pending)s) pending
         WHERE move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund')
      ORDER BY part.order_id, part.move_id""",
        orders=tuple(order_ids), received=_select_received_of_move(), pending=_select_pending_of_move())


def _select_received_of_move():
    """:return: SQL: sum of the money reconciled with the receivable lines of ``move``"""
    return SQL("""
        SELECT SUM(money.amount)
          FROM account_move_line own
          JOIN account_account account ON account.id = own.account_id AND account.account_type = 'asset_receivable'
    CROSS JOIN LATERAL (
               SELECT debit_amount_currency AS amount, credit_move_id AS other_id
                 FROM account_partial_reconcile WHERE debit_move_id = own.id
            UNION ALL
               SELECT credit_amount_currency, debit_move_id
                 FROM account_partial_reconcile WHERE credit_move_id = own.id) money
          JOIN account_move_line other ON other.id = money.other_id
          JOIN account_move paying ON paying.id = other.move_id AND paying.move_type NOT IN ('out_invoice', 'out_refund')
         WHERE own.move_id = move.id""")


def _select_pending_of_move():
    """:return: SQL: sum of the payments without a journal entry of ``move``; whether one has another invoice or currency, so
        that only ``_get_pending_amount`` can share them out"""
    return SQL("""
        SELECT SUM(payment.amount) FILTER (
                   WHERE (payment.payment_type = 'inbound') = (move.move_type = 'out_invoice')) AS amount,
               BOOL_OR(payment.currency_id != move.currency_id OR EXISTS (
                   SELECT FROM account_move__account_payment also
                    WHERE also.payment_id = payment.id AND also.invoice_id != move.id)) AS is_shared
          FROM account_move__account_payment paid
          JOIN account_payment payment ON payment.id = paid.payment_id
         WHERE paid.invoice_id = move.id AND %s""", _select_is_on_its_way())


def _select_orders_with_shared_payments():
    """:return: SQL: orders with an invoice that shares a payment without an entry with another one"""
    return SQL("""
        SELECT line.order_id
          FROM account_payment payment
          JOIN account_move__account_payment paid ON paid.payment_id = payment.id
          JOIN account_move__account_payment also ON also.payment_id = payment.id AND also.invoice_id != paid.invoice_id
          JOIN account_move_line item ON item.move_id = paid.invoice_id
          JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = item.id
          JOIN sale_order_line line ON line.id = rel.order_line_id
         WHERE %s""", _select_is_on_its_way())


def _select_received_amounts():
    """:return: SQL: like ``_get_amount_received`` for all invoices, in the company's currency"""
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
                 WHERE %s) part
     LEFT JOIN account_move other ON other.id = part.other_id
         WHERE part.own != 0 AND (other.id IS NULL OR other.move_type NOT IN ('out_invoice', 'out_refund'))
      GROUP BY move_id""", _select_is_on_its_way())


def _select_is_on_its_way():
    """:return: SQL: ``_is_on_its_way`` of ``payment``"""
    return SQL("""
        payment.move_id IS NULL AND (payment.state = 'in_process' OR (payment.state = 'paid' AND NOT EXISTS (
            SELECT FROM account_move__account_payment its
              JOIN account_move_line item ON item.move_id = its.invoice_id
              JOIN account_partial_reconcile entered ON entered.debit_move_id = item.id
             WHERE its.payment_id = payment.id AND payment.payment_type = 'inbound'
               AND entered.debit_amount_currency = payment.amount
         UNION ALL
            SELECT FROM account_move__account_payment its
              JOIN account_move_line item ON item.move_id = its.invoice_id
              JOIN account_partial_reconcile entered ON entered.credit_move_id = item.id
             WHERE its.payment_id = payment.id AND payment.payment_type = 'outbound'
               AND entered.credit_amount_currency = payment.amount)))""")
