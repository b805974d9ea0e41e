from odoo.tests import tagged

from ..common_funnel import FunnelCase


@tagged('post_install', '-at_install')
class TestOrderStageWay(FunnelCase):
    """The progress stored in the stage history is updated after stages are reordered, without needless queries."""

    def drag(self, stage, sequence):
        """:return: int: number of queries"""
        return self.count_queries(lambda: stage.write({'sequence': sequence}))

    def get_progress(self, order):
        """:return: list of (furthest stage so far, counted stage), for each history entry"""
        return [(entry.reached_stage_id.name, entry.standing_stage_id.name) for entry in order.stage_log_ids.sorted('id')]

    def test_saving_an_unchanged_stage(self):
        """Dragging a row saves all rows below it; progress is recomputed only if the order of the stages has changed."""
        stage = self.stages['Shipped']
        order = self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Being Fulfilled'),
                          ('2026-03-03 08:00:00', 'Shipped'))
        self.drag(stage, stage.sequence + 1)  # fills the caches
        same = self.drag(stage, stage.sequence + 1)
        self.assertLess(same, self.drag(stage, self.stages['Being Fulfilled'].sequence - 1))
        self.assertEqual(self.get_progress(order), [
            ('New Order', 'New Order'), ('Being Fulfilled', 'Being Fulfilled'), ('Being Fulfilled', 'Shipped')])

    def test_changing_the_meaning_of_a_stage(self):
        """A stage in the middle becomes a stage of cancelled orders, then one of another type."""
        waiting = self.env['bas.order.stage'].create({'name': 'Waiting', 'order_type_id': self.sales.id, 'sequence': 25})
        self.stages = {**self.stages, 'Waiting': waiting}
        order = self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Offer Sent'),
                          ('2026-03-03 08:00:00', 'Waiting'), ('2026-03-04 08:00:00', 'Offer Sent'))
        before, sent = ('New Order', 'New Order'), ('Offer Sent', 'Offer Sent')
        self.assertEqual(self.get_progress(order), [before, sent, ('Waiting', 'Waiting'), ('Waiting', 'Offer Sent')])
        waiting.is_cancelled = True
        self.assertEqual(self.get_progress(order), [before, sent, sent, sent])
        waiting.write({'is_cancelled': False, 'order_type_id': self.sales.copy({'name': 'Опт'}).id})
        self.assertEqual(self.get_progress(order), [before, sent, ('Waiting', 'Waiting'), sent])
