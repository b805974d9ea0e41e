-- What of an order is paid: money counts, credit notes do not. Orders whose invoices share a payment that is not in the
-- ledger yet are left out.
   WITH money AS (
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
                WHERE payment.move_id IS NULL AND payment.state IN ('in_process', 'paid')) part
    LEFT JOIN account_move other ON other.id = part.other_id
        WHERE part.own != 0 AND (other.id IS NULL OR other.move_type NOT IN ('out_invoice', 'out_refund'))
     GROUP BY move_id),
   shared AS (
       SELECT line.order_id
         FROM account_payment payment
         JOIN account_move__account_payment paid ON paid.payment_id = payment.id
         JOIN account_move__account_payment also ON also.payment_id = payment.id AND also.invoice_id != paid.invoice_id
         JOIN account_move_line item ON item.move_id = paid.invoice_id
         JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = item.id
         JOIN sale_order_line line ON line.id = rel.order_line_id
        WHERE payment.move_id IS NULL AND payment.state IN ('in_process', 'paid'))
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
        LEFT JOIN money ON money.move_id = move.id
            WHERE move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund')
         GROUP BY bill.order_id) billed ON billed.order_id = o.id
    WHERE o.id = sale_order.id AND sale_order.bas_payment_status IS NULL
      AND sale_order.id NOT IN (SELECT order_id FROM shared WHERE order_id IS NOT NULL)
