from unittest.mock import patch

from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..common import DESK

OPTIONAL = {'sms', 'transfer'}


@tagged('post_install', '-at_install')
class TestSetupUi(HttpCase):
    """The first evening of an administrator, from an American company to a firm at work."""

    def test_first_evening(self):
        company = self.env['res.company'].create({
            'name': 'My New Company', 'country_id': self.env.ref('base.us').id, 'currency_id': self.env.ref('base.USD').id})
        boss = new_test_user(
            self.env, 'boss', groups='base.group_system,sales_team.group_sale_manager,base.group_partner_manager',
            lang='en_US', tz='America/New_York', company_id=company.id, company_ids=company.ids, email='boss@example.com')
        self.env['bas.setup'].set_first_screen(True)

        def load(charts, template_code, company, **_options):
            """Core would install its add-on, which no test can undo."""
            company.chart_template = template_code

        self.browser_size = DESK
        # a wrong code is refused on the way
        with patch.object(self.env.registry['account.chart.template'], 'try_loading', load), mute_logger('odoo.http'):
            self.start_tour('/odoo/bas-setup?debug=0', 'bas_crm_first_evening', login='boss', timeout=300)
        page = self.env['bas.setup'].with_user(boss).with_company(company).get_page()
        self.assertEqual({card['key'] for card in page['cards'] if card['state'] != 'done'} - OPTIONAL, set())
        self.assertFalse(page['in_menu'])
        self.assertEqual((company.name, company.currency_id.name), ('ТОВ «Затишок Новий»', 'UAH'))
        self.assertEqual(company.partner_id.company_registry, '32855961')
