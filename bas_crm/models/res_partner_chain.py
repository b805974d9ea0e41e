from odoo import api, fields, models


class ResPartner(models.Model):
    """What a counterparty leads to: leads, contracts, orders, invoices and the debt."""

    _inherit = 'res.partner'

    bas_contract_ids = fields.One2many('bas.contract', 'partner_id', string="Contracts")
    main_contract_id = fields.Many2one(
        'bas.contract', company_dependent=True, ondelete='set null',
        domain="[('partner_id', '=', id), ('contract_type', '=', 'customer')]",
        help="The contract that new orders of this customer begin with.")
    contract_count = fields.Integer(
        compute='_compute_contract_count', groups='sales_team.group_sale_salesman')
    debt = fields.Monetary(
        compute='_compute_debt', groups='sales_team.group_sale_salesman,account.group_account_readonly',
        help="What the customer owes the company, less prepayments.")

    def _compute_contract_count(self):
        counts = dict(self.env['bas.contract']._read_group(
            [('partner_id', 'in', self.ids)], ['partner_id'], ['__count'])) if self.ids else {}
        for partner in self:
            partner.contract_count = counts.get(partner._origin, 0)

    @api.depends_context('company')
    def _compute_debt(self):
        # A manager is told what the customer owes, though the entries themselves are the accountant's.
        lines = self.env['account.move.line'].sudo()._read_group([
            ('partner_id', 'child_of', self.ids),
            ('account_type', '=', 'asset_receivable'), ('parent_state', '=', 'posted'),
            ('reconciled', '=', False), ('company_id', 'in', self.env.company.ids),
        ], ['partner_id'], ['amount_residual:sum']) if self.ids else []
        debts = dict.fromkeys(self.ids, 0.0)
        for partner, residual in lines:
            while partner:
                if partner.id in debts:
                    debts[partner.id] += residual
                partner = partner.parent_id
        for partner in self:
            partner.debt = debts.get(partner.id, 0.0)

    def action_view_leads(self):
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('bas_crm.crm_lead_action'),
            'domain': [('partner_id', 'child_of', self.id)],
            'context': {'active_test': False, 'default_partner_id': self.id},
        }

    def action_view_contracts(self):
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('bas_crm.bas_contract_action'),
            'domain': [('partner_id', '=', self.commercial_partner_id.id)],
            'context': {'default_partner_id': self.commercial_partner_id.id},
        }

    def action_view_debt(self):
        """Open the unpaid invoices behind the debt."""
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('account.action_move_out_invoice_type'),
            'domain': [
                ('commercial_partner_id', '=', self.commercial_partner_id.id),
                ('move_type', 'in', ('out_invoice', 'out_refund')),
                ('state', '=', 'posted'), ('payment_state', 'in', ('not_paid', 'partial', 'in_payment')),
            ],
            'context': {'default_move_type': 'out_invoice', 'default_partner_id': self.id},
        }

    def _get_card_action(self):
        """Open the counterparty's card in our application."""
        return {
            **self.env['ir.actions.act_window']._for_xml_id('bas_crm.res_partner_action'),
            'views': [(False, 'form')], 'res_id': self.id,
        }

    def _create_main_contract(self, company):
        """Give each customer a contract in force that his orders in ``company`` begin with."""
        template = company.bas_contract_template_id
        contracts = self.env['bas.contract'].with_company(company).create([{
            'partner_id': partner.id,
            'company_id': company.id,
            'user_id': (partner.user_id or self.env.user).id,
            'template_id': template.id,
        } for partner in self])
        contracts.state = 'active'
        for contract in contracts:
            contract.partner_id.with_company(company).main_contract_id = contract
