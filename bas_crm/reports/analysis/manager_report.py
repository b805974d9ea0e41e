from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...models.activities.event_subject import EVENT_TYPES
from ...models.analysis.manager_figures import KINDS
from ...models.leads.crm_lead import DECISIONS
from ...models.orders.cost import COST_GROUP
from ...models.orders.invoicing import PAYMENT_STATUSES
from ...tools.days import ZONE_CONTEXT, get_today, sql_day
from ...tools.marks import read_mark

#: kind → its position, which makes ids of rows unique
POSITIONS = {kind: position for position, kind in enumerate(KINDS)}
#: kind → the model whose id is in the id of a row
MODELS = {
    'invoice': 'account.move', 'order': 'sale.order', 'debt': 'account.move.line', 'overdue': 'account.move.line',
    'settled': 'account.partial.reconcile', 'history': 'bas.sales.history', 'event': 'bas.event', 'lead': 'crm.lead',
    'decision': 'crm.lead',
}
#: columns of every branch with their types: if types differ, PostgreSQL does not skip columns that are not requested
COLUMNS = {
    'id': 'int8', 'kind': 'varchar', 'date': 'date',
    'user_id': 'int4', 'team_id': 'int4', 'partner_id': 'int4', 'company_id': 'int4', 'currency_id': 'int4',
    'move_id': 'int4', 'history_id': 'int4', 'order_id': 'int4', 'event_id': 'int4', 'lead_id': 'int4',
    'order_payment': 'varchar', 'event_type': 'varchar', 'status_id': 'int4', 'decision': 'varchar',
    'revenue': 'numeric', 'invoiced_revenue': 'numeric', 'cost': 'numeric', 'gross_profit': 'numeric',
    'average_revenue': 'numeric',
    'order_count': 'int4', 'order_amount': 'numeric', 'new_order_count': 'int4', 'paid_order_count': 'int4',
    'partly_paid_order_count': 'int4', 'unpaid_order_count': 'int4', 'orders_in_work': 'int4',
    'debt': 'numeric', 'overdue_debt': 'numeric', 'is_overdue': 'bool', 'days_overdue': 'int4',
    'event_count': 'int4', 'lead_count': 'int4', 'decided_lead_count': 'int4',
}
DOCUMENTS = ('order_id', 'event_id', 'lead_id', 'move_id', 'history_id')


