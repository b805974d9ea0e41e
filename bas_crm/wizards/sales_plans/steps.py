from odoo import api, fields, models
from odoo.exceptions import UserError


class BasSalesPlanRevise(models.TransientModel):
    """Dialog that asks for the reason before an approved plan is revised."""

    _name = 'bas.sales.plan.revise'
    _description = 'Change an Approved Plan'

    plan_id = fields.Many2one('bas.sales.plan', required=True, ondelete='cascade')
    reason = fields.Char("Why Changed", required=True)

    def action_revise(self):
        self.ensure_one()
        if not (self.reason or '').strip():
            raise UserError(self.env._("Enter why the plan is changed: the reason is stored with the old figures."))
        return self.plan_id.action_revise(self.reason.strip())


class BasSalesPlanApprove(models.TransientModel):
    """Dialog that warns before a plan is approved whose rows and dates overlap with those of another approved plan."""

    _name = 'bas.sales.plan.approve'
    _description = 'Approve an Overlapping Plan'

    plan_id = fields.Many2one('bas.sales.plan', required=True, ondelete='cascade')
    overlaps = fields.Text(compute='_compute_overlaps')

    @api.depends('plan_id')
    def _compute_overlaps(self):
        for dialog in self:
            dialog.overlaps = "\n".join(f"«{plan.display_name}»" for plan in dialog.plan_id.overlap_ids)

    def action_approve(self):
        self.ensure_one()
        return self.plan_id.action_approve()
