from ast import literal_eval
from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...hooks import bring_orders_into_stages
from ..common_orders import OrderStageCase


@tagged('post_install', '-at_install')
class TestOrderMoves(OrderStageCase):
    """Orders are also moved by other orders, types, companies and imports."""

    def patch_order(self, name, function):
        patcher = patch.object(type(self.env['sale.order']), name, function)
        patcher.start()
        self.addCleanup(patcher.stop)

    def test_an_order_changed_meanwhile_follows_its_own_state(self):
        """E.g. an add-on cancels the alternatives of a confirmed order."""
        order, alternative = self.make_order(), self.make_order()
        confirm = type(order)._action_confirm

        def _action_confirm(orders):
            orders.env['sale.order'].browse(alternative.id)._action_cancel()
            return confirm(orders)

        self.patch_order('_action_confirm', _action_confirm)
        order.stage_id = self.stages['Agreed']
        self.assertEqual((alternative.state, alternative.stage_id.name), ('cancel', 'Cancelled'))
        self.assertEqual(alternative.cancel_reason_id, self.env.ref('bas_crm.bas_cancel_reason_unspecified'))
        self.check_log(alternative, 'New Order', 'Cancelled')

    def test_an_order_not_confirmed_by_another_addon_is_not_moved(self):
        """E.g. an add-on that opens its own dialog."""
        order = self.make_order()
        self.patch_order('action_confirm', lambda orders: {'type': 'ir.actions.act_window'})
        with self.assertRaisesRegex(UserError, 'use its button'):
            order.stage_id = self.stages['Agreed']
        self.assertEqual((order.state, order.stage_id.name), ('draft', 'New Order'))

    def test_an_order_reset_to_quotation_loses_its_signature(self):
        order = self.bring(self.make_order(), 'Offer Sent')
        order.write({'signed_by': 'Марія', 'signed_on': '2026-03-02 08:00:00'})
        order.stage_id = self.stages['New Order']
        self.assertEqual((order.state, order.signed_by, order.signed_on), ('draft', False, False))

    def test_the_state_is_reset_by_buttons_only(self):
        refused = {('sale', 'draft'), ('sale', 'sent'), ('cancel', 'draft'), ('cancel', 'sent'), ('cancel', 'sale')}
        names = {'draft': 'New Order', 'sent': 'Offer Sent', 'sale': 'Agreed', 'cancel': 'Cancelled'}
        for begins, stage in names.items():
            for ends in names:
                for way in ('write', 'web_save'):
                    order = self.bring(self.make_order(user_id=self.own.id), stage).with_user(self.own)
                    with self.subTest(f'{begins} → {ends}'):
                        args = ({},) if way == 'web_save' else ()
                        if (begins, ends) in refused:
                            with self.assertRaisesRegex(UserError, 'first|Set to Quotation'):
                                getattr(order, way)({'state': ends}, *args)
                            self.assertEqual(order.state, begins)
                        else:
                            getattr(order, way)({'state': ends}, *args)
                            self.assertEqual(order.state, ends)
        order.action_draft()
        order.action_confirm()
        order.action_lock()
        with self.assertRaisesRegex(UserError, 'locked'):
            order.write({'state': 'cancel'})
        self.assertEqual(order.state, 'sale')

    def test_an_order_always_has_a_stage(self):
        with self.assertRaisesRegex(UserError, 'always needs a stage'):
            self.make_order().stage_id = False

    def test_a_move_is_logged_in_one_line(self):
        order = self.make_order()
        self.env.flush_all()
        self.cr.precommit.run()
        order = order.with_context(tracking_disable=False)
        order.stage_id = self.stages['Agreed']
        self.cr.precommit.run()
        lines = order.message_ids.tracking_value_ids
        self.assertEqual(lines.field_id.mapped('name'), ['stage_id'])
        self.assertIn(self.env.ref('sale.mt_order_confirmed'), order.message_ids.subtype_id, 'followers of the team are notified')

    # ------------------------------------------------------------
    # Another type, another company
    # ------------------------------------------------------------

    def test_a_new_type_uses_the_stage_reached_by_invoices(self):
        retail = self.sales.copy({'name': 'Роздріб'})
        order = self.make_order()
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        order.with_user(self.own).order_type_id = retail
        self.assertEqual((order.stage_id.order_type_id, order.stage_id.name), (retail, 'Shipped'))
        self.pay(invoice)
        order.order_type_id = self.env.ref('bas_crm.bas_order_type_work')
        self.assertEqual(order.stage_id.name, 'Handed Over')
        self.check_log(order, 'New Order', 'Agreed', 'Shipped', 'Shipped', 'Fulfilled', 'Handed Over')

    def test_another_company_sets_its_type_and_stage(self):
        other = self.env['res.company'].create({'name': 'ФОП Гончар'})
        theirs = self.sales.copy({'name': 'Їхній', 'company_id': other.id})
        ours = self.sales.copy({'name': 'Наш', 'company_id': self.company.id})
        order = self.make_order(user_id=False, order_line=False)
        self.assertEqual(order.order_type_id, ours)
        order.company_id = other
        self.assertEqual((order.order_type_id, order.stage_id), (theirs, theirs.stage_ids[0]))
        self.check_log(order, 'New Order', 'New Order')

    # ------------------------------------------------------------
    # Import
    # ------------------------------------------------------------

    def test_a_stage_sets_its_type(self):
        works = self.env.ref('bas_crm.bas_order_type_work')
        order = self.make_order(stage_id=works.stage_ids[0].id)
        self.assertEqual((order.order_type_id, order.stage_id), (works, works.stage_ids[0]))

    def test_an_imported_order_keeps_its_date(self):
        order = self.make_order(stage_id=self.stages['Shipped'].id, date_order='2025-05-06 07:00:00')
        self.assertEqual((order.state, order.date_order), ('sale', datetime(2025, 5, 6, 7)))

    def test_a_work_order_by_its_operation(self):
        order = self.env['sale.order'].with_context(default_operation='work_order').create({'partner_id': self.partner.id})
        self.assertEqual(order.operation, 'work_order')

    def test_filters(self):
        names = ('New Order', 'Offer Sent', 'Agreed', 'Fulfilled', 'Cancelled')
        orders = {name: self.bring(self.make_order(), name) for name in names}
        view = self.env.ref('bas_crm.sale_order_view_search')._get_combined_arch()
        for filter_name, expected in (('filter_open', names[:3]), ('filter_in_work', ('Agreed',))):
            domain, = view.xpath(f"//filter[@name='{filter_name}']/@domain")
            found = self.env['sale.order'].search([('id', 'in', [order.id for order in orders.values()]), *literal_eval(domain)])
            self.assertEqual(found, self.env['sale.order'].union(*(orders[name] for name in expected)).sorted(), filter_name)

    # ------------------------------------------------------------
    # Existing orders
    # ------------------------------------------------------------

    def test_existing_orders_get_stages(self):
        """Also orders of an archived company. A delivery date in the future must not be used as the time of entry."""
        closed = self.env['res.company'].create({'name': 'Закрита'})
        orders = self.make_order(company_id=closed.id, user_id=False) | self.bring(self.make_order(), 'Cancelled')
        self.env.flush_all()
        self.cr.execute("DELETE FROM bas_order_stage_log WHERE order_id IN %s", [tuple(orders.ids)])
        self.cr.execute("""UPDATE sale_order SET stage_id = NULL, order_type_id = NULL, cancel_reason_id = NULL,
                           date_order = '2027-01-01' WHERE id IN %s""", [tuple(orders.ids)])
        self.env.invalidate_all()
        closed.active = False
        with freeze_time('2026-03-02 08:00:00'):
            bring_orders_into_stages(self.env)
        self.assertEqual(orders.mapped('stage_id.name'), ['New Order', 'Cancelled'])
        self.assertEqual(orders[1].stage_log_ids.entered_at, datetime(2026, 3, 2, 8))
        self.assertFalse(orders.stage_log_ids.user_id, 'nobody knows who moved them')
        bring_orders_into_stages(self.env)
        self.assertEqual(len(orders.stage_log_ids), 2)


