"""Commercial offers of the latest orders, their variants, and the customers' answers."""
import base64
import io
from collections import defaultdict
from datetime import timedelta

from PIL import Image, ImageDraw

from .moments import day_ago, moment_ago
from .tables import read_table

#: points of a line that a pen draws, on a sheet of this size
SHEET = (360, 120)
STROKE = [(20, 84), (58, 22), (74, 92), (104, 24), (118, 90), (150, 58), (168, 86), (184, 56), (206, 84), (232, 60), (344, 66)]


def make_offers(firm, rows):
    """Create offers while the orders are drafts, since an accepted offer becomes the order that is confirmed afterwards.

    :param rows: of orders
    """
    ages = {row['id']: int(row['age']) for row in rows}
    by_order = defaultdict(list)
    for row in read_table('offers.csv'):
        by_order[row['order']].append(row)
    for key in sorted(by_order, key=ages.get, reverse=True):  # numbers follow the calendar
        _offer(firm.orders[key], by_order[key], ages[key])


def _offer(order, rows, age):
    date = day_ago(age)
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
    for signed in offers.filtered(lambda offer: states[offer] == 'signed'):
        _sign(signed, moment_ago(age))
    refused = offers.filtered(lambda offer: states[offer] == 'rejected' and offer.state == 'sent')
    refused._decide({'state': 'rejected', 'decline_reason': 'Вирішили поки що не братися.'})


def _sign(offer, moment):
    """The customer signs on the page of the offer; it is printed and answered when somebody asks for it."""
    order = offer.order_id
    offer._decide({
        'signed_by': order.partner_id.commercial_partner_id.signatory_name, 'signed_on': moment,
        'signature': _draw_signature()})
    offer.action_choose()
    order.action_confirm()
    order._fix_by_signature()


def _draw_signature():
    sheet, content = Image.new('RGB', SHEET, 'white'), io.BytesIO()
    ImageDraw.Draw(sheet).line(STROKE, fill='navy', width=3, joint='curve')
    sheet.save(content, 'PNG')
    return base64.b64encode(content.getvalue())


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
