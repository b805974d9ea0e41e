from odoo import models


class IrRule(models.Model):
    _inherit = 'ir.rule'

    def _compute_domain_context_values(self):
        """The rules of a deputy change with the day, so the people whom the user stands in for belong to the key of the cache."""
        yield from super()._compute_domain_context_values()
        yield () if self.env.su else self.env.user._get_represented_users()._ids
