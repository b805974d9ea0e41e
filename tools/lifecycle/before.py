"""A firm that has used core's own sales for a while. Runs in Odoo's shell."""
# ruff: noqa: F821
env = env(context={**env.context, 'tracking_disable': True})
env['account.chart.template'].try_loading('generic_coa', env.company, install_demo=False)
customer = env['res.partner'].create({
    'name': 'Core Customer', 'is_company': True, 'company_registry': '32855961', 'phone': '+380671234567'})
env['res.partner'].create({'name': 'Person', 'parent_id': customer.id, 'email': 'person@core.example'})
product = env['product.product'].create({'name': 'Chair', 'list_price': 1250.5, 'invoice_policy': 'order', 'taxes_id': False})
orders = env['sale.order'].create([
    {'partner_id': customer.id, 'client_order_ref': reference,
     'order_line': [(0, 0, {'product_id': product.id, 'product_uom_qty': 3})]} for reference in ('draft', 'invoiced')])
orders[1].action_confirm()
orders[1]._create_invoices().action_post()
env['crm.lead'].create([
    {'name': 'Core lead', 'type': 'lead', 'contact_name': 'Ann'},
    {'name': 'Core opportunity', 'type': 'opportunity', 'partner_id': customer.id}])
env['crm.lead'].create({'name': 'Core lost lead', 'type': 'lead'}).action_set_lost()
env['crm.lead'].create({'name': 'Core won lead', 'type': 'opportunity', 'partner_id': customer.id}).action_set_won()
env['utm.source'].create({'name': 'Сайт'})
employee = env['hr.employee'].create({'name': 'Core Employee'})
env['calendar.event'].create({
    'name': 'Core meeting', 'user_id': env.ref('base.user_admin').id,
    'start': '2026-03-02 08:00:00', 'stop': '2026-03-02 09:00:00'})
env.cr.commit()
