from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.models import BaseModel
from odoo.tests import new_test_user, tagged

from ..common import InvoicingCase

ADMINISTRATOR = 'base.group_system,sales_team.group_sale_manager'


@tagged('post_install', '-at_install')
class TestSetupUkrainian(InvoicingCase):
    """The button «Ukrainian Firm»."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls.env['res.company'].create({
            'name': 'New Firm', 'country_id': cls.env.ref('base.us').id, 'currency_id': cls.env.ref('base.USD').id,
            'bas_tz': 'America/New_York', 'paperformat_id': cls.env.ref('base.paperformat_us').id})
        cls.administrator = new_test_user(
            cls.env, 'boss', groups=ADMINISTRATOR, lang='en_US', tz='America/New_York',
            company_id=cls.foreign.id, company_ids=cls.foreign.ids)
        cls.setup = cls.env['bas.setup'].with_user(cls.administrator).with_company(cls.foreign)

    def test_it_sets_everything_that_needs_no_question(self):
        page = self.setup.get_page()
        result = self.setup.make_ukrainian()
        self.assertEqual(result['kept'], [])
        # What is said before Ukrainian is set is in the language of the administrator, and the rest in Ukrainian.
        self.assertEqual(result['done'][0], 'Language: Ukrainian, for you, the firm and new counterparties')
        self.assertLessEqual({'Часовий пояс: Київ', 'Країна: Україна', 'Валюта: гривня', 'Папір: A4'}, set(result['done']))
        self.assertGreaterEqual(len(result['done']), len(page['ukrainian']['changes']))
        self.assertEqual((self.foreign.country_id.code, self.foreign.currency_id.name), ('UA', 'UAH'))
        self.assertEqual({self.foreign.bas_tz, self.administrator.tz, self.foreign.partner_id.tz}, {'Europe/Kyiv'})
        self.assertEqual({self.administrator.lang, self.foreign.partner_id.lang}, {'uk_UA'})
        self.assertEqual(self.foreign.paperformat_id, self.env.ref('base.paperformat_euro'))
        self.assertEqual(self.env['res.lang']._get_data(code='uk_UA').week_start, '1')
        self.assertFalse(self.foreign.chart_template, 'about the taxes the administrator is asked')

    def test_pressed_again_it_changes_nothing_and_says_so(self):
        self.setup.make_ukrainian()
        self.env.flush_all()
        self.assertEqual(self.setup.get_page()['ukrainian']['changes'], [])
        with patch.object(BaseModel, 'write', side_effect=AssertionError('it writes')):
            self.assertEqual(self.setup.make_ukrainian(), {'done': [], 'kept': []})

    def test_a_week_from_sunday_becomes_one_from_monday(self):
        self.setup.make_ukrainian()
        self.env['res.lang'].search([('code', '=', 'uk_UA')]).week_start = '7'
        self.assertEqual(self.setup.make_ukrainian()['done'], ['Перший день тижня: понеділок'])

    def test_the_currency_of_a_company_with_entries_is_kept_and_the_reason_told(self):
        self.company.currency_id = self.env.ref('base.USD')
        self.make_invoice(self.make_partner(), 100)
        boss = new_test_user(self.env, 'boss2', groups=ADMINISTRATOR, lang='uk_UA')
        result = self.env['bas.setup'].with_user(boss).make_ukrainian()
        self.assertEqual(self.company.currency_id.name, 'USD')
        self.assertNotIn('Валюта: гривня', result['done'])
        self.assertEqual(len(result['kept']), 1)
        self.assertIn('у компанії є бухгалтерські проведення', result['kept'][0])

    def test_a_price_list_without_prices_becomes_one_in_hryvnias(self):
        self.env.ref('base.group_user')._apply_group(self.env.ref('product.group_product_pricelist'))
        lists = self.env['product.pricelist'].with_context(active_test=False)
        lists.search([('company_id', 'in', [self.foreign.id, False])]).active = False
        mine = lists.create({'name': 'Public', 'currency_id': self.env.ref('base.USD').id, 'company_id': self.foreign.id})
        self.setup.make_ukrainian()
        self.assertEqual(mine.currency_id.name, 'UAH')

    def test_a_price_list_in_use_keeps_its_currency_and_another_one_is_added(self):
        self.env.ref('base.group_user')._apply_group(self.env.ref('product.group_product_pricelist'))
        lists = self.env['product.pricelist'].with_context(active_test=False)
        lists.search([('company_id', 'in', [self.foreign.id, False])]).active = False
        used = lists.create({
            'name': 'Export', 'currency_id': self.env.ref('base.USD').id, 'company_id': self.foreign.id,
            'item_ids': [(0, 0, {'compute_price': 'fixed', 'fixed_price': 5, 'applied_on': '3_global'})]})
        self.setup.make_ukrainian()
        self.assertEqual(used.currency_id.name, 'USD')
        self.assertEqual(self.setup._get_price_lists().currency_id.name, 'UAH')

    def find_source_of_core(self):
        data = self.env['ir.model.data'].search([('module', '=', 'utm'), ('model', '=', 'utm.source')])
        return self.env['utm.source'].browse(data[0].res_id)

    def test_sources_are_in_ukrainian_and_foreign_ones_archived(self):
        monster = self.find_source_of_core()
        phone = self.env.ref('bas_crm.utm_source_phone')
        monster.active, phone.name = True, 'Phone Call'
        self.setup.make_ukrainian()
        self.assertEqual((monster.active, phone.name), (False, 'Дзвінок'))

    def test_a_foreign_source_that_a_lead_has_stays(self):
        source = self.find_source_of_core()
        source.active = True
        self.make_lead(source_id=source.id)
        self.setup.make_ukrainian()
        self.assertTrue(source.active)

    def test_only_a_system_administrator_may_press_it(self):
        keeper = new_test_user(self.env, 'keeper', groups='base.group_erp_manager')
        for user in (self.own, self.all, self.head, self.clerk, self.portal, keeper):
            with self.assertRaises(AccessError):
                self.env['bas.setup'].with_user(user).make_ukrainian()
        self.assertFalse(self.env['bas.setup'].with_user(self.head).get_page()['ukrainian']['is_open'])
