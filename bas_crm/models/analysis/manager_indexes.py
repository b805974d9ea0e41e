from odoo import models


class AccountMove(models.Model):
    _inherit = 'account.move'

    # The managers' revenue of a period is read from the headers of invoices.
    _bas_revenue_idx = models.Index(
        "(invoice_date) WHERE state = 'posted' AND move_type IN ('out_invoice', 'out_refund')")


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    # What a header's total holds beside revenue; few invoices have any.
    _bas_aside_idx = models.Index(
        "(move_id) WHERE (is_downpayment OR display_type = 'rounding') AND parent_state = 'posted'")


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    _bas_create_date_idx = models.Index("(create_date)")


class BasEvent(models.Model):
    _inherit = 'bas.event'

    _bas_start_idx = models.Index("(start)")
