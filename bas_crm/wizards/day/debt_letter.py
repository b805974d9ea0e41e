from odoo import api, models
from odoo.tools.misc import format_date

from ...tools.days import ZONE_CONTEXT
from ...tools.payment_qr import QR_METHOD


class BasDebtRemindLine(models.TransientModel):
    """The letter: a text that the user may change, and after it the documents and the payment, as they are at that moment."""

    _inherit = 'bas.debt.remind.line'

    @api.depends('partner_id', 'company_id')
    def _compute_lang(self):
        for line in self:
            line.lang = line._get_text_lang()

    def _get_text_lang(self):
        """The letter is in the language of the customer; where it is not installed, in that of the firm's documents."""
        lang = self.partner_id.lang
        return lang if lang in dict(self.env['res.lang'].get_installed()) else super()._get_text_lang()

    @api.depends('partner_id', 'company_id')
    def _compute_texts(self):
        """The text of the template. Sums and documents follow it and are computed when the letter is sent."""
        template = self.env.ref('bas_crm.mail_template_debt', raise_if_not_found=False)
        saved = self.filtered(lambda line: line._origin.id == line.id) if template else self.browse()
        subjects, bodies = ({}, {}) if not saved else (
            template._render_field(name, saved.ids, compute_lang=True) for name in ('subject', 'body_html'))
        for line in self:
            texts = line.with_context(lang=line.lang)
            line.subject = subjects.get(line.id) or texts.env._("Overdue payment")
            line.body = bodies.get(line.id) or False

    @api.depends('partner_id', 'company_id')
    @api.depends_context(*ZONE_CONTEXT)
    def _compute_letter_end(self):
        documents = self._read_documents()
        for line in self:
            line.letter_end = line._render_letter_end(documents[line], line._build_payment_picture(documents[line]))

    def _render_letter_end(self, rows, picture):
        """:param picture: address of the picture of the payment code, or False
        :return: Markup: table of documents, payment and signature"""
        self.ensure_one()
        doc = self._in_text_lang()
        return doc.env['ir.qweb']._render('bas_crm.debt_letter_end', {
            **doc._prepare_letter_values(rows), 'picture': picture}) if rows else False

    def _prepare_letter_values(self, rows):
        """:return: dict for the templates of the letter; all figures are texts"""
        totals = {currency: sum(group.mapped('residual_currency'))
                  for currency, group in rows.grouped('document_currency_id').items()}
        user, purpose = self.env.user, self._get_payment_purpose(rows)
        return {
            'firm': self.company_id.partner_id.legal_name or self.company_id.name,
            'documents': [{
                'name': row.document,
                # sudo: the number of the contract is on the invoice, too.
                'contract': row.contract_id.sudo().display_name if row.contract_id else '',
                'due': format_date(self.env, row.due_day), 'days': row.days_overdue,
                'amount': self._format_sum(row.residual_currency, row.document_currency_id),
            } for row in rows],
            'totals': [self._format_sum(amount, currency) for currency, amount in totals.items()],
            'credit': self._format_sum(self.credit, self.currency_id) if self.credit else False,
            'payment': self._get_payment_sample(purpose),
            'link': self._get_payment_link(rows),
            'user': user.name, 'phone': user.phone or self.company_id.phone, 'email': user.email,
        }

    def _format_sum(self, amount, currency):
        """«12 000,00 грн»"""
        return f'{self._format_amount(amount, currency)}\N{NO-BREAK SPACE}{self._get_print_currency(currency)}'

    # ------------------------------------------------------------
    # Payment
    # ------------------------------------------------------------

    def _get_payment_amount(self, rows):
        """:return: float: the sum of the overdue documents in the currency of the company, in which the code is paid"""
        return sum(rows.filtered(lambda row: row.document_currency_id == self.currency_id).mapped('residual_currency'))

    def _get_payment_purpose(self, rows):
        own = rows.filtered(lambda row: row.document_currency_id == self.currency_id) or rows
        return self.env._("Payment for: %(documents)s", documents=', '.join(dict.fromkeys(own.mapped('document'))))

    def _get_payment_link(self, rows):
        """:return: str: the address that the payment code holds, which opens the bank's application on a phone; else False"""
        params = self._get_payment_code(rows)
        return params and self._get_print_account()._get_qr_code_generation_params(**params)['value']

    def _build_payment_picture(self, rows):
        params = self._get_payment_code(rows)
        return params and self._get_print_account()._get_qr_code_base64(**params)

    def _get_payment_code(self, rows):
        """:return: dict of arguments of core's payment codes; False if requisites of the firm or hryvnias are missing"""
        account, texts = self._get_print_account(), self._in_text_lang()
        params = account and rows and account._build_qr_code_vals(
            self._get_payment_amount(rows), texts._get_payment_purpose(rows), '', self.currency_id, self.env['res.partner'],
            QR_METHOD)
        return params or False
