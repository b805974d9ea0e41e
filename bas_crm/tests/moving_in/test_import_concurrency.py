from psycopg2.errors import SerializationFailure

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import TwoConnectionsCase
from ..common_moving import make_source

HEADINGS = ['Найменування', 'ЄДРПОУ', 'Телефон']
NAMES = ('ТОВ «Імпорт перший»', 'ТОВ «Імпорт другий»')
CODES = ('00032129', '21560766')


@tagged('post_install', '-at_install', 'bas_concurrency')
class TestImportConcurrency(TwoConnectionsCase):
    """Two real connections: a colleague saves a card at the moment when an import, or its undo, writes it.

    The values of the file are not wrong: the server does the batch again, and it takes the colleague's changes into account.
    """

    def prepare(self, env):
        firms = env['res.partner'].create([{'name': name, 'company_registry': code, 'phone': '0500000000', 'is_company': True}
                                           for name, code in zip(NAMES, CODES, strict=True)])
        rows = [[name, code, f'067111111{number}'] for number, (name, code) in enumerate(zip(NAMES, CODES, strict=True))]
        session = env['bas.import'].create({'policy': 'overwrite'})
        env['bas.import.table']._read_table(
            session, env['ir.attachment'], make_source(HEADINGS, rows, 'counterparty'))
        session._program_write({'state': 'recognised'})
        session.action_check()
        self.firm_ids, self.session_id = firms.ids, session.id

    def clean(self, env):
        env['bas.import'].browse(self.session_id)._program_write({'state': 'undone', 'step': False})
        env['bas.import'].browse(self.session_id).unlink()
        env['res.partner'].browse(self.firm_ids).unlink()

    def run_step(self, env, step):
        session = env['bas.import'].browse(self.session_id)
        session.run_batch(step)
        while session.step:
            session.run_batch()

    def race(self, step):
        """A colleague saves the first card after the batch has begun to read."""
        with self.registry.cursor() as first, self.registry.cursor() as second:
            env = self.get_env(second)
            env['res.partner'].browse(self.firm_ids).mapped('phone')  # the batch has begun
            self.get_env(first)['res.partner'].browse(self.firm_ids[0]).comment = '<p>Дзвонити зранку</p>'
            first.commit()
            with self.assertRaises(SerializationFailure), mute_logger('odoo.sql_db'):
                self.run_step(env, step)
            second.rollback()
            self.run_step(self.get_env(second), step)  # what the server does with such a failure
            second.commit()

    def read_result(self):
        with self.registry.cursor() as cr:
            env = self.get_env(cr)
            firms, session = env['res.partner'].browse(self.firm_ids), env['bas.import'].browse(self.session_id)
            return (firms.mapped('phone'), str(firms[0].comment), session.state, session.row_ids.mapped('problem'),
                    session.change_ids.mapped('undo_state'))

    def test_import_and_undo(self):
        self.race('import')
        phones, comment, state, problems, _undone = self.read_result()
        self.assertEqual((comment, state, problems), ('<p>Дзвонити зранку</p>', 'done', [False, False]))
        self.assertEqual([phone.replace(' ', '')[-10:] for phone in phones], ['0671111110', '0671111111'])
        self.race('undo')
        phones, comment, state, _problems, undone = self.read_result()
        self.assertEqual((phones, comment, state), (['0500000000'] * 2, '<p>Дзвонити зранку</p>', 'undone'))
        self.assertEqual(set(undone), {'undone'})
