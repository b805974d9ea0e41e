from functools import reduce
from operator import and_

import pytz

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.arguments import read_day
from ...tools.days import get_bounds, get_midnight, get_zone
from ...tools.groups import ALL_DOCUMENTS, HEAD_OF_SALES

#: fields that the owner of a calendar may change
OWNERS_FIELDS = {'name', 'color', 'is_shared', 'shared_user_ids'}
#: number of colours in the palette, given to calendars in turn
COLORS = 11
#: what the board reads of a calendar, and what its access rules look at
SHOWN = ['name', 'color', 'active', 'user_id', 'employee_id', 'is_shared', 'shared_user_ids']
#: maximum number of days for working hours: a board shows at most six weeks, and longer periods would load the server
MAX_DAYS = 100


class BasEmployeeCalendar(models.Model):
    """The calendar of one person («календар співробітника»): of a user, or of an employee without a login.

    It belongs to the person, not to a company: a person who works in two companies has one calendar.
    """

    _name = 'bas.employee.calendar'
    _inherit = ['bas.cached.mixin']
    _description = 'Employee Calendar'
    _order = 'name, id'

    name = fields.Char(required=True)
    user_id = fields.Many2one('res.users', readonly=True, copy=False, ondelete='cascade')
    employee_id = fields.Many2one(
        'hr.employee', readonly=True, copy=False, index='btree_not_null', ondelete='set null')
    color = fields.Integer()
    active = fields.Boolean(default=True)
    is_shared = fields.Boolean("Shared with Everybody")
    shared_user_ids = fields.Many2many(
        'res.users', 'bas_employee_calendar_share', 'calendar_id', 'user_id', string="Shared with",
        domain="[('share', '=', False), ('id', '!=', user_id)]")

    can_manage = fields.Boolean(compute='_compute_can_manage')

    _unique_user = models.UniqueIndex('(user_id) WHERE user_id IS NOT NULL', "This user already has a calendar.")

    @api.depends('user_id')
    @api.depends_context('uid')
    def _compute_can_manage(self):
        for calendar in self:
            calendar.can_manage = calendar._can_manage()

    def _can_manage(self):
        """:return: bool: whether the user is the calendar's owner, or the head of sales if the owner has no login"""
        self.ensure_one()
        return self.user_id == self.env.user or (
            not self.user_id and self.env.user.has_group(HEAD_OF_SALES))

    @api.model_create_multi
    def create(self, vals_list):
        calendars = super().create(vals_list)
        for calendar in calendars.filtered(lambda calendar: not calendar.color):
            calendar.color = calendar.id % COLORS + 1
        return calendars

    def write(self, vals):
        if not self.env.su and vals.keys() - OWNERS_FIELDS:
            raise AccessError(self.env._("The owner of a calendar cannot be changed manually: it is the user or the employee."))
        return super().write(vals)

    @api.model
    def _get_cached_fields(self):
        return {'user_id', 'employee_id'}

    @api.model
    @tools.ormcache('user_id')
    def _get_id_of_user(self, user_id):
        # sudo: the result is cached for all users, so it must not depend on the rights of the first one.
        return self.sudo().with_context(active_test=False).search([('user_id', '=', user_id)], limit=1).id

    @api.model
    @tools.ormcache('employee_id')
    def _get_id_of_employee(self, employee_id):
        # sudo: as for users.
        return self.sudo().with_context(active_test=False).search([('employee_id', '=', employee_id)], limit=1).id

    @api.model
    def _of_user(self, user):
        """:return: the calendar of a user; may be empty"""
        return self.browse(self._get_id_of_user(user.id) or []) if user else self.browse()

    @api.model
    def _of_employee(self, employee):
        """:return: the calendar of the employee's user, else of the employee"""
        # sudo: an employee's user is not secret to those who plan work.
        calendar = self._of_user(employee.sudo()._get_calendar_user())
        return calendar or self.browse(self._get_id_of_employee(employee.id) or []) if employee else calendar

    @api.model
    def _ensure_for_users(self, users):
        """Create a calendar for each internal user who has none."""
        # sudo: the program creates calendars, and the user who adds a user may have no access to employees.
        calendars, users = self.sudo().with_context(active_test=False), users.sudo()
        known = calendars.search([('user_id', 'in', users.ids)]).user_id
        calendars.create([{
            'name': user.name,
            'user_id': user.id,
            'employee_id': user.employee_ids[:1].id,
        } for user in users - known if user.active and not user.share])

    @api.model
    def _ensure_for_employees(self, employees):
        """Create a calendar for each employee without a user, and link users' calendars to their employees."""
        # sudo: the program creates calendars, whichever user adds the employee.
        employees, everywhere = employees.sudo(), self.sudo().with_context(active_test=False)
        users = {employee: employee._get_calendar_user() for employee in employees}
        self._ensure_for_users(employees.user_id)
        calendars = everywhere.search([
            '|', ('employee_id', 'in', employees.ids), ('user_id', 'in', employees.user_id.ids)])
        by_user = {calendar.user_id: calendar for calendar in calendars if calendar.user_id}
        known = calendars.employee_id
        for employee in employees.filtered(users.get) - known:
            calendar = by_user.get(users[employee])
            if calendar and not calendar.employee_id:
                calendar.employee_id = employee
        everywhere.create([{'name': employee.name, 'employee_id': employee.id, 'active': employee.active}
                           for employee in employees - known if not users[employee]])

    def _get_person(self):
        """:return: ``res.partner`` of the owner as an attendee of meetings"""
        self.ensure_one()
        owner = self.sudo()  # the owner of a visible calendar is not secret
        owner.fetch(['user_id', 'employee_id'])
        return (owner.user_id.partner_id or owner.employee_id.work_contact_id).sudo(False)

    @api.model
    def _of_persons(self, partners):
        """:return: dict: ``res.partner`` of an attendee → that person's calendars"""
        # sudo: owners of calendars are not secret; access rules decide which records are shown.
        calendars = self.sudo().search_fetch(
            Domain('user_id.partner_id', 'in', partners.ids) | Domain('employee_id.work_contact_id', 'in', partners.ids),
            ['active', 'user_id', 'employee_id'])
        by_person = calendars.grouped(lambda calendar: calendar._get_person())
        return {person: self.browse(own.ids) for person, own in by_person.items()}

    def _get_employee(self, company):
        """:return: the employee of the calendar; of several, the one in ``company``
        :raises UserError: the user is not an employee
        """
        self.ensure_one()
        employees = self.sudo().user_id.employee_ids or self.sudo().employee_id  # the owner of a calendar is not secret
        employee = employees.filtered(lambda one: one.company_id == company)[:1] or employees[:1]
        if not employee:
            raise UserError(self.env._(
                "%(name)s is not an employee, and a work task needs a performer. Create an employee for the user first.",
                name=self.name))
        return employee.sudo(False)

    def _merge_into(self, target):
        """Move all records of this calendar to ``target`` and delete it."""
        self.ensure_one()
        records = self.env['calendar.event'].with_context(active_test=False)
        records.search([('employee_calendar_id', '=', self.id)])._mirror_write({'employee_calendar_id': target.id})
        target.shared_user_ids |= self.shared_user_ids - target.user_id
        target.is_shared = target.is_shared or self.is_shared
        self.unlink()

    @api.model
    @api.readonly
    def get_board_calendars(self):
        """Get the calendars for the side panel of the board.

        :return: list of dicts ``id``, ``name``, ``color``, ``checked``, ``is_mine`` and ``partner_id`` (the owner as an
            attendee of meetings); the user's own calendar first
        """
        calendars = self.search_fetch(Domain.TRUE, SHOWN)
        ticks = {tick.calendar_id: tick.checked for tick in self.env['bas.employee.calendar.filter'].search_fetch(
            [('user_id', '=', self.env.uid)], ['calendar_id', 'checked'])}
        sees_all = self.env.user.has_group(ALL_DOCUMENTS)
        mine = calendars.filtered(lambda calendar: calendar.user_id == self.env.user)
        return [{
            'id': calendar.id,
            'name': calendar.name,
            'color': calendar.color,
            'checked': ticks.get(calendar, calendar == mine or sees_all),
            'is_mine': calendar == mine,
            'partner_id': calendar._get_person().id,
        } for calendar in mine + (calendars - mine)]

    def set_checked(self, checked):
        """Store which calendars the user has ticked on the board."""
        self.check_access('read')
        ticks = self.env['bas.employee.calendar.filter'].search(
            [('user_id', '=', self.env.uid), ('calendar_id', 'in', self.ids)])
        checked = bool(checked)
        ticks.checked = checked
        ticks.create([{'calendar_id': calendar.id, 'checked': checked} for calendar in self.exists() - ticks.calendar_id])
        return True

    @api.readonly
    def get_working_hours(self, date_from, date_to):
        """Get the hours at which all these people work, in the format of the calendar widget.

        :param str date_from: first day of the board, ISO
        :param str date_to: last day
        :return: list of dicts ``daysOfWeek``, ``startTime``, ``endTime`` in the user's time zone
        """
        self.check_access('read')
        by_calendar = self._get_schedules(date_from, date_to)
        schedules = [schedule for schedules in by_calendar.values() for schedule in schedules]
        return self._to_board_hours(reduce(and_, schedules) if schedules else self._get_usual_schedule(date_from, date_to))

    @api.readonly
    def get_working_hours_of_each(self, date_from, date_to):
        """Get the working hours of each person, for the day view with a column for each.

        :return: dict: id of a calendar → list as in :meth:`get_working_hours`
        """
        self.check_access('read')
        by_calendar, usual = self._get_schedules(date_from, date_to), self._get_usual_schedule(date_from, date_to)
        return {calendar.id: self._to_board_hours(reduce(and_, by_calendar[calendar] or [usual])) for calendar in self}

    def _get_schedules(self, date_from, date_to):
        """:return: dict: calendar → list with the working intervals of each of its employees"""
        # sudo: working hours of colleagues are not secret. The schedule of the employee is used directly, because core's
        # method needs dates of labour contracts, which small firms do not enter.
        employees = {calendar: calendar.sudo().employee_id | calendar.sudo().user_id.employee_ids for calendar in self}
        everybody = self.env['hr.employee'].sudo().union(*employees.values())  # as above
        start, stop = self._get_board_bounds(date_from, date_to)
        by_resource = {}
        for schedule, people in everybody.grouped('resource_calendar_id').items():
            if schedule:
                by_resource |= schedule._work_intervals_batch(start, stop, people.resource_id)
        return {calendar: [by_resource[employee.resource_id.id] for employee in own if employee.resource_id.id in by_resource]
                for calendar, own in employees.items()}

    def _get_usual_schedule(self, date_from, date_to):
        """:return: the company's working intervals, for people without a schedule"""
        start, stop = self._get_board_bounds(date_from, date_to)
        # sudo: a company's working hours are not secret.
        return self.env.company.sudo().resource_calendar_id._work_intervals_batch(
            start, stop, tz=get_zone(self.env))[False]

    def _get_board_bounds(self, date_from, date_to):
        """:return: tuple of datetimes with a time zone: beginning and end of the board"""
        first, last = read_day(self.env, date_from, 'date_from'), read_day(self.env, date_to, 'date_to')
        if not 0 <= (last - first).days < MAX_DAYS:
            raise UserError(self.env._(
                "Working hours are available for at most %(count)s days, and the first day cannot be after the last.",
                count=MAX_DAYS))
        return [pytz.utc.localize(moment) for moment in (get_midnight(self.env, first), get_bounds(self.env, last)[1])]

    @api.model
    def _to_board_hours(self, schedule):
        return self.env['res.partner']._interval_to_business_hours(schedule)

    def action_open_board(self):
        """Open the board with this calendar ticked in addition to those already ticked."""
        self.ensure_one()
        self.set_checked(True)
        return self.env['ir.actions.act_window']._for_xml_id('bas_crm.calendar_event_action_board')


