"""Which order, which of its lines and which variant of an item a row of order lines means."""
import re
from contextlib import suppress

from odoo.tools import SQL

from ...tools.source_files import ValueProblem
from ...tools.source_files.values import clean_text, parse_date
from .order_sums import get_item_of
from .order_values import get_order_name, split_title
from .references import PENDING, find_keys, find_rows
from .rows import Question

GUID = re.compile(r'[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', re.IGNORECASE)

# ------------------------------------------------------------
# Orders
# ------------------------------------------------------------


def find_orders(batch, row):
    """Put the order of a row into its values; note that it waits, or what is wrong with it."""
    text = get_order_text(row)
    known = batch.cache['orders of lines']
    if not known:
        known.update(_find(batch, {get_order_text(one) for one in batch.rows} - {''}))
    found = known.get(text)
    if not text:
        return
    if isinstance(found, list):
        found = _ask(batch, row, text, found)
    elif found is None:
        row.error(batch.env._("The order «%(order)s» is neither in the files nor here.", order=text))
    if found is PENDING:
        row.pending.add('order')
    elif found:
        row.values['order'] = found


def get_order_text(row):
    """:return: GUID, or number and day, or number; '' if the row tells none"""
    title, number = clean_text(row.raw.get('order', '')), clean_text(row.raw.get('order_number', ''))
    guid = clean_text(row.raw.get('order_guid', ''))
    if guid or GUID.fullmatch(title):
        return guid or title
    own, day = split_title(title or number)
    # A wrong date is the error of its own column.
    with suppress(ValueProblem):
        day = parse_date(row.raw.get('order_date', '')) or day
    return get_order_name(number or own, day)


def _find(batch, texts):
    """:return: dict: text → id, ``PENDING``, list of ids of several orders, or None"""
    found = dict.fromkeys(texts)
    for key in ('order', 'work_order'):
        kind = batch.env['bas.import.kind']._get_kind(key)
        rest = [text for text in texts if not found[text]]
        found.update(find_keys(batch, kind, rest))
        rows = find_rows(batch, kind, [text for text in rest if not found[text]])
        found.update({text: value for text, value in rows.items() if value})
    rest = [text for text in texts if not found[text]]
    kind = batch.env['bas.import.kind']._get_kind('order')
    for text, ids in (kind._find_by_names(batch, rest) if rest else {}).items():
        found[text] = ids[0] if len(ids) == 1 else ids
    for text, count in _count_waiting(batch, [text for text in rest if not found[text]]).items():
        found[text] = PENDING if count == 1 else []
    return found


def _count_waiting(batch, texts):
    """:return: dict: number of an order → how many orders of this import that are not written yet have it"""
    return dict(batch.env.execute_query(SQL(
        """SELECT substring(key FROM '^number:(.*)/[0-9]+$') AS number, COUNT(DISTINCT key)
             FROM bas_import_row row
             JOIN bas_import_table list ON list.id = row.table_id AND list.kind IN ('order', 'work_order'),
                  jsonb_array_elements_text(row.keys) AS key
            WHERE row.import_id = %s AND NOT row.is_skipped AND row.action NOT IN ('error', 'skip') AND row.res_id IS NULL
              AND %s AND substring(key FROM '^number:(.*)/[0-9]+$') = ANY(%s)
         GROUP BY 1""", batch.session.id, batch.is_check, texts))) if texts else {}


def _ask(batch, row, text, ids):
    """:return: id of the order that a person has chosen; None if nobody has yet"""
    answer = batch.ask(row, Question(
        'reference', f'reference|order|{text.casefold()}',
        batch.env._("Several orders have the number «%(number)s», of different days. Which one do the lines belong to?",
                    number=text),
        ('use', 'skip'), field_name='order', value=text[:200], res_model='sale.order', candidates=tuple(ids)))
    if answer and answer.answer == 'skip':
        row.is_skipped = True
    order = batch.env['sale.order'].browse(answer.res_id if answer and answer.answer == 'use' else []).exists()
    return order.id if order.company_id == batch.company else None


# ------------------------------------------------------------
# Lines
# ------------------------------------------------------------

def assign_lines(batch):
    """Find a line of the order for each row that no code knows: of the same item, in order, or the one of the whole amount.

    :return: dict: key → list of the id of the line
    """
    rows = [row for row in batch.rows if row.is_open and not row.is_matched and row.get('order')]
    taken = {row.record.id for row in batch.rows if row.record}
    lines = batch.env['sale.order.line'].search_fetch(
        [('order_id', 'in', list({row.get('order') for row in rows})), ('display_type', '=', False),
         ('is_downpayment', '=', False)], ['order_id', 'product_id', 'sequence'], order='order_id, sequence, id')
    lines = lines.filtered(lambda line: line.id not in taken).grouped(lambda line: line.order_id.id)
    item, found, used = get_item_of(batch), {}, set()
    for row in rows:
        free = [line for line in lines.get(row.get('order'), ()) if line.id not in used]
        same = [line for line in free if line.product_id.product_tmpl_id.id == row.get('item')]
        line = next(iter(same or [line for line in free if item and line.product_id == item]), None)
        if line:
            used.add(line.id)
            found['place', f"{row.get('order')}/{row.id}"] = [line.id]
    return found


# ------------------------------------------------------------
# Variants
# ------------------------------------------------------------

def find_variants(batch, rows):
    """Put the variant of each row's item into ``row.values['product']``: the one whose values the characteristic names."""
    products = batch.env['product.product'].with_context(active_test=False).search(
        [('product_tmpl_id', 'in', list({row.get('item') for row in rows if row.get('item')}))], order='active DESC, id')
    variants = products.grouped(lambda product: product.product_tmpl_id.id)
    for row in rows:
        own = variants.get(row.get('item'), products.browse())
        row.values['product'] = _find_variant(batch, row, own) or own[:1]
        if row.get('item') and not own:
            row.error(batch.env._("The item has no variant, so it cannot be sold."))


def _find_variant(batch, row, variants):
    text = clean_text(row.get('characteristic') or '').casefold()
    if not text:
        return None
    words = {word.strip().rpartition(':')[2].strip() for word in text.replace(';', ',').split(',')}
    for variant in variants:
        values = {value.name.strip().casefold() for value in variant.product_template_attribute_value_ids}
        if values and values == words:
            return variant
    row.remark(batch.env._("The item has no variant «%(variant)s» here: the line has its first one.",
                           variant=row.get('characteristic')))
    return None
