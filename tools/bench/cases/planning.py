"""Events, work tasks, the calendar, and the sales plans."""
from bench.case import Ask, Case, Record, Screen, opened, window
from bench.plans import make_plans

prepare = make_plans

CORE = 'calendar.action_calendar_event'
#: Odoo has its records in a calendar and in a list only
LISTS = {'list': Screen(CORE, 'list'), 'kanban': Screen(CORE, 'list')}


def _choose_mirror(env, firm):
    """A record of the calendar that stands for an event of the user."""
    event = env['bas.event'].search([
        ('user_id', '=', env.uid), ('category', '=', 'planned'), ('calendar_event_id', '!=', False)], limit=1) or (
            env['bas.event'].search([('category', '=', 'planned'), ('calendar_event_id', '!=', False)], limit=1))
    return event.calendar_event_id


def _save_event(env, firm):
    partner = env['res.partner'].search([('ref', '=', 'BENCH-2')])
    return lambda: env['bas.event'].web_save({'partner_id': partner.id, 'subject': 'Bench', 'event_type': 'call'}, {'name': {}})


def _save_record(env, firm):
    return lambda: env['calendar.event'].web_save(
        {'name': 'Bench', 'start': f'{firm.today} 10:00:00', 'stop': f'{firm.today} 11:00:00'}, {'name': {}})


CASES = [
    *window('events', 'bas_event_action_mine', LISTS, 'list kanban pivot graph', may_be_empty=True),
    *opened('event', 'bas_event_action_mine', CORE),
    Case('a new event', Ask(_save_event), Ask(_save_record), must=1.5, more_queries=40),
    *window('work tasks', 'bas_work_task_action', LISTS, 'list kanban pivot'),
    *opened('work task', 'bas_work_task_action', CORE),
    *window('calendar', 'calendar_event_action_board', CORE, 'calendar list'),
    Case('calendar: new', Screen('calendar_event_action_board', 'form'), Screen(CORE, 'form')),
    Case('an event is dragged', Record('calendar_event_action_board', _choose_mirror, lambda env, event: {
        'start': str(event.stop), 'stop': str(event.stop + (event.stop - event.start))})),
    *window("people's calendars", 'bas_employee_calendar_action', kinds='list kanban'),
    Case("a person's calendar: open", Record('bas_employee_calendar_action')),
    Case('what is on today, above each screen', Ask(lambda env, firm: env['res.users']._get_activity_groups)),
    *window('sales plans', 'bas_sales_plan_action', kinds='list kanban'),
    *opened('sales plan', 'bas_sales_plan_action'),
]
