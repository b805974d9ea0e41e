from odoo import api, models

from ...tools.emails import find_impossible


class IrMailServer(models.Model):
    """An address that no server takes is left out of a letter: core tells of it in the history, and the others get it."""

    _inherit = 'ir.mail_server'

    @api.model
    def _prepare_smtp_to_list(self, message, smtp_session):
        return [address for address in super()._prepare_smtp_to_list(message, smtp_session) if not find_impossible(address)]


class MailMail(models.Model):
    _inherit = 'mail.mail'

    @api.model
    def process_email_queue(self, *args, **kwargs):
        """The queue sends what waits; then papers that could not be made are tried again, and events learn what was sent."""
        result = super().process_email_queue(*args, **kwargs)
        queue = self.sudo().env  # it runs for everybody, whoever calls it
        queue['bas.commercial.offer']._retry_papers()
        queue['bas.event']._follow_missed()
        return result
