# pylint: disable=translation-required  # it knows tests by the folder right above
from datetime import datetime, timedelta

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common_orders import STATES, OrderStageCase


@tagged('post_install', '-at_install')
class TestOrderStage(OrderStageCase):
    """Stage and core's state are always consistent, whichever of them is changed."""

    def test_the_board_shows_all_stages_in_their_order(self):
        """Stages without orders are shown in their place as well, so that cards can be dragged there."""
        order = self.bring(self.make_order(), 'Shipped')
        self.bring(self.make_order(), 'Agreed')
        orders = self.env['sale.order'].with_context(read_group_expand=True)  # as the web client does
        board = orders.web_read_group([('company_id', '=', order.company_id.id)], ['stage_id'], [])
        self.assertEqual([group['stage_id'][1] for group in board['groups']], list(STATES))

    def test_a_new_order_begins_at_the_first_stage(self):
        order = self.make_order()
        self.assertEqual((order.order_type_id, order.stage_id, order.operation, order.state),
                         (self.sales, self.stages['New Order'], 'customer_order', 'draft'))
        self.check_log(order, 'New Order')

    def test_all_moves_between_stages(self):
        """From every stage to every other: core's state follows the rule, or the move is refused and nothing changes."""
        for begins, state in STATES.items():
            for ends, due in STATES.items():
                order = self.bring(self.make_order(), begins)
                self.assertEqual(order.state, state)
                going_back = state == 'sale' and due in ('draft', 'sent')
                try:
                    self.bring(order, ends)
                    self.assertFalse(going_back, f'{begins} → {ends}')
                    self.assertEqual((order.state, order.stage_id.name), (due, ends), f'{begins} → {ends}')
                    self.assertEqual(bool(order.cancel_reason_id), due == 'cancel')
                except UserError as error:
                    self.assertTrue(going_back, f'{begins} → {ends}: {error}')
                    self.assertEqual((order.state, order.stage_id.name), (state, begins))

    def test_all_moves_of_core(self):
        """From every stage by each of core's own actions: the stage follows the state."""
        moves = {
            'confirm': (lambda order: order.action_confirm(), 'sale', 'Agreed'),
            'send': (lambda order: order.action_quotation_sent(), 'sent', 'Offer Sent'),
            'cancel': (lambda order: order._action_cancel(), 'cancel', 'Cancelled'),
            'draft': (lambda order: order.action_draft(), 'draft', 'New Order'),
            'rpc': (lambda order: order.write({'state': 'sale'}), 'sale', 'Agreed'),
        }
        allowed = {
            'confirm': {'draft', 'sent'}, 'send': {'draft'}, 'cancel': {'draft', 'sent', 'sale', 'cancel'},
            'draft': {'sent', 'cancel'}, 'rpc': {'draft', 'sent', 'sale', 'cancel'},
        }
        for begins, state in STATES.items():
            for name, (move, due, ends) in moves.items():
                order = self.bring(self.make_order(), begins)
                if state not in allowed[name]:
                    continue
                move(order)
                is_unchanged = due == state
                self.assertEqual((order.state, order.stage_id.name), (due, begins if is_unchanged else ends), f'{begins}: {name}')
                self.assertTrue(order.order_type_id._fits(order.stage_id, order.state))

    def test_sending_the_quotation_moves_the_order(self):
        order = self.make_order()
        order.with_context(mark_so_as_sent=True).message_post(body='Пропозиція')
        self.assertEqual((order.state, order.stage_id), ('sent', self.stages['Offer Sent']))

    def test_core_refusals_still_apply(self):
        order = self.make_order(order_line=[(0, 0, {'name': 'Без товару', 'product_uom_qty': 1})])
        with self.assertRaisesRegex(UserError, 'missing a product'):
            order.stage_id = self.stages['Being Fulfilled']
        self.assertEqual((order.state, order.stage_id), ('draft', self.stages['New Order']))

    def test_a_user_who_cancels_gives_a_reason(self):
        order = self.make_order().with_user(self.own)
        with self.assertRaises(RedirectWarning) as warning:
            order.stage_id = self.stages['Cancelled']
        action = warning.exception.args[1]
        self.env['bas.order.cancel'].with_user(self.own).with_context(**action['context']).create({
            'reason_id': self.reason.id, 'note': 'Знайшли дешевше'}).action_cancel_orders()
        self.assertEqual((order.state, order.stage_id), ('cancel', self.stages['Cancelled']))
        self.assertEqual(order.cancel_reason_id, self.reason)
        self.assertIn('Знайшли дешевше', order.message_ids[0].body)

    def test_a_cancellation_by_core_gets_a_reason(self):
        order = self.make_order()
        order.action_cancel()
        self.assertEqual(order.cancel_reason_id, self.env.ref('bas_crm.bas_cancel_reason_unspecified'))
        order.action_draft()
        self.assertFalse(order.cancel_reason_id)
        self.check_log(order, 'New Order', 'Cancelled', 'New Order')

    def test_invoices_and_payments_move_the_order_forward_only(self):
        order = self.make_order()
        order.action_confirm()
        invoice = order._create_invoices()
        self.assertEqual(order.stage_id.name, 'Agreed', 'a draft is no goods issue')
        invoice.action_post()
        self.assertEqual(order.stage_id.name, 'Shipped')
        self.pay(invoice)
        self.assertEqual(order.stage_id.name, 'Fulfilled')
        order.stage_id = self.stages['Being Fulfilled']
        order._advance('confirmed')
        self.assertEqual(order.stage_id.name, 'Being Fulfilled')
        self.check_log(order, 'New Order', 'Agreed', 'Shipped', 'Fulfilled', 'Being Fulfilled')

    def test_a_partly_invoiced_order_is_not_paid(self):
        order = self.make_order()
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.invoice_line_ids.quantity = 1
        invoice.action_post()
        self.pay(invoice)
        self.assertEqual(order.stage_id.name, 'Shipped')

    def test_required_fields_of_a_stage(self):
        self.stages['Being Fulfilled'].requirement_ids = self.env.ref('bas_crm.bas_order_requirement_commitment_date')
        order = self.make_order()
        with self.assertRaisesRegex(UserError, 'Fill in: Delivery Date'):
            order.stage_id = self.stages['Being Fulfilled']
        order.write({'commitment_date': '2026-05-01 10:00:00', 'stage_id': self.stages['Being Fulfilled'].id})
        self.assertEqual(order.state, 'sale')

    def test_an_automatic_move_waits_for_required_fields(self):
        self.stages['Shipped'].requirement_ids = self.env.ref('bas_crm.bas_order_requirement_client_order_ref')
        order = self.make_order()
        order.action_confirm()
        order._create_invoices().action_post()
        self.assertEqual(order.stage_id.name, 'Agreed')
        self.assertIn('Customer Reference', order.message_ids[0].body)

    def test_another_type_has_stages_of_its_own(self):
        works = self.env.ref('bas_crm.bas_order_type_work')
        order = self.make_order()
        with self.assertRaisesRegex(UserError, 'Change its type first'):
            order.stage_id = works.stage_ids[0]
        order.action_confirm()
        order.order_type_id = works
        self.assertEqual((order.stage_id.name, order.operation, order.state), ('Scheduled', 'work_order', 'sale'))

    def test_an_order_can_be_created_in_any_stage(self):
        """As an import does."""
        order = self.make_order(stage_id=self.stages['Shipped'].id)
        self.assertEqual((order.state, order.stage_id.name), ('sale', 'Shipped'))
        confirmed = self.make_order(state='sale')
        self.assertEqual(confirmed.stage_id.name, 'Agreed')

    def test_a_copy_begins_at_the_first_stage(self):
        order = self.bring(self.make_order(), 'Cancelled')
        copy = order.copy()
        self.assertEqual((copy.stage_id.name, copy.cancel_reason_id.id), ('New Order', False))
        self.check_log(copy, 'New Order')

    def test_a_locked_order_is_not_cancelled(self):
        order = self.bring(self.make_order(), 'Agreed')
        order.action_lock()
        order.cancel_reason_id = self.reason
        with self.assertRaisesRegex(UserError, 'locked'):
            order.stage_id = self.stages['Cancelled']

    # ------------------------------------------------------------
    # Stage history
    # ------------------------------------------------------------

    def test_history_entries_have_user_time_and_duration(self):
        moments = [datetime(2026, 3, 2, 8) + timedelta(hours=hours) for hours in (0, 3, 7.5)]
        with freeze_time(moments[0]):
            order = self.make_order()
        with freeze_time(moments[1]):
            order.with_user(self.own).stage_id = self.stages['Offer Sent']
        with freeze_time(moments[2]):
            order.with_user(self.head).stage_id = self.stages['Being Fulfilled']
        entries = order.stage_log_ids.sorted('id')
        self.assertEqual(entries.mapped('entered_at'), moments)
        self.assertEqual(entries.mapped('hours'), [3.0, 4.5, 0.0])
        self.assertEqual(entries[1:].mapped('user_id'), self.own | self.head)
        self.check_log(order, 'New Order', 'Offer Sent', 'Being Fulfilled')

    def test_writing_the_same_stage_logs_nothing(self):
        order = self.make_order()
        order.stage_id = self.stages['New Order']
        order.write({'stage_id': self.stages['New Order'].id, 'note': 'Те саме'})
        self.check_log(order, 'New Order')

    def test_nobody_edits_the_log(self):
        entry = self.make_order().stage_log_ids
        for user in (self.own, self.head):
            with self.assertRaises(AccessError):
                entry.with_user(user).write({'left_at': '2026-01-01'})
            with self.assertRaises(AccessError):
                entry.with_user(user).unlink()
            with self.assertRaises(AccessError):
                entry.with_user(user).copy()
        self.assertEqual(self.env['bas.order.stage.log'].with_user(self.own).search([('id', '=', entry.id)]), entry)
        self.assertFalse(self.env['bas.order.stage.log'].with_user(self.other).search([('id', '=', entry.id)]))

    def test_five_hundred_orders_at_once(self):
        orders = self.env['sale.order'].with_context(tracking_disable=True).create([
            {'partner_id': self.partner.id, 'stage_id': self.stages['Agreed'].id} for _each in range(500)])
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        orders.with_context(tracking_disable=True).write({'stage_id': self.stages['Being Fulfilled'].id})
        self.env.flush_all()
        self.assertLessEqual(self.cr.sql_log_count - before, 500 / 10, 'a tenth of a query each')
        self.assertEqual(len(orders.stage_log_ids.filtered(lambda entry: not entry.left_at)), 500)

    # ------------------------------------------------------------
    # Types and stages
    # ------------------------------------------------------------

    def test_a_stage_used_in_a_history_cannot_be_deleted(self):
        order = self.bring(self.make_order(), 'Being Fulfilled')
        self.bring(order, 'Shipped')
        with self.assertRaisesRegex(UserError, 'Archive it'):
            self.stages['Being Fulfilled'].unlink()
        self.stages['Being Fulfilled'].active = False
        self.check_log(order, 'New Order', 'Being Fulfilled', 'Shipped')

    def test_a_type_needs_first_confirmed_and_cancelled_stages(self):
        with self.assertRaisesRegex(ValidationError, 'needs a first stage'):
            self.env['bas.order.type'].create({'name': 'Порожній', 'stage_ids': [(0, 0, {'name': 'Новий'})]})
        with self.assertRaisesRegex(ValidationError, 'needs a first stage'):
            self.stages['Cancelled'].active = False

    def test_stages_cannot_contradict_their_orders(self):
        self.bring(self.make_order(), 'Being Fulfilled')
        with self.assertRaisesRegex(UserError, 'do not fit'):
            self.stages['Being Fulfilled'].sequence = 1
        with self.assertRaisesRegex(UserError, 'do not fit'):
            self.stages['Being Fulfilled'].is_cancelled = True

    def test_a_type_without_an_offer_stage_has_no_sent_state(self):
        simple = self.env['bas.order.type'].create({'name': 'Простий', 'stage_ids': [
            (0, 0, {'name': 'Новий', 'sequence': 1}), (0, 0, {'name': 'Виконано', 'sequence': 2, 'is_done': True}),
            (0, 0, {'name': 'Скасовано', 'sequence': 3, 'is_cancelled': True})]})
        order = self.make_order(order_type_id=simple.id)
        order.action_quotation_sent()
        self.assertEqual((order.state, order.stage_id.name), ('sent', 'Новий'))
        order.action_confirm()
        self.assertEqual(order.stage_id.name, 'Виконано')

    def test_the_company_may_have_types_of_its_own(self):
        own = self.sales.copy({'name': 'Свій', 'company_id': self.company.id, 'sequence': 99})
        self.assertEqual(len(own.stage_ids), 7)
        self.assertEqual(self.make_order().order_type_id, own)

    def test_types_and_reasons_are_edited_by_the_head(self):
        for user in (self.own, self.all):
            with self.assertRaises(AccessError):
                self.sales.with_user(user).name = 'Інше'
            with self.assertRaises(AccessError):
                self.stages['Agreed'].with_user(user).name = 'Інше'
            with self.assertRaises(AccessError):
                self.reason.with_user(user).name = 'Інше'
        self.stages['Agreed'].with_user(self.head).name = 'Домовлено'

    @mute_logger('odoo.sql_db')
    def test_one_open_entry(self):
        order = self.make_order()
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.env['bas.order.stage.log'].create({
                'order_id': order.id, 'stage_id': order.stage_id.id, 'entered_at': '2026-01-01',
                'began_at': '2026-01-01'})
            self.env.flush_all()
