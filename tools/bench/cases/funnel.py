"""The sales funnel: stage × manager of twelve months, as the pivot asks for it, beside the best SQL by hand and core's report."""
from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

from bench.inside import Figure

PIVOT = ['stage_id', 'user_id']


def figures(env, firm):
    first, month = firm.year[0], firm.month[0]
    yield Figure(
        'stage × manager, cohort of 12 months', lambda: _read_pivot(env, firm, 'cohort', first),
        {'best SQL': lambda: _run_best(env, firm, first), 'sale.report': lambda: _read_sales(env, firm, first)},
        must={'best SQL': 1.3, 'sale.report': 1 / 3.5}, growth=0.75)
    yield Figure(
        'stage × manager, flow of 12 months', lambda: _read_pivot(env, firm, 'flow', first),
        {'sale.report': lambda: _read_sales(env, firm, first)})
    yield Figure(
        'stage × manager, cohort of one month', lambda: _read_pivot(env, firm, 'cohort', month),
        {'sale.report': lambda: _read_sales(env, firm, month)}, must={'sale.report': 1})
    yield Figure(
        'the drawing, 12 months', lambda: _draw(env, firm, first), {'sale.report': lambda: _read_sales(env, firm, first)})
    yield Figure(
        'the drawing beside a year ago, 12 months', lambda: _draw(env, firm, first, bas_funnel_compare='year'),
        {'two drawings': lambda: _draw_years(env, firm, first), 'sale.report': lambda: _read_sales(env, firm, first)},
        must={'two drawings': 1.3})
    pair = firm.managers[:2].ids
    yield Figure(
        'two managers side by side, 12 months', lambda: _draw(env, firm, first, bas_funnel_pair=pair),
        {'the drawing': lambda: _draw(env, firm, first), 'sale.report': lambda: _read_sales(env, firm, first)},
        must={'the drawing': 1.0})
    yield Figure(
        'funnel now, without fulfilled orders', lambda: _read_standing(env, firm), {'best SQL': lambda: _run_standing(env, firm)},
        must={'best SQL': 2})


def _get_report(env, firm, reading, first):
    return env['bas.funnel.report'].with_context(
        bas_funnel_reading=reading, bas_funnel_from=str(first), bas_funnel_to=str(firm.today), bas_funnel_type=firm.order_type.id)


def _read_pivot(env, firm, reading, first):
    _get_report(env, firm, reading, first).formatted_read_grouping_sets(
        [], [PIVOT, PIVOT[:1], PIVOT[1:], []], ['__count', 'amount:sum', 'hours:avg'])


def _draw(env, firm, first, **context):
    _get_report(env, firm, 'cohort', first).with_context(**context).get_funnel([], ['user_id'])


def _draw_years(env, firm, first):
    """The drawing, and that of a year ago as of the day a year ago: what a comparison has to read."""
    _draw(env, firm, first)
    last = firm.today - relativedelta(years=1)
    _draw(env, firm, first - relativedelta(years=1), bas_funnel_to=str(last), bas_funnel_as_of=str(last))


def _read_sales(env, firm, first):
    env['sale.report'].formatted_read_grouping_sets(
        [('date', '>=', f'{first} 00:00:00'), ('date', '<=', f'{firm.today} 23:59:59')],
        [['user_id', 'date:month'], ['user_id'], ['date:month'], []], ['__count', 'price_subtotal:sum'])


def _read_standing(env, firm):
    report = env['bas.funnel.report'].with_context(bas_funnel_reading='snapshot', bas_funnel_type=firm.order_type.id)
    report.formatted_read_group([('is_done', '=', False)], ['stage_id'], ['__count', 'amount:sum'])


#: the figures straight from the log and the orders, in two questions: how far orders have come (a counting by the furthest
#: stage, spread over the stages above it), how long they stood (a sum by stage and manager that needs no order at all)
BEST = """
       WITH stages AS (
           SELECT id, row_number() OVER (ORDER BY sequence, id) AS rank FROM bas_order_stage
            WHERE order_type_id = %(type)s AND is_cancelled IS NOT TRUE),
       came AS (
           SELECT stages.rank, o.user_id, COUNT(*) AS orders, SUM(o.amount_total) AS amount
             FROM bas_order_stage_log stay
             JOIN stages ON stages.id = stay.reached_stage_id
             JOIN sale_order o ON o.id = stay.order_id
            WHERE stay.left_at IS NULL AND stay.began_at >= %(first)s AND stay.entered_at < %(limit)s
         GROUP BY stages.rank, o.user_id),
       counted AS (
           SELECT s.rank, came.user_id, SUM(came.orders) AS orders, SUM(came.amount) AS amount
             FROM came CROSS JOIN LATERAL generate_series(1, came.rank) AS s(rank)
         GROUP BY s.rank, came.user_id),
       stood AS (
           SELECT stages.rank, stay.order_user_id,
                  SUM(COALESCE(stay.hours, date_part('epoch', %(limit)s::timestamp - stay.entered_at) / 3600)) AS hours,
                  COUNT(*) FILTER (WHERE stay.is_first) AS orders
             FROM bas_order_stage_log stay JOIN stages ON stages.id = stay.stage_id
            WHERE stay.began_at >= %(first)s AND stay.entered_at < %(limit)s
         GROUP BY stages.rank, stay.order_user_id)
       SELECT counted.*, stood.hours / NULLIF(stood.orders, 0)
         FROM counted
    LEFT JOIN stood ON stood.rank = counted.rank AND stood.order_user_id IS NOT DISTINCT FROM counted.user_id"""


def _run_best(env, firm, first):
    env.cr.execute(SQL(BEST, type=firm.order_type.id, first=first, limit=f'{firm.today} 23:00:01'))
    env.cr.fetchall()


def _run_standing(env, firm):
    env.cr.execute(SQL("""
        SELECT stay.stage_id, COUNT(*), SUM(o.amount_total)
          FROM bas_order_stage_log stay JOIN sale_order o ON o.id = stay.order_id
         WHERE stay.left_at IS NULL AND stay.stage_id IN (
               SELECT id FROM bas_order_stage
                WHERE order_type_id = %s AND is_done IS NOT TRUE AND is_cancelled IS NOT TRUE)
      GROUP BY stay.stage_id""", firm.order_type.id))
    env.cr.fetchall()
