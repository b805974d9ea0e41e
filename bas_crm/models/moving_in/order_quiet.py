"""Lines of orders that an import brings have been sold already: core tells nobody about them, and an undo takes them back.

Where the stages of orders make a difference for imported ones, their own files say so by the mark ``importing``.
"""
from odoo import api, models

from ...tools.marks import read_mark


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    @api.depends_context('importing')
    def _compute_product_updatable(self):
        """A sum without a list of items becomes the items themselves, in confirmed and cancelled orders, too."""
        super()._compute_product_updatable()
        if read_mark(self, 'importing'):
            for line in self:
                line.product_updatable = not line.qty_invoiced and not line.is_downpayment and not line.order_id.locked

    def _free_product(self):
        """Let the item of these lines change in what follows: add-ons beside ours, as that of projects, forbid it after ours."""
        free = self.filtered(lambda line: not line.qty_invoiced and not line.is_downpayment and not line.order_id.locked)
        self._fields['product_updatable']._update_cache(free, True)

    def _update_line_quantity(self, values):
        """Core tells about a changed quantity in the history of the order."""
        if not read_mark(self, 'importing'):
            super()._update_line_quantity(values)

    def _check_line_unlink(self):
        """An undo deletes the lines of a confirmed order, too, unless they are invoiced."""
        lines = super()._check_line_unlink()
        return lines.filtered('invoice_lines') if read_mark(self, 'importing') else lines
