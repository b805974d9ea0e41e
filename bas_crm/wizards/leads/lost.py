from odoo import models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from ...tools.dialogs import tell


class CrmLeadLost(models.TransientModel):
    _inherit = 'crm.lead.lost'

    def action_lost_reason_apply(self):
        """Always ask for the reason, and keep the notes on the lead itself, where the decision is shown."""
        if not self.lost_reason_id:
            raise UserError(self.env._("Choose the reason why the lead is of low quality."))
        steps = ', '.join(filter(None, self.lead_ids._describe_steps().values()))
        result = super().action_lost_reason_apply()
        if not is_html_empty(self.lost_feedback):
            self.lead_ids._program_write({'decision_note': self.lost_feedback})
        if steps:
            return tell(self.env._("Planned steps cancelled: %(steps)s.", steps=steps), 'info')
        return result
