from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.days import ZONE_CONTEXT


class ResPartner(models.Model):
    """Overdue debt of a counterparty, and the reminder of it."""

    _inherit = 'res.partner'

    overdue_debt = fields.Monetary(
        compute='_compute_overdue_debt', groups='sales_team.group_sale_salesman',
        help="What the customer has to pay already, by the documents that you may see.")

    @api.depends_context(*ZONE_CONTEXT)
    def _compute_overdue_debt(self):
        sums = dict(self.env['bas.debtor.report']._read_group(
            [('partner_id', 'in', self.commercial_partner_id.ids), ('company_id', '=', self.env.company.id),
             ('age', '!=', 'not_due')], ['partner_id'], ['residual:sum'])) if self.ids else {}
        for partner in self:
            is_whole = partner.commercial_partner_id == partner
            partner.overdue_debt = sums.get(partner._origin, 0.0) if is_whole else 0.0

    @api.readonly
    def action_view_overdue_debt(self):
        """Open the unpaid documents of the counterparty, the overdue ones first."""
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('bas_crm.bas_debtor_report_action'),
            'name': self.env._("Debt of %(partner)s", partner=self.display_name),
            'domain': [('partner_id', '=', self.commercial_partner_id.id)],
            'context': {},
        }

    def action_remind_of_debt(self):
        """Open the letters about the overdue debts of the counterparties in the selected companies."""
        customers = self.exists().commercial_partner_id
        if not customers:
            raise UserError(self.env._("No counterparty is chosen."))
        self.env['bas.debtor.report'].check_access('read')
        owing = self.env['bas.debtor.report']._read_group(
            [('partner_id', 'in', customers.ids), ('age', '!=', 'not_due')], ['company_id'], ['partner_id:recordset'])
        chosen = dict(owing)
        silent = customers - self.browse().union(*chosen.values())
        if silent:
            # They are shown with the reason why there is nothing to send.
            chosen[self.env.company] = chosen.get(self.env.company, self.browse()) | silent
        return self.env['bas.debt.remind']._open(chosen)
