from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.days import ZONE_CONTEXT, get_today
from ...tools.groups import ALL_DOCUMENTS
from ...tools.marks import mark, read_mark

AGES = [('not_due', "Not Due"), ('1_30', "1–30 Days"), ('31_60', "31–60 Days"), ('61_more', "61 Days and More")]
#: last day of an age → the age; what is older is of the last age
AGE_LIMITS = {0: 'not_due', 30: '1_30', 60: '31_60'}


class BasDebtorReport(models.Model):
    """What customers have not paid yet: one row per open debit of a customer; several for an invoice paid by instalments.

    The debt is that of the managers' analysis without the credits: prepayments and credit notes that the accountant has not
    matched with invoices are no rows here, and are shown beside the customer instead. What is overdue is the same in both. The
    manager is that of the counterparty, who asks for the money; the manager of the document is a column of its own.
    """

    _name = 'bas.debtor.report'
    _inherit = ['bas.report.mixin']
    _description = 'Debts of Customers'
    _auto = False
    _rec_name = 'document'
    _order = 'days_overdue desc, due_day, id'
    _depends = {
        'account.account': ['account_type'],
        'account.move': ['name', 'move_type', 'invoice_date', 'invoice_user_id', 'contract_id', 'bas_order_ids'],
        'account.move.line': ['account_id', 'parent_state', 'date', 'date_maturity', 'name', 'partner_id', 'company_id',
                              'move_id', 'amount_residual', 'amount_residual_currency', 'currency_id'],
        'bas.debt.reminder': ['company_id', 'partner_id', 'day', 'message_id'],
        'mail.notification': ['mail_message_id', 'notification_status'],
        'res.company': ['currency_id'],
        'res.partner': ['commercial_partner_id', 'user_id', 'phone', 'parent_id', 'active'],
        'res.users': ['sale_team_id'],
        'sale.order': ['user_id'],
    }

    # customer
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    phone = fields.Char(readonly=True, help="Of the counterparty, else of its first contact person.")
    user_id = fields.Many2one(
        'res.users', string="Manager", readonly=True, help="The manager of the counterparty, as in the managers' analysis.")
    team_id = fields.Many2one('crm.team', string="Sales Team", readonly=True)
    last_reminder = fields.Date("Last Reminded", readonly=True)
    customer_credit = fields.Monetary(
        "Credit of the Customer", compute='_compute_customer_totals',
        help="Prepayments and credit notes that are not matched with invoices yet.")
    customer_debt = fields.Monetary(
        "Customer Owes in Total", compute='_compute_customer_totals',
        help="All debts of the customer less prepayments and credit notes that are not matched yet.")

    # document
    move_id = fields.Many2one('account.move', string="Journal Entry", readonly=True)
    document = fields.Char(readonly=True)
    date = fields.Date("Issued", readonly=True)
    contract_id = fields.Many2one('bas.contract', readonly=True)
    orders = fields.Char(compute='_compute_orders', search='_search_orders')
    document_user_id = fields.Many2one('res.users', string="Manager of the Document", readonly=True)
    is_of_own_order = fields.Boolean("Invoice of My Order", readonly=True, depends_context=('uid',))
    company_id = fields.Many2one('res.company', readonly=True)

    # debt
    due_day = fields.Date("Pay by", readonly=True)
    days_overdue = fields.Integer(readonly=True, aggregator='max', depends_context=ZONE_CONTEXT)
    age = fields.Selection(AGES, string="Age of the Debt", readonly=True, depends_context=ZONE_CONTEXT)
    residual = fields.Monetary("Owed", readonly=True)
    overdue_residual = fields.Monetary("Overdue Part", readonly=True, depends_context=ZONE_CONTEXT)
    currency_id = fields.Many2one('res.currency', readonly=True)
    residual_currency = fields.Monetary(
        "Owed in the Currency of the Document", currency_field='document_currency_id', readonly=True, aggregator=None)
    document_currency_id = fields.Many2one('res.currency', string="Currency of the Document", readonly=True)

    @property
    def _counts_with_page(self):
        return not self.env.user.has_group(ALL_DOCUMENTS)

    @property
    def _table_query(self):
        receivables = self.env['bas.manager.report']
        source = receivables._from_receivables(
            SQL("account_move_line d LEFT JOIN account_move move ON move.id = d.move_id"),
            # the first condition is that of the index of open items
            SQL("AND d.amount_residual != 0 AND d.amount_residual > 0 %s", self._get_person_items()))
        columns = {**self._get_document_columns(), **self._get_customer_columns(), **self._get_debt_columns(receivables)}
        return SQL("SELECT %s FROM %s", SQL(", ").join(
            SQL("%s AS %s", column, SQL.identifier(name)) for name, column in columns.items()), source)

    # ------------------------------------------------------------
    # The person's debts
    # ------------------------------------------------------------

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **options):
        # A page in order ends when it is full: PostgreSQL joins few items for it. A number of all rows needs all of them.
        rows = mark(self, is_page=bool(limit and order and not read_mark(self, 'page')))
        return super(BasDebtorReport, rows)._search(domain, offset=offset, limit=limit, order=order, **options)

    def _get_person_items(self):
        """Find the open items that the access rule may let the user read, by the index of open items alone.

        PostgreSQL would join each item of the firm with its document and its customer to ask whose it is. The rule itself is
        checked outside.

        :return: SQL with its AND; empty for those who see all debts
        """
        own = self.env['ir.rule']._compute_domain(self._name, 'read').map_conditions(self._get_item_condition)
        if own.is_true() or read_mark(self, 'is_page'):
            return SQL()
        return SQL(
            """AND d.id = ANY(ARRAY(
                   SELECT item.id FROM account_move_line item
                    WHERE item.parent_state = 'posted' AND item.amount_residual != 0 AND %s AND %s))""",
            self.env['bas.manager.report']._is_receivable(SQL("item")), own._to_sql(self, self._table, None))

    def _get_item_condition(self, condition):
        """:return: Domain: a condition of the rule for an open item; what cannot be told of the item alone is true"""
        made = {'user_id': self._is_of_managers, 'document_user_id': self._is_of_document_managers,
                'is_of_own_order': self._is_of_own_orders}
        if condition.operator != 'in' or condition.field_expr not in made:
            return Domain.TRUE
        sql = made[condition.field_expr](condition.value)
        return Domain.custom(to_sql=lambda *__: sql) if sql else Domain.TRUE

    def _is_of_managers(self, values):
        ids = tuple(values - {False}) or (0,)
        is_owner = SQL("owner.user_id IN %s", ids) if False not in values else SQL(
            "(owner.user_id IN %s OR owner.user_id IS NULL)", ids)
        nobodys = SQL() if False not in values else SQL(
            """OR item.partner_id IS NULL
               OR item.partner_id IN (SELECT partner.id FROM res_partner partner WHERE partner.commercial_partner_id IS NULL)""")
        # an item is nearly always of the counterparty itself
        return SQL(
            """(item.partner_id IN (SELECT owner.id FROM res_partner owner WHERE %(is_owner)s)
                 OR item.partner_id IN (SELECT person.id FROM res_partner owner
                                          JOIN res_partner person ON person.commercial_partner_id = owner.id
                                         WHERE person.commercial_partner_id != person.id AND %(is_owner)s) %(nobodys)s)""",
            is_owner=is_owner, nobodys=nobodys)

    def _is_of_document_managers(self, values):
        return None if False in values else SQL(
            """item.move_id IN (SELECT move.id FROM account_move move
                                WHERE move.state = 'posted' AND move.invoice_user_id IN %s)""", tuple(values) or (0,))

    def _is_of_own_orders(self, values):
        return None if False in values else SQL(
            """item.move_id IN (SELECT rel.move_id FROM bas_account_move_order_rel rel JOIN sale_order o ON o.id = rel.order_id
                                WHERE %s)""", self._is_own(SQL("o")))

    def _is_own(self, order):
        persons = self.env.user | self.env.user._get_represented_users()
        return SQL("(%(order)s.user_id IN %(ids)s OR %(order)s.user_id IS NULL)", order=order, ids=tuple(persons.ids))

    # ------------------------------------------------------------
    # Columns
    # ------------------------------------------------------------

    def _get_document_columns(self):
        # Lines of an entry are named by the documents that they stand for.
        document = SQL("CASE WHEN move.move_type = 'entry' THEN COALESCE(NULLIF(d.name, ''), move.name) ELSE move.name END")
        is_of_own_order = SQL(
            """EXISTS (SELECT FROM bas_account_move_order_rel rel JOIN sale_order o ON o.id = rel.order_id
                        WHERE rel.move_id = d.move_id AND %s)""", self._is_own(SQL("o")))
        return {
            'id': SQL("d.id"), 'move_id': SQL("d.move_id"), 'document': document,
            'date': SQL("COALESCE(move.invoice_date, d.date)"), 'contract_id': SQL("move.contract_id"),
            'document_user_id': SQL("move.invoice_user_id"), 'is_of_own_order': is_of_own_order,
            'company_id': SQL("d.company_id"),
        }

    def _get_customer_columns(self):
        # Columns that are not asked for are not computed.
        phone = SQL(
            """COALESCE(NULLIF(owner.phone, ''), NULLIF(partner.phone, ''), (
                   SELECT person.phone FROM res_partner person
                    WHERE person.parent_id = owner.id AND person.active AND person.phone != ''
                 ORDER BY person.id LIMIT 1))""")
        last_reminder = SQL(
            """(SELECT MAX(reminder.day) FROM bas_debt_reminder reminder
                 WHERE reminder.company_id = d.company_id AND reminder.partner_id = owner.id AND %s)""",
            self.env['bas.debt.reminder']._sql_is_delivered(SQL("reminder")))
        return {
            'partner_id': SQL("owner.id"), 'phone': phone, 'user_id': SQL("owner.user_id"),
            'team_id': SQL("manager.sale_team_id"), 'last_reminder': last_reminder,
        }

    def _get_debt_columns(self, receivables):
        due, today = SQL("COALESCE(d.date_maturity, d.date)"), SQL("%s::date", get_today(self.env))
        is_overdue = SQL("%s <= %s", receivables._get_overdue_day(SQL("d")), today)
        days = SQL("CASE WHEN %s THEN %s - %s ELSE 0 END", is_overdue, today, due)
        ages = SQL(" ").join(SQL("WHEN (%s) <= %s THEN %s", days, limit, age) for limit, age in AGE_LIMITS.items())
        return {
            'due_day': due, 'days_overdue': days, 'age': SQL("CASE %s ELSE %s END::varchar", ages, AGES[-1][0]),
            'residual': SQL("d.amount_residual"),
            'overdue_residual': SQL("CASE WHEN %s THEN d.amount_residual ELSE 0 END", is_overdue),
            'currency_id': SQL("company.currency_id"), 'residual_currency': SQL("d.amount_residual_currency"),
            'document_currency_id': SQL("d.currency_id"),
        }

    # ------------------------------------------------------------
    # Values beside the query
    # ------------------------------------------------------------

    @api.depends('partner_id', 'company_id', 'currency_id')
    def _compute_customer_totals(self):
        totals = self._read_customer_totals(self.partner_id, self.company_id)
        for row in self:
            row.customer_debt, row.customer_credit = totals[row.partner_id, row.company_id]

    @api.model
    def _read_customer_totals(self, partners, companies):
        """Read what customers owe. As on the card of a counterparty, it is the same for every manager.

        :return: dict: (commercial partner, company) → tuple: debt less credits, and the credits as a positive amount
        """
        totals, companies = defaultdict(lambda: (0.0, 0.0)), companies & self.env.companies
        if not (partners and companies):
            return totals
        for model in ('account.move.line', 'res.partner'):
            self.env[model].flush_model(self._depends[model])
        source = self.env['bas.manager.report']._from_receivables(
            SQL("account_move_line d"),
            SQL("AND d.amount_residual != 0 AND owner.id IN %s AND d.company_id IN %s", partners._ids, companies._ids))
        for partner_id, company_id, debt, credit in self.env.execute_query(SQL(
                """SELECT owner.id, d.company_id, SUM(d.amount_residual), -SUM(LEAST(d.amount_residual, 0))
                     FROM %s GROUP BY owner.id, d.company_id""", source)):
            company = companies.browse(company_id)
            totals[partners.browse(partner_id), company] = tuple(
                company.currency_id.round(float(amount)) for amount in (debt, credit))
        return totals

    @api.depends('move_id')
    def _compute_orders(self):
        # sudo: only the numbers of the orders are shown, to a manager who may see the debt.
        lines = self.env['account.move.line'].sudo().search(
            [('move_id', 'in', self.move_id.ids), ('sale_line_ids', '!=', False)])
        names = {move.id: ', '.join(items.sale_line_ids.order_id.sorted('id').mapped('name'))
                 for move, items in lines.grouped('move_id').items()}
        for row in self:
            row.orders = names.get(row.move_id.id, False)

    def _search_orders(self, operator, value):
        if operator.startswith('not'):
            return NotImplemented
        # sudo: the rules of the report choose the rows; the number of an order only finds them.
        orders = self.env['sale.order'].sudo().search([('name', operator, value)])
        return Domain('move_id', 'in', orders.order_line.invoice_lines.move_id.ids)

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------

    def _get_document(self):
        """:return: the document of a row; the card of the customer, if the user has no access to the document"""
        self._check_is_row()
        # sudo: a manager without accounting rights opens an opening debt, whose entry only accountants see.
        line = self.env['account.move.line'].sudo().browse(self.id)
        move, customer = line.move_id.sudo(False), line.partner_id.commercial_partner_id.sudo(False)
        return customer if customer and not move.has_access('read') else move

    def action_remind(self):
        """Open the letters to the customers of the rows."""
        # Those that are paid meanwhile are no rows any more.
        rows = self.search([('id', 'in', self.ids), ('partner_id', '!=', False)])
        if not rows:
            raise UserError(self.env._("The chosen debts have no customer: there is nobody to remind."))
        return self.env['bas.debt.remind']._open({
            company: group.partner_id for company, group in rows.grouped('company_id').items()})
