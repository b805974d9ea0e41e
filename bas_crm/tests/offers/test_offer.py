# pylint: disable=translation-required  # it knows tests by the folder right above
from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..common_offers import OfferCase


@tagged('post_install', '-at_install')
class TestOffer(OfferCase):
    """Several offers of one order: sending, choosing, declining."""

    def test_an_offer_is_the_order_as_it_stands(self):
        offer = self.make_offer()
        order = offer.order_id
        self.assertEqual(self.read_lines(offer, 'line_ids'), self.read_lines(order, 'order_line'))
        self.assertEqual((offer.amount_untaxed, offer.amount_tax, offer.amount_total), (1724.0, 344.8, 2068.8))
        self.assertEqual(offer.partner_id, self.partner)
        self.assertEqual((offer.variant, offer.state), ('A', 'draft'))

    def test_a_letter_sends_only_what_may_be_sent(self):
        offer = self.make_offer()
        offer.line_ids.unlink()
        with self.assertRaisesRegex(UserError, 'has no lines'):
            offer.with_user(self.own).with_context(mark_offer_as_sent=True).message_post(body='Ось пропозиція')
        self.assertEqual(offer.state, 'draft')

    def test_variants_are_letters_that_never_come_twice(self):
        first = self.make_offer()
        second = first.copy()
        third = self.make_offer(first.order_id)
        self.assertEqual((first | second | third).mapped('variant'), ['A', 'B', 'C'])
        third.variant = 'Z'
        self.assertEqual(third.copy().variant, 'AA')
        self.assertEqual(self.make_offer().variant, 'A', 'each order begins anew')
        self.assertEqual(len(set(self.env['bas.commercial.offer'].search([]).mapped('name'))),
                         self.env['bas.commercial.offer'].search_count([]), 'each has a number of its own')

    def test_a_new_line_takes_what_an_order_would(self):
        """Price, taxes, description and unit come from the price list and the card of the item, as in core."""
        pricelist = self.env['product.pricelist'].create({'name': 'Опт', 'item_ids': [
            (0, 0, {'compute_price': 'fixed', 'fixed_price': 81.5, 'min_quantity': 10, 'applied_on': '1_product',
                    'product_tmpl_id': self.chair.product_tmpl_id.id})]})
        self.chair.taxes_id = self.vat
        offer = self.make_offer(self.make_order(pricelist_id=pricelist.id))
        line = self.env['bas.commercial.offer.line'].create({'offer_id': offer.id, 'product_id': self.chair.id})
        self.assertEqual((line.name, line.price_unit, line.tax_ids, line.product_uom_id, line.purchase_price),
                         ('Стілець', 90.0, self.vat, self.chair.uom_id, 50.0))
        line.product_uom_qty = 10
        self.assertEqual(line.price_unit, 81.5)
        line.price_unit = 80
        line.product_uom_qty = 12
        self.assertEqual(line.price_unit, 80, 'a price that was typed stays')

    def test_margin_and_difference(self):
        first = self.make_offer()
        second = first.copy()
        second.line_ids.filtered(lambda line: line.product_id == self.chair).product_uom_qty = 6
        self.assertEqual(second.amount_total, 2263.2, '2·700 + 6·81 = 1886, and 20 %')
        self.assertEqual((first.amount_difference, second.amount_difference), (0, 194.4))
        self.assertEqual(second.margin, 1886 - 6 * 50)

    def test_a_sent_offer_cannot_be_changed(self):
        offer = self.make_offer()
        offer.action_mark_sent()
        cheaper = [(1, offer.line_ids[1].id, {'price_unit': 1})]
        for change in ({'title': 'Інше'}, {'line_ids': cheaper}, {'validity_date': '2030-01-01'}):
            with self.assertRaisesRegex(UserError, 'next variant'):
                offer.write(change)
        with self.assertRaisesRegex(UserError, 'next variant'):
            offer.line_ids[1].unlink()
        with self.assertRaisesRegex(UserError, 'cannot be deleted'):
            offer.unlink()
        following = offer.copy()
        following.line_ids[1].price_unit = 650
        self.assertEqual((following.variant, following.state, offer.amount_total), ('B', 'draft', 2068.8))

    def test_sending_moves_the_order(self):
        offer = self.make_offer()
        order = offer.order_id
        composer = offer.action_send()
        letter = self.env['mail.compose.message'].with_context(**composer['context']).create({})
        letter._action_send_mail()
        self.assertEqual((offer.state, order.state, order.stage_id.name), ('sent', 'sent', 'Offer Sent'))
        message = offer.message_ids.filtered(lambda message: message.message_type == 'comment')[:1]
        self.assertIn(offer.get_portal_url(), message.body)
        self.assertEqual(len(message.attachment_ids), 1, 'the print goes with it')
        self.assertEqual(letter.partner_ids, self.partner, 'the manager reads it in the history')

    def test_sending_never_moves_an_order_back(self):
        offer = self.make_offer()
        order = self.bring(offer.order_id, 'Offer Sent')
        offer.action_choose()
        order.action_confirm()
        offer.copy().action_mark_sent()
        self.assertEqual(order.stage_id.name, 'Agreed')

    def test_choosing_makes_the_order_the_offer(self):
        offer = self.make_offer()
        order = offer.order_id
        kept = order.order_line.filtered(lambda line: line.product_id == self.product)
        other = offer.copy()
        other.line_ids.filtered(lambda line: line.product_id == self.chair).unlink()
        other.line_ids.filtered(lambda line: line.product_id == self.product).write({'product_uom_qty': 3, 'price_unit': 680})
        other.write({'line_ids': [(0, 0, {'product_id': self.delivery.id, 'sequence': 99})]})
        other.action_choose()
        self.assertEqual(self.read_lines(order, 'order_line'), self.read_lines(other, 'line_ids'))
        self.assertEqual(order.amount_total, other.amount_total)
        self.assertIn(kept, order.order_line, 'lines that came from the order are changed, not replaced')
        self.assertEqual((offer.state, other.state, order.main_offer_id), ('rejected', 'accepted', other))
        self.assertEqual(order.state, 'draft', 'to confirm is another decision')

    def test_prices_of_the_offer_hold_though_the_list_has_changed(self):
        """The customer has signed 3 tables of 700 with a discount of 10 %: the order gets these prices, not today's."""
        offer = self.make_offer()
        order = offer.order_id
        tables = offer.line_ids.filtered(lambda line: line.product_id == self.product)
        tables.write({'product_uom_qty': 3, 'discount': 10})
        self.env.flush_all()
        offer.action_mark_sent()
        self.product.list_price = 840
        offer.action_choose()
        self.assertEqual(self.read_lines(order, 'order_line'), self.read_lines(offer, 'line_ids'))
        self.assertEqual((order.amount_total, offer.amount_total), (2656.8, 2656.8), '(3·630 + 4·81) and 20 %')

    def test_an_order_in_another_currency_is_another_order(self):
        offer = self.make_offer()
        offer.action_mark_sent()
        euro = self.env['res.currency'].with_context(active_test=False).search([('name', '=', 'EUR')])
        euro.active = True
        offer.order_id.pricelist_id = self.env['product.pricelist'].create({'name': 'Євро', 'currency_id': euro.id})
        with self.assertRaisesRegex(UserError, 'the order in EUR'):
            offer.action_choose()
        self.assertIn('no longer valid', offer._get_refusal())

    def test_the_decision_cannot_be_written_by_hand(self):
        offer = self.make_offer()
        draft = offer.copy()
        offer.action_mark_sent()
        for vals in ({'state': 'draft'}, {'state': 'accepted', 'signed_by': 'Хтось'}):
            with self.assertRaisesRegex(UserError, 'with the buttons'):
                offer.with_user(self.own).write(vals)
        with self.assertRaisesRegex(UserError, 'next variant'):
            draft.line_ids.offer_id = offer
        with self.assertRaisesRegex(UserError, 'cannot be changed'):
            offer.order_id.partner_id = self.make_partner(name='ТОВ «Обрій»')

    def test_the_print_of_a_sent_offer_keeps_its_tax(self):
        offer = self.make_offer()
        offer.action_mark_sent()
        self.env.flush_all()
        self.vat.amount = 7
        totals = offer._get_print_totals()
        self.assertIn('344', ' '.join(text for _label, text in totals))
        self.assertEqual(offer.amount_total, 2068.8)

    def test_the_table_on_the_screen_of_a_sent_offer_is_what_was_sent(self):
        offer = self.make_offer()
        live = offer.tax_totals
        offer.action_mark_sent()
        self.env.flush_all()
        self.vat.amount = 7
        offer.invalidate_recordset()
        (sent,), (before,) = offer.tax_totals['subtotals'], live['subtotals']
        self.assertEqual(sent['name'], before['name'])
        names = ('base_amount_currency', 'tax_amount_currency', 'total_amount_currency', 'currency_id')
        for document in (offer.tax_totals, live):
            self.assertEqual([document[name] for name in names], [1724.0, 344.8, 2068.8, offer.currency_id.id])
        self.assertEqual([(group['group_name'], group['tax_amount_currency']) for group in sent['tax_groups']],
                         [(group['group_name'], group['tax_amount_currency']) for group in before['tax_groups']])

    def test_another_one_may_be_chosen_later(self):
        first = self.make_offer()
        order = first.order_id
        second = first.copy()
        second.line_ids.filtered(lambda line: line.product_id == self.chair).unlink()
        second.action_choose()
        first.action_choose()
        self.assertEqual(self.read_lines(order, 'order_line'), self.read_lines(first, 'line_ids'))
        self.assertEqual((first.state, second.state), ('accepted', 'rejected'))
        first.action_choose()
        self.assertEqual(len(order.order_line), 4, 'choosing twice changes nothing')

    def test_another_one_on_a_confirmed_order(self):
        """Core does not delete lines of a confirmed order: lines that are not offered any more get the quantity 0."""
        first = self.make_offer()
        order = first.order_id
        second = first.copy()
        second.line_ids.filtered(lambda line: line.product_id == self.chair).unlink()
        first.action_choose()
        order.action_confirm()
        second.action_choose()
        self.assertEqual(order.amount_total, second.amount_total)
        chairs = order.order_line.filtered(lambda line: line.product_id == self.chair)
        self.assertEqual(chairs.product_uom_qty, 0)

    def test_an_invoiced_order_gets_no_offers(self):
        first = self.make_offer()
        order = first.order_id
        second = first.copy()
        first.action_choose()
        order.action_confirm()
        order._create_invoices()
        with self.assertRaisesRegex(UserError, 'already invoiced'):
            second.action_choose()
        with self.assertRaisesRegex(UserError, 'already invoiced'):
            order.action_create_offer()
        self.assertEqual((first.state, second.state, order.main_offer_id), ('accepted', 'rejected', first))

    def test_confirming_asks_which_offer_is_chosen(self):
        first = self.make_offer()
        order = first.order_id
        second = first.copy()
        with self.assertRaisesRegex(UserError, 'none is chosen'):
            order.action_confirm()
        with self.assertRaisesRegex(UserError, 'none is chosen'):
            order.stage_id = self.stages['Agreed']
        self.assertFalse(order._has_to_be_signed())
        action = order.action_confirm_offer()
        choice = self.env[action['res_model']].with_context(**action['context']).create({})
        self.assertEqual(choice.open_offer_ids, first | second)
        with self.assertRaisesRegex(UserError, 'Choose an offer'):
            choice.action_confirm()
        choice.offer_id = second
        choice.action_confirm()
        self.assertEqual((order.state, order.main_offer_id), ('sale', second))

    def test_the_dialog_takes_an_offer_of_its_order_only(self):
        offer, foreign = self.make_offer(), self.make_offer(self.make_order())
        self.assertNotEqual(offer.order_id, foreign.order_id)
        choices = self.env['bas.offer.choice'].with_user(self.own)
        with self.assertRaisesRegex(ValidationError, 'not an offer of the order'), self.env.cr.savepoint():
            choices.create({'order_id': offer.order_id.id, 'offer_id': foreign.id})
        choice = choices.create({'order_id': offer.order_id.id, 'offer_id': offer.id})
        for values in ({'offer_id': foreign.id}, {'order_id': foreign.order_id.id}):
            with self.assertRaisesRegex(ValidationError, 'not an offer of the order'), self.env.cr.savepoint():
                choice.write(values)

    def test_confirming_without_any_offer(self):
        offer = self.make_offer()
        order = offer.order_id
        choice = self.env['bas.offer.choice'].create({'order_id': order.id})
        choice.action_confirm_without()
        self.assertEqual((order.state, offer.state, bool(order.main_offer_id)), ('sale', 'rejected', False))

    def test_the_customers_card_counts_and_opens_them(self):
        offer = self.make_offer()
        person = self.env['res.partner'].create({'name': 'Коваль Оксана', 'parent_id': self.partner.id})
        second = self.make_offer(self.make_order(partner_id=person.id))
        self.assertEqual((self.partner.offer_count, person.offer_count), (2, 1))
        action = self.partner.action_view_offers()
        self.assertEqual(self.env[action['res_model']].search(action['domain']), offer | second)

    def test_an_order_without_offers_is_confirmed_at_once(self):
        order = self.make_order()
        order.action_confirm_offer()
        self.assertEqual(order.state, 'sale')

    @freeze_time('2026-03-02')
    def test_the_term_ends_by_itself(self):
        self.company.quotation_validity_days = 30
        offer = self.make_offer()
        order = offer.order_id
        self.assertEqual(str(offer.validity_date), '2026-04-01')
        offer.action_mark_sent()
        Offer = self.env['bas.commercial.offer']
        with freeze_time('2026-04-01'):
            offer.invalidate_recordset()
            self.assertFalse(offer.is_expired, 'the last day counts')
        with freeze_time('2026-04-02'):
            offer.invalidate_recordset()
            self.assertTrue(offer.is_expired)
            self.assertIn(offer, Offer.search([('is_expired', '=', True)]))
            self.assertNotIn(offer, Offer.search([('is_expired', '=', False)]))
            self.assertFalse(order._get_open_offers())
            with self.assertRaisesRegex(UserError, '01.04.2026'):
                offer.action_send()
            order.action_confirm()
            self.assertEqual(order.state, 'sale', 'an expired offer hinders nobody')

    def test_words_come_from_the_template_and_stay_the_offers(self):
        template = self.env['bas.offer.template'].create({
            'name': 'Коротко', 'introduction': '<p>Вітаємо!</p>', 'conditions': '<p>Оплата наперед</p>', 'validity_days': 5})
        offer = self.make_offer(template_id=template.id, date='2026-03-02')
        self.assertEqual((offer.introduction, str(offer.validity_date)), ('<p>Вітаємо!</p>', '2026-03-07'))
        offer.introduction = '<p>Доброго дня!</p>'
        template.introduction = '<p>Привіт</p>'
        self.assertEqual(offer.introduction, '<p>Доброго дня!</p>')

    def test_declined_by_word_of_mouth(self):
        first = self.make_offer()
        order = first.order_id
        second = first.copy()
        self.env['bas.offer.decline'].create({'offer_ids': first.ids, 'reason': 'Дорого'}).action_decline()
        self.assertEqual((first.state, first.decline_reason, order.state), ('rejected', 'Дорого', 'draft'))
        second._decline('Купили в інших')
        self.assertEqual((order.state, order.stage_id.name), ('cancel', 'Cancelled'))
        self.assertEqual(order.cancel_reason_id, self.env.ref('bas_crm.bas_cancel_reason_declined'))


