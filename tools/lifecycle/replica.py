"""A firm with something to see in every list and report, and what the browser of its head of sales asks. Runs in Odoo's shell."""
# ruff: noqa: F821
import json
import sys
from datetime import date, timedelta

sys.path.insert(0, TOOLS)  # the test names it

from bench.asked import client, get_action, make_env

OURS = 'odoo.addons.bas_crm.'
today = date.today()
groups = [env.ref(name).id for name in ('sales_team.group_sale_manager', 'account.group_account_invoice', 'base.group_system')]
head = env['res.users'].with_context(no_reset_password=True).create({
    'name': 'Гнатюк Оксана', 'login': 'head', 'password': 'head of two', 'group_ids': [(4, group) for group in groups]})
env['account.chart.template'].try_loading('generic_coa', env.company, install_demo=False)
env = make_env(env, head)
sudo = env(su=True)
employee = sudo['hr.employee'].create({'name': head.name, 'user_id': head.id})
customer = env['res.partner'].create({'name': 'ТОВ «Репліка»', 'phone': '+380671112233', 'user_id': head.id})
contract = env['bas.contract'].create({'partner_id': customer.id, 'user_id': head.id})
product = sudo['product.product'].create({'name': 'Шафа', 'list_price': 1000, 'invoice_policy': 'order'})
lead = env['crm.lead'].create({'name': 'Шафи для готелю', 'type': 'lead', 'partner_name': 'ПП «Готель»', 'user_id': head.id})
lead.action_convert_to_customer_and_order()
orders = env['sale.order'].create([{
    'partner_id': customer.id, 'contract_id': contract.id, 'user_id': head.id,
    'order_line': [(0, 0, {'product_id': product.id, 'product_uom_qty': 2})]} for _number in range(3)])
orders[2].action_create_offer()
orders[0].action_confirm()
invoice = orders[0]._create_invoices()
invoice.action_post()
orders[1].cancel_reason_id = env['bas.cancel.reason'].search([], limit=1)
orders[1]._action_cancel()
event = env['bas.event'].create({
    'subject': 'Дзвінок', 'user_id': head.id, 'partner_id': customer.id, 'order_id': orders[2].id, 'start': f'{today} 08:00:00'})
task = env['bas.work.task'].create({
    'performer_id': employee.id, 'line_ids': [
        (0, 0, {'description': 'Збирання', 'start': f'{today} 10:00:00'})]})
sudo['bas.debt.reminder']._program_create([{
    'partner_id': customer.id, 'company_id': env.company.id, 'day': today, 'way': 'call', 'event_id': event.id,
    'user_id': head.id}])
handover = env['bas.handover'].create({'user_id': head.id, 'deputy_id': env.ref('base.user_admin').id})
sudo['bas.handover.item'].create({
    'handover_id': handover.id, 'kind': 'leads', 'res_model': 'crm.lead', 'res_id': lead.id, 'res_name': lead.name,
    'old_user_id': head.id, 'new_user_id': handover.deputy_id.id})
plan = env['bas.sales.plan'].create({'period': 'month', 'dimension': 'manager', 'date_from': today.replace(day=1)})
env['bas.sales.plan.line'].create({'plan_id': plan.id, 'date': plan.date_from, 'user_id': head.id, 'amount': 5000})
plan.action_approve()
leaver = env['bas.setup.leaver'].create({'user_id': env.ref('base.user_admin').id})
session = env['bas.import'].create({'file_ids': [(0, 0, {
    'name': 'list.csv', 'raw': 'Найменування;ЄДРПОУ\r\nТОВ «Копія»;32855961'.encode()})]})
session.action_recognise()
session.action_check()
session.action_import()
env.cr.commit()

# ------------------------------------------------------------
# What is asked
# ------------------------------------------------------------

WEEK = [str(today), str(today + timedelta(days=6))]
CHOSEN = {'res.partner': customer, 'crm.lead': lead, 'sale.order': orders[2], 'bas.contract': contract, 'bas.event': event,
          'calendar.event': event.calendar_event_id, 'bas.work.task': task, 'bas.sales.plan': plan,
          'bas.setup.leaver': leaver, 'bas.import': session, 'bas.import.table': session.table_ids,
          'bas.agenda': env['bas.agenda'].search([], limit=1)}
ARGUMENTS = {
    'get_funnel': [[]], 'get_figures': ['revenue', []], 'get_pair': [[]], 'get_overlap': [[]], 'get_working_hours': WEEK,
    'get_working_hours_of_each': WEEK, 'get_rows': [[head.id]], 'get_rows_of_categories': [product.categ_id.ids],
    'get_rows_of_variants': [[head.id], product.ids],
    'web_search_read': [[], {'display_name': {}}, 0, 80],
    ('bas.agenda', 'web_read_group'): [[], ['bucket']],
    ('bas.import.table', 'get_rows'): [['create']],
    ('bas.import', 'action_open_figure'): ['lists', str(session.table_ids.id), 'read']}
CONTEXTS = {'action_open_work': {'bas_kind': 'leads'}}
#: what needs no record
WITHOUT_RECORD = {'res.config.settings'}


def find_methods():
    """:return: {(model, method)}: what of ours the client may call and only reads"""
    return {(model, name) for model, registered in env.registry.items() if not registered._abstract
            for definition in registered.mro() if definition.__module__.startswith(OURS)
            for name, method in vars(definition).items()
            if getattr(method, '_readonly', False) and not getattr(method, '_api_private', False)}


def ask_method(model, name):
    arguments = ARGUMENTS.get((model, name), ARGUMENTS.get(name, []))
    if getattr(getattr(env.registry[model], name), '_api_model', False):
        return client.Call(model, name, arguments, {})
    records = CHOSEN.get(model) or env[model].search([], limit=1)
    assert records or model in WITHOUT_RECORD, f'{model}: there is no record, make one above'
    return client.Call(model, name, [records.ids, *arguments], {'context': CONTEXTS.get(name, {})})


def ask_views():
    """What fills the views of our menus, as they open."""
    for menu in sudo['ir.ui.menu'].search([]):
        if menu.action and (menu.get_external_id()[menu.id] or '').startswith('bas_crm.'):
            action = get_action(env, menu.action.get_external_id()[menu.action.id])
            if action['type'] == 'ir.actions.act_window':
                window = client.Window(env, action)
                for kind in window.trees.keys() - {'form'}:
                    yield from window.get_calls(kind)


calls = [ask_method(*method) for method in sorted(find_methods())] + list(ask_views())
print('ASKED', json.dumps({'calls': calls, 'methods': sorted(find_methods())}, default=str))
