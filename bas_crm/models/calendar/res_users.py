import pytz

from odoo import api, models
from odoo.modules.module import get_module_icon

from ...tools.days import get_zone

#: mark in the context: compared by identity, so no caller from outside can make it
CREATING = object()


class ResUsers(models.Model):
    _inherit = 'res.users'

    @api.model_create_multi
    def create(self, vals_list):
        # Core writes to a user while it is still being made, without a name yet.
        users = super(ResUsers, self.with_context(creating_users=CREATING)).create(vals_list).with_env(self.env)
        self.env['bas.employee.calendar']._ensure_for_users(users)
        return users

    def write(self, vals):
        result = super().write(vals)
        if self.env.context.get('creating_users') is CREATING:
            return result
        if {'group_ids', 'active'} & vals.keys():
            self.env['bas.employee.calendar']._ensure_for_users(self)
        followed = {name: vals[name] for name in ('active', 'name') if name in vals}
        if followed:
            # Calendars follow their people, whoever changes them.
            calendars = self.env['bas.employee.calendar'].sudo().with_context(active_test=False)
            calendars.search([('user_id', 'in', self.ids)]).write(followed)
        if {'group_ids', 'active'} & vals.keys():
            # Who logs in no more is still an employee, whose work is planned.
            self.sudo().with_context(active_test=False).employee_ids._follow_user()
        return result

    @api.model
    def _get_seller_domain(self):
        """:return: str: domain of a field, beside a ``company_id``: who may be the manager of a sale, as on core's order"""
        group = self.env.ref('sales_team.group_sale_salesman')
        return f"[('all_group_ids', 'in', {group.ids}), ('share', '=', False), ('company_ids', '=', company_id)]"

    def _get_working_moment(self, moment, company):
        """When the user works next: the one place where the program finds a time for what it plans.

        The schedule is that of the employee, else that of the company; its hours are read by the user's clock.

        :param datetime moment: naive, UTC
        :param company: whose document is planned
        :return: ``moment`` within the working hours, else their next beginning; ``moment`` where nobody has said any hours
        """
        user = self.sudo()  # when a colleague works is no secret of the HR department's
        employee = user.employee_ids.filtered(lambda one: one.company_id == company)[:1] or user.employee_ids[:1]
        schedules = (employee.resource_calendar_id, company.sudo().resource_calendar_id)  # nor when the company does
        # A flexible schedule, or one of breaks alone, says no hours.
        schedule = next((one for one in schedules if not one.flexible_hours and one.attendance_ids.filtered(
            lambda hours: hours.day_period != 'lunch')), None)
        if not schedule:
            return moment
        resource = employee.resource_id if schedule == employee.resource_calendar_id else None
        zone = get_zone(self.with_user(self or self.env.user).with_context(tz=False).env, company)
        found = schedule.with_context(employee_timezone=zone).plan_hours(
            0, pytz.utc.localize(moment).astimezone(zone), compute_leaves=True, resource=resource)
        return found.astimezone(pytz.utc).replace(tzinfo=None) if found else moment

    def _systray_get_calendar_event_domain(self):
        # Events and tasks are counted as such, not once more as meetings.
        return ['&', ('bas_kind', '=', False), *super()._systray_get_calendar_event_domain()]

    @api.model
    def _get_activity_groups(self):
        """Events and tasks of today and overdue ones stand beside core's activities, where they are seen without a click."""
        groups = super()._get_activity_groups()
        titles = {'bas.event': self.env._("Events"), 'bas.work.task': self.env._("Work Tasks")}
        for name, title in titles.items():
            Model = self.env[name]
            if not Model.has_access('read'):
                continue
            overdue, today = (Model.search_count(domain) for domain in Model._get_systray_domains())
            if overdue or today:
                groups.append({
                    'id': self.env['ir.model']._get_id(name),
                    'name': title,
                    'model': name,
                    'type': 'activity',
                    'icon': get_module_icon('bas_crm'),
                    'domain': [],
                    'total_count': overdue + today,
                    'today_count': today,
                    'overdue_count': overdue,
                    'planned_count': 0,
                    'view_type': 'list',
                })
        return groups


class ResGroups(models.Model):
    _inherit = 'res.groups'

    def write(self, vals):
        result = super().write(vals)
        if 'user_ids' in vals:
            # Whoever puts a user into a group need not see all of its members.
            self.env['bas.employee.calendar']._ensure_for_users(self.sudo().user_ids)
        return result
