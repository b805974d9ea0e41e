from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import TwoConnectionsCase


@tagged('post_install', '-at_install', 'bas_concurrency')
class TestAgendaConcurrency(TwoConnectionsCase):
    """Two real connections: two people finish one step, or plan a call about one lead, at the same moment."""

    def prepare(self, env):
        lead = env['crm.lead'].create({'name': 'Лід на двох', 'type': 'lead', 'user_id': False})
        free = env['crm.lead'].create({'name': 'Ще один лід на двох', 'type': 'lead', 'user_id': False})
        event = env['bas.event'].create({'subject': 'Крок на двох', 'lead_id': lead.id, 'start': '2026-03-02 08:00:00'})
        self.lead_id, self.free_id, self.event_id = lead.id, free.id, event.id

    def clean(self, env):
        leads = env['crm.lead'].browse([self.lead_id, self.free_id])
        env['bas.event'].search([('lead_id', 'in', leads.ids)]).unlink()
        leads.unlink()

    def race(self, work, words):
        """:param work: function: environment → what both do
        :param words: what the second one is told
        """
        with self.registry.cursor() as first, self.registry.cursor() as second:
            envs = [self.get_env(cr) for cr in (first, second)]
            for env in envs:
                env['bas.agenda'].search([('lead_id', 'in', (self.lead_id, self.free_id))], limit=1)  # both look at the board
            work(envs[0])
            first.commit()
            with self.assertRaises(SerializationFailure), mute_logger('odoo.sql_db'):
                work(envs[1])  # what the framework answers by doing it again
            second.rollback()
            with self.assertRaisesRegex(UserError, words):
                work(self.get_env(second))
            second.rollback()

    def test_one_outcome(self):
        self.race(lambda env: env['bas.agenda.outcome'].create({
            'res_model': 'bas.event', 'res_id': self.event_id, 'outcome': 'Домовились'}).action_save(), 'already done')
        with self.registry.cursor() as cr:
            event = self.get_env(cr)['bas.event'].browse(self.event_id)
            self.assertEqual(event.description, '<p>Домовились</p>')
            self.assertEqual(len(event.next_ids), 1)

    def test_one_call(self):
        with self.registry.cursor() as cr:
            row = self.get_env(cr)['bas.agenda'].search([('lead_id', '=', self.free_id)])
            self.assertEqual(row.kind, 'lead')
        self.race(lambda env: env['bas.agenda'].browse(row.id).action_plan_call(), 'just planned a step')
        with self.registry.cursor() as cr:
            self.assertEqual(self.get_env(cr)['bas.event'].search_count([('lead_id', '=', self.free_id)]), 1)
