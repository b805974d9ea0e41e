"""The flows that are walked: each makes what it needs and gives the calls of the web client that are counted.

Runs in Odoo's shell.
"""
from odoo.service.model import call_kw

CONTEXT = {'lang': 'uk_UA', 'tz': 'Europe/Kyiv', 'no_reset_password': True}
TODAY, MONTH = '2026-03-10', '2026-03-01'
#: codes of firms with the right check digit: nothing is found that resembles the lead
CODES = ('32855961', '14360570')
#: what a form reads back after it is saved; the fields that it shows are no part of a walk
READ_BACK = {'specification': {'display_name': {}}}


class Walker:
    """A user of his own, and calls as the web client makes them."""

    def __init__(self, env, login, *groups):
        self.root = env(context={**env.context, **CONTEXT})
        self.user = self.root['res.users'].create({
            'name': login, 'login': login, 'tz': CONTEXT['tz'], 'lang': CONTEXT['lang'],
            'group_ids': [(4, env.ref(group).id) for group in groups]})
        self.env = self.root(user=self.user.id)

    def call(self, model, method, *args, **kwargs):
        return call_kw(self.env[model], method, list(args), kwargs)

    def create(self, model, **values):
        """:return: the id of a record that a form saved"""
        return self.call(model, 'web_save', [], values, **READ_BACK)[0]['id']


def lead_to_order(env, turn):
    """A manager enters a lead and presses «Customer and Order»: a counterparty, its contract and an order are made."""
    walker = Walker(env, f'walk-lead-{turn}', 'sales_team.group_sale_salesman')

    def act():
        lead = walker.create(
            'crm.lead', name=f'Walk {turn}', type='lead', partner_name=f'Walk & Sons {turn}', contact_name='Ann',
            phone=f'+38067765432{turn}', email_from=f'ann@walk{turn}.example', company_registry=CODES[turn])
        walker.call('crm.lead', 'action_convert_to_customer_and_order', [lead])
        if not env['crm.lead'].browse(lead).order_ids:
            raise AssertionError('the lead made no order')
    return act


def invoice_to_cell(env, turn):
    """An invoice of a month that is planned is posted, and the pivot of the plan-fact analysis is read."""
    if not env.company.chart_template:
        env['account.chart.template'].try_loading('generic_coa', env.company, install_demo=False)
    walker = Walker(env, f'walk-invoice-{turn}', 'sales_team.group_sale_manager', 'account.group_account_invoice')
    product = walker.root['product.product'].create({'name': f'Table {turn}', 'type': 'service', 'taxes_id': False})
    partner = walker.root['res.partner'].create({'name': f'Customer {turn}', 'is_company': True})
    plan = walker.create('bas.sales.plan', period='month', date_from=MONTH, dimension='product')
    env['bas.sales.plan.line'].create({
        'plan_id': plan, 'date': MONTH, 'product_tmpl_id': product.product_tmpl_id.id, 'quantity': 5, 'price_unit': 100})
    walker.call('bas.sales.plan', 'action_approve', [plan])

    def act():
        invoice = walker.create(
            'account.move', move_type='out_invoice', partner_id=partner.id, invoice_date=TODAY, invoice_line_ids=[
                (0, 0, {'product_id': product.id, 'quantity': 2, 'price_unit': 100, 'tax_ids': []})])
        walker.call('account.move', 'action_post', [invoice])
        cells = walker.call(
            'bas.plan.fact.report', 'formatted_read_grouping_sets', [('plan_id', '=', plan)], [[], ['product_tmpl_id']],
            ['plan_amount:sum', 'fact_amount:sum', 'deviation_amount:sum', 'completion:sum', 'forecast_amount:sum'])
        if [row['fact_amount:sum'] for row in cells[1] if row['product_tmpl_id'][0] == product.product_tmpl_id.id] != [200]:
            raise AssertionError(f'the cell does not hold the invoice: {cells}')
    return act


def drag_of_task(env, turn):
    """A manager drags a line of a work task to other hours on the calendar's board."""
    walker = Walker(env, f'walk-task-{turn}', 'sales_team.group_sale_salesman')
    performer = walker.root['hr.employee'].create({
        'name': f'Performer {turn}', 'user_id': walker.user.id, 'company_id': env.company.id})
    task = walker.create('bas.work.task', performer_id=performer.id, line_ids=[
        (0, 0, {'description': 'Mounting', 'start': f'{TODAY} 09:00:00', 'stop': f'{TODAY} 11:00:00'})])
    line = env['bas.work.task'].browse(task).line_ids
    record = env['calendar.event'].search([('res_model', '=', line._name), ('res_id', '=', line.id)])

    def act():
        walker.call('calendar.event', 'write', record.ids, {
            'start': f'{TODAY} 12:00:00', 'stop': f'{TODAY} 14:00:00', 'allday': False})
        if str(line.start) != f'{TODAY} 12:00:00':
            raise AssertionError('the task has not moved with its record')
    return act


#: ``{name: (title, flow)}``
FLOWS = {
    'lead': ('lead → counterparty → order', lead_to_order),
    'invoice': ('posted invoice → cell of plan-fact', invoice_to_cell),
    'drag': ('drag of a task on the board', drag_of_task),
}
