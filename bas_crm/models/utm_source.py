from odoo import fields, models


class UtmSource(models.Model):
    """The firm's own ways of finding customers stand first, core's marketing sources after them."""

    _inherit = 'utm.source'
    _order = 'sequence, name'

    sequence = fields.Integer(default=10)
