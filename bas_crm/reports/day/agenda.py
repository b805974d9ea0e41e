from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...models.activities.event_subject import EVENT_TYPES
from ...tools.days import ZONE_CONTEXT, get_today, to_day, to_days
from ...tools.groups import HEAD_OF_SALES


class BasAgenda(models.Model):
    """What is to be done («Мій день»): planned steps, leads without an answer, and documents in work without a next step.

    A row is a planned event, an open work of a task, an activity, or an undecided lead, a sent offer or an order in work for
    which nothing is planned. Of several sent offers of an order, the last one is shown, and the order itself is not.
    """

    _name = 'bas.agenda'
    _inherit = ['bas.sql.list.mixin']
    _description = 'Step of the Day'
    _auto = False
    _rec_name = 'subject'
    _order = 'rank, date, amount desc, id'
    _counts_with_page = True
    _depends = {
        'bas.commercial.offer': ['order_id', 'user_id', 'company_id', 'partner_id', 'state', 'amount_total',
                                 'bas_no_step_reason'],
        'bas.event': ['active', 'category', 'start', 'stop', 'user_id', 'company_id', 'partner_id', 'commercial_partner_id',
                      'lead_id', 'order_id', 'event_type', 'attempt_count'],
        'bas.import.change': ['res_model', 'res_id', 'kind'],
        'bas.order.stage': ['is_done', 'is_cancelled'],
        'bas.work.task': ['active', 'category', 'performer_id', 'user_id'],
        'bas.work.task.line': ['task_id', 'start', 'stop', 'company_id', 'partner_id', 'commercial_partner_id', 'order_id',
                               'attempt_count'],
        'crm.lead': ['active', 'decision', 'stage_id', 'user_id', 'team_id', 'company_id', 'partner_id', 'expected_revenue',
                     'bas_no_step_reason'],
        'crm.stage': ['is_won'],
        'hr.employee': ['user_id'],
        'mail.activity': ['active', 'res_model', 'res_id', 'date_deadline', 'user_id', 'bas_attempt_count'],
        'mail.message': ['model', 'res_id', 'message_type', 'subtype_id', 'author_id', 'mail_activity_type_id'],
        'res.company': ['currency_id'],
        'res.partner': ['active', 'commercial_partner_id', 'company_id'],
        'res.users': ['sale_team_id', 'share', 'partner_id'],
        'sale.order': ['opportunity_id', 'state', 'stage_id', 'user_id', 'team_id', 'company_id', 'partner_id', 'amount_total',
                       'currency_rate', 'bas_no_step_reason'],
    }

    kind = fields.Selection([
        ('event', "Event"),
        ('task', "Work Task"),
        ('activity', "Activity"),
        ('unanswered', "Lead without an Answer"),
        ('lead', "Lead"),
        ('offer', "Commercial Offer"),
        ('order', "Order"),
    ], string="What It Is", readonly=True)
    event_type = fields.Selection(EVENT_TYPES, string="Type of Event", readonly=True)

    # When. Writing one of these two moves the document, or plans a call for a document without a next step.
    date = fields.Datetime("Planned for", depends_context=ZONE_CONTEXT, help="Of a lead without an answer: when it came.")
    bucket = fields.Selection([
        ('overdue', "Past Due"),
        ('today', "Today"),
        ('tomorrow', "Tomorrow"),
        ('week', "This Week"),
        ('later', "Later"),
        ('none', "No Next Step"),
    ], string="When", group_expand='_expand_buckets', depends_context=ZONE_CONTEXT)
    has_time = fields.Boolean("At an Hour", readonly=True, help="Activities are planned for a day.")
    rank = fields.Integer(readonly=True, aggregator=None, help="Leads without an answer come first.")
    days_late = fields.Integer(compute='_compute_late')
    late = fields.Char("How Late", compute='_compute_late')
    attempt_count = fields.Integer("Not Reached", readonly=True, aggregator=None)

    # Whose
    user_id = fields.Many2one(
        'res.users', string="Responsible", readonly=True, help="Of a work: its performer, if he or she has a login.")
    author_id = fields.Many2one('res.users', string="Manager of the Document", readonly=True)
    team_id = fields.Many2one('crm.team', string="Sales Team", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    is_mine = fields.Boolean("Mine", compute='_compute_whose', search='_search_is_mine')
    is_represented = fields.Boolean(
        "As a Deputy", compute='_compute_whose', search='_search_is_represented',
        help="The responsible is absent: you are the deputy.")

    # About whom and what
    partner_id = fields.Many2one('res.partner', string="Contact", readonly=True)
    commercial_partner_id = fields.Many2one('res.partner', string="Counterparty", readonly=True)
    lead_id = fields.Many2one('crm.lead', readonly=True)
    order_id = fields.Many2one('sale.order', readonly=True)
    offer_id = fields.Many2one('bas.commercial.offer', string="Commercial Offer", readonly=True)
    who = fields.Char(compute='_compute_words', search='_search_who')
    phone = fields.Char(compute='_compute_words')
    subject = fields.Char(compute='_compute_words', search='_search_subject')
    document = fields.Char(compute='_compute_words', help="The order, offer or lead that the step is for.")
    amount = fields.Monetary(
        "At Stake", readonly=True, depends_context=('uid',),
        help="Total of the order or offer, else the expected revenue of the lead.")
    currency_id = fields.Many2one('res.currency', readonly=True)

    # Source
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference("Source Record", model_field='res_model', readonly=True)

    @api.model
    def _expand_buckets(self, _buckets, _domain):
        """:return: list: the columns of the board; a performer has no documents that need a next step"""
        values = [value for value, _label in self._fields['bucket'].selection]
        return values[:-1] if self.env['bas.work.task']._is_performer_only() else values

    # ------------------------------------------------------------
    # Whose and how late
    # ------------------------------------------------------------

    @api.depends('user_id', 'kind', 'team_id')
    @api.depends_context('uid')
    def _compute_whose(self):
        represented = self.env.user._get_represented_users()
        people, groups = self.env.user | represented, self.grouped('user_id')
        for user, rows in groups.items():
            rows.is_represented = user in represented
        others = self.browse().concat(*(rows for user, rows in groups.items() if user not in people))
        asked = others.filtered(lambda row: row.kind == 'unanswered')
        told = asked.filtered_domain(self._get_mine_domain()) if asked else asked
        (others - told).is_mine = False
        (self - others + told).is_mine = True

    @api.model
    def _search_is_mine(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return self._get_mine_domain()

    @api.model
    def _search_is_represented(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('user_id', 'in', self.env.user._get_represented_users().ids)

    @api.model
    def _get_mine_domain(self):
        """:return: Domain: steps of the user and of those for whom he or she is the deputy, and leads without an answer that
            are nobody's; a head is told of all those of the team"""
        user = self.env.user
        mine = Domain('user_id', 'in', (user | user._get_represented_users()).ids)
        if self.env['bas.work.task']._is_performer_only():
            return mine
        teams = Domain('user_id', '=', user.id)
        told = Domain('user_id', '=', False)
        if user.has_group(HEAD_OF_SALES):
            teams |= Domain('user_id', '=', False)
            told |= Domain('team_id', '=', False)
        # Ids, and people apart from kinds: only such conditions reach the documents of each source before they are looked at.
        told |= Domain('team_id', 'in', self.env['crm.team'].with_context(active_test=False).search(teams).ids)
        return (mine | told) & (mine | Domain('kind', '=', 'unanswered'))

    @api.model
    def _get_systray_domains(self):
        """:return: tuple of domains: what is overdue of the people whom the user stands in for, and what is for today"""
        theirs = Domain('is_represented', '=', True)
        return theirs & Domain('bucket', '=', 'overdue'), theirs & Domain('bucket', '=', 'today')

    @api.depends('date', 'bucket')
    @api.depends_context('lang', *ZONE_CONTEXT)
    def _compute_late(self):
        now, today = fields.Datetime.now(), get_today(self.env)
        late = self.filtered(lambda row: row.bucket == 'overdue' and row.date)
        (self - late).update({'days_late': 0, 'late': False})
        days, texts = to_days(self.env, late.mapped('date')), {}
        for row in late:
            count, hours = (today - days[row.date]).days, int((now - row.date) / timedelta(hours=1))
            row.days_late = count
            key = (count, 0 if count else hours)
            if key not in texts:
                texts[key] = self._format_late(*key)
            row.late = texts[key]

    @api.model
    def _format_late(self, days, hours):
        if days:
            return self.env._("days: %(count)s", count=days)
        return self.env._("hours: %(count)s", count=hours) if hours else self.env._("less than an hour")

    # ------------------------------------------------------------
    # Moving by the board
    # ------------------------------------------------------------

    def write(self, vals):  # rows are no records of a table; pylint: disable=method-required-super
        """Move the documents of the rows: ``date`` is a moment, ``bucket`` a column of the board."""
        if vals.keys() - {'date', 'bucket'} or not vals:
            raise UserError(self.env._("Only the time of a step can be changed here. Open the document to change the rest."))
        if not isinstance(vals.get('bucket', ''), str | bool):
            raise UserError(self.env['bas.step.mixin']._get_bucket_refusal(''))
        if vals.get('date'):
            start = self._read_start(vals['date'])
            self._do_steps(lambda steps: steps._move_steps(dict.fromkeys(steps, start)))
        else:
            self._do_steps(lambda steps: steps._move_steps(steps._get_starts_in_bucket(vals.get('bucket'))))
        return True

    def _read_start(self, value):
        """:raises UserError: the value is no moment, or its day has passed"""
        if problem := self._find_problem_of_date('datetime', value):
            raise UserError(self.env._("«%(field)s»: %(problem)s", field=self._fields['date']._description_string(self.env),
                                       problem=problem))
        start = fields.Datetime.to_datetime(value)
        if to_day(self.env, start) < get_today(self.env):
            raise UserError(self.env['bas.step.mixin']._get_bucket_refusal('overdue'))
        return start

    def web_save(self, vals, specification, next_id=None):
        """The row of a document without a next step is replaced by the row of the planned call."""
        self.write(vals)
        rows = self.exists()
        return rows.web_read(specification)

    def _forget_rows(self):
        """Rows are a query: a change of a document changes any of them."""
        self.env.flush_all()
        self.env[self._name].invalidate_model()
