from odoo import models

from ...tools.marks import mark, read_mark


class IrRule(models.Model):
    _inherit = 'ir.rule'

    def _eval_context(self):
        """With the mark ``not_as_deputy`` the rules are those of the user alone, see ``_get_represented_users``."""
        values = super()._eval_context()
        if read_mark(self, 'not_as_deputy'):
            values['user'] = mark(values['user'], not_as_deputy=True)
        return values

    def _compute_domain_context_values(self):
        """The rules of a deputy change with the day, so the people whom the user stands in for belong to the key of the cache."""
        yield from super()._compute_domain_context_values()
        yield () if self.env.su else self.env.user._get_represented_users()._ids
