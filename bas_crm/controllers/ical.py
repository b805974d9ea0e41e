from odoo.http import Controller, request, route


class EmployeeCalendarFeed(Controller):
    """The private address from which a phone reads an employee's calendar."""

    @route('/bas_crm/calendar/<string:token>.ics', type='http', auth='public', methods=['GET'], readonly=True, save_session=False)
    def feed(self, token):
        """:return: the calendar as iCalendar; 404 if the address is wrong or outdated, or the employee has left"""
        # The token replaces the login.
        calendar = isinstance(token, str) and request.env['bas.employee.calendar'].sudo()._find_by_token(token)
        if not calendar:
            raise request.not_found()
        return request.make_response(calendar._to_ical(), [
            ('Content-Type', 'text/calendar; charset=utf-8'),
            ('Content-Disposition', 'inline; filename="calendar.ics"'),
            ('Cache-Control', 'private, max-age=300'),
        ])
