from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.days import format_moment, get_today
from ...tools.print_text import break_words, split_text

#: fields that a user who is only the performer may write
PERFORMERS_FIELDS = {'status_id', 'result'}
#: number of characters on a line of the description in the print
PRINT_LETTERS = 26


class BasWorkTask(models.Model):
    """A work task («завдання на роботу»): works of one performer, for customers (external) or for the firm (internal)."""

    _name = 'bas.work.task'
    _description = 'Work Task'
    _inherit = ['bas.numbered.mixin', 'bas.planned.mixin', 'bas.event.basis.mixin', 'bas.print.mixin', 'mail.thread']
    _order = 'date_start desc, id desc'
    _rec_names_search = ['name', 'line_ids.description', 'line_ids.partner_id.complete_name']
    _check_company_auto = True
    _event_field = 'work_task_id'
    _start_field, _stop_field, _person_field = 'date_start', 'date_stop', 'performer_id.user_id'
    _systray_view = 'list'

    name = fields.Char("Number", required=True, default='', copy=False, index='trigram', readonly=True)
    date = fields.Date(required=True, copy=False, default=lambda self: get_today(self.env))
    currency_id = fields.Many2one(related='company_id.currency_id')
    operation = fields.Selection(
        [('external', "External"), ('internal', "Internal")], required=True, default='external', tracking=True)
    performer_id = fields.Many2one(
        'hr.employee', required=True, index=True, ondelete='restrict', check_company=True, tracking=True,
        default=lambda self: self.env.user.employee_id)
    user_id = fields.Many2one(
        'res.users', string="Author", default=lambda self: self.env.user, index=True, ondelete='set null',
        domain="[('share', '=', False)]")
    description = fields.Text("Work to Do")
    result = fields.Text("Work Done")
    active = fields.Boolean(default=True)

    # Source documents
    event_id = fields.Many2one('bas.event', index='btree_not_null', ondelete='set null', check_company=True)
    order_id = fields.Many2one('sale.order', index='btree_not_null', ondelete='set null', check_company=True)

    # Works
    line_ids = fields.One2many('bas.work.task.line', 'task_id', string="Works", copy=True)
    partner_ids = fields.Many2many(
        'res.partner', string="Ordered by", compute='_compute_partner_ids', search='_search_partner_ids')
    date_start = fields.Datetime("Beginning", compute='_compute_totals', store=True)
    date_stop = fields.Datetime("End", compute='_compute_totals', store=True)
    duration_total = fields.Float("Hours", compute='_compute_totals', store=True)
    amount_total = fields.Monetary(
        "Amount", compute='_compute_totals', store=True, groups='sales_team.group_sale_salesman',
        help="Without VAT, unless the prices include the taxes of the services.")
    is_performer_only = fields.Boolean(compute='_compute_is_performer_only')

    _unique_number = models.UniqueIndex('(company_id, name)', "A task with this number already exists.")

    customer_phone = fields.Char("Phone", compute='_compute_customer')
    customer_address = fields.Char("Address", compute='_compute_customer')

    @api.depends('line_ids.start', 'line_ids.stop', 'line_ids.duration', 'line_ids.amount')
    def _compute_totals(self):
        for task in self:
            task.date_start = min(filter(None, task.line_ids.mapped('start')), default=False)
            task.date_stop = max(filter(None, task.line_ids.mapped('stop')), default=False)
            task.duration_total = sum(task.line_ids.mapped('duration'))
            task.amount_total = sum(task.line_ids.mapped('amount'))

    @api.depends('line_ids.partner_id')
    def _compute_partner_ids(self):
        saved, found = self.filtered('id'), {}
        for line in saved.line_ids:
            if line.partner_id:
                found.setdefault(line.task_id.id, {})[line.partner_id.id] = True
        # What a list shows is remembered for all its tasks at once.
        self._fields['partner_ids']._insert_cache(saved, [tuple(found.get(task_id, ())) for task_id in saved._ids])
        for task in self - saved:
            task.partner_ids = task.line_ids.partner_id

    def _search_partner_ids(self, operator, value):
        return Domain('line_ids.partner_id', operator, value)

    @api.depends('category', 'date_start', 'date_stop')
    def _compute_is_overdue(self):
        return super()._compute_is_overdue()

    @api.depends_context('uid')
    def _compute_is_performer_only(self):
        self.is_performer_only = self._is_performer_only()

    @api.model
    def _is_performer_only(self):
        return not (self.env.su or self.env.user.has_group('sales_team.group_sale_salesman'))

    @api.depends('name', 'line_ids.work_type_id', 'line_ids.description')
    def _compute_display_name(self):
        for task in self:
            titles = list(dict.fromkeys(filter(None, (line._get_work_name() for line in task.line_ids))))
            task.display_name = f'{task.name} · {titles[0]}' if titles else task.name

    @api.constrains('event_id', 'line_ids')
    def _check_is_about_one_customer(self):
        """:raises ValidationError: no work of the task is for the customer of its event"""
        for task in self:  # core runs constraints as superuser: documents without access are not named
            customer, works = task.event_id.commercial_partner_id, task.line_ids.commercial_partner_id
            if not (customer and works and customer not in works):
                continue
            customers = ', '.join(works.mapped('display_name'))
            if not task.event_id.sudo(False).has_access('read'):
                raise ValidationError(self.env._(
                    "The task %(task)s is for %(customers)s, but its event is about another customer. You have no access to the "
                    "event: remove it from the task, or ask a colleague who has access.", task=task.name, customers=customers))
            raise ValidationError(self.env._(
                "The task %(task)s is for %(customers)s, but the event «%(event)s» is about %(other)s. Choose another event.",
                task=task.name, customers=customers, event=task.event_id.display_name, other=customer.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        tasks._forget_order()
        return tasks

    def write(self, vals):
        if self._is_performer_only() and (forbidden := vals.keys() - PERFORMERS_FIELDS - {'line_ids'}):
            titles = ', '.join(self._fields[name].get_description(self.env, ['string'])['string'] for name in sorted(forbidden))
            raise UserError(self.env._(
                "A performer can only mark a task as done and enter times and the result. Only a manager can change: %(fields)s.",
                fields=titles))
        if self._is_performer_only() and self.env['bas.activity.status'].browse(vals.get('status_id')).category == 'cancelled':
            raise UserError(self.env._("Only a manager can cancel a task. Write in the task why it cannot be done."))
        if vals.get('operation') == 'internal':
            self.line_ids._check_not_billed()
        self._check_outcome(vals)
        self._date_outcome(vals)
        result = super().write(vals)
        if {'operation', 'order_id'} & vals.keys():
            self._forget_order()
            self.line_ids._forget_customer()
        if {'performer_id', 'user_id', 'status_id', 'operation', 'order_id', 'active', 'company_id'} & vals.keys():
            self.line_ids._mirror()
        return result

    def _date_outcome(self, vals):
        """Move future works of tasks that are done to now: they end one after another, the last one now.

        :param dict vals: values to write; works in them are kept
        """
        status, now = self.env['bas.activity.status'].browse(vals.get('status_id') or []), fields.Datetime.now()
        if status.category != 'done' or 'line_ids' in vals:
            return
        for task in self.filtered(lambda task: task.category == 'planned'):
            planned, ends = task.date_start, now.replace(second=0, microsecond=0)
            ahead = task.line_ids.filtered(lambda line: line.start > now)
            for line in ahead.sorted('start', reverse=True):
                line.write({'start': ends - (line.stop - line.start), 'stop': ends})
                ends = line.start
            if ahead:
                task._message_log(body=self.env._("It was planned for %(time)s.", time=format_moment(self.env, planned, 'short')))

    def _forget_order(self):
        """Remove the order from internal tasks."""
        self.filtered(lambda task: task.operation == 'internal' and task.order_id).order_id = False

    def unlink(self):
        # Deleted by the ORM, because a cascade in the database would not delete the calendar records.
        self.line_ids.unlink()
        return super().unlink()

    def _prepare_event_defaults(self):
        return {**super()._prepare_event_defaults(), 'partner_id': self.line_ids.partner_id[:1].id, 'order_id': self.order_id.id}

    def action_open_on_board(self):
        """Show the performer's calendar on the day of the task."""
        self.ensure_one()
        calendar = self.env['bas.employee.calendar']._of_employee(self.performer_id)
        if not calendar or not calendar.has_access('read'):
            raise UserError(self.env._(
                "You have no access to the calendar of %(performer)s. Its owner or the head of sales can share it in "
                "Planning, Employee Calendars.", performer=self.performer_id.name))
        return {**calendar.action_open_board(), 'context': {'initial_date': self.date_start}}

    def _get_print_performer(self):
        return self.performer_id._get_print_name()

    def _get_print_order(self):
        return self.sudo().order_id.name  # the print shows only the number of the order

    @api.model
    def _get_print_texts(self, line):
        """:return: list of str: the description of a line, split so that no row of the print is longer than a page"""
        text = line.description if line.description != line.work_type_id.name else ''
        return split_text(break_words(text or '', PRINT_LETTERS), PRINT_LETTERS)

    # Phone and address of the customer, for the performer

    @api.depends('line_ids.customer_phone', 'line_ids.customer_address')
    def _compute_customer(self):
        """Phone and address of the customer; empty if there are several customers, which are shown in the lines."""
        for task in self:
            lines = task.line_ids
            addresses, line = set(lines.mapped('customer_address')), lines.filtered('partner_id')[:1]
            is_one = len(addresses) == 1 and len(lines.partner_id) == 1
            task.customer_phone = is_one and line.customer_phone
            task.customer_address = is_one and line.customer_address
