"""Documents of a firm that works with the add-on, of each kind that its version knows. Runs in Odoo's shell.

Whatever the version, the same things happen on the same days; see.py tells what is seen of them after the update.
"""
# ruff: noqa: F821
from freezegun import freeze_time

from odoo.fields import Command

#: one white pixel
SIGNATURE = b'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg=='

env = env(user=env.ref('base.user_admin'), context={'lang': 'uk_UA', 'tz': 'Europe/Kyiv', 'tracking_disable': False})
clocks = []


def go_to(moment):
    """Go on with the day and hour given; without one, with the real ones."""
    env.flush_all()
    while clocks:
        clocks.pop().stop()
    if moment:
        clocks.append(freeze_time(moment))
        clocks[0].start()


go_to('2026-03-02 08:00:00')


# who works here, and what is sold
team = env.ref('sales_team.group_sale_salesman')
olena, old = env['res.users'].with_context(no_reset_password=True).create([
    {'name': 'Олена Бондар', 'login': 'olena', 'group_ids': [Command.set([env.ref('base.group_user').id, team.id])]},
    {'name': 'Ірина Колишня', 'login': 'iryna', 'group_ids': [Command.set([env.ref('base.group_user').id, team.id])]}])
env['hr.employee'].create([{'name': 'Олена Бондар', 'user_id': olena.id}, {'name': 'Петро Лисенко'}])
petro = env['hr.employee'].search([('name', '=', 'Петро Лисенко')])
old.active = False
chair, mounting = env['product.product'].create([
    {'name': 'Стілець', 'list_price': 1000.0, 'standard_price': 600.0, 'invoice_policy': 'order', 'taxes_id': False},
    {'name': 'Монтаж', 'type': 'service', 'list_price': 450.0, 'invoice_policy': 'order', 'taxes_id': False}])
klen = env['res.partner'].create({
    'name': 'ТОВ «Клен»', 'is_company': True, 'company_registry': '32855961', 'phone': '+380671234567', 'city': 'Вінниця'})
env['res.partner'].create({'name': 'Марія Коваль', 'parent_id': klen.id, 'email': 'maria@klen.example'})
has_orders, has_offers = 'bas.order.type' in env, 'bas.commercial.offer' in env

# leads: one in work, one that is junk, one that became a customer with an order
leads = env['crm.lead'].create([
    {'name': name, 'type': 'lead', 'contact_name': 'Ганна', 'user_id': olena.id} for name in ('Новий', 'Сміття', 'Клієнт')])
leads[1].action_set_lost(lost_reason_id=env.ref('bas_crm.crm_lost_reason_terms').id)
leads[2].partner_name = 'ФОП Явір'
leads[2].action_convert_to_customer_and_order()
leads[2].order_ids.client_order_ref = 'З ліда'

# a contract whose text is filled from the cards
contract = env['bas.contract'].create({
    'partner_id': klen.id, 'date': '2026-03-02', 'date_end': '2026-12-31',
    'template_id': env.ref('bas_crm.bas_contract_template_supply').id})
contract.action_fill_from_template()


def order(reference, quantity=2, product=chair, **values):
    return env['sale.order'].create({
        'partner_id': klen.id, 'user_id': olena.id, 'client_order_ref': reference, 'date_order': '2026-03-02 08:00:00',
        'order_line': [Command.create({'product_id': product.id, 'product_uom_qty': quantity})], **values})


def invoice(*orders):
    moves = env['account.move'].union(*(one._create_invoices() for one in orders))
    moves.invoice_date = '2026-03-04'
    moves.action_post()
    return moves


def pay(moves, amount=None):
    register = env['account.payment.register'].with_context(active_model='account.move', active_ids=moves.ids).create({
        'payment_date': '2026-03-05', 'group_payment': len(moves) > 1, **({'amount': amount} if amount else {})})
    register._create_payments()


def confirm(*orders):
    for one in orders:
        one.with_context(bas_confirm_empty=True).action_confirm()


# orders of every state, with and without money
draft, sent, paid, partly, noted, cancelled = map(order, (
    'Чернетка', 'Надіслане', 'Оплачене', 'Частково', 'Повернуте', 'Скасоване'))
