from odoo import fields, models
from odoo.tools import SQL

from ...models.analysis.funnel_mixin import CONTEXT_KEYS
from ...tools.days import sql_day, sql_midnight
from .funnel_query import OUTCOMES

#: id of a row = id of the lead × ROOM + rank of the step
ROOM = 8
#: stands for the company of a lead that has none: documents of all companies are of its counterparty
ANY_COMPANY = 0
#: step → its colour
STEPS = {'lead': 4, 'customer': 3, 'order': 7, 'invoice': 10}


class BasLeadFunnelReport(models.Model):
    """The funnel of leads: one row per lead and step that the lead has reached up to the moment T.

    The steps are: lead created; decision «customer»; first order and first goods issue of the counterparty after the lead was
    created, in the lead's company. An order counts if it is linked to the lead or belongs to its counterparty, and is not
    cancelled now. A goods issue is a posted customer invoice. A low-quality lead is *lost* at its first step. A skipped step
    counts, but has no hours.
    """

    _name = 'bas.lead.funnel.report'
    _inherit = ['bas.report.mixin', 'bas.funnel.figures.mixin']
    _description = 'Funnel of Leads'
    _auto = False
    _rec_name = 'lead_id'
    _order = 'created_at desc, id desc'
    _depends = {
        'account.move': ['move_type', 'state', 'invoice_date', 'commercial_partner_id', 'company_id'],
        'account.move.line': ['move_id', 'display_type', 'quantity', 'is_downpayment'],
        'crm.lead': ['partner_id', 'user_id', 'team_id', 'company_id', 'stage_id', 'source_id', 'decision', 'decision_date',
                     'expected_revenue', 'lost_reason_id', 'active'],
        'res.company': ['currency_id'],
        'res.partner': ['commercial_partner_id'],
        'sale.order': ['opportunity_id', 'partner_id', 'company_id', 'state'],
    }

    _ratios = {'hours': ('hours_total', 'stood_count')}
    _step_field = 'step'
    _reason_field = 'lost_reason_id'

    lead_id = fields.Many2one('crm.lead', readonly=True, depends_context=CONTEXT_KEYS)
    step = fields.Selection(
        [('lead', "Lead"), ('customer', "Customer"), ('order', "First Order"), ('invoice', "First Goods Issue")],
        readonly=True, depends_context=CONTEXT_KEYS)
    stage_id = fields.Many2one('crm.stage', string="State of the Lead", readonly=True, depends_context=CONTEXT_KEYS)
    user_id = fields.Many2one('res.users', string="Manager", readonly=True, depends_context=CONTEXT_KEYS)
    team_id = fields.Many2one('crm.team', string="Sales Team", readonly=True, depends_context=CONTEXT_KEYS)
    source_id = fields.Many2one('utm.source', string="Acquisition Source", readonly=True, depends_context=CONTEXT_KEYS)
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True, depends_context=CONTEXT_KEYS)
    company_id = fields.Many2one('res.company', readonly=True, depends_context=CONTEXT_KEYS)
    currency_id = fields.Many2one('res.currency', readonly=True, depends_context=CONTEXT_KEYS)
    created_at = fields.Datetime("Lead Received", readonly=True, depends_context=CONTEXT_KEYS)
    entered_at = fields.Datetime(
        "Entered the Step", help="Empty for a skipped step.",
        readonly=True, depends_context=CONTEXT_KEYS)

    outcome = fields.Selection(
        [('moved_on', "Moved On"), ('there', "At This Step"), ('lost', "Lost"), ('returned', "Went Back")],
        readonly=True, depends_context=CONTEXT_KEYS)
    is_current = fields.Boolean("Last Step", help="The furthest step of the lead.", readonly=True, depends_context=CONTEXT_KEYS)
    is_lost = fields.Boolean("Low Quality", readonly=True, depends_context=CONTEXT_KEYS)
    lost_reason_id = fields.Many2one('crm.lost.reason', readonly=True, depends_context=CONTEXT_KEYS)

    moved_on_count = fields.Integer("Moved On: Count", readonly=True, depends_context=CONTEXT_KEYS)
    there_count = fields.Integer("At This Step: Count", readonly=True, depends_context=CONTEXT_KEYS)
    lost_count = fields.Integer("Losses: Count", readonly=True, depends_context=CONTEXT_KEYS)
    returned_count = fields.Integer("Went Back: Count", readonly=True, depends_context=CONTEXT_KEYS)
    amount = fields.Monetary("Expected Revenue", readonly=True, depends_context=CONTEXT_KEYS)
    lost_amount = fields.Monetary("Losses: Amount", readonly=True, depends_context=CONTEXT_KEYS)
    hours = fields.Float(
        "Average Time", aggregator='avg', help="Until the next step; empty for a skipped step.",
        readonly=True, depends_context=CONTEXT_KEYS)
    hours_total = fields.Float("Hours: Total", readonly=True, depends_context=CONTEXT_KEYS)
    stood_count = fields.Integer(
        "Timed Leads: Count", help="Leads that did not skip the step.",
        readonly=True, depends_context=CONTEXT_KEYS)

    @property
    def _table_query(self):
        bounds = self._get_bounds()
        shown = SQL("step.rank = path.c AND NOT path.lost") if bounds.reading == 'snapshot' else SQL("step.rank <= path.c")
        return SQL(
            """SELECT path.id * %(room)s + step.rank AS id, path.id AS lead_id, step.name::varchar AS step, path.stage_id,
                      path.user_id, path.team_id, path.source_id, path.customer_id AS partner_id, path.company_id,
                      path.currency_id, path.times[1] AS created_at, path.times[step.rank] AS entered_at, %(outcome)s AS outcome,
                      step.rank = path.c AS is_current, step.rank = path.c AND path.lost AS is_lost,
                      CASE WHEN step.rank = path.c AND path.lost THEN path.lost_reason_id END AS lost_reason_id, %(counts)s,
                      path.amount, CASE WHEN step.rank = path.c AND path.lost THEN path.amount ELSE 0 END AS lost_amount,
                      %(hours)s AS hours, %(hours)s AS hours_total, CASE WHEN %(hours)s IS NULL THEN 0 ELSE 1 END AS stood_count
                 FROM (%(path)s) AS path
                 JOIN (VALUES %(steps)s) AS step(name, rank) ON %(shown)s""",
            room=ROOM, outcome=self._get_outcome(), counts=self._get_counts(), hours=self._get_hours(bounds),
            path=self._select_path(bounds), shown=shown,
            steps=SQL(", ").join(SQL("(%s, %s)", name, rank) for rank, name in enumerate(STEPS, 1)))

    def _get_parts(self):
        return {
            'moved_on': SQL("step.rank < path.c"),
            'there': SQL("step.rank = path.c AND NOT path.lost"),
            'lost': SQL("step.rank = path.c AND path.lost"),
            'returned': SQL("FALSE"),
        }

    def _get_outcome(self):
        parts = self._get_parts()
        return SQL("CASE %s END", SQL(" ").join(SQL("WHEN %s THEN %s", parts[name], name) for name in OUTCOMES))

    def _get_counts(self):
        parts = self._get_parts()
        return SQL(", ").join(
            SQL("CASE WHEN %s THEN 1 ELSE 0 END AS %s", parts[name], SQL.identifier(f'{name}_count')) for name in OUTCOMES)

    def _get_hours(self, bounds):
        """:return: SQL: hours until the next reached step, the decision «low quality», or T; NULL for the last step. Steps
            reached in another order have 0 hours."""
        return SQL(
            """CASE WHEN step.rank < %s AND path.times[step.rank] IS NOT NULL THEN GREATEST(0, date_part('epoch', COALESCE(
                    path.times[step.rank + 1], path.times[step.rank + 2], path.times[step.rank + 3],
                    CASE WHEN path.lost THEN path.decision_date END, %s::timestamp) - path.times[step.rank]) / 3600) END""",
            len(STEPS), bounds.moment)

    def _select_path(self, bounds):
        """:return: SQL: one row per lead: when it reached each step up to T, its furthest step, whether it is lost"""
        return SQL(
            """WITH decided AS MATERIALIZED (%(decided)s)
               SELECT *, CASE WHEN times[4] IS NOT NULL THEN 4 WHEN times[3] IS NOT NULL THEN 3
                              WHEN times[2] IS NOT NULL THEN 2 ELSE 1 END AS c
                 FROM (SELECT lead.id, lead.stage_id, lead.user_id, lead.team_id, lead.source_id, lead.company_id,
                              lead.lost_reason_id, lead.decision_date, partner.commercial_partner_id AS customer_id,
                              COALESCE(company.currency_id, %(currency)s) AS currency_id, lead.expected_revenue AS amount,
                              COALESCE(lead.decision = 'junk' AND lead.decision_date < %(limit)s, FALSE) AS lost,
                              ARRAY[lead.create_date, decided.moment,
                                    CASE WHEN ordered.moment < %(limit)s THEN ordered.moment END,
                                    CASE WHEN issued.moment < %(limit)s THEN issued.moment END]::timestamp[] AS times
                         FROM crm_lead lead
                    LEFT JOIN res_company company ON company.id = lead.company_id
                    LEFT JOIN res_partner partner ON partner.id = lead.partner_id
                    LEFT JOIN decided ON decided.id = lead.id
                    LEFT JOIN (%(ordered)s) ordered ON ordered.lead_id = lead.id
                    LEFT JOIN (%(issued)s) issued ON issued.lead_id = lead.id
                        WHERE lead.create_date < %(limit)s AND %(candidates)s) AS steps
                WHERE %(chosen)s""",
            currency=self.env.company.currency_id.id, limit=bounds.limit, decided=self._select_decided(bounds),
            ordered=self._select_first_orders(), issued=self._select_first_invoices(),
            candidates=self._select_candidates(bounds), chosen=self._get_choice(bounds))

    def _select_decided(self, bounds):
        """:return: SQL: leads of the period that became customers by T; only these have an order or a goods issue"""
        return SQL(
            """SELECT lead.id, partner.commercial_partner_id AS customer_id, COALESCE(lead.company_id, %(any)s) AS company_id,
                      lead.create_date AS created, %(day)s AS day, lead.decision_date AS moment
                 FROM crm_lead lead
            LEFT JOIN res_partner partner ON partner.id = lead.partner_id
                WHERE lead.decision IN ('customer', 'order') AND lead.decision_date < %(limit)s AND %(candidates)s AND %(own)s""",
            any=ANY_COMPANY, day=sql_day(self.env, SQL("lead.create_date")), limit=bounds.limit,
            candidates=self._select_candidates(bounds), own=self._get_person_condition('crm.lead', 'lead', 'user_id'))

    def _select_candidates(self, bounds):
        """:return: SQL: a condition on ``lead`` that all leads of the period meet, and few others: for these the first order
            and the first goods issue are looked for
        """
        if bounds.reading == 'snapshot' or not (bounds.start or bounds.stop):
            return SQL("TRUE")
        came = self._is_within(SQL("lead.create_date"), bounds)
        if bounds.reading == 'cohort':
            return came
        return SQL(
            """lead.id IN (
                SELECT lead.id FROM crm_lead lead WHERE %(came)s OR %(decided)s
                 UNION
                SELECT o.opportunity_id FROM sale_order o WHERE %(ordered)s
                 UNION
                SELECT lead.id
                  FROM (%(buyers)s) buyer
                  JOIN res_partner family ON family.commercial_partner_id = buyer.customer_id
                  JOIN crm_lead lead ON lead.partner_id = family.id)""",
            came=came, decided=self._is_within(SQL("lead.decision_date"), bounds),
            ordered=self._is_within(SQL("o.create_date"), bounds), buyers=self._select_buyers(bounds))

    def _select_buyers(self, bounds):
        """:return: SQL: counterparties with an order or a customer invoice in the period"""
        # Days of invoices are days of the user: a day more on each side holds all of them.
        days = SQL(
            "%s AND %s",
            SQL("invoice.invoice_date >= %s::date - 1", bounds.start) if bounds.start else SQL("TRUE"),
            SQL("invoice.invoice_date <= %s::date + 1", bounds.stop) if bounds.stop else SQL("TRUE"))
        return SQL(
            """SELECT partner.commercial_partner_id AS customer_id
                 FROM sale_order o
                 JOIN res_partner partner ON partner.id = o.partner_id
                WHERE %s
                UNION
               SELECT invoice.commercial_partner_id
                 FROM account_move invoice
                WHERE invoice.move_type = 'out_invoice' AND invoice.state = 'posted' AND %s""",
            self._is_within(SQL("o.create_date"), bounds), days)

    def _select_first_orders(self):
        """:return: SQL: ``lead_id``, ``moment``: the first order linked to the lead, or made by its counterparty since"""
        orders = SQL(
            """SELECT family.commercial_partner_id AS customer_id, o.company_id, o.create_date AS made
                 FROM sale_order o
                 JOIN res_partner family ON family.id = o.partner_id
                WHERE o.state != 'cancel' AND o.create_date >= (SELECT MIN(created) FROM decided)
                  AND family.commercial_partner_id IN (SELECT customer_id FROM decided)""")
        return SQL(
            """SELECT lead_id, MIN(moment) AS moment
                 FROM (SELECT o.opportunity_id AS lead_id, o.create_date AS moment
                         FROM sale_order o
                         JOIN decided ON decided.id = o.opportunity_id
                        WHERE o.state != 'cancel' AND decided.company_id IN (o.company_id, %s)
                    UNION ALL
                       SELECT lead_id, made FROM (%s) AS later) AS found
             GROUP BY lead_id""", ANY_COMPANY, self._select_next(SQL("created"), orders))

    def _select_first_invoices(self):
        """:return: SQL: ``lead_id``, ``moment``: midnight (user's time zone) of the date of the first invoice since the lead, but
            not earlier than the lead"""
        invoices = SQL(
            """SELECT invoice.commercial_partner_id AS customer_id, invoice.company_id, invoice.invoice_date AS made
                 FROM account_move invoice
                WHERE invoice.move_type = 'out_invoice' AND invoice.state = 'posted'
                  AND invoice.invoice_date >= (SELECT MIN(day) FROM decided)
                  AND invoice.commercial_partner_id IN (SELECT customer_id FROM decided)
                  AND EXISTS (SELECT FROM account_move_line item
                               WHERE item.move_id = invoice.id AND item.display_type = 'product' AND item.quantity != 0
                                 AND item.is_downpayment IS NOT TRUE)""")
        return SQL(
            """SELECT later.lead_id, GREATEST(%s, decided.created) AS moment
                 FROM (%s) AS later JOIN decided ON decided.id = later.lead_id""",
            sql_midnight(self.env, SQL("later.made")), self._select_next(SQL("day"), invoices))

    def _select_next(self, since, documents):
        """Find the first document of each lead's counterparty, all in one pass: a large customer has many leads, and for each of
        them its documents would be read again.

        :param since: SQL: column of ``decided`` from which on documents count
        :param documents: SQL: ``customer_id``, ``company_id``, ``made``
        :return: SQL: ``lead_id``, ``made``; none for a lead without
        """
        return SQL(
            """SELECT lead_id, made
                 FROM (SELECT lead_id, MIN(made) OVER (PARTITION BY customer_id, company_id ORDER BY moment DESC) AS made
                         FROM (SELECT id AS lead_id, customer_id, company_id, %(since)s AS moment, NULL AS made
                                 FROM decided WHERE customer_id IS NOT NULL
                            UNION ALL
                               SELECT NULL, customer_id, company.id, made, made
                                 FROM (%(documents)s) AS document
                           CROSS JOIN unnest(ARRAY[document.company_id, %(any)s]) AS company(id)) AS line) AS following
                WHERE lead_id IS NOT NULL AND made IS NOT NULL""",
            since=since, documents=documents, any=ANY_COMPANY)

    def _is_within(self, moment, bounds):
        """:return: SQL: whether ``moment`` is one of the period"""
        return SQL(
            "%s %s %s", moment, SQL(">= %s", bounds.start) if bounds.start else SQL("IS NOT NULL"),
            SQL("AND %s < %s", moment, bounds.stop) if bounds.stop else SQL())

    def _get_choice(self, bounds):
        """:return: SQL: condition for leads: created in the period (cohort), with any step in it (flow), or all (snapshot)"""
        if bounds.reading == 'snapshot':
            return SQL("TRUE")
        if bounds.reading == 'cohort':
            return self._is_within(SQL("times[1]"), bounds)
        moments = [*(SQL("times[%s]", rank) for rank in range(1, len(STEPS) + 1)), SQL("CASE WHEN lost THEN decision_date END")]
        return SQL("(%s)", SQL(" OR ").join(SQL("(%s)", self._is_within(moment, bounds)) for moment in moments))

    # ------------------------------------------------------------
    # Data of the funnel view
    # ------------------------------------------------------------

    def _get_steps(self, counts, stood):
        return list(STEPS)

    def _describe_step(self, step):
        return {'id': step, 'name': dict(self._fields['step']._description_selection(self.env))[step], 'color': STEPS[step],
                'is_done': False}

    def _get_document(self):
        return self.env['crm.lead'].browse(self.id // ROOM)
