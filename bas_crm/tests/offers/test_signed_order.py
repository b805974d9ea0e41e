from unittest.mock import patch

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import retrying
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from ...models.offers import choice
from ..common_offers import OfferCase, SentOfferCase, make_signature


@tagged('post_install', '-at_install')
class TestSignedOrder(OfferCase):
    """A signed order can only be changed after «Change Signed Order»."""

    def setUp(self):
        super().setUp()
        self.offer = self.make_offer()
        self.order = self.offer.order_id.with_user(self.own)
        self.other_offer = self.offer.copy()
        self.offer.action_mark_sent()
        self.line = self.order.order_line.filtered('product_id')[0]

    def sign(self):
        self.offer.sudo()._accept('Оксана Коваль', make_signature())
        self.total = self.order.amount_total

    def get_edits(self):
        """:return: dict: what an edit is → how a client asks for it"""
        order, line = self.order, self.line
        term = self.env['account.payment.term'].create({'name': 'Колись'})
        pricelist = self.env['product.pricelist'].create({'name': 'Інші ціни'})
        tax = self.env['account.tax'].create({'name': 'Податок', 'amount': 7})
        lines = {
            'price_unit': 1.0, 'product_uom_qty': 7.0, 'discount': 50.0, 'name': 'Щось інше', 'tax_ids': [Command.set(tax.ids)]}
        edits = {f'line.{name}': lambda name=name, value=value: order.write({
            'order_line': [Command.update(line.id, {name: value})]}) for name, value in lines.items()}
        return {
            **edits,
            'a line by itself': lambda: line.write({'price_unit': 1.0}),
            'web_save': lambda: order.web_save({'order_line': [Command.update(line.id, {'price_unit': 1.0})]}, {}),
            'a new line': lambda: order.write({'order_line': [Command.create({'product_id': self.chair.id})]}),
            'a new line by a default': lambda: line.with_context(default_order_id=order.id).create({'product_id': self.chair.id}),
            'a line of another order': lambda: line.copy({'order_id': self.env['sale.order'].with_user(self.own).create({
                'partner_id': self.partner.id}).id}).write({'order_id': order.id}),
            'a line that goes': lambda: line.write({'product_uom_qty': 0}),
            'prices': lambda: (order.write({'pricelist_id': pricelist.id}), order.action_update_prices()),
            'payment': lambda: order.write({'payment_term_id': term.id}),
            'another variant': lambda: self.other_offer.with_user(self.own)._choose(),
            'the mark': lambda: order.write({'is_fixed_by_signature': False}),
        }

    def test_no_edit_lands_after_the_signature(self):
        self.sign()
        for what, edit in self.get_edits().items():
            with self.subTest(what), self.assertRaisesRegex(UserError, 'signed|signature'), self.env.cr.savepoint():
                edit()
        self.env.invalidate_all()
        self.assertEqual(self.order.amount_total, self.total)
        self.assertEqual(self.order.amount_total, self.offer.amount_total)

    def test_every_edit_is_a_change_without_the_signature(self):
        edits = self.get_edits()
        del edits['the mark']
        for what, edit in edits.items():
            with self.subTest(what):
                edit()

    def test_on_purpose_it_is_changed(self):
        self.sign()
        self.order.action_change_signed()
        self.line.write({'price_unit': 1.0})
        self.assertNotEqual(self.order.amount_total, self.total)
        self.assertIn('after the customer had signed', ''.join(self.order.message_ids.mapped('body')))
        self.assertEqual(self.offer.amount_total, self.total, 'what was signed stays in the offer')

    def test_the_form_does_not_offer_what_is_refused(self):
        """Lines and terms are read-only until the button is pressed; delivered quantities can be edited."""
        self.sign()
        place = list(self.order.order_line).index(self.line)
        with Form(self.order) as form:
            for name in ('partner_id', 'payment_term_id'):
                with self.assertRaisesRegex(AssertionError, 'readonly'):
                    form[name] = form[name].browse()
            with form.order_line.edit(place) as line:
                for name, value in (('product_uom_qty', 9), ('price_unit', 1), ('name', 'x'), ('product_id', line.product_id)):
                    with self.assertRaisesRegex(AssertionError, 'readonly'):
                        line[name] = value
                if self.line.qty_delivered_method == 'manual':
                    line.qty_delivered = 1
        arch = etree.fromstring(self.order.get_view(view_type='form')['arch'])
        options = safe_eval(arch.xpath("//field[@name='order_line']")[0].get('options'))
        for action in ('create', 'delete'):
            self.assertFalse(self.order.filtered_domain(options[action]))
        self.order.action_change_signed()
        for action in ('create', 'delete'):
            self.assertTrue(self.order.filtered_domain(options[action]))
        with Form(self.order) as form, form.order_line.edit(place) as line:
            line.price_unit = 1
        self.assertEqual(self.line.price_unit, 1)

    def test_the_order_tells_what_its_papers_lack(self):
        """On the form of the order as on that of the offer, with the button that makes the print."""
        self.sign()
        self.offer.sudo()._decide({'print_message_id': self.order.message_ids[0].id, 'is_letter_due': True})
        self.assertTrue(self.order.is_print_due and self.order.is_letter_due)
        with self.allow_pdf_render():
            self.order.action_make_offer_print()
        self.assertFalse(self.order.is_print_due)
        self.assertIn('application/pdf', self.order.message_ids.sudo().attachment_ids.mapped('mimetype'))

    def test_a_colleague_opens_nothing(self):
        self.sign()
        with self.assertRaises(AccessError):
            self.order.with_user(self.other).action_change_signed()
        with self.assertRaises(AccessError):
            self.offer.with_user(self.other).action_make_print()
        self.assertTrue(self.order.is_fixed_by_signature)

    def test_a_down_payment_is_no_change(self):
        self.sign()
        self.env['sale.advance.payment.inv'].with_context(
            active_model='sale.order', active_ids=self.order.ids, active_id=self.order.id).create({
                'advance_payment_method': 'fixed', 'fixed_amount': 100.0}).create_invoices()
        self.assertEqual(len(self.order.sudo().invoice_ids), 1)
        self.assertEqual(self.order.amount_total, self.total)

    def test_what_is_no_figure_stays_open(self):
        self.sign()
        self.order.write({'note': 'Подзвонити перед доставкою', 'client_order_ref': '17'})
        self.line.write({'sequence': 99, 'qty_delivered': 1.0})
        self.line.write({'price_unit': self.line.price_unit})
        self.order.write({'order_line': [Command.create({'display_type': 'line_note', 'name': 'Третій поверх'})]})
        self.assertEqual(self.order.amount_total, self.total)

    def test_an_order_that_begins_anew_is_open(self):
        self.sign()
        self.order.with_context(disable_cancel_warning=True)._action_cancel()
        self.order.action_draft()
        self.line.write({'price_unit': 1.0})

    def test_a_copy_is_open(self):
        self.sign()
        self.order.copy().order_line.filtered('product_id')[0].write({'price_unit': 1.0})

    def test_a_chosen_offer_without_a_signature_is_open(self):
        self.offer.with_user(self.own).action_choose()
        self.order.action_confirm()
        self.line.write({'price_unit': 1.0})

    def test_terms_do_not_change_by_what_drives_them(self):
        term, signed = self.env['account.payment.term'].create([{'name': 'Колись'}, {'name': 'Одразу'}])
        pricelist = self.env['product.pricelist'].create({'name': 'Інші ціни'})
        position = self.env['account.fiscal.position'].create({'name': 'Інші податки'})
        contract = self.env['bas.contract'].create({
            'partner_id': self.partner.id, 'payment_term_id': term.id, 'pricelist_id': pricelist.id, 'user_id': self.own.id})
        address = self.env['res.partner'].create({
            'name': 'Склад', 'parent_id': self.partner.id, 'type': 'delivery', 'property_account_position_id': position.id})
        self.order = self.order.copy({'payment_term_id': signed.id})
        self.order.action_quotation_sent()  # and signed on core's page, where a payment is awaited as well
        self.order.sudo().write({'signed_by': 'Оксана Коваль', 'signed_on': '2026-03-02 10:00:00', 'signature': make_signature()})
        self.assertEqual((self.order.state, self.order.is_fixed_by_signature), ('sent', True))
        names = ('payment_term_id', 'pricelist_id', 'fiscal_position_id', 'currency_id', 'amount_total')
        before = self.order.read(names)
        for values in ({'contract_id': contract.id}, {'contract_id': False}, {'partner_shipping_id': address.id},
                       {'partner_id': address.id}, {'partner_id': self.make_partner(name='Чужий').id},
                       {'date_order': '2026-03-09'}):
            with self.subTest(values):
                try:
                    with self.env.cr.savepoint():
                        self.order.write(values)
                        self.env.flush_all()
                except UserError as error:
                    self.assertIn('has signed', str(error))
                self.env.invalidate_all()
                self.assertEqual(self.order.read(names), before)
        self.order.action_change_signed()
        self.order.contract_id = contract

    def test_a_signature_is_not_forged_nor_taken_back(self):
        order = self.order.copy()
        forged = {'signed_by': 'Хтось', 'signed_on': '2026-03-02 10:00:00', 'signature': make_signature()}
        for name, value in forged.items():
            with self.subTest(name), self.env.cr.savepoint():
                with self.assertRaisesRegex(UserError, 'cannot be changed manually'):
                    order.write({name: value})
                with self.assertRaisesRegex(UserError, 'cannot be changed manually'):
                    order.create({'partner_id': self.partner.id, name: value})
                new = order.with_context(**{f'default_{name}': value}).create({'partner_id': self.partner.id})
                self.assertFalse(new[name])
        order.action_quotation_sent()
        order.sudo().write(forged)
        self.assertTrue(order.is_fixed_by_signature)
        with self.assertRaisesRegex(UserError, 'cannot be changed manually'):
            order.write({'signed_on': False})
        self.assertTrue(order.is_fixed_by_signature)
        order.action_draft()
        self.assertEqual((order.state, order.signed_on, order.signed_by), ('draft', False, False))
        self.assertFalse(order.signature or order.is_fixed_by_signature)

    def test_core_s_own_signature_fixes_too(self):
        order = self.order.copy()
        order.action_quotation_sent()
        order.sudo().write({'signed_by': 'Оксана Коваль', 'signed_on': '2026-03-02 10:00:00', 'signature': make_signature()})
        with self.assertRaisesRegex(UserError, 'signed'):
            order.order_line.filtered('product_id')[0].write({'price_unit': 1.0})


