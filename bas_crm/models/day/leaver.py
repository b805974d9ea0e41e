from odoo import models

from ...tools.marks import read_mark


class ResUsers(models.Model):
    """Whoever archives a person is asked who takes the open work over."""

    _inherit = 'res.users'

    def action_archive(self):
        """:return: action: of a single person with open work, the dialog that hands it over"""
        result = super().action_archive()
        return self._offer_handover() or result

    def _offer_handover(self):
        dialogs = self.env['bas.setup.leaver']
        if read_mark(self, 'in_leaver_dialog') or len(self) != 1 or self.active or self.share or not dialogs.has_access('create'):
            return None
        if not dialogs.new({'user_id': self.id}).has_work:
            return None
        return dialogs.create({'user_id': self.id})._open_again()

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
