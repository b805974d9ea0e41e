"""Queries of a screen as the web client asks it, beside those of core's nearest screen."""
from odoo.service.model import call_kw

from . import client
from .common_orders import OrderStageCase

#: how many queries more than core's an everyday screen may make
MORE = 6


class ScreenSpeedCase(OrderStageCase):

    def get_env(self, user):
        return self.env(user=user.id, su=False, context={
            'lang': 'uk_UA', 'tz': 'Europe/Kyiv', 'uid': user.id, 'allowed_company_ids': user.company_ids.ids})

    def open_window(self, user, action, **context):
        """:param action: an xml id, or the action that a button has returned"""
        env = self.get_env(user)
        if isinstance(action, str):
            action = env['ir.actions.actions']._for_xml_id(action if '.' in action else f'bas_crm.{action}')
        return client.Window(env, action, **context)

    def count_screen(self, window, kind, groupby=()):
        """:return: queries of the view of this kind, when the permanent caches are full; what it shows is not empty"""
        calls = window.get_calls(kind, groupby)
        return self.count_calls(window.model.env, calls)

    def count_drag(self, window, record, vals):
        """:return: queries of a card that is dragged to another column of the board"""
        record = record.with_env(window.model.env)
        spec = client.get_spec(window.model, window.trees['kanban'])
        return self.count_calls(window.model.env, [client.Call(record._name, 'web_save', [record.ids, vals, spec], {})])

    def count_calls(self, env, calls):
        counts = []
        for _each in range(2):
            with self.env.cr.savepoint() as savepoint:
                answers = []
                counts.append(self.count_queries(lambda answers=answers: answers.extend(self.send(env, call) for call in calls)))
                self.assertTrue(answers[-1], calls[-1])
                savepoint.rollback()
            self.env.invalidate_all()
        return counts[-1]

    def send(self, env, call):
        context = {**env.context, **call.kwargs.get('context', {})}
        answer = call_kw(env[call.model], call.method, list(call.args), {**call.kwargs, 'context': context})
        return answer['length'] if isinstance(answer, dict) and 'length' in answer else answer

    def check(self, title, ours, core, more=MORE):
        self.assertLessEqual(ours, core + more, f'{title}: {ours} queries, core {core}')

    def count_record(self, window, record):
        """:return: queries of a record that is opened on the form of the window"""
        spec = client.get_spec(window.model, window.trees['form'])
        return self.count_calls(window.model.env, [client.Call(record._name, 'web_read', [record.ids, spec], {})])
