from odoo import api, fields, models

from ...tools.codes import HOME, ORGANISATIONS, clean_code, is_registry_valid, is_vat_valid


class ResPartner(models.Model):
    """ЄДРПОУ, РНОКПП and ІПН: kept clean, checked, never in the way. Real books hold old codes."""

    _inherit = 'res.partner'

    has_wrong_code = fields.Boolean(
        "Wrong Code", compute='_compute_has_wrong_code', store=True,
        help="A check digit or the length of a code does not fit. Nothing is blocked: correct it when you can.")
    wrong_code_warning = fields.Char(compute='_compute_wrong_code_warning')

    def _compute_display_name(self):
        """Below the address core puts the bare tax number: its name stands beside it."""
        super()._compute_display_name()
        if self.env.context.get('show_vat') and self.env.context.get('show_address'):
            for partner in self.filtered('vat'):
                name = partner.display_name.removesuffix(f"\n {partner.vat}")
                if name != partner.display_name:
                    partner.display_name = '\n'.join((name, self.env._("Tax number: %s", partner.vat)))

    @api.depends('company_registry', 'vat', 'counterparty_type', 'country_id.code')
    def _compute_has_wrong_code(self):
        for partner in self:
            partner.has_wrong_code = any(partner._get_wrong_codes())

    @api.depends('has_wrong_code', 'company_registry', 'vat', 'counterparty_type', 'bank_ids.acc_number')
    @api.depends_context('lang')
    def _compute_wrong_code_warning(self):
        for partner in self:
            registry, vat = partner._get_wrong_codes()
            warnings = []
            if registry:
                warnings.append(self.env._("%(code)s is no proper code: its check digit or length does not fit.", code=registry))
            if vat:
                warnings.append(self.env._(
                    "%(code)s is no proper tax number: 12 digits for organisations, 10 for persons.", code=vat))
            warnings += [
                self.env._("%(number)s is no proper IBAN: its check digits or length do not fit.", number=account.acc_number)
                for account in partner.bank_ids.filtered('has_wrong_iban')]
            partner.wrong_code_warning = ' '.join(warnings)

    @api.depends('country_id')
    def _compute_company_registry_label(self):
        super()._compute_company_registry_label()
        self.filtered(lambda partner: partner.country_id.code in HOME).company_registry_label = "ЄДРПОУ / РНОКПП"

    @api.depends('counterparty_type')
    def _compute_partner_vat_placeholder(self):
        super()._compute_partner_vat_placeholder()
        for partner in self.filtered(lambda partner: partner.country_id.code in HOME):
            partner.partner_vat_placeholder = (
                self.env._("12 digits, for VAT payers") if partner._is_organisation() else self.env._("10 digits"))

    def _get_wrong_codes(self):
        """:return: the registry code and the tax number, each only where it is wrong. Foreigners have codes of their own."""
        self.ensure_one()
        if not self.counterparty_type or self.country_id.code not in HOME:
            return (False, False)
        is_organisation = self._is_organisation()
        registry, vat = self.company_registry, self.vat
        return (
            registry and not is_registry_valid(registry, is_organisation) and registry,
            # '/' is core's word for "not subject to tax"
            vat and vat != '/' and not is_vat_valid(vat, is_organisation) and vat,
        )

    def _is_organisation(self):
        return self.counterparty_type in ORGANISATIONS

    @api.onchange('company_registry', 'vat', 'counterparty_type')
    def _onchange_codes(self):
        # What was pasted with spaces is shown as it will be stored; the duplicate is then found at once.
        if self._is_ukrainian({}):
            self.update(self._clean_codes({'company_registry': self.company_registry, 'vat': self.vat}, self._is_organisation()))

    @api.model
    def _clean_codes(self, values, is_organisation):
        """:return: the codes of ``values`` without what people and spreadsheets do to them; only a ЄДРПОУ has lost zeros"""
        has_zeros = {'company_registry': is_organisation, 'vat': False}
        return {name: clean_code(values[name], zeros) for name, zeros in has_zeros.items() if values.get(name)}

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([
            {**vals, **self._clean_codes(vals, vals.get('counterparty_type', 'legal_entity') in ORGANISATIONS)}
            if self._is_ukrainian(vals) else vals
            for vals in vals_list])

    def write(self, vals):
        if (vals.get('company_registry') or vals.get('vat')) and self._is_ukrainian(vals):
            kinds = {vals['counterparty_type']} if 'counterparty_type' in vals else set(self.mapped('counterparty_type'))
            vals = {**vals, **self._clean_codes(vals, kinds <= set(ORGANISATIONS))}
        return super().write(vals)

    def _is_ukrainian(self, vals):
        """Tell whether codes in ``vals`` follow Ukrainian rules; a counterparty without a country does."""
        if 'country_id' in vals:
            countries = self.env['res.country'].browse(vals['country_id'])
        else:
            countries = self.country_id
        return all(country.code == 'UA' for country in countries)
