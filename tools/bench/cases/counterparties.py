"""Counterparties: the list, the card, what is searched for on the phone, the history of one with thousands of documents."""
from bench.case import Ask, Case, Record, Screen, opened, window

ACTION, CORE, ORDERS = 'res_partner_action', 'contacts.action_contacts', 'sale.action_orders'
#: by what core looks for a partner
CORE_NAMES = ('complete_name', 'email', 'ref', 'vat', 'company_registry')
PHONE, NAME = '0670000077', 'Customer 77'


def _choose_one(env, firm):
    """The customer with thousands of documents."""
    return env['res.partner'].search([('ref', '=', 'BENCH-1')])


def _choose_plain(env, firm):
    return env['res.partner'].search([('ref', '=', 'BENCH-2')])


def _open_history(env, firm):
    return _choose_one(env, firm).action_view_history()


def _get_own_domain(env, firm):
    return [('partner_id', 'child_of', _choose_one(env, firm).id)]


CASES = [
    *window('list', ACTION, CORE, 'list kanban'),
    *opened('counterparty', ACTION, CORE),
    Case('the one with most documents: open', Record(ACTION, _choose_one), Record(CORE, _choose_one)),
    Case('found by phone', Screen(ACTION, 'list', {'search_default_display_name': PHONE}),
         Screen(CORE, 'list', domain=lambda env, firm: [('phone_mobile_search', 'ilike', PHONE)]), must=1.5),
    Case('found by name', Screen(ACTION, 'list', {'search_default_display_name': NAME}),
         Screen(CORE, 'list', {'search_default_name': NAME}), must=1.0),
    Case('chosen by name in a document', Ask(lambda env, firm: lambda: env['res.partner'].name_search(NAME, limit=8)),
         Ask(lambda env, firm: lambda: env['res.partner'].search_fetch(
             ['|', '|', '|', '|', *((name, 'ilike', NAME) for name in CORE_NAMES)],
             ['display_name'], limit=8).mapped('display_name')), must=1.0),
    Case('a new counterparty', Ask(lambda env, firm: lambda: env['res.partner'].web_save(
        {'name': 'Bench', 'is_company': True, 'is_customer': True}, {'name': {}}))),
    Case('a new name of the one with most documents', Record(ACTION, _choose_one, {'name': 'Bench'}),
         Record(CORE, _choose_plain, {'name': 'Bench'}), must=None, more_queries=20),
    *(Case(f'history of the one with most documents: {kind}', Screen('bas_partner_history_action', kind, opener=_open_history),
           Screen(ORDERS, kind, domain=_get_own_domain)) for kind in ('list', 'kanban')),
    *window('persons', 'res_partner_action_person', CORE, 'list kanban', may_be_empty=True),
    Case('person: new', Screen('res_partner_action_person', 'form'), Screen(CORE, 'form')),
    *window('contracts', 'bas_contract_action', ORDERS, 'list kanban'),
    *opened('contract', 'bas_contract_action', ORDERS),
]
