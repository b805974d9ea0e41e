from odoo.tests import TransactionCase, new_test_user, tagged


@tagged('post_install', '-at_install')
class TestSetupTaxes(TransactionCase):
    """The taxes of a new company, with core's Ukrainian chart of accounts, which the demo firm brings."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env['res.company'].create({
            'name': 'ФОП Коваль', 'country_id': cls.env.ref('base.us').id, 'currency_id': cls.env.ref('base.USD').id})
        cls.boss = new_test_user(
            cls.env, 'boss', groups='base.group_system,sales_team.group_sale_manager', lang='uk_UA',
            company_id=cls.company.id, company_ids=cls.company.ids)
        cls.mine = cls.env(user=cls.boss, context={'lang': 'uk_UA', 'allowed_company_ids': cls.company.ids})

    def get_card(self):
        return next(card for card in self.mine['bas.setup'].get_page()['cards'] if card['key'] == 'taxes')

    def choose(self, system):
        return self.mine['bas.setup.taxes'].create({'system': system}).action_apply()

    def test_general_system(self):
        self.mine['bas.setup'].make_ukrainian()
        self.assertEqual(self.get_card()['state'], 'todo')
        self.assertEqual(self.choose('vat')['tag'], 'reload')
        self.assertEqual(self.company.chart_template, 'ua_psbo')
        self.assertEqual((self.company.account_sale_tax_id.amount, self.company.account_purchase_tax_id.amount), (20, 20))
        self.assertEqual(self.company.account_fiscal_country_id.code, 'UA')
        self.assertEqual(self.get_card()['state'], 'done')
        item = self.mine['product.template'].sudo().create({'name': 'Стіл', 'company_id': self.company.id})
        self.assertEqual(item.taxes_id, self.company.account_sale_tax_id)
        # Applied again, the chart is not loaded once more.
        accounts = self.env['account.account'].search_count([('company_ids', 'in', self.company.ids)])
        self.assertEqual(self.choose('vat')['type'], 'ir.actions.act_window_close')
        self.assertEqual(self.env['account.account'].search_count([('company_ids', 'in', self.company.ids)]), accounts)

    def test_single_tax_without_vat(self):
        self.mine['bas.setup'].make_ukrainian()
        self.choose('single')
        self.assertEqual(self.company.chart_template, 'ua_psbo')
        self.assertFalse(self.company.account_sale_tax_id | self.company.account_purchase_tax_id)
        self.assertEqual(self.get_card()['state'], 'done')
        item = self.mine['product.template'].sudo().create({'name': 'Стіл', 'company_id': self.company.id})
        self.assertFalse(item.taxes_id)

    def test_second_company(self):
        dialog = self.mine['bas.setup.company'].create({
            'name': 'ТОВ «Друга»', 'company_registry': '32855961', 'system': 'vat', 'user_ids': [(6, 0, self.boss.ids)]})
        dialog.action_save()
        second = self.env['res.company'].search([('name', '=', 'ТОВ «Друга»')])
        self.assertEqual((second.chart_template, second.currency_id.name), ('ua_psbo', 'UAH'))
        self.assertEqual(second.account_sale_tax_id.amount, 20)
        self.assertIn(second, self.boss.company_ids)
        self.assertFalse(self.company.chart_template == 'ua_psbo', 'the first company keeps its own')

    def test_the_demo_firm_has_been_set_up(self):
        self.assertTrue(self.env['bas.setup']._is_finished())
