"""Orders with an offer that the customer has, and a manager with a password. Runs in Odoo's shell."""
# ruff: noqa: F821
import json

PORT = 18069

config = env['ir.config_parameter']
config.set_param('web.base.url', f'http://127.0.0.1:{PORT}')
config.set_param('report.url', f'http://127.0.0.1:{PORT}')
manager = env['res.users'].create({
    'name': 'Мельник Ірина', 'login': 'manager', 'password': 'manager of two', 'email': 'manager@example.com',
    'group_ids': [(6, 0, [env.ref('sales_team.group_sale_salesman').id])]})
product = env['product.product'].create({'name': 'Стіл', 'list_price': 100, 'taxes_id': False})
made = []
for number in range(3):
    partner = env['res.partner'].create({'name': f'ТОВ «Двоє-{number}»', 'email': f'customer{number}@example.com'})
    order = env['sale.order'].create({
        'partner_id': partner.id, 'user_id': manager.id, 'order_line': [(0, 0, {'product_id': product.id})]})
    order.action_create_offer()
    order.offer_ids.action_mark_sent()
    made.append({'order': order.id, 'url': order.offer_ids.get_portal_url('/accept')})
env.cr.commit()
print('MADE', json.dumps(made))
