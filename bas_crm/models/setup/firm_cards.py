from odoo import api, models

from ...tools.codes import HOME, is_registry_valid, is_vat_valid
from ...tools.dialogs import open_dialog

#: core's chart of accounts of Ukraine
CHART, CHART_MODULE = 'ua_psbo', 'l10n_ua'
VAT_RATE = 20


class BasSetup(models.AbstractModel):
    """Cards of the firm itself: country and money, requisites, taxes, bank account, logo."""

    _inherit = 'bas.setup'

    # ------------------------------------------------------------
    # Country, language, money
    # ------------------------------------------------------------

    @api.model
    def _get_firm_card(self):
        company, ukrainian = self.env.company, self._get_ukrainian()
        facts = [
            not self._find_country() and self.env._("Country: %(country)s", country=company.country_id.name),
            not self._find_currency() and self.env._("Currency: %(currency)s", currency=company.currency_id.name),
            not self._find_time_zone() and self.env._("Time zone: %(zone)s", zone=company.bas_tz),
        ]
        card = self._make_card('firm', self.env._("Country, Language and Currency"), (), facts, ukrainian['changes'],
                               notes=ukrainian['kept'])
        # The button stands above the cards.
        return {**card, 'is_closed': not ukrainian['is_open']}

    # ------------------------------------------------------------
    # Requisites
    # ------------------------------------------------------------

    @api.model
    def _get_requisites_card(self):
        firm = self.env.company.partner_id
        address = self.env['bas.print.mixin']._format_address(firm) if firm.street or firm.city else ''
        facts = [firm.legal_name or firm.name, self._get_codes_text(firm), address, firm.signatory_name]
        return self._make_card(
            'requisites', self.env._("Requisites of the Firm"), ['requisites'], facts, self._get_requisites_gaps(firm))

    @api.model
    def _get_codes_text(self, firm):
        codes = [f'{title} {code}' for title, code in (
            (self.env._("Code"), firm.company_registry), (self.env._("Tax number"), firm.vat)) if code]
        return ', '.join(codes)

    @api.model
    def _get_requisites_gaps(self, firm):
        """:return: list of texts: the requisites that prints lack, or whose check digits are wrong"""
        is_organisation, is_home = firm._is_organisation(), firm.country_id.code in HOME
        registry, vat = firm.company_registry, firm.vat
        gaps = [
            not firm.legal_name and self.env._("The legal name"),
            not registry and self.env._("ЄДРПОУ or РНОКПП"),
            registry and is_home and not is_registry_valid(registry, is_organisation) and self.env._(
                "A valid code: the check digit of %(code)s is wrong", code=registry),
            vat and is_home and not is_vat_valid(vat, is_organisation) and self.env._(
                "A valid tax number: %(code)s is wrong", code=vat),
            not vat and self._has_vat() and self.env._("ІПН of the VAT payer"),
            not (firm.street and firm.city) and self.env._("The address"),
            not firm.phone and self.env._("The phone"),
            not firm.signatory_name and self.env._("The signatory"),
        ]
        return [gap for gap in gaps if gap]

    # ------------------------------------------------------------
    # Taxes
    # ------------------------------------------------------------

    @api.model
    def _get_taxes_card(self):
        facts, gaps = [], []
        if self._has_ukrainian_chart():
            facts.append(self.env._("Chart of accounts of Ukraine"))
        else:
            gaps.append(self.env._("The chart of accounts of Ukraine"))
        if self._has_vat():
            facts.append(self.env._("General system: VAT of 20 per cent on new items"))
        elif self._has_ukrainian_chart() and not self._get_default_tax():
            facts.append(self.env._("Without VAT: new items have no tax"))
        else:
            gaps.append(self.env._("The taxes: VAT of 20 per cent, or the single tax without VAT"))
        if not self._has_ukrainian_chart() and not self._is_chart_available():
            gaps.append(self.env._("Odoo's add-on «Ukraine - Accounting»: it is installed together with the choice"))
        return self._make_card('taxes', self.env._("Chart of Accounts and Taxes"), ['taxes'], facts, gaps)

    @api.model
    def _has_ukrainian_chart(self):
        return self.env.company.root_id.sudo().chart_template == CHART  # the chart is no secret

    @api.model
    def _is_chart_available(self):
        # sudo: only administrators see the list of modules
        return bool(self.env['ir.module.module'].sudo().search_count([('name', '=', CHART_MODULE), ('state', '=', 'installed')]))

    @api.model
    def _get_default_tax(self):
        return self.env.company.sudo().account_sale_tax_id  # salespeople see it on each new item

    @api.model
    def _has_vat(self):
        tax = self._get_default_tax()
        return self._has_ukrainian_chart() and tax.amount_type == 'percent' and tax.amount == VAT_RATE

    # ------------------------------------------------------------
    # Bank account and logo
    # ------------------------------------------------------------

    @api.model
    def _get_bank_card(self):
        # sudo: accounts of our own firm are printed on its documents
        accounts = self.env.company.partner_id.sudo().bank_ids
        good = accounts.filtered(lambda account: account.acc_type == 'iban')
        facts = [' '.join(filter(None, (account.acc_number, account.bank_id.name))) for account in good]
        wrong = [self.env._("%(number)s is not a valid IBAN", number=account.acc_number) for account in accounts - good]
        gaps = wrong + ([] if good else [self.env._("An IBAN of the firm: without it a customer cannot pay by the print")])
        return self._make_card('bank', self.env._("Bank Account"), ['bank'], facts, gaps)

    @api.model
    def _get_logo_card(self):
        gaps = [self.env._("A logo for offers and other prints")] if self.env.company.uses_default_logo else []
        facts = [] if gaps else [self.env._("The logo stands on offers")]
        return self._make_card('logo', self.env._("Logo"), ['logo'], facts, gaps, is_optional=True)

    # ------------------------------------------------------------
    # What the cards open
    # ------------------------------------------------------------

    @api.model
    def _open_requisites(self):
        return open_dialog(self.env._("Requisites of the Firm"), 'bas.setup.requisites')

    @api.model
    def _open_taxes(self):
        return open_dialog(self.env._("Chart of Accounts and Taxes"), 'bas.setup.taxes')

    @api.model
    def _open_bank(self):
        return open_dialog(self.env._("Bank Account"), 'bas.setup.bank')

    @api.model
    def _open_logo(self):
        return open_dialog(self.env._("Logo"), 'bas.setup.logo', {'dialog_size': 'extra-large'})

    @api.model
    def _open_company(self):
        return open_dialog(self.env._("Second Company"), 'bas.setup.company')
