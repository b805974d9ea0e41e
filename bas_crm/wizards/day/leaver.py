from odoo import api, fields, models

from ...tools.days import ZONE_CONTEXT, get_today
from ...tools.groups import HEAD_OF_SALES


class BasSetupLeaver(models.TransientModel):
    """A person who leaves: the work is handed over from the same dialog."""

    _inherit = 'bas.setup.leaver'

    may_hand_over = fields.Boolean(compute='_compute_may_hand_over', exportable=False, export_string_translation=False)
    deputy_text = fields.Char(compute='_compute_deputy_text', exportable=False, export_string_translation=False)

    @api.depends_context('uid')
    def _compute_may_hand_over(self):
        self.may_hand_over = self.env.user.has_group(HEAD_OF_SALES)

    @api.depends('user_id')
    @api.depends_context('lang', *ZONE_CONTEXT)
    def _compute_deputy_text(self):
        for dialog in self:
            # sudo: who keeps the users has to know that somebody stays without a deputy
            absences = self.env['bas.handover'].sudo().search([
                ('kind', '=', 'temporary'), ('ended_on', '=', False), ('deputy_id', '=', dialog.user_id.id),
                ('date_to', '>=', get_today(self.env))]) if dialog.user_id else self.env['bas.handover']
            names = ', '.join(absences.user_id.mapped('name'))
            dialog.deputy_text = bool(names) and self.env._(
                "This person is the deputy of: %(names)s. Choose another deputy.", names=names)

    def action_hand_over(self):
        """:return: action: a new handover of this person's work"""
        self.ensure_one()
        return self.user_id.action_hand_over()
