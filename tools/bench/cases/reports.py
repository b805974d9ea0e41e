"""Every report as its menu opens it and its client calls it, beside Odoo's own report of sales for the same days."""
from bench.case import DRAWN, GROWTH, REPORT, SHARE, Ask, Case, Screen, opened, window
from bench.plans import make_plans

prepare = make_plans

#: of the time of Odoo's report of sales of the year
LEADS_OF_A_MONTH = 0.3


def _get_days(firm, days):
    return [str(day) for day in getattr(firm, days)]


def _read_sales(days):
    """Odoo's pivot of sales by salesperson."""
    def ask(env, firm):
        first, last = _get_days(firm, days)
        domain = [('date', '>=', f'{first} 00:00:00'), ('date', '<=', f'{last} 23:59:59')]
        return lambda: env['sale.report'].formatted_read_grouping_sets(
            domain, [[], ['user_id']], ['__count', 'price_subtotal:sum', 'order_reference:count_distinct'])
    return Ask(ask)


YEAR, MONTH = _read_sales('year'), _read_sales('month')
BESIDE = {'year': YEAR, 'month': MONTH}


def _choose_funnel(days, **context):
    def choose(firm):
        first, last = _get_days(firm, days)
        return {'bas_funnel_period': 'custom', 'bas_funnel_from': first, 'bas_funnel_to': last, **context}
    return choose


def _choose_managers(days, indicator='revenue'):
    def choose(firm):
        first, last = _get_days(firm, days)
        return {'bas_manager_period': 'custom', 'bas_manager_from': first, 'bas_manager_to': last,
                'bas_manager_indicator': indicator}
    return choose


def _report(title, action, kinds, core=YEAR, context=None, must=REPORT, **bounds):
    for kind in kinds.split():
        bound = min(must, DRAWN) if kind in ('bas_funnel', 'bas_managers') else must
        yield Case(f'{title}: {kind}', Screen(action, kind, context or {}), core, must=bound, more_queries=None,
                   growth=GROWTH, share=SHARE, **bounds)


CASES = [
    # Sales funnel: each reading, a year and a month
    *(case for days in ('year', 'month') for reading in ('flow', 'cohort') for case in _report(
        f'funnel, {reading} of a {days}', 'bas_funnel_report_action', 'bas_funnel pivot graph list kanban', BESIDE[days],
        _choose_funnel(days, bas_funnel_reading=reading))),
    *_report('funnel now', 'bas_funnel_report_action', 'bas_funnel pivot', YEAR, {'bas_funnel_reading': 'snapshot'}),
    *_report('time at the stages, a year', 'bas_funnel_report_action_time', 'pivot graph list kanban', YEAR,
             _choose_funnel('year')),
    # Funnel of leads
    *_report('leads, a year', 'bas_lead_funnel_report_action', 'bas_funnel pivot graph list kanban', YEAR,
             _choose_funnel('year')),
    *_report('leads, a month', 'bas_lead_funnel_report_action', 'bas_funnel pivot', YEAR, _choose_funnel('month'),
             LEADS_OF_A_MONTH),
    # Managers' analysis: each indicator
    *(case for days in ('year', 'month') for indicator in ('revenue', 'orders', 'debt', 'events', 'leads') for case in _report(
        f'managers, {indicator} of a {days}', 'bas_manager_report_action', 'bas_managers', BESIDE[days],
        _choose_managers(days, indicator))),
    *_report('managers, a year', 'bas_manager_report_action', 'pivot graph list', YEAR, _choose_managers('year')),
    # Plans
    *_report('plan-fact', 'bas_plan_fact_report_action', 'pivot graph list', may_be_empty=True),
    *_report('plan-fact by its menu', 'bas_plan_fact_report_action_open', 'pivot graph list', may_be_empty=True),
    *window('completion of plans', 'bas_sales_plan_action_progress', dict.fromkeys(('kanban', 'list'), YEAR), 'kanban list',
            must=REPORT, more_queries=None, may_be_empty=True),
    *opened('completion of a plan', 'bas_sales_plan_action_progress'),
    # The rest
    *_report('orders that got stuck', 'bas_order_standing_action', 'list kanban pivot', may_be_empty=True),
    *_report('cancelled orders', 'bas_cancellation_report_action', 'list kanban pivot graph'),
    *_report('sales before the move', 'bas_sales_history_action', 'list kanban pivot graph'),
    *opened('a sale before the move', 'bas_sales_history_action'),
    *_report('customer base', 'bas_customer_base_report_action', 'list kanban pivot graph'),
]
