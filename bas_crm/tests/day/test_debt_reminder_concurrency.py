from functools import partial
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import TwoConnectionsCase


@tagged('post_install', '-at_install', 'bas_concurrency')
class TestTwoRemind(TwoConnectionsCase):
    """Two users press «Remind» at the same time: the second is told who was first, and nothing of the second is sent."""

    def prepare(self, env):
        self.partner_id = env['res.partner'].create({'name': 'ТОВ «Один лист»'}).id
        self.company_id = env.ref('base.main_company').id

    def clean(self, env):
        env['bas.debt.reminder'].search([('partner_id', '=', self.partner_id)]).unlink()
        env['res.partner'].browse(self.partner_id).unlink()

    def claim(self, env):
        return env['bas.debt.reminder']._claim([
            {'partner_id': self.partner_id, 'company_id': self.company_id, 'way': 'letter'}])

    def test_the_second_is_told(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            env = self.get_env(second)
            self.assertFalse(env['bas.debt.reminder'].search([('partner_id', '=', self.partner_id)]))
            self.claim(self.get_env(first))
            first.commit()
            with mute_logger('odoo.sql_db', 'odoo.service.model'), patch('odoo.service.model.time.sleep'), \
                    self.assertRaisesRegex(UserError, 'was already reminded of the debt today'):
                retrying(partial(self.claim, env), env)
            second.rollback()
        with self.registry.cursor() as cr:
            self.assertEqual(self.get_env(cr)['bas.debt.reminder'].search_count([('partner_id', '=', self.partner_id)]), 1)
