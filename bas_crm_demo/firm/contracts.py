"""Contracts with customers, suppliers and others, of all states."""
from datetime import timedelta

from .moments import day_ago, moment_ago, move_back
from .tables import read_table


def sign_contracts(firm):
    """In the order of their dates, so that their numbers follow."""
    rows = read_table('contracts.csv')
    for row in rows:
        firm.contracts[row['id']] = firm.env['bas.contract'].create(_get_values(firm, row))
    for state in ('active', 'expired', 'cancelled'):
        records = firm.env['bas.contract'].union(*(firm.contracts[row['id']] for row in rows if row['state'] == state))
        records.state = state
    for row in rows:
        if row['main']:
            contract = firm.contracts[row['id']]
            contract.partner_id.main_contract_id = contract
    move_back({firm.contracts[row['id']]: {'create_date': moment_ago(row['age'], number)} for number, row in enumerate(rows)})


def find_contract(firm, counterparty, age):
    """:return: the contract under which ``counterparty`` bought so many days ago"""
    age = int(age)
    for row in reversed(read_table('contracts.csv')):
        begins = int(row['age'])
        ends = begins - int(row['term']) if row['term'] else 0
        if (row['counterparty'] == counterparty and row['contract_type'] == 'customer' and not row['parent']
                and row['state'] in ('active', 'expired') and ends <= age <= begins):
            return firm.contracts[row['id']]
    return firm.env['bas.contract']


def _get_values(firm, row):
    date = day_ago(row['age'])
    template = row['template'] and firm.env.ref(f"bas_crm.bas_contract_template_{row['template']}")
    is_sale = row['contract_type'] == 'customer'
    return {
        'partner_id': firm.counterparties[row['counterparty']].id,
        'company_id': firm.company.id,
        'user_id': firm.users[row['user']].id,
        'contract_type': row['contract_type'],
        'date': date,
        'date_start': date,
        'date_end': row['term'] and date + timedelta(days=int(row['term'])),
        'is_signed': bool(row['is_signed']),
        'amount_limit': float(row['amount_limit'] or 0),
        'parent_id': firm.contracts[row['parent']].id if row['parent'] else False,
        'pricelist_id': firm.pricelists[row['pricelist']].id if row['pricelist'] and is_sale else False,
        'payment_term_id': firm.payment_terms[row['payment_term']].id if row['payment_term'] else False,
        'template_id': template.id if template else False,
    }
