import logging
from datetime import timedelta
from email.utils import formataddr
from functools import partial

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.service.model import retrying
from odoo.tools import html2plaintext

from ...tools.after_commit import after_commit
from ...tools.dialogs import open_dialog
from ...tools.emails import find_impossible

_logger = logging.getLogger(__name__)
_logger = logging.getLogger(__name__)
#: statuses of core's notifications: failed; being sent or delivered
FAILED, SENT = {'bounce', 'exception'}, {'ready', 'process', 'pending', 'sent'}
#: key of the transaction's messages whose events are updated after the commit
WAITING = 'bas_crm.sent_messages'
#: how long the mail queue's job retries events that could not be updated then
FOLLOW_UNTIL = timedelta(days=7)


class BasEvent(models.Model):
    """Sending letters and SMS through core, and following their delivery."""

    _inherit = 'bas.event'

    phone = fields.Char(compute='_compute_phone', inverse='_inverse_phone')

    sent_message_id = fields.Many2one(
        'mail.message', copy=False, readonly=True, index='btree_not_null', ondelete='set null')
    failure = fields.Char("Why It Was Not Sent", compute='_compute_failure')

    def action_send_email(self):
        """Open core's mail composer for the participants; replies come to the event's chatter."""
        self.ensure_one()
        self._check_planned()
        template = self.env.ref('bas_crm.mail_template_event', raise_if_not_found=False)
        sender = template and template._render_field('email_from', self.ids)[self.id]
        if not (sender or self.env.user.email):
            self.company_id._get_sender()  # raises here if there is no sender, before the letter is written
        return open_dialog(self.env._("Send an E-mail"), 'mail.compose.message', {
            'default_model': self._name,
            'default_res_ids': self.ids,
            'default_template_id': template and template.id,
            'default_composition_mode': 'comment',
            'default_email_layout_xmlid': 'mail.mail_notification_light',
            'default_partner_ids': self._get_letter_recipients().ids,
            'mark_event_done': True,
        })

    def action_send_sms(self):
        """Open core's SMS composer; an SMS that the provider did not send can be marked as done by hand."""
        self.ensure_one()
        self._check_planned()
        return open_dialog(self.env._("Send an SMS"), 'sms.composer', {
            'default_res_model': self._name,
            'default_res_id': self.id,
            'default_composition_mode': 'comment',
            'default_body': self._get_text(),
            'mark_event_done': True,
        })

    def _notify_thread_by_sms(self, message, recipients_data, *, put_in_queue=False, **kwargs):
        """Call the SMS provider after the commit, because it may answer slowly."""
        result = super()._notify_thread_by_sms(message, recipients_data, put_in_queue=True, **kwargs)
        if message.message_type == 'sms' and not put_in_queue:
            after_commit(self.env.cr, partial(self._send_sms_alone, message.id))
        return result

    def _send_sms_alone(self, message_id):
        """Send the SMS of a message in its own transaction; if that fails, core's queue sends it later."""
        try:
            with self.pool.cursor() as cr:
                queue = api.Environment(cr, SUPERUSER_ID, {})['sms.sms']
                queue.search([('mail_message_id', '=', message_id), ('state', '=', 'outgoing')]).send(raise_exception=False)
        except Exception as error:
            _logger.warning("The SMS of the message %s could not be sent now: %s", message_id, error)

    def _get_letter_recipients(self):
        """:return: ``res.partner`` of the recipients; core creates them for participants with only an address
        :raises UserError: no participant has a valid address
        """
        self.ensure_one()
        partners = self.participant_ids.partner_id or self.partner_id
        for participant in self.participant_ids.filtered(lambda one: not one.partner_id and '@' in (one.how_to_contact or '')):
            address = participant.how_to_contact.strip()
            if find_impossible(address):
                raise UserError(self.env._(
                    "No letter can be sent to «%(address)s» of participant %(name)s. Correct the address: it has only Latin "
                    "letters, digits and signs, without spaces.", address=address, name=participant.name or ''))
            participant.partner_id = self.env['res.partner'].find_or_create(
                formataddr((participant.name or '', address)))
            partners |= participant.partner_id
        if not partners:
            raise UserError(self.env._(
                "There are no recipients: choose the counterparty, or add a participant with an e-mail."))
        return partners

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ['partner_id']

    def _phone_get_number_fields(self):
        return ['phone']

    @api.depends('participant_ids.how_to_contact', 'participant_ids.partner_id', 'partner_id', 'lead_id.phone',
                 'lead_id.lead_contact_ids.phone')
    def _compute_phone(self):
        for event in self:
            lead = event.lead_id.sudo()  # sudo: the lead may be a colleague's, but the user of the event needs its phone
            ways = [*event.participant_ids.mapped('how_to_contact'), *event.participant_ids.partner_id.mapped('phone'),
                    event.partner_id.phone, lead.phone, *lead.lead_contact_ids.mapped('phone')]
            event.phone = next((way for way in ways if way and '@' not in way), False)

    def _inverse_phone(self):
        """Write a number corrected in core's SMS composer to the first participant."""
        for event in self.filtered('participant_ids'):
            event.participant_ids[0].how_to_contact = event.phone

    def _get_text(self):
        """:return: the content as plain text, else the subject"""
        return html2plaintext(self.description or '').strip() or self.subject

    # Delivery of a letter or an SMS: if it is sent, the event is done; if nobody got it, the event is planned again

    @api.depends('sent_message_id.notification_ids.notification_status', 'sent_message_id.notification_ids.failure_type')
    @api.depends_context('lang')
    def _compute_failure(self):
        for event in self:
            event.failure = event._describe_failures(event._get_notifications().filtered(
                lambda notification: notification.notification_status in FAILED))

    def _get_notifications(self):
        """:return: ``mail.notification`` of the letter or SMS, one for each recipient"""
        # sudo: who may read the event may see the delivery of its letter.
        return self.sudo().sent_message_id.notification_ids

    def _describe_failures(self, notifications):
        """:return: str: the reasons of failures with their recipients; False without failures"""
        reasons = notifications.grouped(self._describe_failure)
        return '; '.join(
            self.env._("%(names)s: %(reason)s", names=names, reason=reason) if names else reason
            for reason, those in reasons.items()
            for names in [', '.join(filter(None, (one.res_partner_id.name or one.sms_number or one.mail_email_address
                                                  for one in those)))]) or False

    def _describe_failure(self, notification):
        """:return: str: the reason of the failure and, if known, what to do about it"""
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

    def message_post(self, **kwargs):
        message = super().message_post(**kwargs)
        if self.env.context.get('mark_event_done') and (message.partner_ids or message.message_type == 'sms'):
            self.with_context(mark_event_done=False)._program_write({'sent_message_id': message.id})
            self._follow_messages(message.ids)  # it is sent after this transaction
        return message

    @api.model
    def _follow_after_commit(self, messages):
        """Update the events of messages that core is sending now, but after the commit: an error here would roll back that
        a message was sent, and it would be sent again.
        """
        # sudo: a job sends letters, as any user.
        ids = messages.sudo().filtered(lambda message: message.model == 'bas.event').ids
        waiting = self.env.cr.postcommit.data.setdefault(WAITING, set())
        is_first = not waiting
        waiting.update(ids)
        if waiting and is_first:
            after_commit(self.env.cr, partial(self._follow_alone, waiting))

    def _follow_alone(self, waiting):
        """Update the events of each message in its own transaction; the mail queue's job retries failed ones.

        :param set waiting: ids of messages; emptied here
        """
        while waiting:
            message_id = waiting.pop()
            try:
                with self.pool.cursor() as cr:
                    events = api.Environment(cr, SUPERUSER_ID, {'lang': self.env.lang})['bas.event']
                    retrying(partial(events._follow_messages, [message_id]), events.env)
            except Exception as error:
                # The message is already sent: an error with its event must not undo that.
                _logger.warning("The event of the sent message %s could not be updated: %s", message_id, error)

    @api.model
    def _follow_missed(self):
        """Update events that were missed: sent but still planned, or done although nobody got the message."""
        recent = Domain('sent_message_id.date', '>=', fields.Datetime.now() - FOLLOW_UNTIL)
        arrived = Domain('sent_message_id.notification_ids', 'any', [('notification_status', 'in', list(SENT))])
        failed = Domain('sent_message_id.notification_ids', 'any', [('notification_status', 'in', list(FAILED))])
        others = Domain('sent_message_id.notification_ids', 'any', [('notification_status', 'not in', list(FAILED))])
        events = self.search(
            recent & (Domain('category', '=', 'planned') & arrived | Domain('category', '=', 'done') & failed & ~others))
        self._follow_alone(set(events.sent_message_id.ids))

    @api.model
    def _follow_messages(self, ids):
        """Mark the events of these letters and SMS as done, or as planned if nobody got them."""
        # sudo: a job sends letters, as any user; the event belongs to the author of the letter.
        for event in self.sudo().with_context(mark_event_done=False).search([('sent_message_id', 'in', ids)]) if ids else ():
            statuses = set(event._get_notifications().mapped('notification_status'))
            if statuses and statuses <= FAILED:
                event.with_context(lang=event.user_id.lang or self.env.lang)._take_back_sending()
            elif event.category == 'planned' and (not statuses or statuses & SENT):
                event._date_now()
                event.action_done()

    def _take_back_sending(self):
        """Reset the event to planned, because nobody got the message, and log the reason."""
        if self.category == 'done':
            self._set_category('planned')
        self._message_log(body=self.env._("The SMS was not sent: %(reason)s.", reason=self.failure)
                          if self.event_type == 'sms' else
                          self.env._("The letter was not sent: %(reason)s.", reason=self.failure))

    def action_done(self):
        # If the user marks it as done by hand, the customer was informed in another way: the failure is not shown any more.
        self.filtered(lambda event: set(event._get_notifications().mapped('notification_status')) <= FAILED)._forget_sending()
        return super().action_done()

    def action_plan(self):
        self._forget_sending()  # it will be sent again: the delivery of the first message no longer matters
        return super().action_plan()

    def _forget_sending(self):
        self.filtered('sent_message_id')._program_write({'sent_message_id': False})


class MailMail(models.Model):
    """Follows sent letters. Core calls this between sending and commit, so nothing is written here."""

    _inherit = 'mail.mail'

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        messages = self.filtered('is_notification').mail_message_id  # read first: a sent mail may be deleted
        result = super()._postprocess_sent_message(success_pids, success_emails, failure_reason, failure_type)
        if not failure_type:  # failures are handled in _notify_message_notification_update()
            self.env['bas.event']._follow_after_commit(messages)
        return result


class MailMessage(models.Model):
    _inherit = 'mail.message'

    def _notify_message_notification_update(self):
        """Core calls this when an SMS is sent or has failed, and when a letter bounces."""
        super()._notify_message_notification_update()
        self.env['bas.event']._follow_after_commit(self)
