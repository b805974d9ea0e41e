from odoo.exceptions import RedirectWarning, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common_orders import OrderStageCase


@tagged('post_install', '-at_install')
class TestOrderCancel(OrderStageCase):
    """An order cannot be cancelled without a reason."""

    def ask(self, orders, user=None, **values):
        """Open the dialog of the button on orders."""
        action = orders.action_ask_cancel_reason()
        return self.env['bas.order.cancel'].with_user(user or self.own).with_context(**action['context']).create({
            'reason_id': self.reason.id, **values})

    def test_the_screen_behind_the_dialog_is_reloaded(self):
        action = self.ask(self.make_order()).action_cancel_orders()
        self.assertEqual((action['type'], action['tag']), ('ir.actions.client', 'soft_reload'))

    def test_a_second_cancelled_stage(self):
        second = self.env['bas.order.stage'].create({
            'order_type_id': self.sales.id, 'name': 'Дублікат', 'sequence': 90, 'is_cancelled': True})
        order = self.make_order()
        with self.assertRaises(RedirectWarning) as warning:
            order.stage_id = second
        context = warning.exception.args[1]['context']
        self.env['bas.order.cancel'].with_context(**context).create({'reason_id': self.reason.id}).action_cancel_orders()
        self.assertEqual((order.state, order.stage_id), ('cancel', second))

    def test_the_dialog_refuses_other_stages(self):
        with self.assertRaisesRegex(ValidationError, 'not a stage of cancelled orders'):
            self.env['bas.order.cancel'].create({
                'order_ids': self.make_order().ids, 'cancelled_stage_id': self.stages['Agreed'].id,
                'reason_id': self.env.ref('bas_crm.bas_cancel_reason_unspecified').id})

    def test_orders_of_several_types_and_without_a_type(self):
        works = self.env.ref('bas_crm.bas_order_type_work')
        orders = self.make_order() | self.make_order(order_type_id=works.id) | self.make_order()
        # As left by another program that does not know types.
        self.env.flush_all()
        self.cr.execute(
            "UPDATE sale_order SET order_type_id = NULL, operation = NULL, stage_id = NULL WHERE id = %s", [orders[2].id])
        self.env.invalidate_all()
        self.ask(orders).action_cancel_orders()
        self.assertEqual(set(orders.mapped('state')), {'cancel'})
        self.assertEqual(orders.cancel_reason_id, self.reason)
        self.assertEqual(orders.stage_id.mapped('is_cancelled'), [True, True])

    def test_cancelled_orders_keep_their_reason(self):
        lost = self.bring(self.make_order(), 'Cancelled')
        competitor = self.env.ref('bas_crm.bas_cancel_reason_competitor')
        order = self.make_order()
        self.ask(lost | order, reason_id=competitor.id).action_cancel_orders()
        self.assertEqual((lost.cancel_reason_id, order.cancel_reason_id), (self.reason, competitor))

    def test_the_list_asks_for_a_reason(self):
        """This is core's own dialog."""
        orders = self.make_order() | self.make_order()
        dialog = Form(self.env['sale.mass.cancel.orders'].with_user(self.own).with_context(active_ids=orders.ids))
        with self.assertRaisesRegex(AssertionError, 'reason_id is a required field'):
            dialog.save()
        dialog.reason_id = self.reason
        dialog.save().action_mass_cancel()
        self.assertEqual(orders.mapped('state'), ['cancel', 'cancel'])
        self.assertEqual(orders.cancel_reason_id, self.reason)

    def test_the_list_does_not_cancel_locked_orders(self):
        order = self.bring(self.make_order(), 'Agreed')
        order.action_lock()
        dialog = self.env['sale.mass.cancel.orders'].create({'sale_order_ids': order.ids, 'reason_id': self.reason.id})
        with self.assertRaisesRegex(UserError, 'locked'):
            dialog.action_mass_cancel()
        with self.assertRaisesRegex(UserError, 'locked'):
            self.env['sale.mass.cancel.orders'].create({'sale_order_ids': order.ids}).action_mass_cancel()

    def test_a_cancelled_order_needs_a_reason(self):
        order = self.bring(self.make_order(), 'Cancelled')
        with self.assertRaisesRegex(UserError, 'needs a reason'):
            order.cancel_reason_id = False
        order.cancel_reason_id = self.env.ref('bas_crm.bas_cancel_reason_competitor')
        order.write({'stage_id': self.stages['New Order'].id, 'cancel_reason_id': False})
        self.assertEqual((order.state, order.cancel_reason_id.id), ('draft', False))

    def test_a_used_reason_cannot_be_deleted(self):
        order = self.bring(self.make_order(), 'Cancelled')
        with self.assertRaisesRegex(UserError, 'Archive it'):
            self.reason.with_user(self.head).unlink()
        self.reason.with_user(self.head).action_archive()
        self.assertEqual(order.cancel_reason_id, self.reason)
        with self.assertRaisesRegex(UserError, 'can rename it'):
            self.env.ref('bas_crm.bas_cancel_reason_unspecified').with_user(self.head).unlink()
        self.env.ref('bas_crm.bas_cancel_reason_competitor').with_user(self.head).unlink()
