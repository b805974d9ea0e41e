"""What an order comes to, in the currency that reports add up."""
from odoo.tools import SQL


def get_company_amount(order):
    """Give the total of an order in the currency of its company, at the rate of the order.

    :param str order: what ``sale_order`` is called in the query
    :return: SQL of a numeric
    """
    total, rate = SQL.identifier(order, 'amount_total'), SQL.identifier(order, 'currency_rate')
    return SQL("CASE WHEN %(rate)s > 0 AND %(rate)s != 1 THEN ROUND(%(total)s / %(rate)s, 2) ELSE %(total)s END",
               rate=rate, total=total)
