"""What the firm sold in its former program: the year before it moved here."""
from dateutil.relativedelta import relativedelta

from odoo.tools.date_utils import start_of

from .moments import day_ago
from .tables import read_table, split

#: the move, before the first order of the story
MOVED = 365
#: prices and costs of that year beside those of today
PRICE, COST = 0.92, 0.94


def bring_past_sales(firm):
    moved_on = start_of(day_ago(MOVED), 'month')
    firm.company.write({'bas_moved_on': moved_on, 'bas_answer_since': moved_on})
    firm.env['bas.sales.history'].create([
        _get_values(firm, row, moved_on - relativedelta(months=int(months)), *part.split('*'))
        for row in read_table('past_sales.csv') for months in row['months'].split() for part in split(row['lines'])])


def _get_values(firm, row, month, product, quantity):
    product, quantity = firm.products[product], float(quantity)
    return {
        'date': month,
        'period': 'month',
        'company_id': firm.company.id,
        'partner_id': firm.counterparties[row['counterparty']].id,
        'user_id': firm.users[row['user']].id,
        'team_id': firm.env.ref('bas_crm_demo.team').id,
        'product_id': product.id,
        'quantity': quantity,
        'amount': round(quantity * product.lst_price * PRICE, 2),
        'cost': round(quantity * product.standard_price * COST, 2),
    }
