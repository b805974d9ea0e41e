from odoo.tools import SQL


def find_first_lines(env, table, key, order, where):
    """:param table: SQL: the lines, a table or a query in brackets
    :param key: SQL: the column with the document of a line
    :return: dict: value of ``key`` → id of its first line, number of its lines; the other lines are not read
    """
    rows = env.execute_query(SQL(
        """SELECT DISTINCT ON (%(key)s) %(key)s, line.id, COUNT(*) OVER (PARTITION BY %(key)s)
             FROM %(table)s AS line
            WHERE %(where)s
         ORDER BY %(key)s, %(order)s""", key=key, table=table, where=where, order=order))
    return {value: (line_id, count) for value, line_id, count in rows}
