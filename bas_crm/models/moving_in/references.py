"""References of rows: names and codes of other records become their ids."""
from collections import defaultdict

from odoo.tools import SQL

from ...tools.names import is_same_name
from ...tools.source_files.values import clean_text, normal_name
from .rows import Question, shorten_key
from .users import get_manager_domain

#: the record is created by a row of this import that is not imported yet
PENDING = object()
#: what people call currencies
CURRENCIES = {
    'грн': 'UAH', 'грн.': 'UAH', '₴': 'UAH', 'гривня': 'UAH', 'гривна': 'UAH', '980': 'UAH',
    '$': 'USD', 'дол': 'USD', 'дол.': 'USD', 'долар': 'USD', 'доллар': 'USD', 'долар сша': 'USD', '840': 'USD',
    '€': 'EUR', 'євро': 'EUR', 'евро': 'EUR', '978': 'EUR', 'zł': 'PLN', 'злотий': 'PLN', '985': 'PLN',
}
#: names of countries in the languages of BAS, which need not be those of the users
COUNTRIES = {'україна': 'UA', 'украина': 'UA', 'ukraine': 'UA', '804': 'UA'}
#: model → other names of its records
ALIASES = {'res.currency': CURRENCIES, 'res.country': COUNTRIES}
#: model → fields in which a name is looked up
NAME_FIELDS = {
    'res.users': ('name', 'login'), 'res.currency': ('name', 'symbol'), 'res.country': ('name', 'code'),
}


def resolve(batch):
    """Put the ids of the records that rows refer to into their values. All questions of a row are asked at once.

    A file of objects tells the GUID of the other one beside its name («counterparty_guid»): it decides, if it is known here.
    """
    fields = {name: field for name, field in batch.kind._get_fields().items() if field.type == 'reference'}
    for name, field in fields.items():
        is_list = batch.env['bas.import.kind']._get_kind(field.refers_to) is not None
        rows = [row for row in batch.rows if row.is_read and _has_reference(row, name, is_list)]
        by_guid = find(batch, field.refers_to, {guid for row in rows if (guid := row.raw.get(f'{name}_guid'))})
        unknown = [row for row in rows if by_guid.get(row.raw.get(f'{name}_guid')) is None]
        found = find(batch, field.refers_to, {clean_text(row.raw[name]) for row in unknown})
        _load_answers(batch, name, field, {text for row in unknown if not found[text := clean_text(row.raw[name])]})
        for row in rows:
            text = clean_text(row.raw[name])
            value = by_guid.get(row.raw.get(f'{name}_guid'))
            if value is None and (value := found.get(text)) is None:
                value = _ask(batch, row, name, field, text)
            if value is PENDING:
                row.pending.add(name)
            elif value:
                row.values[name] = value


def _has_reference(row, name, is_list):
    """A reference to a list that is imported may have no name: then it is called by its GUID."""
    if is_list and not clean_text(row.raw.get(name, '')) and (guid := row.raw.get(f'{name}_guid')):
        row.raw[name] = guid
    return bool(clean_text(row.raw.get(name, '')))


def find(batch, refers_to, texts):
    """Look up records by GUID, code or name; each text is looked up once in a batch.

    :param refers_to: key of a kind of list, or a model
    :return: dict: text → id, ``PENDING``, or None for an unknown one
    """
    known = batch.cache['references', refers_to]
    new = [text for text in texts if text and text not in known]
    if new:
        kind = batch.env['bas.import.kind']._get_kind(refers_to)
        known.update(_find_of_kind(batch, kind, new) if kind is not None else _find_of_model(batch, refers_to, new))
    return known


# ------------------------------------------------------------
# Records of lists
# ------------------------------------------------------------

def _find_of_kind(batch, kind, texts):
    found = dict.fromkeys(texts)
    found.update(find_keys(batch, kind, texts))
    found.update(find_rows(batch, kind, [text for text in texts if not found[text]]))
    rest = [text for text in texts if not found[text]]
    named = kind._find_by_names(batch, rest) if rest else {}
    batch.answers.load(_get_key(kind._kind, text) for text, ids in named.items() if len(ids) > 1)
    for text, ids in named.items():
        found[text] = ids[0] if len(ids) == 1 else _choose(batch, kind, text, ids)
    return found


def find_keys(batch, kind, texts):
    """Look texts up among the GUIDs and codes that imports have given to records; part of :func:`find`.

    :return: dict: text → id of the record; without the unknown ones"""
    rows = batch.env.execute_query(SQL(
        """SELECT substr(value, strpos(value, ':') + 1), res_id FROM bas_import_key
            WHERE company_id = %s AND source = %s AND kind = %s AND value = ANY(%s)""",
        batch.company.id, batch.source, kind._kind, [f'{type_}:{text}' for text in texts for type_ in ('guid', 'code')]))
    existing = kind._find_usable(batch, [id_ for _text, id_ in rows])
    return {text: id_ for text, id_ in rows if id_ in existing}


