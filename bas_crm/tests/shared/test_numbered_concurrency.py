from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import TwoConnectionsCase

#: a year in which no other test numbers documents
YEAR = 2091


@tagged('post_install', '-at_install', 'bas_concurrency')
class TestNumberedConcurrency(TwoConnectionsCase):
    """Two users create the first contract of a year in the same second, with two real connections."""

    def prepare(self, env):
        self.partner_id = env['res.partner'].create({'name': 'ТОВ «Перший день року»', 'is_company': True}).id

    def clean(self, env):
        env['bas.contract'].search([('partner_id', '=', self.partner_id)]).unlink()
        env['ir.sequence.date_range'].search([
            ('date_from', '=', f'{YEAR}-01-01'), ('sequence_id.code', '=', 'bas.contract')]).unlink()
        env['res.partner'].browse(self.partner_id).unlink()

    def number(self, env, count=1):
        return env['bas.contract'].create([{
            'partner_id': self.partner_id, 'contract_type': 'customer', 'date': f'{YEAR}-01-02'}] * count).mapped('name')

    @mute_logger('odoo.sql_db')
    def check_next(self, count):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            late = self.get_env(second)
            self.assertFalse(late['bas.contract'].search([('partner_id', '=', self.partner_id)]), 'nobody has written one')
            self.assertEqual(self.number(self.get_env(first), count)[0], f'0001/{YEAR}')
            first.commit()
            self.assertEqual(retrying(lambda: self.number(late, count), late)[-1], f'{2 * count:04}/{YEAR}')
            second.commit()

    def test_the_second_gets_the_next_number(self):
        self.check_next(1)

    def test_several_at_once_get_the_next_numbers(self):
        self.check_next(3)
