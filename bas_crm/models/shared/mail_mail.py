from odoo import api, models


class MailMail(models.Model):
    _inherit = 'mail.mail'

    @api.model
    def process_email_queue(self, *args, **kwargs):
        """The queue sends what waits; then papers that could not be made are tried again, and events learn what was sent."""
        result = super().process_email_queue(*args, **kwargs)
        # The queue runs for all, whoever calls it.
        self.env['bas.commercial.offer'].sudo()._retry_papers()
        self.env['bas.event'].sudo()._follow_missed()
        return result
