"""Events of the last four weeks, and events planned for the next four."""
from datetime import timedelta

from markupsafe import Markup

from .moments import moment_at, move_back, tell_later
from .planning import get_planning_moment, get_status
from .tables import pick, read_table, split

#: source document of an event: word of the table → field, attribute of the firm
BASES = {
    'lead': ('lead_id', 'leads'),
    'order': ('order_id', 'orders'),
    'contract': ('contract_id', 'contracts'),
    'partner': ('partner_id', 'counterparties'),
}
#: time between two attempts to call somebody
ATTEMPT = timedelta(hours=2)


def plan_events(firm):
    """In the order of their times, so that their numbers follow."""
    rows = sorted(read_table('events.csv'), key=_get_start)
    subjects, people = _make_subjects(firm), _find_people(firm)
    events = firm.env['bas.event'].create([_get_values(firm, row, subjects, people) for row in rows])
    firm.events.update(zip((row['id'] for row in rows), events, strict=True))
    for row in rows:
        if row['previous']:
            firm.events[row['id']].previous_id = firm.events[row['previous']]
    _move_back(firm, rows)
    _tell_attempts(firm, [row for row in rows if row['attempts']])


def _make_subjects(firm):
    """:return: dict: key → ``bas.event.subject``, of the firm and of the add-on"""
    rows = read_table('subjects.csv')
    subjects = firm.env['bas.event.subject'].create([{
        **pick(row, 'name', 'event_type', 'letter_subject'),
        'content': _get_content(split(row['content'])),
        'sequence': 100 + number,
        'company_id': firm.company.id,
    } for number, row in enumerate(rows)])
    common = {key: firm.env.ref(f'bas_crm.bas_event_subject_{key}')
              for key in ('needs', 'offer', 'payment', 'meeting', 'feedback')}
    return {**common, **dict(zip((row['id'] for row in rows), subjects, strict=True))}


def _get_content(parts):
    """:return: HTML: a list for several questions, a paragraph for one text"""
    if len(parts) > 1:
        return Markup('<ul>%s</ul>') % Markup().join(Markup('<li>%s</li>') % part for part in parts)
    return Markup('<p>%s</p>') % parts[0] if parts else False


def _find_people(firm):
    """:return: dict: counterparty, name → contact person"""
    people = firm.env['res.partner'].search([
        ('company_id', '=', firm.company.id), ('parent_id', '!=', False), ('name', '!=', False)])
    return {(person.commercial_partner_id, person.name): person for person in people}


def _get_start(row):
    return moment_at(row['day'], row['time'])


def _get_values(firm, row, subjects, people):
    start, basis = _get_start(row), _find_basis(firm, row)
    stop = start + timedelta(minutes=int(row['minutes']))
    subject, is_own = subjects.get(row['topic']), bool(row['subject'])
    return {
        **pick(row, 'event_type', 'direction', 'subject', 'importance'),
        'company_id': firm.company.id,
        'user_id': firm.users[row['user']].id,
        'start': start,
        'stop': stop,
        'status_id': get_status(firm, row['state'], stop).id,
        'attempt_count': int(row['attempts'] or 0),
        **({'subject_template_id': subject.id} if subject else {}),
        # The answers replace the questions of a ready subject.
        **({'description': _get_content(split(row['content'], '\n'))} if row['content'] or is_own else {}),
        **({BASES[row['about'].split(':')[0]][0]: basis.id} if basis else {}),
        **({'participant_ids': _get_participants(basis, split(row['people']), people)} if row['people'] else {}),
    }


def _find_basis(firm, row):
    """``'order:o60'`` → the order"""
    kind, _colon, key = row['about'].partition(':')
    return getattr(firm, BASES[kind][1])[key] if kind else None


def _get_participants(basis, names, people):
    """:return: contact persons of the counterparty, or of the lead"""
    partner = basis.commercial_partner_id if basis._name == 'res.partner' else basis.partner_id.commercial_partner_id
    named = basis._name == 'crm.lead' and {
        basis.contact_name: basis.phone, **{person.name: person.phone for person in basis.lead_contact_ids}}
    return [(0, 0, {'partner_id': people[partner, name].id} if partner else {'name': name, 'how_to_contact': named[name]})
            for name in names]


def _move_back(firm, rows):
    """Incoming calls and letters are entered at once; other events are planned some days before."""
    moved = {}
    for number, row in enumerate(rows):
        event, basis = firm.events[row['id']], _find_basis(firm, row)
        is_noted = row['direction'] == 'in' and event.category == 'done'
        moved[event] = {'create_date': get_planning_moment(
            row, number, [is_noted and event.start, basis and basis.create_date, event.previous_id.stop])}
    move_back(moved)


def _tell_attempts(firm, rows):
    """Log failed attempts to call in the chatter of the event."""
    moments = {}
    for row in rows:
        event = firm.events[row['id']]
        for number in range(1, int(row['attempts']) + 1):
            event._message_log(body=f'Не вдалося додзвонитися: спроба {number}.', author_id=event.user_id.partner_id.id)
        moments[event] = event.start - ATTEMPT
    tell_later(moments)
