from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ...tools.days import get_today
from ...tools.marks import read_mark
from .plan_fact_report import HISTORY_ROOM, PLAN_COLUMNS, ROOM

#: columns of all branches, in order, with the types they have in the database
COLUMNS = {
    'id': 'bigint', 'date': 'date', 'is_unplanned': 'boolean',
    **dict.fromkeys((
        'plan_id', 'plan_line_id', 'move_line_id', 'move_id', 'history_id', 'categ_id', 'product_tmpl_id', 'product_id',
        'user_id', 'team_id', 'partner_id', 'order_id', 'company_id', 'currency_id', 'invoice_currency_id'), 'integer'),
    **dict.fromkeys((
        'plan_amount', 'fact_amount', 'deviation_amount', 'deviation_percent', 'completion', 'forecast_amount',
        'forecast_completion', 'fact_currency_amount', 'plan_quantity', 'fact_quantity', 'deviation_quantity',
        'deviation_quantity_percent', 'completion_quantity', 'forecast_quantity'), 'numeric'),
}


class Fact(NamedTuple):
    """What plans ask of a kind of facts: SQL of columns in its branch."""

    day: SQL
    company: SQL
    user: SQL
    team: SQL
    product: SQL
    order: SQL


#: an invoice line; a line of several orders is one fact and belongs to the first order
INVOICED = Fact(
    SQL("line.invoice_date"), SQL("line.company_id"), SQL("move.invoice_user_id"), SQL("move.team_id"), SQL("line.product_id"),
    SQL("""
            (SELECT MIN(ordered.order_id)
               FROM sale_order_line_invoice_rel link
               JOIN sale_order_line ordered ON ordered.id = link.order_line_id
              WHERE link.invoice_line_id = line.id)"""))
#: a sale before the move
PAST = Fact(
    SQL("line.date"), SQL("line.company_id"), SQL("line.user_id"), SQL("line.team_id"), SQL("line.product_id"),
    SQL("NULL::integer"))


