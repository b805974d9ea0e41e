from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from ..common import DESK, PHONE
from ..common_plan import PlanCase


@tagged('post_install', '-at_install')
class TestSalesPlanUi(HttpCase, PlanCase):
    """A head of sales makes a plan by its table, fills it from last year and approves it; in Ukrainian."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.planner = new_test_user(cls.env, 'kerivnyk', groups='sales_team.group_sale_manager', lang='uk_UA', tz='UTC',
                                    name='Ткачук Олена')
        following = fields.Date.today().replace(day=1) + relativedelta(months=1)
        cls.sell(cls.desk, 10, 900, following - relativedelta(years=1))
        cls.sell(cls.chair, 5, 100, following - relativedelta(years=1, days=-3))

    def walk(self, size):
        self.browser_size, self.browser_touch_enabled = size, size == PHONE
        known = self.env['bas.sales.plan'].search([])
        self.start_tour('/odoo/bas-sales-plans?debug=0', 'bas_crm_sales_plan', login='kerivnyk', timeout=120)
        return self.env['bas.sales.plan'].search([]) - known

    def test_at_a_desk(self):
        plan = self.walk(DESK)
        self.assertEqual((plan.state, plan.dimension), ('approved', 'product'))
        # Last year's 10 desks and 5 chairs, and the curtains that were typed: 12 × 1 234,50; then the sum 15 000.
        self.assertEqual({name: figures for (name, _date), figures in self.get_cells(plan).items()}, {
            'Стіл': (10, 9000), 'Стілець': (5, 500), 'Штора': (12, 15000)})

    def test_on_a_phone(self):
        plan = self.walk(PHONE)
        self.assertEqual(plan.state, 'approved')
        self.assertEqual({name: figures for (name, _date), figures in self.get_cells(plan).items()}, {
            'Стіл': (10, 9000), 'Стілець': (5, 500), 'Штора': (12, 15000)})

    def use_every_control(self, size):
        """The table of a saved plan and the chart of its deviation; then a plan by manager, without the chart."""
        self.browser_size, self.browser_touch_enabled = size, size == PHONE
        plan = self.make_plan(figures=[(self.desk, '2026-04-01', 10, 9000)], user_id=self.planner.id)
        self.start_tour(f'/odoo/bas-sales-plans/{plan.id}?debug=0', 'bas_crm_plan_controls', login='kerivnyk', timeout=180)
        self.assertEqual({name for name, _date in self.get_cells(plan)}, {'Стіл'})
        self.start_tour('/odoo/bas-sales-plans?debug=0', 'bas_crm_plan_by_manager', login='kerivnyk', timeout=180)

    def test_every_control_at_a_desk(self):
        self.use_every_control(DESK)

    def test_every_control_on_a_phone(self):
        self.use_every_control(PHONE)
