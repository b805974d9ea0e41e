from odoo import models


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    # what reports read facts by: they carry the same predicate and ask for the line's date
    _posted_product_date_idx = models.Index(
        "(invoice_date) WHERE display_type = 'product' AND parent_state = 'posted'")
