from odoo.http import Controller, request, route


class EmployeeCalendarFeed(Controller):
    """The private address at which a phone reads a calendar."""

    @route('/bas_crm/calendar/<string:token>.ics', type='http', auth='public', methods=['GET'], readonly=True, save_session=False)
    def feed(self, token):
        """:return: the calendar as iCalendar; 404 for an address that is wrong, old or somebody's who has left"""
        # The token is the key: who has it needs no login.
        calendar = isinstance(token, str) and request.env['bas.employee.calendar'].sudo()._find_by_token(token)
        if not calendar:
            raise request.not_found()
        return request.make_response(calendar._to_ical(), [
            ('Content-Type', 'text/calendar; charset=utf-8'),
            ('Content-Disposition', 'inline; filename="calendar.ics"'),
            ('Cache-Control', 'private, max-age=300'),
        ])
