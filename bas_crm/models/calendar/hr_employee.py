from odoo import api, models


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
