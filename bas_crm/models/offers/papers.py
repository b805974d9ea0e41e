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

#: names the lock under which letters are made one after the other, in the whole database
LETTER_LOCK = crc32(b'bas_crm: letter of an acceptance')
#: the papers of an acceptance are made at once; the job leaves them alone for so long
RETRY_AFTER = timedelta(minutes=5)
#: and does not try for ever: a person sees what is missing, and has a button
RETRY_UNTIL = timedelta(days=1)


class BasCommercialOffer(models.Model):
    """What an acceptance leaves to be made when it is committed: the print of the signed offer, and the letter to the customer.

    wkhtmltopdf asks the server for parts of a page. While rows are locked, other workers may wait for them and cannot
    answer, so a print within the transaction can stop the whole server.
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
        """Make the papers when the acceptance is committed; the queue of mails tries again what could not be made.

        :param message: the answer of the customer in the history of the order; gets the print
        """
        self.ensure_one()
        self._decide({'print_message_id': message.id, 'is_letter_due': self.order_id.state == 'sale'})
        job = self.env.ref('mail.ir_cron_mail_scheduler_action', raise_if_not_found=False)
        if job:
            job._trigger(at=fields.Datetime.now() + RETRY_AFTER)
        after_commit(self.env.cr, partial(self._make_papers, tell=True))

    def _make_papers(self, tell=False):
        """:param tell: say in the history of the order what could not be made"""
        for offer in self:
            if error := offer._do_alone('_attach_print'):
                _logger.warning("The signed offer %s could not be printed: %s", offer.id, error)
                if tell:
                    offer._do_alone('_tell_print_is_missing', error)
            if error := offer._do_alone('_send_confirmation'):
                _logger.warning("The confirmation of the signed offer %s could not be sent: %s", offer.id, error)
                if tell:
                    offer._do_alone('_tell_letter_is_missing', error)

    def _do_alone(self, step, *arguments):
        """Call a method in a transaction of its own, as the database's own user: there may be nobody else.

        :return: text of the error that it ends with; False when all is well
        """
        try:
            with self.pool.cursor() as cr:
                offer = self.with_env(api.Environment(cr, SUPERUSER_ID, {}))
                retrying(lambda: getattr(offer.with_company(offer.company_id)._for_manager(), step)(*arguments), offer.env)
        except Exception as error:
            # What the customer has said stands, whatever hinders the paper.
            return str(error) or type(error).__name__
        return False

    @api.model
    def _retry_papers(self):
        now = fields.Datetime.now()
        self.search(
            Domain('signed_on', '>=', now - RETRY_UNTIL) & Domain('signed_on', '<=', now - RETRY_AFTER)
            & (Domain('print_message_id', '!=', False) | Domain('is_letter_due', '=', True)))._make_papers()

    # ------------------------------------------------------------
    # The papers
    # ------------------------------------------------------------

    def _attach_print(self):
        """Put the print of the signed offer into the history of the order, where the customer's answer is."""
        self.ensure_one()
        # Who may read the order may have no access to a message of another author.
        message = self.sudo().print_message_id
        if not message:
            return
        name, content = self._render_print()
        message.attachment_ids += message.env['ir.attachment'].create({
            'name': name, 'raw': content, 'res_model': self.order_id._name, 'res_id': self.order_id.id})
        self._decide({'print_message_id': False})

    def _render_print(self):
        """:return: name and bytes of the print"""
        # Whoever presses the button may print the offer; the page reads what he may not.
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
        """Tell whether no other letter is being made; the queue of mails takes what comes second.

        The letter has a print of core's, which asks the server for its parts: a worker has to be free to answer.
        """
        self.env.cr.execute(SQL("SELECT pg_try_advisory_xact_lock(%s)", LETTER_LOCK))
        return self.env.cr.fetchone()[0]

    def _tell_print_is_missing(self, error):
        self._tell(self.env._(
            "The offer %(offer)s is accepted, but its print could not be made: %(reason)s It will be tried again by itself, "
            "or press «Make the Print» on the offer.", offer=self.display_name, reason=error))

    def _tell_letter_is_missing(self, error):
        self._tell(self.env._(
            "The offer %(offer)s is accepted, but the confirmation could not be sent to the customer: %(reason)s It will be "
            "tried again by itself, or send the order with its own button.", offer=self.display_name, reason=error))

    def _tell(self, body):
        order = self.order_id
        order.message_post(body=body, message_type='comment', subtype_xmlid='mail.mt_note')
        if order.user_id:
            order.message_notify(partner_ids=order.user_id.partner_id.ids, body=body, subject=self.display_name)

    def action_make_print(self):
        """Make the print of the signed offer that could not be made before."""
        for offer in self:
            offer.check_access('write')
            offer._attach_print()


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def action_make_offer_print(self):
        """The same from the order, where its manager works."""
        self.main_offer_id.action_make_print()
