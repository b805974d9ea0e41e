import time
from unittest.mock import patch

from odoo.tests import HttpCase, new_test_user, tagged

from ..common import DESK, PHONE


@tagged('post_install', '-at_install')
class TestFunnelUi(HttpCase):
    """A manager reads the funnel and opens the documents of its figures, on a computer and on a phone."""

    def walk(self, size, tour='bas_crm_funnel', prepare=None, window='bas-funnel', login='menedzher'):
        company = self.env['res.company'].create({'name': 'ТОВ «Затишок»', 'currency_id': self.env.ref('base.UAH').id})
        manager = new_test_user(
            self.env, 'menedzher', groups='sales_team.group_sale_salesman', lang='uk_UA', tz='UTC', name='Мельник Ірина',
            company_id=company.id, company_ids=[(6, 0, company.ids)])
        orders = self.env['sale.order'].with_user(manager).create([{
            'partner_id': self.env['res.partner'].create({'name': f'ТОВ «Світанок-{amount}»', 'is_company': True}).id,
            'order_line': [(0, 0, {'name': 'Стіл', 'product_id': self.env['product.product'].create({
                'name': 'Стіл', 'taxes_id': False}).id, 'price_unit': amount, 'tax_ids': False})],
        } for amount in (1000, 2000, 3000, 4000)])
        stages = {name: self.env.ref(f'bas_crm.bas_order_stage_sale_{name}') for name in ('offered', 'agreed', 'cancelled')}
        orders[:3].stage_id = stages['offered']
        orders[0].cancel_reason_id = self.env.ref('bas_crm.bas_cancel_reason_expensive')
        orders[0].stage_id = stages['cancelled']
        orders[2].stage_id = stages['agreed']
        if prepare:
            prepare(orders)
        self.browser_size, self.browser_touch_enabled = size, size == PHONE
        self.start_tour(f'/odoo/{window}?debug=0', tour, login=login, timeout=180)

    def test_funnel_at_a_desk(self):
        self.walk(DESK)

    def test_funnel_on_a_phone(self):
        self.walk(PHONE)

    def hire(self, orders):
        """A head of sales, who is a manager without orders as well."""
        new_test_user(self.env, 'kerivnyk', groups='sales_team.group_sale_manager', lang='uk_UA', tz='UTC', name='Ткачук Олена',
                      company_id=orders.company_id.id, company_ids=[(6, 0, orders.company_id.ids)])

    def test_two_managers_at_a_desk(self):
        self.walk(DESK, 'bas_crm_funnel_pair', self.hire, login='kerivnyk')

    def test_two_managers_on_a_phone(self):
        self.walk(PHONE, 'bas_crm_funnel_pair', self.hire, login='kerivnyk')

    def go_back(self, orders):
        """One order returns to where it has been: a figure of the funnel that opens its rows."""
        orders[1].stage_id = self.env.ref('bas_crm.bas_order_stage_sale_new')

    def reorder(self, orders):
        """Two stages change places in a type with too many orders to recompute them at once."""
        recompute = self.registry['bas.order.type']._recompute_batch

        def take_time(types):
            time.sleep(0.5)  # as thousands of orders would: the screen has time to show the progress
            return recompute(types)

        self.startPatcher(patch.object(self.registry['bas.order.type'], '_recompute_batch', take_time))
        for name in ('AT_ONCE', 'BATCH'):
            self.startPatcher(patch(f'odoo.addons.bas_crm.models.orders.progress.{name}', 1))
        first, second = (self.env.ref(f'bas_crm.bas_order_stage_sale_{name}') for name in ('in_work', 'shipped'))
        first.sequence, second.sequence = second.sequence, first.sequence
        self.assertTrue(first.order_type_id.is_recomputing)

    def test_stages_were_reordered(self):
        self.walk(DESK, 'bas_crm_recomputation', self.reorder)
        self.assertFalse(self.env.ref('bas_crm.bas_order_type_sale').is_recomputing)

    def test_the_card_of_a_type_whose_stages_were_reordered(self):
        self.walk(DESK, 'bas_crm_recomputation_type', self.reorder, 'bas-order-types')
        self.assertFalse(self.env.ref('bas_crm.bas_order_type_sale').is_recomputing)

    def test_stages_were_reordered_on_a_phone(self):
        self.walk(PHONE, 'bas_crm_recomputation', self.reorder)
        self.assertFalse(self.env.ref('bas_crm.bas_order_type_sale').is_recomputing)

    def test_every_control_at_a_desk(self):
        self.walk(DESK, 'bas_crm_funnel_controls', self.go_back)

    def test_every_control_on_a_phone(self):
        self.walk(PHONE, 'bas_crm_funnel_controls', self.go_back)


@tagged('post_install', '-at_install')
class TestUnitsInTheBrowser(HttpCase):
    """Our JavaScript unit tests, run by Odoo's own runner (hoot)."""

    def run_units(self, preset):
        # The runner knows suites by a hash of their names.
        suite = 0
        for letter in '@bas_crm':
            suite = ((suite << 5) - suite + ord(letter)) & 0xFFFFFFFF
        self.browser_js(
            f'/web/tests?headless&loglevel=2&preset={preset}&timeout=60000&id={suite:08x}', '', '', login='admin', timeout=300,
            success_signal='[HOOT] Test suite succeeded', error_checker=lambda message: '[HOOT]' not in message)

    def test_units_at_a_desk(self):
        self.run_units('desktop')

    def test_units_on_a_phone(self):
        """Unit tests with the tag for mobile."""
        # the size of a phone that the runner expects
        self.browser_size, self.browser_touch_enabled = '375x667', True
        self.run_units('mobile')
