from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from ..common import DESK, PHONE, InvoicingCase


@tagged('post_install', '-at_install')
class TestMorningUi(InvoicingCase, HttpCase):
    """The owner looks at the morning, in Ukrainian, on a computer and on a phone, with sales rights only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env['res.company'].create({'name': 'ТОВ «Затишок»', 'currency_id': cls.env.ref('base.UAH').id})
        cls.env['account.chart.template'].try_loading('generic_coa', company, install_demo=False)
        company.currency_id = cls.env.ref('base.UAH')
        cls.chief = new_test_user(
            cls.env, 'kerivnyk', groups='sales_team.group_sale_salesman_all_leads', lang='uk_UA', tz='UTC', name='Ткачук Олена',
            email='tkachuk@example.com', company_id=company.id, company_ids=[Command.set(company.ids)])
        env = cls.env(context={**cls.env.context, 'allowed_company_ids': company.ids})
        env['crm.team'].create([
            {'name': name, 'company_id': company.id, 'member_ids': [Command.set(users)]}
            for name, users in (('Роздріб', cls.chief.ids), ('Опт', []))])
        partner = env['res.partner'].create({'name': 'ТОВ «Світанок»', 'user_id': cls.chief.id})
        invoice = env['account.move'].create({
            'move_type': 'out_invoice', 'partner_id': partner.id, 'invoice_date': fields.Date.today(),
            'invoice_user_id': cls.chief.id, 'company_id': company.id, 'invoice_line_ids': [
                Command.create({'name': 'Стіл', 'quantity': 1, 'price_unit': 1500, 'tax_ids': False})]})
        invoice.action_post()
        env['bas.event'].create({
            'subject': 'Заміри', 'user_id': cls.chief.id, 'start': '2026-01-05 08:00:00', 'company_id': company.id})

    def walk(self, size):
        self.browser_size, self.browser_touch_enabled = size, size == PHONE
        self.start_tour('/odoo/bas-morning?debug=0', 'bas_crm_morning', login='kerivnyk', timeout=180)
        self.assertEqual(self.chief.bas_morning_weekday, '0')

    def test_morning_at_a_desk(self):
        self.walk(DESK)

    def test_morning_on_a_phone(self):
        self.walk(PHONE)
