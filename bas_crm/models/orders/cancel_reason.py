from odoo import api, fields, models
from odoo.exceptions import UserError


class BasCancelReason(models.Model):
    """Why an order was cancelled («причина скасування»)."""

    _name = 'bas.cancel.reason'
    _description = 'Reason of Cancellation'
    _order = 'sequence, name, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        if self._get_unspecified() in self:
            raise UserError(self.env._(
                "«%(reason)s» is set on orders that the customer or another program has cancelled, so it cannot be deleted. "
                "You can rename it.", reason=self._get_unspecified().name))
        # Colleagues' orders count as well.
        order = self.env['sale.order'].sudo().search([('cancel_reason_id', 'in', self.ids)], limit=1)
        if order:
            raise UserError(self.env._(
                "Orders have been cancelled for the reason «%(reason)s», so the sales funnel needs it and it cannot be deleted. "
                "Archive it to stop offering it.", reason=order.cancel_reason_id.name))

    def _get_unspecified(self):
        """:return: the reason for orders cancelled by core or another program"""
        # Every user who cancels an order needs this reason.
        return self.sudo().env.ref('bas_crm.bas_cancel_reason_unspecified', raise_if_not_found=False) or self.browse()
