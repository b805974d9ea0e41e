from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

COST_GROUP = 'bas_crm.group_see_cost'


class SaleOrderLine(models.Model):
    """Core shows the cost of goods to all employees; here only managers with the right see it.

    The figures are computed and stored for all users. They are not precomputed, because core treats precomputed values as
    written by the user.
    """

    _inherit = 'sale.order.line'

    purchase_price = fields.Float(groups=COST_GROUP, precompute=False)
    margin = fields.Float(groups=COST_GROUP, precompute=False)
    margin_percent = fields.Float(groups=COST_GROUP, precompute=False)


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    margin = fields.Monetary(groups=COST_GROUP)
    margin_percent = fields.Float(groups=COST_GROUP)


class SaleReport(models.Model):
    _inherit = 'sale.report'

    margin = fields.Float(groups=COST_GROUP)


class AccountInvoiceReport(models.Model):
    _inherit = 'account.invoice.report'

    inventory_value = fields.Float(groups=COST_GROUP)
    price_margin = fields.Float(groups=COST_GROUP)


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    standard_price = fields.Float(groups=COST_GROUP)


class ProductProduct(models.Model):
    _inherit = 'product.product'

    standard_price = fields.Float(groups=COST_GROUP)


class ProductSupplierinfo(models.Model):
    """The price of a vendor is the cost of goods."""

    _inherit = 'product.supplierinfo'

    price = fields.Float(groups=COST_GROUP)
    discount = fields.Float(groups=COST_GROUP)
    price_discounted = fields.Float(groups=COST_GROUP)

    def _order_to_sql(self, order, query, alias=None, reverse=False):
        # Core's default order contains the price.
        if (not order or order == self._order) and not self._has_field_access(self._fields['price'], 'read'):
            order = 'sequence, min_qty DESC, id'
        return super()._order_to_sql(order, query, alias, reverse)


class AccountMove(models.Model):
    _inherit = 'account.move'

    bas_cost_total = fields.Monetary(
        "Cost of Sales", compute='_compute_bas_cost_total', store=True, currency_field='company_currency_id',
        groups=COST_GROUP, help="What the firm paid for the goods of this invoice, as of its posting.")

    @api.depends('line_ids.bas_cost')
    def _compute_bas_cost_total(self):
        costs = dict(self.env['account.move.line']._read_group(
            [('move_id', 'in', self.ids), ('bas_cost', '!=', 0)], ['move_id'], ['bas_cost:sum']))
        for move in self:
            move.bas_cost_total = costs.get(move._origin, 0.0)


class AccountMoveLine(models.Model):
    """Cost of the sold goods, frozen on the day of the invoice."""

    _inherit = 'account.move.line'

    # It depends only on the posting, so that a later change of a purchase price does not change past profit.
    bas_cost = fields.Monetary(
        "Cost of Sales", compute='_compute_bas_cost', store=True, currency_field='company_currency_id', groups=COST_GROUP,
        help="Frozen when the invoice is posted: the cost on the order's line, else the product's, times the quantity.")

    @api.depends('parent_state')
    def _compute_bas_cost(self):
        """In the company's currency; positive on an invoice, negative on a credit note, as revenue is."""
        for line in self:
            line.bas_cost = line._get_cost() if line._has_cost() else 0.0

    def _has_cost(self):
        return (self.parent_state == 'posted' and self.display_type == 'product' and not self.is_downpayment
                and self.move_id.move_type in ('out_invoice', 'out_refund'))

    def _get_cost(self):
        sign = -1 if self.move_id.move_type == 'out_refund' else 1
        order_line = next(iter(self.sale_line_ids), None)  # a slice would read each line by a separate query
        if order_line:
            quantity = self.product_uom_id._compute_quantity(self.quantity, order_line.product_uom_id, round=False)
            return sign * quantity * order_line.purchase_price / (order_line.order_id.currency_rate or 1.0)
        product = self.product_id.with_company(self.company_id)
        quantity = self.product_uom_id._compute_quantity(self.quantity, product.uom_id, round=False)
        return sign * quantity * product.standard_price

    def _auto_init(self):
        add_amount_column(self, 'bas_cost')
        return super()._auto_init()


def add_amount_column(model, name):
    """Fill the cost of posted invoices by one query (``fill_costs``) instead of record by record."""
    if not column_exists(model.env.cr, model._table, name):
        create_column(model.env.cr, model._table, name, 'numeric')


def fill_costs(env):
    """Fill the cost of invoices posted before the add-on was installed, from current orders and products.

    Idempotent: frozen costs do not change.
    """
    for model in ('account.move.line', 'sale.order.line', 'product.product'):
        env[model].flush_model()
    _fill_lines(env)
    _fill_totals(env)
    env['account.move.line'].invalidate_model(['bas_cost'])
    env['account.move'].invalidate_model(['bas_cost_total'])


def _fill_lines(env):
    env.cr.execute(SQL("""
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
         WHERE priced.id = line.id"""))


def _fill_totals(env):
    env.cr.execute(SQL("""
        UPDATE account_move SET bas_cost_total = total.cost
          FROM (SELECT move_id, sum(bas_cost) AS cost FROM account_move_line WHERE bas_cost <> 0 GROUP BY move_id) total
         WHERE total.move_id = account_move.id AND account_move.bas_cost_total IS NULL"""))
