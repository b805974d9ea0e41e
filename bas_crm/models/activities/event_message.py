import logging
from email.utils import formataddr
from functools import partial

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from ...tools.after_commit import after_commit
from ...tools.dialogs import open_dialog
from ...tools.emails import find_impossible

_logger = logging.getLogger(__name__)


class BasEvent(models.Model):
    """Letters and SMS go through core; what became of them is in event_delivery.py."""

    _inherit = 'bas.event'

    phone = fields.Char(compute='_compute_phone', inverse='_inverse_phone')

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