@tagged('post_install', '-at_install')
class TestOrderInvoiced(OrderStageCase):
    """Moves by invoices and payments."""

    def make_confirmed(self, **values):
        order = self.make_order(**values)
        order.action_confirm()
        return order

    def make_down_payment(self, order):
        self.env['sale.advance.payment.inv'].create({
            'sale_order_ids': order.ids, 'advance_payment_method': 'fixed', 'fixed_amount': 200.0}).create_invoices()
        return order.invoice_ids.filtered(lambda move: move.state == 'draft')

    def test_a_down_payment_is_not_a_goods_issue(self):
        order = self.make_confirmed()
        advance = self.make_down_payment(order)
        advance.action_post()
        self.assertEqual(order.stage_id.name, 'Agreed')
        self.pay(advance)
        self.assertEqual(order.stage_id.name, 'Agreed', 'the goods are not invoiced yet')
        rest = order._create_invoices(final=True)
        rest.action_post()
        self.assertEqual((order.stage_id.name, rest.amount_total), ('Shipped', 1200.0))
        self.pay(rest)
        self.assertEqual(order.stage_id.name, 'Fulfilled')

    def test_a_payment_online_is_invoiced_by_core(self):
        """Core checks whether the transactions of the order have paid it."""
        order, partly = self.make_confirmed(), self.make_confirmed()
        provider = self.env['payment.provider'].create({'name': 'Банк', 'code': 'none', 'company_id': self.company.id})
        method = self.env['payment.method'].create({'name': 'Картка', 'code': 'card_of_test'})
        for paid, amount in ((order, 1400.0), (partly, 500.0)):
            transaction = self.env['payment.transaction'].create({
                'reference': paid.name, 'provider_id': provider.id, 'payment_method_id': method.id, 'amount': amount,
                'currency_id': paid.currency_id.id, 'partner_id': self.partner.id, 'state': 'done',
                'sale_order_ids': [(6, 0, paid.ids)]})
            transaction._invoice_sale_orders()
        self.assertEqual(order.invoice_ids.amount_total, 1400.0)
        self.assertEqual(order.invoice_ids.invoice_line_ids.product_id, self.product, 'the whole order')
        self.assertEqual(partly.invoice_ids.amount_total, 500.0)
        self.assertTrue(partly.invoice_ids.invoice_line_ids.sale_line_ids.is_downpayment)

    def test_an_old_invoice_does_not_confirm_a_reset_quotation(self):
        order = self.make_confirmed()
        invoice = order._create_invoices()
        invoice.action_post()
        order.action_cancel()
        order.action_draft()
        invoice.button_draft()
        invoice.action_post()
        self.assertEqual((order.state, order.stage_id.name), ('draft', 'New Order'))

    def test_an_order_moved_back_manually_is_not_moved_again(self):
        """Core calls its hook twice if a payment is first in process and then on the bank account."""
        order = self.make_confirmed()
        invoice = order._create_invoices()
        invoice.action_post()
        self.pay(invoice)
        order.stage_id = self.stages['Being Fulfilled']
        invoice._invoice_paid_hook()
        self.assertEqual(order.stage_id.name, 'Being Fulfilled')

    def test_a_payment_undone_and_made_again(self):
        order = self.make_confirmed()
        invoice = order._create_invoices()
        invoice.action_post()
        self.pay(invoice)
        invoice.line_ids.remove_move_reconcile()
        order.stage_id = self.stages['Shipped']
        self.pay(invoice)
        self.assertEqual(order.stage_id.name, 'Fulfilled')

    def test_reversing_a_wrong_invoice_completes_the_order(self):
        """Two goods issues are posted by mistake; one is paid, the other reversed."""
        order = self.make_confirmed()
        right = order._create_invoices()
        right.action_post()
        wrong = right.copy({'invoice_date': right.invoice_date})
        wrong.invoice_line_ids.sale_line_ids = order.order_line
        wrong.action_post()
        self.pay(right)
        self.assertEqual(order.stage_id.name, 'Shipped', 'the other is owed')
        self.env['account.move.reversal'].with_context(active_model='account.move', active_ids=wrong.ids).create({
            'journal_id': wrong.journal_id.id}).refund_moves()
        wrong.reversal_move_ids.action_post()
        self.assertEqual(wrong.payment_state, 'reversed')
        self.assertEqual(order.stage_id.name, 'Fulfilled')