@tagged('post_install', '-at_install', 'bas_concurrency')
class TestSignatureConcurrency(SentOfferCase):
    """The manager saves while the customer signs: two real connections."""

    def save(self, env, values):
        env = env(user=self.manager_id)
        env['sale.order'].browse(self.order_id).write({'order_line': [Command.update(self.get_line(env).id, values)]})

    def get_line(self, env):
        return env['sale.order'].browse(self.order_id).order_line[0]

    def check_signed(self):
        with self.registry.cursor() as cr:
            order = self.get_env(cr)['sale.order'].browse(self.order_id)
            self.assertEqual((order.state, order.amount_total), ('sale', 100.0))
            self.assertEqual(order.main_offer_id.amount_total, 100.0)

    def edit_after_signature(self, values):
        with self.registry.cursor() as manager:
            env = self.get_env(manager)
            self.assertEqual(self.get_line(env).price_unit, 100, 'what the manager sees')
            self.accept()
            with self.assertRaisesRegex(UserError, 'has signed'):
                # Where the snapshot is older, the call fails and is retried, as every call of the web client.
                retrying(lambda: self.save(env, values), env)
        self.check_signed()

    def test_an_edit_that_has_begun_before_the_signature(self):
        self.edit_after_signature({'price_unit': 1.0})

    def test_a_text_that_has_been_changed_before_the_signature(self):
        self.edit_after_signature({'name': 'Щось інше'})

    def test_the_wait_is_of_the_order_only(self):
        """The lock timeout is restored for the rest of the transaction."""
        with self.registry.cursor() as cr:
            self.get_env(cr)['bas.commercial.offer'].browse(self.offer_id)._wait_for_order()
            self.assertEqual(self.get_timeout(cr), '0')
        with self.registry.cursor() as manager, self.registry.cursor() as customer:
            self.get_env(manager)['sale.order'].browse(self.order_id).lock_for_update()
            offer = self.get_env(customer)['bas.commercial.offer'].browse(self.offer_id)
            with patch.object(choice, 'WAIT_FOR_ORDER', 1), self.assertRaises(UserError):
                offer._wait_for_order()
            self.assertEqual(self.get_timeout(customer), '0')

    def get_timeout(self, cr):
        cr.execute("SHOW lock_timeout")
        return cr.fetchone()[0]

    def test_a_signature_while_the_edit_is_saved(self):
        with self.registry.cursor() as manager:
            self.save(self.get_env(manager), {'price_unit': 1.0})
            with self.registry.cursor() as customer, self.assertRaisesRegex(UserError, 'Somebody is changing'):
                customer.execute("SET SESSION lock_timeout = '5s'")
                offer = self.get_env(customer)['bas.commercial.offer'].browse(self.offer_id)
                offer._accept('Оксана Коваль', make_signature())
        self.accept()
        self.check_signed()
