from functools import reduce
from operator import and_

import pytz

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.arguments import read_day
from ...tools.days import get_bounds, get_midnight, get_zone

#: what the owner of a calendar decides
OWNERS_FIELDS = {'name', 'color', 'is_shared', 'shared_user_ids'}
#: colours of the palette that stand apart, given to calendars in turn
COLORS = 11
#: a board shows six weeks at most; who asks for more makes the server count for everybody
MAX_DAYS = 100


class BasEmployeeCalendar(models.Model):
    """The calendar of one person («календар співробітника»): of a user, or of an employee who does not log in.

    It belongs to the person, not to a company: who works in two has one.
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

    is_in_charge = fields.Boolean(compute='_compute_is_in_charge')

    _unique_user = models.UniqueIndex('(user_id) WHERE user_id IS NOT NULL', "This user already has a calendar.")

    @api.depends('user_id')
    @api.depends_context('uid')
    def _compute_is_in_charge(self):
        for calendar in self:
            calendar.is_in_charge = calendar._is_in_charge()

    def _is_in_charge(self):
        """A person's calendar is that person's own; of those who do not log in, the head of sales takes care."""
        self.ensure_one()
        return self.user_id == self.env.user or (
            not self.user_id and self.env.user.has_group('sales_team.group_sale_manager'))

    @api.model_create_multi
    def create(self, vals_list):
        calendars = super().create(vals_list)
        for calendar in calendars.filtered(lambda calendar: not calendar.color):
            calendar.color = calendar.id % COLORS + 1
        return calendars

    def write(self, vals):
        if not self.env.su and vals.keys() - OWNERS_FIELDS:
            raise AccessError(self.env._("Whose calendar it is, nobody changes by hand: it follows the user and the employee."))
        return super().write(vals)

    @api.model
    def _get_cached_fields(self):
        return {'user_id', 'employee_id'}

    @api.model
    @tools.ormcache('user_id')
    def _get_id_of_user(self, user_id):
        # The answer is cached for everybody, so it may not depend on the rights of who asks first.
        return self.sudo().with_context(active_test=False).search([('user_id', '=', user_id)], limit=1).id

    @api.model
    @tools.ormcache('employee_id')
    def _get_id_of_employee(self, employee_id):
        # As with users.
        return self.sudo().with_context(active_test=False).search([('employee_id', '=', employee_id)], limit=1).id

    @api.model
    def _of_user(self, user):
        """:return: the calendar of a user, empty where there is none"""
        return self.browse(self._get_id_of_user(user.id) or []) if user else self.browse()

    @api.model
    def _of_employee(self, employee):
        """:return: the calendar of an employee: of the user, where there is one"""
        # The user behind an employee is known to whoever plans the work.
        calendar = self._of_user(employee.sudo()._get_calendar_user())
        return calendar or self.browse(self._get_id_of_employee(employee.id) or []) if employee else calendar

    @api.model
    def _ensure_for_users(self, users):
        """Give a calendar to each internal user who has none."""
        # Calendars are made by the program, whoever adds the user, and employees are not for everybody to read.
        calendars, users = self.sudo().with_context(active_test=False), users.sudo()
        known = calendars.search([('user_id', 'in', users.ids)]).user_id
        calendars.create([{
            'name': user.name,
            'user_id': user.id,
            'employee_id': user.employee_ids[:1].id,
        } for user in users - known if user.active and not user.share])

    @api.model
    def _ensure_for_employees(self, employees):
        """Give a calendar to each employee without a user, and tell those of users whose they are."""
        # Calendars come by themselves, whoever adds the employee.
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
        """:return: ``res.partner`` as whom the owner takes part in meetings"""
        self.ensure_one()
        owner = self.sudo()  # who is behind a calendar that one sees, is no secret
        return (owner.user_id.partner_id or owner.employee_id.work_contact_id).sudo(False)

    @api.model
    def _of_persons(self, partners):
        """:return: dict: ``res.partner`` as whom somebody takes part in meetings → that one's calendars"""
        # Who is behind a calendar is no secret; what of it is shown, its own rules say.
        calendars = self.sudo().search(
            Domain('user_id.partner_id', 'in', partners.ids) | Domain('employee_id.work_contact_id', 'in', partners.ids))
        by_person = calendars.grouped(lambda calendar: calendar._get_person())
        return {person: self.browse(own.ids) for person, own in by_person.items()}

    def _get_employee(self, company):
        """:return: the employee of the calendar, the one in ``company`` where there are several
        :raises UserError: the user is no employee
        """
        self.ensure_one()
        employees = self.sudo().user_id.employee_ids or self.sudo().employee_id  # whose calendar it is, is no secret
        employee = employees.filtered(lambda one: one.company_id == company)[:1] or employees[:1]
        if not employee:
            raise UserError(self.env._(
                "%(name)s is no employee, and a work task needs a performer. Make an employee of the user first.",
                name=self.name))
        return employee.sudo(False)

    def _merge_into(self, target):
        """Move all that stands on this calendar to ``target``, and go."""
        self.ensure_one()
        records = self.env['calendar.event'].with_context(active_test=False)
        records.search([('employee_calendar_id', '=', self.id)])._mirror_write({'employee_calendar_id': target.id})
        target.shared_user_ids |= self.shared_user_ids - target.user_id
        target.is_shared = target.is_shared or self.is_shared
        self.unlink()

    @api.model
    @api.readonly
    def get_board_calendars(self):
        """What the side panel of the board shows.

        :return: list of dicts ``id``, ``name``, ``color``, ``checked``, ``is_mine`` and ``partner_id`` (as whom the person
            is invited to meetings): the user's own calendar first
        """
        calendars = self.search(Domain.TRUE)
        ticks = {tick.calendar_id: tick.checked for tick in self.env['bas.employee.calendar.filter'].search(
            [('user_id', '=', self.env.uid)])}
        sees_all = self.env.user.has_group('sales_team.group_sale_salesman_all_leads')
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
        """Remember for the user which calendars are ticked on the board."""
        self.check_access('read')
        ticks = self.env['bas.employee.calendar.filter'].search(
            [('user_id', '=', self.env.uid), ('calendar_id', 'in', self.ids)])
        checked = bool(checked)
        ticks.checked = checked
        ticks.create([{'calendar_id': calendar.id, 'checked': checked} for calendar in self.exists() - ticks.calendar_id])
        return True

    @api.readonly
    def get_working_hours(self, date_from, date_to):
        """Hours at which all these people work, as the calendar's widget takes them.

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
        """Hours at which each of these people works, for a day in which they stand side by side.

        :return: dict: id of a calendar → list as :meth:`get_working_hours` gives it
        """
        self.check_access('read')
        by_calendar, usual = self._get_schedules(date_from, date_to), self._get_usual_schedule(date_from, date_to)
        return {calendar.id: self._to_board_hours(reduce(and_, by_calendar[calendar] or [usual])) for calendar in self}

    def _get_schedules(self, date_from, date_to):
        """:return: dict: calendar → list of intervals at which its person works, one of each employment"""
        # When colleagues work is no secret of the HR department's; core asks for dates of labour contracts, which small
        # firms do not enter, so the schedule on the card is taken as it is.
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
        """:return: intervals at which the company works, for people without a schedule"""
        start, stop = self._get_board_bounds(date_from, date_to)
        # Everybody may know at which hours a company works.
        return self.env.company.sudo().resource_calendar_id._work_intervals_batch(
            start, stop, tz=get_zone(self.env))[False]

    def _get_board_bounds(self, date_from, date_to):
        """:return: the moments, with a time zone, at which the board begins and ends"""
        first, last = read_day(self.env, date_from, 'date_from'), read_day(self.env, date_to, 'date_to')
        if not 0 <= (last - first).days < MAX_DAYS:
            raise UserError(self.env._(
                "Working hours are told of at most %(count)s days, from the first one to the last.", count=MAX_DAYS))
        return [pytz.utc.localize(moment) for moment in (get_midnight(self.env, first), get_bounds(self.env, last)[1])]

    @api.model
    def _to_board_hours(self, schedule):
        return self.env['res.partner']._interval_to_business_hours(schedule)

    def action_open_board(self):
        """Show this calendar on the board, beside those that are ticked there."""
        self.ensure_one()
        self.set_checked(True)
        return self.env['ir.actions.act_window']._for_xml_id('bas_crm.calendar_event_action_board')


class BasEmployeeCalendarFilter(models.Model):
    """Which calendars a user has ticked on the board."""

    _name = 'bas.employee.calendar.filter'
    _description = 'Calendars Ticked on the Board'

    user_id = fields.Many2one('res.users', required=True, default=lambda self: self.env.user, index=True, ondelete='cascade')
    calendar_id = fields.Many2one('bas.employee.calendar', required=True, index=True, ondelete='cascade')
    checked = fields.Boolean(default=True)

    _unique_tick = models.Constraint('UNIQUE(user_id, calendar_id)', "A calendar has one tick box for each user.")


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
        # Of those without a login the calendar goes with the card.
        calendars = self._get_own_calendars()
        result = super().unlink()
        calendars.exists().unlink()
        return result

    def _get_calendar_user(self):
        """:return: ``res.users`` in whose calendar the employee's work stands; empty for who does not log in here:
            who has no user, one that is archived, or one of the portal"""
        user = self.user_id
        return user if user.active and not user.share else user.browse()

    def _get_print_name(self):
        """:return: name and position, for the sheets that the employee works by"""
        employee = self.sudo()  # what a colleague does in the firm is no secret of the HR department's
        return ', '.join(filter(None, (employee.name, employee.job_title)))

    def _get_own_calendars(self):
        """:return: calendars of those of the employees who do not log in"""
        # Calendars follow their people, whoever changes the card of the employee.
        calendars = self.env['bas.employee.calendar'].sudo().with_context(active_test=False)
        return calendars.search([('employee_id', 'in', self.ids), ('user_id', '=', False)])

    def _follow_user(self):
        """One calendar for one person: an employee who gets a user brings what is planned along, one who loses it starts anew."""
        # Whoever changes an employee moves his calendar and what is planned in it, whosever documents these are.
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
