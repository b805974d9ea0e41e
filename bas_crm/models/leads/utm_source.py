from odoo import api, fields, models


class UtmSource(models.Model):
    """The firm's own ways of finding customers stand first, core's marketing sources after them."""

    _inherit = 'utm.source'
    _order = 'sequence, name'

    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)

    @api.model_create_multi
    def create(self, vals_list):
        """Core numbers a name that is taken; one of an archived source is taken, too."""
        return super(UtmSource, self.with_context(active_test=False)).create(vals_list).with_env(self.env)
