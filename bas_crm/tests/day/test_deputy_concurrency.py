from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import fields
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
        # one that has begun is kept
        env.cr.execute("DELETE FROM bas_handover WHERE user_id IN %s", [tuple(self.user_ids)])
        env['bas.handover']._clear_cached_absences()
        env['bas.employee.calendar'].with_context(active_test=False).search([('user_id', 'in', self.user_ids)]).unlink()
        env['res.users'].browse(self.user_ids).unlink()

    def enter(self, env, deputy, days=('2199-03-09', '2199-03-13')):
        absent, *_deputies = self.user_ids
        absence = env['bas.handover'].create({
            'kind': 'temporary', 'user_id': absent, 'deputy_id': deputy, 'date_from': days[0], 'date_to': days[1]})
        env.flush_all()
        return absence

    def test_a_request_that_began_before_the_absence(self):
        """It does not see the absence, and what it has seen is not what others are told afterwards."""
        absent, deputy, _other = self.user_ids
        today = fields.Date.today()  # in any time zone
        days = (str(today - timedelta(days=1)), str(today + timedelta(days=2)))
        with self.registry.cursor() as earlier, self.registry.cursor() as cr, self.registry.cursor() as later:
            earlier.execute("SELECT 1 FROM bas_handover LIMIT 1")  # its snapshot
            absence = self.enter(self.get_env(cr), deputy, days)
            cr.commit()  # pylint: disable=invalid-commit
            self.assertNotIn(absent, self.get_represented(earlier, deputy))
            self.assertIn(absent, self.get_represented(later, deputy))
            earlier.rollback()
            earlier.execute("SELECT 1 FROM bas_handover LIMIT 1")
            self.get_env(cr)['bas.handover'].browse(absence.id).action_end()
            cr.commit()  # pylint: disable=invalid-commit
            self.assertIn(absent, self.get_represented(earlier, deputy), 'until this request is over')
            later.rollback()
            self.assertNotIn(absent, self.get_represented(later, deputy))

    def get_represented(self, cr, deputy):
        return self.get_env(cr)['res.users'].browse(deputy)._get_represented_users().ids

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