class BasEmployeeCalendarFilter(models.Model):
    """A calendar that a user has ticked on the board."""

    _name = 'bas.employee.calendar.filter'
    _description = 'Calendars Ticked on the Board'

    user_id = fields.Many2one('res.users', required=True, default=lambda self: self.env.user, index=True, ondelete='cascade')
    calendar_id = fields.Many2one('bas.employee.calendar', required=True, index=True, ondelete='cascade')
    checked = fields.Boolean(default=True)

    _unique_tick = models.Constraint('UNIQUE(user_id, calendar_id)', "A calendar can be ticked by a user only once.")


class HrEmployee(models.Model):
    _inherit = 'hr.employee'

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        self.env['bas.employee.calendar']._ensure_for_employees(employees)
        return employees

    def write(self, vals):
        result = super().write(vals)
        if 'user_id' in vals:
            self._follow_user()
        followed = {name: vals[name] for name in ('active', 'name') if name in vals}
        if followed:
            self._get_own_calendars().write(followed)
        return result

    def unlink(self):
        # The calendar of an employee without a login is deleted with the employee.
        calendars = self._get_own_calendars()
        result = super().unlink()
        calendars.exists().unlink()
        return result

    def _get_calendar_user(self):
        """:return: ``res.users`` whose calendar shows the employee's work; empty if the employee has no user, an archived
            one or a portal user
        """
        user = self.user_id
        return user if user.active and not user.share else user.browse()

    def _get_print_name(self):
        """:return: str: name and position, for prints"""
        employee = self.sudo()  # a colleague's position is not secret
        return ', '.join(filter(None, (employee.name, employee.job_title)))

    def _get_own_calendars(self):
        """:return: calendars of those employees who have no login"""
        # sudo: the program updates calendars, whichever user changes the employee.
        calendars = self.env['bas.employee.calendar'].sudo().with_context(active_test=False)
        return calendars.search([('employee_id', 'in', self.ids), ('user_id', '=', False)])

    def _follow_user(self):
        """Keep one calendar per person: if an employee gets a user, the records move to the user's calendar; if the employee
        loses the user, a new calendar is created.
        """
        # sudo: changing an employee moves the calendar and all its documents, also those of other users.
        employees = self.sudo()
        Calendar = employees.env['bas.employee.calendar']
        for employee in employees:
            calendar, user = Calendar.browse(Calendar._get_id_of_employee(employee.id) or []), employee._get_calendar_user()
            if not calendar or calendar.user_id == user:
                continue
            if calendar.user_id:
                calendar.employee_id = calendar.user_id.employee_ids.filtered(lambda one: one._get_calendar_user())[:1]
            elif target := Calendar._of_user(user):
                calendar._merge_into(target)
            else:
                calendar.user_id = user
        Calendar._ensure_for_employees(self)
        employees.env['bas.work.task.line'].search([('task_id.performer_id', 'in', self.ids)])._mirror()
