"""What documents of other programs have in common: states, dates, authors and numbers."""
from ...tools.days import to_day
from ...tools.source_files.values import clean_text

#: words for the states of events and work tasks, which BAS keeps in Russian or Ukrainian → category of our status
STATES = {
    **dict.fromkeys(('завершено', 'завершен', 'завершений', 'завершена', 'завершён', 'виконано', 'выполнено', 'виконаний',
                     'выполнен', 'закрито', 'закрыт', 'completed', 'done', 'closed', 'held'), 'done'),
    **dict.fromkeys(('заплановано', 'запланировано', 'запланований', 'запланирован', 'запланована', 'план', 'новий', 'новый',
                     'planned', 'scheduled', 'open', 'new'), 'planned'),
    **dict.fromkeys(('скасовано', 'відмінено', 'отменено', 'скасований', 'отменен', 'відмінений', 'отменён', 'скасована',
                     'cancelled', 'canceled'), 'cancelled'),
}
IMPORTANCES = {
    **dict.fromkeys(('низька', 'низкая', 'низький', 'низкий', 'low', '0'), '0'),
    **dict.fromkeys(('звичайна', 'обычная', 'середня', 'средняя', 'нормальна', 'звичайний', 'обычный', 'normal', 'medium', '1'),
                    '1'),
    **dict.fromkeys(('висока', 'высокая', 'високий', 'высокий', 'high', '2'), '2'),
}


#: kinds of list whose records are source documents of others
BASES = ('order', 'work_order', 'contract', 'lead', 'event')


def check_dates(env, row, fields):
    """A year that no document has, e.g. 2999, is an error of the row."""
    for name, value in row.values.items():
        field = fields.get(name)
        if field and field.type in ('date', 'datetime') and value:
            problem = env['bas.import']._find_problem_of_date(field.type, value)
            if problem:
                row.error(f'{field.label}: {problem}')


def check_company(batch, row):
    """What belongs to another company of ours is imported there."""
    name = clean_text(row.get('company') or '').casefold()
    known = batch.cache['companies']
    if name and not known:
        known.update({company.name.strip().casefold(): company for company in batch.env['res.company'].search([])})
    other = known.get(name)
    if other and other != batch.company:
        row.error(batch.env._("The row is of the company «%(company)s»: import it there.", company=other.name))


def find_bases(batch, rows):
    """Put what the reference of a source document means into ``row.values['base']``: (kind of list, id).

    A reference of a file of objects tells nothing but the document; only this import, or an earlier one, knows which it is.
    """
    rows = [row for row in rows if row.raw.get('basis_guid')]
    guids = {row.raw['basis_guid'] for row in rows}
    found = {kind: batch.find(kind, guids) for kind in BASES} if guids else {}
    for row in rows:
        row.values['base'] = next(
            ((kind, id_) for kind, ids in found.items() if (id_ := ids.get(row.raw['basis_guid']))), None)


def read_state(batch, row):
    """Take the status of the firm that has the name of the state, else the first one of its meaning."""
    word = clean_text(row.raw.get('state', '')).casefold()
    if word not in STATES:
        return
    known = batch.cache['statuses']
    if not known:
        statuses = batch.env['bas.activity.status'].search([])
        known.update({status.name.strip().casefold(): status.id for status in reversed(statuses)})
    row.raw.pop('state')
    row.values['state'] = known.get(word) or batch.env['bas.activity.status']._get(STATES[word]).id


def set_numbers(batch, rows, model, name):
    """Give each new document its number of the file. BAS begins anew each year, so a number that is taken gets its year, too.
    A document whose number the list does not tell gets that of its row: ours stay for documents that are made here.

    :param name: field of the rows with the day or moment of the document
    """
    wanted = {}
    for row in rows:
        day = row.get(name)
        if day and hasattr(day, 'hour'):
            day = to_day(batch.env, day)
        number, year = clean_text(row.get('number') or ''), day.year if day else 0
        wanted[row.id] = [*([number, f'{number}/{year}'] if number else []), f'{number or year}-{row.id}']
    taken = {record['name'] for record in batch.env[model].with_context(active_test=False).search_read(
        [('company_id', '=', batch.company.id), ('name', 'in', [one for some in wanted.values() for one in some])],
        ['name'])} if wanted else set()
    for row in rows:
        row.values['own_number'] = next(one for one in wanted[row.id] if one not in taken)
        taken.add(row.values['own_number'])


def set_authors(batch, rows):
    """Put the user whom the name of the author means into ``author_id``; nobody has to be the author, so none is asked."""
    authors = batch.find('res.users', {clean_text(row.get('author')) for row in rows if row.get('author')})
    for row in rows:
        row.values['author_id'] = authors.get(clean_text(row.get('author') or ''))
