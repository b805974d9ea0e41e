from odoo import api, models

from ...tools.emails import find_impossible


class IrMailServer(models.Model):
    """Skip addresses that no server accepts: core logs them in the history, and the other recipients get the e-mail."""

    _inherit = 'ir.mail_server'

    @api.model
    def _prepare_smtp_to_list(self, message, smtp_session):
        return [address for address in super()._prepare_smtp_to_list(message, smtp_session) if not find_impossible(address)]


class MailMail(models.Model):
    _inherit = 'mail.mail'

    @api.model
    def process_email_queue(self, *args, **kwargs):
        """After the queue is sent, retry the offer documents that failed, and update events whose e-mails were sent meanwhile."""
        result = super().process_email_queue(*args, **kwargs)
        queue = self.sudo().env  # the queue is processed for all users
        queue['bas.commercial.offer']._retry_papers()
        queue['bas.event']._follow_missed()
        return result
