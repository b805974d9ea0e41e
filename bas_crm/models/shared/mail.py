from odoo import api, models

from ...tools.emails import find_impossible
from ...tools.marks import mark, read_mark


class MailThread(models.AbstractModel):
    """A user who creates a document follows it: core does not look for the follower again if it is the responsible, too.

    Notes in the histories of documents that are created together are written together.
    """

    _inherit = 'mail.thread'

    # Notes of a step that creates many documents: written together when it is done

    def _gather_notes(self):
        """:return: the records; notes in their history, and in that of what is created with their environment, wait for
            :meth:`_write_notes`"""
        return mark(self, notes=[])

    def _write_notes(self):
        notes = read_mark(self, 'notes')
        values, notes[:] = list(notes), []
        if values:
            mark(self.sudo(), is_note=False)._message_create(values)  # sudo: as core does it for each of them

    def _message_log_batch(self, *args, **options):
        is_gathered = read_mark(self, 'notes') is not None
        return super(MailThread, mark(self, is_note=True) if is_gathered else self)._message_log_batch(*args, **options)

    def _message_create(self, values_list):
        if not read_mark(self, 'is_note'):
            return super()._message_create(values_list)
        read_mark(self, 'notes').extend(values_list)
        return self.env['mail.message']

    def _message_auto_subscribe(self, updated_values, followers_existing_policy='skip'):
        # Core subscribes the creator just before, and only then has this policy.
        is_created = followers_existing_policy == 'update' and not self.env.context.get('mail_create_nosubscribe')
        if is_created and self.env.user.active and not self.env.user.share:
            return super(MailThread, mark(self, subscribed=self.env.user.partner_id.id))._message_auto_subscribe(
                updated_values, followers_existing_policy)
        return super()._message_auto_subscribe(updated_values, followers_existing_policy)

    def _message_auto_subscribe_followers(self, updated_values, default_subtype_ids):
        """Leave out the creator with the usual subtypes, who follows already."""
        found = super()._message_auto_subscribe_followers(updated_values, default_subtype_ids)
        subscribed = read_mark(self, 'subscribed')
        return [row for row in found if row[0] != subscribed or row[2] or set(row[1] or default_subtype_ids) != set(
            default_subtype_ids)]


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
