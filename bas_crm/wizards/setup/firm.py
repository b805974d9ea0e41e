from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.codes import ORGANISATIONS, is_registry_valid, is_vat_valid
from ...tools.emails import find_impossible

#: fields of the counterparty of our own firm that the dialog fills in
REQUISITES = (
    'counterparty_type', 'legal_name', 'company_registry', 'vat', 'street', 'zip', 'city', 'phone', 'email', 'signatory_name',
    'signatory_position', 'signatory_genitive', 'signatory_basis')


class BasSetupRequisites(models.TransientModel):
    """The requisites of our own firm. Its codes must be valid: they are printed on every document."""

    _name = 'bas.setup.requisites'
    _description = 'Requisites of the Firm'

    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, default=lambda self: self.env.company, ondelete='cascade')
    name = fields.Char("Short Name", required=True)
    counterparty_type = fields.Selection(
        [('legal_entity', "Legal Entity"), ('entrepreneur', "Entrepreneur"), ('government', "Government Body")],
        string="Kind", required=True, default='legal_entity')
    legal_name = fields.Char(help="As registered: it is printed in contracts.")
    company_registry = fields.Char("ЄДРПОУ / РНОКПП")
    vat = fields.Char("ІПН", help="12 digits for organisations that pay VAT, 10 digits for entrepreneurs.")
    street = fields.Char()
    zip = fields.Char("Postal Code")
    city = fields.Char()
    phone = fields.Char()
    email = fields.Char("E-Mail")
    signatory_name = fields.Char("Signatory", help="Name and initials below the signature: «О. І. Петренко».")
    signatory_position = fields.Char("Position")
    signatory_genitive = fields.Char(
        "Represented by", help="In the genitive, for the beginning of contracts: «директора Петренка Олега Івановича».")
    signatory_basis = fields.Char("Acting on the Basis of", help="In the genitive: «Статуту».")

    @api.model
    def default_get(self, fields):
        known = self._get_known_requisites()
        return {**super().default_get(fields), **{name: value for name, value in known.items() if name in fields and value}}

    @api.model
    def _get_known_requisites(self):
        """:return: dict: what the card of the firm holds"""
        company = self.env.company
        known = {'name': company.name, **{name: company.partner_id[name] for name in REQUISITES}}
        kinds = dict(self._fields['counterparty_type'].selection)
        return {name: value for name, value in known.items() if name != 'counterparty_type' or value in kinds}

    @api.constrains('company_registry', 'vat', 'counterparty_type')
    def _check_codes(self):
        """:raises ValidationError: a code of our own firm has a wrong length or check digit"""
        for requisites in self:
            values, is_organisation = requisites._prepare_requisites(), requisites.counterparty_type in ORGANISATIONS
            registry, vat = values['company_registry'], values['vat']
            if registry and not is_registry_valid(registry, is_organisation):
                raise ValidationError(self._explain_registry(registry, is_organisation))
            if vat and not is_vat_valid(vat, is_organisation):
                raise ValidationError(self._explain_vat(vat, is_organisation))

    @api.model
    def _explain_registry(self, code, is_organisation):
        if is_organisation:
            return self.env._(
                "%(code)s is not a valid ЄДРПОУ: it has 8 digits, and the last one is a check digit. Compare it with the extract "
                "from the register.", code=code)
        return self.env._("%(code)s is not a valid РНОКПП: it has 10 digits, and the last one is a check digit.", code=code)

    @api.model
    def _explain_vat(self, code, is_organisation):
        if is_organisation:
            return self.env._("%(code)s is not a valid ІПН: that of an organisation has 12 digits.", code=code)
        return self.env._("%(code)s is not a valid ІПН: that of an entrepreneur is the РНОКПП, 10 digits.", code=code)

    @api.constrains('email')
    def _check_email(self):
        for requisites in self:
            if wrong := find_impossible(requisites.email):
                raise ValidationError(self.env._("%(address)s is not a valid e-mail address.", address=wrong[0]))

    def action_save(self):
        """Write the requisites to the company. Empty fields of the dialog empty them there, too."""
        self.ensure_one()
        self.company_id.name = self.name
        self.company_id.partner_id.write(self._prepare_requisites())
        return {'type': 'ir.actions.act_window_close'}

    def _prepare_requisites(self):
        """:return: dict: values of the counterparty of the firm; the codes as they are printed, without spaces and dashes"""
        values = {name: self[name] for name in REQUISITES}
        return {**values, **self.env['res.partner']._clean_codes(values, self.counterparty_type in ORGANISATIONS)}
