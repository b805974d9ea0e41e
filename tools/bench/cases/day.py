"""My day, beside what core has for it: the activities of the systray, and the board and list of opportunities."""
from bench.case import Ask, Case, Screen, window


def prepare(env, firm):
    """Steps of every kind: the generated firm has events, orders, leads and offers; some of its works and activities are open."""
    sudo = env(su=True)
    if sudo['mail.activity'].search_count([('summary', '=', 'Bench')], limit=1):
        return
    leads = sudo['crm.lead'].search([('decision', '=', False)], limit=200)
    todo = env.ref('mail.mail_activity_data_todo')
    model = sudo['ir.model']._get_id('crm.lead')
    sudo['mail.activity'].with_context(mail_activity_quick_update=True).create([{
        'summary': 'Bench', 'activity_type_id': todo.id, 'res_model_id': model, 'res_id': lead.id,
        'user_id': (lead.user_id or firm.seller).id} for lead in leads[:100]])
    env.cr.commit()


CASES = [
    *window('my day', 'bas_agenda_action', {
        'kanban': Screen('crm.crm_lead_action_pipeline', 'kanban'), 'list': Screen('crm.crm_lead_action_pipeline', 'list')},
        'kanban list', must=1.0, more_queries=20),
    Case('my plan, above my day', Ask(lambda env, firm: env['bas.agenda'].get_my_plan),
         Ask(lambda env, firm: env['res.users']._get_activity_groups), must=1.0, more_queries=20),
]
