from odoo.tools import SQL
from odoo.tools.sql import column_exists

#: what was paid for an invoice, or back for a credit note, in the company's currency
MONEY = SQL("""
    SELECT debit.move_id, part.amount, part.debit_amount_currency AS own, credit.move_id AS other_id
      FROM account_partial_reconcile part
      JOIN account_move_line debit ON debit.id = part.debit_move_id
      JOIN account_move_line credit ON credit.id = part.credit_move_id
     UNION ALL
    SELECT credit.move_id, -part.amount, part.credit_amount_currency, debit.move_id
      FROM account_partial_reconcile part
      JOIN account_move_line debit ON debit.id = part.debit_move_id
      JOIN account_move_line credit ON credit.id = part.credit_move_id
     UNION ALL
    SELECT rel.invoice_id, payment.amount_company_currency_signed, 1, NULL
      FROM account_move__account_payment rel
      JOIN account_payment payment ON payment.id = rel.payment_id
     WHERE payment.move_id IS NULL AND payment.state IN ('in_process', 'paid')""")


def migrate(cr, version):
    """A credit note without money made orders partly paid."""
    if not column_exists(cr, 'sale_order', 'bas_payment_status'):
        return
    cr.execute(SQL("""
        UPDATE sale_order
           SET bas_payment_status = 'unpaid'
         WHERE bas_payment_status = 'partly' AND id NOT IN (
               SELECT bill.order_id
                 FROM (SELECT DISTINCT line.order_id, item.move_id
                         FROM sale_order_line_invoice_rel rel
                         JOIN sale_order_line line ON line.id = rel.order_line_id
                         JOIN account_move_line item ON item.id = rel.invoice_line_id) bill
                 JOIN account_move move ON move.id = bill.move_id AND move.state = 'posted'
                 JOIN (%s) money ON money.move_id = move.id
            LEFT JOIN account_move other ON other.id = money.other_id
                WHERE money.own != 0 AND (other.id IS NULL OR other.move_type NOT IN ('out_invoice', 'out_refund'))
             GROUP BY bill.order_id
               HAVING SUM(money.amount) > 0)""", MONEY))