@tagged('post_install', '-at_install')
class TestOfferBadInput(OfferCase):

    def test_an_empty_order_and_an_empty_offer(self):
        order = self.make_order(order_line=[])
        with self.assertRaisesRegex(UserError, 'no lines to offer'):
            order.action_create_offer()
        offer = self.make_offer()
        offer.line_ids.unlink()
        for action in ('action_send', 'action_mark_sent', 'action_choose'):
            with self.assertRaisesRegex(UserError, 'has no lines'):
                getattr(offer, action)()
        self.assertEqual(offer.state, 'draft')

    def test_an_item_archived_since(self):
        offer = self.make_offer()
        self.chair.action_archive()
        offer.copy().action_choose()
        self.assertIn(self.chair, offer.order_id.order_line.product_id)

    def test_script_in_the_words_is_taken_out(self):
        offer = self.make_offer(conditions='<p onclick="steal()">Умови<script>steal()</script></p>')
        self.assertNotIn('steal', offer.conditions)
        self.assertIn('Умови', offer.conditions)

    def test_a_cancelled_order_gets_no_offers(self):
        offer = self.make_offer()
        order = self.bring(offer.order_id, 'Cancelled')
        with self.assertRaisesRegex(UserError, 'is cancelled'):
            order.action_create_offer()
        with self.assertRaisesRegex(UserError, 'is cancelled'):
            offer.action_choose()

    def test_a_deleted_order_takes_its_offers_along(self):
        offer = self.make_offer()
        offer.action_mark_sent()
        message = offer.message_post(body='Чекаємо')
        order = self.bring(offer.order_id, 'Cancelled')
        order.unlink()
        self.assertFalse(offer.exists() or message.exists())

    def test_a_foreign_currency_without_a_rate(self):
        currency = self.env['res.currency'].with_context(active_test=False).search([('name', '=', 'PLN')])
        currency.active = True
        currency.rate_ids.unlink()
        pricelist = self.env['product.pricelist'].create({'name': 'Злоті', 'currency_id': currency.id})
        offer = self.make_offer(self.make_order(pricelist_id=pricelist.id))
        self.assertEqual((offer.currency_id, offer.amount_total), (currency, offer.order_id.amount_total))
