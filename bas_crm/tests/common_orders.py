"""Customer orders that move through the stages."""
from itertools import pairwise

from .common import InvoicingCase

#: the ready stages of customer orders, and what core's state is in each
STATES = {
    'New Order': 'draft', 'Offer Sent': 'sent', 'Agreed': 'sale', 'Being Fulfilled': 'sale', 'Shipped': 'sale',
    'Fulfilled': 'sale', 'Cancelled': 'cancel',
}

class OrderStageCase(InvoicingCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales = cls.env.ref('bas_crm.bas_order_type_sale')
        cls.stages = {stage.name: stage for stage in cls.sales.stage_ids}
        cls.reason = cls.env.ref('bas_crm.bas_cancel_reason_expensive')
        cls.partner = cls.make_partner()
        cls.product = cls.env['product.product'].create({
            'name': 'Стіл', 'list_price': 700.0, 'taxes_id': False, 'invoice_policy': 'order'})

    @classmethod
    def make_order(cls, **values):
        return cls.env['sale.order'].create({
            'partner_id': cls.partner.id, 'user_id': cls.own.id,
            'order_line': [(0, 0, {'product_id': cls.product.id, 'product_uom_qty': 2})], **values})

    def bring(self, order, name):
        """Move an order to a stage as a user does."""
        if name == 'Cancelled':
            order.cancel_reason_id = self.reason
        order.stage_id = self.stages[name]
        return order

    def pay(self, invoice):
        self.env['account.payment.register'].with_context(active_model='account.move', active_ids=invoice.ids).create(
            {}).action_create_payments()

    def check_log(self, order, *names):
        """Check the stage history of the order: these entries without gaps, the last one open."""
        stays = order.stage_log_ids.sorted('id')
        self.assertEqual([stay.stage_id.name for stay in stays], list(names))
        for stay, following in pairwise(stays):
            self.assertEqual(stay.left_at, following.entered_at)
        self.assertFalse(stays[-1].left_at)
        self.assertEqual(stays[-1].stage_id, order.stage_id)
