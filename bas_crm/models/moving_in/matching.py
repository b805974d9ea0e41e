"""Which record a row means: codes decide alone; phones, e-mails and names only propose."""
from collections import defaultdict

from odoo.tools import SQL

from .rows import LONGEST_KEY, ImportRow, Question

#: keys that an import remembers
REMEMBERED = ('guid', 'code', 'figure', 'row')


def match(batch):
    """Find the record, or the earlier row, of each open row."""
    # Rows that wait for an answer are known by their keys, too: rows of other lists refer to them.
    for row in batch.rows:
        if row.is_read:
            row.keys = [(type_, str(value)) for type_, value in batch.kind._get_keys(row) if value]
    rows = batch.get_open_rows()
    for row in rows:
        row.record = batch.env[batch.kind._target]
    _match_known(batch, rows)
    if not batch.kind._is_shared:
        _match_twins(batch, [row for row in rows if not row.is_matched])
    _match_records(batch, [row for row in rows if row.is_open and not row.is_matched])
    records = batch.env[batch.kind._target].union(*(row.record for row in rows if row.record)) if rows else None
    if records:
        batch.differ.load(records)
        _claim(batch, rows, records)


def _get_remembered(row):
    keys = [(type_, value) for type_, value in row.keys if type_ in REMEMBERED and len(value) <= LONGEST_KEY]
    return [*keys, ('row', row.fingerprint)]


# ------------------------------------------------------------
# Known from an earlier import
# ------------------------------------------------------------

def _match_known(batch, rows):
    keys = {f'{type_}:{value}': None for row in rows for type_, value in _get_remembered(row)}
    found = dict(batch.env.execute_query(SQL(
        "SELECT value, res_id FROM bas_import_key WHERE company_id = %s AND source = %s AND kind = %s AND value = ANY(%s)",
        batch.company.id, batch.source, batch.kind._kind, list(keys))))
    model = batch.env[batch.kind._target]
    existing = batch.kind._find_usable(batch, found.values())
    for row in rows:
        remembered = _get_remembered(row)
        known = [(key, found.get(':'.join(key))) for key in remembered]
        row.new_keys = [key for key, id_ in known if id_ not in existing and (key[0] != 'row' or len(remembered) == 1)]
        id_ = next((id_ for _key, id_ in known if id_ in existing), None)
        if id_:
            row.record, row.is_matched = model.browse(id_), True


# ------------------------------------------------------------
# Earlier rows of this import
# ------------------------------------------------------------

def _match_twins(batch, rows):
    """Find earlier rows, of this batch or of others, that mean the same record."""
    types = {*batch.kind._decisive, *({'name'} & set(batch.kind._proposing))}
    seen = _read_earlier(batch, rows, types)
    for row in batch.rows:
        keys = [key for key in row.keys if key[0] in types]
        if row.is_open and not row.is_matched:
            _match_twin(batch, row, [(key, seen[key]) for key in keys if key in seen])
        if row.is_open or row.questions:
            for key in keys:
                seen.setdefault(key, (row, batch.table.id))


def _read_earlier(batch, rows, types):
    """:return: dict: key → (row, id of its list) of the rows of earlier batches"""
    keys = list({f'{type_}:{value}' for row in rows for type_, value in row.keys if type_ in types})
    ids = [row.id for row in batch.rows]
    found = batch.env.execute_query(SQL(
        """SELECT DISTINCT ON (key) key, row.id, row.number, row.fingerprint, row.res_id, row.table_id, row.keys
             FROM bas_import_row row
             JOIN bas_import_table list ON list.id = row.table_id AND list.kind = %s,
                  jsonb_array_elements_text(row.keys) AS key
            WHERE row.import_id = %s AND key = ANY(%s) AND NOT row.is_skipped AND row.action != 'error'
              AND NOT row.id = ANY(%s) AND (list.sequence, list.id, row.id) < (%s, %s, %s)
         ORDER BY key, list.sequence, row.id""",
        batch.kind._kind, batch.session.id, keys, ids, batch.table.sequence, batch.table.id, max(ids))) if keys else []
    rows, seen = {}, {}
    for key, id_, number, fingerprint, res_id, table_id, all_keys in found:
        row = rows.setdefault(id_, ImportRow(id_, number, {}, fingerprint=fingerprint))
        row.record, row.keys = batch.env[batch.kind._target].browse(res_id or ()), [tuple(one.split(':', 1)) for one in all_keys]
        type_, value = key.split(':', 1)
        if type_ in types:
            seen[type_, value] = (row, table_id)
    return seen


