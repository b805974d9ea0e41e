"""What orders of a file refer to: types and stages, contracts, price lists."""
from odoo.tools import SQL

from ...tools.source_files.values import clean_text
from .order_values import STATES
from .pricelists import find_pricelists
from .references import PENDING, find_keys, find_rows
from .rows import Question

# ------------------------------------------------------------
# Types and stages
# ------------------------------------------------------------


def find_stages(batch, rows):
    """Put the stage of each row and its state of core into ``row.values['stage']``, or ask which one a word means."""
    usual = batch.env['bas.order.type']._get_default(batch.company, batch.kind._operation)
    for row in rows:
        order_type = usual.browse(row.get('kind') or []) or row.record.order_type_id or usual
        if stage := _find_stage(batch, row, order_type):
            states = batch.cache['states of stages']
            if stage not in states:
                states[stage] = order_type._get_state(stage)
            row.values['stage'] = stage, states[stage]


def _find_stage(batch, row, order_type):
    """:return: ``bas.order.stage``; None if a person has to say which"""
    if row.get('completion') == 'cancel':
        return order_type._get_stage('cancel')
    word = clean_text(row.get('state') or '').casefold()
    if not word:
        return order_type._get_stage('draft')
    names = batch.cache['stages', order_type]
    if not names:
        names.update(_read_stages(batch, order_type))
    return names.get(word) or _ask_stage(batch, row, order_type, word)


def _read_stages(batch, order_type):
    """:return: dict: word → stage: the names of the stages in all languages, then the predefined states of BAS"""
    stages = batch.env['bas.order.stage'].with_context(active_test=False).search([('order_type_id', '=', order_type.id)])
    found = {}
    for id_, name in batch.env.execute_query(SQL(
            """SELECT stage.id, lower(trim(title.value)) FROM bas_order_stage stage, jsonb_each_text(stage.name) AS title
                WHERE stage.id = ANY(%s) ORDER BY stage.active DESC, stage.sequence, stage.id""", stages.ids)):
        found.setdefault(name, stages.browse(id_))
    done = order_type._get_path().filtered('is_done')[:1]
    for word, state in STATES.items():
        found.setdefault(word, done or order_type._get_stage('sale') if state == 'done' else order_type._get_stage(state))
    return found


def _ask_stage(batch, row, order_type, word):
    stages = order_type.stage_ids
    answer = batch.ask(row, Question(
        'reference', f'reference|bas.order.stage|{order_type.id}|{word}',
        batch.env._("Stage «%(name)s» of «%(type)s»: which one is it?", name=row.get('state')[:100], type=order_type.name),
        ('use', 'empty', 'skip'), field_name='state', value=row.get('state')[:200], res_model='bas.order.stage',
        candidates=tuple(stages.ids)))
    if not answer:
        return None
    if answer.answer == 'skip':
        row.is_skipped = True
    chosen = stages.browse(answer.res_id if answer.answer == 'use' else []).exists()
    if chosen and chosen.order_type_id != order_type:
        row.error(batch.env._("«%(stage)s» is not a stage of «%(type)s».", stage=chosen.name, type=order_type.name))
    return chosen or order_type._get_stage('draft')


# ------------------------------------------------------------
# Contracts
# ------------------------------------------------------------

def find_contracts(batch, rows):
    """Put the ids of contracts into ``row.values['contract_id']``: of the customer's own, for names repeat among customers."""
    rows = [row for row in rows if row.raw.get('contract') or row.raw.get('contract_guid')]
    texts = {clean_text(row.raw[name]) for row in rows for name in ('contract', 'contract_guid') if row.raw.get(name)}
    if not texts:
        return
    known = _find_known(batch, texts)
    contracts = batch.env['bas.contract'].browse(id_ for id_ in known.values() if isinstance(id_, int))
    owners = {contract.id: contract.partner_id.id for contract in contracts}
    own = _read_own(batch, {row.get('counterparty') for row in rows})
    for row in rows:
        owner = row.get('counterparty')
        text = clean_text(row.raw.get('contract') or '')
        found = [known.get(clean_text(row.raw.get(name) or '')) for name in ('contract_guid', 'contract')]
        by_key = next((id_ for id_ in found if owners.get(id_) == owner), None)
        ids = [by_key] if by_key else own.get((owner, text.casefold()), [])
        if len(ids) == 1:
            row.values['contract_id'] = ids[0]
        elif not any(id_ is PENDING for id_ in found):
            row.remark(batch.env._("The customer has no contract «%(contract)s» here, so the order has none.", contract=text)
                       if not ids else
                       batch.env._("The customer has several contracts «%(contract)s», so the order has none.", contract=text))


def _find_known(batch, texts):
    """:return: dict: GUID, code or name → id of a contract, ``PENDING`` for one that this import creates, or None"""
    kind = batch.env['bas.import.kind']._get_kind('contract')
    found = dict(find_keys(batch, kind, list(texts)))
    found.update(find_rows(batch, kind, [text for text in texts if text not in found]))
    return found


def _read_own(batch, partners):
    """:return: dict: (id of the owner, name or title in small letters) → list of ids of contracts in the session's company"""
    found = {}
    contracts = batch.env['bas.contract'].search_fetch(
        [('partner_id', 'in', list(filter(None, partners))), ('company_id', '=', batch.company.id),
         ('contract_type', '=', 'customer')], ['name', 'date', 'partner_id'])
    for contract in contracts:
        day = f'{contract.date:%d.%m.%Y}'
        for title in {contract.name, *(f'{sign}{contract.name} {word} {day}' for sign in ('', '№ ') for word in ('від', 'от'))}:
            found.setdefault((contract.partner_id.id, clean_text(title).casefold()), []).append(contract.id)
    return found


# ------------------------------------------------------------
# Currencies
# ------------------------------------------------------------

def set_pricelists(batch, rows):
    """Put the price list of each new order into ``row.values['pricelist']``: an order has the currency of its price list."""
    own = batch.company.currency_id
    wanted = {batch.env['res.currency'].browse(row.get('currency')) for row in rows if row.get('currency')}
    rated = {own} | _find_rated(batch, wanted - {own})
    lists = find_pricelists(batch, (wanted & rated) | {own})
    for row in rows:
        currency = own.browse(row.get('currency') or own.id)
        if currency not in rated:
            row.error(batch.env._("There is no rate of %(currency)s. Enter one, and the order can be imported.",
                                  currency=currency.name))
        row.values['pricelist'] = lists[currency].id if currency in rated else False


def _find_rated(batch, currencies):
    rates = batch.env['res.currency.rate'].search([
        ('currency_id', 'in', [currency.id for currency in currencies]), ('rate', '>', 0),
        ('company_id', 'in', (False, batch.company.root_id.id))]) if currencies else batch.env['res.currency.rate']
    return set(rates.currency_id)
