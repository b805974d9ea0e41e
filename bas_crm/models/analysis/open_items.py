from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column


class AccountPartialReconcile(models.Model):
    """Payments as the debt of a past day needs them: what was settled after it, and what one partner paid for another."""

    _inherit = 'account.partial.reconcile'

    is_between_partners = fields.Boolean(
        "Paid by Another Partner", compute='_compute_is_between_partners', store=True, copy=False,
        help="The payment is another partner's than the invoice.")

    _between_partners_idx = models.Index("(debit_move_id) WHERE is_between_partners")
    _max_date_idx = models.Index("(max_date)")

    def _auto_init(self):
        if not column_exists(self.env.cr, self._table, 'is_between_partners'):
            create_column(self.env.cr, self._table, 'is_between_partners', 'boolean')
            # Payments that are there before the field are told by one query; of nearly all it is false, which NULL says, too.
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


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    # What customers owe now: few of all lines.
    _open_items_idx = models.Index("(account_id) WHERE parent_state = 'posted' AND amount_residual != 0")