def _match_twin(batch, row, found):
    """:param found: list of (key, (earlier row, id of its list))"""
    for (type_, _value), (twin, table_id) in found:
        if not _has_no_other_code(batch, row, twin) or (table_id == batch.table.id and twin.id > row.id):
            continue
        is_same = _is_surely_same(row, twin, type_, table_id == batch.table.id) or _ask_duplicate(batch, row, twin, type_)
        if is_same is not None:
            row.is_matched = True
            row.twin = twin if is_same else None
            row.record = twin.record if is_same and twin.record else row.record
        return


def _is_surely_same(row, twin, type_, is_one_list):
    """Tell whether two rows mean one record without asking a person. A name never proves it, and two different GUIDs or two rows
    of one list with the same ЄДРПОУ need an answer.

    :param str type_: the key that both rows have
    :param bool is_one_list: both rows are in the same list
    """
    if type_ in ('guid', 'code') or (row.fingerprint and row.fingerprint.partition('#')[0] == twin.fingerprint.partition('#')[0]):
        return True
    own, theirs = dict(row.keys).get('guid'), dict(twin.keys).get('guid')
    return type_ != 'name' and not is_one_list and not (own and theirs and own != theirs)


def _has_no_other_code(batch, row, other):
    """Tell whether two rows can mean one record at all. They cannot if both have a code of one type and the codes differ."""
    own, theirs = dict(row.keys), dict(other.keys)
    return all(own[type_] == theirs[type_] for type_ in batch.kind._exclusive if type_ in own and type_ in theirs)


def _ask_duplicate(batch, row, twin, type_):
    """:return: bool: whether both rows are one record; None if nobody has answered yet, or the row is skipped"""
    answer = batch.ask(row, Question(
        'duplicate', f'duplicate|{batch.table.kind}|{type_}',
        batch.env._("%(list)s: several rows have the same %(key)s, e.g. %(first)s and %(second)s. Are they one record?",
                    list=batch.kind._get_title(), key=batch.kind._get_key_title(type_), first=twin.number, second=row.number),
        ('one', 'apart', 'skip')))
    if answer and answer.answer == 'skip':
        row.is_skipped = True
    return answer.answer == 'one' if answer and answer.answer != 'skip' else None


# ------------------------------------------------------------
# Records of the database
# ------------------------------------------------------------

def _match_records(batch, rows):
    wanted = defaultdict(set)
    for row in rows:
        for type_, value in row.keys:
            wanted[type_].add(value)
    found = batch.kind._find_by_keys(batch, wanted) if wanted else {}
    own = set() if batch.kind._is_shared else _find_own(batch, {id_ for ids in found.values() for id_ in ids})
    found = {key: [id_ for id_ in ids if id_ not in own] for key, ids in found.items()}
    records = batch.env[batch.kind._target].browse({id_ for ids in found.values() for id_ in ids})
    taken = _find_sources(batch, records)
    codes = batch.kind._get_codes_of(records) if records else {}
    if records:
        batch.answers.load(_get_candidates_key(batch, row) for row in rows)
    for row in rows:
        _match_record(batch, row, found, taken, codes)


def _find_own(batch, ids):
    """:return: set of ids that rows of this kind in this import mean: what rows have in common was asked before"""
    return {id_ for id_, in batch.env.execute_query(SQL(
        """SELECT row.res_id FROM bas_import_row row JOIN bas_import_table list ON list.id = row.table_id AND list.kind = %s
            WHERE row.import_id = %s AND row.res_id = ANY(%s) AND NOT row.id = ANY(%s) AND row.step = 'imported'""",
        batch.kind._kind, batch.session.id, list(ids), [row.id for row in batch.rows]))} if ids else set()


