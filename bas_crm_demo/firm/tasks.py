"""Kinds of work, and what the firm's masters do for customers and at home."""
from collections import defaultdict
from datetime import timedelta

from odoo import fields

from .moments import moment_at, move_back
from .planning import get_planning_moment, get_status
from .tables import pick, read_table

#: between two orders made of hours
AFTER = timedelta(minutes=7)


def plan_tasks(firm):
    """In the order in which they were planned, so that their numbers follow."""
    _name_works(firm)
    lines = defaultdict(list)
    for row in read_table('task_lines.csv'):
        lines[row['task']].append(row)
    planned = {row['id']: _get_planned(firm, row, lines[row['id']], number)
               for number, row in enumerate(read_table('tasks.csv'))}
    rows = sorted(read_table('tasks.csv'), key=lambda row: planned[row['id']])
    tasks = firm.env['bas.work.task'].create([_get_values(firm, row, lines[row['id']], planned[row['id']]) for row in rows])
    firm.tasks.update(zip((row['id'] for row in rows), tasks, strict=True))
    _complete(firm, rows)
    move_back({firm.tasks[key]: {'create_date': moment} for key, moment in planned.items()})


def _name_works(firm):
    rows = read_table('work_types.csv')
    work_types = firm.env['bas.work.type'].create([{
        'name': row['name'],
        'sequence': number,
        'product_id': row['product'] and firm.products[row['product']].id,
        'price_hour': float(row['price_hour']),
        'color': int(row['color']),
        'company_id': firm.company.id,
    } for number, row in enumerate(rows, 1)])
    firm.work_types.update(zip((row['id'] for row in rows), work_types, strict=True))


def _get_start(line):
    return moment_at(line['day'], line['time'])


def _get_stop(line):
    return _get_start(line) + timedelta(minutes=int(line['minutes']))


def _get_planned(firm, row, lines, number):
    """:return: naive UTC when the task was given"""
    first = min(lines, key=_get_start)
    earliest = [row['order'] and firm.orders[row['order']].create_date, row['event'] and firm.events[row['event']].create_date]
    # Tasks that work orders plan are made when the firm is: no other may seem to come after them.
    return min(get_planning_moment(first, number, earliest), firm.env.cr.now().replace(microsecond=0))


def _get_values(firm, row, lines, planned):
    status = get_status(firm, row['state'], max(map(_get_stop, lines)))
    return {
        **pick(row, 'operation', 'importance', 'description'),
        'company_id': firm.company.id,
        'date': fields.Datetime.context_timestamp(firm.company, planned).date(),
        'performer_id': firm.employees[row['performer']].id,
        'user_id': firm.users[row['user']].id,
        'order_id': row['order'] and firm.orders[row['order']].id,
        'event_id': row['event'] and firm.events[row['event']].id,
        'status_id': status.id,
        'result': status.category == 'done' and row['result'],
        'line_ids': [(0, 0, _get_line_values(firm, line)) for line in lines],
    }


def _get_line_values(firm, line):
    """The price is that of the customer's price list, unless the table knows better."""
    return {
        'work_type_id': firm.work_types[line['work']].id,
        'description': line['description'],
        'start': _get_start(line),
        'stop': _get_stop(line),
        **({'partner_id': firm.counterparties[line['partner']].id} if line['partner'] else {}),
        **({'price_hour': float(line['price'])} if line['price'] else {}),
    }


def _complete(firm, rows):
    """Some of what is done stands on an order already; of some the customer is asked by an event."""
    for row in rows:
        task = firm.tasks[row['id']]
        if row['after']:
            firm.events[row['after']].work_task_id = task
        if row['bill']:
            task.action_add_to_order()
    _date_new_orders(firm)


def _date_new_orders(firm):
    """They have the last numbers, so they come after all others."""
    known = firm.env['sale.order'].union(*firm.orders.values())
    orders = firm.env['sale.order'].search([('company_id', '=', firm.company.id), ('id', 'not in', known.ids)], order='id')
    last = max(known.mapped('date_order'))
    moments = {order: last + AFTER * number for number, order in enumerate(orders, 1)}
    move_back({order: {'create_date': moment, 'date_order': moment} for order, moment in moments.items()})
