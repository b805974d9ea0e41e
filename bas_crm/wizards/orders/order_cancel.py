from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import clean_context


class BasOrderCancel(models.TransientModel):
    """Ask for the reason before a user cancels orders."""

    _name = 'bas.order.cancel'
    _description = 'Cancel Orders'

    order_ids = fields.Many2many('sale.order', required=True)
    cancelled_stage_id = fields.Many2one('bas.order.stage', ondelete='cascade', help="The stage for orders of its type.")
    reason_id = fields.Many2one('bas.cancel.reason', required=True, ondelete='cascade')
    note = fields.Text()

    @api.constrains('cancelled_stage_id')
    def _check_cancelled_stage(self):
        for dialog in self:
            stage = dialog.cancelled_stage_id
            if stage and not stage.is_cancelled:
                raise ValidationError(self.env._(
                    "«%(stage)s» is not a stage of cancelled orders. Choose another stage.", stage=stage.name))

    def action_cancel_orders(self):
        """Cancel the orders. Orders that are already cancelled keep their reason."""
        self.ensure_one()
        if not self.order_ids:
            raise UserError(self.env._("No order is chosen. Open an order, or choose orders in the list."))
        # Defaults of this dialog must not apply to records created by the cancellation.
        orders = self.order_ids.with_context(clean_context(self.env.context)).filtered(lambda order: order.state != 'cancel')
        for order_type, group in orders.grouped('order_type_id').items():
            self._cancel(order_type, group)
        for order in orders if self.note else ():
            order.message_post(body=self.note)
        # If a warning has opened the dialog, nothing else makes the screen behind it reload.
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}

    def _cancel(self, order_type, orders):
        if not order_type:
            orders.cancel_reason_id = self.reason_id
            orders.action_cancel()
            return
        asked = self.cancelled_stage_id
        stage = asked if asked.order_type_id == order_type else order_type._get_stage('cancel')
        orders.write({'cancel_reason_id': self.reason_id.id, 'stage_id': stage.id})


class SaleMassCancelOrders(models.TransientModel):
    """Core's dialog in the list: ask for a reason as well, and do not cancel locked orders, like the button of the form."""

    _inherit = 'sale.mass.cancel.orders'

    reason_id = fields.Many2one('bas.cancel.reason', ondelete='cascade')

    def action_mass_cancel(self):
        reason = self.reason_id or self.env['bas.cancel.reason']._get_unspecified()
        return self.env['bas.order.cancel'].create({
            'order_ids': self.sale_order_ids.ids, 'reason_id': reason.id}).action_cancel_orders()
