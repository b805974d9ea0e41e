"""A year of orders, from leads and from returning customers."""
from .contracts import find_contract
from .moments import moment_ago, move_back
from .offers import make_offers
from .tables import read_table, split

#: numbers of customer orders («замовлення покупця»), the firm's own
PREFIX, PADDING = 'ЗП-', 5
#: days after the confirmation until an order is in work
DAYS_TO_BEGIN = 8


def open_order_book(firm):
    firm.env['ir.sequence'].create({
        'name': 'Замовлення покупця', 'code': 'sale.order', 'prefix': PREFIX, 'padding': PADDING,
        'company_id': firm.company.id})


def take_orders(firm):
    rows = read_table('orders.csv')
    _create(firm, [row for row in rows if not row['lead']])
    _complete(firm, [row for row in rows if row['lead']])
    _number(firm, rows)
    orders = firm.env['sale.order']
    make_offers(firm, rows)
    asked = orders.union(*(firm.orders[row['id']] for row in rows if row['state'] != 'draft'))
    asked.filtered(lambda order: order.state == 'draft').action_quotation_sent()
    confirmed = orders.union(*(firm.orders[row['id']] for row in rows if row['state'] in ('sale', 'cancel')))
    confirmed.filtered(lambda order: order.state != 'sale').action_confirm()  # a signature has confirmed its order
    cancelled = orders.union(*(firm.orders[row['id']] for row in rows if row['state'] in ('cancel', 'lost')))
    cancelled._action_cancel()
    _take_into_work(firm, rows)
    _move_back(firm, rows)


def _create(firm, rows):
    orders = firm.env['sale.order'].create([{
        'partner_id': firm.counterparties[row['counterparty']].id,
        'company_id': firm.company.id,
        'user_id': firm.users[row['user']].id,
        'team_id': firm.env.ref('bas_crm_demo.team').id,
        **_get_values(firm, row),
        'order_line': get_lines(firm, row),
    } for row in rows])
    firm.orders.update(zip((row['id'] for row in rows), orders, strict=True))


def _complete(firm, rows):
    """Add lines, at the prices of the contract, to the order that the decision on a lead has created."""
    for row in rows:
        order = firm.leads[row['lead']].order_ids.with_env(firm.env)
        order.write(_get_values(firm, row))
        order.write({'order_line': get_lines(firm, row)})
        firm.orders[row['id']] = order


def _take_into_work(firm, rows):
    """Move orders that were confirmed some days ago to work."""
    agreed = firm.env['sale.order'].union(*(
        firm.orders[row['id']] for row in rows if row['state'] == 'sale' and int(row['age']) >= DAYS_TO_BEGIN))
    agreed.stage_id = firm.env.ref('bas_crm.bas_order_stage_sale_in_work')


def _get_values(firm, row):
    contract = firm.contracts[row['contract']] if row['contract'] else find_contract(firm, row['counterparty'], row['age'])
    return {'contract_id': contract.id, 'note': row['note'], 'date_order': moment_ago(row['age'])}


def get_lines(firm, row):
    """``'КР-АЛЮ/3 м*8; ПО-МОН*10'`` → commands that make the lines"""
    return [(0, 0, {'product_id': firm.products[key].id, 'product_uom_qty': float(quantity)})
            for key, quantity in (part.split('*') for part in split(row['lines']))]


def _number(firm, rows):
    """Renumber orders by date, since orders of leads were created before the others."""
    moments = {row['id']: moment_ago(row['age'], number) for number, row in enumerate(rows)}
    for number, key in enumerate(sorted(moments, key=moments.get), 1):
        firm.orders[key].name = f'{PREFIX}{number:0{PADDING}}'


def _move_back(firm, rows):
    """Confirming an order dates it today; the order of a lead is as old as its decision."""
    moved = {}
    for number, row in enumerate(rows):
        order, moment = firm.orders[row['id']], moment_ago(row['age'], number)
        created = order.opportunity_id.decision_date or moment
        moved[order] = {'create_date': min(created, moment), 'date_order': moment}
    move_back(moved)
