from odoo.tests import HttpCase, new_test_user, tagged

from ..common import DESK


@tagged('post_install', '-at_install')
class TestMovingInUi(HttpCase):
    """A head of sales moves the lists of the old program in, and takes them back."""

    def test_five_files(self):
        new_test_user(self.env, 'boss', groups='sales_team.group_sale_manager', lang='en_US', tz='Europe/Kyiv', name='Boss')
        self.env['res.currency']._activate_group_multi_currency()
        self.env.ref('base.UAH').active = True
        before = self.env['res.partner'].with_context(active_test=False).search_count([])
        self.browser_size = DESK
        self.start_tour('/odoo/bas-moving-in?debug=0', 'bas_crm_moving_in', login='boss', timeout=240)
        session = self.env['bas.import'].search([], limit=1)
        self.assertEqual(session.state, 'undone')
        self.assertEqual(session.row_count, 8)
        self.assertEqual(self.env['res.partner'].with_context(active_test=False).search_count([]), before)
