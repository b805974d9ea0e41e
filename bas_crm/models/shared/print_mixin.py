import base64
from decimal import Decimal

from markupsafe import Markup

from odoo import api, models
from odoo.tools import file_open, float_repr, formatLang, ormcache
from odoo.tools.misc import format_date

from ...tools.amount_in_words import amount_in_words
from ...tools.codes import HOME
from ...tools.days import get_zone, in_zone
from ...tools.payment_qr import QR_METHOD

#: keeps a label and its value, or the groups of a number, on one line
NBSP = '\N{NO-BREAK SPACE}'
#: styles of the templates in reports/shared/print_templates.xml
STYLES = """
.bas-title { font-size: 18px; font-weight: bold; margin: 0 0 10px; padding-bottom: 6px; border-bottom: 2px solid #333; }
.bas-parties { width: 100%; margin-bottom: 10px; }
.bas-parties td { vertical-align: top; padding: 0 0 6px; }
.bas-parties td.bas-label { width: 104px; padding-right: 8px; color: #444; }

/* The header is repeated on every page, and rows are not split. A nested table holds rows that must stay together; borders do
   not collapse, so that its columns are aligned with those of the outer table. */
.bas-lines { width: 100%; table-layout: fixed; border-collapse: separate; border-spacing: 0; font-size: 11px; line-height: 1.3; }
.bas-lines > thead { display: table-header-group; }
.bas-lines > * > tr { page-break-inside: avoid; }
.bas-lines > * > tr > * {
    border: solid #888; border-width: 0 1px 1px 0; padding: 3px 5px; vertical-align: top; word-wrap: break-word; }
.bas-lines > * > tr > *:first-child { border-left-width: 1px; }
.bas-lines > thead > tr > th {
    border-top-width: 1px; background-color: #ececec; text-align: center; vertical-align: middle; font-weight: bold; }
.bas-lines > * > tr > td.bas-together { border: none; padding: 0; }
.bas-lines > * > tr > td.bas-section { font-weight: bold; background-color: #f6f6f6; }
.bas-lines > * > tr > td.bas-subsection { font-weight: bold; padding-left: 16px; }
.bas-lines > * > tr > td.bas-note { font-style: italic; white-space: pre-line; }
.bas-lines > * > tr > td.bas-text { white-space: pre-line; }
.bas-lines > * > tr > td.bas-number { text-align: right; white-space: nowrap; }
.bas-lines > * > tr > td.bas-center { text-align: center; }
/* A long text continues in the next row. */
.bas-lines > * > tr.bas-begun > td { border-bottom: none; padding-bottom: 0; }
.bas-lines > * > tr.bas-going-on > td { padding-top: 0; }
.bas-lines > * > tr.bas-total > td { border: none; text-align: right; font-weight: bold; white-space: nowrap; padding: 2px 5px; }

/* Without this space, a table that ends just above the page break leaves its header alone on the next page. */
.bas-tail { padding: 8px 0 40px; font-size: 12px; line-height: 1.4; }
.bas-words { font-weight: bold; }
.bas-box { width: 100%; border-collapse: collapse; font-size: 11px; }
.bas-box td { border: 1px solid #888; padding: 2px 6px; }
.bas-end { margin-top: 12px; border-top: 2px solid #333; padding-top: 10px; }
.bas-whole { page-break-inside: avoid; }
.bas-signatures { width: 100%; table-layout: fixed; margin-top: 16px; page-break-inside: avoid; }
.bas-signatures > tbody > tr > td { vertical-align: top; padding: 0 24px 0 0; }
.bas-line { border-bottom: 1px solid #333; height: 24px; vertical-align: bottom; }
.bas-hint { font-size: 9px; color: #444; text-align: center; line-height: 1.2; }
"""


