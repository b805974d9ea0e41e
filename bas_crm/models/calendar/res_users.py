from bisect import bisect_right
from datetime import timedelta

import pytz

from odoo import api, models
from odoo.modules.module import get_module_icon

from ...tools.days import get_zone
from ...tools.marks import mark, read_mark

#: days ahead in which working hours for several talks are looked for: first few, then more
SEARCHED_DAYS = (14, 60, 365)


class ResUsers(models.Model):
    _inherit = 'res.users'

    @api.model_create_multi
    def create(self, vals_list):
        # Core writes to a user during the creation, before it has a name.
        users = super(ResUsers, mark(self, creating_users=True)).create(vals_list).with_env(self.env)
        self.env['bas.employee.calendar']._ensure_for_users(users)
        return users

    def write(self, vals):
        result = super().write(vals)
        if read_mark(self, 'creating_users'):
            return result
        if {'group_ids', 'active'} & vals.keys():
            self.env['bas.employee.calendar']._ensure_for_users(self)
        followed = {name: vals[name] for name in ('active', 'name') if name in vals}
        if followed:
            # sudo: the program updates calendars, whichever user changes their owners.
            calendars = self.env['bas.employee.calendar'].sudo().with_context(active_test=False)
            calendars.search([('user_id', 'in', self.ids)]).write(followed)
        if {'group_ids', 'active'} & vals.keys():
            # An employee whose user is archived still has planned work.
            self.sudo().with_context(active_test=False).employee_ids._follow_user()
        return result

    @api.model
    def _get_seller_domain(self):
        """:return: str: domain for users who can be the manager of a sale, as on core's order; the record needs ``company_id``"""
        group = self.env.ref('sales_team.group_sale_salesman')
        return f"[('all_group_ids', 'in', {group.ids}), ('share', '=', False), ('company_ids', '=', company_id)]"

    def _may_sell_in(self, company):
        """:return: bool: whether there is a user, of the domain above: he or she may see customers and events of the company"""
        return (self.active and not self.share and company in self.company_ids
                and self.has_group('sales_team.group_sale_salesman'))

    def _get_working_moment(self, moment, company):
        """Find the next working time of the user. The program plans all its events with it.

        The schedule is the employee's, else the company's; its hours are in the user's time zone.

        :param datetime moment: naive, UTC
        :param company: whose document is planned
        :return: ``moment`` if it is within the working hours, else their next beginning; ``moment`` without a schedule
        """
        return self._keep_working_moments([moment], company)[moment]

    def _keep_working_moments(self, moments, company):
        """As :meth:`_get_working_moment` for several moments, but the working hours are read once.

        :return: dict: moment → working moment
        """
        found, left = {}, sorted(set(moments))
        for days in SEARCHED_DAYS:
            hours = self._read_working_hours(left[0], left[-1] + timedelta(days=days), company) if left else []
            ends = [end for _begin, end in hours]
            for moment in left:
                position = bisect_right(ends, moment)
                if position < len(hours):
                    found[moment] = max(moment, hours[position][0])
            left = [moment for moment in left if moment not in found]
        return {moment: found.get(moment, moment) for moment in moments}

    def _read_working_hours(self, first, last, company):
        """:return: list of pairs: beginning and end of the working hours between two moments, naive, UTC; all the time without a
            schedule"""
        schedule, resource, zone = self._find_schedule(company)
        if not schedule:
            return [(first, last)]
        intervals = schedule._work_intervals_batch(pytz.utc.localize(first), pytz.utc.localize(last), resource, tz=zone)
        return [(begin.astimezone(pytz.utc).replace(tzinfo=None), end.astimezone(pytz.utc).replace(tzinfo=None))
                for begin, end, _hours in intervals[resource.id if resource else False]]

    def _get_working_moments(self, moment, company, length, count):
        """Find times for several talks, one after another within the working hours, as :meth:`_get_working_moment` does for one.

        :param timedelta length: of each talk
        :return: list of ``count`` datetimes; where the schedule has no room in the next year, they follow without a break
        """
        schedule, resource, zone = self._find_schedule(company)
        moments, start = [], pytz.utc.localize(moment)
        for days in SEARCHED_DAYS if schedule else ():
            key = resource.id if resource else False
            hours = schedule._work_intervals_batch(start, start + timedelta(days=days), resource, tz=zone)[key]
            moments = [begin + number * length for begin, end, _hours in hours for number in range(int((end - begin) / length))]
            if len(moments) >= count:
                break
        moments = [found.astimezone(pytz.utc).replace(tzinfo=None) for found in moments[:count]]
        last = moments[-1] + length if moments else moment
        return moments + [last + number * length for number in range(count - len(moments))]

    def _find_schedule(self, company):
        """:return: tuple: schedule of the employee, else of the company, empty if none has working hours; resource of the
            employee, None for the company's schedule; time zone of the user
        """
        user = self.sudo()  # working hours of colleagues are not secret
        employee = user.employee_ids.filtered(lambda one: one.company_id == company)[:1] or user.employee_ids[:1]
        schedules = (employee.resource_calendar_id, company.sudo().resource_calendar_id)  # nor are the company's
        # A flexible schedule, or one with breaks only, has no working hours.
        schedule = next((one for one in schedules if not one.flexible_hours and one.attendance_ids.filtered(
            lambda hours: hours.day_period != 'lunch')), self.env['resource.calendar'])
        resource = employee.resource_id if schedule and schedule == employee.resource_calendar_id else None
        return schedule, resource, get_zone(self.with_user(self or self.env.user).with_context(tz=False).env, company)

    def _systray_get_calendar_event_domain(self):
        # Events and tasks are counted in their own groups, not again as meetings.
        return ['&', ('bas_kind', '=', False), *super()._systray_get_calendar_event_domain()]

    @api.model
    def _get_activity_groups(self):
        """Add groups for the events and tasks of today and overdue ones to core's activities in the systray; for a deputy also
        a group for all that is to be done for absent colleagues, which opens in «My Day»."""
        groups, represented = super()._get_activity_groups(), [('is_represented', '=', True)]
        ours = {
            'bas.event': (self.env._("Events"), [], 'list'),
            'bas.work.task': (self.env._("Work Tasks"), [], 'list'),
        }
        if self.env.user._get_represented_users():
            ours['bas.agenda'] = (self.env._("Of Absent Colleagues"), represented, 'kanban')
        for name, (title, domain, view) in ours.items():
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
                    'domain': domain,
                    'total_count': overdue + today, 'today_count': today,
                    'overdue_count': overdue, 'planned_count': 0,
                    'view_type': view,
                })
        return groups


class ResGroups(models.Model):
    _inherit = 'res.groups'

    def write(self, vals):
        result = super().write(vals)
        if 'user_ids' in vals:
            # sudo: the user who changes a group may have no access to all its members.
            self.env['bas.employee.calendar']._ensure_for_users(self.sudo().user_ids)
        return result
