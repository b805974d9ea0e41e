from odoo import models
from odoo.exceptions import AccessError

from .calendar_event import QUIET


class CalendarEvent(models.Model):
    """What is dragged to another person's column of the board goes to that person.

    A document follows by its own rules; a plain record changes who is responsible and who takes part, and tells nobody.
    """

    _inherit = 'calendar.event'

    def _pass_on(self, vals):
        """Split plain records by what passing them to another calendar means.

        :param vals: values to write
        :return: list of (records, all that is to be written to them); empty where ``vals`` name no other calendar
        :raises AccessError: the calendars are not the user's to plan
        """
        calendar = self.env['bas.employee.calendar'].browse(vals.get('employee_calendar_id') or [])
        if not calendar or not {'user_id', 'partner_ids'}.isdisjoint(vals):
            return []
        moved = self.filtered(lambda event: event.employee_calendar_id != calendar)
        moved._check_may_pass_to(calendar)
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
