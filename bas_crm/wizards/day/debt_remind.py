from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.dialogs import open_dialog


class BasDebtRemind(models.TransientModel):
    """Remind customers of their overdue debts: a letter or a planned call for each, all of them seen before they are sent."""

    _name = 'bas.debt.remind'
    _description = 'Remind Customers of Debts'

    line_ids = fields.One2many('bas.debt.remind.line', 'wizard_id', string="Customers")
    call_start = fields.Datetime(
        "Calls from", default=lambda self: self._default_call_start(),
        help="Several calls of one manager follow one after another within the working hours.")
    summary = fields.Char(compute='_compute_summary')
    has_calls = fields.Boolean(compute='_compute_summary')

    @api.model
    def _default_call_start(self):
        return self.env.user._get_working_moment(self.env['bas.event']._default_start(), self.env.company)

    @api.depends('line_ids.way')
    def _compute_summary(self):
        for dialog in self:
            ways = dialog.line_ids.grouped('way')
            letters, calls, skipped = (len(ways.get(way, ())) for way in ('letter', 'call', 'skip'))
            dialog.has_calls = bool(calls)
            dialog.summary = self.env._(
                "Letters: %(letters)s. Calls: %(calls)s. Left out: %(skipped)s.", letters=letters, calls=calls, skipped=skipped)

    @api.model
    def _open(self, customers):
        """Prepare the reminders and open them: one customer as a letter, several as a list. Nothing is sent here.

        :param dict customers: ``res.company`` → ``res.partner``
        :return: action
        """
        dialog = self.create({'line_ids': [fields.Command.create({'partner_id': partner.id, 'company_id': company.id})
                                           for company, partners in customers.items() for partner in partners]})
        dialog.line_ids.flush_recordset()  # what is proposed is as of now, whatever is paid before the button is pressed
        one = dialog.line_ids if len(dialog.line_ids) == 1 else None
        record, form = (one, 'bas_debt_remind_line_view_form_alone') if one else (dialog, 'bas_debt_remind_view_form')
        return open_dialog(
            self.env._("Remind of the Debt"), record._name, {} if one else {'dialog_size': 'extra-large'}, record=record,
            form=self.env.ref(f'bas_crm.{form}').id)

    def action_remind(self):
        """Send the letters and plan the calls."""
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._("No customer is chosen. Choose debts in the list «Debts of Customers»."))
        return self.line_ids._remind()
