"""Invoices posted before keep what their goods cost, by what orders and products say today."""
from odoo import SUPERUSER_ID, api
from odoo.tools.sql import column_exists


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    env.flush_all()
    if column_exists(cr, 'account_move_line', 'bas_cost'):
        fill_lines(cr)
        if column_exists(cr, 'account_move', 'bas_cost_total'):
            fill_totals(cr)
    env.invalidate_all(flush=False)


def fill_lines(cr):
    cr.execute("""
        UPDATE account_move_line line
           SET bas_cost = round(COALESCE(priced.cost, 0)::numeric, priced.decimal_places)
          FROM (SELECT line.id, currency.decimal_places, CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END
                       * line.quantity * COALESCE(unit.factor, 1)
                       * CASE WHEN ordered.id IS NOT NULL
                              THEN ordered.purchase_price / COALESCE(NULLIF(ordered.currency_rate, 0), 1) / ordered.factor
                              ELSE COALESCE((product.standard_price ->> line.company_id::text)::numeric, 0) / own.factor
                         END AS cost
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
                  JOIN res_currency currency ON currency.id = line.company_currency_id
             LEFT JOIN uom_uom unit ON unit.id = line.product_uom_id
             LEFT JOIN product_product product ON product.id = line.product_id
             LEFT JOIN product_template template ON template.id = product.product_tmpl_id
             LEFT JOIN uom_uom own ON own.id = template.uom_id
     LEFT JOIN LATERAL (SELECT sale.id, sale.purchase_price, sold.currency_rate, sale_unit.factor
                          FROM sale_order_line_invoice_rel rel
                          JOIN sale_order_line sale ON sale.id = rel.order_line_id
                          JOIN sale_order sold ON sold.id = sale.order_id
                     LEFT JOIN uom_uom sale_unit ON sale_unit.id = sale.product_uom_id
                         WHERE rel.invoice_line_id = line.id ORDER BY sale.id LIMIT 1) ordered ON true
                 WHERE line.bas_cost IS NULL AND line.parent_state = 'posted' AND line.display_type = 'product'
                   AND line.is_downpayment IS NOT TRUE AND move.move_type IN ('out_invoice', 'out_refund')) priced
         WHERE priced.id = line.id""")


def fill_totals(cr):
    cr.execute("""
        UPDATE account_move SET bas_cost_total = total.cost
          FROM (SELECT move_id, sum(bas_cost) AS cost FROM account_move_line WHERE bas_cost <> 0 GROUP BY move_id) total
         WHERE total.move_id = account_move.id AND account_move.bas_cost_total IS NULL""")
