from odoo import fields, models


class BasCancelReason(models.Model):
    """Why orders are lost («причина скасування»)."""

    _name = 'bas.cancel.reason'
    _description = 'Reason of Cancellation'
    _order = 'sequence, name, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)

    def _get_unspecified(self):
        """:return: the reason of orders that core or another program has cancelled"""
        # Whoever cancels, the order gets a reason.
        return self.sudo().env.ref('bas_crm.bas_cancel_reason_unspecified', raise_if_not_found=False) or self
