"""Fields and indexes of entries and leads from which the managers' figures of past days are read."""
from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column


class AccountPartialReconcile(models.Model):
    """Fields and indexes of reconciliations from which the debt on a past day is computed."""

    _inherit = 'account.partial.reconcile'

    is_between_partners = fields.Boolean(
        "Paid by Another Partner", compute='_compute_is_between_partners', store=True, copy=False,
        help="The payment is another partner's than the invoice.")

    _between_partners_idx = models.Index("(debit_move_id) WHERE is_between_partners")
    _max_date_idx = models.Index("(max_date)")

    def _auto_init(self):
        if not column_exists(self.env.cr, self._table, 'is_between_partners'):
            create_column(self.env.cr, self._table, 'is_between_partners', 'boolean')
            # One query instead of one computation per existing reconciliation. NULL is read as false.
            self.env.cr.execute(SQL("""
                UPDATE account_partial_reconcile partial
                   SET is_between_partners = TRUE
                  FROM account_move_line debit, account_move_line credit
                 WHERE debit.id = partial.debit_move_id AND credit.id = partial.credit_move_id
                   AND debit.partner_id IS DISTINCT FROM credit.partner_id"""))
        return super()._auto_init()

    @api.depends('debit_move_id.partner_id', 'credit_move_id.partner_id')
    def _compute_is_between_partners(self):
        for partial in self:
            partial.is_between_partners = partial.debit_move_id.partner_id != partial.credit_move_id.partner_id


class AccountMove(models.Model):
    _inherit = 'account.move'

    # Index for the managers' revenue of a period, which is read from the headers of invoices.
    _bas_revenue_idx = models.Index(
        "(invoice_date) WHERE state = 'posted' AND move_type IN ('out_invoice', 'out_refund')")
    # Index for the history of a counterparty.
    _bas_partner_idx = models.Index(
        "(commercial_partner_id) WHERE state = 'posted' AND move_type IN ('out_invoice', 'out_refund')")
    # Index for the debtors of a salesperson.
    _bas_manager_idx = models.Index("(invoice_user_id) INCLUDE (id) WHERE state = 'posted' AND invoice_user_id IS NOT NULL")


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    # Index for lines that are in the total of an invoice but not revenue; few invoices have such lines.
    _bas_aside_idx = models.Index(
        "(move_id) WHERE (is_downpayment OR display_type = 'rounding') AND parent_state = 'posted'")
    # Open items of customers: a small part of all lines. Those of a salesperson are found without reading the others.
    _open_items_idx = models.Index(
        "(account_id) INCLUDE (partner_id, move_id, id) WHERE parent_state = 'posted' AND amount_residual != 0")


class ResPartner(models.Model):
    _inherit = 'res.partner'

    # Indexes for the debtors of a salesperson: the customers, and their contact persons.
    _bas_manager_idx = models.Index("(user_id) INCLUDE (id)")
    _bas_person_idx = models.Index("(commercial_partner_id) INCLUDE (id) WHERE commercial_partner_id != id")


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    _bas_create_date_idx = models.Index("(create_date)")
