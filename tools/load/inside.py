"""What runs in Odoo's shell: the same firm with the add-on and without it, and the calls that its people's browsers send."""
import json

from bench.asked import client, get_action, make_env

from odoo.fields import Datetime
from odoo.tools.json import json_default

from load.mark import LOGINS, MARK, PASSWORD
from load.mix import MIX

PARAMETER = 'bas_crm.load_records'
#: a picture of one point
SIGNATURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='


def prepare(env, is_ours, acceptances, records):
    """Print the calls of each operation.

    :param is_ours: the add-on is installed
    :param acceptances: how many documents customers have before them
    :param records: how many leads, orders and events the firm has
    """
    if not env['ir.config_parameter'].get_param(PARAMETER):
        _make_firm(env, 'lead' if is_ours else 'opportunity', records)
    asked = (_Ours if is_ours else _Core)(env)
    prepared = {'acceptance': asked.prepare_acceptances(_make_orders(env, acceptances))}
    env.cr.commit()
    for operation in MIX.keys() - prepared.keys():
        prepared[operation] = [
            [(f'/web/dataset/call_kw/{call.model}/{call.method}', call._asdict()) for call in calls]
            for calls in getattr(asked, f"ask_{operation.replace(' ', '_')}")()]
    print(MARK + json.dumps(prepared, default=json_default))


# ------------------------------------------------------------
# The firm
# ------------------------------------------------------------

def _make_firm(env, kind, records):
    env['account.chart.template'].try_loading('generic_coa', env.company, install_demo=False)
    group = env.ref('sales_team.group_sale_salesman_all_leads')
    users = env['res.users'].with_context(no_reset_password=True).create([
        {'name': login, 'login': login, 'password': PASSWORD, 'email': f'{login}@load.example', 'tz': 'Europe/Kyiv',
         'group_ids': [(4, group.id)]} for login in LOGINS])
    env['product.product'].create([
        {'name': f'Load {number}', 'default_code': f'LOAD-{number}', 'list_price': 100 + number} for number in range(30)])
    partners = env['res.partner'].create([
        {'name': f'Customer {number}', 'ref': 'LOAD', 'email': f'customer{number}@load.example',
         'user_id': _turn(users, number).id}
        for number in range(records // 4 + 1)])
    stages = env['crm.stage'].search([('is_won', '=', False)])
    env['crm.lead'].create([
        {'name': f'Lead {number}', 'type': kind, 'stage_id': _turn(stages, number).id,
         'user_id': _turn(users, number).id, 'partner_name': f'Prospect {number}',
         'phone': f'+38050{number:07}'} for number in range(records)])
    env['calendar.event'].create([
        {'name': f'Meeting {number}', 'start': Datetime.now(), 'stop': Datetime.now(), 'user_id': _turn(users, number).id,
         'partner_ids': [(6, 0, _turn(partners, number).ids)]} for number in range(records // 4)])
    orders = _make_orders(env, records)
    orders[:records // 2].action_confirm()
    env['ir.config_parameter'].set_param(PARAMETER, records)


def _turn(records, number):
    return records[number % len(records)]


def _make_orders(env, number):
    """Quotations that customers may sign, of all people in turn."""
    users = env['res.users'].search([('login', 'in', LOGINS)], order='id')
    partners = env['res.partner'].search([('ref', '=', 'LOAD')], order='id')
    products = env['product.product'].search([('default_code', '=like', 'LOAD-%')], order='id')
    return env['sale.order'].create([
        {'partner_id': _turn(partners, place).id, 'user_id': _turn(users, place).id, 'require_signature': True,
         'require_payment': False, 'order_line': [
             (0, 0, {'product_id': _turn(products, place + line).id, 'product_uom_qty': 1 + line}) for line in range(3)]}
        for place in range(number)])


# ------------------------------------------------------------
# What is asked
# ------------------------------------------------------------

class _Asked:
    """The calls of each operation: a list for each time, whose members are sent one after the other."""

    leads = orders = None
    #: what people choose in the search bars
    leads_shown, orders_shown = {}, {}

    def __init__(self, env):
        users = env['res.users'].search([('login', 'in', LOGINS)], order='id')
        self.env = make_env(env, users[0])
        self.partners = self.env['res.partner'].search([('ref', '=', 'LOAD')], order='id')
        self.drafts = self.env['sale.order'].search([('state', '=', 'draft')], order='id', limit=20)

    def open(self, action, **context):
        return client.Window(self.env, get_action(self.env, action), **context)

    def ask_leads_board(self):
        return [self.open(self.leads, **self.leads_shown).get_calls('kanban')]

    def ask_orders_board(self):
        return [self.open(self.orders, **self.orders_shown).get_calls('kanban')]

    def ask_order_moved(self):
        """Cards that are dragged there and back; there are few, so that people meet."""
        window = self.open(self.orders)
        spec = client.get_spec(window.model, window.trees['kanban'])
        return [[client.Call('sale.order', 'web_save', [order.ids, values], {'specification': spec})]
                for values in self.get_moves() for order in self.drafts]

    def make(self, model, values_list):
        return [[client.Call(model, 'web_save', [[], values], {'specification': {'display_name': {}}})] for values in values_list]

    def sign(self, records, path):
        env = self.env(su=True)
        for record in records.with_env(env):
            record._portal_ensure_token()
        return [[(path.format(record.id), {
            'access_token': record.access_token, 'name': 'Оксана Коваль', 'signature': SIGNATURE})] for record in records]


class _Ours(_Asked):
    leads, orders = 'bas_crm.crm_lead_action', 'bas_crm.sale_order_action'

    def ask_report(self):
        """The funnel and the managers' figures, as their menus open them."""
        return [self.open('bas_crm.bas_funnel_report_action').get_calls('bas_funnel'),
                self.open('bas_crm.bas_manager_report_action').get_calls('bas_managers')]

    def ask_new_event(self):
        return self.make('bas.event', [
            {'partner_id': partner.id, 'subject': 'Load', 'event_type': 'call'} for partner in self.partners])

    def get_moves(self):
        stages = self.drafts.order_type_id[:1].stage_ids.sorted('sequence')
        return [{'stage_id': stage.id} for stage in (stages[1], stages[0])]

    def prepare_acceptances(self, orders):
        for order in orders:
            order.action_create_offer()
        orders.offer_ids.action_mark_sent()
        return self.sign(orders.offer_ids, '/my/offers/{}/accept')


class _Core(_Asked):
    """As many cards as on our boards: of all people, and orders in columns by salesperson, since core has no stages of orders."""

    leads, orders = 'crm.crm_lead_action_pipeline', 'sale.action_orders'
    leads_shown, orders_shown = {'search_default_assigned_to_me': 0}, {'search_default_salesperson': 1}

    def ask_report(self):
        """Sales by salesperson, of the year and of the month, as core's pivot asks."""
        return [self.open('sale.action_order_report_all').get_calls('pivot')]

    def ask_new_event(self):
        return self.make('calendar.event', [
            {'name': 'Load', 'start': '2026-03-10 10:00:00', 'stop': '2026-03-10 10:30:00', 'partner_ids': [(6, 0, partner.ids)]}
            for partner in self.partners])

    def get_moves(self):
        return [{'state': 'sent'}, {'state': 'draft'}]

    def prepare_acceptances(self, orders):
        orders.action_quotation_sent()
        return self.sign(orders, '/my/orders/{}/accept')
