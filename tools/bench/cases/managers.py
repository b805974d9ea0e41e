"""Managers' analysis, as its screen asks: one indicator of all managers, a year."""
from odoo.addons.bas_crm.models.analysis.manager_figures import INDICATORS

from bench.inside import Figure


def figures(env, firm):
    start, stop = firm.year
    report = env['bas.manager.report'].with_context(
        bas_manager_period='custom', bas_manager_from=str(start), bas_manager_to=str(stop))
    sale = {'sale.report by user': lambda: env['sale.report'].formatted_read_grouping_sets(
        [('date', '>=', start), ('date', '<=', stop)], [[], ['user_id']],
        ['price_subtotal:sum', 'order_reference:count_distinct'])}
    for indicator, title in (('revenue', 'revenue, cost and average'), ('orders', 'orders by payment'), ('debt', 'debt'),
                             ('events', 'events by status and type'), ('leads', 'leads')):
        columns = report._get_columns(indicator)
        yield Figure(
            f'{title}, a year', lambda indicator=indicator, columns=columns: report._read_cells(indicator, [], columns),
            rivals={'best SQL': lambda indicator=indicator: _read_sql(env, firm, indicator), **sale},
            must={'best SQL': 1.5, 'sale.report by user': 1 / 7} if indicator == 'revenue' else {'sale.report by user': 1.0})
        yield Figure(
            f'{title}, beside a year ago',
            lambda indicator=indicator: report.with_context(bas_manager_compare='year').get_figures(indicator),
            rivals={'the period before': lambda indicator=indicator: report.get_figures(indicator)},
            must={'the period before': 1.3})
    pair = report.with_context(bas_manager_pair=firm.managers[:2].ids)
    yield Figure(
        'two managers side by side, a year', pair.get_pair,
        rivals={'all managers': lambda: [report.get_figures(indicator) for indicator in INDICATORS]}, must={'all managers': 1.0})


#: what a person would write for these figures alone, in the company's one currency
QUERIES = {
    'revenue': ("""
        SELECT invoice_user_id, sum(amount_untaxed_signed), sum(bas_cost_total) FROM account_move
         WHERE state = 'posted' AND move_type IN ('out_invoice', 'out_refund') AND company_id = %(company)s
           AND invoice_date BETWEEN %(start)s AND %(stop)s GROUP BY 1""", """
        SELECT move.invoice_user_id, sum(line.balance)
          FROM account_move_line line JOIN account_move move ON move.id = line.move_id
         WHERE (line.is_downpayment OR line.display_type = 'rounding') AND line.parent_state = 'posted'
           AND move.move_type IN ('out_invoice', 'out_refund') AND move.invoice_date BETWEEN %(start)s AND %(stop)s
      GROUP BY 1""", """
        SELECT user_id, count(*) FROM sale_order
         WHERE state = 'sale' AND company_id = %(company)s AND date_order >= %(start)s AND date_order < %(stop)s::date + 1
      GROUP BY 1"""),
    'orders': ("""
        SELECT o.user_id, o.bas_payment_status, count(*), sum(o.amount_total), count(*) FILTER (WHERE stage.is_done IS NOT TRUE)
          FROM sale_order o LEFT JOIN bas_order_stage stage ON stage.id = o.stage_id
         WHERE o.state = 'sale' AND o.company_id = %(company)s AND o.date_order >= %(start)s
           AND o.date_order < %(stop)s::date + 1
      GROUP BY 1, 2""", """
        SELECT DISTINCT ON (customer.commercial_partner_id) o.user_id, o.date_order
          FROM sale_order o JOIN res_partner customer ON customer.id = o.partner_id
         WHERE o.state = 'sale' AND o.company_id = %(company)s ORDER BY customer.commercial_partner_id, o.date_order, o.id"""),
    'debt': ("""
        SELECT owner.user_id, sum(line.balance),
               sum(line.balance - COALESCE(paid.amount, 0)) FILTER (WHERE line.balance > 0 AND line.date_maturity < %(stop)s)
          FROM account_move_line line
          JOIN res_partner partner ON partner.id = line.partner_id
          JOIN res_partner owner ON owner.id = partner.commercial_partner_id
     LEFT JOIN (SELECT debit_move_id, sum(amount) AS amount FROM account_partial_reconcile
                 WHERE max_date <= %(stop)s GROUP BY 1) paid ON paid.debit_move_id = line.id
         WHERE line.parent_state = 'posted' AND line.company_id = %(company)s AND line.date <= %(stop)s
           AND line.account_id IN (SELECT id FROM account_account WHERE account_type = 'asset_receivable')
      GROUP BY 1""",),
    'events': ("""
        SELECT user_id, status_id, event_type, count(*) FROM bas_event
         WHERE active AND company_id = %(company)s AND start >= %(start)s AND start < %(stop)s::date + 1 GROUP BY 1, 2, 3""",),
    'leads': ("""
        SELECT user_id, count(*) FROM crm_lead
         WHERE company_id = %(company)s AND create_date >= %(start)s AND create_date < %(stop)s::date + 1 GROUP BY 1""", """
        SELECT user_id, decision, count(*) FROM crm_lead
         WHERE company_id = %(company)s AND decision_date >= %(start)s AND decision_date < %(stop)s::date + 1 GROUP BY 1, 2"""),
}


def _read_sql(env, firm, indicator):
    for query in QUERIES[indicator]:
        env.cr.execute(query, {'company': firm.company.id, 'start': firm.year[0], 'stop': firm.year[1]})
        env.cr.fetchall()
