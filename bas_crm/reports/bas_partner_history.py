from odoo import fields, models
from odoo.tools import SQL

from ..tools.days import ZONE_CONTEXT, sql_midnight

#: kind → model; the position makes ids of rows unique
KINDS = {
    'lead': 'crm.lead',
    'event': 'bas.event',
    'task': 'bas.work.task',
    'contract': 'bas.contract',
    'order': 'sale.order',
    'invoice': 'account.move',
    'offer': 'bas.commercial.offer',
}


class BasPartnerHistory(models.Model):
    """All that has happened with a counterparty, in one list: leads, events, tasks, contracts, orders, offers,
    invoices."""

    _name = 'bas.partner.history'
    _description = 'History of a Counterparty'
    _auto = False
    _order = 'date desc, id desc'
    _depends = {
        'hr.employee': ['user_id'],
        'crm.lead': ['name', 'partner_id', 'user_id', 'company_id', 'decision'],
        'bas.event': ['subject', 'commercial_partner_id', 'user_id', 'company_id', 'start', 'category', 'active'],
        'bas.work.task': ['name', 'performer_id', 'user_id', 'company_id', 'date_start', 'category', 'active'],
        'bas.work.task.line': ['task_id', 'commercial_partner_id', 'amount'],
        'bas.contract': ['name', 'date', 'partner_id', 'user_id', 'company_id', 'active', 'amount_limit', 'currency_id',
                         'state'],
        'bas.commercial.offer': ['name', 'partner_id', 'user_id', 'company_id', 'date', 'state', 'amount_total', 'currency_id'],
        'sale.order': ['name', 'partner_id', 'user_id', 'company_id', 'date_order', 'state', 'amount_total', 'currency_id'],
        'account.move': ['name', 'commercial_partner_id', 'invoice_user_id', 'company_id', 'invoice_date', 'state', 'move_type',
                         'amount_total_signed', 'bas_order_ids'],
        'res.partner': ['commercial_partner_id'],
    }

    date = fields.Datetime(readonly=True, depends_context=ZONE_CONTEXT)
    kind = fields.Selection([
        ('lead', "Lead"),
        ('event', "Event"),
        ('task', "Work Task"),
        ('contract', "Contract"),
        ('order', "Order"),
        ('offer', "Commercial Offer"),
        ('invoice', "Goods Issue"),
    ], readonly=True)
    name = fields.Char("What", readonly=True)
    partner_id = fields.Many2one('res.partner', string="Counterparty", readonly=True)
    user_id = fields.Many2one('res.users', string="Responsible", readonly=True)
    performer_user_id = fields.Many2one('res.users', string="Performer", readonly=True)
    category = fields.Selection([
        ('planned', "Planned"),
        ('done', "Done"),
        ('cancelled', "Called Off"),
    ], string="What Came of It", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    amount = fields.Monetary(readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    # an invoice of an order that the user may see, as the rule of invoices says
    is_of_own_order = fields.Boolean("Invoice of My Order", readonly=True, depends_context=('uid',))
    res_id = fields.Many2oneReference("Document", model_field='res_model', readonly=True)
    res_model = fields.Char(readonly=True)

    @property
    def _table_query(self):
        branches = [self._select_leads(), self._select_events(), self._select_tasks(), self._select_contracts(),
                    self._select_orders(), self._select_offers(), self._select_invoices()]
        return SQL(" UNION ALL ").join(SQL("(%s)", branch) for branch in branches)

    def _select(self, kind, source, **columns):
        """:return: one branch; all have the same columns with the same types, in the same order"""
        position = list(KINDS).index(kind)
        columns.setdefault('performer', SQL("NULL"))
        columns.setdefault('own_order', SQL("NULL"))
        return SQL(
            """SELECT %(id)s * %(count)s + %(position)s AS id, %(date)s::timestamp AS date, %(kind)s::varchar AS kind,
                      %(name)s::varchar AS name, %(partner)s::int AS partner_id, %(user)s::int AS user_id,
                      %(performer)s::int AS performer_user_id, %(category)s::varchar AS category,
                      %(own_order)s::boolean AS is_of_own_order, %(company)s::int AS company_id,
                      %(amount)s::numeric AS amount, %(currency)s::int AS currency_id, %(id)s::int AS res_id,
                      %(model)s::varchar AS res_model
                 FROM %(source)s""",
            count=len(KINDS), position=position, kind=kind, model=KINDS[kind], source=source, **columns)

    def _select_leads(self):
        return self._select(
            'lead', SQL("crm_lead d JOIN res_partner p ON p.id = d.partner_id"), id=SQL("d.id"), date=SQL("d.create_date"),
            name=SQL("d.name"), partner=SQL("p.commercial_partner_id"), user=SQL("d.user_id"), company=SQL("d.company_id"),
            amount=SQL("NULL"), currency=SQL("NULL"),
            category=SQL("CASE WHEN d.decision = 'junk' THEN 'cancelled' WHEN d.decision IS NULL THEN 'planned' ELSE 'done' END"))

    def _select_events(self):
        return self._select(
            'event', SQL("bas_event d WHERE d.active AND d.commercial_partner_id IS NOT NULL"), id=SQL("d.id"),
            date=SQL("d.start"), name=SQL("d.subject"), partner=SQL("d.commercial_partner_id"), user=SQL("d.user_id"),
            company=SQL("d.company_id"), amount=SQL("NULL"), currency=SQL("NULL"), category=SQL("d.category"))

    def _select_tasks(self):
        # A task for several customers belongs to the history of each: its id says for which line of it.
        source = SQL("""
            (SELECT task_id, commercial_partner_id, min(line.id) AS line_id, sum(amount) AS amount
               FROM bas_work_task_line line WHERE commercial_partner_id IS NOT NULL
           GROUP BY task_id, commercial_partner_id) AS line
            JOIN bas_work_task d ON d.id = line.task_id
            JOIN res_company c ON c.id = d.company_id
            JOIN hr_employee e ON e.id = d.performer_id
           WHERE d.active""")
        return self._select(
            'task', source, id=SQL("line.line_id"), date=SQL("d.date_start"), name=SQL("d.name"),
            partner=SQL("line.commercial_partner_id"), user=SQL("d.user_id"), company=SQL("d.company_id"),
            amount=SQL("line.amount"), currency=SQL("c.currency_id"), performer=SQL("e.user_id"), category=SQL("d.category"))

    def _select_contracts(self):
        return self._select(
            'contract', SQL("bas_contract d WHERE d.active"), id=SQL("d.id"),
            date=sql_midnight(self.env, SQL("d.date")), name=SQL("d.name"),
            partner=SQL("d.partner_id"), user=SQL("d.user_id"), company=SQL("d.company_id"),
            amount=SQL("NULLIF(d.amount_limit, 0)"), currency=SQL("d.currency_id"),
            category=SQL("CASE d.state WHEN 'cancelled' THEN 'cancelled' WHEN 'draft' THEN 'planned' ELSE 'done' END"))

    def _select_orders(self):
        return self._select(
            'order', SQL("sale_order d JOIN res_partner p ON p.id = d.partner_id"), id=SQL("d.id"), date=SQL("d.date_order"),
            name=SQL("d.name"), partner=SQL("p.commercial_partner_id"), user=SQL("d.user_id"), company=SQL("d.company_id"),
            amount=SQL("d.amount_total"), currency=SQL("d.currency_id"),
            category=SQL("CASE d.state WHEN 'cancel' THEN 'cancelled' WHEN 'sale' THEN 'done' ELSE 'planned' END"))

    def _select_offers(self):
        return self._select(
            'offer', SQL("bas_commercial_offer d JOIN res_partner p ON p.id = d.partner_id"), id=SQL("d.id"),
            date=sql_midnight(self.env, SQL("d.date")), name=SQL("d.name"), partner=SQL("p.commercial_partner_id"),
            user=SQL("d.user_id"), company=SQL("d.company_id"),
            amount=SQL("d.amount_total"), currency=SQL("d.currency_id"),
            category=SQL("CASE d.state WHEN 'accepted' THEN 'done' WHEN 'rejected' THEN 'cancelled' ELSE 'planned' END"))

    def _select_invoices(self):
        source = SQL("""account_move d JOIN res_company c ON c.id = d.company_id
                         WHERE d.state = 'posted' AND d.move_type IN ('out_invoice', 'out_refund')""")
        own_order = SQL(
            """EXISTS (SELECT FROM bas_account_move_order_rel rel JOIN sale_order o ON o.id = rel.order_id
                        WHERE rel.move_id = d.id AND (o.user_id = %s OR o.user_id IS NULL))""", self.env.uid)
        return self._select(
            'invoice', source, id=SQL("d.id"), date=sql_midnight(self.env, SQL("d.invoice_date")), name=SQL("d.name"),
            partner=SQL("d.commercial_partner_id"), user=SQL("d.invoice_user_id"), company=SQL("d.company_id"),
            amount=SQL("d.amount_total_signed"), currency=SQL("c.currency_id"), category=SQL("'done'"), own_order=own_order)

    def action_open(self):
        """Open the document of a row."""
        self.ensure_one()
        document = self.env[self.res_model].browse(self.res_id)
        if self.kind == 'task':
            document = self.env['bas.work.task.line'].browse(self.res_id).task_id
        return document.get_formview_action()
