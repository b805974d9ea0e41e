"""The firm before the add-on: what core alone knows of it. Runs in Odoo's shell."""
# ruff: noqa: F821
env['ir.config_parameter'].set_param('ir_attachment.location', 'db')
env.company.write({
    'name': 'Затишок', 'city': 'Вінниця', 'country_id': env.ref('base.ua').id, 'currency_id': env.ref('base.UAH').id})
env.ref('base.UAH').active = True
env['account.chart.template'].try_loading('generic_coa', env.company, install_demo=False)
env.company.currency_id = env.ref('base.UAH')
env.cr.commit()
