from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common_offers import OfferCase


class OfferComboCase(OfferCase):
    """A dining set of a table and a chair at choice for 600, and a curtain cut to the customer's measure."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stool = cls.env['product.product'].create({'name': 'Табурет', 'list_price': 60.0, 'taxes_id': False})
        cls.tables, cls.seats = cls.env['product.combo'].create([
            {'name': 'Стіл', 'combo_item_ids': [Command.create({'product_id': cls.product.id})]},
            {'name': 'Сидіння', 'combo_item_ids': [
                Command.create({'product_id': cls.stool.id}),
                Command.create({'product_id': cls.chair.id, 'extra_price': 25.0})]}])
        cls.set = cls.env['product.product'].create({
            'name': 'Набір для кухні', 'type': 'combo', 'list_price': 600.0, 'taxes_id': False,
            'combo_ids': [Command.set((cls.tables | cls.seats).ids)]})
        attribute = cls.env['product.attribute'].create({
            'name': 'Довжина', 'create_variant': 'no_variant', 'value_ids': [
                Command.create({'name': 'Стандартна'}),
                Command.create({'name': 'За розміром', 'is_custom': True, 'default_extra_price': 30.0})]})
        template = cls.env['product.template'].create({
            'name': 'Штора', 'list_price': 200.0, 'taxes_id': False, 'attribute_line_ids': [Command.create({
                'attribute_id': attribute.id, 'value_ids': [Command.set(attribute.value_ids.ids)]})]})
        cls.curtain = template.product_variant_id
        cls.measured = template.attribute_line_ids.product_template_value_ids[1]

    @classmethod
    def make_order(cls, **values):
        """Two sets with chairs and one curtain of 2.35 m; with VAT on the set's parts."""
        order = super().make_order(**{'order_line': [
            Command.create({'product_id': cls.curtain.id, **cls._measure('2,35 м')})], **values})
        combo = cls.env['sale.order.line'].create({
            'order_id': order.id, 'product_id': cls.set.id, 'product_uom_qty': 2, 'sequence': 20})
        cls.env['sale.order.line'].create([{
            'order_id': order.id, 'product_id': item.product_id.id, 'product_uom_qty': 2, 'combo_item_id': item.id,
            'linked_line_id': combo.id, 'sequence': 21 + number, 'tax_ids': [Command.set(cls.vat.ids)],
        } for number, item in enumerate((cls.tables.combo_item_ids, cls.seats.combo_item_ids[1]))])
        return order

    @classmethod
    def _measure(cls, text):
        return {
            'product_no_variant_attribute_value_ids': [Command.set(cls.measured.ids)],
            'product_custom_attribute_value_ids': [Command.create({
                'custom_product_template_attribute_value_id': cls.measured.id, 'custom_value': text})]}

    def read_parts(self, lines):
        return [(line.product_id.name, line.linked_line_id.product_id.name, line.combo_item_id,
                 line.product_no_variant_attribute_value_ids, line.product_custom_attribute_value_ids.mapped('custom_value'),
                 line.product_uom_qty, line.price_unit, line.price_total) for line in lines.sorted('sequence')]


