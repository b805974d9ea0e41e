from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import TwoConnectionsCase


@tagged('post_install', '-at_install', 'bas_concurrency')
class TestOfferConcurrency(TwoConnectionsCase):
    """Two real connections: a manager at his desk and the customer at his page."""

    def prepare(self, env):
        product = env['product.product'].create({'name': 'Стіл на двох', 'list_price': 100, 'taxes_id': False})
        order = env['sale.order'].create({
            'partner_id': env['res.partner'].create({'name': 'ТОВ «Два рішення»'}).id,
            'order_line': [(0, 0, {'product_id': product.id})]})
        order.action_create_offer()
        order.offer_ids.copy()
        order.offer_ids.action_mark_sent()
        self.order_id, self.product_id = order.id, product.id

    def clean(self, env):
        order = env['sale.order'].browse(self.order_id)
        partner = order.partner_id
        env['bas.event'].search([('order_id', '=', order.id)]).unlink()
        order._action_cancel()
        order.unlink()
        env['product.product'].browse(self.product_id).unlink()
        partner.unlink()

    def test_two_variants_chosen_at_once_make_one_order(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            offer, _other = self.get_env(first)['sale.order'].browse(self.order_id).offer_ids
            _same, rival = self.get_env(second)['sale.order'].browse(self.order_id).offer_ids
            self.assertEqual(rival.state, 'sent', 'both see two offers to choose from')
            offer.action_choose()
            with self.assertRaisesRegex(UserError, 'Somebody else decides'):
                rival.action_choose()
            second.rollback()
            first.commit()
        with self.registry.cursor() as cr:
            order = self.get_env(cr)['sale.order'].browse(self.order_id)
            self.assertEqual(order.offer_ids.mapped('state'), ['accepted', 'rejected'])
            self.assertEqual(order.main_offer_id, order.offer_ids[0])
