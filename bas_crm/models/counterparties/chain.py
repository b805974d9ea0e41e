from odoo import api, fields, models
from odoo.tools.misc import clean_context


class ResPartner(models.Model):
    """Documents of a counterparty (leads, contracts, orders, invoices) and its debt."""

    _inherit = 'res.partner'

    bas_contract_ids = fields.One2many('bas.contract', 'partner_id', string="Contracts")
    main_contract_id = fields.Many2one(
        'bas.contract', company_dependent=True, readonly=True, copy=False, ondelete='set null',
        domain="[('partner_id', '=', id), ('contract_type', '=', 'customer')]",
        groups='sales_team.group_sale_salesman,account.group_account_readonly,account.group_account_invoice',
        help="The default contract of new orders of this customer.")
    contract_count = fields.Integer(
        compute='_compute_contract_count', groups='sales_team.group_sale_salesman')
    customer_invoice_count = fields.Integer(
        "Number of Invoices", compute='_compute_customer_invoice_count', groups='sales_team.group_sale_salesman')
    debt = fields.Monetary(
        compute='_compute_debt', groups='sales_team.group_sale_salesman,account.group_account_readonly',
        help="What the customer owes the company, less prepayments.")

    def _compute_contract_count(self):
        counts = dict(self.env['bas.contract']._read_group(
            [('partner_id', 'in', self.ids)], ['partner_id'], ['__count'])) if self.ids else {}
        for partner in self:
            partner.contract_count = counts.get(partner._origin, 0)

    @api.depends_context('uid')
    def _compute_customer_invoice_count(self):
        """Count the invoices that the user may open."""
        counts = self._sum_with_children(self.env['account.move']._read_group(
            [('partner_id', 'child_of', self.ids), ('move_type', 'in', ('out_invoice', 'out_refund'))],
            ['partner_id'], ['__count']) if self.ids else [])
        for partner in self:
            partner.customer_invoice_count = counts.get(partner.id, 0)

    @api.depends_context('company')
    def _compute_debt(self):
        # A manager sees the debt of a customer, but has no access to the journal entries.
        lines = self.env['account.move.line'].sudo()._read_group(
            self._get_debt_domain(), ['partner_id'], ['amount_residual:sum']) if self.ids else []
        debts = self._sum_with_children(lines)
        for partner in self:
            partner.debt = debts.get(partner.id, 0.0)

    def _sum_with_children(self, amounts):
        """Sum up the amounts of each card and of all cards below it.

        :param amounts: list of (partner, number)
        :return: dict: id of a card in ``self`` → sum
        """
        sums = dict.fromkeys(self.ids, 0)
        for partner, amount in amounts:
            while partner:
                if partner.id in sums:
                    sums[partner.id] += amount
                partner = partner.parent_id
        return sums

    def _get_debt_domain(self):
        """:return: domain of the journal items that make up the debt, including prepayments and manual entries"""
        return [
            ('partner_id', 'child_of', self.ids),
            ('account_type', '=', 'asset_receivable'), ('parent_state', '=', 'posted'),
            ('reconciled', '=', False), ('company_id', '=', self.env.company.id),
        ]

    def _add_main_contracts(self):
        """Create a main contract for each new customer, if the company wants one, as the conversion of a lead does."""
        customers = self.filtered(lambda partner: (
            partner.is_customer and partner.partner_share and not partner.parent_id))
        # If a user enters a customer of a colleague, the contract belongs to the colleague.
        contracts = self.env(context=clean_context(self.env.context))['bas.contract'].sudo()
        for company, partners in customers.grouped(lambda partner: partner.company_id or self.env.company).items():
            if company.bas_create_main_contract:
                contracts._create_main_contracts(
                    {partner: partner.user_id or self.env.user for partner in partners}, company)
        # Which contracts the list shows is decided by the access rules.
        customers.invalidate_recordset(['bas_contract_ids'])

    # ------------------------------------------------------------
    # Buttons that create documents
    # ------------------------------------------------------------

    def action_new_order(self):
        return self._open_new('bas_crm.sale_order_action', {'default_partner_id': self.id})

    def action_new_task(self):
        return self._open_new('bas_crm.bas_work_task_action', {
            f'default_{name}': value for name, value in self._prepare_task_defaults().items()})

    def action_new_contract(self):
        return self._open_new('bas_crm.bas_contract_action', {'default_partner_id': self.commercial_partner_id.id})

    def _open_new(self, action, context):
        """Open the form of a new document of the counterparty."""
        self.ensure_one()
        return self.env['ir.actions.act_window']._get_form_action(action, context=context)

    # ------------------------------------------------------------
    # Buttons that open existing documents
    # ------------------------------------------------------------

    @api.readonly
    def action_view_leads(self):
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('bas_crm.crm_lead_action'),
            'domain': [('partner_id', 'child_of', self.id)],
            'context': {'active_test': False, 'default_type': 'lead', 'default_partner_id': self.id, 'decide_by_buttons': True},
        }

    @api.readonly
    def action_view_contracts(self):
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('bas_crm.bas_contract_action'),
            'domain': [('partner_id', '=', self.commercial_partner_id.id)],
            'context': {'default_partner_id': self.commercial_partner_id.id},
        }

    @api.readonly
    def action_view_debt(self):
        """Open the journal items that make up the debt; their residual amounts add up to it."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Debt of %(partner)s", partner=self.display_name),
            'res_model': 'account.move.line',
            'views': [(self.env.ref('bas_crm.account_move_line_view_list_debt').id, 'list'), (False, 'form')],
            'domain': self._get_debt_domain(),
            'context': {'create': False},
        }

    def _get_card_action(self):
        """Open the counterparty's card in our application."""
        return self.env['ir.actions.act_window']._get_form_action('bas_crm.res_partner_action', res_id=self.id)
