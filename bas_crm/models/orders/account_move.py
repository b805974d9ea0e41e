import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL
from odoo.tools.sql import table_exists

from ...tools.days import get_today
from .cost import add_amount_column

#: core marks credit notes with a Latin R before the journal code; before a Ukrainian code we use our own letter
CORES_MARK, OUR_MARK, UKRAINIAN_CODE = 'R', 'К', re.compile('[А-ЯЄІЇҐ]', re.IGNORECASE)



class AccountMove(models.Model):
    _inherit = 'account.move'

    contract_id = fields.Many2one(
        'bas.contract', compute='_compute_contract_id', store=True, readonly=False,
        index='btree_not_null', ondelete='restrict', check_company=True,
        domain="[('partner_id', '=', commercial_partner_id)]")
    # Access rules read this field: a user who may see an order also sees its invoices, even those of another salesperson. Only
    # these exceptions are stored: they are few, so lists stay fast. Core's own rule shows the other invoices.
    bas_order_ids = fields.Many2many(
        'sale.order', 'bas_account_move_order_rel', 'move_id', 'order_id', string="Orders of Other Salespeople",
        compute='_compute_bas_order_ids', store=True, groups='sales_team.group_sale_salesman')
    can_seller_post = fields.Boolean(compute='_compute_can_seller_post', exportable=False, export_string_translation=False)

    @api.depends('commercial_partner_id')
    def _compute_contract_id(self):
        for move in self:
            # An accountant may have no access to contracts.
            if move.contract_id.sudo().partner_id != move.commercial_partner_id:
                move.contract_id = False

    @api.depends('invoice_user_id', 'invoice_line_ids.sale_line_ids.order_id.user_id')
    def _compute_bas_order_ids(self):
        self.mapped('bas_order_ids')  # read at once what each assignment compares with
        # Everybody sees an invoice without a salesperson.
        invoices = self.filtered(lambda move: move.invoice_user_id and move.is_sale_document())
        for move in invoices:
            orders = move.invoice_line_ids.sale_line_ids.order_id
            move.bas_order_ids = orders.filtered(lambda order, seller=move.invoice_user_id: order.user_id != seller)
        (self - invoices).bas_order_ids = False

    def _auto_init(self):
        add_amount_column(self, 'bas_cost_total')
        if not table_exists(self.env.cr, 'bas_account_move_order_rel'):
            self._fill_orders()
        return super()._auto_init()

    def _fill_orders(self):
        """Fill the field of existing invoices by one query instead of one by one."""
        self.env.cr.execute(SQL("""
            CREATE TABLE bas_account_move_order_rel (
                move_id integer NOT NULL, order_id integer NOT NULL, PRIMARY KEY (move_id, order_id));
            CREATE INDEX ON bas_account_move_order_rel (order_id, move_id);
            INSERT INTO bas_account_move_order_rel (move_id, order_id)
                 SELECT DISTINCT item.move_id, line.order_id
                   FROM sale_order_line_invoice_rel rel
                   JOIN sale_order_line line ON line.id = rel.order_line_id
                   JOIN sale_order o ON o.id = line.order_id
                   JOIN account_move_line item ON item.id = rel.invoice_line_id
                   JOIN account_move move ON move.id = item.move_id
                  WHERE move.move_type IN ('out_invoice', 'out_refund') AND move.invoice_user_id IS NOT NULL
                    AND o.user_id IS DISTINCT FROM move.invoice_user_id"""))

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        # A credit note or a replacement invoice belongs to the same sale, so it keeps the contract, even an ended one.
        is_same_sale = self.env.context.get('include_business_fields')
        return vals_list if is_same_sale else self.env['bas.contract']._drop_ended_contracts(self, vals_list)

    def _get_next_sequence_format(self):
        """Number credit notes of the journal «ВН» as «КВН/2026/00001». A series that has begun otherwise this year continues."""
        form, values = super()._get_next_sequence_format()
        code, prefix = self.journal_id.code or '', values.get('prefix1') or ''
        is_new_series = not values.get('seq')
        if is_new_series and UKRAINIAN_CODE.search(code) and prefix.startswith(CORES_MARK + code):
            values = {**values, 'prefix1': OUR_MARK + prefix.removeprefix(CORES_MARK)}
        return form, values

    @api.constrains('contract_id', 'commercial_partner_id')
    def _check_contract(self):
        self.env['bas.contract']._check_counterparty_matches(self)

    def _get_contract_day(self):
        return self.invoice_date or get_today(self.env, self.company_id)

    def _has_inherited_contract(self):
        """Tell whether the contract comes from the order, or from an invoice that is reversed or replaced."""
        contract = self.contract_id
        move = self.sudo()  # Documents of colleagues count as well.
        return contract in move.invoice_line_ids.sale_line_ids.order_id.contract_id | move.reversed_entry_id.contract_id or bool(
            move.search([('contract_id', '=', contract.id), ('reversal_move_ids', '!=', False)], limit=1))

    def _check_contract_is_open(self):
        self.env['bas.contract']._check_contract_not_ended(
            self.filtered(lambda move: move.contract_id and not move._has_inherited_contract()))

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._check_contract_is_open()
        return moves

    def write(self, vals):
        """:raises UserError: the contract of a posted invoice cannot be changed, and an ended contract cannot be set"""
        if 'contract_id' in vals and not self.env.su:
            contract_id = vals['contract_id'] or False
            for move in self.filtered(lambda move: move.state != 'draft' and move.contract_id.id != contract_id):
                raise UserError(self.env._(
                    "%(invoice)s is posted, so its contract cannot be changed. Press «Reset to Draft» first.",
                    invoice=move.display_name))
        changed = self.filtered(lambda move: move.contract_id.id != vals['contract_id']) if vals.get('contract_id') else self[:0]
        result = super().write(vals)
        changed._check_contract_is_open()
        return result

    def _fetch_duplicate_reference(self, matching_states=('draft', 'posted')):
        """Core warns of similar invoices. Invoices that the user may not open are left out."""
        alike = super()._fetch_duplicate_reference(matching_states)
        readable = self.env['account.move'].union(*alike.values())._filtered_access('read')
        return {move: duplicates & readable for move, duplicates in alike.items() if duplicates & readable}

    @api.depends('state', 'move_type', 'company_id')
    @api.depends_context('uid')
    def _compute_can_seller_post(self):
        is_seller = self._is_seller()
        for move in self:
            move.can_seller_post = is_seller and move.state == 'draft' and move._may_seller_post()

    @api.model
    def _is_seller(self):
        """:return: bool: whether the user is a salesperson without accounting rights"""
        user = self.env.user
        return user.has_group('sales_team.group_sale_salesman') and not user.has_group('account.group_account_invoice')

    def _may_seller_post(self):
        """:return: bool: whether the firm lets managers post, and the user may change all orders of the invoice"""
        self.ensure_one()
        # Every user may read the settings of the company.
        if self.move_type not in ('out_invoice', 'out_refund') or not self.company_id.sudo().bas_sellers_post_invoices:
            return False
        orders = self.sudo().invoice_line_ids.sale_line_ids.order_id.sudo(False)  # all orders, including those of colleagues
        return bool(orders) and orders.has_access('write')

    def action_post(self):
        """:raises AccessError: a manager posts an invoice of colleagues' orders, or the firm does not let managers post"""
        if self.env.su or not self._is_seller():
            return super().action_post()
        self.check_access('read')
        for move in self:
            if not move._may_seller_post():
                raise AccessError(self.env._(
                    "You cannot post the invoice %(invoice)s. Accountants post invoices. The firm can allow managers to post "
                    "invoices of their own orders: Settings, BAS CRM, Invoices.", invoice=move.display_name))
        # A manager has no rights on journal entries; the permission to post has been checked above.
        return super(AccountMove, self.sudo()).action_post()


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    # Index for reports of facts: they use the same condition and filter by the date of the line
    _posted_product_date_idx = models.Index(
        "(invoice_date) WHERE display_type = 'product' AND parent_state = 'posted'")
