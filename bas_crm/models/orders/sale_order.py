from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

from ...tools.days import to_day
from ...tools.first_lines import find_first_items


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    contract_id = fields.Many2one(
        'bas.contract', compute='_compute_contract_id', store=True, readonly=False, precompute=True,
        index='btree_not_null', ondelete='restrict', check_company=True,
        domain="[('partner_id', 'parent_of', partner_id), ('contract_type', '=', 'customer'),"
               " ('state', 'in', ('draft', 'active')), '|', ('date_end', '=', False), ('date_end', '>=', 'today')]")

    bas_comment = fields.Text("Comment", copy=False, groups='base.group_user', help="For colleagues; it is not printed.")
    bas_is_empty = fields.Boolean("Without Lines", compute='_compute_bas_subject')
    bas_subject = fields.Char(
        "Subject", compute='_compute_bas_subject', help="The reference of the customer, the first item and the number of items.")

    @api.depends('partner_id', 'company_id')
    def _compute_contract_id(self):
        for order in self:
            # The terms of the main contract apply to orders of all managers, even without access to the contract.
            partner = order.partner_id.commercial_partner_id.with_company(order.company_id).sudo()
            contract = order.contract_id.sudo()  # the same for a contract that a colleague has chosen
            if contract and contract.partner_id == partner and contract.company_id == order.company_id:
                continue
            main = partner.main_contract_id
            day = to_day(self.env, order.date_order or fields.Datetime.now(), order.company_id)
            is_valid = main and main.company_id == order.company_id and main._is_in_force(day)
            order.contract_id = main.sudo(False) if is_valid else False

    def _get_with_editable_terms(self):
        """:return: orders whose terms follow the contract and the customer; not those that the customer has signed"""
        return self.filtered(lambda order: not order.is_fixed_by_signature or order.state == 'cancel')

    @api.depends('contract_id')
    def _compute_pricelist_id(self):
        orders = self._get_with_editable_terms()
        super(SaleOrder, orders)._compute_pricelist_id()
        for order in orders.filtered(lambda order: order.state == 'draft'):
            # The terms apply even if the user has no access to the contract.
            order.pricelist_id = order.contract_id.sudo().pricelist_id.sudo(False) or order.pricelist_id

    @api.depends('contract_id')
    def _compute_payment_term_id(self):
        # The terms of a confirmed order do not change when it gets another contract.
        orders = self._get_with_editable_terms().filtered(
            lambda order: order.state in ('draft', 'sent') or not order.payment_term_id)
        super(SaleOrder, orders)._compute_payment_term_id()
        for order in orders:
            # The same as for the price list.
            order.payment_term_id = order.contract_id.sudo().payment_term_id.sudo(False) or order.payment_term_id

    def _compute_fiscal_position_id(self):
        return super(SaleOrder, self._get_with_editable_terms())._compute_fiscal_position_id()

    @api.constrains('contract_id', 'partner_id')
    def _check_contract(self):
        self.env['bas.contract']._check_counterparty_matches(self)

    def _get_contract_day(self):
        return to_day(self.env, self.date_order or fields.Datetime.now(), self.company_id)

    # ------------------------------------------------------------
    # CRUD: the complete sequence of what happens to an order; the called steps are in the files of their topics
    # ------------------------------------------------------------

    def _auto_init(self):
        # The columns of existing orders are filled by a few queries, not one by one with the defaults.
        for name, kind in (('order_type_id', 'int4'), ('operation', 'varchar'), ('bas_payment_status', 'varchar')):
            if not column_exists(self.env.cr, self._table, name):
                create_column(self.env.cr, self._table, name, kind)
        return super()._auto_init()

    @api.model_create_multi
    def create(self, vals_list):
        self._check_bounds(vals_list)
        # Core takes the year of the number from the date, and fails if it is empty.
        vals_list = [{name: value for name, value in vals.items() if value or name != 'date_order'} for vals in vals_list]
        chosen = [self._choose_new_stage(vals) for vals in vals_list]
        asked = [vals.get('stage_id') or stage.id for vals, (_type, stage) in zip(vals_list, chosen, strict=True)]
        vals_list = [self._complete_stage(vals, *pair) for vals, pair in zip(vals_list, chosen, strict=True)]
        # Only the order itself, not other records that core creates with it, is linked to the event from which it is created.
        orders = super(SaleOrder, self.with_context(link_event_id=False)).create(self._number_work_orders(vals_list))
        self.env['bas.contract']._check_contract_not_ended(orders)
        orders._enter_stages(asked)
        orders._restore_dates(vals_list)
        orders._set_missing_cancel_reason()
        orders = orders.with_env(self.env)
        self.env['bas.event']._link_created_record(orders[:1], 'order_id')
        return orders

    def write(self, vals):
        """Check whether the change is allowed. A new stage also changes the state; other values are written with their effects.

        :raises UserError: the customer has signed the terms; the customer of the order cannot change; the state or stage is
            not allowed
        :raises ValidationError: the new contract has ended
        """
        self._check_signed_terms(vals)
        self._check_offers_allow(vals)
        self._check_state_change(vals)
        moving = self._get_moving()
        if 'stage_id' in vals and moving != self:
            moving.write(vals)
            return (self - moving)._write_stage(vals)
        if vals.get('state') == 'cancel':
            self._cancel_works_ahead()
        contracts = {order: order.contract_id.id for order in self} if vals.get('contract_id') else {}
        stages = {order: order.stage_id for order in self} if 'stage_id' in vals else {}
        with self._works_follow(vals) as orders:
            result = super(SaleOrder, orders).write(vals)
        self.env['bas.contract']._check_contract_not_ended(self.filtered(
            lambda order: order in contracts and contracts[order] != vals['contract_id']))
        self._log_stages(stages)
        if {'state', 'order_type_id', 'company_id'} & vals.keys():
            (self - moving)._follow_state()
        if 'cancel_reason_id' in vals and not vals['cancel_reason_id']:
            self._check_reason_kept()
        self._follow_signature(vals)
        return result

    def unlink(self):
        self.check_access('unlink')
        # The stage history is deleted with the order. Work tasks log the cancellation themselves.
        self._filter_work_orders()._get_works_ahead()._cancel_works()
        self._unlink_offers()
        return super().unlink()

    def copy_data(self, default=None):
        return self.env['bas.contract']._drop_ended_contracts(self, super().copy_data(default))

    def _is_known_link(self, name, records, vals):
        """Every order may have the main contract of its customer, see ``_compute_contract_id``."""
        if name != 'contract_id':
            return super()._is_known_link(name, records, vals)
        partner = self.env['res.partner'].browse(vals.get('partner_id') or []).exists()
        company = self.env['res.company'].browse(vals.get('company_id') or [])
        sides = [(partner or order.partner_id, company or order.company_id) for order in self] or [
            (partner, company or self.env.company)]
        # Every salesperson sees the name of the main contract on the card.
        return all(
            customer and customer.commercial_partner_id.with_company(firm).sudo().main_contract_id == records.sudo()
            for customer, firm in sides)

    def _prepare_invoice(self):
        return {**super()._prepare_invoice(), 'contract_id': self.contract_id.id}

    def _get_invoice_grouping_keys(self):
        # An invoice has only one contract.
        return [*super()._get_invoice_grouping_keys(), 'contract_id']

    def _fetch_for_screen(self, fnames):
        super()._fetch_for_screen(fnames)
        if 'expected_date' in fnames:
            lines = self.order_line
            lines.fetch(['order_id', 'product_id', 'display_type', 'state', 'customer_lead'])
            products = lines.product_id.sudo()  # sudo: what kind of goods they are, as core's field reads it
            products.fetch(['product_tmpl_id'])
            products.product_tmpl_id.fetch(['type'])

    # Short description of an order for cards, lists and the history of a counterparty

    @api.depends('client_order_ref', 'order_line.product_id.name', 'order_line.name', 'order_line.sequence',
                 'order_line.display_type', 'order_line.is_downpayment')
    @api.depends_context('lang')
    def _compute_bas_subject(self):
        saved = self.filtered('id')
        found = saved._find_first_items()
        for order in self - saved:
            lines = order.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment)
            found[order.id] = lines[:1].product_id.name or lines[:1].name or '', len(lines)
        empty = self.filtered(lambda order: not found.get(order.id, ('', 0))[1])
        empty.bas_is_empty = True
        (self - empty).bas_is_empty = False
        several = self.env._("%(item)s and %(count)s more")
        for order in self:
            name, count = found.get(order.id, ('', 0))
            item = name.partition('\n')[0]
            items = several % {'item': item, 'count': count - 1} if count > 1 else item
            order.bas_subject = ' · '.join(filter(None, (order.client_order_ref, items))) or False

    def _find_first_items(self):
        """:return: dict: id of an order → name of its first item, number of its items; users who see the order see the names"""
        if not self.ids:
            return {}
        return find_first_items(self.env, 'sale.order.line', 'order_id', order=['sequence', 'id'], where={
            'order_id': SQL("order_id IN %s", tuple(self.ids)),
            'display_type': SQL("display_type IS NULL"), 'is_downpayment': SQL("is_downpayment IS NOT TRUE")})

    @api.model
    def _format_first_and_count(self, name, count):
        """:return: ``name`` and the number of other items"""
        return self.env._("%(item)s and %(count)s more", item=name, count=count - 1) if count > 1 else name


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    def _check_company(self, fnames=None):
        """:raises UserError: an item belongs to another company; core's message does not say what to do"""
        if fnames is None or {'product_id', 'company_id', 'order_id'} & set(fnames):
            for line in self.filtered('product_id'):
                # sudo: of a company that the user may not enter, only the name is told
                item, company = line.product_id.sudo(), line.company_id.sudo()
                owner = item.company_id
                if owner and owner not in company.parent_ids:
                    raise UserError(self.env._(
                        "The item «%(item)s» belongs to %(owner)s, and the order to %(company)s. Remove the item from the order, "
                        "or make the order in %(owner)s. If both companies sell it, clear «Company» on the card of the item.",
                        item=item.display_name, owner=owner.name, company=company.name))
        return super()._check_company(fnames)