together = [order('Разом 1', 1), order('Разом 2', 3)]
closed = env['res.company'].create({'name': 'Закрита', 'currency_id': env.company.currency_id.id})
env.user.company_ids |= closed
stranger = env['res.partner'].create({'name': 'Покупець закритої'})
other = env['sale.order'].with_company(closed).create({
    'partner_id': stranger.id, 'company_id': closed.id, 'client_order_ref': 'Закритої', 'date_order': '2026-03-02 08:00:00',
    'order_line': [Command.create({'product_id': chair.id, 'product_uom_qty': 1})]})
go_to('2026-03-03 08:00:00')
sent.action_quotation_sent()
confirm(paid, partly, noted, cancelled, *together)
go_to('2026-03-04 08:00:00')
cancelled._action_cancel()
bills = {one: invoice(one) for one in (paid, partly, noted, *together)}
go_to('2026-03-05 08:00:00')
pay(bills[paid])
pay(bills[partly], 500)
reversal = bills[noted]._reverse_moves([{'invoice_date': '2026-03-05', 'invoice_line_ids': []}])
reversal.invoice_line_ids.quantity = 1
reversal.action_post()
(bills[noted] | reversal).line_ids.filtered(lambda line: line.account_id.account_type == 'asset_receivable').reconcile()
pay(bills[together[0]] | bills[together[1]])
closed.active = False

# a meeting of core's, an event, works
meeting = env['calendar.event'].with_user(olena).create({
    'name': 'Нарада', 'start': '2026-03-06 08:00:00', 'stop': '2026-03-06 09:00:00'})
if 'bas.event' in env:
    env['bas.event'].create([
        {'subject': 'Зателефонувати', 'user_id': olena.id, 'partner_id': klen.id, 'start': '2026-03-06 10:00:00'},
        {'subject': 'Колись', 'user_id': olena.id, 'partner_id': klen.id, 'start': False}])
    env['bas.work.task'].create({'performer_id': petro.id, 'line_ids': [Command.create({
        'description': 'Зібрати стільці', 'start': '2026-03-07 08:00:00', 'partner_id': klen.id})]})

# stages: an order that goes there and back; a stage that asks for a field
if has_orders:
    def stage(name):
        return env.ref(f'bas_crm.bas_order_stage_sale_{name}')

    walked = order('Походило')
    for moment, name in (('2026-03-06', 'offered'), ('2026-03-07', 'new'), ('2026-03-08', 'agreed'), ('2026-03-09', 'in_work')):
        go_to(f'{moment} 08:00:00')
        walked.stage_id = stage(name)
    if 'required_field_ids' in env['bas.order.stage']._fields:
        stage('shipped').required_field_ids = env.ref('sale.field_sale_order__commitment_date')
    else:
        stage('shipped').requirement_ids = env['bas.order.requirement'].search([('field_name', '=', 'commitment_date')])

# offers: what can become of them
if has_offers:
    def offer(reference):
        one = order(reference)
        one.action_create_offer()
        return one.offer_ids

    offers = {name: offer(name) for name in ('Пропозиція', 'Обрана', 'Підписана', 'Відхилена')}
    offers['Не обрана'] = offers['Обрана'].copy()
    for name in ('Обрана', 'Не обрана', 'Підписана', 'Відхилена'):
        offers[name].action_mark_sent()
    go_to('2026-03-10 08:00:00')
    offers['Обрана'].action_choose()
    offers['Підписана']._accept('Марія Коваль', SIGNATURE)
    offers['Відхилена']._decline('Дорого')
    env.ref('bas_crm.bas_order_type_work').active = True
    works = order('Роботи', 4, mounting, order_type_id=env.ref('bas_crm.bas_order_type_work').id,
                  performer_ids=[Command.create({'employee_id': petro.id})])
    confirm(works)

# a plan, approved
if 'bas.sales.plan' in env:
    plan = env['bas.sales.plan'].create({
        'dimension': 'manager', 'period': 'quarter', 'date_from': '2026-01-01', 'date_to': '2026-03-31', 'line_ids': [
            Command.create({'user_id': olena.id, 'date': '2026-03-01', 'amount': 20000})]})
    plan.action_approve()
go_to(None)
env.cr.commit()
