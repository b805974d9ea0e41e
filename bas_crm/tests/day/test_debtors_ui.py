from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from ..common import DESK, PHONE, InvoicingCase


@tagged('post_install', '-at_install')
class TestDebtorsUi(InvoicingCase, HttpCase):
    """A salesperson without any other rights reminds customers of their debts, on a computer and on a phone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env['res.company'].create({'name': 'ТОВ «Затишок»', 'currency_id': cls.env.ref('base.UAH').id})
        cls.env['account.chart.template'].try_loading('generic_coa', company, install_demo=False)
        company.currency_id = cls.env.ref('base.UAH')
        cls.seller = new_test_user(
            cls.env, 'prodavets', groups='sales_team.group_sale_salesman', lang='uk_UA', tz='Europe/Kyiv', name='Бойко Марія',
            email='boyko@example.com', company_id=company.id, company_ids=[Command.set(company.ids)])
        env = cls.env(context={**cls.env.context, 'allowed_company_ids': company.ids})
        today = fields.Date.today()
        for name, email, days, amount in (
            ('ТОВ «Світанок»', 'svitanok@example.com', 40, 1500), ('ФОП Мельник', False, 5, 300),
            ('ТОВ «Вчасно»', 'vchasno@example.com', -10, 70),
        ):
            partner = env['res.partner'].create({
                'name': name, 'email': email, 'user_id': cls.seller.id, 'phone': '+380671234567', 'is_company': True})
            day = today - timedelta(days=days)
            cls.make_invoice(partner, amount, invoice_date=min(day, today), invoice_date_due=day, invoice_payment_term_id=False,
                             invoice_user_id=cls.seller.id, company_id=company.id)

    def walk(self, size, tour):
        self.browser_size, self.browser_touch_enabled = size, size == PHONE
        self.start_tour('/odoo/bas-debtors?debug=0', tour, login='prodavets', timeout=180)
        reminders = self.env['bas.debt.reminder'].search([('user_id', '=', self.seller.id)])
        return dict(zip(reminders.partner_id.mapped('name'), reminders.mapped('way'), strict=True))

    def test_several_at_a_desk(self):
        self.assertEqual(self.walk(DESK, 'bas_crm_debtors_desk'), {'ТОВ «Світанок»': 'letter', 'ФОП Мельник': 'call'})

    def test_one_on_a_phone(self):
        self.assertEqual(self.walk(PHONE, 'bas_crm_debtors_phone'), {'ТОВ «Світанок»': 'letter'})
