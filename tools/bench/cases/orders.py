"""Orders, work orders and offers: the board, the list, the form, a card that is dragged."""
from bench.case import Ask, Case, Record, Screen, opened, window

ACTION, CORE = 'sale_order_action', 'sale.action_orders'


def _choose_draft(env, firm):
    # an order with offers waits for the choice of one before it is confirmed
    drafts = [('state', '=', 'draft'), ('order_type_id', '=', firm.order_type.id), ('offer_ids', '=', False)]
    return env['sale.order'].search([*drafts, ('user_id', '=', env.uid)], order='id desc', limit=1) or (
        env['sale.order'].search(drafts, order='id desc', limit=1))


def _get_next_stage(env, order):
    stages = order.order_type_id.stage_ids.filtered(lambda stage: stage.trigger == 'offer_sent')
    return {'stage_id': stages[:1].id}


def _save_new(env, firm):
    partner = env['res.partner'].search([('user_id', '=', env.uid), ('ref', '!=', 'BENCH-1')], limit=1) or (
        env['res.partner'].search([('ref', '=', 'BENCH-2')]))
    lines = [(0, 0, {'product_id': product.id, 'product_uom_qty': 2}) for product in firm.products[:5]]
    return lambda: env['sale.order'].web_save({'partner_id': partner.id, 'order_line': lines}, {'name': {}})


CASES = [
    # Core's cards stand in columns, too, when the user groups them: there by state, and all of them as here.
    Case('orders: kanban', Screen(ACTION, 'kanban'), Screen(
        'sale.action_quotations', 'kanban', {'search_default_my_quotation': 0}, groupby=('state',))),
    *window('orders', ACTION, CORE, 'list pivot graph'),
    *window('orders', ACTION, CORE, 'calendar activity', may_be_empty=True),
    *opened('order', ACTION, CORE),
    Case('a new order of five lines', Ask(_save_new)),
    Case('a card is dragged', Record(ACTION, _choose_draft, _get_next_stage, 'kanban'),
         Record(CORE, _choose_draft, {'state': 'sent'}, 'kanban')),
    Case('an order is confirmed', Ask(lambda env, firm: _choose_draft(env, firm).action_confirm)),
    *window('work orders', 'sale_order_action_work', CORE, 'kanban list pivot graph calendar activity', may_be_empty=True),
    Case('work order: new', Screen('sale_order_action_work', 'form'), Screen(CORE, 'form')),
    *window('offers', 'bas_commercial_offer_action', 'sale.action_quotations', 'list kanban pivot activity', may_be_empty=True),
    *opened('offer', 'bas_commercial_offer_action', 'sale.action_quotations'),
]