class BasManagerReport(models.Model):
    """Activity and results of managers: one row per document, or per movement of a debt.

    * Revenue: posted invoices and credit notes to customers by their date, without taxes and down payments; read from the
      headers of invoices and corrected by lines of down payments and rounding; and sales before the move. The average per order
      is of invoices only, since sales before the move have no orders.
    * Orders: confirmed orders by their date. New: the first confirmed order of the commercial partner in the company, if there
      is no sale before the move of an earlier day.
    * Debt: posted movements of receivable accounts by the salesperson of the commercial partner; their sum up to a day is
      the debt on that day. Overdue: a debit counts from the day after its due date; payments reduce it, but not earlier than
      on that day.
    * Events by their start; leads by creation and, in another row, by decision.

    Without a period in the context there are all movements; with a period (see ``bas.manager.period.mixin``) the documents
    of the period, and movements of the debt up to its end.
    """

    _name = 'bas.manager.report'
    _inherit = ['bas.report.mixin', 'bas.manager.figures.mixin']
    _description = "Managers' Analysis"
    _auto = False
    _order = 'date desc, id desc'
    _depends = {
        'account.account': ['account_type'],
        'account.move': ['state', 'move_type', 'invoice_date', 'invoice_user_id', 'team_id', 'company_id',
                         'commercial_partner_id', 'amount_untaxed_signed', 'bas_cost_total'],
        'account.move.line': ['account_id', 'parent_state', 'date', 'date_maturity', 'balance', 'partner_id', 'company_id',
                              'display_type', 'is_downpayment', 'move_id', 'amount_residual'],
        'account.partial.reconcile': ['debit_move_id', 'credit_move_id', 'amount', 'max_date', 'is_between_partners'],
        'bas.event': ['start', 'user_id', 'company_id', 'commercial_partner_id', 'event_type', 'status_id', 'active'],
        'bas.order.stage': ['is_done'],
        'bas.sales.history': ['date', 'user_id', 'team_id', 'partner_id', 'company_id', 'amount', 'cost'],
        'crm.lead': ['user_id', 'team_id', 'company_id', 'partner_id', 'decision', 'decision_date'],
        'res.company': ['currency_id'],
        'res.partner': ['commercial_partner_id', 'user_id'],
        'res.users': ['sale_team_id'],
        'sale.order': ['state', 'date_order', 'user_id', 'team_id', 'company_id', 'partner_id', 'stage_id', 'amount_total',
                       'currency_rate', 'bas_payment_status'],
    }

    _ratios = {'average_revenue': ('invoiced_revenue', 'order_count')}

    # document
    kind = fields.Selection([(name, kind.label) for name, kind in KINDS.items()], readonly=True)
    date = fields.Date(readonly=True, depends_context=ZONE_CONTEXT)
    user_id = fields.Many2one('res.users', string="Manager", readonly=True)
    team_id = fields.Many2one('crm.team', string="Sales Team", readonly=True)
    partner_id = fields.Many2one('res.partner', string="Counterparty", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    move_id = fields.Many2one('account.move', string="Journal Entry", readonly=True)
    history_id = fields.Many2one('bas.sales.history', string="Sale before the Move", readonly=True)
    order_id = fields.Many2one('sale.order', readonly=True)
    event_id = fields.Many2one('bas.event', readonly=True)
    lead_id = fields.Many2one('crm.lead', readonly=True)
    document = fields.Char(compute='_compute_document')

    # properties of the document
    order_payment = fields.Selection(PAYMENT_STATUSES, string="Payment of the Order", readonly=True)
    event_type = fields.Selection(EVENT_TYPES, string="Type of the Event", readonly=True)
    status_id = fields.Many2one('bas.activity.status', string="Status of the Event", readonly=True)
    decision = fields.Selection(DECISIONS, string="Decision on the Lead", readonly=True)

    # revenue
    revenue = fields.Monetary(
        readonly=True, help="Goods issued less returns, without taxes and down payments; with sales before the move.")
    invoiced_revenue = fields.Monetary(
        "Revenue of Invoices", readonly=True, help="Without sales before the move, which have no orders.")
    cost = fields.Monetary("Cost of Sales", readonly=True, groups=COST_GROUP)
    gross_profit = fields.Monetary(readonly=True, groups=COST_GROUP, help="Revenue less the cost of sales.")
    average_revenue = fields.Monetary(
        "Average Revenue per Order", readonly=True, aggregator='avg',
        help="Revenue of invoices divided by the number of confirmed orders.")

    # orders
    order_count = fields.Integer("Orders", readonly=True, help="Confirmed orders.")
    order_amount = fields.Monetary("Amount of Orders", readonly=True, help="With taxes, in the currency of the company.")
    new_order_count = fields.Integer(
        "Orders of New Customers", readonly=True,
        help="The first order of a customer who did not buy before the move either.")
    paid_order_count = fields.Integer("Paid Orders", readonly=True)
    partly_paid_order_count = fields.Integer("Partly Paid Orders", readonly=True)
    unpaid_order_count = fields.Integer("Unpaid Orders", readonly=True)
    orders_in_work = fields.Integer("Orders in Work", readonly=True, help="Confirmed, but not fulfilled yet.")

    # debt
    debt = fields.Monetary(
        readonly=True, help="Movements of the customers' debt; their sum up to a day is the debt on that day.")
    overdue_debt = fields.Monetary(readonly=True, help="Part of the debt whose due date has passed.")
    has_debt = fields.Boolean(
        "Owes", search='_search_has_debt', compute='_compute_has_debt',
        help="The customer's debt at the end of the period is not zero.")
    is_overdue = fields.Boolean(
        "Still Overdue", readonly=True, help="The invoice is not fully paid at the end of the period.")
    days_overdue = fields.Integer(
        readonly=True, aggregator='max', help="Counted at the end of the period, but not later than today.")
    partner_phone = fields.Char("Phone", related='partner_id.phone')

    # events and leads
    event_count = fields.Integer("Events", readonly=True)
    lead_count = fields.Integer("Leads Received", readonly=True)
    decided_lead_count = fields.Integer("Leads Decided", readonly=True)

    @property
    def _table_query(self):
        bounds = self._get_bounds()
        if days := read_mark(self, 'open_debt'):
            return self._select_open_debts(days)
        branches = (getattr(self, KINDS[name].select)(bounds) for name in self._get_asked_kinds(KINDS))
        return SQL(" UNION ALL ").join(SQL("(%s)", branch) for branch in branches)

    @api.depends(*DOCUMENTS)
    def _compute_document(self):
        for row in self:
            # sudo: the report's own rules choose the rows; the name of a payment is shown to managers without access to it.
            row.document = next((row[name].sudo().display_name for name in DOCUMENTS if row[name]), False)

    def _get_document(self):
        document_id, position = divmod(self.id, len(POSITIONS))
        # sudo: of lines only the number of their journal entry is read.
        document = self.env[MODELS[list(POSITIONS)[position]]].sudo().browse(document_id)
        if document._name == 'account.partial.reconcile':
            document = document.debit_move_id
        return (document.move_id if document._name == 'account.move.line' else document).sudo(False)

    # ------------------------------------------------------------
    # SQL
    # ------------------------------------------------------------

    def _select(self, kind, source, **columns):
        """:return: SQL: one branch with all columns and types of :data:`COLUMNS`; d is the alias of the documents' table"""
        columns['kind'] = SQL("%s", kind)
        columns['id'] = SQL("d.id::int8 * %s + %s", len(POSITIONS), POSITIONS[kind])
        parts = [
            SQL("(%s)::%s AS %s", columns.get(name, SQL("NULL")), SQL(type_), SQL.identifier(name))
            for name, type_ in COLUMNS.items()]
        return SQL("SELECT %s FROM %s", SQL(", ").join(parts), source)

    def _select_invoices(self, bounds):
        revenue = SQL("d.amount_untaxed_signed + COALESCE(aside.balance, 0)")
        cost = SQL("COALESCE(d.bas_cost_total, 0)")
        source = SQL(
            """account_move d
               LEFT JOIN res_company company ON company.id = d.company_id
               LEFT JOIN (SELECT line.move_id, SUM(line.balance) AS balance FROM account_move_line line
                           WHERE (line.is_downpayment OR line.display_type = 'rounding') AND line.parent_state = 'posted'
                             AND (line.is_downpayment OR line.tax_repartition_line_id IS NULL)
                        GROUP BY line.move_id) aside ON aside.move_id = d.id
               WHERE d.state = 'posted' AND d.move_type IN ('out_invoice', 'out_refund') %s""",
            bounds.in_days(SQL("d.invoice_date")))
        return self._select(
            'invoice', source, date=SQL("d.invoice_date"), user_id=SQL("d.invoice_user_id"), team_id=SQL("d.team_id"),
            partner_id=SQL("d.commercial_partner_id"), company_id=SQL("d.company_id"), currency_id=SQL("company.currency_id"),
            move_id=SQL("d.id"), revenue=revenue, invoiced_revenue=revenue, cost=cost, gross_profit=SQL("%s - %s", revenue, cost))

    def _select_history(self, bounds):
        revenue, cost = SQL("COALESCE(d.amount, 0)"), SQL("COALESCE(d.cost, 0)")
        source = SQL(
            """bas_sales_history d
               LEFT JOIN res_company company ON company.id = d.company_id
               LEFT JOIN res_partner customer ON customer.id = d.partner_id
               WHERE TRUE %s""", bounds.in_days(SQL("d.date")))
        return self._select(
            'history', source, date=SQL("d.date"), user_id=SQL("d.user_id"), team_id=SQL("d.team_id"),
            partner_id=SQL("customer.commercial_partner_id"), company_id=SQL("d.company_id"),
            currency_id=SQL("company.currency_id"), history_id=SQL("d.id"), revenue=revenue, cost=cost,
            gross_profit=SQL("%s - %s", revenue, cost))

    def _select_orders(self, bounds):
        day = self._to_day(SQL("d.date_order"))
        # only looked up for the first order of a customer
        is_new = SQL(
            """first.moment & 2147483647 = d.id AND NOT EXISTS (
                   SELECT FROM bas_sales_history sale JOIN res_partner buyer ON buyer.id = sale.partner_id
                    WHERE buyer.commercial_partner_id = customer.commercial_partner_id AND sale.company_id = d.company_id
                      AND sale.date < %s)""", day)
        return self._select(
            'order', self._from_orders(bounds), date=day, user_id=SQL("d.user_id"), team_id=SQL("d.team_id"),
            partner_id=SQL("customer.commercial_partner_id"), company_id=SQL("d.company_id"),
            currency_id=SQL("company.currency_id"), order_id=SQL("d.id"), order_payment=SQL("d.bas_payment_status"),
            order_count=SQL("1"), order_amount=self._to_company_currency(SQL("d")), new_order_count=self._flag(is_new),
            paid_order_count=self._flag(SQL("d.bas_payment_status = 'paid'")),
            partly_paid_order_count=self._flag(SQL("d.bas_payment_status = 'partly'")),
            unpaid_order_count=self._flag(SQL("COALESCE(d.bas_payment_status, 'unpaid') = 'unpaid'")),
            orders_in_work=self._flag(SQL("stage.is_done IS NOT TRUE")))

    def _from_orders(self, bounds):
        """:return: SQL after FROM: orders; ``first``: the first order of a customer"""
        if read_mark(self, 'first_orders'):
            return self._from_first_orders(bounds)
        return SQL(
            """sale_order d
               LEFT JOIN res_company company ON company.id = d.company_id
               LEFT JOIN res_partner customer ON customer.id = d.partner_id
               LEFT JOIN bas_order_stage stage ON stage.id = d.stage_id
               LEFT JOIN (%s) first
                      ON first.commercial_partner_id = customer.commercial_partner_id AND first.company_id = d.company_id
               WHERE d.state = 'sale' %s""", self._select_first(bounds), bounds.in_moments(SQL("d.date_order")))

    def _flag(self, condition):
        return SQL("CASE WHEN %s THEN 1 ELSE 0 END", condition)

    def _select_debt(self, bounds):
        source = self._from_receivables(SQL("account_move_line d"), bounds.until(SQL("d.date")))
        return self._select('debt', source, date=SQL("d.date"), debt=SQL("d.balance"), **self._get_receivable_columns(SQL("d")))

    def _select_overdue(self, bounds):
        overdue = self._get_overdue_day(SQL("d"))
        source = self._from_receivables(SQL("account_move_line d"), SQL("AND d.balance > 0 %s", bounds.until(overdue)))
        columns = {**self._get_receivable_columns(SQL("d")), **self._get_overdue_columns(bounds, SQL("d"))}
        return self._select('overdue', source, date=overdue, overdue_debt=SQL("d.balance"), **columns)

    def _select_settled(self, bounds):
        day = SQL("GREATEST(d.max_date, %s)", self._get_overdue_day(SQL("line")))
        source = self._from_receivables(
            SQL("account_partial_reconcile d JOIN account_move_line line ON line.id = d.debit_move_id"),
            SQL("AND line.balance > 0 %s", bounds.until(day)), SQL("line"))
        columns = {**self._get_receivable_columns(SQL("line")), **self._get_overdue_columns(bounds, SQL("line"))}
        return self._select('settled', source, date=day, overdue_debt=SQL("-d.amount"), **columns)

    def _get_overdue_day(self, line):
        """:return: SQL: the first day on which a debit is overdue; without a due date it is due on its own date"""
        return SQL("GREATEST(COALESCE(%(line)s.date_maturity, %(line)s.date) + 1, %(line)s.date)", line=line)

    def _get_overdue_columns(self, bounds, line):
        """:return: dict of SQL: whether a debit is not fully settled at the end of the period, and its days overdue. Only lists
            of rows request them; other queries skip these columns."""
        today = get_today(self.env)
        is_overdue = SQL(
            """%(line)s.balance > COALESCE((SELECT SUM(part.amount) FROM account_partial_reconcile part
                                           WHERE part.debit_move_id = %(line)s.id %(until)s), 0)""",
            line=line, until=bounds.until(SQL("part.max_date")))
        # Paid debits have no days overdue, so the maximum of a customer counts unpaid ones only.
        days = SQL("%s::date - COALESCE(%s.date_maturity, %s.date)", min(bounds.last or today, today), line, line)
        return {'is_overdue': is_overdue, 'days_overdue': SQL("CASE WHEN %s THEN %s END", is_overdue, days)}

    def _search_has_debt(self, operator, value):
        """Search customers whose debt at the end of the period is not zero."""
        if operator != 'in':
            return NotImplemented
        groups = self._read_group([('kind', '=', 'debt')], ['partner_id'], [], having=[('debt:sum', '!=', 0)])
        return Domain('partner_id', 'in', [partner.id for partner, in groups])

    def _compute_has_debt(self):
        debts = dict(self._read_group(
            [('kind', '=', 'debt'), ('partner_id', 'in', self.partner_id.ids)], ['partner_id'], ['debt:sum']))
        for row in self:
            row.has_debt = bool(debts.get(row.partner_id))

    def _from_receivables(self, table, condition, line=None):
        """:param SQL condition: further conditions, each with its AND; may be empty
        :return: SQL: posted lines of receivable accounts, alias ``line`` (d by default), with :meth:`_join_owners`"""
        return SQL(
            """%(source)s
               WHERE %(line)s.parent_state = 'posted' AND %(receivable)s %(condition)s""",
            source=self._join_owners(table, line or SQL("d")), line=line or SQL("d"), condition=condition,
            receivable=self._is_receivable(line or SQL("d")))

    def _is_receivable(self, line):
        return SQL(
            "%s.account_id = ANY(ARRAY(SELECT id FROM account_account WHERE account_type = 'asset_receivable'))", line)

    def _join_owners(self, table, row):
        """:param SQL row: alias of the table with the partner and the company
        :return: SQL: the table with its company, its commercial partner as ``owner``, and the owner's manager"""
        return SQL(
            """%(table)s
               LEFT JOIN res_company company ON company.id = %(row)s.company_id
               LEFT JOIN res_partner partner ON partner.id = %(row)s.partner_id
               LEFT JOIN res_partner owner ON owner.id = partner.commercial_partner_id
               LEFT JOIN res_users manager ON manager.id = owner.user_id""", table=table, row=row)

    def _get_receivable_columns(self, line):
        return {
            'user_id': SQL("owner.user_id"), 'team_id': SQL("manager.sale_team_id"), 'partner_id': SQL("owner.id"),
            'company_id': SQL("%s.company_id", line), 'currency_id': SQL("company.currency_id"),
            'move_id': SQL("%s.move_id", line),
        }

    def _select_events(self, bounds):
        source = SQL(
            """bas_event d
               LEFT JOIN res_company company ON company.id = d.company_id
               LEFT JOIN res_users manager ON manager.id = d.user_id
               WHERE d.active AND d.start IS NOT NULL %s""", bounds.in_moments(SQL("d.start")))
        return self._select(
            'event', source, date=self._to_day(SQL("d.start")), user_id=SQL("d.user_id"), team_id=SQL("manager.sale_team_id"),
            partner_id=SQL("d.commercial_partner_id"), company_id=SQL("d.company_id"), currency_id=SQL("company.currency_id"),
            event_id=SQL("d.id"), event_type=SQL("d.event_type"), status_id=SQL("d.status_id"), event_count=SQL("1"))

    def _select_leads(self, bounds):
        return self._select_lead('lead', bounds, SQL("d.create_date"), lead_count=SQL("1"))

    def _select_decisions(self, bounds):
        return self._select_lead(
            'decision', bounds, SQL("d.decision_date"), SQL("AND d.decision IS NOT NULL"), decided_lead_count=SQL("1"),
            decision=SQL("d.decision"))

    def _select_lead(self, kind, bounds, moment, condition=None, **columns):
        source = SQL(
            """crm_lead d
               LEFT JOIN res_company company ON company.id = d.company_id
               LEFT JOIN res_partner partner ON partner.id = d.partner_id
               WHERE %s IS NOT NULL %s %s""", moment, condition or SQL(), bounds.in_moments(moment))
        return self._select(
            kind, source, date=self._to_day(moment), user_id=SQL("d.user_id"), team_id=SQL("d.team_id"),
            partner_id=SQL("partner.commercial_partner_id"), company_id=SQL("d.company_id"),
            currency_id=SQL("company.currency_id"), lead_id=SQL("d.id"), **columns)

    def _to_day(self, moment):
        """:return: SQL: the date of a moment in the user's time zone"""
        return sql_day(self.env, moment)