def _find_sources(batch, records):
    """:return: dict: id → GUID that an import from this source has given the record"""
    return dict(batch.env.execute_query(SQL(
        """SELECT res_id, split_part(value, ':', 2) FROM bas_import_key
            WHERE company_id = %s AND source = %s AND kind = %s AND res_model = %s AND res_id = ANY(%s)
              AND value LIKE 'guid:%%'""",
        batch.company.id, batch.source, batch.kind._kind, records._name, records.ids))) if records else {}


def _match_record(batch, row, found, taken, codes):
    own = dict(row.keys)
    for type_ in batch.kind._decisive:
        ids = found.get((type_, own.get(type_)), ())
        if not ids:
            continue
        if len(ids) == 1 and not ('guid' in own and taken.get(ids[0], own['guid']) != own['guid']):
            return _use(batch, row, ids[0])
        return _propose(batch, row, type_, ids)
    for type_ in batch.kind._proposing:
        ids = [id_ for key in row.keys if key[0] == type_ for id_ in found.get(key, ()) if _agrees(own, codes.get(id_, {}))]
        if ids:
            return _propose(batch, row, type_, list(dict.fromkeys(ids)))
    return None


def _agrees(own, codes):
    return all(own[type_] == code for type_, code in codes.items() if code and type_ in own)


def _propose(batch, row, type_, ids):
    names = ', '.join(f'«{record.display_name}»' for record in batch.env[batch.kind._target].browse(ids[:3]))
    texts = {'list': batch.kind._get_title(), 'row': row.number, 'key': batch.kind._get_key_title(type_), 'names': names}
    if len(ids) == 1:
        key = f'same|{batch.kind._kind}|{type_}'
        text = batch.env._(
            "%(list)s: records with the same %(key)s exist, e.g. row %(row)s and %(names)s. Are they the same?", **texts)
    else:
        key = _get_candidates_key(batch, row)
        text = batch.env._("%(list)s, row %(row)s: several records have the same %(key)s: %(names)s. Which is it?", **texts)
    answer = batch.ask(row, Question(
        'same' if len(ids) == 1 else 'candidates', key, text, ('use', 'create', 'skip'), res_model=batch.kind._target,
        candidates=tuple(ids)))
    if answer and answer.answer == 'skip':
        row.is_skipped = True
    elif answer and answer.answer == 'use':
        _use(batch, row, ids[0] if len(ids) == 1 else answer.res_id)


def _get_candidates_key(batch, row):
    return f'candidates|{batch.kind._kind}|{row.fingerprint}'


def _use(batch, row, id_):
    """Take a record for the row; an archived one only after a person has said so."""
    record = batch.env[batch.kind._target].browse(id_)
    if 'active' in record._fields and not record.active:
        answer = batch.ask(row, Question(
            'archived', f'archived|{batch.kind._kind}',
            batch.env._("%(list)s: archived records match, e.g. row %(row)s and «%(name)s».", list=batch.kind._get_title(),
                        row=row.number, name=record.display_name),
            ('use', 'restore', 'create', 'skip')))
        if not answer or answer.answer in ('create', 'skip'):
            row.is_skipped = bool(answer) and answer.answer == 'skip'
            return
        row.values['restore'] = answer.answer == 'restore'
    row.record, row.is_matched, row.is_linked = record, True, True


def _claim(batch, rows, records):
    """Note which records earlier rows of this import mean already: later ones only fill in what is empty."""
    earlier = dict(batch.env.execute_query(SQL(
        """SELECT row.res_id, min(CASE WHEN row.table_id = %s THEN row.id ELSE 0 END) FROM bas_import_row row
             JOIN bas_import_table list ON list.id = row.table_id
            WHERE row.import_id = %s AND row.res_model = %s AND row.res_id = ANY(%s) AND row.action != 'error'
              AND NOT row.id = ANY(%s) AND (list.sequence, list.id) <= (%s, %s)
         GROUP BY row.res_id""",
        batch.table.id, batch.session.id, records._name, records.ids, [row.id for row in batch.rows], batch.table.sequence,
        batch.table.id)))
    for row in rows:
        if row.record:
            row.record = row.record.with_prefetch(records.ids)
            row.is_claimed = earlier.get(row.record.id, row.id) < row.id
            earlier.setdefault(row.record.id, row.id)
