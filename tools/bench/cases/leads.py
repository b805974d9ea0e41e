"""Leads: the board, the list, the form, a card that is dragged, and the decision."""
from bench.case import REPORT, Ask, Case, Record, Screen, opened, window

ACTION, CORE = 'crm_lead_action', 'crm.crm_lead_all_leads'


def prepare(env, firm):
    """The first contract of a year makes its counter of numbers, once a year: each measured one finds it."""
    firm.company.with_env(env)._next_numbers('bas.contract', firm.today, 1)


def _choose_prospect(env, firm):
    """A lead that nobody has decided on, and whose prospect is nobody known: the user's, or for the head anybody's."""
    return env['crm.lead'].search([
        ('user_id', '!=', False), ('decision', '=', False), ('partner_id', '=', False)], order='id desc', limit=1)


def _get_next_stage(env, lead):
    stages = env['crm.stage'].search([('is_won', '=', False), ('id', '!=', lead.stage_id.id)], limit=1)
    return {'stage_id': stages.id}


def _convert(method):
    return Ask(lambda env, firm: getattr(_choose_prospect(env, firm), method))


def _convert_by_core(env, firm):
    lead = _choose_prospect(env, firm)
    wizard = env['crm.lead2opportunity.partner'].with_context(active_model='crm.lead', active_ids=lead.ids, active_id=lead.id)
    return lambda: wizard.create({'name': 'convert', 'action': 'create', 'lead_id': lead.id}).action_apply()


CORE_CONVERSION = Ask(_convert_by_core)

CASES = [
    # Core's cards stand in columns, too, when the user groups them.
    Case('board and list: kanban', Screen(ACTION, 'kanban'), Screen(CORE, 'kanban', groupby=('stage_id',))),
    *window('board and list', ACTION, CORE, 'list'),
    *opened('lead', ACTION, CORE),
    Case('a new lead', Ask(lambda env, firm: lambda: env['crm.lead'].web_save(
        {'name': 'Bench', 'type': 'lead', 'partner_name': 'Bench', 'phone': '+380671112233'}, {'name': {}}))),
    Case('a card is dragged', Record(ACTION, _choose_prospect, _get_next_stage, 'kanban'),
         Record(CORE, _choose_prospect, _get_next_stage, 'kanban')),
    Case('to customer', _convert('action_convert_to_customer'), CORE_CONVERSION, must=1.3, queries=1.3),
    Case('to customer and order', _convert('action_convert_to_customer_and_order'), CORE_CONVERSION, must=1.6, queries=1.6),
    Case('found by phone', Screen(ACTION, 'list', {'search_default_display_name': '0500000064'}),
         Screen(ACTION, 'list', domain=lambda env, firm: [('phone_mobile_search', 'ilike', '0500000064')]),
         must=1.5, may_be_empty=True),
    *window('analysis', 'crm_lead_action_analysis',
            CORE, 'graph pivot list', must=REPORT),
    *opened('lead from the analysis', 'crm_lead_action_analysis', CORE),
]
