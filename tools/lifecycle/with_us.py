"""The firm works with the add-on: every kind of record that it adds something to. Runs in Odoo's shell."""
# ruff: noqa: F821
customer = env['res.partner'].search([('name', '=', 'Core Customer')])
assert customer.is_customer, 'who has an invoice is a customer'
assert customer.counterparty_type == 'legal_entity'
assert env['res.partner']._search_counterparties(phones=['+380671234567']) == customer, 'phones of old cards are found'
orders = env['sale.order'].search([('partner_id', '=', customer.id)])
assert sorted(orders.mapped('amount_total')) == [3751.5, 3751.5], orders.mapped('amount_total')

leads = {lead.name: lead for lead in env['crm.lead'].with_context(active_test=False).search([])}
assert [order.order_type_id._get_state(order.stage_id) for order in orders] == orders.mapped('state'), 'a stage that fits'
assert len(orders.stage_log_ids) == 2, 'the first row of the history of those who were there before'
decisions = {name: lead.decision for name, lead in leads.items() if name.startswith('Core')}
assert decisions == {
    'Core lead': False, 'Core opportunity': False, 'Core lost lead': 'junk', 'Core won lead': 'customer'}, decisions
customer.acquisition_source_id = env['utm.source'].search([('name', '=', 'Сайт')])

env['res.partner'].create({'name': 'Warehouse', 'parent_id': customer.id, 'type': 'actual'})
env['bas.contract']._create_main_contracts({customer: env.user}, env.company)
orders.filtered(lambda order: order.state == 'draft').contract_id = customer.main_contract_id
lead = env['crm.lead'].search([('name', '=', 'Core lead')])
lead.lead_contact_ids = [(0, 0, {'name': 'Bob'})]
lead.action_convert_to_customer_and_order()
assert lead.decision == 'order'
junk = env['crm.lead'].create({'name': 'Junk lead', 'type': 'lead'})
junk.action_set_lost(lost_reason_id=env.ref('bas_crm.crm_lost_reason_terms').id)
env['crm.lead'].create({'name': 'From a source', 'type': 'lead', 'source_id': env.ref('bas_crm.utm_source_phone').id})
env.company.bas_contract_template_id = env.ref('bas_crm.bas_contract_template_supply')

admin, employee = env.ref('base.user_admin'), env['hr.employee'].search([('name', '=', 'Core Employee')])
calendars = env['bas.employee.calendar'].search([])
assert admin in calendars.user_id and employee in calendars.employee_id, 'those who were there before have calendars'
meeting = env['calendar.event'].search([('name', '=', 'Core meeting')])
assert meeting.employee_calendar_id.user_id == admin, 'core meetings stand on the board'
env['bas.event'].create({
    'subject': 'A call', 'user_id': admin.id, 'partner_id': customer.id, 'start': '2026-03-03 08:00:00'})
env['bas.work.task'].create({
    'performer_id': employee.id, 'line_ids': [(0, 0, {'description': 'A work', 'start': '2026-03-04 08:00:00'})]})
env.cr.commit()
