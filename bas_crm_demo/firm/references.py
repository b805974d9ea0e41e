"""What refers to what, as the database itself knows it."""
from odoo.tools import SQL, OrderedSet

#: foreign keys that stop a deletion: restrict, no action
STOPPING = ('r', 'a')


def sort_by_references(env, models):
    """:return: ``models``, each before those whose deletion it would stop"""
    by_table = {model._table: model for model in models}
    stopped_by = {table: OrderedSet() for table in by_table}
    for table, _column, target, rule in _get_foreign_keys(env):
        if rule in STOPPING and table != target and table in by_table and target in by_table:
            stopped_by[target].add(table)
    ordered = OrderedSet()

    def visit(table, path=()):
        if table not in ordered and table not in path:
            for referrer in stopped_by[table]:
                visit(referrer, (*path, table))
            ordered.add(table)

    for table in by_table:
        visit(table)
    return [by_table[table] for table in ordered]


def let_go(records):
    """Empty the fields by which ``records`` would stop the deletion of what they refer to, where they may be empty."""
    fields = records._fields.values()
    columns = {field.name for field in fields if field.store and field.type == 'many2one' and not field.required}
    for table, column, target, rule in _get_foreign_keys(records.env):
        if table == records._table and column in columns and rule in STOPPING and target != table:
            records.flush_recordset([column])
            records.env.cr.execute(SQL(
                "UPDATE %s SET %s = NULL WHERE id IN %s", SQL.identifier(table), SQL.identifier(column), tuple(records.ids)))
    records.invalidate_recordset(flush=False)


def unlink_unused(records, by_links=True):
    """Delete each of ``records``, a list of single ones, that nothing else needs.

    :param by_links: whether a many2many link to a record is a need, as it is for a tag, or its own, as for a partner
    :return: the others
    """
    kept = []
    for record in records:
        record.env.flush_all()
        tables = {model._table for model in record.env.values() if not model._abstract}
        keys = [key for key in _get_foreign_keys(record.env) if by_links or key[0] in tables]
        if _is_needed(record.env, record._table, record.ids, keys, tables):
            kept.append(record)
        else:
            record.unlink()
    return kept


def _is_needed(env, table, ids, keys, tables):
    """Tell whether rows other than ``ids`` need them; what would go with them is asked in its turn."""
    for source, column, target, rule in keys:
        if target != table:
            continue
        if rule == 'c' and source in tables:
            lines = _find_rows(env, source, column, ids, 'id')
            if lines and source != table and _is_needed(env, source, lines, keys, tables):
                return True
        elif set(_find_rows(env, source, column, ids, 'id' if source == table else column)) - set(ids if source == table else ()):
            return True
    return False


def _find_rows(env, table, column, ids, wanted):
    return [value for value, in env.execute_query(SQL(
        "SELECT DISTINCT %s FROM %s WHERE %s IN %s",
        SQL.identifier(wanted), SQL.identifier(table), SQL.identifier(column), tuple(ids)))]


def _get_foreign_keys(env):
    """:return: table, column, table referred to, what a deletion there does"""
    return env.execute_query(SQL("""
        SELECT source.relname, attribute.attname, target.relname, key.confdeltype
          FROM pg_constraint key
          JOIN pg_class source ON source.oid = key.conrelid
          JOIN pg_class target ON target.oid = key.confrelid
          JOIN pg_attribute attribute ON attribute.attrelid = source.oid AND attribute.attnum = key.conkey[1]
         WHERE key.contype = 'f' AND source.relnamespace = current_schema()::regnamespace
      ORDER BY 1, 2, 3"""))
