"""Which records are used by others, so that an undo keeps them."""
from collections import defaultdict

from odoo.tools import SQL

#: links that say nothing about the use of a record
IGNORED = ('bas.import', 'mail.followers', 'mail.notification', 'ir.model.data', 'bus.presence')
#: model → condition of its rows that a person has made; they refer to records by model and id
BY_PERSONS = {
    'mail.message': SQL("message_type IN ('comment', 'email', 'email_outgoing')"),
    'mail.activity': SQL("TRUE"),
    'ir.attachment': SQL("res_field IS NULL"),
}


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
            if not field.store or getattr(field, 'comodel_name', None) != model or str(field) in parts:
                continue
            query = _get_query(env, field, ids, free.get(other._name, set()) | restored.get(str(field), set()))
            if query is not None and (links := _run(env, query)):
                yield env['ir.model']._get(other._name).name, links
    for other, condition in BY_PERSONS.items():
        column = SQL.identifier('model' if other == 'mail.message' else 'res_model')
        links = _run(env, SQL("SELECT DISTINCT res_id FROM %s WHERE %s = %s AND res_id = ANY(%s) AND %s",
                              SQL.identifier(env[other]._table), column, model, ids, condition))
        if links:
            yield env['ir.model']._get(other).name, links


def _run(env, query):
    return {id_ for id_, in env.execute_query(query)}


def _get_query(env, field, ids, own):
    """:return: SQL of the ids that the field refers to, but for links of the records themselves; None for a field without one"""
    table = SQL.identifier(env[field.model_name]._table)
    if field.type == 'many2one' and field.column_type and not field.company_dependent:
        column = SQL.identifier(field.name)
        return SQL("SELECT DISTINCT %s FROM %s WHERE %s = ANY(%s) AND NOT id = ANY(%s)", column, table, column, ids, list(own))
    if field.type == 'many2many' and field.relation:
        column, other = SQL.identifier(field.column2), SQL.identifier(field.column1)
        return SQL("SELECT DISTINCT %s FROM %s WHERE %s = ANY(%s) AND NOT %s = ANY(%s)", column, SQL.identifier(field.relation),
                   column, ids, other, list(own))
    return None
