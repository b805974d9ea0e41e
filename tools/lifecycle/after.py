"""What is left after the add-on has gone is core's, whole and at work. Runs in Odoo's shell."""
# ruff: noqa: F821
customer = env['res.partner'].search([('name', '=', 'Core Customer')])
orders = env['sale.order'].search([('partner_id', '=', customer.id)], order='client_order_ref')
assert orders.mapped('client_order_ref') == ['draft', 'invoiced'], orders.mapped('client_order_ref')
assert orders.mapped('state') == ['draft', 'sale'] and orders.mapped('amount_total') == [3751.5, 3751.5]
assert orders[1].invoice_ids.state == 'posted' and orders[1].invoice_ids.amount_total == 3751.5
orders[0].action_confirm()
assert env['res.partner'].search([('name', '=', 'Warehouse')]).type == 'other', 'no address is lost'

leads = {lead.name: lead for lead in env['crm.lead'].with_context(active_test=False).search([])}
assert leads['Core lead'].won_status == 'won' and leads['Core lead'].order_ids, 'a customer is a won lead'
assert leads['Junk lead'].won_status == 'lost' and leads['Core lost lead'].won_status == 'lost'
assert leads['Junk lead'].lost_reason_id.name and leads['From a source'].source_id.name, 'the firm keeps its words'
assert env['utm.source'].search([('name', '=', 'Сайт')]), 'a source of its own stays'
leads['Junk lead'].action_unarchive()
leads['From a source'].convert_opportunity(customer)
leads['Core opportunity'].action_set_won()

records = env['calendar.event'].search([('name', 'in', ('Core meeting', 'A call · Core Customer', 'A work'))])
assert len(records) == 3, f'what was planned stays in the calendar: {records.mapped("name")}'
assert not records.filtered('res_id'), 'as plain records'
records.write({'start': '2026-03-05 08:00:00', 'stop': '2026-03-05 09:00:00'})

env.cr.execute("""
    SELECT relname FROM pg_class WHERE relname LIKE 'bas\\_%%'
     UNION SELECT table_name || '.' || column_name FROM information_schema.columns
            WHERE column_name LIKE 'bas\\_%%' OR column_name IN (
                'decision', 'counterparty_type', 'contract_id', 'phone_search', 'employee_calendar_id', 'order_type_id')
     UNION SELECT 'sequence ' || name FROM ir_sequence WHERE code LIKE 'bas.%%'
     UNION SELECT 'model ' || model FROM ir_model WHERE model LIKE 'bas.%%'
     UNION SELECT 'xmlid ' || name FROM ir_model_data WHERE module = 'bas_crm'""")
left = [name for name, in env.cr.fetchall()]
assert not left, f'left behind: {left}'
