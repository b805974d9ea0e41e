import logging
from datetime import timedelta
from functools import partial
from zlib import crc32

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.service.model import retrying
from odoo.tools import SQL

from ...tools.after_commit import after_commit

_logger = logging.getLogger(__name__)

#: key of the advisory lock that lets only one letter at a time be made in the database
LETTER_LOCK = crc32(b'bas_crm: letter of an acceptance')
#: the papers are made right after the acceptance; the scheduled job tries again only after this time
RETRY_AFTER = timedelta(minutes=5)
#: after this time the job stops trying: the form shows what is missing and has a button for it
RETRY_UNTIL = timedelta(days=1)


class BasCommercialOffer(models.Model):
    """The papers of an acceptance, made after the commit: the print of the signed offer and the letter to the customer.

    wkhtmltopdf requests parts of the page from the server. While rows are locked, other workers may be waiting for them
    and cannot answer, so a print within the transaction can block the whole server.
    """

    _inherit = 'bas.commercial.offer'

    print_message_id = fields.Many2one(
        'mail.message', "Message Waiting for the Print", copy=False, readonly=True, index='btree_not_null',
        ondelete='set null')
    is_print_due = fields.Boolean("Print Is Missing", compute='_compute_is_print_due')
    is_letter_due = fields.Boolean("Confirmation to Send", copy=False, readonly=True)

    _letter_due_idx = models.Index("(id) WHERE is_letter_due")

    @api.depends('print_message_id')
    def _compute_is_print_due(self):
        for offer in self:
            offer.is_print_due = bool(offer.print_message_id)

    def _plan_papers(self, message):
        """Make the papers after the commit; the mail queue's scheduled job tries again if that fails.

        :param message: the customer's answer in the order's chatter; the print is attached to it
        """
        self.ensure_one()
        self._decide({'print_message_id': message.id, 'is_letter_due': self.order_id.state == 'sale'})
        job = self.env.ref('mail.ir_cron_mail_scheduler_action', raise_if_not_found=False)
        if job:
            job._trigger(at=fields.Datetime.now() + RETRY_AFTER)
        after_commit(self.env.cr, partial(self._make_papers, log_failures=True))

    def _make_papers(self, log_failures=False):
        """:param log_failures: write in the order's chatter what could not be made"""
        for offer in self:
            if error := offer._run_in_transaction('_attach_print'):
                _logger.warning("The signed offer %s could not be printed: %s", offer.id, error)
                if log_failures:
                    offer._run_in_transaction('_log_missing_print', error)
            if error := offer._run_in_transaction('_send_confirmation'):
                _logger.warning("The confirmation of the signed offer %s could not be sent: %s", offer.id, error)
                if log_failures:
                    offer._run_in_transaction('_log_missing_letter', error)

    def _run_in_transaction(self, step, *arguments):
        """Call a method in its own transaction as superuser: the customer's request has no user.

        :return: str: the error's text; False on success
        """
        try:
            with self.pool.cursor() as cr:
                offer = self.with_env(api.Environment(cr, SUPERUSER_ID, {}))
                retrying(lambda: getattr(offer.with_company(offer.company_id)._for_manager(), step)(*arguments), offer.env)
        except Exception as error:
            # A failed print or letter must not undo the acceptance.
            return str(error) or type(error).__name__
        return False

    @api.model
    def _retry_papers(self):
        now = fields.Datetime.now()
        self.search(
            Domain('signed_on', '>=', now - RETRY_UNTIL) & Domain('signed_on', '<=', now - RETRY_AFTER)
            & (Domain('print_message_id', '!=', False) | Domain('is_letter_due', '=', True)))._make_papers()

    # ------------------------------------------------------------
    # Papers
    # ------------------------------------------------------------

    def _attach_print(self):
        """Attach the print of the signed offer to the customer's answer in the order's chatter."""
        self.ensure_one()
        # sudo: a user who may read the order may have no access to another author's message.
        message = self.sudo().print_message_id
        if not message:
            return
        name, content = self._render_print()
        message.attachment_ids += message.env['ir.attachment'].create({
            'name': name, 'raw': content, 'res_model': self.order_id._name, 'res_id': self.order_id.id})
        self._decide({'print_message_id': False})

    def _render_print(self):
        """:return: tuple: file name and bytes of the print"""
        # sudo: the user may print the offer, but the page reads records that the user has no access to.
        reports = self.env['ir.actions.report'].sudo().with_company(self.company_id)
        content, _kind = reports._render_qweb_pdf('bas_crm.action_report_commercial_offer', self.ids)
        return f"{self.name.replace('/', '-')}.pdf", content

    def _send_confirmation(self):
        self.ensure_one()
        if not self.is_letter_due or not self._is_alone():
            return
        self.order_id._send_order_confirmation_mail()
        self._decide({'is_letter_due': False})

    def _is_alone(self):
        """:return: bool: whether no other letter is being made; if one is, the mail queue makes this one later

        The letter has core's print attached, which requests parts of its page from the server: a worker has to be free for that.
        """
        self.env.cr.execute(SQL("SELECT pg_try_advisory_xact_lock(%s)", LETTER_LOCK))
        return self.env.cr.fetchone()[0]

    def _log_missing_print(self, error):
        self._notify_manager(self.env._(
            "The offer %(offer)s is accepted, but its print could not be made: %(reason)s It will be retried automatically, "
            "or press «Make the Print» on the offer.", offer=self.display_name, reason=error))

    def _log_missing_letter(self, error):
        self._notify_manager(self.env._(
            "The offer %(offer)s is accepted, but the confirmation could not be sent to the customer: %(reason)s It will be "
            "retried automatically, or press «Send» on the order.", offer=self.display_name, reason=error))

    def _notify_manager(self, body):
        order = self.order_id
        order.message_post(body=body, message_type='comment', subtype_xmlid='mail.mt_note')
        if order.user_id:
            order.message_notify(partner_ids=order.user_id.partner_id.ids, body=body, subject=self.display_name)

    def action_make_print(self):
        """Make the missing print of the signed offer."""
        for offer in self:
            offer.check_access('write')
            offer._attach_print()


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def action_make_offer_print(self):
        """Make the missing print of the chosen offer, from the order's form."""
        self.main_offer_id.action_make_print()
