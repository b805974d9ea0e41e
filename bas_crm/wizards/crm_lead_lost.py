from odoo import models
from odoo.tools import is_html_empty


class CrmLeadLost(models.TransientModel):
    _inherit = 'crm.lead.lost'

    def action_lost_reason_apply(self):
        """Keep the notes on the lead itself, where the decision is read."""
        result = super().action_lost_reason_apply()
        if not is_html_empty(self.lost_feedback):
            self.lead_ids.decision_note = self.lost_feedback
        return result
