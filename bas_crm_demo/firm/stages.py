"""Stage history of orders, at the dates of the story."""
from datetime import timedelta

from odoo import fields
from odoo.tools import SQL

from .invoices import get_invoice_age, get_payment_age
from .moments import moment_ago
from .tables import read_table

#: reasons of cancelled orders, in turn
REASONS = ('expensive', 'competitor', 'terms', 'changed_mind')
#: time from the order's creation to the customer's decision
THINKS = timedelta(days=2, hours=3)
#: an offer is written in so long, and work begins so long after the agreement
WRITES, BEGINS = timedelta(hours=4), timedelta(days=1, hours=2)


def tell_stages(firm):
    rows = {firm.orders[row['id']]: row for row in read_table('orders.csv')}
    orders = firm.env['sale.order'].search([('company_id', '=', firm.company.id)])
    cancelled = orders.filtered(lambda order: order.state == 'cancel')
    for number, order in enumerate(cancelled):
        order.cancel_reason_id = firm.env.ref(f'bas_crm.bas_cancel_reason_{REASONS[number % len(REASONS)]}')
    firm.env.flush_all()
    for order in orders:
        _move_stays(order, rows.get(order, {}))
    firm.env.invalidate_all()


def _move_stays(order, row):
    """Write entries without gaps, none before the creation of the order and none in the future."""
    stays = order.stage_log_ids.sorted('id')
    moments, latest = [], order.create_date
    for stay in stays:
        latest = min(max(latest, _get_moment(order, stay.stage_id, row)), fields.Datetime.now())
        moments.append(latest)
    for stay, entered, left in zip(stays, moments, [*moments[1:], None], strict=True):
        order.env.cr.execute(SQL(
            """UPDATE bas_order_stage_log
                  SET entered_at = %(entered)s, left_at = %(left)s, began_at = %(began)s, user_id = %(user)s,
                      hours = %(hours)s
                WHERE id = %(id)s""", entered=entered, left=left, began=moments[0], user=order.user_id.id or None, id=stay.id,
            hours=(left - entered).total_seconds() / 3600 if left else 0.0))


def _get_moment(order, stage, row):
    if stage.is_cancelled:
        return order.date_order + THINKS
    if stage.trigger == 'invoiced' and row.get('invoice'):
        return moment_ago(get_invoice_age(row))
    if stage.trigger == 'paid' and row.get('paid'):
        return moment_ago(get_payment_age(row))
    if stage.trigger == 'offer_sent':
        return order.create_date + WRITES
    if stage.trigger == 'confirmed':
        return order.date_order
    return order.date_order + BEGINS if stage._get_rank() else order.create_date
