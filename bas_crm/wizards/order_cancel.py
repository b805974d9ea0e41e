from odoo import fields, models
from odoo.tools import groupby


class BasOrderCancel(models.TransientModel):
    """Why orders are cancelled: asked before a person cancels them."""

    _name = 'bas.order.cancel'
    _description = 'Cancel Orders'

    order_ids = fields.Many2many('sale.order', required=True)
    reason_id = fields.Many2one('bas.cancel.reason', required=True)
    note = fields.Text()

    def action_cancel_orders(self):
        self.ensure_one()
        for order_type, orders in groupby(self.order_ids, lambda order: order.order_type_id):
            self.order_ids.browse().concat(*orders).write({
                'cancel_reason_id': self.reason_id.id, 'stage_id': order_type._get_stage('cancel').id})
        for order in self.order_ids if self.note else ():
            order.message_post(body=self.note)
        return {'type': 'ir.actions.act_window_close'}
