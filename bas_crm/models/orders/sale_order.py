from odoo import api, fields, models

from ...tools.days import to_day


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    contract_id = fields.Many2one(
        'bas.contract', compute='_compute_contract_id', store=True, readonly=False, precompute=True,
        index='btree_not_null', ondelete='restrict', check_company=True,
        domain="[('partner_id', 'parent_of', partner_id), ('contract_type', '=', 'customer'),"
               " ('state', 'in', ('draft', 'active')), '|', ('date_end', '=', False), ('date_end', '>=', 'today')]")

    @api.depends('partner_id', 'company_id')
    def _compute_contract_id(self):
        for order in self:
            # The terms of the customer's main contract hold for every manager, also for one who may not open it.
            partner = order.partner_id.commercial_partner_id.with_company(order.company_id).sudo()
            contract = order.contract_id.sudo()  # and so do those of a contract that a colleague has chosen
            if contract and contract.partner_id == partner and contract.company_id == order.company_id:
                continue
            main = partner.main_contract_id
            day = to_day(self.env, order.date_order or fields.Datetime.now(), order.company_id)
            is_valid = main and main.company_id == order.company_id and main._is_in_force(day)
            order.contract_id = main.sudo(False) if is_valid else False

    @api.depends('contract_id')
    def _compute_pricelist_id(self):
        super()._compute_pricelist_id()
        for order in self.filtered(lambda order: order.state == 'draft'):
            # The terms of a contract reach an order of somebody who may not open the contract.
            order.pricelist_id = order.contract_id.sudo().pricelist_id.sudo(False) or order.pricelist_id

    @api.depends('contract_id')
    def _compute_payment_term_id(self):
        # What a confirmed order was agreed on stays, whatever contract it is filed under later.
        open_orders = self.filtered(lambda order: order.state in ('draft', 'sent') or not order.payment_term_id)
        super(SaleOrder, open_orders)._compute_payment_term_id()
        for order in open_orders:
            # As with the price list.
            order.payment_term_id = order.contract_id.sudo().payment_term_id.sudo(False) or order.payment_term_id

    @api.constrains('contract_id', 'partner_id')
    def _check_contract(self):
        self.env['bas.contract']._check_is_with(self)

    def _get_contract_day(self):
        return to_day(self.env, self.date_order or fields.Datetime.now(), self.company_id)

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        self.env['bas.contract']._check_is_open(orders)
        return orders

    def write(self, vals):
        """:raises ValidationError: the new contract is over; a contract that an order has stays"""
        contract_id = vals.get('contract_id')
        changed = self.filtered(lambda order: contract_id and order.contract_id.id != contract_id)
        result = super().write(vals)
        self.env['bas.contract']._check_is_open(changed)
        return result

    def _is_known_link(self, name, records, vals):
        """The main contract of the customer is that of every order, see ``_compute_contract_id``."""
        if name != 'contract_id':
            return super()._is_known_link(name, records, vals)
        partner = self.env['res.partner'].browse(vals.get('partner_id') or []).exists()
        company = self.env['res.company'].browse(vals.get('company_id') or [])
        sides = [(partner or order.partner_id, company or order.company_id) for order in self] or [
            (partner, company or self.env.company)]
        # The card names its main contract to every salesman.
        return all(
            customer and customer.commercial_partner_id.with_company(firm).sudo().main_contract_id == records.sudo()
            for customer, firm in sides)

    def copy_data(self, default=None):
        return self.env['bas.contract']._drop_ended(self, super().copy_data(default))

    def _prepare_invoice(self):
        return {**super()._prepare_invoice(), 'contract_id': self.contract_id.id}

    def _get_invoice_grouping_keys(self):
        # One invoice is issued under one contract.
        return [*super()._get_invoice_grouping_keys(), 'contract_id']
