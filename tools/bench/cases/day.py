"""The day: what is owed, beside Odoo's report of sales of the year."""
from bench.case import GROWTH, REPORT, SHARE, Ask, Case, Screen, window

from .reports import YEAR


def _remind(env, firm):
    """Twenty debtors chosen in the list: what is seen before anything is sent."""
    rows = env['bas.debtor.report'].search([('age', '!=', 'not_due')], limit=20)
    return rows.action_remind


CASES = [
    *(Case(f'debtors: {kind}', Screen('bas_debtor_report_action', kind), YEAR, must=REPORT, more_queries=None, growth=GROWTH,
           share=SHARE) for kind in ('list', 'kanban', 'pivot', 'graph')),
    Case('letters to twenty debtors, before sending', Ask(_remind)),
    *window('reminders of debts', 'bas_debt_reminder_action', dict.fromkeys(('list', 'kanban'), YEAR), 'list kanban', must=REPORT,
            more_queries=None, may_be_empty=True),
]
