import base64
from collections import defaultdict
from uuid import uuid4

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import clean_context
from odoo.tools.misc import format_date

from ...tools.days import format_moment, get_today, to_day
from ...tools.dialogs import tell
from ...tools.emails import find_impossible

#: with more letters than this, core's queue sends them, as for its own messages
MAX_LETTERS_AT_ONCE = 100


class BasDebtRemindLine(models.TransientModel):
    """Sending: what is still owed is read once more, the reminders of the day are noted, and letters leave after the commit."""

    _inherit = 'bas.debt.remind.line'

    def action_remind(self):
        """Send the letter, or plan the call, of this customer."""
        self.ensure_one()
        return self._remind()

    def _remind(self):
        """:return: action that tells what was done, and what not and why
        :raises UserError: there is nothing to do
        """
        self.env.invalidate_all()  # what is owed is read anew
        wanted = self.with_prefetch().filtered(lambda line: line.way != 'skip')
        reasons = {line: reason for line in wanted if (reason := line._get_reason_not_to_remind())}
        ready = wanted - self.browse(line.id for line in reasons)
        if not ready:
            raise UserError(self._tell_reasons(reasons) if reasons else self.env._(
                "Nobody is to be reminded: choose a letter or a call."))
        letters, calls = (ready.filtered(lambda line, way=way: line.way == way) for way in ('letter', 'call'))
        senders = letters._find_senders()
        # The reminders are noted first: of two users at once, only one gets past this.
        reminders = self.env['bas.debt.reminder']._claim([line._prepare_reminder() for line in ready])
        noted = dict(zip(ready, reminders, strict=True))
        letters._send_letters(noted, senders)
        calls._plan_calls(noted)
        return self._tell_result(letters, calls, reasons)

    def _get_reason_not_to_remind(self):
        """:return: str: a reason, or False"""
        self.ensure_one()
        if self.obstacle:
            return self.obstacle
        if self.way == 'call':
            return self._get_reason_not_to_call()
        if self.way != 'letter':
            return self.env._("choose a letter or a call")
        if not (self.subject or '').strip():
            return self.env._("the letter has no subject")
        if not (self.email or '').strip():
            return self.env._("there is no e-mail address")
        if wrong := find_impossible(self.email):
            return self.env._("no letter can be sent to the address %s", ', '.join(wrong))
        return False

    def _get_reason_not_to_call(self):
        """:return: str: a reason, or False"""
        caller = self.call_user_id.sudo()  # groups and companies of a colleague decide whether he or she sees the call
        if caller and not caller._may_sell_in(self.company_id):
            return self.env._("%(name)s does not see this call: choose a manager of this company", name=caller.name)
        start = self.wizard_id.call_start
        if start and to_day(self.env, start) < get_today(self.env):
            return self.env._("the day of the call is over: choose another one")
        return False

    def _tell_reasons(self, reasons):
        return self.env._("Not reminded: %(customers)s.", customers='; '.join(
            self.env._("%(customer)s – %(reason)s", customer=line.partner_id.display_name, reason=reason)
            for line, reason in reasons.items()))

    def _tell_result(self, letters, calls, reasons):
        texts = [self.env._("Letters sent: %s.", len(letters))] if letters else []
        texts += [self.env._("Calls planned: %s.", len(calls))] if calls else []
        texts += [self._tell_reasons(reasons)] if reasons else []
        return tell(' '.join(texts), 'warning' if reasons else 'success')

    def _prepare_reminder(self):
        return {
            'partner_id': self.partner_id.id, 'company_id': self.company_id.id, 'way': self.way,
            'address': self.email if self.way == 'letter' else False,
            'amount': self.amount, 'document_count': self.document_count,
        }

    # ------------------------------------------------------------
    # Letters
    # ------------------------------------------------------------

    def _find_senders(self):
        """:return: dict: company → the address of the sender
        :raises UserError: neither the user nor the company has one
        """
        return {company: self.env.user.email_formatted if self.env.user.email else company._get_sender()
                for company in self.company_id}

    def _send_letters(self, noted, senders):
        """Write the letters into the history of the customers, and send them after the commit."""
        if not self:
            return
        documents, pictures = self._read_documents(), self._save_payment_pictures()
        partners = self.partner_id
        replies = {company: partners._notify_get_reply_to(default=sender) for company, sender in senders.items()}
        # sudo: a letter and its delivery are the program's records; the user has pressed the button.
        mails = self.env['mail.mail'].sudo().with_context(clean_context(self.env.context)).create([
            line._prepare_mail(documents[line], pictures.get(line), senders[line.company_id],
                               replies[line.company_id][line.partner_id.id]) for line in self])
        self.env['mail.notification'].sudo().create([  # as above
            line._prepare_notification(mail) for line, mail in zip(self, mails, strict=True)])
        for line, mail in zip(self, mails, strict=True):
            noted[line]._program_write({'message_id': mail.mail_message_id.id})
        self._send_after_commit(mails)

    def _save_payment_pictures(self):
        """:return: dict: line → ``ir.attachment`` of the payment code: mail programs show no pictures that are inside a letter"""
        documents, found = self._read_documents(), {}
        for line in self:
            if picture := line._build_payment_picture(documents[line]):
                found[line] = {
                    'name': line._in_text_lang().env._("Payment code.png"), 'mimetype': 'image/png',
                    'raw': base64.b64decode(picture.partition(',')[2]),
                    'res_model': 'res.partner', 'res_id': line.partner_id.id, 'access_token': str(uuid4())}
        # sudo: a manager may have no right to change the card of a colleague's customer.
        pictures = self.env['ir.attachment'].sudo().create(list(found.values()))
        return dict(zip(found, pictures, strict=True))

    def _prepare_mail(self, rows, picture, sender, reply_to):
        address = picture and f'/web/image/{picture.id}?access_token={picture.access_token}'
        letter = self._render_letter(rows, address)
        return {
            'subject': ' '.join(self.subject.split()),
            'body': letter, 'body_html': letter, 'email_from': sender, 'reply_to': reply_to,
            'author_id': self.env.user.partner_id.id, 'message_type': 'email_outgoing',
            'model': 'res.partner', 'res_id': self.partner_id.id, 'record_company_id': self.company_id.id,
            'is_notification': True, 'auto_delete': True,
            'attachment_ids': [Command.link(picture.id)] if picture else [],
            **({'recipient_ids': [Command.link(self.recipient_id.id)]} if self._is_known_address()
               else {'email_to': self.email.strip()}),
        }

    def _is_known_address(self):
        """:return: bool: whether the address is that of the recipient's card, not another one that the user has typed"""
        return self.email.strip() == (self.recipient_id.email or '').strip()

    def _prepare_notification(self, mail):
        is_known = self._is_known_address()
        return {
            'author_id': mail.author_id.id, 'mail_mail_id': mail.id, 'mail_message_id': mail.mail_message_id.id,
            'notification_type': 'email', 'notification_status': 'ready', 'is_read': True,
            'res_partner_id': is_known and self.recipient_id.id, 'mail_email_address': not is_known and self.email.strip(),
        }

    def _render_letter(self, rows, picture):
        doc = self._in_text_lang()
        return doc.env['ir.qweb']._render('bas_crm.debt_letter', {
            'company': self.company_id.sudo(), 'body': self.body or Markup(),  # sudo: every employee sees the logo
            'end': self._render_letter_end(rows, picture)})

    def _send_after_commit(self, mails):
        if len(mails) < MAX_LETTERS_AT_ONCE:
            mails.send_after_commit()
        elif job := self.env.ref('mail.ir_cron_mail_scheduler_action', raise_if_not_found=False):
            job.sudo()._trigger()  # sudo: only the queue of letters is asked to start

    # ------------------------------------------------------------
    # Calls
    # ------------------------------------------------------------

    def _plan_calls(self, noted):
        """Plan the calls of each manager one after another, and note them in the history of the customers."""
        if not self:
            return
        documents, starts = self._read_documents(), self._find_starts()
        events = self.env['bas.event'].create([line._prepare_event(documents[line], starts[line]) for line in self])
        for line, event in zip(self, events, strict=True):
            noted[line]._program_write({'event_id': event.id})
        notes = defaultdict(list)
        for line, event in zip(self, events, strict=True):
            notes[line.partner_id.id].append(line._tell_call(event))
        self.partner_id._message_log_batch({partner_id: ' '.join(texts) for partner_id, texts in notes.items()})

    def _find_starts(self):
        """:return: dict: line → beginning of its call"""
        length, starts, now = self.env['bas.event']._get_usual_length('call'), {}, fields.Datetime.now()
        for (caller, company), lines in self.grouped(lambda line: (line.call_user_id or self.env.user, line.company_id)).items():
            first = lines.wizard_id[:1].call_start
            first = first if first and first >= now else lines.wizard_id._default_call_start()
            starts.update(zip(lines, caller._get_working_moments(first, company, length, len(lines)), strict=True))
        return starts

    def _prepare_event(self, rows, start):
        documents = Markup().join(Markup("<li>%s</li>") % self._tell_document(row) for row in rows)
        return {
            'event_type': 'call', 'direction': 'out', 'partner_id': self.partner_id.id, 'company_id': self.company_id.id,
            'user_id': (self.call_user_id or self.env.user).id, 'start': start,
            'subject': self.env._("Debt: ask for payment of %(amount)s", amount=self.currency_id.format(self.amount)),
            'description': Markup("<p>%s</p><ul>%s</ul>") % (self.env._("Overdue documents:"), documents),
        }

    def _tell_document(self, row):
        return self.env._(
            "%(document)s, to be paid by %(day)s, days overdue: %(days)s, owed: %(amount)s", document=row.document,
            day=format_date(self.env, row.due_day), days=row.days_overdue,
            amount=row.document_currency_id.format(row.residual_currency))

    def _tell_call(self, event):
        return self.env._(
            "Reminder of the debt: a call is planned for %(time)s, overdue: %(amount)s.",
            time=format_moment(self.env, event.start, 'short'), amount=self.currency_id.format(self.amount))
