from odoo.tools import SQL


def find_first_lines(env, table, key, order, where):
    """:param table: SQL: the lines, a table or a query in brackets
    :param key: SQL: the column with the document of a line
    :return: dict: value of ``key`` → id of its first line, number of its lines; the other lines are not read
    """
    rows = env.execute_query(_select_first_lines(table, key, order, where))
    return {value: (line_id, count) for value, line_id, count in rows}


def find_first_items(env, model, key, order, where):
    """Name the first item of documents in one query, without a look at the lines and their products one after another.

    :param str model: the lines, with ``product_id`` and ``name``
    :param str key: the field with the document of a line
    :param dict where: field of a line → SQL: the condition on it
    :return: dict: id of a document → name of the product of its first line, else the text of the line; number of its lines
    """
    lines, template = env[model], env['product.template']
    lines.flush_model([key, 'product_id', 'name', *where, *order])
    env['product.product'].flush_model(['product_tmpl_id'])
    template.flush_model(['name'])
    first = _select_first_lines(
        SQL.identifier(lines._table), SQL.identifier(key), SQL(", ").join(map(SQL.identifier, order)),
        SQL(" AND ").join(where.values()), SQL(", line.product_id"))
    # Product by product: a join would read the whole price list.
    name = SQL(
        """(SELECT %s FROM product_product product JOIN product_template template ON template.id = product.product_tmpl_id
             WHERE product.id = first.product_id)""", template._field_to_sql('template', 'name'))
    text = SQL("(SELECT line.name FROM %s AS line WHERE line.id = first.id)", SQL.identifier(lines._table))
    return {value: (product or text or '', count) for value, product, text, count in env.execute_query(SQL(
        """SELECT first.document, %s, CASE WHEN first.product_id IS NULL THEN %s END, first.count
             FROM (%s) AS first (document, id, count, product_id)""", name, text, first))}


def _select_first_lines(table, key, order, where, more=None):
    return SQL(
        """SELECT DISTINCT ON (%(key)s) %(key)s, line.id, COUNT(*) OVER (PARTITION BY %(key)s)%(more)s
             FROM %(table)s AS line
            WHERE %(where)s
         ORDER BY %(key)s, %(order)s""", key=key, table=table, where=where, order=order, more=more or SQL(""))
