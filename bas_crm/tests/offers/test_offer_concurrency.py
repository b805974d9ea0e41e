from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import TwoConnectionsCase


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
            with self.assertRaisesRegex(UserError, 'Another user is choosing'):
                rival.action_choose()
            second.rollback()
            first.commit()
        with self.registry.cursor() as cr:
            order = self.get_env(cr)['sale.order'].browse(self.order_id)
            self.assertEqual(order.offer_ids.mapped('state'), ['accepted', 'rejected'])
            self.assertEqual(order.main_offer_id, order.offer_ids[0])


@tagged('post_install', '-at_install', 'bas_concurrency')
class TestOfferSendingConcurrency(TwoConnectionsCase):
    """Two real connections: one writes in an offer while the other sends it."""

    prepare = TestOfferConcurrency.prepare
    clean = TestOfferConcurrency.clean

    def test_a_line_and_the_sending(self):
        changes = (
            lambda offer: offer.line_ids[:1].write({'name': 'Інший текст'}),
            lambda offer: offer.line_ids.create({'offer_id': offer.id, 'product_id': self.product_id, 'price_unit': 1}),
            lambda offer: offer.line_ids[:1].unlink(),
        )
        for change in changes:
            for pair in ((change, self.send), (self.send, change)):
                with self.registry.cursor() as cr:
                    offer_id = self.get_env(cr)['sale.order'].browse(self.order_id).offer_ids[0].copy().id
                with self.registry.cursor() as first, self.registry.cursor() as second:
                    offers = [self.get_env(cr)['bas.commercial.offer'].browse(offer_id) for cr in (first, second)]
                    self.assertEqual([offer.state for offer in offers], ['draft', 'draft'])
                    self.assertEqual([len(offer.line_ids) for offer in offers], [1, 1])
                    pair[0](offers[0])
                    first.commit()
                    with self.assertRaises(SerializationFailure), mute_logger('odoo.sql_db'):
                        pair[1](offers[1])
                        second.commit()
                    second.rollback()

    def send(self, offer):
        offer.action_mark_sent()
        offer.env.flush_all()
