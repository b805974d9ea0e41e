"""Work orders, offers and plans get their numbering; the menu of orders holds two kinds of them, and opens none itself."""
from odoo import SUPERUSER_ID, api

#: code of the numbering → what it is called, before the name of the company
NUMBERED = {'bas.commercial.offer': "Commercial Offers", 'bas.sales.plan': "Sales Plans", 'bas.work.order': "Work Orders"}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    Sequence = env['ir.sequence']
    known = {(sequence.code, sequence.company_id) for sequence in Sequence.search([('code', 'in', list(NUMBERED))])}
    Sequence.create([{
        'name': f'{title} of {company.name}',
        'code': code,
        'company_id': company.id,
        'suffix': '/%(range_year)s',
        'padding': 4,
        'use_date_range': True,
    } for company in env['res.company'].search([]) for code, title in NUMBERED.items() if (code, company) not in known])
    menu = env.ref('bas_crm.sale_order_menu', raise_if_not_found=False)
    if menu:
        menu.action = False
