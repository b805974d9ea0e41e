from psycopg2.errors import SerializationFailure

from odoo.exceptions import ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..common import TwoConnectionsCase


@tagged('post_install', '-at_install', 'bas_concurrency')
class TestDeputyConcurrency(TwoConnectionsCase):
    """Two real connections: two people enter an absence of one person for the same days, at the same moment."""

    def prepare(self, env):
        users = [new_test_user(env, f'absence_{name}', groups='sales_team.group_sale_manager') for name in 'abc']
        self.user_ids = [user.id for user in users]

    def clean(self, env):
        env['bas.handover'].search([('user_id', 'in', self.user_ids)]).unlink()
        env['bas.employee.calendar'].with_context(active_test=False).search([('user_id', 'in', self.user_ids)]).unlink()
        env['res.users'].browse(self.user_ids).unlink()

    def enter(self, env, deputy, days=('2199-03-09', '2199-03-13')):
        absent, *_deputies = self.user_ids
        absence = env['bas.handover'].create({
            'kind': 'temporary', 'user_id': absent, 'deputy_id': deputy, 'date_from': days[0], 'date_to': days[1]})
        env.flush_all()
        return absence

    def test_two_absences_at_once(self):
        _absent, one, other = self.user_ids
        with self.registry.cursor() as first, self.registry.cursor() as second:
            envs = [self.get_env(cr) for cr in (first, second)]
            for env in envs:
                self.assertFalse(env['bas.handover'].search([('user_id', 'in', self.user_ids)]))  # both see none
            self.enter(envs[0], one)
            first.commit()
            with self.assertRaises(SerializationFailure), mute_logger('odoo.sql_db'):
                self.enter(envs[1], other, ('2199-03-13', '2199-03-20'))  # what the framework answers by doing it again
            second.rollback()
            with self.assertRaisesRegex(ValidationError, 'already'):
                self.enter(self.get_env(second), other, ('2199-03-13', '2199-03-20'))
            second.rollback()
        with self.registry.cursor() as cr:
            absences = self.get_env(cr)['bas.handover'].search([('user_id', 'in', self.user_ids)])
            self.assertEqual(absences.deputy_id.ids, [one])
