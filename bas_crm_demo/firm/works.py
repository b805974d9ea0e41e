"""Work orders: what the masters hang and mend, and who of them does it."""
from .contracts import find_contract
from .moments import moment_ago, moment_at, move_back
from .orders import get_lines
from .tables import read_table, split


def take_work_orders(firm):
    """In the order in which they came, so that their numbers follow."""
    rows = sorted(read_table('work_orders.csv'), key=lambda row: -int(row['age']))
    moments = {row['id']: moment_ago(row['age'], number) for number, row in enumerate(rows)}
    orders = firm.env['sale.order'].create([_get_values(firm, row, moments[row['id']]) for row in rows])
    firm.orders.update(zip((row['id'] for row in rows), orders, strict=True))
    for row in rows:
        _mark_materials(firm, row)
        firm.orders[row['id']].stage_id = firm.env.ref(f"bas_crm.bas_order_stage_work_{row['stage']}")
    # Confirming an order dates it today.
    move_back({firm.orders[key]: {'create_date': moment, 'date_order': moment} for key, moment in moments.items()})
    for row in rows:
        if row['plan']:
            firm.orders[row['id']].action_plan_tasks()


def _get_values(firm, row, moment):
    return {
        'partner_id': firm.counterparties[row['counterparty']].id,
        'company_id': firm.company.id,
        'user_id': firm.users[row['user']].id,
        'team_id': firm.env.ref('bas_crm_demo.team').id,
        'order_type_id': firm.env.ref('bas_crm.bas_order_type_work').id,
        'contract_id': find_contract(firm, row['counterparty'], row['age']).id,
        'date_order': moment,
        'note': row['note'],
        'work_start': row['day'] and moment_at(row['day'], row['time']),
        'performer_ids': [(0, 0, {'employee_id': firm.employees[key].id, 'hours': float(hours)})
                          for key, hours in (part.split('*') for part in split(row['performers']))],
        'order_line': get_lines(firm, row),
    }


def _mark_materials(firm, row):
    used = firm.env['product.product'].union(*(firm.products[key] for key in split(row['materials'])))
    firm.orders[row['id']].order_line.filtered(lambda line: line.product_id in used).is_material = True
