from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common_funnel import PATH, FunnelCase

PROGRESS = 'odoo.addons.bas_crm.models.orders.progress'


@tagged('post_install', '-at_install')
class TestOrderStageRecompute(FunnelCase):
    """Reordering the stages of a type with very many orders: the click returns at once, batches recompute the progress."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales.search([]).recompute_until = 0
        for name, value in (('AT_ONCE', 4), ('BATCH', 2)):
            cls.startClassPatcher(patch(f'{PROGRESS}.{name}', value))

    def make_orders(self, count):
        """Orders that came to Being Fulfilled and went back."""
        return self.env['sale.order'].union(*(self.walk(
            ('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Being Fulfilled'), ('2026-03-03 08:00:00', 'Agreed'),
        ) for _each in range(count)))

    def get_furthest(self, orders):
        return [order.stage_log_ids.sorted('id')[-1].reached_stage_id.name for order in orders]

    def move_to_the_end(self):
        """Shipped becomes the stage after Fulfilled; no order has been there, so only the work of the click is measured."""
        self.stages['Shipped'].sequence = 90 - self.stages['Shipped'].sequence % 2

    def test_few_orders_are_recomputed_at_once(self):
        orders = self.make_orders(3)
        self.assertEqual(self.get_furthest(orders), ['Being Fulfilled'] * 3)
        self.stages['Being Fulfilled'].write({'trigger': False, 'sequence': 1})
        self.assertEqual(self.get_furthest(orders), ['Agreed'] * 3)
        self.assertFalse(self.sales.is_recomputing)
        self.assertEqual(self.sales.continue_recomputation(), 100)

    def test_many_orders_in_batches(self):
        orders = self.make_orders(5)
        stage = self.stages['Being Fulfilled']
        stage.sequence = 5
        self.assertTrue(self.sales.is_recomputing)
        self.assertEqual(self.get_furthest(orders), ['Being Fulfilled'] * 5, 'nothing is recomputed in the click')
        percents = [self.sales.with_user(self.own).continue_recomputation() for _each in range(2)]
        self.assertEqual(self.get_furthest(orders), ['Agreed'] * 4 + ['Being Fulfilled'])
        self.assertEqual(percents, sorted(percents))
        self.assertLess(percents[-1], 100)
        # The browser was closed; another user's goes on.
        self.assertEqual(self.sales.with_user(self.other).continue_recomputation(), 100)
        self.assertEqual(self.get_furthest(orders), ['Agreed'] * 5)
        self.assertFalse(self.sales.is_recomputing)
        self.assertEqual(self.sales.continue_recomputation(), 100, 'again: nothing is left')

    def test_reordered_again_before_the_end(self):
        orders = self.make_orders(5)
        stage, sequence = self.stages['Being Fulfilled'], self.stages['Being Fulfilled'].sequence
        stage.sequence = 5
        self.sales.continue_recomputation()
        stage.sequence = sequence
        while self.sales.continue_recomputation() < 100:
            pass
        self.assertEqual(self.get_furthest(orders), ['Being Fulfilled'] * 5)

    def test_an_order_that_moves_meanwhile(self):
        orders = self.make_orders(5)
        self.stages['Being Fulfilled'].sequence = 5
        self.bring(orders[4], 'Shipped')
        self.assertEqual(self.get_furthest(orders)[3:], ['Being Fulfilled', 'Shipped'])
        new = self.make_orders(1)
        while self.sales.continue_recomputation() < 100:
            pass
        self.assertEqual(self.get_furthest(orders + new), ['Agreed'] * 4 + ['Shipped', 'Agreed'])

    def test_the_click_costs_the_same_for_any_number_of_orders(self):
        self.make_orders(5)
        self.count_queries(self.move_to_the_end)
        few = self.count_queries(self.move_to_the_end)
        self.make_orders(10)
        self.assertEqual(self.count_queries(self.move_to_the_end), few)

    def test_a_dragged_column_recomputes_once(self):
        orders = self.make_orders(3)
        self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Being Fulfilled'))
        names = ['New Order', 'Offer Sent', 'Being Fulfilled', 'Agreed', 'Shipped', 'Fulfilled', 'Cancelled']
        with self.assertRaises(UserError):  # a confirmed order is in Being Fulfilled, which is now before the confirmation
            self.drag(names)
        names[1:4] = ['Offer Sent', 'Agreed', 'Shipped']
        names[4] = 'Being Fulfilled'
        log = self.registry['bas.order.stage.log']
        with patch.object(log, '_recompute_progress', autospec=True, side_effect=log._recompute_progress) as recompute:
            self.drag(names)
        self.assertEqual(recompute.call_count, 1)
        self.assertEqual(self.get_furthest(orders), ['Being Fulfilled'] * 3)
        self.assertEqual([stage.name for stage in self.sales._get_path()], names[:-1])

    def drag(self, names):
        stages = self.env['bas.order.stage'].with_user(self.head).browse([self.stages[name].id for name in names])
        with self.env.cr.savepoint():
            return stages.web_resequence({'sequence': {}})

    def test_prints_say_so(self):
        self.make_orders(5)
        self.stages['Being Fulfilled'].sequence = 5
        words = self.env['report.bas_crm.report_funnel']._get_report_values([])['words']
        self.assertEqual(
            words[-1], "the stages were reordered and the figures are being recomputed: 0 % are ready")
        while self.sales.continue_recomputation() < 100:
            pass
        self.assertEqual(len(self.env['report.bas_crm.report_funnel']._get_report_values([])['words']), len(words) - 1)

    def test_only_the_program_says_so(self):
        for name in ('recompute_until', 'recomputed_until'):
            with self.assertRaises(UserError):
                self.sales.with_user(self.head).write({name: 7})

    def test_a_new_order_has_its_progress(self):
        """A new order's first entry is written with its progress; in a cancelled stage the first stage is counted."""
        order = self.make_order()
        lost = self.make_order(state='cancel')
        for entry, stage in ((order.stage_log_ids, PATH[0]), (lost.stage_log_ids, PATH[0])):
            self.assertEqual((entry.reached_stage_id.name, entry.standing_stage_id.name, entry.is_first), (stage, stage, True))
        computed = (order | lost).stage_log_ids.read(['reached_stage_id', 'standing_stage_id', 'is_first'])
        self.env['bas.order.stage.log'].browse((order | lost).stage_log_ids.ids)._program_write({'is_first': False})
        self.sales._recompute_progress()
        self.assertEqual((order | lost).stage_log_ids.read(['reached_stage_id', 'standing_stage_id', 'is_first']), computed)
