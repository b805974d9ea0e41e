from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ...tools.arguments import read_ids
from ...tools.groups import ALL_DOCUMENTS
from .calendar_event import QUIET


class CalendarEvent(models.Model):
    """Passing a record to another person by dragging it to that person's column of the board.

    A document handles this by its own rules; of a plain record the responsible and the attendee change, without mails.
    """

    _inherit = 'calendar.event'

    @api.model
    def _check_calendar(self, calendar_id):
        """:raises UserError: the calendar is archived or does not exist"""
        [calendar_id] = read_ids(self.env, [calendar_id], 'employee_calendar_id')
        # sudo: whether a calendar is archived is not secret.
        calendar = self.env['bas.employee.calendar'].sudo().browse(calendar_id).exists()
        if not calendar.active:
            raise UserError(self.env._(
                "The calendar «%(name)s» is archived: nobody would see the records in it. Choose another one.",
                name=calendar.name or ''))

    def _check_own_calendars(self):
        """Check new records whose calendar is not their responsible's, as if they were dragged to that calendar.

        :raises AccessError: the user may not plan in the calendar
        """
        calendars = self.env['bas.employee.calendar']
        elsewhere = self.filtered(lambda event: event.employee_calendar_id != calendars._of_user(event.user_id))
        for calendar, records in elsewhere.filtered('employee_calendar_id').grouped('employee_calendar_id').items():
            records._check_may_pass_to(calendar)

    def _pass_on(self, vals):
        """Prepare passing plain records to another calendar.

        :param vals: values to write
        :return: list of (records, complete values to write to them); empty if ``vals`` name no other calendar
        :raises AccessError: the user may not plan in one of the calendars
        """
        calendar = self.env['bas.employee.calendar'].browse(vals.get('employee_calendar_id') or [])
        moved = self.filtered(lambda event: calendar and event.employee_calendar_id != calendar)
        moved._check_may_pass_to(calendar)
        if not {'user_id', 'partner_ids'}.isdisjoint(vals):
            return []  # ``vals`` name the person explicitly
        return [(records.with_context(**QUIET), {**vals, **records._prepare_new_person(owner, calendar)})
                for owner, records in moved.grouped('employee_calendar_id').items()]

    def _prepare_new_person(self, before, calendar):
        gone = before._get_person() - calendar._get_person() if before else self.env['res.partner']
        return {
            'user_id': calendar.sudo().user_id.id,  # the owner of a calendar is not secret
            'partner_ids': [*((3, person.id) for person in gone), *((4, person.id) for person in calendar._get_person())],
        }

    def _check_may_pass_to(self, calendar):
        """:raises AccessError: the calendar is a colleague's and the user has no access to all documents"""
        if self.env.su or self.env.user.has_group(ALL_DOCUMENTS):
            return
        people = self.env.user | self.env.user._get_represented_users()
        mine = self.env['bas.employee.calendar'].union(*map(self.env['bas.employee.calendar']._of_user, people))
        for event in self:
            if strange := (event.employee_calendar_id | calendar) - mine:
                raise AccessError(self.env._(
                    "«%(record)s» cannot be moved: only the owner or the head of sales can plan in the calendar of %(name)s. "
                    "Invite the colleague to your record instead.",
                    record=event.display_name, name=strange[0].sudo().name))  # the name of a calendar is not secret
