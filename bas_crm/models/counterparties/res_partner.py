from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.codes import HOME, ORGANISATIONS, clean_code, is_registry_valid, is_vat_valid

#: kinds that are companies for Odoo
COMPANY_TYPES = ('legal_entity', 'entrepreneur', 'government')
#: our field and core's fields that it replaces → function that tells whether a value means a company
KIND_FIELDS = {
    'counterparty_type': lambda value: value in COMPANY_TYPES,
    'company_type': lambda value: value == 'company',
    'is_company': bool,
}

#: what makes core show more of a counterparty than the name
NAME_CONTEXT = ('formatted_display_name', 'partner_show_db_id', 'show_address', 'show_email', 'show_vat')
#: what core names a counterparty by, and what its access rules look at
NAMED_BY = (
    'name', 'complete_name', 'parent_id', 'company_name', 'is_company', 'type', 'commercial_company_name', 'company_id',
    'partner_share')


class ResPartner(models.Model):
    """A counterparty («контрагент»): its kind, and its relation to the firm."""

    _inherit = 'res.partner'
    _complete_name_displayed_types = ('invoice', 'delivery', 'actual', 'postal', 'other')

    counterparty_type = fields.Selection(
        [
            ('legal_entity', "Legal Entity"),
            ('entrepreneur', "Entrepreneur"),
            ('individual', "Individual"),
            ('government', "Government Body"),
        ],
        string="Counterparty Kind", compute='_compute_counterparty_type', inverse='_inverse_counterparty_type',
        store=True, readonly=False, precompute=True,
        help="Decides which codes the counterparty has and how contracts name it. Contact persons have no kind.")
    legal_name = fields.Char(help="The full name as registered, for contracts and other documents.")
    is_customer = fields.Boolean("Customer", help="Set automatically with the first sale.")
    is_supplier = fields.Boolean("Supplier", help="Set automatically with the first purchase.")
    is_other_relation = fields.Boolean("Other Relations")
    acquisition_source_id = fields.Many2one(
        'utm.source', ondelete='set null', index='btree_not_null')
    type = fields.Selection(
        selection_add=[('actual', "Actual Address"), ('postal', "Postal Address"), ('other',)],
        ondelete={'actual': 'set other', 'postal': 'set other'})
    tax_status = fields.Char(
        "Tax Status in Prints",
        help="Text in prints, e.g. «Платник єдиного податку 2 групи, не є платником ПДВ». If empty, the tax number decides.")

    # Who signs for the counterparty
    signatory_name = fields.Char("Signatory", help="Name and initials below the signature: «О. І. Петренко».")
    signatory_position = fields.Char("Signatory's Position")
    signatory_genitive = fields.Char(
        "Represented by",
        help="Position and name in the genitive, for the beginning of contracts: «директора Петренка Олега Івановича».")
    signatory_basis = fields.Char(
        "Acting on the Basis of", help="In the genitive: «Статуту», «довіреності № 12 від 01.09.2026».")

    has_wrong_code = fields.Boolean(
        "Wrong Code", compute='_compute_has_wrong_code', store=True,
        help="A check digit or the length of a code is wrong. You can still work with the counterparty.")
    wrong_code_warning = fields.Char(compute='_compute_wrong_code_warning')

    @api.depends('is_company', 'parent_id')
    def _compute_counterparty_type(self):
        for partner in self:
            if partner.is_company:
                kind = partner.counterparty_type
                partner.counterparty_type = kind if kind in COMPANY_TYPES else 'legal_entity'
            else:
                partner.counterparty_type = False if partner.parent_id else 'individual'

    def _inverse_counterparty_type(self):
        for partner in self.filtered('counterparty_type'):
            is_company = partner.counterparty_type in COMPANY_TYPES
            if partner.is_company != is_company:
                partner.is_company = is_company

    @api.onchange('counterparty_type')
    def _onchange_counterparty_type(self):
        # Like core's onchange of company_type: the form shows the fields of the new kind before saving.
        if self.counterparty_type:
            self.is_company = self.counterparty_type in COMPANY_TYPES

    def _check_contact_has_no_contracts(self):
        """Contracts are made with the counterparty itself, so a partner with contracts cannot become a contact person."""
        persons = self.filtered(lambda partner: partner.commercial_partner_id != partner)
        # A user who moves the card may learn that it has contracts, even colleagues' ones.
        contracts = self.env['bas.contract'].sudo().with_context(active_test=False)
        for contract in contracts.search([('partner_id', 'in', persons.ids)], limit=1) if persons else ():
            raise ValidationError(self.env._(
                "%(partner)s has contracts and cannot become a contact person. Move the contracts to another counterparty first.",
                partner=contract.partner_id.name))

    def onchange(self, values, field_names, fields_spec):
        if not field_names and self._is_created_manually():
            # The form of a new card shows who is responsible: of the user's own card it needs the name alone.
            self.env.user.sudo().partner_id.fetch(['name'])  # sudo: as core shows names of users
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def default_get(self, fields):
        """A default for one of the fields of the kind also sets the other ones."""
        defaults = super().default_get(fields)
        is_contact = bool(defaults.get('parent_id') or self.env.context.get('default_parent_id'))
        if not is_contact and self._is_created_manually():
            defaults = {**{name: value for name, value in self._get_manual_defaults().items() if name in fields}, **defaults}
        if KIND_FIELDS.keys().isdisjoint(fields):
            return defaults
        said = self._get_default_kinds(is_contact)
        agreed = {}
        if said:
            name, value = said[0]
            is_company = KIND_FIELDS[name](value)
            agreed = {name: value for name, value in reversed(said) if KIND_FIELDS[name](value) == is_company}
            agreed['is_company'] = is_company
        elif 'is_company' in defaults:
            agreed['is_company'] = defaults['is_company']
        return {
            **{name: value for name, value in defaults.items() if name not in KIND_FIELDS},
            **{name: value for name, value in agreed.items() if name in fields}}

    @api.model
    def _get_default_kinds(self, is_contact):
        """Order: values of the caller, then the user's own defaults, then ``is_company``, which a menu may set.

        :param bool is_contact: a contact person has no kind of counterparty
        :return: list of (name of a field, value); the first one decides
        """
        asked, own = self.env.context, self.env['ir.default']._get_model_defaults(self._name)
        kinds = ['company_type'] if is_contact else ['counterparty_type', 'company_type']
        said = [(name, asked.get(f'default_{name}')) for name in kinds] + [(name, own.get(name)) for name in kinds]
        is_company = [asked.get('default_is_company'), own.get('is_company')]
        return [pair for pair in said if pair[1]] + [('is_company', value) for value in is_company if value is not None]

    @api.model
    def _add_missing_default_values(self, values):
        """A given value takes priority over a default of another field of the kind."""
        # The defaults depend on whether it is a contact person.
        parent = {'default_parent_id': values['parent_id']} if values.get('parent_id') else {}
        completed = super(ResPartner, self.with_context(**parent))._add_missing_default_values(values)
        given = next((name for name in KIND_FIELDS if name in values and (values[name] or name == 'is_company')), None)
        if given:
            completed = {name: value for name, value in completed.items() if name not in KIND_FIELDS or name in values}
            completed.setdefault('is_company', KIND_FIELDS[given](values[given]))
        return completed

    @api.model_create_multi
    def create(self, vals_list):
        relation = {'customer': 'is_customer', 'supplier': 'is_supplier'}.get(self.env.context.get('res_partner_search_mode'))
        if relation:
            vals_list = [{relation: True, **vals} for vals in vals_list]
        vals_list = [self._clean_new_codes(vals) for vals in vals_list]
        # Only the counterparty itself, not its contacts, is linked to the event from which it is created.
        partners = super(ResPartner, self.with_context(link_event_id=False)).create(vals_list)
        if self._is_created_manually():
            partners._add_main_contracts()
        partners = partners.with_env(self.env)
        self.env['bas.event']._link_created_record(partners.filtered(lambda partner: not partner.parent_id)[:1], 'partner_id')
        return partners

    def write(self, vals):
        if (vals.get('company_registry') or vals.get('vat')) and self._is_ukrainian(vals):
            kinds = {vals['counterparty_type']} if 'counterparty_type' in vals else set(self.mapped('counterparty_type'))
            vals = {**vals, **self._clean_codes(vals, kinds <= set(ORGANISATIONS))}
        former = {partner: partner.name for partner in self.sudo()} if 'name' in vals else {}  # for the calendar of everybody
        result = super().write(vals)
        if 'parent_id' in vals:
            # The user may have no access to the counterparty any more.
            self.sudo()._check_contact_has_no_contracts()
        if former:
            self._rename_in_calendar(former)
        return result

    @api.model
    def _is_created_manually(self):
        """Tell whether a salesperson creates a counterparty manually: in our lists, or from a document.

        False for users, contacts of e-mails, imports, signups and conversions of leads.
        """
        context = self.env.context
        is_in_sales = context.get('default_is_customer') or context.get('res_partner_search_mode') == 'customer'
        is_file = context.get('import_file') or context.get('install_mode')
        return bool(is_in_sales and not is_file and not self.env.su
                    and self.env.user.has_group('sales_team.group_sale_salesman'))

    @api.model
    def _get_manual_defaults(self):
        """:return: dict: default values of a card created manually"""
        return {'user_id': self.env.uid, 'country_id': self.env.company.country_id.id}

    def _increase_rank(self, field, n=1):
        super()._increase_rank(field, n)
        relation = {'customer_rank': 'is_customer', 'supplier_rank': 'is_supplier'}[field]
        # The ranks are counted with superuser rights as well: the user who posts an invoice may have no rights on partners.
        self.sudo().filtered(lambda partner: not partner[relation])[relation] = True

    # ЄДРПОУ, РНОКПП and ІПН are cleaned and checked, but never refused: old codes are still in use

    def _compute_display_name(self):
        """Core shows only the tax number below the address: add its title."""
        super()._compute_display_name()
        if self.env.context.get('show_vat') and self.env.context.get('show_address'):
            for partner in self.filtered('vat'):
                name = partner.display_name.removesuffix(f"\n {partner.vat}")
                if name != partner.display_name:
                    partner.display_name = '\n'.join((name, self.env._("Tax number: %s", partner.vat)))

    def _recall_names(self):
        """Fetch the names of many without the rest of their cards, and put together only those of persons of a firm, as core
        does; unless the context wants more than names."""
        unknown = self.browse(self._fields['display_name']._cache_missing_ids(self))
        if not unknown or any(self.env.context.get(key) for key in NAME_CONTEXT):
            return
        unknown.fetch(NAMED_BY)
        named = unknown.filtered(lambda partner: partner.name and partner.name == partner.complete_name
                                 and '\n' not in partner.name)
        self._fields['display_name']._insert_cache(named, named.mapped('name'))

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
                warnings.append(self.env._("%(code)s is not a valid code: its check digit or length is wrong.", code=registry))
            if vat:
                warnings.append(self.env._(
                    "%(code)s is not a valid tax number: 12 digits for organisations, 10 for persons.", code=vat))
            warnings += [
                self.env._("%(number)s is not a valid IBAN: its check digits or length are wrong.", number=account.acc_number)
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
        """:return: pair: registry code and tax number, False for each one that is valid. Foreign codes are not checked."""
        self.ensure_one()
        if not self.counterparty_type or self.country_id.code not in HOME:
            return (False, False)
        is_organisation = self._is_organisation()
        registry, vat = self.company_registry, self.vat
        return (
            registry and not is_registry_valid(registry, is_organisation) and registry,
            # core uses '/' for "not subject to tax"
            vat and vat != '/' and not is_vat_valid(vat, is_organisation) and vat,
        )

    def _is_organisation(self):
        return self.counterparty_type in ORGANISATIONS

    @api.onchange('company_registry', 'vat', 'counterparty_type')
    def _onchange_codes(self):
        # A code pasted with spaces is shown as it will be stored, and duplicates are found at once.
        if self._is_ukrainian({}):
            self.update(self._clean_codes({'company_registry': self.company_registry, 'vat': self.vat}, self._is_organisation()))

    @api.model
    def _clean_codes(self, values, is_organisation):
        """:return: dict: the codes of ``values``, cleaned; only a ЄДРПОУ may have lost leading zeros"""
        has_zeros = {'company_registry': is_organisation, 'vat': False}
        return {name: clean_code(values[name], zeros) for name, zeros in has_zeros.items() if values.get(name)}

    @api.model
    def _clean_new_codes(self, vals):
        is_organisation = vals.get('counterparty_type', 'legal_entity') in ORGANISATIONS
        return {**vals, **self._clean_codes(vals, is_organisation)} if self._is_ukrainian(vals) else vals

    def _is_ukrainian(self, vals):
        """Tell whether codes in ``vals`` follow Ukrainian rules: the country is Ukraine or empty."""
        if 'country_id' in vals:
            countries = self.env['res.country'].browse(vals['country_id'])
        else:
            countries = self.country_id
        return all(country.code == 'UA' for country in countries)
