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


def unlink_unused(records):
    """Delete each of ``records``, a list of single ones, that nothing refers to.

    :return: the others
    """
    kept = []
    for record in records:
        if _get_referrers(record):
            kept.append(record)
        else:
            record.unlink()
    return kept


def _get_referrers(record):
    """:return: tables with rows that need ``record``; its own lines, which go with it, do not count"""
    env = record.env
    env.flush_all()
    lines = {model._table for model in env.values() if not model._abstract}
    found = []
    for table, column, target, rule in _get_foreign_keys(env):
        if target != record._table or (rule == 'c' and table in lines):
            continue
        env.cr.execute(SQL("SELECT 1 FROM %s WHERE %s = %s LIMIT 1", SQL.identifier(table), SQL.identifier(column), record.id))
        if env.cr.fetchone():
            found.append(table)
    return found


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
