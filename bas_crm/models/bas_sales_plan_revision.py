from odoo import fields, models


class BasSalesPlanRevision(models.Model):
    """The figures that a plan had before they were revised, as they stood: they are read, never changed."""

    _name = 'bas.sales.plan.revision'
    _description = 'Revision of a Sales Plan'
    _order = 'plan_id, number desc'
    _rec_name = 'number'

    plan_id = fields.Many2one('bas.sales.plan', required=True, index=True, ondelete='cascade', readonly=True)
    company_id = fields.Many2one(related='plan_id.company_id', store=True, precompute=True, index=True)
    number = fields.Integer(required=True, readonly=True, help="0: the figures first approved.")
    reason = fields.Char("Why Changed")
    revised_at = fields.Datetime("Replaced On", readonly=True)
    revised_by_id = fields.Many2one('res.users', string="Replaced By", readonly=True, ondelete='set null')
    approved_at = fields.Datetime("Approved On", readonly=True)
    approved_by_id = fields.Many2one('res.users', string="Approved By", readonly=True, ondelete='set null')
    currency_id = fields.Many2one(related='plan_id.currency_id')
    currency_rate = fields.Float(digits=0, readonly=True)
    amount_total = fields.Monetary("Total", readonly=True)
    quantity_total = fields.Float("Total Quantity", digits='Product Unit', readonly=True)
    matrix = fields.Json(readonly=True)

    _unique_number = models.UniqueIndex('(plan_id, number)', "This revision is kept already.")
