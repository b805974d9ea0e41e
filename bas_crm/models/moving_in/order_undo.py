"""An order is undone with all its lines, or stays with all of them."""
from .usage import find_used


def find_kept(session, orders):
    """:param orders: orders whose lines an undo would delete
    :return: dict: id of an order of this import that somebody uses → who does"""
    env = session.env
    created = {model: set(env['bas.import.change'].search([
        ('import_id', '=', session.id), ('kind', '=', 'created'), ('res_model', '=', model), ('undo_state', '=', False),
        ('res_id', 'in', ids)]).mapped('res_id')) for model, ids in (
            ('sale.order', orders.ids), ('sale.order.line', orders.order_line.ids))}
    return find_used(env, {model: list(ids) for model, ids in created.items()}, session._get_parts())['sale.order']
