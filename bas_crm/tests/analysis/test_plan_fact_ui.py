from freezegun import freeze_time

from odoo.tests import HttpCase, new_test_user, tagged

from ..common import DESK, PHONE


@tagged('post_install', '-at_install')
class TestPlanFactUi(HttpCase):
    """The head of sales posts an invoice and sees every figure of the plan move, in Ukrainian, at a desk and on a phone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = new_test_user(
            cls.env, 'kerivnyk', groups='sales_team.group_sale_manager,account.group_account_invoice', lang='uk_UA', tz='UTC',
            name='Ткачук Олена')
        cls.company = cls.head.company_id
        if not cls.company.chart_template:
            cls.env['account.chart.template'].try_loading('generic_coa', cls.company, install_demo=False)
        cls.company.resource_calendar_id = cls.env['resource.calendar'].create({
            'name': 'П’ять днів', 'tz': 'UTC', 'company_id': cls.company.id})
        cls.table = cls.env['product.product'].create({'name': 'Стіл', 'type': 'service', 'taxes_id': False})

    def make_documents(self):
        """A plan of 8 tables for 1 000; a draft invoice of 4 for 1 200."""
        plan = self.env['bas.sales.plan'].create({'period': 'month', 'date_from': '2031-03-01', 'dimension': 'product'})
        self.env['bas.sales.plan.line'].create({
            'plan_id': plan.id, 'date': plan.date_from, 'product_tmpl_id': self.table.product_tmpl_id.id, 'quantity': 8,
            'price_unit': 1000})
        plan.action_approve()
        invoice = self.env['account.move'].create({
            'move_type': 'out_invoice', 'invoice_date': '2031-03-05', 'invoice_user_id': self.head.id, 'ref': 'Столи для кафе',
            'partner_id': self.env['res.partner'].create({'name': 'ТОВ «Світанок»'}).id,
            'invoice_line_ids': [(0, 0, {
                'product_id': self.table.id, 'quantity': 4, 'price_unit': 1200, 'tax_ids': False})]})
        return plan, invoice

    def walk(self, size, path, tour):
        self.browser_size, self.browser_touch_enabled = size, size == PHONE
        self.start_tour(f'/odoo/{path}', tour, login='kerivnyk', timeout=120)

    def see_the_figures_move(self, size):
        """Monday 10 March 2031: 16 working days are left, 10 of 31 days are over."""
        with freeze_time('2031-03-10 09:00:00', tick=True):
            __, invoice = self.make_documents()
            self.walk(size, 'bas-plan-completion', 'bas_crm_plan_fact')
            self.assertEqual(invoice.state, 'posted')

    def test_figures_move_at_a_desk(self):
        self.see_the_figures_move(DESK)

    def test_figures_move_on_a_phone(self):
        self.see_the_figures_move(PHONE)

    def see_the_gap(self, size):
        with freeze_time('2031-03-10 09:00:00', tick=True):
            plan, invoice = self.make_documents()
            invoice.action_post()
            self.walk(size, f'bas-sales-plans/{plan.id}', 'bas_crm_plan_gap')

    def test_gap_at_a_desk(self):
        self.see_the_gap(DESK)

    def test_gap_on_a_phone(self):
        self.see_the_gap(PHONE)