class BasPlanFactReport(models.Model):
    """SQL of the plan-fact analysis.

    * An approved or closed plan *covers* a fact if company and dates match, and manager and team where the plan sets them.
    * A covered fact is *planned* if a row of the plan has its key: the value of the plan's dimension (the nearest planned
      parent category, in a plan by category), and variant and order if the plan is detailed by them.
    * *Forecast*: facts up to today × days of the plan / days passed; empty before the plan begins. It is linear in the
      facts, so each row has its part of it.

    The branches have the same columns with exactly the same types, so that PostgreSQL skips columns and joins that a query
    does not need. (A LEFT JOIN is skipped only if it is unique; this is why the keys of plans are grouped.)
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
        'bas.sales.history': ['date', 'product_id', 'partner_id', 'user_id', 'team_id', 'quantity', 'amount', 'company_id'],
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
        return SQL(" UNION ALL ").join((self._select_plans(), self._select_facts(), self._select_history()))

    def _select(self, columns, source):
        """:return: SQL: one branch; columns missing in ``columns`` are NULL"""
        return SQL("SELECT %s FROM %s", SQL(", ").join(
            SQL("(%s)::%s AS %s", columns.get(name, SQL("NULL")), SQL(kind), SQL.identifier(name))
            for name, kind in COLUMNS.items()), source)

    # ------------------------------------------------------------
    # Plans
    # ------------------------------------------------------------

    def _select_plans(self):
        amount = SQL("ROUND(line.amount / plan.currency_rate::numeric, currency.decimal_places)")
        quantity = SQL("COALESCE(line.base_quantity, 0)::numeric")
        # a fact without sales is 0 after the plan has begun, and unknown before
        nothing = SQL("CASE WHEN plan.date_from <= %s THEN 0 END", self._get_today())
        return self._select({
            **self._get_plan_dimensions(),
            'plan_amount': amount, 'fact_amount': SQL("0"), 'deviation_amount': SQL("- %s", amount), 'forecast_amount': nothing,
            'plan_quantity': quantity, 'fact_quantity': SQL("0"), 'deviation_quantity': SQL("- %s", quantity),
            'forecast_quantity': nothing,
        }, self._from_plans())

    def _get_plan_dimensions(self):
        return {
            'id': SQL("line.id::bigint * %s + %s", ROOM, ROOM - 1),
            'plan_id': SQL("line.plan_id"),
            'plan_line_id': SQL("line.id"),
            'is_unplanned': SQL("FALSE"),
            'date': SQL("line.date"),
            'categ_id': SQL("COALESCE(line.categ_id, template.categ_id)"),
            'product_tmpl_id': SQL("line.product_tmpl_id"),
            'product_id': SQL("line.product_id"),
            'user_id': SQL("COALESCE(line.user_id, plan.user_id)"),
            'team_id': SQL("plan.team_id"),
            'partner_id': SQL("partner.commercial_partner_id"),
            'order_id': SQL("line.order_id"),
            'company_id': SQL("plan.company_id"),
            'currency_id': SQL("company.currency_id"),
        }

    def _from_plans(self):
        return SQL("""
                   bas_sales_plan_line line
              JOIN bas_sales_plan plan ON plan.id = line.plan_id
              JOIN res_company company ON company.id = plan.company_id
              JOIN res_currency currency ON currency.id = company.currency_id
         LEFT JOIN product_template template ON template.id = line.product_tmpl_id
         LEFT JOIN sale_order sale ON sale.id = line.order_id
         LEFT JOIN res_partner partner ON partner.id = sale.partner_id
             WHERE plan.state IN ('approved', 'closed') AND plan.active""")

    # ------------------------------------------------------------
    # Facts
    # ------------------------------------------------------------

    def _select_facts(self):
        return self._select({
            **self._get_fact_dimensions(),
            'fact_currency_amount': SQL("- line.amount_currency"),
            **self._get_fact_figures(INVOICED, SQL("- line.balance"), self._get_fact_quantity()),
        }, self._from_facts())

    def _get_fact_figures(self, fact, amount, quantity):
        """:return: dict of SQL: figures of a row of the kind ``fact``"""
        return {
            'plan_amount': SQL("0"), 'fact_amount': amount, 'deviation_amount': amount,
            'forecast_amount': self._get_forecast(fact, amount),
            'plan_quantity': SQL("0"), 'fact_quantity': quantity, 'deviation_quantity': quantity,
            'forecast_quantity': self._get_forecast(fact, quantity),
        }

    def _get_plan_of_fact(self):
        """:return: dict of SQL: in which plan a fact counts, and how"""
        return {
            'plan_id': SQL("plan.id"),
            'is_unplanned': SQL("plan.id IS NOT NULL AND planned.is_there IS NULL"),
            'categ_id': SQL("COALESCE(planned.categ_id, template.categ_id)"),
            'product_tmpl_id': SQL("product.product_tmpl_id"),
        }

    def _get_fact_dimensions(self):
        return {
            'id': SQL("line.id::bigint * %s + COALESCE(plan.id, 0)", ROOM),
            **self._get_plan_of_fact(),
            'move_line_id': SQL("line.id"),
            'move_id': SQL("line.move_id"),
            'date': SQL("line.invoice_date"),
            'product_id': SQL("line.product_id"),
            'user_id': SQL("move.invoice_user_id"),
            'team_id': SQL("move.team_id"),
            'partner_id': SQL("move.commercial_partner_id"),
            'order_id': INVOICED.order,
            'company_id': SQL("line.company_id"),
            'currency_id': SQL("line.company_currency_id"),
            'invoice_currency_id': SQL("line.currency_id"),
        }

    def _from_facts(self):
        """:return: SQL: FROM and WHERE of the facts

        PostgreSQL takes some conditions for rare and would then read invoices one by one; it cannot estimate a CASE and assumes
        half of the rows. Keys read the product in a subquery, so that the join with products can be skipped.
        """
        return SQL("""
                   account_move_line line
              JOIN account_move move ON move.id = line.move_id AND move.move_type IN ('out_invoice', 'out_refund')
               AND %(invoices)s
         LEFT JOIN product_product product ON product.id = line.product_id
         LEFT JOIN product_template template ON template.id = product.product_tmpl_id
         LEFT JOIN uom_uom unit ON unit.id = line.product_uom_id
         LEFT JOIN uom_uom own_unit ON own_unit.id = template.uom_id
              %(plan)s
         LEFT JOIN %(planned)s
             WHERE line.display_type = 'product' AND line.parent_state = 'posted' AND line.is_downpayment IS NOT TRUE
               AND %(days)s""",
            plan=self._join_plan(INVOICED), planned=self._join_planned(INVOICED), days=self._get_days(INVOICED),
            invoices=self._get_invoices())

    def _get_invoices(self):
        """:return: SQL: what the invoices of a person are found by: of one person they are few, so they are read before their
            lines; of all people the lines of the period are read first"""
        plan = self._get_scope()
        if not plan or not read_mark(self, 'plan_fact_is_personal'):
            return SQL("TRUE")
        return SQL("move.state = 'posted' AND move.invoice_date BETWEEN %s AND %s", plan.date_from, plan.date_to)

    # ------------------------------------------------------------
    # Facts of before the move
    # ------------------------------------------------------------

    def _select_history(self):
        return self._select({
            **self._get_plan_of_fact(),
            'id': SQL("%s + line.id::bigint * %s + COALESCE(plan.id, 0)", HISTORY_ROOM, ROOM),
            'history_id': SQL("line.id"),
            'date': PAST.day,
            'product_id': PAST.product,
            'user_id': PAST.user,
            'team_id': PAST.team,
            'partner_id': SQL("partner.commercial_partner_id"),
            'company_id': PAST.company,
            'currency_id': SQL("company.currency_id"),
            'invoice_currency_id': SQL("company.currency_id"),
            'fact_currency_amount': SQL("line.amount"),
            **self._get_fact_figures(PAST, SQL("line.amount"), SQL("line.quantity::numeric")),
        }, self._from_history())

    def _from_history(self):
        return SQL("""
                   bas_sales_history line
         LEFT JOIN res_company company ON company.id = line.company_id
         LEFT JOIN res_partner partner ON partner.id = line.partner_id
         LEFT JOIN product_product product ON product.id = line.product_id
         LEFT JOIN product_template template ON template.id = product.product_tmpl_id
              %(plan)s
         LEFT JOIN %(planned)s
             WHERE %(days)s""",
            plan=self._join_plan(PAST), planned=self._join_planned(PAST), days=self._get_days(PAST))

    # ------------------------------------------------------------
    # Facts within plans
    # ------------------------------------------------------------

    def _get_scope(self):
        """:return: Plan or None: the plan that the query is limited to"""
        return read_mark(self, 'plan_fact_scope')

    def _join_plan(self, fact):
        """:return: SQL: the plans that cover a fact"""
        if plan := self._get_scope():
            return self._join_constants(plan, fact)
        return SQL("""
         LEFT JOIN bas_sales_plan plan
                ON plan.state IN ('approved', 'closed') AND plan.active AND plan.company_id = %(company)s
               AND CASE WHEN %(day)s < plan.date_from OR %(day)s > plan.date_to THEN FALSE
                        WHEN plan.user_id IS NULL AND plan.team_id IS NULL THEN TRUE
                        ELSE (plan.user_id IS NULL OR plan.user_id = %(user)s)
                         AND (plan.team_id IS NULL OR plan.team_id = %(team)s) END""",
            company=fact.company, day=fact.day, user=fact.user, team=fact.team)

    def _join_constants(self, plan, fact):
        """:return: SQL: join with the constants of one plan, so that PostgreSQL evaluates its conditions before reading facts"""
        values = plan._asdict()
        return SQL(
            """JOIN (SELECT %(values)s) plan
                 ON plan.company_id = %(company)s
                AND (plan.user_id IS NULL OR plan.user_id = %(user)s)
                AND (plan.team_id IS NULL OR plan.team_id = %(team)s)""",
            values=SQL(", ").join(
                SQL("%s::%s AS %s", None if values[name] is False and kind != 'boolean' else values[name], SQL(kind),
                    SQL.identifier(name))
                for name, kind in PLAN_COLUMNS.items()),
            company=fact.company, user=fact.user, team=fact.team)

    def _get_fact_value(self, fact):
        return SQL("""
            CASE plan.dimension
                 WHEN 'category' THEN (SELECT whole.categ_id FROM product_product variant
                                         JOIN product_template whole ON whole.id = variant.product_tmpl_id
                                        WHERE variant.id = %(product)s)
                 WHEN 'product' THEN (SELECT variant.product_tmpl_id FROM product_product variant
                                       WHERE variant.id = %(product)s)
                 ELSE COALESCE(%(user)s, 0) END""", product=fact.product, user=fact.user)

    def _get_key(self, fact):
        """:return: dict: part of a key → (SQL in a row of a plan, SQL in a fact); 0 for a part that the plan does not use. If
            the query is limited to one plan, parts that are equal in all rows are left out, so the rest remains unique."""
        plan = self._get_scope()
        varies = {'plan': False, 'value': True, 'variant': plan.by_variant, 'sale': plan.by_order} if plan else {}
        parts = {
            'plan': (SQL("cell.plan_id"), SQL("plan.id")),
            'value': (SQL("""
                CASE owner.dimension WHEN 'category' THEN below.id
                                     WHEN 'product' THEN cell.product_tmpl_id
                                     ELSE COALESCE(cell.user_id, 0) END"""), self._get_fact_value(fact)),
            'variant': (SQL("COALESCE(cell.product_id, 0)"),
                        SQL("CASE WHEN plan.by_variant THEN COALESCE(%s, 0) ELSE 0 END", fact.product)),
            'sale': (SQL("COALESCE(cell.order_id, 0)"),
                     SQL("CASE WHEN plan.by_order THEN COALESCE(%s, 0) ELSE 0 END", fact.order)),
        }
        return {name: part for name, part in parts.items() if varies.get(name, True)}

    def _join_planned(self, fact):
        """:return: SQL after LEFT JOIN: one row for each planned key (the row of a category covers its subcategories), with the
            planned category: the nearest one, if categories have been moved into each other since then"""
        key, plan = self._get_key(fact), self._get_scope()
        rows = SQL("cell.plan_id = %s", plan.id) if plan else SQL("TRUE")
        return SQL("""
            (SELECT %(parts)s, TRUE AS is_there,
                    (ARRAY_AGG(cell.categ_id ORDER BY LENGTH(category.parent_path) DESC))[1] AS categ_id
               FROM bas_sales_plan_line cell
               JOIN bas_sales_plan owner ON owner.id = cell.plan_id
          LEFT JOIN product_category category ON category.id = cell.categ_id
          LEFT JOIN product_category below ON below.parent_path LIKE category.parent_path || '%%'
              WHERE %(rows)s
           GROUP BY %(numbers)s) planned ON %(matches)s""",
            parts=SQL(", ").join(SQL("%s AS %s", planned, SQL.identifier(name)) for name, (planned, __) in key.items()),
            rows=rows, numbers=SQL(", ").join(SQL(str(number + 1)) for number in range(len(key))),
            matches=SQL(" AND ").join(
                SQL("%s = %s", SQL.identifier('planned', name), part) for name, (__, part) in key.items()))

    def _get_fact_quantity(self):
        """:return: SQL: quantity in the product's unit; 0 if the invoice has a unit that cannot be converted to it"""
        return SQL("""
            (CASE WHEN line.product_uom_id = template.uom_id OR line.product_uom_id IS NULL OR template.uom_id IS NULL
                       THEN line.quantity
                  WHEN SPLIT_PART(unit.parent_path, '/', 1) = SPLIT_PART(own_unit.parent_path, '/', 1)
                       THEN line.quantity * unit.factor / own_unit.factor
                  ELSE 0 END * CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END)""")

    def _get_forecast(self, fact, figure):
        """:return: SQL: the part of a fact in the forecast of its plan"""
        today = self._get_today()
        return SQL("""
            CASE WHEN plan.date_from > %(today)s OR plan.id IS NULL THEN NULL
                 WHEN %(day)s > %(today)s THEN 0
                 ELSE %(figure)s %(pace)s END""", today=today, day=fact.day, figure=figure, pace=self._get_pace(today))

    def _get_today(self):
        # a parameter instead of CURRENT_DATE: the day of the user's time zone, which tests can freeze
        return SQL("%s::date", get_today(self.env))

    def _get_days(self, fact):
        """:return: SQL: condition on dates, if the query is limited to one plan"""
        plan = self._get_scope()
        return SQL("%s BETWEEN %s AND %s", fact.day, plan.date_from, plan.date_to) if plan else SQL("TRUE")

    def _get_pace(self, today):
        """:return: SQL: factor that turns a fact into a forecast: «* days of the plan / days passed»"""
        if plan := self._get_scope():
            passed = (min(get_today(self.env), plan.date_to) - plan.date_from).days + 1
            whole = (plan.date_to - plan.date_from).days + 1
            return SQL() if passed == whole or passed < 1 else SQL("* (%s::numeric / %s)", whole, passed)
        return SQL("""* (plan.date_to - plan.date_from + 1)::numeric
            / (LEAST(%s, plan.date_to) - plan.date_from + 1)""", today)
