from odoo.tests import tagged

from ..common_funnel import FunnelCase


@tagged('post_install', '-at_install')
class TestOrderStageWay(FunnelCase):
    """What stays know of the way to them is kept when stages are arranged otherwise, at no needless cost."""

    def drag(self, stage, sequence):
        """:return: queries that it took"""
        return self.count_queries(lambda: stage.write({'sequence': sequence}))

    def tell(self, order):
        """:return: list of (furthest stage so far, stage in which the order counts), stay by stay"""
        return [(stay.reached_stage_id.name, stay.standing_stage_id.name) for stay in order.stage_log_ids.sorted('id')]

    def test_a_stage_that_is_saved_as_it_was(self):
        """A row that is dragged saves all rows below it; only those that stand otherwise make orders be told anew."""
        stage = self.stages['Shipped']
        order = self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Being Fulfilled'),
                          ('2026-03-03 08:00:00', 'Shipped'))
        self.drag(stage, stage.sequence + 1)  # what is remembered is read once
        same = self.drag(stage, stage.sequence + 1)
        self.assertLess(same, self.drag(stage, self.stages['Being Fulfilled'].sequence - 1))
        self.assertEqual(self.tell(order), [
            ('New Order', 'New Order'), ('Being Fulfilled', 'Being Fulfilled'), ('Being Fulfilled', 'Shipped')])

    def test_a_stage_that_comes_to_mean_something_else(self):
        """A stage between that becomes one of cancelled orders, then one of another type."""
        waiting = self.env['bas.order.stage'].create({'name': 'Waiting', 'order_type_id': self.sales.id, 'sequence': 25})
        self.stages = {**self.stages, 'Waiting': waiting}
        order = self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Offer Sent'),
                          ('2026-03-03 08:00:00', 'Waiting'), ('2026-03-04 08:00:00', 'Offer Sent'))
        before, sent = ('New Order', 'New Order'), ('Offer Sent', 'Offer Sent')
        self.assertEqual(self.tell(order), [before, sent, ('Waiting', 'Waiting'), ('Waiting', 'Offer Sent')])
        waiting.is_cancelled = True
        self.assertEqual(self.tell(order), [before, sent, sent, sent])
        waiting.write({'is_cancelled': False, 'order_type_id': self.sales.copy({'name': 'Опт'}).id})
        self.assertEqual(self.tell(order), [before, sent, ('Waiting', 'Waiting'), sent])
