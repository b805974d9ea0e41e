from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.days import ZONE_CONTEXT, get_today, sql_day
from ...tools.marks import mark, read_mark

#: days without an order after which a customer is silent; the context may have another number
SILENT_AFTER = 90
#: id of a row = id of the counterparty × ROOM + id of the company
ROOM = 4096


class BasCustomerBaseReport(models.Model):
    """The customer base: one row per counterparty and company in which it has ordered; one row for a customer without orders.

    N is the number of days from the context (``bas_silent_days``). *New*: the first order is within the last N days; *active*:
    ordered both before and within them; *silent*: no order within them; *no orders*: never ordered. Only confirmed orders
    count; today is the day in the user's time zone. Sales before the move count as orders of their days for the group and the
    days without orders, so that a customer of many years is not new; they are not in the number, amount and dates of orders.
    """

    _name = 'bas.customer.base.report'
    _inherit = ['bas.report.mixin']
    _description = 'Customer Base'
    _auto = False
    _rec_name = 'partner_id'
    _order = 'last_order_date desc, id desc'
    _depends = {
        'bas.sales.history': ['date', 'company_id', 'partner_id'],
        'res.company': ['currency_id'],
        'res.partner': ['commercial_partner_id', 'user_id', 'active', 'is_customer', 'company_id'],
        'res.users': ['sale_team_id'],
        'sale.order': ['state', 'date_order', 'company_id', 'partner_id', 'amount_total', 'currency_rate'],
    }

    partner_id = fields.Many2one('res.partner', string="Counterparty", readonly=True)
    user_id = fields.Many2one('res.users', string="Manager", readonly=True)
    team_id = fields.Many2one('crm.team', string="Sales Team", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    state = fields.Selection([
        ('new', "New Customer"), ('active', "Active"), ('silent', "Silent"), ('none', "No Orders"),
    ], string="Customer Group", readonly=True, depends_context=('bas_silent_days', *ZONE_CONTEXT))
    first_order_date = fields.Date("First Order", readonly=True, depends_context=ZONE_CONTEXT)
    last_order_date = fields.Date("Last Order", readonly=True, depends_context=ZONE_CONTEXT)
    silent_days = fields.Integer(
        "Days without Orders", readonly=True, aggregator='avg', depends_context=ZONE_CONTEXT,
        help="Since the last order, or sale before the move.")
    customer_count = fields.Integer("Counterparties", readonly=True)
    order_count = fields.Integer("Orders", readonly=True)
    amount = fields.Monetary("Amount of Orders", readonly=True)

    @property
    def _table_query(self):
        today = get_today(self.env)
        days = self.env.context.get('bas_silent_days')
        since = today - timedelta(days=days if isinstance(days, int) and days > 0 else SILENT_AFTER)
        return SQL("""
            SELECT partner.id::int8 * %(room)s + COALESCE(traded.company_id, partner.company_id, 0) AS id,
                   partner.id AS partner_id, partner.user_id, manager.sale_team_id AS team_id,
                   COALESCE(traded.company_id, partner.company_id) AS company_id, company.currency_id,
                   CASE WHEN traded.last_day IS NULL THEN 'none' WHEN traded.last_day <= %(since)s THEN 'silent'
                        WHEN traded.first_day > %(since)s THEN 'new' ELSE 'active' END AS state,
                   traded.first_order_day AS first_order_date, traded.last_order_day AS last_order_date,
                   %(today)s::date - traded.last_day AS silent_days, 1 AS customer_count, traded.order_count, traded.amount
              FROM res_partner partner
              LEFT JOIN (%(traded)s) traded ON traded.partner_id = partner.id
              LEFT JOIN res_company company ON company.id = COALESCE(traded.company_id, partner.company_id)
              LEFT JOIN res_users manager ON manager.id = partner.user_id
             WHERE partner.commercial_partner_id = partner.id
               AND (traded.last_day IS NOT NULL OR (partner.active AND partner.is_customer))""",
            room=ROOM, today=today, since=since, traded=self._select_traded())

    def _select_traded(self):
        """:return: SQL: a row per customer and company, of confirmed orders and of sales before the move"""
        chosen = self._get_customer_condition()
        return SQL("""
            SELECT COALESCE(ordered.partner_id, past.partner_id) AS partner_id,
                   COALESCE(ordered.company_id, past.company_id) AS company_id, ordered.order_count, ordered.amount,
                   ordered.first_day AS first_order_day, ordered.last_day AS last_order_day,
                   LEAST(ordered.first_day, past.first_day) AS first_day, GREATEST(ordered.last_day, past.last_day) AS last_day
              FROM (SELECT buyer.commercial_partner_id AS partner_id, o.company_id, COUNT(*)::int4 AS order_count,
                           %(first_day)s AS first_day, %(last_day)s AS last_day, SUM(%(amount)s) AS amount
                      FROM sale_order o JOIN res_partner buyer ON buyer.id = o.partner_id
                     WHERE o.state = 'sale' %(own)s
                  GROUP BY buyer.commercial_partner_id, o.company_id) ordered
         FULL JOIN (SELECT buyer.commercial_partner_id AS partner_id, sale.company_id,
                           MIN(sale.date) AS first_day, MAX(sale.date) AS last_day
                      FROM bas_sales_history sale JOIN res_partner buyer ON buyer.id = sale.partner_id
                     WHERE TRUE %(own)s
                  GROUP BY buyer.commercial_partner_id, sale.company_id) past
                ON past.partner_id = ordered.partner_id AND past.company_id = ordered.company_id""",
            own=SQL("AND buyer.commercial_partner_id IN (SELECT customer.id FROM res_partner customer WHERE %s)", chosen)
            if chosen.code else SQL(), amount=self._to_company_currency(SQL("o")),
            first_day=sql_day(self.env, SQL("MIN(o.date_order)")), last_day=sql_day(self.env, SQL("MAX(o.date_order)")))

    # What is asked for limits the orders that are read, too: each group of cards is a query, and so are their fields

    @api.model
    def _search(self, domain, *args, **kwargs):
        return super(BasCustomerBaseReport, mark(self, asked=Domain(domain)))._search(domain, *args, **kwargs)

    def _as_query(self, ordered=True):
        return super(BasCustomerBaseReport, mark(self, asked=Domain('id', 'in', self._ids)))._as_query(ordered)

    def _get_customer_condition(self):
        """:return: SQL: condition on ``customer`` that all customers meet whose rows are asked for; empty if that may be all"""
        asked = read_mark(self, 'asked', Domain.TRUE)
        # A condition that is left out makes a negation narrower, not wider.
        known = Domain.TRUE if '!' in list(asked) else asked.map_conditions(self._to_customer_condition)
        condition = self._get_person_condition('res.partner', 'customer', 'user_id')
        # One condition is enough: both together look so rare to PostgreSQL that it chooses a wrong plan.
        if condition.code == 'TRUE' or any(each.field_expr == 'id' for each in known.iter_conditions()):
            condition = self._get_document_condition(known, 'res.partner', 'customer')
        return condition if condition.code != 'TRUE' else SQL()

    def _to_customer_condition(self, condition):
        """:return: Domain of res.partner: a condition on the manager or on the rows themselves; TRUE for any other"""
        values = [condition.value] if condition.operator == '=' else condition.value
        if condition.operator not in ('=', 'in') or not all(isinstance(value, int) for value in values):
            return Domain.TRUE
        if condition.field_expr == 'user_id':
            return Domain('user_id', 'in', list(values))
        return Domain('id', 'in', [value // ROOM for value in values]) if condition.field_expr == 'id' else Domain.TRUE

    def _get_document(self):
        return self.env['res.partner'].browse(self.id // ROOM)

    @api.readonly
    def action_open(self):
        """Open the counterparty of a row on our card."""
        return self._get_document_to_open()._get_card_action()
