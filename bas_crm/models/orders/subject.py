from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.first_lines import find_first_lines


class SaleOrder(models.Model):
    """What an order is about, in a few words: for cards, lists and the history of a counterparty."""

    _inherit = 'sale.order'

    bas_is_empty = fields.Boolean("Without Lines", compute='_compute_bas_subject')
    bas_subject = fields.Char(
        "Subject", compute='_compute_bas_subject', help="The reference of the customer, the first item and how many there are.")

    @api.depends('client_order_ref', 'order_line.product_id.name', 'order_line.name', 'order_line.sequence',
                 'order_line.display_type', 'order_line.is_downpayment')
    @api.depends_context('lang')
    def _compute_bas_subject(self):
        saved = self.filtered('id')
        counts = saved._count_items()
        # Who sees the order sees the names of what is sold.
        firsts = self.env['sale.order.line'].sudo().browse(line_id for line_id, _count in counts.values())
        found = {order_id: (line, counts[order_id][1]) for order_id, line in zip(counts, firsts, strict=True)}
        for order in self - saved:
            lines = order.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment)
            found[order.id] = lines[:1], len(lines)
        for order in self:
            line, count = found.get(order.id, (firsts.browse(), 0))
            items = self._name_first(line.product_id.name or (line.name or '').partition('\n')[0], count)
            order.bas_subject = ' · '.join(filter(None, (order.client_order_ref, items))) or False
            order.bas_is_empty = not count

    def _count_items(self):
        """:return: dict: id of an order → id of its first line with an item, number of such lines"""
        if not self.ids:
            return {}
        self.env['sale.order.line'].flush_model(['order_id', 'sequence', 'display_type', 'is_downpayment'])
        return find_first_lines(
            self.env, SQL("sale_order_line"), SQL("order_id"), order=SQL("sequence, id"),
            where=SQL("order_id IN %s AND display_type IS NULL AND is_downpayment IS NOT TRUE", tuple(self.ids)))

    @api.model
    def _name_first(self, name, count):
        """:return: ``name``, and how many there are beside it"""
        return self.env._("%(item)s and %(count)s more", item=name, count=count - 1) if count > 1 else name
