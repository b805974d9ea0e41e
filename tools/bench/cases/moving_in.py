"""Moving in: lists of BAS checked, imported, imported again and undone; counterparties beside core's own import.

Of a firm of N order lines come N / 10 counterparties, contracts and items, and half as many contacts again, up to 10 000:
no small firm moves in with more.
"""
import io
import resource

from bas_files import LISTS, make_firm, make_list_sheet, write_xlsx

from bench.firm import get_lines
from bench.inside import Figure
from bench.timing import Prepared

KINDS = ('counterparty', 'contact', 'contract', 'item')
#: columns of the list that core's import takes, too: heading of BAS → field of core
COLUMNS = {'name': 'name', 'full_name': 'legal_name', 'edrpou': 'company_registry', 'ipn': 'vat', 'note': 'comment'}
#: of core's ``load`` of the same counterparties
MUST = 1.0
QUERIES_PER_ROW, MEGABYTES = 3, 500
MOST = 10_000
OTHERS = ('orders', 'shipments', 'events', 'tasks', 'leads', 'plans', 'sales', 'prices', 'bank_accounts')


def figures(env, firm):
    made = _make_firm(env)
    session, again = (_recognise(env, _make_files(made, KINDS)) for _each in range(2))
    yield Figure('moving in: check', _within_bounds(env, session, session.action_check))
    session.action_check()
    _expect(session, 'create')
    env.flush_all()
    yield Figure('moving in: import', _within_bounds(env, session, session.action_import))
    yield Figure('moving in: the same files again', Prepared(
        lambda: _expect(again, 'unchanged', again.action_import), lambda _call: session.action_import()))
    yield Figure('moving in: undo', Prepared(session.action_undo, lambda _call: session.action_import()))
    plain = _recognise(env, _make_files(made, ['counterparty'], list(COLUMNS)))
    rows = [[str(column.get(found) or '') for column in LISTS['counterparty'][1] if column.field in COLUMNS]
            for found in made.counterparties]
    yield Figure('moving in: counterparties', plain.action_import, {'load of core': lambda: _load(env(su=True), rows)},
                 {'load of core': MUST})


def _make_firm(env):
    """Without what a person would be asked about: the benchmark has nobody to answer."""
    size = min(get_lines(env) // 10, MOST)
    made = make_firm(1, counterparties=size, contacts=size * 3 // 2, items=size, **dict.fromkeys(OTHERS, 0))
    for found in (*made.counterparties, *made.contacts):
        found.source = found.responsible = ''
    for contract in made.contracts:
        contract.currency, contract.pricelist, contract.payment_days = env.company.currency_id.name, '', 0
    for item in made.items:
        item.vat = ''
    return made


def _make_files(made, kinds, fields=None):
    files = {}
    for kind in kinds:
        stream = io.BytesIO()
        write_xlsx(make_list_sheet(made, kind, fields=fields), stream)
        files[f'{kind}.xlsx'] = stream.getvalue()
    return files


def _recognise(env, files):
    session = env['bas.import'].create({})
    session.file_ids = env['ir.attachment'].create([{'name': name, 'raw': content} for name, content in files.items()])
    session.action_recognise()
    env.flush_all()  # what is timed is undone with all that is not stored yet
    return session


def _expect(session, action, run=lambda: None):
    run()
    wrong = session.row_ids.filtered(lambda row: row.action != action)[:3]
    if wrong or not session.row_count:
        raise ValueError(wrong.mapped(lambda row: (row.action, row.values, row.problem, row.plan)) or 'no rows')


def _within_bounds(env, session, run):
    def call():
        before = env.cr.sql_log_count
        run()
        per_row = (env.cr.sql_log_count - before) / session.row_count
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        if per_row > QUERIES_PER_ROW or memory > MEGABYTES:
            raise ValueError(f'{per_row:.1f} queries per row, {memory:.0f} MB')
    return call


def _load(env, rows):
    done = env['res.partner'].load(list(COLUMNS.values()), rows)
    if not done['ids']:
        raise ValueError(done['messages'])
