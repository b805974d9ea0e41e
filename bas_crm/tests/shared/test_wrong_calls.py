import inspect

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common_methods import PublicMethodsCase

JUNK = [
    None, False, True, 0, -1, 5, 10 ** 12, 1.5, float('nan'), '', 'x', 'order_id.partner_id.name', '2026-99-99', 'Ї' * 300,
    '\x00', [], [5], ['x'], [[1]], [None], {}, {'x': 1}, {'id': {}}, [{}], [[['id', '=', 'x']]],
    [['no_field', '=', 1]], [('state', 'no', 1)], {'domain': 5}]
IDS = [[], [10 ** 9], [-1], [10 ** 9, 10 ** 9 + 1]]


@tagged('post_install', '-at_install')
class TestWrongCalls(PublicMethodsCase):
    """Public methods answer invalid arguments with a message."""

    def get_calls(self, model, record, method):
        """:return: list of (args, kwargs) of a call"""
        parameters = [parameter for name, parameter in inspect.signature(method).parameters.items() if name != 'self']
        is_model_method = getattr(method, '_api_model', False)
        own = [] if is_model_method else [record.ids]
        required = self.get_required(method)
        named = [parameter for parameter in parameters if parameter.kind in (
            parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)]
        calls = [] if is_model_method else [([ids, *[[]] * len(required)], {}) for ids in IDS]
        calls += [([*own, *[junk] * len(required)], {}) for junk in (JUNK if required else [None])]
        for parameter in named:
            rest = {other.name: [] for other in required if other != parameter}
            calls += [([*own], {**rest, parameter.name: junk}) for junk in JUNK]
        return calls

    def attempt(self, user, model, name, args, kwargs):
        try:
            with self.env.cr.savepoint() as savepoint, mute_logger('odoo.sql_db', 'odoo.http'):
                call_kw(self.env[model].with_user(user), name, args, {**kwargs, 'context': {'lang': 'en_US'}})
                self.env.flush_all()
                savepoint.rollback()
        except UserError:
            return  # a wrong call should get a message
        except Exception as error:
            if str(error).startswith('Expected singleton'):
                return  # core's message for a button called with no record, or with two
            frame = inspect.trace()[-1]
            self.failures.append(f'{model}.{name}{str(args)[:60]}{str(kwargs)[:80]}: {type(error).__name__}: {str(error)[:100]}'
                                 f' ({frame.filename.rpartition("/")[2]}:{frame.lineno})')
        finally:
            self.env.invalidate_all()

    def test_methods(self):
        self.failures, tried, names = [], 0, set()
        for model in sorted(self.env.registry):
            record = self.env[model]
            methods = self.get_methods(record)
            if methods and not record._abstract and not record._transient and record._auto:
                record = self.get_record(model)
            for name, method in methods.items():
                if record._abstract and not getattr(method, '_api_model', False):
                    continue  # tested on the models that have it
                names.add(name)
                for args, kwargs in self.get_calls(model, record, method):
                    for user in (self.head, self.own, self.portal)[::1 if name.startswith('get_') else 2]:
                        self.attempt(user, model, name, args, kwargs)
                        tried += 1
        self.assertLessEqual({'get_funnel', 'get_figures', 'set_cells', 'get_rows', 'action_done', 'action_open_gap'}, names)
        self.assertFalse(self.failures, f'{len(self.failures)} of {tried}:\n' + '\n'.join(self.failures))
