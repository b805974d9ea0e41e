import logging
from datetime import timedelta
from functools import partial

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.service.model import retrying
from odoo.tools import html2plaintext

from ...tools.after_commit import after_commit

_logger = logging.getLogger(__name__)

#: statuses of core's notifications: it has failed; it is on its way or has arrived
FAILED, SENT = {'bounce', 'exception'}, {'ready', 'process', 'pending', 'sent'}
#: the messages of a transaction of which events are told when it is committed
WAITING = 'bas_crm.sent_messages'
#: how long the queue of mails looks for events that could not be told then
FOLLOW_UNTIL = timedelta(days=7)


class BasEvent(models.Model):
    """What became of a letter or an SMS: what is sent counts as done, what nobody got is still to be done."""

    _inherit = 'bas.event'

    sent_message_id = fields.Many2one(
        'mail.message', copy=False, readonly=True, index='btree_not_null', ondelete='set null')
    failure = fields.Char("Why It Was Not Sent", compute='_compute_failure')

    @api.depends('sent_message_id.notification_ids.notification_status', 'sent_message_id.notification_ids.failure_type')
    @api.depends_context('lang')
    def _compute_failure(self):
        for event in self:
            event.failure = event._describe_failures(event._get_notifications().filtered(
                lambda notification: notification.notification_status in FAILED))

    def _get_notifications(self):
        """:return: ``mail.notification`` of the letter or the SMS, one for each recipient"""
        # Whoever reads the event reads what became of its letter.
        return self.sudo().sent_message_id.notification_ids

    def _describe_failures(self, notifications):
        """:return: the reasons in words, each with whom it concerns; False where there is none"""
        reasons = notifications.grouped(self._describe_failure)
        return '; '.join(
            self.env._("%(names)s: %(reason)s", names=names, reason=reason) if names else reason
            for reason, those in reasons.items()
            for names in [', '.join(filter(None, (one.res_partner_id.name or one.sms_number or one.mail_email_address
                                                  for one in those)))]) or False

    def _describe_failure(self, notification):
        """:return: the reason that core knows, in words that say what to do where we know it"""
        known = {
            'sms_number_missing': self.env._("there is no phone number"),
            'sms_number_format': self.env._("the phone number is wrong"),
            'sms_invalid_destination': self.env._("there is no such phone number"),
            'sms_country_not_supported': self.env._("the SMS service does not send to this country"),
            'sms_credit': self.env._("there is no money left on the account of the SMS service"),
            'sms_acc': self.env._("the SMS service is not set up: ask the administrator"),
            'sms_registration_needed': self.env._("the SMS service asks to register the sender: ask the administrator"),
            'sms_server': self.env._("the SMS service does not answer: try again later"),
            'mail_email_invalid': self.env._("the e-mail address is wrong"),
            'mail_email_missing': self.env._("there is no e-mail address"),
            'mail_bounce': self.env._("the mail server of the recipient has returned the letter: check the address"),
            'mail_from_missing': self.env._("the letter has no sender's address"),
            'mail_from_invalid': self.env._("the sender's address is wrong"),
            'mail_smtp': self.env._("the outgoing mail server does not answer: try again later, or ask the administrator"),
        }
        if reason := known.get(notification.failure_type):
            return reason
        titles = dict(notification._fields['failure_type']._description_selection(self.env))
        title = titles.get(notification.failure_type) or titles['unknown']
        reason = html2plaintext(notification.failure_reason or '').strip()
        return self.env._("%(title)s (%(reason)s)", title=title, reason=reason) if reason else title

    # ------------------------------------------------------------
    # From the message to the event
    # ------------------------------------------------------------

    def message_post(self, **kwargs):
        message = super().message_post(**kwargs)
        if self.env.context.get('mark_event_done') and (message.partner_ids or message.message_type == 'sms'):
            self.with_context(mark_event_done=False)._program_write({'sent_message_id': message.id})
            self._follow_messages(message.ids)  # it leaves after this transaction
        return message

    @api.model
    def _follow_after_commit(self, messages):
        """Follow what core is just sending. What has left cannot be called back: a failure of ours would roll back that it
        has, and it would be sent once more.
        """
        # Letters are sent by a job, whoever it runs as.
        ids = messages.sudo().filtered(lambda message: message.model == 'bas.event').ids
        waiting = self.env.cr.postcommit.data.setdefault(WAITING, set())
        is_first = not waiting
        waiting.update(ids)
        if waiting and is_first:
            after_commit(self.env.cr, partial(self._follow_alone, waiting))

    def _follow_alone(self, waiting):
        """Follow each message in a transaction of its own; what fails is left to the queue of mails.

        :param set waiting: ids of messages; empty afterwards
        """
        while waiting:
            message_id = waiting.pop()
            try:
                with self.pool.cursor() as cr:
                    events = api.Environment(cr, SUPERUSER_ID, {'lang': self.env.lang})['bas.event']
                    retrying(partial(events._follow_messages, [message_id]), events.env)
            except Exception as error:
                # What is sent is sent, whatever hinders its event.
                _logger.warning("The event of the message %s could not be told that it was sent: %s", message_id, error)

    @api.model
    def _follow_missed(self):
        """Follow what could not be followed: sent and still planned, or done though nobody got it."""
        recent = Domain('sent_message_id.date', '>=', fields.Datetime.now() - FOLLOW_UNTIL)
        arrived = Domain('sent_message_id.notification_ids', 'any', [('notification_status', 'in', list(SENT))])
        failed = Domain('sent_message_id.notification_ids', 'any', [('notification_status', 'in', list(FAILED))])
        others = Domain('sent_message_id.notification_ids', 'any', [('notification_status', 'not in', list(FAILED))])
        events = self.search(
            recent & (Domain('category', '=', 'planned') & arrived | Domain('category', '=', 'done') & failed & ~others))
        self._follow_alone(set(events.sent_message_id.ids))

    @api.model
    def _follow_messages(self, ids):
        """Make the events of these letters and SMS done, or planned again where nobody got them."""
        # Letters are sent by a job, whoever it runs as; the event is of the one who wrote the letter.
        for event in self.sudo().with_context(mark_event_done=False).search([('sent_message_id', 'in', ids)]) if ids else ():
            statuses = set(event._get_notifications().mapped('notification_status'))
            if statuses and statuses <= FAILED:
                event.with_context(lang=event.user_id.lang or self.env.lang)._take_back_sending()
            elif event.category == 'planned' and (not statuses or statuses & SENT):
                event._date_now()
                event.action_done()

    def _take_back_sending(self):
        """Nobody got it: it is still to be done, at its own time; the history tells why."""
        if self.category == 'done':
            self._set_category('planned')
        self._message_log(body=self.env._("The SMS was not sent: %(reason)s.", reason=self.failure)
                          if self.event_type == 'sms' else
                          self.env._("The letter was not sent: %(reason)s.", reason=self.failure))

    def action_done(self):
        # Who marks it done by hand has told it another way: the failure is no longer of interest.
        self.filtered(lambda event: set(event._get_notifications().mapped('notification_status')) <= FAILED)._forget_sending()
        return super().action_done()

    def action_plan(self):
        self._forget_sending()  # it is to be sent once more: what becomes of the first one does not count
        return super().action_plan()

    def _forget_sending(self):
        self.filtered('sent_message_id')._program_write({'sent_message_id': False})


class MailMail(models.Model):
    """What is overridden here runs in core's loop, between the sending and the commit: nothing of ours is written in it."""

    _inherit = 'mail.mail'

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        messages = self.filtered('is_notification').mail_message_id  # read first: a sent mail may be deleted
        result = super()._postprocess_sent_message(success_pids, success_emails, failure_reason, failure_type)
        if not failure_type:  # of failures core tells the screens, see below
            self.env['bas.event']._follow_after_commit(messages)
        return result

    @api.model
    def process_email_queue(self, *args, **kwargs):
        result = super().process_email_queue(*args, **kwargs)
        # The queue runs for all, whoever calls it.
        self.env['bas.event'].sudo()._follow_missed()
        return result


class MailMessage(models.Model):
    _inherit = 'mail.message'

    def _notify_message_notification_update(self):
        """Core says so to the screens when an SMS is sent or has failed, and when a letter comes back."""
        super()._notify_message_notification_update()
        self.env['bas.event']._follow_after_commit(self)
