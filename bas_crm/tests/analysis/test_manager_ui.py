from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from ..common import DESK, PHONE, InvoicingCase


@tagged('post_install', '-at_install')
class TestManagerUi(InvoicingCase, HttpCase):
    """A head of sales reads the managers' analysis, in Ukrainian, on a computer and on a phone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env['res.company'].create({'name': 'ТОВ «Затишок»', 'currency_id': cls.env.ref('base.UAH').id})
        cls.env['account.chart.template'].try_loading('generic_coa', company, install_demo=False)
        company.currency_id = cls.env.ref('base.UAH')
        cls.chief = new_test_user(cls.env, 'kerivnyk', groups='sales_team.group_sale_manager', lang='uk_UA', tz='UTC',
                                  name='Ткачук Олена', company_id=company.id, company_ids=[Command.set(company.ids)])
        new_test_user(cls.env, 'menedzher', groups='sales_team.group_sale_salesman', name='Мельник Ірина',
                      company_id=company.id, company_ids=[Command.set(company.ids)])
        env = cls.env(user=cls.env.user.id, context={**cls.env.context, 'allowed_company_ids': company.ids})
        partner = env['res.partner'].create({'name': 'ТОВ «Світанок»', 'user_id': cls.chief.id})
        product = env['product.product'].create({'name': 'Стіл', 'list_price': 700, 'taxes_id': False})
        orders = env['sale.order'].create([{
            'partner_id': partner.id, 'user_id': cls.chief.id, 'company_id': company.id,
            'order_line': [Command.create({'product_id': product.id})]} for __ in range(2)])
        orders.action_confirm()
        today = fields.Date.today()
        invoice = env['account.move'].create({
            'move_type': 'out_invoice', 'partner_id': partner.id, 'invoice_date': today, 'invoice_user_id': cls.chief.id,
            'company_id': company.id, 'invoice_line_ids': [
                Command.create({'name': 'Стіл', 'quantity': 1, 'price_unit': 1500, 'tax_ids': False})]})
        invoice.action_post()
        env['bas.event'].create({'subject': 'Заміри', 'user_id': cls.chief.id, 'start': fields.Datetime.now(),
                                 'company_id': company.id})

    def walk(self, size, tour='bas_crm_managers', login='kerivnyk'):
        self.browser_size, self.browser_touch_enabled = size, size == PHONE
        self.start_tour('/odoo/bas-managers?debug=0', tour, login=login, timeout=180)

    def test_managers_at_a_desk(self):
        self.walk(DESK)

    def test_managers_on_a_phone(self):
        self.walk(PHONE)

    def test_every_control_at_a_desk(self):
        self.walk(DESK, 'bas_crm_manager_controls')

    def test_every_control_on_a_phone(self):
        self.walk(PHONE, 'bas_crm_manager_controls')