@tagged('post_install', '-at_install')
class TestOfferCombo(OfferComboCase):
    """Combos and custom texts of an order are copied to its offers and back."""

    def test_an_offer_of_a_combo_and_of_what_was_typed(self):
        offer = self.make_offer()
        order = offer.order_id
        self.assertEqual(self.read_parts(offer.line_ids), self.read_parts(order.order_line))
        curtain, combo, table, chair = offer.line_ids
        self.assertEqual(curtain.product_custom_attribute_value_ids.mapped('custom_value'), ['2,35 м'])
        self.assertIn('2,35 м', curtain.name)
        self.assertEqual((table.linked_line_id, chair.linked_line_id, combo.price_unit), (combo, combo, 0.0))
        # Of 600 core gives each part its share by the cheapest choice: 700/760 and 60/760; a chair is 25 more.
        self.assertEqual((table.price_unit, chair.price_unit), (552.63, 72.37))
        self.assertEqual((offer.amount_total, order.amount_total), (1730.0, 1730.0), '230 + 2·625 and 20 % of it')
        texts = order.order_line.product_custom_attribute_value_ids
        self.assertEqual(texts.mapped('custom_value'), ['2,35 м'], 'the offer has a copy')

    def test_the_next_variant(self):
        first = self.make_offer()
        second = first.copy()
        self.assertEqual(self.read_parts(second.line_ids), self.read_parts(first.line_ids))
        self.assertEqual(second.line_ids.linked_line_id.offer_id, second)
        self.assertEqual(len((first | second).line_ids.product_custom_attribute_value_ids), 2)

    def test_choosing_puts_them_back(self):
        first = self.make_offer()
        order = first.order_id
        kept = order.order_line
        second = first.copy()
        second.line_ids.product_custom_attribute_value_ids.custom_value = '3,10 м'
        second.line_ids[1].unlink()
        self.assertEqual(second.line_ids.product_id, self.curtain, 'the parts go with their combo')
        second.action_choose()
        self.assertEqual(self.read_parts(order.order_line), self.read_parts(second.line_ids))
        first.action_choose()
        self.assertEqual(self.read_parts(order.order_line), self.read_parts(first.line_ids))
        self.assertEqual((order.amount_total, len(order.order_line & kept)), (1730.0, 1), 'the curtain is the same line')
        first.copy().action_choose()
        self.assertEqual(self.read_parts(order.order_line), self.read_parts(first.line_ids))
        self.assertEqual(len(order.order_line), 4)
        order.action_confirm()
        self.assertEqual(sum(order._create_invoices().invoice_line_ids.mapped('price_total')), 1730.0)

    def test_another_choice_of_the_combo(self):
        """On the order the chair becomes a stool; the offer with the chair, chosen, brings the chair back."""
        offer = self.make_offer()
        order = offer.order_id
        stool = self.seats.combo_item_ids[0]
        order.order_line.filtered(lambda line: line.product_id == self.chair).write({
            'product_id': self.stool.id, 'combo_item_id': stool.id})
        other = self.make_offer(order)
        self.assertEqual(other.line_ids[-1].combo_item_id, stool)
        offer.action_choose()
        self.assertEqual(self.read_parts(order.order_line), self.read_parts(offer.line_ids))

    def test_on_a_confirmed_order(self):
        first = self.make_offer()
        order = first.order_id
        second = first.copy()
        second.line_ids[1].unlink()
        first.action_choose()
        order.action_confirm()
        second.action_choose()
        self.assertEqual(order.order_line.mapped('product_uom_qty'), [1.0, 0.0, 0.0, 0.0])
        first.action_choose()
        self.assertEqual(self.read_parts(order.order_line), self.read_parts(first.line_ids))

    def test_the_parts_follow_their_combo_on_the_screen(self):
        self.env.user.group_ids += self.env.ref('sale.group_discount_per_so_line')
        offer = self.make_offer()
        table, chair = offer.line_ids[2:]
        with Form(offer) as form:
            with form.line_ids.edit(1) as combo:
                combo.product_uom_qty = 3
                combo.discount = 10
            self.assertEqual([row['product_uom_qty'] for row in form.line_ids._records], [1, 3, 3, 3])
        self.assertEqual((table.product_uom_qty, chair.discount, table.price_unit, chair.price_unit), (3, 10, 552.63, 72.37))
        self.assertEqual(offer.amount_untaxed, 1917.5, '230 + 3·625·0.9')
        with Form(offer) as form:
            form.line_ids.remove(1)
            self.assertEqual(len(form.line_ids), 1)
        self.assertEqual((offer.line_ids.product_id, offer.amount_total), (self.curtain, 230))

    def test_another_item_forgets_what_was_typed_for_the_first(self):
        line = self.make_offer().line_ids[0]
        line.product_id = self.chair
        self.assertFalse(line.product_custom_attribute_value_ids or line.product_no_variant_attribute_value_ids)
        self.assertEqual(line.name, 'Стілець')

    def test_what_is_sent_keeps_its_texts(self):
        offer = self.make_offer()
        offer.action_mark_sent()
        value = offer.line_ids.product_custom_attribute_value_ids
        other = {'offer_line_id': offer.line_ids[1].id}
        for change in (lambda: value.write({'custom_value': '9 м'}), value.unlink, lambda: value.copy(other)):
            with self.assertRaisesRegex(UserError, 'next variant'):
                change()

    def test_a_part_of_another_offer_or_of_itself(self):
        first = self.make_offer()
        second = first.copy()
        for line, head in ((second.line_ids[2], first.line_ids[1]), (second.line_ids[1], second.line_ids[2])):
            with self.assertRaisesRegex(ValidationError, 'the same offer'), self.cr.savepoint():
                line.linked_line_id = head

    def test_what_the_customer_reads(self):
        offer = self.make_offer()
        rows = [row['text'] if 'text' in row else row['cells'] for group in offer._get_print_table()['groups'] for row in group]
        self.assertEqual([row if isinstance(row, str) else row[0] for row in rows[:1] + rows[2:]], ['1', '2', '3'])
        self.assertRegex(rows[1], 'Набір для кухні × 2 .* — 1.250[.,]00')
        other = offer.copy()
        other.line_ids[1].unlink()
        comparison = (offer | other)._get_comparison()
        self.assertEqual([row['display_type'] for row in comparison['rows']], [False, 'combo', 'part', 'part'])
        self.assertEqual([row['cells'][1]['differs'] for row in comparison['rows']], [False, True, True, True])
        self.assertRegex((offer | other)._render_comparison(), r'1.250[.,]00')
