from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.days import ZONE_CONTEXT, sql_midnight
from ...tools.first_lines import find_first_items, find_first_lines
from ...tools.one_line import to_one_line
from ...tools.standings import STANDINGS

#: kind → model; the position makes the ids of rows unique
KINDS = {
    'lead': 'crm.lead',
    'event': 'bas.event',
    'task': 'bas.work.task',
    'contract': 'bas.contract',
    'order': 'sale.order',
    'invoice': 'account.move',
    'offer': 'bas.commercial.offer',
}
#: kind → what is read of its documents, beside their first lines
DESCRIBED = {
    'lead': ['name', 'decision', 'stage_id', 'lost_reason_id', 'description'],
    'event': ['status_id', 'subject', 'description'],
    'task': ['task_id'],
    'contract': ['state', 'contract_type', 'template_id'],
    'order': ['state', 'stage_id', 'client_order_ref', 'cancel_reason_id'],
    'invoice': ['payment_state'],
    'offer': ['outcome', 'variant', 'title', 'order_id', 'decline_reason'],
}


class BasPartnerHistory(models.Model):
    """All documents of a counterparty in one list: leads, events, tasks, contracts, orders, offers, invoices."""

    _name = 'bas.partner.history'
    _inherit = ['bas.sql.list.mixin']
    _description = 'History of a Counterparty'
    _auto = False
    _order = 'date desc, id desc'
    _counts_with_page = True
    _depends = {
        'hr.employee': ['user_id'],
        'crm.lead': ['name', 'partner_id', 'user_id', 'company_id', 'decision'],
        'bas.event': ['name', 'subject', 'commercial_partner_id', 'user_id', 'company_id', 'start', 'category', 'active'],
        'bas.work.task': ['name', 'performer_id', 'user_id', 'company_id', 'date_start', 'category', 'active'],
        'bas.work.task.line': ['task_id', 'commercial_partner_id', 'amount'],
        'bas.contract': ['name', 'date', 'partner_id', 'user_id', 'company_id', 'active', 'amount_limit', 'currency_id',
                         'state'],
        'bas.commercial.offer': ['name', 'partner_id', 'user_id', 'company_id', 'date', 'outcome', 'amount_total', 'currency_id'],
        'sale.order': ['name', 'partner_id', 'user_id', 'company_id', 'date_order', 'state', 'amount_total', 'currency_id',
                       'client_order_ref'],
        'account.move': ['name', 'commercial_partner_id', 'invoice_user_id', 'company_id', 'invoice_date', 'state', 'move_type',
                         'amount_total_signed', 'payment_state', 'bas_order_ids'],
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
    number = fields.Char(readonly=True, help="Leads have none.")
    topic = fields.Char("Subject of the Document", readonly=True)
    name = fields.Char("What", compute='_compute_words', search='_search_name')
    text = fields.Char("What Was Said", compute='_compute_words')
    standing = fields.Char("State", compute='_compute_words', help="As the document itself shows it.")
    partner_id = fields.Many2one('res.partner', string="Counterparty", readonly=True)
    user_id = fields.Many2one('res.users', string="Responsible", readonly=True)
    performer_user_id = fields.Many2one('res.users', string="Performer", readonly=True)
    category = fields.Selection(STANDINGS, string="Result", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    amount = fields.Monetary(readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    # an own invoice, or one of an order that the user may see, as in the access rule of invoices
    is_of_own_order = fields.Boolean("Invoice of My Order", readonly=True, depends_context=('uid',))
    res_id = fields.Many2oneReference("Document", model_field='res_model', readonly=True)
    res_model = fields.Char(readonly=True)

    @property
    def _table_query(self):
        branches = [self._select_leads(), self._select_events(), self._select_tasks(), self._select_contracts(),
                    self._select_orders(), self._select_offers(), self._select_invoices()]
        return SQL(" UNION ALL ").join(SQL("(%s)", branch) for branch in branches)

    def _select(self, kind, source, **columns):
        """:return: SQL: the query of one kind; all have the same columns with the same types in the same order"""
        position = list(KINDS).index(kind)
        columns = {'performer': SQL("NULL"), 'topic': SQL("NULL"), 'own_order': SQL("NULL"), **columns}
        return SQL(
            """SELECT %(id)s * %(count)s + %(position)s AS id, %(date)s::timestamp AS date, %(kind)s::varchar AS kind,
                      %(number)s::varchar AS number, %(topic)s::varchar AS topic,
                      %(partner)s::int AS partner_id, %(user)s::int AS user_id,
                      %(performer)s::int AS performer_user_id, %(category)s::varchar AS category,
                      %(own_order)s::boolean AS is_of_own_order, %(company)s::int AS company_id,
                      %(amount)s::numeric AS amount, %(currency)s::int AS currency_id, %(id)s::int AS res_id,
                      %(model)s::varchar AS res_model
                 FROM %(source)s""",
            count=len(KINDS), position=position, kind=kind, model=KINDS[kind], source=source, **columns)

    def _select_leads(self):
        return self._select(
            'lead', SQL("crm_lead d JOIN res_partner p ON p.id = d.partner_id"), id=SQL("d.id"), date=SQL("d.create_date"),
            number=SQL("NULL"), topic=SQL("d.name"), partner=SQL("p.commercial_partner_id"), user=SQL("d.user_id"),
            company=SQL("d.company_id"), amount=SQL("NULL"), currency=SQL("NULL"),
            category=SQL("CASE WHEN d.decision = 'junk' THEN 'cancelled' WHEN d.decision IS NULL THEN 'planned' ELSE 'done' END"))

    def _select_events(self):
        return self._select(
            'event', SQL("bas_event d WHERE d.active AND d.commercial_partner_id IS NOT NULL"), id=SQL("d.id"),
            date=SQL("d.start"), number=SQL("d.name"), topic=SQL("d.subject"), partner=SQL("d.commercial_partner_id"),
            user=SQL("d.user_id"), company=SQL("d.company_id"), amount=SQL("NULL"), currency=SQL("NULL"),
            category=SQL("d.category"))

    def _select_tasks(self):
        # A task for several customers is in the history of each of them: the row id is the id of the customer's first line.
        source = SQL("""
            (SELECT task_id, commercial_partner_id, min(line.id) AS line_id, sum(amount) AS amount
               FROM bas_work_task_line line WHERE commercial_partner_id IS NOT NULL
           GROUP BY task_id, commercial_partner_id) AS line
            JOIN bas_work_task d ON d.id = line.task_id
            JOIN res_company c ON c.id = d.company_id
            JOIN hr_employee e ON e.id = d.performer_id
           WHERE d.active""")
        return self._select(
            'task', source, id=SQL("line.line_id"), date=SQL("d.date_start"), number=SQL("d.name"),
            partner=SQL("line.commercial_partner_id"), user=SQL("d.user_id"), company=SQL("d.company_id"),
            amount=SQL("line.amount"), currency=SQL("c.currency_id"), performer=SQL("e.user_id"), category=SQL("d.category"))

    def _select_contracts(self):
        return self._select(
            'contract', SQL("bas_contract d WHERE d.active"), id=SQL("d.id"),
            date=sql_midnight(self.env, SQL("d.date")), number=SQL("d.name"),
            partner=SQL("d.partner_id"), user=SQL("d.user_id"), company=SQL("d.company_id"),
            amount=SQL("NULLIF(d.amount_limit, 0)"), currency=SQL("d.currency_id"),
            category=SQL("CASE d.state WHEN 'cancelled' THEN 'cancelled' WHEN 'draft' THEN 'planned' ELSE 'done' END"))

    def _select_orders(self):
        return self._select(
            'order', SQL("sale_order d JOIN res_partner p ON p.id = d.partner_id"), id=SQL("d.id"), date=SQL("d.date_order"),
            number=SQL("d.name"), topic=SQL("d.client_order_ref"), partner=SQL("p.commercial_partner_id"),
            user=SQL("d.user_id"), company=SQL("d.company_id"), amount=SQL("d.amount_total"), currency=SQL("d.currency_id"),
            category=SQL("CASE d.state WHEN 'cancel' THEN 'cancelled' WHEN 'sale' THEN 'done' ELSE 'planned' END"))

    def _select_offers(self):
        return self._select(
            'offer', SQL("bas_commercial_offer d JOIN res_partner p ON p.id = d.partner_id"), id=SQL("d.id"),
            date=sql_midnight(self.env, SQL("d.date")), number=SQL("d.name"), partner=SQL("p.commercial_partner_id"),
            user=SQL("d.user_id"), company=SQL("d.company_id"),
            amount=SQL("d.amount_total"), currency=SQL("d.currency_id"),
            category=SQL("""CASE WHEN d.outcome IN ('signed', 'chosen') THEN 'done'
                                 WHEN d.outcome IN ('not_chosen', 'declined') THEN 'cancelled' ELSE 'planned' END"""))

    def _select_invoices(self):
        source = SQL("""account_move d JOIN res_company c ON c.id = d.company_id
                         WHERE d.state = 'posted' AND d.move_type IN ('out_invoice', 'out_refund')""")
        # Of an own invoice nobody asks for its orders. OFFSET 0: those of one invoice are looked up, not those of the whole firm.
        own_order = SQL(
            """CASE WHEN d.invoice_user_id = %s THEN TRUE ELSE EXISTS (
                   SELECT FROM bas_account_move_order_rel rel JOIN sale_order o ON o.id = rel.order_id
                    WHERE rel.move_id = d.id AND (o.user_id IN %s OR o.user_id IS NULL) OFFSET 0) END""",
            self.env.uid, (self.env.uid, *self.env.user._get_represented_users()._ids))
        return self._select(
            'invoice', source, id=SQL("d.id"), date=sql_midnight(self.env, SQL("d.invoice_date")), number=SQL("d.name"),
            partner=SQL("d.commercial_partner_id"), user=SQL("d.invoice_user_id"), company=SQL("d.company_id"),
            amount=SQL("d.amount_total_signed"), currency=SQL("c.currency_id"), own_order=own_order,
            category=SQL("CASE WHEN d.payment_state IN ('paid', 'in_payment', 'reversed') THEN 'done' ELSE 'planned' END"))

    # ------------------------------------------------------------
    # Texts of the documents
    # ------------------------------------------------------------

    @api.depends('kind', 'res_id', 'topic')
    @api.depends_context('lang')
    def _compute_words(self):
        describe = {
            'lead': self._describe_lead, 'event': self._describe_event, 'task': self._describe_work,
            'contract': self._describe_contract, 'order': self._describe_order, 'offer': self._describe_offer,
            'invoice': self._describe_invoice,
        }
        for kind, rows in self.grouped('kind').items():
            model = 'bas.work.task.line' if kind == 'task' else KINDS[kind]
            firsts = self._find_first_rows(kind, rows.mapped('res_id'))
            # Rows and their documents have the same access rules. Records they refer to are only named.
            documents = self.env[model].sudo().browse(rows.mapped('res_id'))
            documents.fetch(DESCRIBED[kind])
            for row, document in zip(rows, documents, strict=True):
                row.standing, row.name, row.text = describe[kind](document, *firsts.get(document.id, ()))

    @api.model
    def _get_label(self, document, name):
        """:return: the label of a selection value in the user's language"""
        return dict(document._fields[name]._description_selection(self.env)).get(document[name])

    def _describe_lead(self, lead):
        """:return: state, subject and text in one line; the other methods return the same"""
        standing = self._get_label(lead, 'decision') if lead.decision else lead.stage_id.name
        return standing, lead.name, ' · '.join(filter(None, (lead.lost_reason_id.name, to_one_line(lead.description))))

    def _describe_event(self, event):
        return event.status_id.name, event.subject, to_one_line(event.description)

    def _describe_work(self, line, first, count):
        name = first.work_type_id.name or first.description
        text = line.task_id.result or line.task_id.description or (first.work_type_id and first.description)
        return line.task_id.status_id.name, self._format_first_and_count(name, count), to_one_line(text)

    def _describe_contract(self, contract):
        is_sale = contract.contract_type == 'customer'
        subject = contract.template_id.name if is_sale else self._get_label(contract, 'contract_type')
        return self._get_label(contract, 'state'), subject, False

    def _describe_order(self, order):
        return order.stage_id.name or self._get_label(order, 'state'), order.bas_subject, order.cancel_reason_id.name

    def _describe_offer(self, offer):
        subject = ' · '.join(filter(None, (offer.variant, offer.title, offer.order_id.bas_subject)))
        return self._get_label(offer, 'outcome'), subject, to_one_line(offer.decline_reason)

    def _describe_invoice(self, invoice, name='', count=0):
        return self._get_label(invoice, 'payment_state'), self._format_first_and_count(name, count), False

    @api.model
    def _find_first_rows(self, kind, ids):
        """:return: dict: document id of a row → its first work or the name of its first item, the number of its lines; for
            kinds whose subject is in their lines"""
        if kind == 'invoice':
            return find_first_items(self.env, 'account.move.line', 'move_id', order=['sequence', 'id'], where={
                'move_id': SQL("move_id IN %s", tuple(ids)), 'display_type': SQL("display_type = 'product'")})
        if kind != 'task':
            return {}
        found = self._find_first_works(tuple(ids))
        # Users who may read a document may read its subject.
        lines = self.env['bas.work.task.line'].sudo().browse(line_id for line_id, _count in found.values())
        return {document: (line, count) for (document, (_id, count)), line in zip(found.items(), lines, strict=True)}

    @api.model
    def _find_first_works(self, ids):
        # A row has the id of the customer's oldest line in the task; the first line in their order may be another one.
        table = SQL(
            """(SELECT named.id AS row_id, line.id, line.start FROM bas_work_task_line named
                  JOIN bas_work_task_line line ON line.task_id = named.task_id
                                              AND line.commercial_partner_id = named.commercial_partner_id
                 WHERE named.id IN %s)""", ids)
        self.env['bas.work.task.line'].flush_model(['task_id', 'commercial_partner_id', 'start'])
        return find_first_lines(self.env, table, SQL("row_id"), order=SQL("start, id"), where=SQL("TRUE"))

    @api.model
    def _format_first_and_count(self, name, count):
        """:return: the first name and the number of the others"""
        return self.env['sale.order']._format_first_and_count(to_one_line(name or ''), count) if count else False

    def _get_document(self):
        res_id, position = divmod(self.id, len(KINDS))
        kind = list(KINDS)[position]
        if kind == 'task':
            # sudo: only the number of the task is read.
            return self.env['bas.work.task.line'].sudo().browse(res_id).task_id.sudo(False)
        return self.env[KINDS[kind]].browse(res_id)
