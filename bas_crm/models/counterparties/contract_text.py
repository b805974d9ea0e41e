import re

from babel.numbers import get_currency_name
from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.tools import formatLang, is_html_empty
from odoo.tools.mail import html_to_inner_content
from odoo.tools.misc import babel_locale_parse

from .contract_template import PLACEHOLDER

#: printed for empty fields of the cards: space to write by hand
BLANK = '____________'
#: the city on a card may include the type of the settlement: «с-ще Стрижавка»
SETTLEMENT = re.compile(r'(м|смт|с-ще|сел|с|місто|селище|село)(\.\s*|\s+)', re.IGNORECASE)


class BasContract(models.Model):
    """The text of a contract: a template filled in from the cards of both parties."""

    _inherit = 'bas.contract'

    missing_data = fields.Char(compute='_compute_missing_data')
    has_blanks = fields.Boolean(compute='_compute_has_blanks')
    # Source of the text: {'template': id, 'values': {placeholder: text}}
    filled_from = fields.Json(copy=False, readonly=True, exportable=False, export_string_translation=False)
    changed_since_filling = fields.Char(
        compute='_compute_changed_since_filling', exportable=False, export_string_translation=False)

    @api.depends(lambda self: self._get_text_sources())
    @api.depends_context('lang')
    def _compute_missing_data(self):
        labels = self._get_placeholder_labels()
        for contract in self:
            values = contract._get_placeholder_values()
            used = contract.template_id._get_placeholders() if contract.template_id else set()
            contract.missing_data = ', '.join(
                label for name, label in labels.items() if name in used and BLANK in (values.get(name) or BLANK))

    @api.depends('body')
    def _compute_has_blanks(self):
        for contract in self:
            contract.has_blanks = BLANK in (contract.body or '')

    @api.depends(lambda self: ['filled_from', 'body', *self._get_text_sources()])
    @api.depends_context('lang')
    def _compute_changed_since_filling(self):
        labels = self._get_placeholder_labels()
        for contract in self:
            filled = contract.filled_from or {}
            changed = [labels[name] for name in contract._get_changed_placeholders()] if filled else []
            if filled and contract.template_id and filled['template'] != contract.template_id.id:
                changed.append(self.env._("template"))
            contract.changed_since_filling = ', '.join(changed)

    def _get_changed_placeholders(self):
        """:return: placeholders whose value has changed since filling, without those that were corrected in the text manually"""
        text = _normalize_spaces(html_to_inner_content(self.body or ''))
        values = self._get_text_values()
        return [
            name for name, filled in self.filled_from['values'].items()
            if values.get(name, filled) != filled and _normalize_spaces(values[name]) not in text]

    @api.model
    def _get_text_sources(self):
        """:return: list of fields whose change can make the text outdated"""
        of_party = (
            'name', 'legal_name', 'counterparty_type', 'signatory_genitive', 'signatory_basis',
            'street', 'street2', 'zip', 'city', 'state_id', 'country_id')
        return [
            'template_id.body', 'name', 'date', 'date_start', 'date_end', 'amount_limit', 'currency_id', 'payment_term_id.name',
            'partner_id.phone', 'partner_id.email',
            *(f'{party}.{name}' for party in ('partner_id', 'company_id.partner_id') for name in of_party),
        ]

    @api.model
    def _get_placeholder_labels(self):
        """:return: dict: placeholder → its description, in the order of the editor"""
        return {
            'contract_number': self.env._("number of the contract"),
            'contract_date': self.env._("date of the contract"),
            'contract_city': self.env._("city of our company"),
            'date_start': self.env._("first day of the term"),
            'date_end': self.env._("last day of the term"),
            'currency': self.env._("currency"),
            'amount_limit': self.env._("amount limit"),
            'payment_term': self.env._("payment terms"),
            'company_party': self.env._("our company as a party: name, represented by, acting on the basis of"),
            'company_name': self.env._("our company's full name"),
            'partner_party': self.env._("the counterparty as a party: name, represented by, acting on the basis of"),
            'partner_name': self.env._("the counterparty's full name"),
            'partner_address': self.env._("the counterparty's address"),
            'partner_phone': self.env._("the counterparty's phone"),
            'partner_email': self.env._("the counterparty's e-mail"),
        }

    def _get_placeholder_values(self):
        """:return: dict: placeholder → text, empty if the card has no value"""
        self.ensure_one()
        company, partner = self.company_id.partner_id, self.partner_id
        return {
            'contract_number': self.name or '',
            'contract_date': self._format_date(self.date),
            'contract_city': self._get_contract_city(company.city or ''),
            'date_start': self._format_date(self.date_start or self.date),
            'date_end': self.env._("%(date)s inclusive", date=self._format_date(self.date_end)) if self.date_end
            else self.env._("the obligations are fulfilled"),
            'currency': self._get_currency_name(),
            'amount_limit': formatLang(self.env, self.amount_limit, currency_obj=self.currency_id) if self.amount_limit
            else self.env._("the sum of all documents under this contract"),
            'payment_term': self.payment_term_id.name or '',
            'company_party': self._get_party(company),
            'company_name': company.legal_name or company.name or '',
            'partner_party': self._get_party(partner),
            'partner_name': partner.legal_name or partner.name or '',
            'partner_address': self._format_address(partner),
            'partner_phone': partner.phone or '',
            'partner_email': partner.email or '',
        }

    def _fill_empty_body(self):
        """Fill in the text of the contracts that have none.

        :return: the other contracts, whose text does not change
        """
        empty = self.filtered(lambda contract: is_html_empty(contract.body))
        empty._fill_body()
        return self - empty

    def _fill_body(self):
        for contract in self:
            values, template = contract._get_text_values(), contract.template_id
            used = template._get_placeholders()
            contract._program_write({
                'body': contract._fill_text(template.body or '', values),
                'filled_from': {
                    'template': template.id, 'values': {name: value for name, value in values.items() if name in used}},
            })

    @api.model
    def _fill_text(self, text, values):
        """:param text: sanitized HTML with placeholders; their values are escaped"""
        return Markup(PLACEHOLDER.sub(lambda found: escape(values.get(found[1].strip()) or BLANK), text))  # noqa: S704

    def _get_text_values(self):
        """:return: dict: placeholder → its text in the contract"""
        values = self.with_context(lang=self._get_text_lang())._get_placeholder_values()
        return {name: value or BLANK for name, value in values.items()}

    @api.model
    def _get_style_rules(self):
        return [
            *super()._get_style_rules(),
            '.article h3 { font-size: 17px; font-weight: bold; margin-bottom: 12px; }',
            '.article h5 { font-size: 13px; font-weight: bold; margin: 12px 0 4px; }',
            '.article p { margin-bottom: 5px; text-align: justify; }',
            '.article table, .article tbody, .article tr, .article td { border: none !important; }',
        ]

    def _get_currency_name(self):
        """«українська гривня»: the full name, not the code"""
        return get_currency_name(self.currency_id.name, locale=babel_locale_parse(self.env.lang)) if self.currency_id else ''

    @api.model
    def _get_contract_city(self, city):
        return self.env._("City of %(city)s", city=city) if city and not SETTLEMENT.match(city) else city

    def _get_party(self, partner):
        """«ТОВ «Світанок», в особі директора Петренка О. І., що діє на підставі Статуту»"""
        name = partner.legal_name or partner.name or ''
        if partner.counterparty_type == 'individual' or not name:
            return name
        represented = '' if partner.counterparty_type == 'entrepreneur' and not partner.signatory_genitive else self.env._(
            ", represented by %(signatory)s", signatory=partner.signatory_genitive or BLANK)
        return name + represented + self.env._(", acting on the basis of %(basis)s", basis=partner.signatory_basis or BLANK)


def _normalize_spaces(text):
    """Normalize white space: an editor may replace non-breaking spaces."""
    return ' '.join(text.split())
