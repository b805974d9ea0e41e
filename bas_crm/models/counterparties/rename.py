from odoo import fields, models
from odoo.tools import SQL

#: core writes so many records by a query
BATCH = 100


class AccountMove(models.Model):
    _inherit = 'account.move'

    def _compute_invoice_partner_display_info(self):
        """Thousands of documents of a counterparty that was renamed get its name by one query."""
        rest = self
        if len(self) > BATCH:
            for partner, moves in self.grouped('partner_id').items():
                if partner.display_name and len(moves) > BATCH and all(moves._ids):
                    moves._write_partner_name(partner.display_name)
                    rest -= moves
        super(AccountMove, rest)._compute_invoice_partner_display_info()

    def _write_partner_name(self, name):
        field, now = self._fields['invoice_partner_display_name'], fields.Datetime.now()
        self.env.execute_query(SQL(
            """UPDATE account_move SET invoice_partner_display_name = %s, write_uid = %s, write_date = %s
                WHERE id IN %s AND invoice_partner_display_name IS DISTINCT FROM %s""",
            name, self.env.uid, now, self._ids, name))
        field._update_cache(self, name)
