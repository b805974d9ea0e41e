from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .offer_line import SHARED_FIELDS

#: terms that the customer signs together with the lines
SIGNED_TERMS = {'company_id', 'currency_id', 'fiscal_position_id', 'payment_term_id', 'pricelist_id'}
#: fields that only affect how a line looks; the other shared fields are fixed by the signature
LOOKS = {'sequence', 'collapse_prices', 'collapse_composition', 'is_optional', 'technical_price_unit'}
SIGNED_IN_LINES = set(SHARED_FIELDS) - LOOKS


class SaleOrder(models.Model):
    """Protects a signed order: goods, prices and terms can only be changed after «Change Signed Order»."""

    _inherit = 'sale.order'

    is_fixed_by_signature = fields.Boolean("Fixed by the Customer's Signature", copy=False, readonly=True)

    def _fix_by_signature(self, is_fixed=True):
        changed = self.filtered(lambda order: order.is_fixed_by_signature != is_fixed)
        changed._program_write({'is_fixed_by_signature': is_fixed})

    def _follow_signature(self, vals):
        """Fix the order when core's portal page writes a signature; only ``action_draft`` removes it."""
        if vals.get('signed_on'):
            self._fix_by_signature()

    def _check_signed_terms(self, vals):
        """:raises UserError: ``vals`` change what the customer has signed"""
        if 'is_fixed_by_signature' in vals and not self._is_by_program():
            raise UserError(self.env._("Only the customer's signature fixes an order. Press «Change Signed Order» to change it."))
        terms = vals.keys() & SIGNED_TERMS
        changed = self.filtered(lambda order: any(
            order._fields[name].convert_to_write(order[name], order) != (vals[name] or False) for name in terms))
        if 'partner_id' in vals:
            customer = self.env['res.partner'].browse(vals['partner_id'] or []).commercial_partner_id
            changed |= self.filtered(lambda order: order.partner_id.commercial_partner_id != customer)
        changed._check_not_fixed()

    def _check_not_fixed(self):
        """:raises UserError: one of the orders is fixed by the customer's signature"""
        orders = self.browse(self._origin.ids).sudo()  # offers that the user has no access to count too
        orders._wait_for_signature()
        for order in orders.filtered(lambda order: order.is_fixed_by_signature and order.state != 'cancel'):
            raise UserError(order._get_signed_message())

    def _get_signed_message(self):
        offer = self.main_offer_id
        if not offer:
            return self.env._(
                "The customer has signed the order %(order)s, so its goods, prices and terms of payment cannot be changed. "
                "Reload the page to see them. To change the order, press «Change Signed Order».", order=self.name)
        return self.env._(
            "The customer has signed the offer %(offer)s, so the goods, prices and terms of payment of the order %(order)s "
            "cannot be changed. Reload the page to see them. To change the order, press «Change Signed Order».",
            order=self.name, offer=offer.display_name)

    def _wait_for_signature(self):
        """Wait for a customer who is signing right now; this transaction is then retried and sees the signature."""
        awaited = self.filtered(lambda order: order.state in ('draft', 'sent') and (
            order.has_open_offers or (order.require_signature and order.state == 'sent')))
        if awaited:
            query = SQL("SELECT FROM sale_order WHERE id IN %s ORDER BY id FOR NO KEY UPDATE", tuple(awaited.ids))
            self.env.cr.execute(query, log_exceptions=False)  # a serialization failure is expected here: keep it out of the log

    def action_change_signed(self):
        """Allow changes of a signed order; the signed offer is not changed."""
        self.check_access('write')
        for order in self.filtered('is_fixed_by_signature'):
            order.message_post(body=self.env._(
                "The order was opened for changes after the customer had signed it. It may now differ from what was signed."))
        self._fix_by_signature(False)

    def action_draft(self):
        # The order is a quotation again and needs a new signature.
        self.check_access('write')
        self.filtered(lambda order: order.state in ('cancel', 'sent'))._fix_by_signature(False)
        # Core resets the signature and the state; users cannot write them, so the program does.
        return super(SaleOrder, self._as_program()).action_draft()


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._get_signed().order_id._check_not_fixed()
        return lines

    def write(self, vals):
        if names := vals.keys() & SIGNED_IN_LINES:
            values = {name: vals[name] for name in names}
            changed = self._get_signed().filtered(lambda line: line._get_changed(values))
            changed.order_id._check_not_fixed()
        if 'order_id' in vals:
            (self.order_id | self.order_id.browse(vals['order_id'] or []))._check_not_fixed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._get_signed().order_id._check_not_fixed()

    def _get_signed(self):
        """:return: the lines that the customer signs: without headings, down payments and expenses"""
        return self.filtered(lambda line: not (line.display_type or line.is_downpayment or line.is_expense))
