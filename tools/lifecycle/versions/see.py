"""What the firm of work.py sees after the update, whatever version it comes from. Runs in Odoo's shell.

``version`` is the one that it comes from.
"""
# ruff: noqa: F821
from odoo.fields import Datetime
from odoo.tools import parse_version

env = env(context={'lang': 'uk_UA', 'tz': 'Europe/Kyiv'})


def since(number):
    """Tell whether the firm has worked with the version ``19.0.1.<number>.0`` or a later one."""
    return parse_version(version) >= parse_version(f'19.0.1.{number}.0')


def stage(name):
    return env.ref(f'bas_crm.bas_order_stage_sale_{name}')


def equal(found, expected):
    assert found == expected, f'{version}: {found} instead of {expected}'


orders = {order.client_order_ref: order for order in env['sale.order'].search([('client_order_ref', '!=', False)])}
customer = env['res.partner'].search([('name', '=', 'ТОВ «Клен»')])
olena = env['res.users'].search([('login', '=', 'olena')])

# orders: sums, states, stages, what is paid, what it cost
equal({name: order.amount_total for name, order in orders.items() if not since(2) or name in (
    'Чернетка', 'Надіслане', 'Оплачене', 'Частково', 'Повернуте', 'Скасоване', 'Разом 1', 'Разом 2', 'Закритої', 'З ліда')}, {
    'Чернетка': 2000, 'Надіслане': 2000, 'Оплачене': 2000, 'Частково': 2000, 'Повернуте': 2000, 'Скасоване': 2000,
    'Разом 1': 1000, 'Разом 2': 3000, 'Закритої': 1000, 'З ліда': 0})
moved = since(2)  # stages were followed as it happened; before, they are told by the state
equal({name: orders[name].stage_id for name in (
    'Чернетка', 'Надіслане', 'Оплачене', 'Частково', 'Скасоване', 'Закритої', 'З ліда')}, {
    'Чернетка': stage('new'), 'Надіслане': stage('offered'), 'Оплачене': stage('done' if moved else 'agreed'),
    'Частково': stage('shipped' if moved else 'agreed'), 'Скасоване': stage('cancelled'), 'Закритої': stage('new'),
    'З ліда': stage('new')})
for order in orders.values():
    assert order.order_type_id._fits(order.stage_id, order.state), (order.client_order_ref, order.state, order.stage_id.name)
    assert order.operation == order.order_type_id.operation
equal(orders['Скасоване'].cancel_reason_id, env.ref('bas_crm.bas_cancel_reason_unspecified'))
equal({name: orders[name].bas_payment_status for name in (
    'Чернетка', 'Оплачене', 'Частково', 'Повернуте', 'Разом 1', 'Разом 2')}, {
    'Чернетка': 'unpaid', 'Оплачене': 'paid', 'Частково': 'partly', 'Повернуте': 'unpaid', 'Разом 1': 'paid', 'Разом 2': 'paid'})
equal({name: orders[name].paid_percent for name in ('Оплачене', 'Частково', 'Повернуте')}, {
    'Оплачене': 100, 'Частково': 25, 'Повернуте': 0})
equal({name: sorted(orders[name].invoice_ids.mapped('bas_cost_total')) for name in ('Оплачене', 'Повернуте', 'Разом 2')}, {
    'Оплачене': [1200], 'Повернуте': [-600, 1200], 'Разом 2': [1800]})

# the history of stages
for order in orders.values():
    history = order.stage_log_ids.sorted('id')
    assert history and history[-1].stage_id == order.stage_id, order.client_order_ref
    assert not history[-1].left_at and all(entry.left_at for entry in history[:-1])
    assert set(history.mapped('began_at')) == {history[0].entered_at} and history[0].is_first
    assert history.mapped('order_type_id') == order.order_type_id and all(history.mapped('reached_stage_id'))
if since(2):
    history = orders['Походило'].stage_log_ids.sorted('id')
    names = ['new', 'offered', 'new', 'agreed', 'in_work']
    equal(list(history.mapped('stage_id.id')), [stage(name).id for name in dict.fromkeys(names)])
    equal([entry.stage_id for entry in history], [stage(name) for name in names])
    equal([entry.entered_at for entry in history], [Datetime.to_datetime(f'2026-03-0{day} 08:00:00') for day in (5, 6, 7, 8, 9)])
    equal([entry.reached_stage_id for entry in history], [
        stage(name) for name in ('new', 'offered', 'offered', 'agreed', 'in_work')])
    equal([entry.standing_stage_id for entry in history], [stage(name) for name in names])
    equal(history.mapped('is_first'), [True, True, False, True, True])
    equal(stage('shipped').requirement_ids.mapped('field_name'), ['commitment_date'])
else:
    assert all(len(order.stage_log_ids) == 1 for order in orders.values())
    equal(orders['Оплачене'].stage_log_ids.entered_at, Datetime.to_datetime('2026-03-03 08:00:00'))

