from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ...tools.arguments import read_ids
from .calendar_event import QUIET


class CalendarEvent(models.Model):
    """What is dragged to another person's column of the board goes to that person.

    A document follows by its own rules; a plain record changes who is responsible and who takes part, and tells nobody.
    """

    _inherit = 'calendar.event'

    @api.model
    def _check_calendar(self, calendar_id):
        """:raises UserError: this is the calendar of somebody who has left, or no calendar at all"""
        [calendar_id] = read_ids(self.env, [calendar_id], 'employee_calendar_id')
        calendar = self.env['bas.employee.calendar'].sudo().browse(calendar_id).exists()  # that somebody has left is no secret
        if not calendar.active:
            raise UserError(self.env._(
                "The calendar «%(name)s» is archived: nobody would see what is planned in it. Choose another one.",
                name=calendar.name or ''))

    def _check_own_calendars(self):
        """A new record in another calendar than that of the one who is responsible for it is as good as dragged there.

        :raises AccessError: the calendar is not the user's to plan
        """
        calendars = self.env['bas.employee.calendar']
        elsewhere = self.filtered(lambda event: event.employee_calendar_id != calendars._of_user(event.user_id))
        for calendar, records in elsewhere.filtered('employee_calendar_id').grouped('employee_calendar_id').items():
            records._check_may_pass_to(calendar)

    def _pass_on(self, vals):
        """Split plain records by what passing them to another calendar means.

        :param vals: values to write
        :return: list of (records, all that is to be written to them); empty where ``vals`` name no other calendar
        :raises AccessError: the calendars are not the user's to plan
        """
        calendar = self.env['bas.employee.calendar'].browse(vals.get('employee_calendar_id') or [])
        moved = self.filtered(lambda event: calendar and event.employee_calendar_id != calendar)
        moved._check_may_pass_to(calendar)
        if not {'user_id', 'partner_ids'}.isdisjoint(vals):
            return []  # the person is named as well
        return [(records.with_context(**QUIET), {**vals, **records._prepare_new_person(owner, calendar)})
                for owner, records in moved.grouped('employee_calendar_id').items()]

    def _prepare_new_person(self, before, calendar):
        gone = before._get_person() - calendar._get_person() if before else self.env['res.partner']
        return {
            'user_id': calendar.sudo().user_id.id,  # whose calendar it is, is no secret
            'partner_ids': [*((3, person.id) for person in gone), *((4, person.id) for person in calendar._get_person())],
        }

    def _check_may_pass_to(self, calendar):
        """As in the short form of the board: colleagues' time is for who sees all documents to plan."""
        if self.env.su or self.env.user.has_group('sales_team.group_sale_salesman_all_leads'):
            return
        mine = self.env['bas.employee.calendar']._of_user(self.env.user)
        for event in self:
            if strange := (event.employee_calendar_id | calendar) - mine:
                raise AccessError(self.env._(
                    "«%(record)s» stays where it is: what stands in the calendar of %(name)s is for its owner or for the head "
                    "of sales to plan. Invite the colleague to your record instead.",
                    record=event.display_name, name=strange[0].sudo().name))  # its name is no secret
