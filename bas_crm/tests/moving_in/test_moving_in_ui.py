from odoo.tests import HttpCase, new_test_user, tagged

from ..common import DESK


@tagged('post_install', '-at_install')
class TestMovingInUi(HttpCase):
    """A head of sales moves the lists of the old program in, and takes them back."""

    def test_five_files(self):
        hryvnia = self.env.ref('base.UAH')
        hryvnia.active = True
        company = self.env['res.company'].create({
            'name': 'ТОВ «Затишок»', 'country_id': self.env.ref('base.ua').id, 'currency_id': hryvnia.id})
        new_test_user(self.env, 'boss', groups='sales_team.group_sale_manager', lang='uk_UA', tz='Europe/Kyiv',
                      name='Олена Бойко', company_id=company.id, company_ids=company.ids)
        before = self.env['res.partner'].with_context(active_test=False).search_count([])
        self.browser_size = DESK
        self.start_tour('/odoo/bas-moving-in?debug=0', 'bas_crm_moving_in', login='boss', timeout=240)
        session = self.env['bas.import'].search([], limit=1)
        self.assertEqual(session.state, 'undone')
        self.assertEqual(session.row_count, 8)
        self.assertEqual(self.env['res.partner'].with_context(active_test=False).search_count([]), before)
