from odoo.tests import tagged

from ..common_offers import OfferCase


@tagged('post_install', '-at_install')
class TestOfferTexts(OfferCase):
    """The texts of an offer's lines: for the customer and for the manager."""

    def test_our_codes_of_items_stay_with_us(self):
        """Descriptions of orders and offers have no item code; a code in an old order's line is not copied to the offer."""
        self.chair.default_code = 'СТ-1'
        order = self.make_order()
        chair = order.order_line.filtered(lambda line: line.product_id == self.chair)
        self.assertEqual((chair.name, chair.translated_product_name), ('Стілець', 'Стілець'))
        chair.name = '[СТ-1] Стілець\nДубовий'
        offer = self.make_offer(order)
        line = offer.line_ids.filtered(lambda line: line.product_id == self.chair)
        self.assertEqual(line.name, 'Стілець\nДубовий')
        added = self.env['bas.commercial.offer.line'].create({'offer_id': offer.id, 'product_id': self.chair.id})
        self.assertEqual(added.name, 'Стілець')
        added.name = '[СТ-1] Стілець'
        self.assertNotIn('СТ-1', offer._render_comparison() + str(offer._get_print_table()))

    def test_on_request_is_offered_and_not_counted(self):
        """Chairs on request: 2·700 and 20 % are left in the total, the order has the chairs with the quantity 0."""
        offer = self.make_offer()
        chairs = offer.line_ids.filtered(lambda line: line.product_id == self.chair)
        chairs.is_optional = True
        self.assertEqual((offer.amount_untaxed, offer.amount_tax, offer.amount_total, offer.margin), (1400, 280, 1680, 1400))
        self.assertEqual(chairs.price_subtotal, 324.0)
        self.assertIn('(on request)', offer._render_comparison())
        self.assertEqual(offer._get_print_totals()[0][0], 'Total without VAT:', 'and its discount saves nothing')
        offer.action_choose()
        ordered = offer.order_id.order_line.filtered(lambda line: line.product_id == self.chair)
        self.assertEqual((offer.order_id.amount_total, ordered.product_uom_qty), (1680, 0))
        self.assertEqual(chairs.product_uom_qty, 4)

    def test_the_discount_is_on_the_form_whatever_the_settings(self):
        self.env.ref('base.group_user')._remove_group(self.env.ref('sale.group_discount_per_so_line'))
        self.assertFalse(self.own.has_group('sale.group_discount_per_so_line'))
        arch = self.env['bas.commercial.offer'].with_user(self.own).get_view(view_type='form')['arch']
        self.assertEqual(arch.count('name="discount"'), 3, 'in the list, in the dialog and on the cards')
