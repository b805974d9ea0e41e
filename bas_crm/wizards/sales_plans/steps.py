from odoo import api, fields, models
from odoo.exceptions import UserError


class BasSalesPlanRevise(models.TransientModel):
    """Why an approved plan is changed: asked before it is opened."""

    _name = 'bas.sales.plan.revise'
    _description = 'Change an Approved Plan'

    plan_id = fields.Many2one('bas.sales.plan', required=True, ondelete='cascade')
    reason = fields.Char("Why Changed", required=True)

    def action_revise(self):
        self.ensure_one()
        if not (self.reason or '').strip():
            raise UserError(self.env._("Write why the plan is changed: the reason is kept beside the old figures."))
        return self.plan_id.action_revise(self.reason.strip())


class BasSalesPlanApprove(models.TransientModel):
    """Asked before a plan is approved for rows and days for which another plan is approved."""

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
