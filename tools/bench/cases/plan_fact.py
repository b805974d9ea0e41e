"""Plan-fact analysis, as its pivots open: a year's plan of managers by months, and a month's plan of products."""

from odoo.addons.bas_crm.models.sales_plans.progress import AMOUNT_MEASURES, QUANTITY_MEASURES
from odoo.tools import SQL

from bench.clock import get_today
from bench.inside import Figure
from bench.plans import NOTE, make_plans

prepare = make_plans


def figures(env, firm):
    year, month = env['bas.sales.plan'].search([('note', '=', NOTE)], order='date_from')
    report = env['bas.plan.fact.report']
    sale = {
        'sale.report': lambda: env['sale.report'].formatted_read_grouping_sets(
            [('date', '>=', firm.year[0]), ('date', '<=', firm.year[1])], _get_sets('user_id', 'date:month'),
            ['price_subtotal:sum'])}
    yield Figure(
        'manager × month, a year', lambda: _read_pivot(report, year, AMOUNT_MEASURES, 'user_id', 'date:month'),
        rivals={'best SQL without our index': lambda: _read_sql(env, year, BY_MANAGER, with_index=False),
                'best SQL with it': lambda: _read_sql(env, year, BY_MANAGER), **sale},
        must={'best SQL without our index': 1.3, 'best SQL with it': 1.6}, growth=0.9)
    # Most of its time goes to names and cells of 1 800 products.
    yield Figure(
        'products with quantities, a month',
        lambda: _read_pivot(report, month, (*QUANTITY_MEASURES, *AMOUNT_MEASURES), 'product_tmpl_id'),
        rivals={'best SQL with our index': lambda: _read_sql(env, month, BY_PRODUCT),
                'sale.report': lambda: env['sale.report'].formatted_read_grouping_sets(
                    [('date', '>=', firm.month[0]), ('date', '<=', firm.month[1])], _get_sets('product_tmpl_id'),
                    ['price_subtotal:sum', 'product_uom_qty:sum'])},
        must={'sale.report': 1})


def _get_sets(row, column=None):
    return [[], [row], [column], [row, column]] if column else [[], [row]]


def _read_pivot(report, plan, measures, *groups):
    """As the client asks: with each sum its currencies and the sum converted to one of them."""
    aggregates = []
    for name in measures:
        field = report._fields[name]
        aggregates.append(f'{name}:{field.aggregator}')
        if field.type == 'monetary':
            aggregates += ['currency_id:array_agg_distinct', f'{name}:sum_currency']
    return report.formatted_read_grouping_sets(
        [('plan_id', '=', plan.id)], _get_sets(*groups), list(dict.fromkeys(aggregates)))


#: what a person would write for these figures alone, the plan's dates and days being known
FACTS = """
    SELECT {keys}, sum(- line.balance) AS fact, sum(- line.balance) FILTER (WHERE line.invoice_date <= %(today)s) * %(pace)s
           AS forecast {quantity}
      FROM account_move_line line
      JOIN account_move move ON move.id = line.move_id
      {joins}
     WHERE line.display_type = 'product' AND line.parent_state = 'posted' AND line.is_downpayment IS NOT TRUE
       AND move.move_type IN ('out_invoice', 'out_refund') AND line.company_id = %(company)s
       AND line.invoice_date BETWEEN %(start)s AND %(stop)s
  GROUP BY {keys}"""
BY_MANAGER = FACTS.format(
    keys="move.invoice_user_id, date_trunc('month', line.invoice_date)", joins='', quantity=''), """
    SELECT user_id, date, sum(amount) FROM bas_sales_plan_line WHERE plan_id = %(plan)s GROUP BY 1, 2"""
BY_PRODUCT = FACTS.format(
    keys='product.product_tmpl_id', joins='JOIN product_product product ON product.id = line.product_id',
    quantity=", sum(line.quantity * CASE move.move_type WHEN 'out_refund' THEN -1 ELSE 1 END)"), """
    SELECT product_tmpl_id, sum(amount), sum(base_quantity) FROM bas_sales_plan_line WHERE plan_id = %(plan)s GROUP BY 1"""


def _read_sql(env, plan, queries, with_index=True):
    today = get_today()
    days = (plan.date_to - plan.date_from).days + 1
    values = {'today': today, 'company': plan.company_id.id, 'start': plan.date_from, 'stop': plan.date_to, 'plan': plan.id,
              'pace': days / ((min(today, plan.date_to) - plan.date_from).days + 1)}
    with env.cr.savepoint(flush=False) as savepoint:
        if not with_index:
            env.cr.execute(SQL('SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off'))
        answers = []
        for query in queries:
            env.cr.execute(query, values)
            answers.append(env.cr.fetchall())
        savepoint.rollback()
    return answers
