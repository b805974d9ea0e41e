from odoo import api, fields, models
from odoo.tools import SQL


class SaleOrder(models.Model):
    """What an order is about, in a few words: for cards, lists and the history of a counterparty."""

    _inherit = 'sale.order'

    bas_subject = fields.Char(
        "Subject", compute='_compute_bas_subject', help="The reference of the customer, the first item and how many there are.")

    @api.depends('client_order_ref', 'order_line.product_id', 'order_line.name', 'order_line.sequence', 'order_line.display_type')
    @api.depends_context('lang')
    def _compute_bas_subject(self):
        counts = self._count_items()
        # Who sees the order sees the names of what is sold.
        lines = self.env['sale.order.line'].sudo().browse(line_id for line_id, _count in counts.values())
        for order, line in zip(counts, lines, strict=True):
            name = line.product_id.name or (line.name or '').partition('\n')[0]
            counts[order] = self._name_first(name, counts[order][1])
        for order in self:
            order.bas_subject = ' · '.join(filter(None, (order.client_order_ref, counts.get(order.id)))) or False

    def _count_items(self):
        """:return: dict: id of an order → id of its first line with an item, number of such lines; of long orders nothing
            more is read"""
        if not self.ids:
            return {}
        self.env['sale.order.line'].flush_model(['order_id', 'sequence', 'display_type', 'is_downpayment'])
        rows = self.env.execute_query(SQL(
            """SELECT DISTINCT ON (order_id) order_id, id, COUNT(*) OVER (PARTITION BY order_id)
                 FROM sale_order_line
                WHERE order_id IN %s AND display_type IS NULL AND is_downpayment IS NOT TRUE
             ORDER BY order_id, sequence, id""", tuple(self.ids)))
        return {order_id: (line_id, count) for order_id, line_id, count in rows}

    @api.model
    def _name_first(self, name, count):
        """:return: ``name``, and how many there are beside it"""
        return self.env._("%(item)s and %(count)s more", item=name, count=count - 1) if count > 1 else name
