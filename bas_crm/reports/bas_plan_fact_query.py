from odoo import fields, models
from odoo.tools import SQL

#: room for the id of a plan within the id of a row: id of the line × ROOM + id of the plan; JavaScript knows ids up to 2⁵³
ROOM = 2 ** 21


class BasPlanFactReport(models.Model):
    """The figures of the plan-fact analysis.

    * An approved or closed plan *covers* a fact if company and dates match, and manager and team where the plan sets them.
    * A covered fact is *planned* if a row of the plan has its key: the value of the plan's dimension (the nearest planned
      category above, in a plan by category), and variant and order where the plan is detailed by them.
    * *Forecast*: facts up to today × days of the plan / days passed; nothing before the plan begins. It is linear in the
      facts, so each row carries its part.

    Both branches have the same columns with exactly the same types: PostgreSQL then leaves out whatever a question does not
    need, join by join (the keys of plans are grouped for that reason: what is unique can be left out).
    """

    _inherit = 'bas.plan.fact.report'
    _depends = {
        'bas.sales.plan': [
            'state', 'active', 'company_id', 'date_from', 'date_to', 'dimension', 'by_variant', 'by_order', 'user_id',
            'team_id', 'currency_rate'],
        'bas.sales.plan.line': [
            'plan_id', 'date', 'categ_id', 'product_tmpl_id', 'product_id', 'order_id', 'user_id', 'base_quantity', 'amount'],
        'account.move': ['move_type', 'invoice_user_id', 'team_id', 'commercial_partner_id', 'state', 'invoice_date'],
        'account.move.line': [
            'move_id', 'display_type', 'parent_state', 'invoice_date', 'is_downpayment', 'company_id', 'company_currency_id',
            'currency_id', 'product_id', 'product_uom_id', 'quantity', 'balance', 'amount_currency', 'sale_line_ids'],
        'sale.order.line': ['order_id'],
        'sale.order': ['partner_id'],
        'res.partner': ['commercial_partner_id'],
        'product.product': ['product_tmpl_id'],
        'product.template': ['categ_id', 'uom_id'],
        'product.category': ['parent_path'],
        'uom.uom': ['factor', 'parent_path'],
        'res.company': ['currency_id'],
        'res.currency': ['decimal_places'],
    }

    @property
    def _table_query(self):
        return SQL("%s UNION ALL %s", self._select_plans(), self._select_facts())

    # ------------------------------------------------------------
    # Plans
    # ------------------------------------------------------------

    def _select_plans(self):
        return SQL("""
            SELECT line.id::bigint * %(room)s + %(room)s - 1 AS id,
                   line.plan_id,
                   line.id AS plan_line_id,
                   NULL::integer AS move_line_id,
                   NULL::integer AS move_id,
                   FALSE AS is_unplanned,
                   line.date,
                   COALESCE(line.categ_id, template.categ_id) AS categ_id,
                   line.product_tmpl_id,
                   line.product_id,
                   COALESCE(line.user_id, plan.user_id) AS user_id,
                   plan.team_id,
                   partner.commercial_partner_id AS partner_id,
                   line.order_id,
                   plan.company_id,
                   company.currency_id,
                   NULL::integer AS invoice_currency_id,
                   %(amount)s AS plan_amount,
                   0::numeric AS fact_amount,
                   - %(amount)s AS deviation_amount,
                   NULL::numeric AS deviation_percent,
                   NULL::numeric AS completion,
                   %(nothing)s AS forecast_amount,
                   NULL::numeric AS forecast_completion,
                   NULL::numeric AS fact_currency_amount,
                   %(quantity)s AS plan_quantity,
                   0::numeric AS fact_quantity,
                   - %(quantity)s AS deviation_quantity,
                   NULL::numeric AS deviation_quantity_percent,
                   NULL::numeric AS completion_quantity,
                   %(nothing)s AS forecast_quantity
              FROM bas_sales_plan_line line
              JOIN bas_sales_plan plan ON plan.id = line.plan_id
              JOIN res_company company ON company.id = plan.company_id
              JOIN res_currency currency ON currency.id = company.currency_id
         LEFT JOIN product_template template ON template.id = line.product_tmpl_id
         LEFT JOIN sale_order sale ON sale.id = line.order_id
         LEFT JOIN res_partner partner ON partner.id = sale.partner_id
             WHERE plan.state IN ('approved', 'closed') AND plan.active""",
            room=ROOM,
            amount=SQL("ROUND(line.amount / plan.currency_rate::numeric, currency.decimal_places)"),
            quantity=SQL("COALESCE(line.base_quantity, 0)::numeric"),
            # what has not been sold yet is nil once the plan has begun, and unknown before
            nothing=SQL("CASE WHEN plan.date_from <= %s THEN 0 END::numeric", self._get_today()))

    # ------------------------------------------------------------
    # Facts
    # ------------------------------------------------------------

    def _select_facts(self):
        fact, quantity = SQL("- line.balance"), self._get_fact_quantity()
        return SQL("""
            SELECT line.id::bigint * %(room)s + COALESCE(plan.id, 0) AS id,
                   plan.id AS plan_id,
                   NULL::integer AS plan_line_id,
                   line.id AS move_line_id,
                   line.move_id,
                   plan.id IS NOT NULL AND planned.plan_id IS NULL AS is_unplanned,
                   line.invoice_date AS date,
                   COALESCE(planned.categ_id, template.categ_id) AS categ_id,
                   product.product_tmpl_id,
                   line.product_id,
                   move.invoice_user_id AS user_id,
                   move.team_id,
                   move.commercial_partner_id AS partner_id,
                   %(order)s AS order_id,
                   line.company_id,
                   line.company_currency_id AS currency_id,
                   line.currency_id AS invoice_currency_id,
                   0::numeric AS plan_amount,
                   %(fact)s AS fact_amount,
                   %(fact)s AS deviation_amount,
                   NULL::numeric AS deviation_percent,
                   NULL::numeric AS completion,
                   %(fact_forecast)s AS forecast_amount,
                   NULL::numeric AS forecast_completion,
                   - line.amount_currency AS fact_currency_amount,
                   0::numeric AS plan_quantity,
                   %(quantity)s AS fact_quantity,
                   %(quantity)s AS deviation_quantity,
                   NULL::numeric AS deviation_quantity_percent,
                   NULL::numeric AS completion_quantity,
                   %(quantity_forecast)s AS forecast_quantity
              FROM %(source)s""",
            room=ROOM, order=self._get_fact_order(), fact=fact, fact_forecast=self._get_forecast(fact), quantity=quantity,
            quantity_forecast=self._get_forecast(quantity), source=self._from_facts())

    def _from_facts(self):
        return SQL("""
                   account_move_line line
              JOIN account_move move ON move.id = line.move_id AND move.move_type IN ('out_invoice', 'out_refund')
         LEFT JOIN product_product product ON product.id = line.product_id
         LEFT JOIN product_template template ON template.id = product.product_tmpl_id
         LEFT JOIN uom_uom unit ON unit.id = line.product_uom_id
         LEFT JOIN uom_uom own_unit ON own_unit.id = template.uom_id
         LEFT JOIN bas_sales_plan plan
                ON plan.state IN ('approved', 'closed') AND plan.active AND plan.company_id = line.company_id
               AND line.invoice_date BETWEEN plan.date_from AND plan.date_to
               AND (plan.user_id IS NULL OR plan.user_id = move.invoice_user_id)
               AND (plan.team_id IS NULL OR plan.team_id = move.team_id)
         LEFT JOIN %(keys)s
                ON planned.plan_id = plan.id
               AND planned.value = CASE plan.dimension WHEN 'category' THEN template.categ_id
                                                       WHEN 'product' THEN product.product_tmpl_id
                                                       ELSE COALESCE(move.invoice_user_id, 0) END
               AND planned.variant = CASE WHEN plan.by_variant THEN COALESCE(line.product_id, 0) ELSE 0 END
               AND planned.sale = CASE WHEN plan.by_order THEN COALESCE(%(order)s, 0) ELSE 0 END
             WHERE line.display_type = 'product' AND line.parent_state = 'posted' AND line.is_downpayment IS NOT TRUE""",
            keys=self._get_planned_keys(), order=self._get_fact_order())

    def _get_planned_keys(self):
        """:return: SQL: plan_id, value, variant, sale: one row for each thing that is planned (a category's row stands for all
            categories under it), and the planned category"""
        return SQL("""
            (SELECT cell.plan_id,
                    CASE owner.dimension WHEN 'category' THEN below.id
                                         WHEN 'product' THEN cell.product_tmpl_id
                                         ELSE COALESCE(cell.user_id, 0) END AS value,
                    COALESCE(cell.product_id, 0) AS variant,
                    COALESCE(cell.order_id, 0) AS sale,
                    MIN(cell.categ_id) AS categ_id
               FROM bas_sales_plan_line cell
               JOIN bas_sales_plan owner ON owner.id = cell.plan_id
          LEFT JOIN product_category category ON category.id = cell.categ_id
          LEFT JOIN product_category below ON below.parent_path LIKE category.parent_path || '%%'
           GROUP BY 1, 2, 3, 4) planned""")

    def _get_fact_order(self):
        """A line that invoices several orders at once belongs to the first of them: it is one fact."""
        return SQL("""
            (SELECT MIN(ordered.order_id)
               FROM sale_order_line_invoice_rel link
               JOIN sale_order_line ordered ON ordered.id = link.order_line_id
              WHERE link.invoice_line_id = line.id)""")

    def _get_fact_quantity(self):
        """In the product's unit; nothing where the invoice counts in a unit of another kind: hours are no pieces."""
        return SQL("""
            (CASE WHEN line.product_uom_id = template.uom_id OR line.product_uom_id IS NULL OR template.uom_id IS NULL
                       THEN line.quantity
                  WHEN SPLIT_PART(unit.parent_path, '/', 1) = SPLIT_PART(own_unit.parent_path, '/', 1)
                       THEN line.quantity * unit.factor / own_unit.factor
                  ELSE 0 END * CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END)""")

    def _get_forecast(self, figure):
        """:return: SQL: the part of a fact in the forecast of its plan"""
        today = self._get_today()
        return SQL("""
            CASE WHEN plan.date_from > %(today)s OR plan.id IS NULL THEN NULL
                 WHEN line.invoice_date > %(today)s THEN 0
                 ELSE %(figure)s * (plan.date_to - plan.date_from + 1)::numeric
                      / (LEAST(%(today)s, plan.date_to) - plan.date_from + 1) END""",
            today=today, figure=figure)

    def _get_today(self):
        # travels as a parameter: a frozen day in tests, the day of the person's time zone on the screen
        return SQL("%s::date", fields.Date.context_today(self))
