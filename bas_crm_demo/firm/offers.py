"""Commercial offers of the last orders: what was offered in which variant, and what the customers said."""
from collections import defaultdict
from datetime import timedelta

from .moments import day_ago
from .tables import read_table


def make_offers(firm, rows):
    """While the orders are drafts still: the offer that was accepted is what is confirmed after it.

    :param rows: of orders
    """
    ages = {row['id']: int(row['age']) for row in rows}
    by_order = defaultdict(list)
    for row in read_table('offers.csv'):
        by_order[row['order']].append(row)
    for key in sorted(by_order, key=ages.get, reverse=True):  # numbers follow the calendar
        _offer(firm.orders[key], by_order[key], day_ago(ages[key]))


def _offer(order, rows, date):
    order.action_create_offer()
    first = order.offer_ids
    offers = first.browse().concat(first, *(first.copy() for _row in rows[1:]))
    for offer, row in zip(offers, rows, strict=True):
        offer.write({
            'title': row['title'], 'design': row['design'], 'date': date,
            'validity_date': date + timedelta(days=int(row['valid']))})
        _vary(offer, row)
    states = dict(zip(offers, (row['state'] for row in rows), strict=True))
    offers.filtered(lambda offer: states[offer] != 'draft')._mark_sent()
    for accepted in offers.filtered(lambda offer: states[offer] == 'accepted'):
        accepted.action_choose()
    refused = offers.filtered(lambda offer: states[offer] == 'rejected' and offer.state == 'sent')
    refused._decide({'state': 'rejected', 'decline_reason': 'Вирішили поки що не братися.'})


def _vary(offer, row):
    lines = offer.line_ids.filtered('product_id')
    if row['without']:
        lines[-int(row['without']):].unlink()
        lines = lines.exists()
    for line in lines:
        if row['discount']:
            line.discount = float(row['discount'])
        if row['quantity']:
            line.product_uom_qty = max(1, round(line.product_uom_qty * float(row['quantity'])))
