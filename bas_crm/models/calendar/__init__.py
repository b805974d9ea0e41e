"""One calendar: records of employees, the mirror of events and tasks, the board, iCalendar."""
from . import (
    res_users,
    calendar_event,
    calendar_event_pass,
    employee_calendar,
    ical,
    calendar_mixin,
    rename,
)
