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
            return self.env._("%(code)s is not a valid ЄДРПОУ: it has 8 digits, and the last one is a check digit. Compare it with "
                              "the extract from the register.", code=code)
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


class BasSetupBank(models.TransientModel):
    """A bank account of our own firm; its IBAN must be valid."""

    _name = 'bas.setup.bank'
    _description = 'Bank Account of the Firm'

    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, default=lambda self: self.env.company, ondelete='cascade')
    acc_number = fields.Char("IBAN", required=True)
    bank_name = fields.Char("Bank", help="As it is printed. A bank with the same МФО keeps its name.")
    mfo = fields.Char("МФО", compute='_compute_mfo')

    @api.depends('acc_number')
    def _compute_mfo(self):
        for dialog in self:
            dialog.mfo = self._get_account(dialog.acc_number)[4:10]

    @api.model
    def _get_account(self, number):
        """:return: str: an IBAN without spaces, as the banks exchange it"""
        return ''.join((number or '').split()).upper()

    @api.constrains('acc_number')
    def _check_iban(self):
        for dialog in self:
            number = self._get_account(dialog.acc_number)
            if self.env['res.partner.bank'].retrieve_acc_type(number) != 'iban':
                raise ValidationError(self.env._(
                    "%(number)s is not a valid IBAN. A Ukrainian one has UA and 27 digits; copy it from the bank's application.",
                    number=dialog.acc_number))

    def action_save(self):
        """Add the account to the firm, and to its bank journal if that has none."""
        self.ensure_one()
        accounts = self.env['res.partner.bank'].with_context(active_test=False)
        number = self._get_account(self.acc_number)
        account = accounts.search([
            ('sanitized_acc_number', '=', number), ('partner_id', '=', self.company_id.partner_id.id)], limit=1)
        account.filtered(lambda one: not one.active).action_unarchive()
        account = account or accounts.create({
            'acc_number': number, 'partner_id': self.company_id.partner_id.id, 'company_id': self.company_id.id})
        account.bank_id = self._get_bank() or account.bank_id
        # sudo: the administrator who adds the account may have no accounting rights
        journals = self.env['account.journal'].sudo().search([
            ('company_id', '=', self.company_id.id), ('type', '=', 'bank'), ('bank_account_id', '=', False)], limit=1)
        journals.bank_account_id = account
        return {'type': 'ir.actions.act_window_close'}

    def _get_bank(self):
        """:return: the bank with the МФО of the account, or else with the name given; it is created when there is none"""
        banks = self.env['res.bank']
        number = self._get_account(self.acc_number)
        code = number[4:10] if number.startswith('UA') else ''
        found = code and self.env['res.partner.bank'].search([
            ('sanitized_acc_number', '=like', f'UA__{code}%'), ('bank_id', '!=', False)], limit=1).bank_id
        name = (self.bank_name or '').strip()
        if found or not name:
            return found or banks
        return banks.search([('name', '=ilike', name)], limit=1) or banks.create({
            'name': name, 'country': self.company_id.country_id.id})


class BasSetupTemplates(models.TransientModel):
    """Templates of the first documents: main contracts and offers."""

    _name = 'bas.setup.templates'
    _description = 'Templates of the Firm'

    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, default=lambda self: self.env.company, ondelete='cascade')
    create_main_contract = fields.Boolean(
        "Main Contract for New Customers", default=lambda self: self.env.company.bas_create_main_contract)
    contract_template_id = fields.Many2one(
        'bas.contract.template', string="Its Template", ondelete='cascade',
        default=lambda self: self.env.company.bas_contract_template_id,
        domain="[('company_id', 'in', [company_id, False])]")
    offer_design = fields.Selection(
        [('strict', "Strict"), ('pictures', "With Pictures")], string="Design of Commercial Offers", required=True,
        default=lambda self: self.env.company.bas_offer_design)

    def action_save(self):
        self.ensure_one()
        self.company_id.write({
            'bas_create_main_contract': self.create_main_contract,
            'bas_contract_template_id': self.contract_template_id.id,
            'bas_offer_design': self.offer_design,
        })
        return {'type': 'ir.actions.act_window_close'}