class BasPrint(models.AbstractModel):
    """A printed document: its language, font and addresses."""

    _name = 'bas.print.mixin'
    _description = 'Printed Document'

    def _get_text_lang(self):
        """Documents of a Ukrainian firm are in Ukrainian, in whatever language Odoo was installed."""
        firm = self.company_id.partner_id
        if firm.country_id.code in HOME and self.env['res.lang']._get_data(code='uk_UA'):
            return 'uk_UA'
        return firm.lang or self.env.lang

    @api.model
    def _get_print_styles(self):
        """:return: CSS of the page: the font, and the rules of the kind of document"""
        return Markup('\n'.join([*self._get_style_rules(), *self._get_font_rules()]))  # noqa: S704 it holds no text of users

    @api.model
    def _get_style_rules(self):
        return ['.article, .article * { font-family: BasRoboto !important; }', STYLES]

    @api.model
    @ormcache()
    def _get_font_rules(self):
        """Roboto, the only font family of Odoo that has all Ukrainian letters; see static/fonts.

        It is embedded in the page, so nothing is fetched while printing.
        """
        rules = []
        for face, weight in (('Regular', 400), ('Bold', 700)):
            with file_open(f'bas_crm/static/fonts/Roboto-{face}.woff', 'rb') as file:
                data = base64.b64encode(file.read()).decode()
            rules.append(
                f'@font-face {{ font-family: BasRoboto; font-weight: {weight};'
                f' src: url(data:font/woff;base64,{data}) format("woff"); }}')
        return rules

    @api.model
    def _format_address(self, partner):
        """:return: the address in one line, without the parts that are empty"""
        lines = (partner._display_address(without_company=True) or '').splitlines()
        return ', '.join(line.strip(' ,') for line in lines if line.strip(' ,'))

    def _get_amount_in_words(self, amount, currency):
        """«Дванадцять тисяч гривень 00 копійок», in the language of the document; the sign is ignored

        :param float amount: in ``currency``
        """
        lang = (self._get_text_lang() or '').partition('_')[0]
        return amount_in_words(Decimal(str(amount)), currency.name, lang, currency.decimal_places)

    def _get_vat_words(self, amount_tax, currency):
        """:return: «У т. ч. ПДВ: Дві тисячі гривень 00 копійок»; an empty string for a document without tax"""
        if currency.is_zero(amount_tax):
            return ''
        return self.with_context(lang=self._get_text_lang()).env._(
            "VAT included: %(words)s", words=self._get_amount_in_words(amount_tax, currency))

    # Building blocks of prints: figures and dates as text, parties, tables. The templates only lay them out

    def _in_text_lang(self):
        return in_zone(self.with_context(lang=self._get_text_lang()), self.company_id)

    def _get_print_zone(self):
        return get_zone(self.env, self.company_id).zone

    @api.model
    def _format_number(self, value, digits=2):
        """«12 000,00», never split over two lines"""
        text = formatLang(self.env, value, digits=digits)
        return NBSP.join(text.split())

    @api.model
    def _format_amount(self, amount, currency):
        """Like :meth:`_format_number`, with the decimals of ``currency`` and without its symbol."""
        # Adding zero turns the «-0,00» of a rounded amount into «0,00».
        return self._format_number(currency.round(amount) + 0.0, currency.decimal_places)

    @api.model
    def _format_quantity(self, quantity):
        """«2», «2,5»: only the decimals that are needed, at most those set for units"""
        precision = self.env['decimal.precision'].precision_get('Product Unit')
        decimals = float_repr(quantity, precision).partition('.')[2].rstrip('0')
        return self._format_number(quantity, len(decimals))

    @api.model
    def _format_date(self, date):
        """«2 березня 2026 р.»"""
        pattern = "d MMMM y 'р.'" if self.env.lang == 'uk_UA' else 'd MMMM y'
        return format_date(self.env, date, date_format=pattern, lang_code=self.env.lang) if date else ''

    @api.model
    def _get_print_currency(self, currency):
        """:return: «грн», printed after a sum; the code of a foreign currency"""
        return self.env._("UAH") if currency.name == 'UAH' else currency.name

    @api.model
    def _get_print_party(self, partner, account=None, has_tax_status=False):
        """A party as one compact block.

        :param account: bank account to show; without one, the first of the party
        :param has_tax_status: whether the last line says if the party pays VAT
        :return: dict: ``name``, and ``lines``, a list of texts
        """
        partner = partner.commercial_partner_id
        account, phone = account or partner.bank_ids[:1], (partner.phone or '').replace(' ', NBSP)
        return {
            'name': partner.legal_name or partner.name or '',
            'lines': [line for line in (
                self._join_labelled(self._get_party_codes(partner)),
                self._join_labelled(self._get_account_parts(account)),
                self._join_labelled([('', self._format_address(partner)), (self.env._("phone"), phone)]),
                self._get_tax_status(partner) if has_tax_status else '',
            ) if line],
        }

    @api.model
    def _get_party_codes(self, partner):
        """:return: list of (label, code)"""
        if partner.country_id.code not in HOME:
            return [(self.env._("code"), partner.company_registry), (self.env._("VAT No."), self._get_vat(partner))]
        registry = self.env._("EDRPOU") if partner._is_organisation() else self.env._("RNOKPP")
        return [(registry, partner.company_registry), (self.env._("tax No."), self._get_vat(partner))]

    @api.model
    def _get_account_parts(self, account):
        """:return: list of (label, text) of a bank account"""
        return [
            ('IBAN' if account.acc_type == 'iban' else self.env._("account"), account.sanitized_acc_number),
            ('', account.bank_id.name),
            (self.env._("MFO"), account.mfo_code),
        ]

    @api.model
    def _join_labelled(self, pairs):
        """:return: «ЄДРПОУ 32855961, ІПН 328559626552», without empty values"""
        return ', '.join(f'{label}{NBSP}{value}' if label else value for label, value in pairs if value)

    @api.model
    def _get_vat(self, partner):
        # '/' is core's word for "not subject to tax"
        return False if partner.vat == '/' else partner.vat

    @api.model
    def _get_tax_status(self, partner):
        """:return: the tax status from the card; else a party with a tax number is a VAT payer. Nothing for a private person."""
        if partner.tax_status or partner.counterparty_type == 'individual':
            return partner.tax_status or ''
        return self.env._("VAT payer on general terms") if self._get_vat(partner) else self.env._("Not a VAT payer")

    @api.model
    def _get_print_signature(self, title, partner=None):
        """:return: dict of one signature place: ``title``, ``position`` and ``name``; the last two are empty if unknown"""
        partner = (partner or self.env['res.partner']).commercial_partner_id
        is_person = partner.counterparty_type in ('entrepreneur', 'individual')
        return {
            'title': title,
            'position': partner.signatory_position or '',
            'name': partner.signatory_name or (is_person and partner.name) or '',
        }

    # The payment code on prints: the customer scans it with the bank's application to pay

    def _get_print_account(self):
        """The account that the customer pays to: the first one in order, but a Ukrainian IBAN before others."""
        shared = self.env['res.company']
        accounts = self.company_id.partner_id.bank_ids.filtered(
            lambda account: account.company_id in (self.company_id, shared))
        return accounts.filtered('mfo_code')[:1] or accounts[:1]

    def _get_payment_sample(self, purpose):
        """:return: list of (label, text): the fields of a payment order to the company; empty without a bank account"""
        account, firm = self._get_print_account(), self.company_id.partner_id
        if not account:
            return []
        code = self.env._("EDRPOU") if firm._is_organisation() else self.env._("RNOKPP")
        return [(label, text) for label, text in (
            (self.env._("Recipient"), firm.legal_name or firm.name),
            (code, firm.company_registry),
            (self.env._("Account (IBAN)"), account.sanitized_acc_number),
            (self.env._("Recipient's bank"), self._join_labelled(
                [('', account.bank_id.name), (self.env._("MFO"), account.mfo_code)])),
            (self.env._("Purpose of payment"), purpose),
        ) if text]

    def _get_payment_qr(self, amount, purpose):
        """The National Bank's code, if the company has it enabled and the document can have one.

        :param float amount: in hryvnias
        :return: data URI of a PNG; False for a document in another currency, or if requisites are missing
        """
        if not self.company_id.bas_payment_qr:
            return False
        return self._get_print_account().build_qr_code_base64(
            amount, purpose, '', self.currency_id, self.env['res.partner'], qr_method=QR_METHOD) or False
