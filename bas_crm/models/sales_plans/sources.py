from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.date_utils import end_of, start_of

from ...tools.days import get_midnight, sql_day

#: invoice line → the customer order that it invoices; a line of several orders belongs to the first one
ORDER_OF_INVOICE_LINE = SQL("""
    LEFT JOIN LATERAL (
        SELECT MIN(order_line.order_id) AS order_id
          FROM sale_order_line_invoice_rel rel
          JOIN sale_order_line order_line ON order_line.id = rel.order_line_id
         WHERE rel.invoice_line_id = line.id) link ON TRUE""")


class BasSalesPlan(models.Model):
    """Sources from which a plan can be filled. Each of them returns *figures*: a list of
    ``(date, dimension value id, variant id, order id, quantity in the product's unit, amount in company currency)``."""

    _inherit = 'bas.sales.plan'

    # ------------------------------------------------------------
    # Facts
    # ------------------------------------------------------------

    def _get_facts(self, date_from, date_to, users=None, categories=None, products=None):
        """Get revenue of the plan's scope by day: posted invoices and credit notes without taxes and down payments,
        and sales before the move.

        In SQL, since it sums up whole years; a user who plans sales may see all of them.

        :param users: only invoices of these users; likewise ``categories`` with subcategories, and ``products`` (templates)
        :return: figures
        """
        return self._get_facts_of([(date_from, date_to)], users, categories, products)[0]

    def _get_facts_of(self, periods, users=None, categories=None, products=None):
        """Get the facts of several periods in one query.

        :param periods: list of (first day, last day)
        :return: list of figures, see :meth:`_get_facts`: one list for each period
        """
        self.ensure_one()
        self._flush_sources()
        rows = self.env.execute_query(SQL("%s UNION ALL %s", *(
            select(periods, users, categories, products) for select in (self._select_invoiced, self._select_history))))
        return [[row for row in rows if date_from <= row[0] <= date_to] for date_from, date_to in periods]

    def _select_invoiced(self, periods, *filters):
        dimension, variant, order = self._get_key_columns(SQL("move.invoice_user_id"), SQL("link.order_id"))
        return SQL("""
            SELECT move.invoice_date, %(dimension)s, %(variant)s, %(order)s,
                   SUM(%(quantity)s),
                   SUM(-line.balance)
              FROM %(lines)s AND (%(periods)s)
             GROUP BY 1, 2, 3, 4""",
            dimension=dimension, variant=variant, order=order, lines=self._from_invoice_lines(*filters),
            quantity=self.env['bas.plan.fact.report']._get_fact_quantity(),  # the same expression as in the plan-fact report
            periods=SQL(" OR ").join(SQL("move.invoice_date BETWEEN %s AND %s", *period) for period in periods))

    def _from_invoice_lines(self, users, categories, products):
        """:return: SQL after FROM: lines of posted invoices and credit notes in the plan's scope"""
        return SQL("""
              account_move_line line
              JOIN account_move move ON move.id = line.move_id
              LEFT JOIN product_product product ON product.id = line.product_id
              LEFT JOIN product_template template ON template.id = product.product_tmpl_id
              LEFT JOIN uom_uom unit ON unit.id = line.product_uom_id
              LEFT JOIN uom_uom own_unit ON own_unit.id = template.uom_id
              %(link)s
             WHERE move.company_id = %(company)s AND move.state = 'posted'
               AND move.move_type IN ('out_invoice', 'out_refund')
               AND line.display_type = 'product' AND line.is_downpayment IS NOT TRUE
               AND %(scope)s""",
            link=ORDER_OF_INVOICE_LINE if self.by_order else SQL(), company=self.company_id.id,
            scope=self._get_scope(SQL("move.invoice_user_id"), SQL("move.team_id"), users, categories, products))

    def _select_history(self, periods, *filters):
        dimension, variant, order = self._get_key_columns(SQL("line.user_id"), SQL("NULL::integer"))
        return SQL("""
            SELECT line.date, %(dimension)s, %(variant)s, %(order)s, SUM(line.quantity), SUM(line.amount)
              FROM bas_sales_history line
              LEFT JOIN product_product product ON product.id = line.product_id
              LEFT JOIN product_template template ON template.id = product.product_tmpl_id
             WHERE line.company_id = %(company)s AND %(scope)s AND (%(periods)s)
             GROUP BY 1, 2, 3, 4""",
            dimension=dimension, variant=variant, order=order, company=self.company_id.id,
            scope=self._get_scope(SQL("line.user_id"), SQL("line.team_id"), *filters),
            periods=SQL(" OR ").join(SQL("line.date BETWEEN %s AND %s", *period) for period in periods))

    def _has_cut_months(self, date_from, date_to):
        """:return: bool: whether there are sales before the move for whole months that these days, or the plan's columns, cut"""
        self.ensure_one()
        first, last = start_of(date_from, 'month'), start_of(date_to, 'month')
        if self.granularity in ('day', 'week'):
            months = Domain('date', '>=', first) & Domain('date', '<=', last)
        else:
            months = Domain('date', 'in', [*([first] if date_from != first else []),
                                           *([last] if date_to != end_of(date_to, 'month') else [])])
        return bool(self.env['bas.sales.history'].search_count(
            Domain('company_id', '=', self.company_id.id) & Domain('period', '=', 'month') & months, limit=1))

    def _flush_sources(self):
        for model in ('account.move', 'account.move.line', 'sale.order', 'sale.order.line', 'product.template',
                      'bas.sales.history'):
            self.env[model].flush_model()

    def _get_key_columns(self, user, order):
        """:return: three SQL: value of the dimension, variant and order; NULL for a part that the plan does not use"""
        values = {'category': SQL("template.categ_id"), 'product': SQL("template.id"), 'manager': user}
        nothing = SQL("NULL::integer")
        return values[self.dimension], SQL("product.id") if self.by_variant else nothing, order if self.by_order else nothing

    def _get_scope(self, user, team, users, categories, products):
        """:return: SQL: condition for the plan's manager and team and for the chosen managers, categories and products"""
        conditions = [SQL("TRUE")]
        if self.user_id:
            conditions.append(SQL("%s = %s", user, self.user_id.id))
        if self.team_id:
            conditions.append(SQL("%s = %s", team, self.team_id.id))
        if users:
            conditions.append(SQL("%s IN %s", user, tuple(users.ids)))
        if categories:
            within = self.env['product.category'].search([('id', 'child_of', categories.ids)])
            conditions.append(SQL("template.categ_id IN %s", tuple(within.ids)))
        if products:
            conditions.append(SQL("template.id IN %s", tuple(products.ids)))
        return SQL(" AND ").join(conditions)

    # ------------------------------------------------------------
    # Open orders
    # ------------------------------------------------------------

    def _get_open_orders(self, date, drafts=False, undated=None, users=None, categories=None, products=None, as_of=None):
        """Get what is ordered and not invoiced yet, by day of delivery.

        :param date: the earliest day
        :param bool drafts: include offers and drafts
        :param undated: day for orders without a day of delivery or with one before ``date``; None: they are left out
        :param as_of: read what was open at the beginning of that day: an order counts from its confirmation, a draft from
            its creation
        :return: figures
        """
        self.ensure_one()
        self._flush_sources()
        return self.env.execute_query(self._select_open_orders(date, drafts, undated, users, categories, products, as_of))

    def _get_open_orders_as_of(self, days, drafts=False, users=None, categories=None, products=None):
        """Get what was open at the beginning of several days, with all undated orders on that day, in one query.

        :return: list of figures, see :meth:`_get_open_orders`: one list for each day
        """
        self.ensure_one()
        self._flush_sources()
        found = [[] for _day in days]
        for number, *row in self.env.execute_query(SQL(" UNION ALL ").join(
                SQL("SELECT %s, part.* FROM (%s) part", number, self._select_open_orders(
                    day, drafts, day, users, categories, products, day)) for number, day in enumerate(days))):
            found[number].append(tuple(row))
        return found

    def _select_open_orders(self, date, drafts, undated, users, categories, products, as_of):
        """:return: SQL of figures, see :meth:`_get_open_orders`"""
        dimension, variant, order = self._get_key_columns(SQL("sale.user_id"), SQL("sale.id"))
        return SQL("""
            SELECT CASE WHEN %(delivery)s >= %(date)s THEN %(delivery)s ELSE %(undated)s::date END,
                   %(dimension)s, %(variant)s, %(order)s,
                   SUM(rest.quantity * COALESCE(unit.factor, 1) / COALESCE(own.factor, 1)), SUM(%(amount)s)
              FROM %(lines)s AND (%(delivery)s >= %(date)s OR %(undated)s::date IS NOT NULL)
             GROUP BY 1, 2, 3, 4""",
            date=date, undated=undated, delivery=self._get_delivery(), dimension=dimension, variant=variant, order=order,
            amount=self._get_open_amount(), lines=self._from_open_lines(drafts, users, categories, products, as_of))

    def _get_orders_by_delivery(self, date, date_to, drafts=False, users=None, categories=None, products=None):
        """Get the open orders with a day of delivery until ``date_to``, and those without one.

        :return: list of (id of an order, ``'dated'``, ``'early'`` (before ``date``) or ``'undated'``, its open amount in company
            currency)
        """
        self.ensure_one()
        self._flush_sources()
        return self.env.execute_query(SQL("""
            SELECT sale.id,
                   CASE WHEN sale.commitment_date IS NULL THEN 'undated'
                        WHEN %(delivery)s < %(date)s THEN 'early' ELSE 'dated' END,
                   SUM(%(amount)s)
              FROM %(lines)s AND (%(delivery)s <= %(date_to)s OR sale.commitment_date IS NULL)
             GROUP BY sale.id""",
            amount=self._get_open_amount(), delivery=self._get_delivery(), date=date, date_to=date_to,
            lines=self._from_open_lines(drafts, users, categories, products)))

    def _get_delivery(self):
        return sql_day(self.env, SQL("sale.commitment_date"))

    def _get_open_amount(self):
        return SQL("""line.price_subtotal * rest.quantity / line.product_uom_qty / COALESCE(NULLIF(sale.currency_rate, 0), 1)""")

    def _from_open_lines(self, drafts, users, categories, products, as_of=None):
        """:return: SQL after FROM: lines of open orders, also those of a negative quantity (returns); ``rest.quantity`` is the
            quantity not invoiced yet"""
        return SQL("""
              sale_order_line line
              JOIN sale_order sale ON sale.id = line.order_id
              JOIN product_product product ON product.id = line.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN uom_uom own ON own.id = template.uom_id
              LEFT JOIN uom_uom unit ON unit.id = line.product_uom_id
              %(done)s
              CROSS JOIN LATERAL (SELECT line.product_uom_qty - COALESCE(done.quantity, 0) AS quantity) rest
             WHERE sale.company_id = %(company)s AND %(open)s
               AND line.display_type IS NULL AND line.is_downpayment IS NOT TRUE
               AND line.product_uom_qty != 0 AND SIGN(rest.quantity) = SIGN(line.product_uom_qty)
               AND %(scope)s""",
            company=self.company_id.id, done=self._get_invoiced_join(as_of), open=self._get_open_condition(drafts, as_of),
            scope=self._get_scope(SQL("sale.user_id"), SQL("sale.team_id"), users, categories, products))

    def _get_invoiced_join(self, as_of):
        """:return: SQL: join that gives ``done.quantity``, the invoiced quantity of an order line in the line's unit; only of
            invoices before ``as_of`` if it is given"""
        return SQL("""
            LEFT JOIN LATERAL (
                SELECT SUM(invoiced.quantity * COALESCE(other.factor, 1) / COALESCE(unit.factor, 1)
                           * CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END) AS quantity
                  FROM sale_order_line_invoice_rel rel
                  JOIN account_move_line invoiced ON invoiced.id = rel.invoice_line_id
                  JOIN account_move move ON move.id = invoiced.move_id
                  LEFT JOIN uom_uom other ON other.id = invoiced.product_uom_id
                 WHERE rel.order_line_id = line.id AND move.state = 'posted'
                   AND move.move_type IN ('out_invoice', 'out_refund') AND %(before)s) done ON TRUE""",
            before=SQL("move.invoice_date < %s", as_of) if as_of else SQL("TRUE"))

    def _get_open_condition(self, drafts, as_of):
        if not as_of:
            return SQL("sale.state IN %s", ('draft', 'sent', 'sale') if drafts else ('sale',))
        moment = get_midnight(self.env, as_of)
        condition = SQL("sale.state = 'sale' AND sale.date_order < %s", moment)
        return SQL("((%s) OR (sale.state != 'cancel' AND sale.create_date < %s))", condition, moment) if drafts else condition

    # ------------------------------------------------------------
    # Another plan
    # ------------------------------------------------------------

    def _get_plan_figures(self, plans, users=None, categories=None, products=None, date_from=None, date_to=None):
        """Get figures of other plans.

        :param plans: ``bas.sales.plan`` records of one dimension
        :return: figures
        :raise UserError: the plans lack the detail that this plan needs, e.g. a plan by manager has no products
        """
        self.ensure_one()
        domain = [('plan_id', 'in', plans.ids)]
        domain += [('date', '>=', date_from)] if date_from else []
        domain += [('date', '<=', date_to)] if date_to else []
        category = 'categ_id' if plans[:1].dimension == 'category' else 'product_tmpl_id.categ_id'
        domain += [(category, 'child_of', categories.ids)] if categories else []
        domain += [('product_tmpl_id', 'in', products.ids)] if products else []
        figures = []
        for line in self.env['bas.sales.plan.line'].search(domain) if plans else ():
            manager = line.user_id if line.plan_id.dimension == 'manager' else line.plan_id.user_id
            if not users or manager in users:
                figures.append((
                    line.date, self._get_row_value(line, manager),
                    (line.product_id or line.product_tmpl_id.product_variant_id).id if self.by_variant else None,
                    line.order_id.id if self.by_order else None,
                    line.base_quantity, line.amount / (line.plan_id.currency_rate or 1.0)))
        return figures

    def _get_row_value(self, line, manager):
        """:return: id of the value of this plan's dimension to which a line of another plan belongs"""
        if self.dimension == 'manager':
            return manager.id
        value = line[self._get_dimension_field()]
        if not value and self.dimension == 'category':
            value = line.product_tmpl_id.categ_id
        if not value:
            raise UserError(self.env._(
                "The plan %(plan)s is less detailed than this one, so it cannot be the source.",
                plan=line.plan_id.display_name))
        return value.id

    def _get_similar_plans(self, date_from, date_to):
        """:return: approved plans of other dates with the same settings of rows, manager and team"""
        self.ensure_one()
        return self.search([
            ('company_id', '=', self.company_id.id), ('state', 'in', ('approved', 'closed')),
            ('dimension', '=', self.dimension), ('by_variant', '=', self.by_variant), ('by_order', '=', self.by_order),
            ('user_id', '=', self.user_id.id), ('team_id', '=', self.team_id.id),
            ('date_from', '<=', fields.Date.to_string(date_to)), ('date_to', '>=', fields.Date.to_string(date_from))])