# leads and contracts
leads = env['crm.lead'].with_context(active_test=False).search([])
equal({lead.name: lead.decision for lead in leads if lead.name in ('Новий', 'Сміття', 'Клієнт')},
      {'Новий': False, 'Сміття': 'junk', 'Клієнт': 'order'})
contract = env['bas.contract'].search([('partner_id', '=', customer.id), ('date', '=', '2026-03-02'), ('body', '!=', False)])
assert contract, 'its text is there'
if since(1):
    equal(contract.filled_from['values']['contract_city'], 'м.\N{NO-BREAK SPACE}Вінниця')
    equal(contract.filled_from['values']['date_end'], '31 грудня 2026 р. включно')
assert not contract.changed_since_filling, contract.changed_since_filling
assert 'м. {' not in env.ref('bas_crm.bas_contract_template_supply').body

# calendars
calendars = env['bas.employee.calendar'].search([])
assert olena in calendars.user_id and 'Петро Лисенко' in calendars.employee_id.mapped('name'), calendars.mapped('name')
assert all(calendars.mapped('color'))
equal(calendars.filtered(lambda calendar: calendar.user_id == olena).employee_id.name, 'Олена Бондар')
equal(env['calendar.event'].search([('name', '=', 'Нарада')]).employee_calendar_id.user_id, olena)
events = env['bas.event'].search([('partner_id', '=', customer.id), ('subject', 'in', ('Зателефонувати', 'Колись'))])
equal(len(events), 2 if since(1) else 0)
for record in [*events.filtered('start'), *env['bas.work.task.line'].search([('description', '=', 'Зібрати стільці')])]:
    equal(record.calendar_event_id.document_company_id, record.company_id)
event = env['bas.event'].create({'subject': 'Наступна', 'user_id': olena.id, 'start': '2026-04-01 08:00:00'})
assert event.name.endswith('/2026') and event.name not in events.mapped('name')

# offers and work orders
if since(3):
    offers = env['bas.commercial.offer'].search([])
    outcomes = {(offer.order_id.client_order_ref, offer.variant): offer.outcome for offer in offers}
    equal(outcomes, {('Пропозиція', 'A'): 'draft', ('Обрана', 'A'): 'chosen', ('Обрана', 'B'): 'not_chosen',
                     ('Підписана', 'A'): 'signed', ('Відхилена', 'A'): 'declined'})
    told = offers.message_ids.sudo().tracking_value_ids.filtered(lambda value: value.field_id.name == 'outcome')
    assert not told, 'the history of offers tells nothing of the update'
    assert orders['Підписана'].is_fixed_by_signature and not orders['Обрана'].is_fixed_by_signature
    equal((orders['Підписана'].state, orders['Відхилена'].state), ('sale', 'cancel'))
    equal((orders['Роботи'].name, orders['Роботи'].operation, orders['Роботи'].amount_total), ('0001/2026', 'work_order', 1800))
    letter = env.ref('bas_crm.mail_template_commercial_offer').body_html
    assert 'На її сторінці можна за хвилину прийняти її або відмовитися' in letter, letter
codes = env['ir.sequence'].search([('company_id', '=', env.company.id), ('code', '=like', 'bas.%')]).mapped('code')
equal(len(codes), len(set(codes)))

# plans: what the manager is to sell, and sees of it
if since(4):
    plan = env['bas.sales.plan'].search([])
    equal((plan.state, plan.name, sum(plan.line_ids.mapped('amount'))), ('approved', '0001/2026', 20000))
    equal(env['bas.sales.plan.line'].with_user(olena).search([]).amount, 20000)
    # the credit note is not hers
    rows = env['bas.plan.fact.report'].search([('plan_id', '=', plan.id), ('user_id', '=', olena.id)])
    equal((sum(rows.mapped('plan_amount')), sum(rows.mapped('fact_amount'))), (20000, 10000))

# words, menus, screens
equal([stage(name).name for name in ('new', 'offered', 'agreed', 'done')],
      ['Нове', 'Пропозицію надіслано', 'Узгоджено', 'Виконано'])
equal(stage('cancelled').with_context(lang='en_US').name, 'Cancelled')
assert not env.ref('bas_crm.sale_order_menu').action
equal(env.ref('bas_crm.bas_event_subject_payment').letter_subject, 'Нагадування про оплату рахунка')
views = env['ir.model.data'].search([('module', '=', 'bas_crm'), ('model', '=', 'ir.ui.view')])
env['ir.ui.view'].browse(views.mapped('res_id'))._check_xml()

# work goes on: the draft is confirmed by the manager
orders['Чернетка'].with_user(olena).action_confirm()
equal(orders['Чернетка'].stage_id, stage('agreed'))
equal(len(orders['Чернетка'].stage_log_ids), 2)
