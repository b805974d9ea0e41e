from odoo import api, fields, models

from ...tools.days import get_today
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


class ResUsers(models.Model):
    _inherit = 'res.users'

    def action_archive(self):
        """:return: action: of a single person with open work, the dialog that hands it over"""
        result = super().action_archive()
        return self._offer_handover() or result

    def _offer_handover(self):
        dialogs = self.env['bas.setup.leaver']
        if len(self) != 1 or self.active or self.share or not dialogs.has_access('create'):
            return None
        dialog = dialogs.create({'user_id': self.id})
        return dialog._open_again() if dialog.has_work else None

    def action_hand_over(self):
        """:return: action: the handover of this person's work that is not carried out yet, else a new one"""
        self.ensure_one()
        begun = self.env['bas.handover'].search(
            [('kind', '=', 'permanent'), ('state', '=', 'draft'), ('user_id', '=', self.id)], limit=1)
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Hand Over Work"),
            'res_model': 'bas.handover',
            'res_id': begun.id,
            'views': [(self.env.ref('bas_crm.bas_handover_view_form').id, 'form')], 'target': 'current',
            'context': {'default_kind': 'permanent', 'default_user_id': self.id}}
