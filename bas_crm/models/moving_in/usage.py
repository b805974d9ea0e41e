"""Which records are used by others, so that an undo keeps them."""
import json
from collections import defaultdict

from odoo.tools import SQL

#: links that say nothing about the use of a record
IGNORED = ('bas.import', 'mail.followers', 'mail.notification', 'ir.model.data', 'bus.presence')
#: model → condition of those of its rows that a person has made; the other rows of these models say nothing of a use
BY_PERSONS = {
    'mail.message': SQL("message_type IN ('comment', 'email', 'email_outgoing')"),
    'ir.attachment': SQL("res_field IS NULL"),
    'calendar.event': SQL("bas_kind IS NULL"),  # the others only show a document in the calendar
}
#: links by number whose model is told by another field than its name lets expect; the field is a link to ``ir.model``
THREADS = {'mail.alias.alias_force_thread_id': 'alias_model_id'}


def find_used(env, created, parts, restored=None):
    """Find records that are used by something outside of a set of records.

    :param dict created: model → list of ids that would be deleted together
    :param set parts: 'model.field' of links of records that go with theirs
    :param dict restored: 'model.field' → set of ids of records whose links are given back before
    :return: dict: model → dict: id → who uses it, for a person
    """
    env.flush_all()
    used = {model: {} for model in created}
    free = {model: set(ids) for model, ids in created.items()}
    while True:
        found = _find(env, free, parts, restored or {})
        if not any(found.values()):
            return used
        for model, reasons in found.items():
            used[model].update(reasons)
            free[model] -= reasons.keys()


def _find(env, free, parts, restored):
    found = defaultdict(dict)
    for model, ids in free.items():
        if ids:
            for name, links in _read_links(env, model, list(ids), free, parts, restored):
                found[model].update({id_: name for id_ in links if id_ not in found[model]})
    return found


def _read_links(env, model, ids, free, parts, restored):
    """:return: iterator of (name of what uses them, ids that are used)"""
    for other in env.registry.values():
        if not other._auto or other._abstract or other._transient or other._name.startswith(IGNORED):
            continue
        for field in other._fields.values():
            if not field.store or str(field) in parts:
                continue
            query = _get_query(env, field, model, ids, free.get(other._name, set()) | restored.get(str(field), set()))
            if query is not None and (links := _run(env, query)):
                yield env['ir.model']._get(other._name).name, links
    if links := _find_defaults(env, model) & set(ids):
        yield env['ir.model']._get('ir.default').name, links


def _run(env, query):
    return {id_ for id_, in env.execute_query(query)}


def _get_query(env, field, model, ids, own):
    """:param str model: of the records with the ids
    :param own: ids of the records of the field's model that go, too: their links do not count
    :return: SQL of those of the ids that the field refers to; None for a field that refers to no record of the model"""
    table = SQL.identifier(env[field.model_name]._table)
    column, own = SQL.identifier(field.name), SQL("NOT line.id = ANY(%s)", list(own))
    if field.type == 'many2one' and field.column_type and field.comodel_name == model:
        if field.company_dependent:  # JSON: id of a company → id of the record
            return SQL("SELECT DISTINCT link.value::int FROM %s line, jsonb_each_text(line.%s) link "
                       "WHERE link.value = ANY(%s) AND %s", table, column, list(map(str, ids)), own)
        return SQL("SELECT DISTINCT line.%s FROM %s line WHERE line.%s = ANY(%s) AND %s", column, table, column, ids, own)
    if field.type == 'many2many' and field.relation and field.comodel_name == model:
        return _get_many2many_query(field, ids, own)
    if field.type == 'reference' and field.column_type:
        return SQL("SELECT DISTINCT split_part(line.%s, ',', 2)::int FROM %s line WHERE line.%s = ANY(%s) AND %s",
                   column, table, column, [f'{model},{id_}' for id_ in ids], own)
    if field.type == 'properties' and field.column_type:
        return _get_property_query(env, field, model, ids, own)
    condition = _get_model_condition(env, field, model)
    return condition and SQL("SELECT DISTINCT line.%s FROM %s line WHERE line.%s = ANY(%s) AND %s AND %s",
                             column, table, column, ids, own, condition)


def _get_many2many_query(field, ids, own):
    line = SQL("(SELECT %s AS id, %s AS link FROM %s) line", *map(SQL.identifier, (field.column1, field.column2, field.relation)))
    return SQL("SELECT DISTINCT line.link FROM %s WHERE line.link = ANY(%s) AND %s", line, ids, own)


def _get_property_query(env, field, model, ids, own):
    """Properties are JSON, and what each of them is stands in the record that defines them, e.g. in the category of items; for
    properties without such a record, in the one definition of the field."""
    parent = env[field.model_name]._fields[field.definition_record]
    if parent.store and parent.column_type:
        join = SQL("parent.id = line.%s", SQL.identifier(parent.name))
    elif parent.comodel_name == 'properties.base.definition':
        join = SQL("parent.properties_field_id = %s", env['ir.model.fields']._get_ids(field.model_name)[field.name])
    else:
        return None
    return SQL(
        """SELECT DISTINCT link.value::text::int FROM %s line JOIN %s parent ON %s,
                  jsonb_path_query(parent.%s, '$[*]') property,
                  jsonb_path_query(line.%s -> (property ->> 'name'), '$[*]') link (value)
            WHERE property ->> 'comodel' = %s AND link.value::text = ANY(%s) AND %s""",
        SQL.identifier(env[field.model_name]._table), SQL.identifier(env[parent.comodel_name]._table), join,
        SQL.identifier(field.definition_record_field), SQL.identifier(field.name), model, list(map(str, ids)), own)


def _get_model_condition(env, field, model):
    """:return: SQL of the rows in which a number, e.g. ``res_id``, is the id of a record of the model; None for other fields"""
    if not field.column_type or field.type not in ('many2one_reference', 'integer'):
        return None
    if name := THREADS.get(str(field)):
        return SQL("line.%s = %s", SQL.identifier(name), env['ir.model']._get_id(model))
    names, prefix = (getattr(field, 'model_field', None),), field.name.removesuffix('res_id')
    if field.type == 'integer':
        names = (f'{prefix}res_model', f'{prefix}model') if field.name.endswith('res_id') else ()
    told = next(filter(None, map(env[field.model_name]._fields.get, names)), None)
    if not told or not told.store or not told.column_type:
        return None
    return SQL("line.%s = %s AND %s", SQL.identifier(told.name), model, BY_PERSONS.get(field.model_name, SQL("TRUE")))


def _find_defaults(env, model):
    """:return: set of ids of the records that default values of fields name; core deletes such defaults without a word"""
    defaults = env['ir.default'].search([('field_id.relation', '=', model)])
    values = [json.loads(value) for value in defaults.mapped('json_value')]
    return {id_ for value in values for id_ in (value if isinstance(value, list) else [value]) if isinstance(id_, int)}
