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
#: statuses of core's notifications: it has failed; it is on its way or has arrived
FAILED, SENT = {'bounce', 'exception'}, {'ready', 'process', 'pending', 'sent'}
#: the messages of a transaction of which events are told when it is committed
WAITING = 'bas_crm.sent_messages'
#: how long the queue of mails looks for events that could not be told then
FOLLOW_UNTIL = timedelta(days=7)


class BasEvent(models.Model):
    """Letters and SMS go through core; what became of them is in event_delivery.py."""

    _inherit = 'bas.event'

    phone = fields.Char(compute='_compute_phone', inverse='_inverse_phone')

    sent_message_id = fields.Many2one(
        'mail.message', copy=False, readonly=True, index='btree_not_null', ondelete='set null')
    failure = fields.Char("Why It Was Not Sent", compute='_compute_failure')

    def action_send_email(self):
        """Open core's letter to the participants; the reply comes back into the history of the event."""
        self.ensure_one()
        self._check_planned()
        template = self.env.ref('bas_crm.mail_template_event', raise_if_not_found=False)
        sender = template and template._render_field('email_from', self.ids)[self.id]
        if not (sender or self.env.user.email):
            self.company_id._get_sender()  # so that nobody learns it when the letter is written
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
        """Open core's SMS; what the provider did not send can be marked done by hand."""
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
        """The provider is called when the event is committed, for he may answer late."""
        result = super()._notify_thread_by_sms(message, recipients_data, put_in_queue=True, **kwargs)
        if message.message_type == 'sms' and not put_in_queue:
            after_commit(self.env.cr, partial(self._send_sms_alone, message.id))
        return result

    def _send_sms_alone(self, message_id):
        """Send the SMS of a message in a transaction of its own; core's queue sends what could not be sent now."""
        try:
            with self.pool.cursor() as cr:
                queue = api.Environment(cr, SUPERUSER_ID, {})['sms.sms']
                queue.search([('mail_message_id', '=', message_id), ('state', '=', 'outgoing')]).send(raise_exception=False)
        except Exception as error:
            _logger.warning("The SMS of the message %s could not be sent now: %s", message_id, error)

    def _get_letter_recipients(self):
        """:return: ``res.partner`` to write to; of who has only an address, core makes a card, as for any letter
        :raises UserError: nobody takes part who could be written to
        """
        self.ensure_one()
        partners = self.participant_ids.partner_id or self.partner_id
        for participant in self.participant_ids.filtered(lambda one: not one.partner_id and '@' in (one.how_to_contact or '')):
            address = participant.how_to_contact.strip()
            if find_impossible(address):
                raise UserError(self.env._(
                    "No letter can be sent to «%(address)s» of participant %(name)s. Correct the address: it has Latin letters, "
                    "figures and signs only, without blanks.", address=address, name=participant.name or ''))
            participant.partner_id = self.env['res.partner'].find_or_create(
                formataddr((participant.name or '', address)))
            partners |= participant.partner_id
        if not partners:
            raise UserError(self.env._(
                "There is nobody to write to: choose the counterparty, or add a participant with an e-mail."))
        return partners

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ['partner_id']

    def _phone_get_number_fields(self):
        return ['phone']

    @api.depends('participant_ids.how_to_contact', 'participant_ids.partner_id', 'partner_id', 'lead_id.phone',
                 'lead_id.lead_contact_ids.phone')
    def _compute_phone(self):
        for event in self:
            lead = event.lead_id.sudo()  # whoever has the event calls whom it is about, also where a colleague has the lead
            ways = [*event.participant_ids.mapped('how_to_contact'), *event.participant_ids.partner_id.mapped('phone'),
                    event.partner_id.phone, lead.phone, *lead.lead_contact_ids.mapped('phone')]
            event.phone = next((way for way in ways if way and '@' not in way), False)

    def _inverse_phone(self):
        """A number corrected in core's SMS is that of the first participant."""
        for event in self.filtered('participant_ids'):
            event.participant_ids[0].how_to_contact = event.phone

    def _get_text(self):
        """:return: the content as plain text, else the subject"""
        return html2plaintext(self.description or '').strip() or self.subject

    # What became of a letter or an SMS: what is sent counts as done, what nobody got is still to be done

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


class MailMessage(models.Model):
    _inherit = 'mail.message'

    def _notify_message_notification_update(self):
        """Core says so to the screens when an SMS is sent or has failed, and when a letter comes back."""
        super()._notify_message_notification_update()
        self.env['bas.event']._follow_after_commit(self)
