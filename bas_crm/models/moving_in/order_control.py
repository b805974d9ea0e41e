"""Whether the lines of an order make its amount."""
from odoo.tools import SQL, formatLang

from ...tools.source_files import ValueProblem
from ...tools.source_files.values import parse_number
from .order_sums import is_same_sum


def compare_sums(batch):
    """Tell, on the last row of each order, that its lines do not make its amount in the file."""
    last = {row.get('order'): row for row in batch.get_written_rows()}
    unfinished = _find_unfinished(batch, last.values())
    amounts = _read_amounts(batch, [order for order, row in last.items() if row.id not in unfinished])
    for order in batch.env['sale.order'].browse(amounts):
        if not is_same_sum(order.amount_total, amounts[order.id]):
            last[order.id].remark(batch.env._(
                "The lines of the order %(order)s make %(lines)s, and the order itself %(amount)s.", order=order.name,
                lines=formatLang(batch.env, order.amount_total), amount=formatLang(batch.env, amounts[order.id])))


def _find_unfinished(batch, rows):
    """:return: set of ids of the rows whose order has more lines in later batches"""
    keys = {column.field_name: column.key for column in batch.table.column_ids if column.field_name}
    names = [name for name in ('order', 'order_number') if name in keys]
    unfinished = set()
    for name in names:
        texts = {row.raw[name]: row.id for row in rows if row.raw.get(name)}
        found = batch.env.execute_query(SQL(
            "SELECT DISTINCT row.values->>%(key)s FROM bas_import_row row WHERE row.table_id = %(table)s AND row.id > %(last)s"
            " AND row.step != 'imported' AND NOT row.is_skipped AND row.values->>%(key)s = ANY(%(texts)s)",
            key=keys[name], table=batch.table.id, last=max(row.id for row in batch.rows), texts=list(texts))) if texts else []
        unfinished |= {texts[text] for text, in found}
    return unfinished


def _read_amounts(batch, ids):
    """:return: dict: id of an order → its amount in the files of this import"""
    amounts = {}
    for table in batch.session.table_ids.filtered(lambda table: table.kind in ('order', 'work_order')):
        keys = [column.key for column in table.column_ids if column.field_name == 'amount']
        found = batch.env.execute_query(SQL(
            "SELECT res_id, row.values->>%s FROM bas_import_row row WHERE table_id = %s AND res_id = ANY(%s)",
            keys[0], table.id, ids)) if keys and ids else []
        for id_, text in found:
            try:
                number = parse_number(text or '')
            except ValueProblem:
                continue
            amounts.update({} if number is None else {id_: float(number)})
    return amounts
