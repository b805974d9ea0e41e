"""From a case to what is timed: the calls of the web client, made as its requests make them. Runs in Odoo."""
import importlib.util
import json
import sys
from pathlib import Path

from odoo.addons import bas_crm
from odoo.service.model import call_kw
from odoo.tools.json import json_default

from .case import Ask, Record, Screen
from .clock import ZONE


def _load_client():
    """bas_crm/tests/client.py, which the tests read the screens with: by its path, since the tests themselves stay unread."""
    name = 'bench_client'
    specification = importlib.util.spec_from_file_location(name, Path(bas_crm.__file__).parent / 'tests' / 'client.py')
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    specification.loader.exec_module(module)
    return module


client = _load_client()


#: what a screen asks for its controls: a salesperson has nobody to compare with
CONTROLS = frozenset(('get_managers',))


class NotOffered(Exception):
    """The user may not make such a record, and no screen offers it."""


class FindsNothing(Exception):
    """What a call of the case answers is empty: the case would time nothing."""


def make_env(env, user):
    """:return: the environment of the user's requests"""
    context = {'lang': 'uk_UA', 'tz': ZONE, 'uid': user.id, 'allowed_company_ids': user.company_ids.ids}
    return env(user=user.id, su=False, context=context)


def prepare(env, firm, question, may_be_empty=True):
    """:return: a function without parameters: the server's part of what the client asks"""
    asked = {Screen: _ask_screen, Record: _ask_record, Ask: lambda env, firm, question: question.ask(env, firm)}[type(question)]
    calls = asked(env, firm, question)
    if callable(calls):
        return calls
    last = [call for call in calls if call.method not in CONTROLS][-1:]
    if not may_be_empty and not any(_is_something(_send(env, call)) for call in last):
        raise FindsNothing(f'{calls[-1].model}.{calls[-1].method} finds nothing')
    return lambda: [json.dumps(_send(env, call), default=json_default) for call in calls]


def _send(env, call):
    context = {**env.context, **call.kwargs.get('context', {})}
    return call_kw(env[call.model], call.method, list(call.args), {**call.kwargs, 'context': context})


def _is_something(answer):
    if isinstance(answer, dict):
        for name in ('length', 'records', 'groups', 'rows'):
            if name in answer:
                return bool(answer[name])
    if isinstance(answer, list) and answer and all(isinstance(part, dict) and '__count' in part for part in answer):
        return any(part['__count'] for part in answer)
    return bool(answer)


def get_action(env, name):
    """:return: dict: the action as the client loads it; one of the server is run"""
    action = env['ir.actions.actions']._for_xml_id(name if '.' in name else f'bas_crm.{name}')
    if action['type'] == 'ir.actions.server':
        return env['ir.actions.server'].browse(action['id']).run()
    return action


def _open(env, firm, question):
    chosen = getattr(question, 'context', {})
    opener = getattr(question, 'opener', None)
    action = opener(env, firm) if opener else get_action(env, question.action)
    return client.Window(env, action, **(chosen(firm) if callable(chosen) else chosen))


def _ask_screen(env, firm, question):
    window = _open(env, firm, question)
    if question.kind == 'form' and not window.model.has_access('create'):
        raise NotOffered
    if question.domain:
        window.domain += question.domain(env, firm)
    return window.get_calls(question.kind, list(question.groupby))


def _ask_record(env, firm, question):
    """Opened as a form opens it, or saved as a form, or a card that was dragged, saves it."""
    window = _open(env, firm, question)
    record = question.choose(env, firm) if question.choose else choose_own(window)
    if not record:
        raise FindsNothing(f'{window.model._name}: no record of the user')
    spec = client.get_spec(window.model, window.trees[question.kind])
    context = {key: value for key, value in window.context.items() if not key.startswith('search_default_')}
    if question.values is None:
        return [client.Call(record._name, 'web_read', [record.ids, spec], {'context': context})]
    values = question.values(env, record) if callable(question.values) else question.values
    return [client.Call(record._name, 'web_save', [record.ids, values, spec], {'context': context})]


def choose_own(window):
    """The latest record that the window shows as it opens, the user's own one where there is one; or one beyond its filters."""
    model, domain = window.model, window.get_search().domain
    own = [('user_id', '=', model.env.uid)] if 'user_id' in model._fields else []
    return next(filter(None, (model.search(terms, order='id desc', limit=1) for terms in (
        [*domain, *own], domain, window.domain))), model.browse())
