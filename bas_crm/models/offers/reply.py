import base64
import binascii
import io

from PIL import Image, UnidentifiedImageError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...tools.dialogs import open_dialog
from ...tools.visible import drop_invisible
from .offer import LIVE

#: maximum number of characters in the customer's name and in the reason of a refusal
MAX_NAME, MAX_REASON = 200, 2000
#: maximum bytes and pixels of a signature; one drawn on a phone has about ten thousand bytes
MAX_SIGNATURE, MAX_PIXELS = 1024 * 1024, 8_000_000


class BasCommercialOffer(models.Model):
    """Sending an offer to the customer, and the customer's answer: a signature or a refusal."""

    _inherit = 'bas.commercial.offer'

    # ------------------------------------------------------------
    # To the customer
    # ------------------------------------------------------------

    def action_send(self):
        """Open one letter with one link for one or several variants of an order; sending it marks them as sent.

        :raises UserError: the offers belong to several orders; one has no lines, is rejected or expired
        """
        if len(self.order_id) != 1:
            raise UserError(self.env._("A letter is about one order: select variants of one order."))
        for offer in self:
            offer._check_may_be_sent()
        first = self.sorted('id')[0].with_context(sent_together=self.ids)
        template = self.env.ref(first._get_letter_template(), raise_if_not_found=False)
        return open_dialog(self.env._("Send the Offer"), 'mail.compose.message', {
            'default_model': self._name,
            'default_res_ids': first.ids,
            'default_composition_mode': 'comment',
            'default_template_id': template.id if template else False,
            'default_email_layout_xmlid': 'mail.mail_notification_layout_with_responsible_signature',
            'email_notification_allow_footer': True,
            'force_email': True,
            'mark_offer_as_sent': True,
            'sent_together': self.ids,
        })

    def _get_letter_template(self):
        """:return: str: xml id of the template: one for a single offer, another for several variants to choose from"""
        is_choice = len(self._get_choice()) > 1
        return f'bas_crm.{"mail_template_offer_variants" if is_choice else "mail_template_commercial_offer"}'

    def _get_sent_together(self):
        """:return: the variants of the order sent by one letter: this one and those named in the context"""
        self.ensure_one()
        named = self.env.context.get('sent_together')
        ids = named if isinstance(named, (list, tuple)) else ()
        return self.order_id.offer_ids.filtered(lambda offer: offer == self or offer.id in ids).sorted('id')

    def _get_choice(self):
        """:return: the variants that the customer can choose from after this letter: those in it and those sent before"""
        together = self._get_sent_together()
        return self.order_id.offer_ids.filtered(
            lambda offer: offer in together or offer.state == 'sent')._get_live().sorted('id')

    def action_mark_sent(self):
        """Mark as sent: the customer got the offer in another way, on paper or by a messenger."""
        for offer in self:
            offer._check_may_be_sent()
        self._mark_sent()

    def _check_may_be_sent(self):
        if not self.line_ids.filtered(lambda line: not line.display_type):
            raise UserError(self.env._("The offer %(offer)s has no lines: there is nothing to offer.", offer=self.display_name))
        if self.state == 'rejected':
            raise UserError(self.env._(
                "The offer %(offer)s is rejected. Make the next variant and send that one.", offer=self.display_name))
        if self.is_expired:
            raise UserError(self.env._(
                "The offer %(offer)s was valid until %(date)s. Give it a later date, or make the next variant.",
                offer=self.display_name, date=format_date(self.env, self.validity_date)))

    def message_post(self, **kwargs):
        if not self.env.context.get('mark_offer_as_sent'):
            return super().message_post(**kwargs)
        sent = self.browse().concat(*(offer._get_sent_together() for offer in self))
        # A variant may have been decided since the letter was opened.
        sent = sent.filtered(lambda offer: offer in self or offer.state in LIVE)
        for offer in sent.filtered(lambda offer: offer.state == 'draft'):
            offer._check_may_be_sent()
        quiet = self.with_context(mark_offer_as_sent=False)
        message = super(BasCommercialOffer, quiet).message_post(**kwargs)
        sent._mark_sent()
        for offer in (sent - self).with_context(mark_offer_as_sent=False):
            offer.message_post(body=self.env._(
                "Sent to the customer in one letter with %(offer)s.", offer=self[:1].display_name))
        return message

    def _message_add_suggested_recipients(self, force_primary_email=False):
        """Do not suggest the manager, as core would: the letter is for the customer."""
        suggested = super()._message_add_suggested_recipients(force_primary_email=force_primary_email)
        for offer in self if self.env.context.get('mark_offer_as_sent') else ():
            suggested[offer.id]['partners'] -= offer.user_id.partner_id
        return suggested

    def _mark_sent(self):
        drafts = self.filtered(lambda offer: offer.state == 'draft')
        for offer in drafts:
            offer._portal_ensure_token()
        drafts._decide({'state': 'sent'})
        orders = drafts.order_id
        orders._advance('offer_sent')
        # If the order's type has no stage for sent offers, core's state is set directly.
        orders.filtered(lambda order: order.state == 'draft' and not order.order_type_id._get_trigger_stage('offer_sent')
                        ).action_quotation_sent()

    # ------------------------------------------------------------
    # From the customer
    # ------------------------------------------------------------

    def _get_refusal(self):
        """:return: str: why the customer cannot accept the offer any more, as shown to the customer; False if it is possible"""
        self.ensure_one()
        if self.state == 'accepted':
            return self.env._("This offer is already accepted. Thank you!") if self.signed_on else self.env._(
                "Your manager has already chosen this variant.")
        order = self.order_id
        if self.state != 'sent' or order.state not in ('draft', 'sent') or order.currency_id != self.currency_id:
            return self.env._("This offer is no longer valid. Please ask your manager for the current one.")
        if self.is_expired:
            return self.env._("This offer has expired. Please ask your manager to renew it.")
        return False

    def _accept(self, name, signature):
        """Accept the offer for the customer: the order gets its lines and is confirmed.

        :param name: name of the person who signs
        :param signature: base64 of a picture
        :raises UserError: the offer cannot be accepted, or the name or signature is missing; the text is shown to the customer
        """
        self.ensure_one()
        self._wait_for_order()
        if refusal := self._get_refusal():
            raise UserError(refusal)
        name = drop_invisible(name)
        self._check_signature(name, signature)
        self._decide({'signed_by': name, 'signed_on': fields.Datetime.now(), 'signature': signature})
        self._choose()
        self._confirm_order()
        self.order_id._fix_by_signature()
        translated = self._for_manager()
        answer = translated._log_answer(translated.env._(
            "The offer %(offer)s is accepted and signed by %(name)s.", offer=self.display_name, name=name))
        self._plan_papers(answer)

    def _check_signature(self, name, signature):
        if not any(map(str.isalpha, name)):
            raise UserError(self.env._("Please write your name."))
        if len(name) > MAX_NAME:
            raise UserError(self.env._("Please write a shorter name: at most %(count)s characters.", count=MAX_NAME))
        try:
            content = base64.b64decode(signature or '', validate=True)
        except (TypeError, ValueError, binascii.Error):
            content = b''
        if not content:
            raise UserError(self.env._("Please sign: the signature is missing."))
        if not self._is_picture(content):
            raise UserError(self.env._("Please sign again: the signature has to be a picture (PNG or JPEG) of at most 1 MB."))

    @staticmethod
    def _is_picture(content):
        """:return: bool: whether these bytes are a picture not larger than a signature may be"""
        if len(content) > MAX_SIGNATURE:
            return False
        try:
            with Image.open(io.BytesIO(content), formats=('PNG', 'JPEG')) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    return False
                picture.load()
        except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
            return False
        return True

    def _confirm_order(self):
        """Confirm the order. If that fails, the acceptance is kept and the reason is logged for the manager."""
        try:
            with self.env.cr.savepoint():
                self.order_id.with_context(letter_after_commit=True)._validate_order()
        except UserError as error:
            self.order_id.message_post(body=self.env._(
                "The customer has accepted the offer %(offer)s, but the order could not be confirmed automatically: %(reason)s",
                offer=self.display_name, reason=error.args[0]))

    def _decline(self, reason):
        """Decline these offers for the customer. If no other offer is open, the order is cancelled.

        :raises UserError: an offer is already decided, or the reason is missing or too long
        """
        self._wait_for_order()
        for offer in self:
            if offer.state not in LIVE:
                raise UserError(offer._get_refusal())
        reason = drop_invisible(reason)
        if not reason:
            raise UserError(self.env._("Please tell us the reason: it helps us to make better offers."))
        if len(reason) > MAX_REASON:
            raise UserError(self.env._("Please write a shorter reason: at most %(count)s characters.", count=MAX_REASON))
        self._decide({'state': 'rejected', 'decline_reason': reason})
        translated = self._for_manager()
        translated._log_answer(translated.env._(
            "The offer %(offers)s is declined: %(reason)s",
            offers=', '.join(self.mapped('display_name')), reason=reason))
        lost = self.order_id.filtered(
            lambda order: order.state in ('draft', 'sent') and not order.offer_ids._get_live())
        if lost:
            lost.cancel_reason_id = self.env.ref('bas_crm.bas_cancel_reason_declined', raise_if_not_found=False)
            lost._action_cancel()

    def action_decline(self):
        """Open a dialog for the reason: the customer has declined by phone or in person."""
        return open_dialog(self.env._("The Customer Declines"), 'bas.offer.decline', {'default_offer_ids': self.ids})

    # ------------------------------------------------------------
    # Notifying the manager
    # ------------------------------------------------------------

    def _for_manager(self):
        """:return: the same records with the manager's language, for texts that the manager reads"""
        order = self.order_id
        return self.with_context(lang=order.user_id.lang or order.company_id.partner_id.lang)

    def _log_answer(self, body):
        """Write the customer's answer in the chatter of the offer and the order, and notify the manager.

        :return: the message in the order's chatter
        """
        offer, order = self[:1], self.order_id
        values = {'body': body, 'message_type': 'comment', 'subtype_xmlid': 'mail.mt_note', **self._get_author()}
        answer = order.message_post(**values)
        offer.message_post(**values)
        manager = order.user_id
        if manager and manager != self.env.user:
            order.message_notify(
                partner_ids=manager.partner_id.ids, body=body, **self._get_author(),
                subject=self.env._("%(customer)s has answered", customer=order.partner_id.display_name))
            self._plan_answer_event(body)
        return answer

    def _get_author(self):
        """:return: dict for ``message_post``: on the customer's page the customer is the author, whichever user runs the code"""
        return {'author_id': self.order_id.partner_id.id} if self.env.su or self.env.user.share else {}

    def _log_visit(self):
        self.message_post(
            body=self.env._("The customer has opened the page of the offer."), message_type='notification',
            subtype_xmlid='mail.mt_note', **self._get_author())

    def _get_shown(self):
        """:return: the variants of the order that the customer's page shows: valid ones, the accepted one and this one"""
        self.ensure_one()
        return self.order_id.offer_ids.filtered(
            lambda offer: offer == self or offer.state == 'accepted' or (offer.state == 'sent' and not offer.is_expired))

    def _plan_answer_event(self, body):
        """Plan a call to the customer in the manager's working hours: the customer may answer at night."""
        order = self.order_id
        events = self.env['bas.event'].with_company(order.company_id)
        events.create({
            'event_type': 'call',
            'start': order.user_id._get_working_moment(events._default_start(), order.company_id),
            'subject': body,
            'company_id': order.company_id.id,
            'user_id': order.user_id.id,
            'partner_id': order.partner_id.id,
            'order_id': order.id,
        })

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------

    def _open(self):
        """:return: dict: action that opens the form of one offer or the list of several"""
        action = self.env['ir.actions.act_window']._for_xml_id('bas_crm.bas_commercial_offer_action')
        if len(self) == 1:
            return {**action, 'views': [(False, 'form')], 'res_id': self.id}
        return {**action, 'domain': [('id', 'in', self.ids)], 'context': {}}

    def action_next_variant(self):
        """Copy the offer as the next variant and open it."""
        self.ensure_one()
        return self.copy()._open()

    def action_preview(self):
        """Open the page that the customer sees."""
        self.ensure_one()
        return {'type': 'ir.actions.act_url', 'target': 'self', 'url': self.get_portal_url()}

    @api.readonly
    def action_view_order(self):
        self.ensure_one()
        return self.env['ir.actions.act_window']._get_form_action('bas_crm.sale_order_action', res_id=self.order_id.id)
