from odoo.tests import tagged

from ..hooks import fill_beginnings, prepare_ways
from .test_funnel import FunnelCase


@tagged('post_install', '-at_install')
class TestOrderStageWay(FunnelCase):
    """What stays know of the way to them is kept when stages are arranged otherwise, at no needless cost."""

    def count_queries(self, stage, sequence):
        self.env.flush_all()
        before = self.cr.sql_log_count
        stage.sequence = sequence
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_a_stage_that_is_saved_as_it_was(self):
        """A row that is dragged saves all rows below it; only those that stand otherwise make orders be told anew."""
        stage = self.stages['Shipped']
        order = self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Being Fulfilled'),
                          ('2026-03-03 08:00:00', 'Shipped'))
        self.count_queries(stage, stage.sequence + 1)  # what is remembered is read once
        same = self.count_queries(stage, stage.sequence + 1)
        self.assertLess(same, self.count_queries(stage, self.stages['Being Fulfilled'].sequence - 1))
        self.assertEqual(order.stage_log_ids.sorted('id').reached_stage_id.mapped('name'), ['New Order', 'Being Fulfilled'])

    def test_a_database_from_before_stages(self):
        """Scripts that go before the models have nothing to fill where orders have no stages yet."""
        self.env.flush_all()
        with self.cr.savepoint() as savepoint:
            self.cr.execute('ALTER TABLE bas_order_stage_log RENAME TO bas_order_stage_log_to_come')
            fill_beginnings(self.cr)
            prepare_ways(self.cr)
            savepoint.rollback()
