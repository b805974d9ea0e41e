import json

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """The text of a contract names its city as «м. Вінниця» and its last day as «… включно» by itself.

    Templates had «м.» before the city. Contracts filled before keep their text: nobody is told that their cards changed.
    """
    cr.execute("""UPDATE bas_contract_template SET body = replace(body, 'м. {contract_city}', '{contract_city}')
                   WHERE body LIKE '%м. {contract_city}%'""")
    env = api.Environment(cr, SUPERUSER_ID, {})
    contracts = env['bas.contract'].with_context(active_test=False).search([])
    for contract in contracts.filtered('filled_from'):
        filled, now = contract.filled_from['values'], contract._get_text_values()
        same = {name for name in ('contract_city', 'date_end') if filled.get(name) and filled[name] in now[name]}
        if 'amount_limit' in filled and not contract.amount_limit:
            same.add('amount_limit')
        values = {**filled, **{name: now[name] for name in same}}
        if values != filled:
            cr.execute("UPDATE bas_contract SET filled_from = %s WHERE id = %s",
                       [json.dumps({**contract.filled_from, 'values': values}), contract.id])
    env.invalidate_all()
