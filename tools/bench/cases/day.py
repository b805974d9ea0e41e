"""The day: what is to be done, beside Odoo's opportunities; what is owed, beside its report of sales of the year."""
from datetime import datetime, time, timedelta

from bench.case import DRAWN, GROWTH, REPORT, SHARE, Ask, Case, Screen, opened, window
from bench.plans import make_plans

from .reports import YEAR


def prepare(env, firm):
    """Steps of every kind: the generated firm has events, orders, leads and offers; some of its works and activities are open."""
    make_plans(env, firm)
    sudo = env(su=True)
    _plan_days(sudo, firm)
    if sudo['mail.activity'].search_count([('summary', '=', 'Bench')], limit=1):
        return
    leads = sudo['crm.lead'].search([('decision', '=', False)], limit=200)
    todo = env.ref('mail.mail_activity_data_todo')
    model = sudo['ir.model']._get_id('crm.lead')
    sudo['mail.activity'].with_context(mail_activity_quick_update=True).create([{
        'summary': 'Bench', 'activity_type_id': todo.id, 'res_model_id': model, 'res_id': lead.id,
        'user_id': (lead.user_id or firm.seller).id} for lead in leads[:100]])
    env.cr.commit()


def _plan_days(sudo, firm):
    """The head has steps of her own, and both will be absent for some days: until then nobody stands in for them."""
    if sudo['bas.handover'].search_count([('note', '=', 'Bench')], limit=1):
        return
    first = datetime.combine(firm.today, time(10))
    sudo['bas.event'].create([{
        'subject': f'Bench {number}', 'user_id': firm.head.id, 'start': first + timedelta(days=number)} for number in range(40)])
    sudo['bas.handover'].create([{
        'kind': 'temporary', 'note': 'Bench', 'user_id': person.id, 'deputy_id': firm.managers[2].id,
        'date_from': firm.today + timedelta(days=60), 'date_to': firm.today + timedelta(days=65),
    } for person in (firm.head, firm.seller)])
    sudo.cr.commit()


def _remind(env, firm):
    """Twenty debtors chosen in the list: what is seen before anything is sent."""
    rows = env['bas.debtor.report'].search([('age', '!=', 'not_due')], limit=20)
    return rows.action_remind


CASES = [
    *window('my day', 'bas_agenda_action', {
        'kanban': Screen('crm.crm_lead_action_pipeline', 'kanban'), 'list': Screen('crm.crm_lead_action_pipeline', 'list')},
        'kanban list', must=1.0, more_queries=20),
    Case('my plan, above my day', Ask(lambda env, firm: env['bas.agenda'].get_my_plan),
         Ask(lambda env, firm: env['res.users']._get_activity_groups), must=1.0, more_queries=20),
    *(Case(f'debtors: {kind}', Screen('bas_debtor_report_action', kind), YEAR, must=REPORT, more_queries=None, growth=GROWTH,
           share=SHARE) for kind in ('list', 'kanban', 'pivot', 'graph')),
    Case('letters to twenty debtors, before sending', Ask(_remind)),
    *window('reminders of debts', 'bas_debt_reminder_action', dict.fromkeys(('list', 'kanban'), YEAR), 'list kanban', must=REPORT,
            more_queries=None, may_be_empty=True),
    Case('morning: all tiles', Ask(lambda env, firm: env['bas.morning'].get_tiles, frozenset({('bas_morning_action', 'client')})),
         YEAR, must=DRAWN, more_queries=None, growth=GROWTH),
    *window('absences', 'bas_handover_action_absence', kinds='list kanban', may_be_empty=True),
    *opened('absence', 'bas_handover_action_absence', may_be_empty=True),
]
