from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ...models.calendar.calendar_event import QUIET
from ...tools.groups import ALL_DOCUMENTS
from ...tools.listed_selection import ListedSelection


class BasCalendarEntry(models.TransientModel):
    """The board's short form: creates an event, a work task or a plain record."""

    _name = 'bas.calendar.entry'
    _inherit = ['bas.usual.length.mixin']
    _description = 'New in the Calendar'

    name = fields.Char("Subject", required=True)
    kind = ListedSelection('_selection_kind', string="What", required=True, default=lambda self: self._default_kind())
    start = fields.Datetime("Beginning", required=True, default=lambda self: self.env['bas.event']._default_start())
    stop = fields.Datetime("End", required=True, compute='_compute_stop', store=True, readonly=False, precompute=True)
    partner_id = fields.Many2one('res.partner', string="Counterparty")
    work_type_id = fields.Many2one('bas.work.type', string="Kind of Work")
    employee_calendar_id = fields.Many2one(
        'bas.employee.calendar', string="Whose Calendar", required=True, domain="[('id', 'in', allowed_calendar_ids)]",
        compute='_compute_employee_calendar_id', store=True, readonly=False, precompute=True)
    allowed_calendar_ids = fields.Many2many('bas.employee.calendar', compute='_compute_allowed_calendar_ids')
    is_mine = fields.Boolean(compute='_compute_is_mine')
    is_private = fields.Boolean("Private", help="Others see only that the time is taken.")
    overlap = fields.Char("At the Same Time", compute='_compute_overlap')

    @api.model
    def _selection_kind(self):
        """:return: list of the kinds that the user may create"""
        kinds = [('record', self.env._("Plain Record"))]
        for key, title in self.env['calendar.event']._fields['bas_kind']._description_selection(self.env):
            if self.env['bas.work.task' if key == 'work_task' else 'bas.event'].has_access('create'):
                kinds.append((key, title))
        return kinds

    @api.model
    def _default_kind(self):
        """:return: str: 'call' if the user may create events, else the first allowed kind"""
        kinds = [key for key, _title in self._selection_kind()]
        return 'call' if 'call' in kinds else 'record'

    @api.depends('start', 'kind')
    def _compute_stop(self):
        for entry in self:
            entry.stop = entry.stop or (entry.start and entry.start + self._get_usual_length(entry.kind))

    @api.onchange('kind')
    def _onchange_kind(self):
        self._follow_kind(self.kind)

    @api.depends('kind')
    def _compute_allowed_calendar_ids(self):
        """The calendars that the user may plan in: for events, colleagues' only with access to all documents; for tasks, all
        that the user can see.
        """
        # sudo(False): stored fields are computed as superuser, but here the user's rights count.
        readable = self.env['bas.employee.calendar'].sudo(False).search(Domain.TRUE)
        sees_all = self.env.user.has_group(ALL_DOCUMENTS)
        mine = readable._of_user(self.env.user)
        for entry in self:
            is_open = sees_all or entry.kind == 'work_task'
            entry.allowed_calendar_ids = readable if is_open else mine

    @api.depends('allowed_calendar_ids')
    def _compute_employee_calendar_id(self):
        for entry in self:
            if entry.employee_calendar_id not in entry.allowed_calendar_ids:
                entry.employee_calendar_id = entry.allowed_calendar_ids._of_user(self.env.user) or entry.allowed_calendar_ids[:1]

    @api.depends('employee_calendar_id')
    def _compute_is_mine(self):
        for entry in self:
            entry.is_mine = entry.employee_calendar_id.user_id == self.env.user

    @api.depends('start', 'stop', 'employee_calendar_id')
    def _compute_overlap(self):
        for entry in self:
            calendar = entry.employee_calendar_id
            others = self.env['calendar.event'].search(
                (Domain('employee_calendar_id', '=', calendar.id) | Domain('partner_ids', 'in', calendar._get_person().ids))
                & Domain('start', '<', entry.stop) & Domain('stop', '>', entry.start), order='start', limit=5,
            ) if calendar and entry.start and entry.stop else ()
            entry.overlap = ', '.join(other.display_name for other in others)

    @api.model
    def default_get(self, fields_list):
        """Take the calendar that was clicked or is the only one shown, if the user may plan in it.

        If the user may not plan a colleague's calls, the kind is a work task.
        """
        values = super().default_get(fields_list)
        calendar = self.env['bas.employee.calendar'].browse(values.get('employee_calendar_id') or [])
        if calendar and not self._is_open(calendar, values.get('kind')):
            if 'default_kind' not in self.env.context and self._may_give_task(calendar):
                values['kind'] = 'work_task'
            else:
                values['employee_calendar_id'] = calendar._of_user(self.env.user).id
        if 'stop' in fields_list and values.get('start') and not values.get('stop'):
            start = fields.Datetime.to_datetime(values['start'])
            values.update(self._get_usual_times(start, values.get('kind') or self._default_kind()))
        return values

    @api.model
    def _is_open(self, calendar, kind):
        return calendar in self.new({'kind': kind}).allowed_calendar_ids._origin

    @api.model
    def _may_give_task(self, calendar):
        # sudo: who is an employee is not secret.
        is_employee = calendar.sudo().user_id.employee_ids or calendar.sudo().employee_id
        may_make = 'work_task' in (key for key, _title in self._selection_kind())
        return bool(is_employee) and may_make and self._is_open(calendar, 'work_task')

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------

    def action_create(self):
        """Create the document and return to the board."""
        self.ensure_one()
        self._create_document()
        return {'type': 'ir.actions.act_window_close'}

    def action_create_and_open(self):
        """Create the document and open it."""
        self.ensure_one()
        # The context of the short form must not set defaults in the document's form.
        return {**self._create_document().get_formview_action(), 'context': {}}

    def _create_document(self):
        if self.employee_calendar_id not in self.allowed_calendar_ids:
            raise UserError(self.env._(
                "Only the owner or the head of sales can plan in the calendar of %(name)s. Choose another calendar.",
                name=self.employee_calendar_id.sudo().name))  # whose calendar it is, is no secret
        if self.kind == 'record':
            record = self.env['calendar.event'].with_context(**QUIET).create(self._prepare_record_values())
            # Only links the counterparty; nobody is invited.
            record._mirror_write({'counterparty_id': self.partner_id.id})
            return record
        if self.kind == 'work_task':
            return self.env['bas.work.task'].create(self._prepare_task_values())
        return self.env['bas.event'].create(self._prepare_event_values())

    def _prepare_record_values(self):
        calendar = self.employee_calendar_id
        return {
            'name': self.name,
            'start': self.start,
            'stop': self.stop,
            'allday': False,
            'user_id': calendar.user_id.id,
            'employee_calendar_id': calendar.id,
            'partner_ids': [Command.set(calendar._get_person().ids)],
            'privacy': 'private' if self.is_private and self.is_mine else False,
        }

    def _prepare_event_values(self):
        user = self.employee_calendar_id.user_id
        if not user:
            raise UserError(self.env._(
                "%(name)s does not log in, so nobody would see this event. Plan a work task for them instead.",
                name=self.employee_calendar_id.name))
        return {
            'event_type': self.kind,
            'subject': self.name,
            'start': self.start,
            'stop': self.stop,
            'user_id': user.id,
            'partner_id': self.partner_id.id,
        }

    def _prepare_task_values(self):
        company = self.env.company
        return {
            'operation': 'external' if self.partner_id else 'internal',
            'performer_id': self.employee_calendar_id._get_employee(company).id,
            'company_id': company.id,
            'line_ids': [Command.create({
                'work_type_id': self.work_type_id.id,
                'description': self.name,
                'partner_id': self.partner_id.id,
                'start': self.start,
                'stop': self.stop,
            })],
        }
