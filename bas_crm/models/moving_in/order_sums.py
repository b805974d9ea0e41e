"""The amount of an order without a list of its items: one line, so that the order has the sum of the file to the kopiyka."""
from odoo.tools import SQL, float_is_zero

from .order_values import split_title

#: external id of the item of these lines
ITEM = '__import__.bas_order_sum'


def is_sum(batch, line):
    """:return: bool: whether a line stands for the whole amount of an order"""
    item = get_item_of(batch)
    return bool(item) and line.product_id == item


def get_item_of(batch):
    """:return: the item of these lines; empty if no import has needed it yet"""
    known = batch.cache['item of sums']
    if not known:
        known['item'] = batch.env.ref(ITEM, raise_if_not_found=False) or batch.env['product.product']
    return known['item']


def add_sums(batch, rows):
    """Add the line to orders that have an amount and no lines, unless the lines are in this import."""
    rows = [row for row in rows if row.get('amount')]
    if batch.is_check or not rows:
        return
    orders = batch.env['sale.order'].browse([row.record.id for row in rows])
    filled = batch.env['sale.order.line'].search_fetch(
        [('order_id', 'in', orders.ids), ('display_type', '=', False)], ['order_id', 'product_id', 'price_unit'])
    lines = filled.grouped('order_id')
    for row in rows:
        known = lines.get(row.record)
        if known and len(known) == 1 and is_sum(batch, known):
            batch.merge(row, known, {'price_unit': row.get('amount')})
    bare = [row for row in rows if row.record not in lines]
    listed = _find_listed(batch, bare)
    # An order that is in the files twice has its amount once.
    bare = {row.record: row for row in reversed(bare) if row.id not in listed}
    if bare:
        item = _get_or_create_item(batch)
        batch.create_records('sale.order.line', [(row, _prepare(batch, row, item)) for row in reversed(bare.values())])


def _prepare(batch, row, item):
    # Whether the amount has VAT in it is not in the file; without a tax the total is the amount.
    return {
        'order_id': row.record.id, 'product_id': item.id, 'product_uom_id': item.uom_id.id, 'product_uom_qty': 1,
        'price_unit': row.get('amount'), 'discount': 0, 'tax_ids': [], 'customer_lead': 0, 'purchase_price': 0,
        'analytic_distribution': False,
        'name': batch.env._("Goods and services of the order %(number)s", number=row.record.name)}


def _get_or_create_item(batch):
    item = get_item_of(batch)
    if not item:
        item = batch.create_records('product.product', [(None, {
            'name': batch.env._("Goods and Services without a List"), 'type': 'service', 'sale_ok': False, 'purchase_ok': False,
            'list_price': 0, 'taxes_id': [], 'company_id': False})])[0]
        batch.cache['item of sums']['item'] = item
        batch.env['ir.model.data']._update_xmlids([{'xml_id': ITEM, 'record': item, 'noupdate': True}])
    return item


def _find_listed(batch, rows):
    """:return: set of ids of the rows whose lines this import has, too"""
    listed = set()
    for table in batch.session.table_ids.filtered(lambda table: table.kind == 'order_line'):
        keys = {column.field_name: column.key for column in table.column_ids if column.field_name}
        listed |= _find_listed_in(batch, table, keys, rows)
    return listed


def _find_listed_in(batch, table, keys, rows):
    order, number, day = (SQL("row.values->>%s", keys.get(name, name)) for name in ('order', 'order_number', 'order_date'))
    numbers, guids = [row.get('number') for row in rows], [row.get('guid') for row in rows if row.get('guid')]
    found = batch.env.execute_query(SQL(
        """SELECT DISTINCT %(order)s, %(number)s, %(day)s FROM bas_import_row row
            WHERE row.table_id = %(table)s AND NOT row.is_skipped AND row.action IS DISTINCT FROM 'error'
              AND (%(order)s = ANY(%(guids)s) OR %(number)s = ANY(%(numbers)s) OR %(order)s = ANY(%(numbers)s)
                   OR substring(%(order)s FROM '(\\S+)\\s+(?:від|от|of)\\s') = ANY(%(numbers)s))""",
        order=order, number=number, day=day, table=table.id, guids=guids, numbers=numbers)) if rows else []
    by_guid, by_number = set(), {}
    for title, own_number, own_day in found:
        by_guid.add(title)
        name, date = split_title(f'{own_number} of {own_day}' if own_number and own_day else own_number or title or '')
        by_number.setdefault(name, set()).add(date)
    return {row.id for row in rows if (row.get('guid') and row.get('guid') in by_guid) or {
        None, batch.kind._get_day(row)} & by_number.get(row.get('number'), set())}


def is_same_sum(first, second):
    return float_is_zero((first or 0) - (second or 0), precision_digits=2)