def find_rows(batch, kind, texts):
    """Look texts up among the rows of this import, by GUID, code or name; part of :func:`find`.

    :return: dict: text → id of the record of the row, ``PENDING`` if it is not written yet; without the unknown ones"""
    by_key = {f'{type_}:{text}': text for text in texts for type_ in ('guid', 'code')}
    by_key.update({f'name:{name}': text for text in texts if (name := normal_name(text))})
    rows = batch.env.execute_query(SQL(
        """SELECT key, res_id FROM bas_import_row row
             JOIN bas_import_table list ON list.id = row.table_id AND list.kind = %s,
                  jsonb_array_elements_text(row.keys) AS key
            WHERE row.import_id = %s AND key = ANY(%s) AND NOT row.is_skipped
              AND (row.res_id IS NOT NULL OR (%s AND row.action NOT IN ('error', 'skip')))
         ORDER BY row.id DESC""",
        kind._kind, batch.session.id, list(by_key), batch.is_check)) if by_key else []
    return {by_key[key]: res_id or PENDING for key, res_id in rows}


# ------------------------------------------------------------
# Records of other models
# ------------------------------------------------------------

def _find_of_model(batch, model, texts):
    names = _get_names(batch, model)
    found = {}
    for text in texts:
        word = text.casefold()
        ids = names.get(ALIASES.get(model, {}).get(word, word).casefold(), [])
        if not ids and model == 'res.users':
            ids = [id_ for id_ in {id_ for ids in names.values() for id_ in ids} if is_same_name(
                text, batch.env['res.users'].browse(id_).name)]
        found[text] = ids[0] if len(ids) == 1 else None
    return found


def _get_names(batch, model):
    """:return: dict: name in lower case → list of ids; of the session's company only. These are catalogues, not documents."""
    known = batch.cache['names', model]
    if not known:
        records = _get_catalogue(batch, model)
        for name in NAME_FIELDS.get(model, ('name',)):
            for record in records:
                ids = known.setdefault(str(record[name] or '').strip().casefold(), [])
                ids += [] if record.id in ids else [record.id]
        known.pop('', None)
    return known


def _get_catalogue(batch, model):
    domain = []
    if model == 'res.users':
        domain = get_manager_domain(batch.company)
    elif 'company_id' in batch.env[model]._fields:
        domain = [('company_id', 'in', (False, batch.company.id))]
    return batch.env[model].search(domain)


# ------------------------------------------------------------
# Questions
# ------------------------------------------------------------

def _choose(batch, kind, text, ids):
    """:return: id that a person has chosen of several records of one name; None if nobody has yet"""
    question = _get_question(batch, kind._get_title(), kind._kind, kind._target, text, ('use', 'skip'), ids)
    answer = batch.answers.get(question.key)
    batch.cache['several'][kind._kind, text] = question
    return answer.res_id if answer and answer.answer == 'use' else None


def _load_answers(batch, name, field, texts):
    """Read the answers about the unknown names of a field at once."""
    kind = batch.env['bas.import.kind']._get_kind(field.refers_to)
    if field.creates != 'unasked':
        batch.answers.load(_get_question_of(batch, name, field, kind, text).key for text in texts)


def _get_question_of(batch, name, field, kind, text):
    """:return: the question about an unknown name; once for a batch"""
    known = batch.cache['questions', name]
    if text not in known:
        question = batch.cache['several'].get((field.refers_to, text))
        if question is None and kind is not None:
            question = _get_missing_question(batch, name, field, kind, text)
        elif question is None:
            options = ('use', *(['create'] if field.creates else []), *(['skip'] if field.required else ['empty', 'skip']))
            question = _get_question(batch, field.label, field.refers_to, field.refers_to, text, options)
        known[text] = question
    return known[text]


def _ask(batch, row, name, field, text):
    """:return: id that a person has answered; ``PENDING`` for a record that will be created; None if the row has to wait"""
    kind = batch.env['bas.import.kind']._get_kind(field.refers_to)
    if field.creates == 'unasked':
        return _create(batch, row, field, kind, text)
    answer = batch.ask(row, _get_question_of(batch, name, field, kind, text))
    if not answer:
        return None
    if answer.answer == 'skip':
        row.is_skipped = True
    if answer.answer == 'create':
        return _create(batch, row, field, kind, text)
    return answer.res_id if answer.answer == 'use' else None


def _get_key(refers_to, text):
    return shorten_key(f'reference|{refers_to}|{text.casefold()}')


def _get_question(batch, label, refers_to, model, text, options, ids=()):
    return Question(
        'reference', _get_key(refers_to, text),
        batch.env._("%(field)s «%(name)s»: which record is it?", field=label, name=text[:100]),
        options, value=text[:200], res_model=model, candidates=tuple(ids))


def _get_missing_question(batch, name, field, kind, text):
    options = (*(['create'] if kind._creates else []), *(['skip'] if field.required else ['empty', 'skip']))
    return Question(
        'missing', f'missing|{batch.kind._kind}|{name}',
        batch.env._("%(list)s: «%(field)s» is neither in the files nor here, e.g. «%(name)s».",
                    list=batch.kind._get_title(), field=field.label, name=text[:100]),
        options, field_name=name)


def _create(batch, row, field, kind, text):
    """Create the record that a row refers to, with nothing but its name."""
    if batch.is_check:
        return PENDING
    model = batch.env[kind._target if kind is not None else field.refers_to]
    vals = kind._prepare_by_name(batch, text) if kind is not None else {
        'name': text, **batch.kind._prepare_reference(batch, row, field.refers_to)}
    record = batch.create_records(model._name, [(row, vals)])[0]
    if record:
        batch.cache['references', field.refers_to][text] = record.id
    return record.id


def group_by_field(rows, name):
    """:return: dict: value of a field → list of rows"""
    groups = defaultdict(list)
    for row in rows:
        if row.get(name):
            groups[row.get(name)].append(row)
    return groups
