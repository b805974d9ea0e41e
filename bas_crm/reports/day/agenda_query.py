from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from ...models.day.res_company import ANSWER_FIELDS
from ...models.day.sources import ACTIVITY_ALIASES, SOURCES
from ...tools.days import get_midnight, get_today, sql_midnight
from ...tools.groups import ALL_DOCUMENTS
from ...tools.marks import mark, read_mark


class BasAgenda(models.Model):
    """The query of the agenda. All branches have the same columns, and the person's rule reaches each of them."""

    _inherit = 'bas.agenda'

    @property
    def _table_query(self):
        rows = self._mark_companies()
        branches = {
            'event': rows._select_events, 'task': rows._select_works, 'activity': rows._select_activities,
            'lead': rows._select_leads, 'offer': rows._select_offers, 'order': rows._select_orders,
        }
        return SQL(" UNION ALL ").join(SQL("(%s)", branches[source]()) for source in self._get_searched_sources(SOURCES))

    def _mark_companies(self):
        """:return: the same rows; what the query needs of companies is marked on them as constants: to plan one more join in each
            branch takes the database longer than the rest of the query"""
        if read_mark(self, 'company_currencies'):
            return self
        companies = self._get_all_companies(ANSWER_FIELDS)
        return mark(
            self, company_digits=self._sql_company_digits(companies),
            company_currencies=SQL(" ").join(SQL("WHEN %s THEN %s", each.id, each.currency_id.id) for each in companies))

    def _select(self, source, table, where, **columns):
        """:param str source: key of ``SOURCES``
        :param SQL table: the documents, with the alias ``d`` and what they are joined with: ``o`` an order, ``l`` a lead
        :return: SQL: the query of one source
        """
        # Steps know the counterparty of their contact themselves.
        join = SQL() if 'commercial' in columns else SQL("LEFT JOIN res_partner customer ON customer.id = %s", columns['partner'])
        columns = {
            'kind': SQL("%s", source), 'event_type': SQL("NULL"), 'has_time': SQL("TRUE"), 'attempts': SQL("0"), 'rank': SQL("1"),
            'commercial': SQL("customer.commercial_partner_id"),
            'author': columns['user'], 'lead': SQL("NULL"), 'order': SQL("NULL"), 'offer': SQL("NULL"), **columns}
        return SQL(
            """SELECT d.id * %(count)s + %(position)s AS id, %(kind)s::varchar AS kind, %(event_type)s::varchar AS event_type,
                      %(date)s::timestamp AS date, %(bucket)s::varchar AS bucket, %(has_time)s::boolean AS has_time,
                      %(rank)s::int AS rank, COALESCE(%(attempts)s, 0)::int AS attempt_count, %(user)s::int AS user_id,
                      %(author)s::int AS author_id, %(team)s::int AS team_id, %(company)s::int AS company_id,
                      %(partner)s::int AS partner_id, %(commercial)s::int AS commercial_partner_id,
                      %(lead)s::int AS lead_id, %(order)s::int AS order_id, %(offer)s::int AS offer_id,
                      %(amount)s::numeric AS amount, (CASE %(company)s %(currencies)s ELSE %(currency)s END)::int AS currency_id,
                      %(model)s::varchar AS res_model, d.id::int AS res_id
                 FROM %(table)s %(join)s
                WHERE %(where)s AND %(searched)s""",
            count=len(SOURCES), position=list(SOURCES).index(source), model=SOURCES[source].model, table=table, where=where,
            join=join, currencies=read_mark(self, 'company_currencies'),
            searched=self._sql_searched(SOURCES, source, SQL("d.id")), currency=self.env.company.currency_id.id, **columns)

    # ------------------------------------------------------------
    # Planned steps
    # ------------------------------------------------------------

    def _select_events(self):
        table = SQL(
            """bas_event d
               LEFT JOIN sale_order o ON o.id = d.order_id
               LEFT JOIN crm_lead l ON l.id = d.lead_id
               LEFT JOIN res_users responsible ON responsible.id = d.user_id""")
        return self._select(
            'event', table, SQL("d.active AND d.category = 'planned'"),
            event_type=SQL("d.event_type"), date=SQL("d.start"), bucket=self._sql_bucket(SQL("d.start"), SQL("d.stop")),
            attempts=SQL("d.attempt_count"), user=SQL("d.user_id"), company=SQL("d.company_id"), partner=SQL("d.partner_id"),
            commercial=SQL("d.commercial_partner_id"),
            team=SQL("COALESCE(o.team_id, l.team_id, responsible.sale_team_id)"), lead=SQL("d.lead_id"), order=SQL("d.order_id"),
            amount=SQL("COALESCE(%s, %s, 0)", self._sql_amount(SQL("o"), SQL("o.amount_total")), self._sql_revenue()))

    def _select_works(self):
        table = SQL(
            """bas_work_task_line d
               JOIN bas_work_task t ON t.id = d.task_id
               JOIN hr_employee e ON e.id = t.performer_id
               LEFT JOIN res_users performer ON performer.id = e.user_id
               LEFT JOIN sale_order o ON o.id = d.order_id""")
        return self._select(
            'task', table, SQL("t.active AND t.category = 'planned'"), date=SQL("d.start"),
            bucket=self._sql_bucket(SQL("d.start"), SQL("d.stop")), attempts=SQL("d.attempt_count"),
            user=SQL("COALESCE(e.user_id, t.user_id)"), author=SQL("t.user_id"), company=SQL("d.company_id"),
            partner=SQL("d.partner_id"), commercial=SQL("d.commercial_partner_id"),
            team=SQL("COALESCE(o.team_id, performer.sale_team_id)"), order=SQL("d.order_id"),
            amount=SQL("COALESCE(%s, 0)", self._sql_amount(SQL("o"), SQL("o.amount_total"))))

    def _select_activities(self):
        """Activities of documents that are not archived; those of a mere counterparty are seen by the assigned user."""
        table = SQL(
            """mail_activity d
               LEFT JOIN crm_lead l ON d.res_model = 'crm.lead' AND l.id = d.res_id
               LEFT JOIN res_partner p ON d.res_model = 'res.partner' AND p.id = d.res_id
               LEFT JOIN bas_commercial_offer f ON d.res_model = 'bas.commercial.offer' AND f.id = d.res_id
               LEFT JOIN sale_order o ON o.id = CASE d.res_model WHEN 'sale.order' THEN d.res_id
                                                                WHEN 'bas.commercial.offer' THEN f.order_id END
               LEFT JOIN res_users responsible ON responsible.id = d.user_id""")
        where = SQL("d.active AND d.res_model IN %s AND COALESCE(l.active, p.active, o.id IS NOT NULL)", tuple(ACTIVITY_ALIASES))
        begins = sql_midnight(self.env, SQL("d.date_deadline"))
        ends = sql_midnight(self.env, SQL("(d.date_deadline + 1)"))
        return self._select(
            'activity', table, where, date=begins, bucket=self._sql_bucket(begins, SQL("%s - interval '1 microsecond'", ends)),
            has_time=SQL("FALSE"), attempts=SQL("d.bas_attempt_count"), user=SQL("d.user_id"),
            author=SQL("CASE d.res_model WHEN 'crm.lead' THEN l.user_id WHEN 'res.partner' THEN d.user_id ELSE o.user_id END"),
            company=SQL("COALESCE(o.company_id, l.company_id, p.company_id)"),
            partner=SQL("COALESCE(o.partner_id, l.partner_id, p.id)"),
            team=SQL("COALESCE(o.team_id, l.team_id, responsible.sale_team_id)"), lead=SQL("l.id"), order=SQL("o.id"),
            offer=SQL("f.id"), amount=SQL(
                "COALESCE(%s, %s, %s, 0)", self._sql_amount(SQL("o"), SQL("f.amount_total")),
                self._sql_amount(SQL("o"), SQL("o.amount_total")), self._sql_revenue()))

    def _sql_bucket(self, start, stop):
        """:return: SQL: the column of the board for a step between two moments, by the days of the user"""
        today = get_today(self.env)
        tomorrow, after, week = (get_midnight(self.env, today + timedelta(days=days))
                                 for days in (1, 2, max(2, 7 - today.weekday())))
        return SQL(
            """CASE WHEN %(stop)s < %(now)s::timestamp THEN 'overdue' WHEN %(start)s < %(tomorrow)s::timestamp THEN 'today'
                    WHEN %(start)s < %(after)s::timestamp THEN 'tomorrow' WHEN %(start)s < %(week)s::timestamp THEN 'week'
                    ELSE 'later' END""",
            start=start, stop=stop, now=fields.Datetime.now(), tomorrow=tomorrow, after=after, week=week)

    # ------------------------------------------------------------
    # Documents in work without a next step
    # ------------------------------------------------------------

    def _select_leads(self):
        """Undecided leads; those that nobody has answered within the working hours of the setting come first."""
        unanswered = self._sql_unanswered()
        table = SQL(
            """crm_lead d
               LEFT JOIN crm_stage stage ON stage.id = d.stage_id
               LEFT JOIN LATERAL (SELECT %s AS yes %s) unanswered ON TRUE""", unanswered,
            # looked up once for each lead; a constant is not looked up at all
            SQL() if unanswered.code == 'FALSE' else SQL("OFFSET 0"))
        where = SQL(
            """d.active AND d.decision IS NULL AND stage.is_won IS NOT TRUE AND d.bas_no_step_reason IS NULL
               AND NOT EXISTS (SELECT FROM bas_event x WHERE x.lead_id = d.id AND x.active AND x.category = 'planned')
               AND NOT EXISTS (%s)
               AND NOT EXISTS (SELECT FROM sale_order x WHERE x.opportunity_id = d.id AND %s)""",
            self._sql_activity('crm.lead', SQL("d.id")), self._sql_is_order_in_work(SQL("x")))
        return self._select(
            'lead', table, where, kind=SQL("CASE WHEN unanswered.yes THEN 'unanswered' ELSE 'lead' END"),
            date=SQL("CASE WHEN unanswered.yes THEN d.create_date END"),
            bucket=SQL("CASE WHEN unanswered.yes THEN 'overdue' ELSE 'none' END"),
            rank=SQL("CASE WHEN unanswered.yes THEN 0 ELSE 1 END"), has_time=SQL("FALSE"), user=SQL("d.user_id"),
            company=SQL("d.company_id"),
            partner=SQL("d.partner_id"), team=SQL("d.team_id"), lead=SQL("d.id"), amount=SQL("COALESCE(d.expected_revenue, 0)"))

    def _sql_unanswered(self):
        """:return: SQL: whether nobody has answered the lead ``d``: no event, no message or SMS of a colleague, no activity

        A lead of an import came earlier than it is here; what was answered in the former program is not known.
        """
        spans = {company.id: company._get_answer_span() for company in self.env.companies}
        if not any(spans.values()):
            return SQL("FALSE")
        is_due = {company_id: SQL("d.create_date BETWEEN %s::timestamp AND %s::timestamp", *span) if span else SQL("FALSE")
                  for company_id, span in spans.items()}
        return SQL(
            """CASE d.company_id %(due)s ELSE %(due_of_none)s END
               AND NOT EXISTS (SELECT FROM bas_event x WHERE x.lead_id = d.id AND x.active AND x.category <> 'cancelled')
               AND NOT EXISTS (
                   SELECT FROM mail_message m
                LEFT JOIN res_users author ON author.partner_id = m.author_id AND NOT author.share
                    WHERE m.model = 'crm.lead' AND m.res_id = d.id AND (
                          m.mail_activity_type_id IS NOT NULL OR m.message_type IN ('email_outgoing', 'sms')
                          OR (m.message_type = 'comment' AND m.subtype_id = %(sent)s AND author.id IS NOT NULL)))
               AND NOT EXISTS (
                   SELECT FROM bas_import_change x WHERE x.res_model = 'crm.lead' AND x.res_id = d.id AND x.kind = 'created')""",
            due=SQL(" ").join(SQL("WHEN %s THEN %s", company_id, due) for company_id, due in is_due.items()),
            due_of_none=is_due[self.env.company.id], sent=self.env['ir.model.data']._xmlid_to_res_id('mail.mt_comment'))

    def _select_offers(self):
        """Offers that wait for the customer's answer: of each order the last one."""
        table = SQL("bas_commercial_offer d JOIN sale_order o ON o.id = d.order_id")
        where = SQL(
            """d.state = 'sent' AND o.state IN ('draft', 'sent') AND d.bas_no_step_reason IS NULL
               AND %s AND %s""", self.env['bas.commercial.offer']._sql_is_last_sent(SQL("d")),
            self._sql_nothing_planned(SQL("o")))
        return self._select(
            'offer', table, where, date=SQL("NULL"), bucket=SQL("'none'"), user=SQL("d.user_id"), company=SQL("d.company_id"),
            partner=SQL("d.partner_id"), team=SQL("o.team_id"), order=SQL("o.id"), offer=SQL("d.id"),
            amount=SQL("COALESCE(%s, 0)", self._sql_amount(SQL("o"), SQL("d.amount_total"))))

    def _select_orders(self):
        """Orders that are neither fulfilled nor cancelled; one with a sent offer is shown as that offer."""
        where = SQL(
            """%s AND d.bas_no_step_reason IS NULL
               AND NOT EXISTS (SELECT FROM bas_commercial_offer x
                                WHERE x.order_id = d.id AND x.state = 'sent' AND d.state IN ('draft', 'sent'))
               AND %s""", self._sql_is_order_in_work(SQL("d")), self._sql_nothing_planned(SQL("d")))
        return self._select(
            'order', SQL("sale_order d"), where, date=SQL("NULL"), bucket=SQL("'none'"), user=SQL("d.user_id"),
            company=SQL("d.company_id"), partner=SQL("d.partner_id"), team=SQL("d.team_id"), order=SQL("d.id"),
            amount=SQL("COALESCE(%s, 0)", self._sql_amount(SQL("d"), SQL("d.amount_total"))))

    def _sql_is_order_in_work(self, order):
        return SQL(
            """%(order)s.state <> 'cancel' AND %(order)s.stage_id IN (
                   SELECT id FROM bas_order_stage WHERE is_done IS NOT TRUE AND is_cancelled IS NOT TRUE)""",
            order=order)

    def _sql_nothing_planned(self, order):
        """:return: SQL: whether nothing is planned for an order and its offers"""
        return SQL(
            """NOT EXISTS (SELECT FROM bas_event x WHERE x.order_id = %(order)s.id AND x.active AND x.category = 'planned')
               AND NOT EXISTS (SELECT FROM bas_work_task_line x JOIN bas_work_task t ON t.id = x.task_id
                                WHERE x.order_id = %(order)s.id AND t.active AND t.category = 'planned')
               AND NOT EXISTS (%(of_order)s)
               AND NOT EXISTS (SELECT FROM bas_commercial_offer y
                                WHERE y.order_id = %(order)s.id AND EXISTS (%(of_offer)s))""",
            order=order, of_order=self._sql_activity('sale.order', SQL("%s.id", order)),
            of_offer=self._sql_activity('bas.commercial.offer', SQL("y.id")))

    def _sql_activity(self, model, document):
        return SQL("SELECT FROM mail_activity a WHERE a.active AND a.res_model = %s AND a.res_id = %s", model, document)

    # ------------------------------------------------------------
    # Money
    # ------------------------------------------------------------

    def _sql_amount(self, order, total):
        """:return: SQL: a total of an order or of its offer in company currency; NULL for a cancelled order or without access"""
        return SQL(
            "CASE WHEN %(order)s.state <> 'cancel' AND %(visible)s THEN %(amount)s END",
            order=order, amount=self._to_company_currency(order, total), visible=self._sql_visible(SQL("%s.user_id", order)))

    def _sql_revenue(self):
        """:return: SQL: the expected revenue of the lead ``l``"""
        return SQL("CASE WHEN %s THEN l.expected_revenue END", self._sql_visible(SQL("l.user_id")))

    def _sql_visible(self, manager):
        """:return: SQL: whether the user may see the money of a document: a step may be of a colleague's document"""
        user = self.env.user
        if self.env.su or user.has_group(ALL_DOCUMENTS):
            return SQL("TRUE")
        if self.env['bas.work.task']._is_performer_only():
            return SQL("FALSE")
        return SQL("(%(manager)s IS NULL OR %(manager)s IN %(users)s)", manager=manager,
                   users=tuple((user | user._get_represented_users()).ids))
