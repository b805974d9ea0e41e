"""Orders that move through the stages at given moments, for the funnel."""
from freezegun import freeze_time

from .common_orders import OrderStageCase

#: the path of the ready type of customer orders
PATH = ['New Order', 'Offer Sent', 'Agreed', 'Being Fulfilled', 'Shipped', 'Fulfilled']

NOW = '2026-03-31 12:00:00'

class FunnelCase(OrderStageCase):
    """Orders that move through the stages at given moments."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.env.user.tz = 'UTC'
        cls.Report = cls.env['bas.funnel.report']

    def walk(self, *steps, amount=1000, **values):
        """:param steps: (moment, stage), the first one the first stage; :return: the order"""
        order = None
        for moment, name in steps:
            with freeze_time(moment):
                if not order:
                    order = self.make_order(order_line=[(0, 0, {
                        'product_id': self.product.id, 'product_uom_qty': 1, 'price_unit': amount})], **values)
                self.bring(order, name)
                self.env.flush_all()
        return order

    def look(self, user=None, domain=(), **keys):
        """:return: rows of the report in the mode that the context ``keys`` choose"""
        report = self.Report.with_user(user or self.env.user).with_context(
            **{f'bas_funnel_{name}': value for name, value in keys.items()})
        return report.search([('company_id', '=', self.company.id), *domain])

    def tell(self, rows):
        """:return: {order: {stage: outcome}}, stages top down"""
        told = {}
        for row in rows.sorted(lambda row: (row.order_id.id, row.stage_id.sequence)):
            told.setdefault(row.order_id, {})[row.stage_id.name] = row.outcome
        return told
