from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import format_date

from ...tools.days import ZONE_CONTEXT, get_today
from ...tools.dialogs import tell
from ...tools.groups import HEAD_OF_SALES
from ...tools.marks import read_mark

#: fields that can be edited only in a draft, and fields that can be edited until the contract is signed or has ended
AGREED_IN_DRAFT = {'date', 'company_id', 'partner_id', 'contract_type', 'template_id', 'body'}
AGREED_IN_FORCE = {'name', 'date_start', 'date_end', 'currency_id', 'pricelist_id', 'payment_term_id', 'amount_limit'}


class BasContract(models.Model):
    """A contract («договір») of the firm with a counterparty."""

    _name = 'bas.contract'
    _description = 'Contract'
    _inherit = ['bas.numbered.mixin', 'bas.print.mixin', 'mail.thread', 'mail.activity.mixin']
    _order = 'date desc, id desc'
    _rec_names_search = ['name', 'partner_id.complete_name']
    _check_company_auto = True

    name = fields.Char("Number", copy=False, required=True, default='', index='trigram', tracking=True,
                       help="If empty, the next number of the year in the company is used.")
    date = fields.Date(required=True, copy=False, default=lambda self: get_today(self.env), tracking=True)
    company_id = fields.Many2one(
        'res.company', required=True, default=lambda self: self.env.company, index=True, ondelete='restrict')
    partner_id = fields.Many2one(
        'res.partner', string="Counterparty", required=True, index=True, ondelete='restrict', check_company=True,
        domain="[('parent_id', '=', False)]", tracking=True)
    user_id = fields.Many2one(
        'res.users', string="Responsible", default=lambda self: self.env.user, index=True, ondelete='set null',
        domain="[('share', '=', False)]", check_company=True, tracking=True)
    contract_type = fields.Selection(
        [
            ('customer', "With a Customer"),
            ('supplier', "With a Supplier"),
            ('consignor', "With a Consignor"),
            ('agent', "With a Commission Agent"),
            ('other', "Other"),
        ],
        string="Kind", required=True, default='customer', tracking=True)
    state = fields.Selection(
        [('draft', "Draft"), ('active', "In Force"), ('expired', "Expired"), ('cancelled', "Cancelled")],
        required=True, default='draft', copy=False, readonly=True, index=True, tracking=True)
    active = fields.Boolean(default=True)
    parent_id = fields.Many2one(
        'bas.contract', string="Framework Contract", index='btree_not_null', ondelete='restrict', check_company=True,
        domain="[('partner_id', '=', partner_id), ('id', '!=', id)]")
    child_ids = fields.One2many('bas.contract', 'parent_id', string="Contracts under This Framework")

    # Term
    date_start = fields.Date("In Force from", copy=False)
    date_end = fields.Date("In Force until", copy=False, tracking=True, help="The last day. If empty, the contract has no end.")
    is_signed = fields.Boolean("Signed", copy=False, tracking=True)
    is_main = fields.Boolean(compute='_compute_is_main', help="It is the default contract of new orders of the counterparty.")
    is_expiring = fields.Boolean(compute='_compute_is_expiring', help="It expires within thirty days.")

    # Money
    currency_id = fields.Many2one(
        'res.currency', compute='_compute_currency_id', store=True, readonly=False, precompute=True, required=True,
        ondelete='restrict')
    pricelist_id = fields.Many2one(
        'product.pricelist', string="Price List", compute='_compute_pricelist_id', store=True, readonly=False, precompute=True,
        check_company=True, ondelete='restrict', index='btree_not_null')
    payment_term_id = fields.Many2one(
        'account.payment.term', string="Payment Terms", compute='_compute_payment_term_id', store=True, readonly=False,
        precompute=True, check_company=True, ondelete='restrict')
    amount_limit = fields.Monetary(help="The maximum amount of the contract; 0 if it is not limited.")
    note = fields.Text("Comment", help="For the firm itself: it is not printed.")

    # Text
    template_id = fields.Many2one(
        'bas.contract.template', ondelete='set null', check_company=True,
        domain="[('contract_type', '=', contract_type)]")
    body = fields.Html("Text", copy=False, sanitize_attributes=True, sanitize_form=True)

    # Documents
    order_ids = fields.One2many('sale.order', 'contract_id', string="Orders")
    order_count = fields.Integer(compute='_compute_document_counts')
    invoice_ids = fields.One2many('account.move', 'contract_id', string="Invoices")
    invoice_count = fields.Integer(compute='_compute_document_counts')

    _unique_number = models.UniqueIndex(
        '(company_id, partner_id, name, EXTRACT(year FROM date))',  # a day: the field is a date without time
        "This counterparty already has a contract with this number in this year.")
    _dates_in_order = models.Constraint(
        'CHECK(date_start IS NULL OR date_end IS NULL OR date_start <= date_end)',
        "A contract cannot end before it begins.")
    _limit_not_negative = models.Constraint(
        'CHECK(amount_limit >= 0)', "The amount limit of a contract cannot be negative.")
    # Index for the order of the list.
    _date_index = models.Index('(date DESC, id DESC)')
    _term_index = models.Index("(date_end) WHERE state = 'active' AND date_end IS NOT NULL")

    # ------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------

    @api.depends('name', 'date')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for contract in self:
            contract.display_name = self.env._(
                "No. %(number)s of %(date)s", number=contract.name,
                date=format_date(self.env, contract.date),
            ) if contract.name and contract.date else self.env._("New Contract")

    @api.depends('partner_id.main_contract_id', 'state')
    def _compute_is_main(self):
        for contract in self:
            main = contract.partner_id.with_company(contract.company_id).main_contract_id
            contract.is_main = contract.state == 'active' and contract._origin == main

    @api.depends('date_end', 'state')
    @api.depends_context(*ZONE_CONTEXT)
    def _compute_is_expiring(self):
        today = get_today(self.env)
        horizon = today + relativedelta(days=30)
        for contract in self:
            contract.is_expiring = bool(
                contract.state == 'active' and contract.date_end and today <= contract.date_end <= horizon)

    @api.depends('partner_id', 'contract_type', 'company_id')
    def _compute_pricelist_id(self):
        # A price list in another currency must be chosen manually, because it changes the currency of the contract.
        for contract in self:
            partner = contract.partner_id.with_company(contract.company_id)
            agreed = partner.specific_property_product_pricelist if contract.contract_type == 'customer' else False
            if agreed and agreed.active and agreed.currency_id == contract.company_id.currency_id:
                contract.pricelist_id = agreed
            else:
                contract.pricelist_id = contract.pricelist_id

    @api.depends('partner_id', 'contract_type', 'company_id')
    def _compute_payment_term_id(self):
        names = {'customer': 'property_payment_term_id', 'supplier': 'property_supplier_payment_term_id'}
        for contract in self:
            name = names.get(contract.contract_type)
            agreed = name and contract.partner_id.with_company(contract.company_id)[name]
            contract.payment_term_id = agreed or contract.payment_term_id

    @api.depends('company_id', 'pricelist_id')
    def _compute_currency_id(self):
        for contract in self:
            contract.currency_id = contract.pricelist_id.currency_id or contract.currency_id or contract.company_id.currency_id

    def _compute_document_counts(self):
        orders = dict(self.env['sale.order']._read_group([('contract_id', 'in', self.ids)], ['contract_id'], ['__count']))
        invoices = dict(self.env['account.move']._read_group([('contract_id', 'in', self.ids)], ['contract_id'], ['__count'])
                        if self.env['account.move'].has_access('read') else [])
        for contract in self:
            contract.order_count = orders.get(contract._origin, 0)
            contract.invoice_count = invoices.get(contract._origin, 0)

    # ------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------

    @api.constrains('partner_id')
    def _check_counterparty(self):
        for contract in self:
            if contract.partner_id.commercial_partner_id != contract.partner_id:
                raise ValidationError(self.env._(
                    "%(person)s is a contact person: the contract is made with %(counterparty)s.",
                    person=contract.partner_id.name, counterparty=contract.partner_id.commercial_partner_id.display_name))

    @api.model
    def _check_counterparty_matches(self, documents):
        """:raises ValidationError: one of ``documents`` has a contract with another counterparty"""
        for document in documents:
            # A user who may edit the document may also see the counterparty of its contract, even of a colleague's.
            contract = document.contract_id.sudo()
            if contract and contract.partner_id != document.partner_id.commercial_partner_id:
                raise ValidationError(self.env._(
                    "The contract %(contract)s is with %(counterparty)s, not with %(partner)s.",
                    contract=contract.display_name, counterparty=contract.partner_id.display_name,
                    partner=document.partner_id.display_name))

    @api.model
    def _check_contract_not_ended(self, documents):
        """:raises ValidationError: one of ``documents`` has a contract that is cancelled or has ended before its date"""
        # An order of the past may have been made under a contract that has ended since.
        for document in documents if not read_mark(self, 'importing') else ():
            # The contract may be a colleague's.
            contract = document.contract_id.sudo()
            if contract and contract._is_over(document._get_contract_day()):
                raise ValidationError(self.env._(
                    "The contract %(contract)s is cancelled or has ended, so it cannot be used for a new document. Choose "
                    "another contract or none.", contract=contract.display_name))

    def _is_over(self, day):
        """Tell whether the contract has ended on ``day``: a document with an earlier date may still have it."""
        self.ensure_one()
        return self.state == 'cancelled' or (self.date_end < day if self.date_end else self.state == 'expired')

    def _check_counterparty_of_documents(self):
        """Documents of the contract must be of the same counterparty."""
        for model in ('sale.order', 'account.move'):
            # A colleague's documents count too.
            self._check_counterparty_matches(self.env[model].sudo().search([('contract_id', 'in', self.ids)]))

    @api.constrains('parent_id', 'partner_id')
    def _check_frame_contract(self):
        if self.parent_id and self._has_cycle():
            raise ValidationError(self.env._("A contract cannot be its own framework contract."))
        # Colleagues' contracts under it are checked as well.
        for contract in self.sudo() | self.sudo().with_context(active_test=False).child_ids:
            frame = contract.parent_id
            if frame and frame.partner_id != contract.partner_id:
                raise ValidationError(self.env._(
                    "The framework contract %(frame)s is with %(its)s, the contract %(contract)s with %(ours)s: both must have "
                    "the same counterparty.", frame=frame.display_name, its=frame.partner_id.display_name,
                    contract=contract.display_name, ours=contract.partner_id.display_name))

    @api.constrains('currency_id', 'pricelist_id', 'contract_type', 'company_id')
    def _check_currency(self):
        """An order takes its currency from its price list, so both currencies of a contract must be equal."""
        for contract in self:
            currency = contract.pricelist_id.currency_id
            if currency and currency != contract.currency_id:
                raise ValidationError(self.env._(
                    "The price list %(pricelist)s is in %(its)s, the contract in %(ours)s: both must have the same currency.",
                    pricelist=contract.pricelist_id.name, its=currency.name, ours=contract.currency_id.name))
            if not currency and contract.contract_type == 'customer' and contract.currency_id != contract.company_id.currency_id:
                raise ValidationError(self.env._(
                    "A contract in %(currency)s needs a price list in %(currency)s: orders take their currency from it.",
                    currency=contract.currency_id.name))

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        contracts = super().create(vals_list)
        contracts.filtered('template_id')._fill_empty_body()
        return contracts

    def write(self, vals):
        if not self._is_by_program():
            self._check_frozen_fields(vals)
        result = super().write(vals)
        if 'partner_id' in vals:
            self._check_counterparty_of_documents()
        if vals.get('template_id') and 'body' not in vals:
            written = self.filtered(lambda contract: contract.state == 'draft')._fill_empty_body()
            # The form then shows a warning that the text does not come from the template.
            written.filtered(lambda contract: not contract.filled_from)._program_write(
                {'filled_from': {'template': False, 'values': {}}})
        if vals.get('state') in ('expired', 'cancelled'):
            self._unset_as_main()
        return result

    def _check_frozen_fields(self, vals):
        """:raises UserError: a person changes a field that is frozen because the contract is in force, signed or has ended"""
        if 'body' in vals and any(contract.state != 'draft' for contract in self):
            raise UserError(self.env._("The text of a contract can be edited only in a draft. Set it to draft first."))
        names = set() if self.env.su else vals.keys() & (AGREED_IN_DRAFT | AGREED_IN_FORCE)
        for contract in self:
            is_signed = contract.is_signed and vals.get('is_signed', True)
            if contract.state == 'draft' and not is_signed:
                continue
            frozen = names if is_signed or contract.state != 'active' else names & AGREED_IN_DRAFT
            changed = {name for name in frozen if self._is_changed(
                name, vals[name], contract._fields[name].convert_to_write(contract[name], contract))}
            if changed:
                raise UserError(self.env._(
                    "The contract %(contract)s is in force, signed or has ended, so these fields cannot be changed: %(fields)s. "
                    "Press «Set to Draft», or clear the mark «Signed» first.", contract=contract.display_name, fields=', '.join(
                        sorted(contract._fields[name]._description_string(self.env) for name in changed))))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_force(self):
        if any(contract.state in ('active', 'expired') for contract in self):
            raise UserError(self.env._("A contract that is or was in force cannot be deleted. Cancel it, or archive it."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_administrators(self):
        is_administrator = self.env.su or self.env.user.has_group(HEAD_OF_SALES)
        if not is_administrator and any(contract.state != 'draft' for contract in self):
            raise UserError(self.env._("Only drafts can be deleted. Archive the contract, or ask the head of sales."))

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------

    def action_activate(self):
        self._program_write({'state': 'active'})
        self._expire(get_today(self.env))

    def action_cancel(self):
        self._program_write({'state': 'cancelled'})

    def action_draft(self):
        self._program_write({'state': 'draft'})

    def action_fill_from_template(self):
        """Fill the text from the template again, with the current data of the cards."""
        for contract in self:
            if not contract.template_id:
                raise UserError(self.env._("Choose a template first. Its text will be filled in from the cards."))
            if contract.is_signed or contract.state not in ('draft', 'active'):
                raise UserError(self.env._("The text of a contract that is signed or has ended cannot be changed."))
        self._fill_body()

    def action_set_main(self):
        """Make this contract the default of new orders of the counterparty."""
        for contract in self:
            if contract.state != 'active' or contract.contract_type != 'customer':
                raise UserError(self.env._("Only a contract with a customer that is in force can be the main one."))
            contract.partner_id.with_company(contract.company_id)._program_write({'main_contract_id': contract.id})
        return tell(self.env._("New orders will use this contract."), after=None)

    @api.readonly
    def action_view_orders(self):
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('bas_crm.sale_order_action'),
            'domain': [('contract_id', '=', self.id)],
            'context': {'default_partner_id': self.partner_id.id, 'default_contract_id': self.id},
        }

    @api.readonly
    def action_view_invoices(self):
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('account.action_move_out_invoice_type'),
            'domain': [('contract_id', '=', self.id)],
            'context': {'default_move_type': 'out_invoice', 'default_partner_id': self.partner_id.id},
        }

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------

    @api.model
    def _create_main_contracts(self, responsible, company):
        """Create active main contracts of ``company`` for customers.

        :param responsible: dict: counterparty → user responsible for the contract
        """
        contracts = self.with_company(company)._program_create([{
            'partner_id': partner.id,
            'company_id': company.id,
            'user_id': user.id,
            'template_id': company.bas_contract_template_id.id,
            'state': 'active',
        } for partner, user in responsible.items()])
        for contract in contracts:
            contract.partner_id.with_company(company)._program_write({'main_contract_id': contract.id})

    @api.model
    def _cron_expire(self):
        """Daily: set contracts whose last day has passed, by the day of their company, to expired."""
        tomorrow = get_today(self.env) + relativedelta(days=1)  # no company can be further ahead
        ending = self.search([('state', '=', 'active'), ('date_end', '<', tomorrow)])
        for company, contracts in ending.grouped('company_id').items():
            contracts._expire(get_today(self.env, company))

    def _is_in_force(self, day):
        """Tell whether the contract is in force on ``day``. The dates decide, since the nightly job sets the state later."""
        self.ensure_one()
        has_begun = not self.date_start or self.date_start <= day
        return self.active and self.state == 'active' and has_begun and not self._has_ended(day)

    def _has_ended(self, day=None):
        """Tell whether no new documents are allowed under the contract on a day, by default today."""
        self.ensure_one()
        is_over = self.date_end and self.date_end < (day or get_today(self.env, self.company_id))
        return not self.active or self.state in ('expired', 'cancelled') or bool(is_over)

    @api.model
    def _drop_ended_contracts(self, documents, vals_list):
        """:return: ``vals_list`` of copies of ``documents``, without ended contracts"""
        # The user who copies a document may have no access to its contract.
        return [
            {name: value for name, value in vals.items() if name != 'contract_id'}
            if any(contract._has_ended() for contract in document.contract_id.sudo()) else vals
            for document, vals in zip(documents, vals_list, strict=True)]

    def _unset_as_main(self):
        """Unset ended contracts as main contracts of their counterparties."""
        for contract in self:
            partner = contract.partner_id.with_company(contract.company_id)
            if partner.main_contract_id == contract:
                partner._program_write({'main_contract_id': False})

    def _expire(self, today):
        self.filtered(lambda contract: contract.date_end and contract.date_end < today)._program_write(
            {'state': 'expired'})
