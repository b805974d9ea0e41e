"""Who is absent, and who stands in."""
from .moments import working_day


def plan_absences(firm):
    """The director is away this week; a manager goes on vacation in two weeks."""
    firm.env['bas.handover'].create([{
        'kind': 'temporary', 'user_id': firm.users[absent].id, 'deputy_id': firm.users[deputy].id, 'note': note,
        'date_from': working_day(first), 'date_to': working_day(last),
    } for absent, deputy, first, last, note in (
        ('owner', 'head', -1, 3, 'Виставка в Познані'),
        ('manager2', 'manager', 10, 14, 'Відпустка'),
    )])
