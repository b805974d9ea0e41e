import base64

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.tools import file_open, formatLang, ormcache
from odoo.tools.misc import format_date

from .bas_contract import FILLING
from .bas_contract_template import PLACEHOLDER
from .res_partner_codes import HOME

#: what stands in the print where the cards hold nothing: a place to write by hand
BLANK = '____________'


class BasContract(models.Model):
    """The text of a contract: a template filled from the cards of both sides."""

    _inherit = 'bas.contract'

    missing_data = fields.Char(compute='_compute_missing_data')
    has_blanks = fields.Boolean(compute='_compute_has_blanks')

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

    @api.model
    def _get_text_sources(self):
        """:return: fields whose change can make a text filled from the cards out of date"""
        of_party = ('name', 'legal_name', 'counterparty_type', 'signatory_genitive', 'signatory_basis', 'street', 'city')
        return [
            'template_id.body', 'name', 'date', 'date_start', 'date_end', 'amount_limit', 'currency_id', 'payment_term_id.name',
            'partner_id.phone', 'partner_id.email',
            *(f'{party}.{name}' for party in ('partner_id', 'company_id.partner_id') for name in of_party),
        ]

    @api.model
    def _get_placeholder_labels(self):
        """:return: dict: placeholder → what it stands for, in the order in which the editor shows them"""
        _ = self.env._
        return {
            'contract_number': _("number of the contract"),
            'contract_date': _("date of the contract"),
            'contract_city': _("city of our company"),
            'date_start': _("first day of the term"),
            'date_end': _("last day of the term"),
            'currency': _("currency"),
            'amount_limit': _("amount limit"),
            'payment_term': _("payment terms"),
            'company_party': _("our company as a party: name, represented by, acting on the basis of"),
            'company_name': _("our company's full name"),
            'partner_party': _("the counterparty as a party: name, represented by, acting on the basis of"),
            'partner_name': _("the counterparty's full name"),
            'partner_address': _("the counterparty's address"),
            'partner_phone': _("the counterparty's phone"),
            'partner_email': _("the counterparty's e-mail"),
        }

    def _get_placeholder_values(self):
        """:return: dict: placeholder → text, empty where the card holds nothing"""
        self.ensure_one()
        company, partner = self.company_id.partner_id, self.partner_id
        return {
            'contract_number': self.name or '',
            'contract_date': self._format_date(self.date),
            'contract_city': company.city or '',
            'date_start': self._format_date(self.date_start or self.date),
            'date_end': self._format_date(self.date_end) or self.env._("the obligations are fulfilled"),
            'currency': self.currency_id.name or '',
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

    @api.model
    def _format_address(self, partner):
        """:return: the address in one line, without the places that the card leaves empty"""
        lines = (partner._display_address(without_company=True) or '').splitlines()
        return ', '.join(line.strip(' ,') for line in lines if line.strip(' ,'))

    def _fill_body(self):
        for contract in self:
            contract.with_context(filling_text=FILLING).body = contract._fill_text(contract.template_id.body or '')

    def _fill_text(self, text):
        """:param text: sanitized html with placeholders; what stands in for them is escaped"""
        values = self.with_context(lang=self._get_text_lang())._get_placeholder_values()
        return Markup(PLACEHOLDER.sub(lambda found: escape(values.get(found[1].strip()) or BLANK), text))  # noqa: S704

    @api.model
    @ormcache()
    def _get_print_styles(self):
        """The look of a contract, and the one family of Odoo's that holds all Ukrainian letters.

        The family stands in the page itself: nothing is fetched while printing.

        :return: css rules
        """
        rules = [
            '.article, .article * { font-family: ContractRoboto !important; }',
            '.article h3 { font-size: 17px; font-weight: bold; margin-bottom: 12px; }',
            '.article h5 { font-size: 13px; font-weight: bold; margin: 12px 0 4px; }',
            '.article p { margin-bottom: 5px; text-align: justify; }',
            '.article table, .article td { border: none !important; }',
        ]
        for face, weight in (('Regular', 400), ('Bold', 700)):
            with file_open(f'web/static/fonts/google/Roboto/Roboto-{face}.ttf', 'rb') as file:
                data = base64.b64encode(file.read()).decode()
            rules.append(
                f'@font-face {{ font-family: ContractRoboto; font-weight: {weight};'
                f' src: url(data:font/ttf;base64,{data}) format("truetype"); }}')
        return Markup('\n'.join(rules))  # noqa: S704 made of a font file of Odoo's own

    def _get_text_lang(self):
        """Contracts of a Ukrainian firm stand in Ukrainian, whatever language its administrator installed Odoo in."""
        firm = self.company_id.partner_id
        if firm.country_id.code in HOME and self.env['res.lang']._get_data(code='uk_UA'):
            return 'uk_UA'
        return firm.lang or self.env.lang

    def _format_date(self, date):
        pattern = "d MMMM y 'р.'" if self.env.lang == 'uk_UA' else 'd MMMM y'
        return format_date(self.env, date, date_format=pattern, lang_code=self.env.lang) if date else ''

    def _get_party(self, partner):
        """«ТОВ «Світанок», в особі директора Петренка О. І., що діє на підставі Статуту»"""
        name = partner.legal_name or partner.name or ''
        if partner.counterparty_type == 'individual' or not name:
            return name
        _ = self.env._
        represented = '' if partner.counterparty_type == 'entrepreneur' and not partner.signatory_genitive else _(
            ", represented by %(signatory)s", signatory=partner.signatory_genitive or BLANK)
        return name + represented + _(", acting on the basis of %(basis)s", basis=partner.signatory_basis or BLANK)
