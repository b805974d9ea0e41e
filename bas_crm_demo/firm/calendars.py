"""Working hours, access to calendars, and appointments besides events and tasks."""
from datetime import datetime, time, timedelta

from .moments import moment_at, mondays, working_day
from .tables import read_table, split

#: hours by which the working day begins later than core's, which begins at eight
LATER_BY = 1


def keep_calendars(firm):
    _set_working_hours(firm)
    _share_calendars(firm)
    _make_appointments(firm)


def _set_working_hours(firm):
    """From 9 to 18 with an hour for lunch."""
    schedule = firm.company.resource_calendar_id
    schedule.write({
        'name': 'Робочий тиждень: 40 годин, з 9 до 18',
        'attendance_ids': [(1, hours.id, {'hour_from': hours.hour_from + LATER_BY, 'hour_to': hours.hour_to + LATER_BY})
                           for hours in schedule.attendance_ids],
    })


def _share_calendars(firm):
    for row in read_table('calendars.csv'):
        shared = split(row['shared_with'])
        get_calendar(firm, row['person']).write({
            'color': int(row['color']),
            'is_shared': shared == ['everybody'],
            'shared_user_ids': [(6, 0, [firm.users[key].id for key in shared if key in firm.users])],
        })


def get_calendar(firm, person):
    """:return: ``bas.employee.calendar``, also of who does not log in"""
    return firm.env['bas.employee.calendar']._of_employee(firm.employees[person])


def _make_appointments(firm):
    """Plain records of the calendar, which no document stands behind; everybody has said yes already."""
    records = firm.env['calendar.event'].with_context(
        no_mail_to_attendees=True, skip_attendee_notification=True, skip_contact_description=True)
    made = records.create([
        _get_values(firm, row, day) for row in read_table('appointments.csv')
        for day in (mondays() if row['day'] == 'monday' else [int(row['day'])])])
    made.attendee_ids.state = 'accepted'


def _get_values(firm, row, day):
    user = firm.users.get(row['person'], firm.env['res.users'])
    people = user.union(*(firm.users[key] for key in split(row['with']))).partner_id
    return {
        'name': row['name'],
        'location': row['place'],
        'privacy': 'private' if row['private'] else 'public',
        'show_as': 'busy',
        'user_id': user.id,
        'employee_calendar_id': get_calendar(firm, row['person']).id,
        'partner_ids': [(6, 0, people.ids)],
        **_get_times(row, day),
    }


def _get_times(row, day):
    """:return: an hour of the day, or so many whole days as the table says"""
    if not row['days']:
        start = moment_at(day, row['time'])
        return {'start': start, 'stop': start + timedelta(minutes=int(row['minutes']))}
    first, last = working_day(day), working_day(day + int(row['days']) - 1)
    return {
        'allday': True, 'start_date': first, 'stop_date': last,
        'start': datetime.combine(first, time.min), 'stop': datetime.combine(last, time.min),
    }
