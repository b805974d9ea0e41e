from odoo import fields, models


class MailActivity(models.Model):
    """An activity on a lead is planned again when the decision that cancelled it is undone."""

    _inherit = 'mail.activity'

    is_cancelled_with_lead = fields.Boolean(
        "Cancelled with the Lead", readonly=True, copy=False,
        help="The lead was found to be of low quality. The activity is planned again when the lead returns to work.")
