"""The firm is what it is said to be: a benchmark of wrong data would measure something else."""

#: what there must be of each: the parameter of firm.py, and the query that counts it
COUNTS = {
    'orders': "SELECT count(*) FROM sale_order WHERE name LIKE 'BENCH-%'",
    'partners': "SELECT count(*) FROM res_partner WHERE ref LIKE 'BENCH-%'",
    'leads': "SELECT count(*) FROM crm_lead WHERE name LIKE 'BENCH-%'",
    'events': "SELECT count(*) FROM bas_event WHERE name LIKE 'BENCH-%'",
    'history': "SELECT count(*) FROM bas_sales_history WHERE document LIKE 'BENCH-%'",
    'tasks': "SELECT count(*) FROM bas_work_task WHERE name LIKE 'BENCH-%'",
    'records': "SELECT count(*) FROM calendar_event WHERE res_model IN ('bas.event', 'bas.work.task.line')",
}
#: what must hold of every row: the title, and a query that counts those of which it does not
RULES = {
    'an order holds the sum of its lines': """
        SELECT count(*) FROM sale_order o
          JOIN (SELECT order_id, sum(price_subtotal) AS total FROM sale_order_line GROUP BY order_id) l ON l.order_id = o.id
         WHERE o.amount_untaxed <> l.total""",
    'an invoice holds the sum of its products': """
        SELECT count(*) FROM account_move m
          JOIN (SELECT move_id, sum(-balance) AS total FROM account_move_line WHERE display_type = 'product' GROUP BY move_id) l
            ON l.move_id = m.id
         WHERE m.move_type IN ('out_invoice', 'out_refund') AND m.amount_untaxed_signed <> l.total""",
    'an entry is balanced': """
        SELECT count(*) FROM (SELECT 1 FROM account_move_line GROUP BY move_id HAVING abs(sum(balance)) > 0.005) unbalanced""",
    'an order stands at the stage where its history ends': """
        SELECT count(*) FROM sale_order o JOIN bas_order_stage_log s ON s.order_id = o.id AND s.left_at IS NULL
         WHERE s.stage_id <> o.stage_id""",
    'nothing of the history lies ahead': "SELECT count(*) FROM bas_order_stage_log WHERE entered_at > now() at time zone 'UTC'",
    'a sale before the move is before its day': """
        SELECT count(*) FROM bas_sales_history h JOIN res_company c ON c.id = h.company_id
         WHERE h.date >= c.bas_moved_on OR h.period = 'month' AND extract(day FROM h.date) <> 1""",
    'a record of the calendar has the times of its event': """
        SELECT count(*) FROM bas_event e JOIN calendar_event c ON c.id = e.calendar_event_id
         WHERE (e.start, e.stop) <> (c.start, c.stop)""",
}
#: what is stored and computed: the generated figures are those that Odoo computes
COMPUTED = {
    'sale.order': ('amount_untaxed', 'operation', 'bas_payment_status'),
    'bas.event': ('duration', 'category', 'commercial_partner_id'),
    'bas.work.task': ('date_start', 'date_stop', 'duration_total', 'category'),
    'crm.lead': ('phone_sanitized', 'phone_search', 'email_normalized'),
    'res.partner': ('phone_search', 'email_normalized', 'complete_name', 'commercial_partner_id'),
}
SAMPLE = 20
#: how many documents the customer with most of them has, of a million order lines, and what share a salesperson has
MOST_DOCUMENTS, SHARE = 5_000, (0.03, 0.07)


class WrongData(Exception):
    """The firm differs from what was asked for."""


def check_firm(env, parameters):
    """:raises WrongData: names everything that is not as it should be"""
    wrong = [*_check_counts(env, parameters), *_check_rules(env), *_check_one(env, parameters), *_check_computed(env)]
    if wrong:
        raise WrongData('; '.join(wrong))


def _count(env, query, *values):
    env.cr.execute(query, values or None)
    return env.cr.fetchone()[0] or 0


def _check_counts(env, parameters):
    for name, query in COUNTS.items():
        if (found := _count(env, query)) != parameters[name]:
            yield f'{name}: {found}, not {parameters[name]}'


def _check_rules(env):
    for title, query in RULES.items():
        if found := _count(env, query):
            yield f'not so for {found}: {title}'


def _check_one(env, parameters):
    """A counterparty with very many documents, and a salesperson with a twentieth of the firm."""
    one = env['res.partner'].search([('ref', '=', 'BENCH-1')])
    documents = _count(env, """
        SELECT (SELECT count(*) FROM sale_order WHERE partner_id = %s) + (SELECT count(*) FROM bas_event WHERE partner_id = %s)
        """, one.id, one.id)
    if documents < MOST_DOCUMENTS * parameters['lines'] / 1_000_000:
        yield f'the customer with most documents has {documents}'
    own = _count(env, 'SELECT count(*) FROM sale_order WHERE user_id = %s', parameters['managers'][1])
    if not SHARE[0] <= own / parameters['orders'] <= SHARE[1]:
        yield f'a salesperson has {own} orders'


def _check_computed(env):
    for model, names in COMPUTED.items():
        records = env[model].with_context(active_test=False).search([('id', '>', 0)], limit=SAMPLE, order='id desc')
        stored = records.read(names, load=None)
        for name in names:
            env.add_to_compute(env[model]._fields[name], records)
        computed = records.read(names, load=None)
        env.flush_all()
        for name in names:
            differing = [(before[name], after[name]) for before, after in zip(stored, computed, strict=True)
                         if before[name] != after[name]]
            if differing:
                yield f'{model}.{name}: generated {differing[0][0]!r}, computed {differing[0][1]!r}'
