from odoo import api, fields, models


class UtmSource(models.Model):
    """The firm's own acquisition sources are listed first, then core's marketing sources."""

    _inherit = 'utm.source'
    _order = 'sequence, name'

    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)

    @api.model_create_multi
    def create(self, vals_list):
        """Core appends a number to a name that is in use. Names of archived sources count as well."""
        return super(UtmSource, self.with_context(active_test=False)).create(vals_list).with_env(self.env)
