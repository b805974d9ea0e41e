from collections import defaultdict

from odoo import fields, models

from ...models.analysis.funnel_mixin import CONTEXT_KEYS


def known(field, *args, **kwargs):
    """:return: a column of the report: what it holds depends on the reading that the context names"""
    return field(*args, readonly=True, depends_context=CONTEXT_KEYS, **kwargs)


class BasFunnelReport(models.Model):
    """The sales funnel: one row per order and stage that it has come to, or gone past, up to the moment T.

    Let a row of the log be known if it was entered by T, and open if it was not left by T; the type of the order is that of
    its open stage. The ranks are the stages of the type without cancelled ones, in today's order; c is the rank of the open
    stage (of a cancelled order: of the last one before; where there is none: 1), h the highest rank reached. There is a row
    for each rank s ≤ h: *moved on* for s < c, at c *lost* if the order is cancelled, else *there*, *returned* above c. So
    counts never grow from a stage to the next, and count = moved on + there + lost + returned.

    A snapshot holds only the row at c, of orders that are not cancelled. See ``bas.funnel.mixin`` for the context.
    """

    _name = 'bas.funnel.report'
    _inherit = ['bas.report.mixin', 'bas.funnel.figures.mixin']
    _description = 'Sales Funnel'
    _auto = False
    _rec_name = 'order_id'
    _order = 'created_at desc, id desc'

    _ratios = {'hours': ('hours_total', 'stood_count')}
    _step_field = 'stage_id'
    _reason_field = 'cancel_reason_id'

    # what is counted, and whose it is
    order_id = known(fields.Many2one, 'sale.order')
    stage_id = known(fields.Many2one, 'bas.order.stage')
    order_type_id = known(fields.Many2one, 'bas.order.type')
    operation = known(fields.Selection, [('customer_order', "Customer Order"), ('work_order', "Work Order")])
    current_stage_id = known(fields.Many2one, 'bas.order.stage', string="Stage Today")
    standing_stage_id = known(
        fields.Many2one, 'bas.order.stage', string="Stage It Counts In", help="Of a cancelled order: the last one before.")
    user_id = known(fields.Many2one, 'res.users', string="Manager")
    team_id = known(fields.Many2one, 'crm.team', string="Sales Team")
    partner_id = known(fields.Many2one, 'res.partner', string="Customer")
    partner_tag_ids = fields.Many2many(
        related='partner_id.category_id', string="Customer Tags", depends_context=CONTEXT_KEYS)
    source_id = known(fields.Many2one, 'utm.source', string="Acquisition Source")
    company_id = known(fields.Many2one, 'res.company')
    currency_id = known(fields.Many2one, 'res.currency')
    created_at = known(fields.Datetime, "Order Came")
    entered_at = known(fields.Datetime, "Came to the Stage", help="For the first time; empty for a stage that was jumped over.")

    # what came of it
    outcome = known(fields.Selection, [
        ('moved_on', "Moved On"), ('there', "Stands There"), ('lost', "Lost"), ('returned', "Went Back")])
    is_current = known(fields.Boolean, "Last Stage", help="Where the order stood last.")
    is_lost = known(fields.Boolean, "Lost Here")
    is_done = known(fields.Boolean, "Fulfilled")
    cancel_reason_id = known(fields.Many2one, 'bas.cancel.reason', help="Of the orders that were lost in this stage.")

    # figures
    moved_on_count = known(fields.Integer, "Moved On: Count")
    there_count = known(fields.Integer, "Stands There: Count")
    lost_count = known(fields.Integer, "Losses: Count")
    returned_count = known(fields.Integer, "Went Back: Count")
    amount = known(fields.Monetary, help="Total of the order, in the currency of the company.")
    lost_amount = known(fields.Monetary, "Losses: Amount")
    hours = known(
        fields.Float, "Average Time", aggregator='avg', help="Spent in the stage; empty for one jumped over, and a final one.")
    hours_total = known(fields.Float, "Hours: Total")
    stood_count = known(fields.Integer, "Stood There: Count", help="Orders whose hours in the stage count.")
    median_hours = known(fields.Float, "Median Time", aggregator='avg', help="Half of the orders stayed no longer.")

    # ------------------------------------------------------------
    # What the funnel is drawn from
    # ------------------------------------------------------------

    def _get_chosen_type(self, counts):
        """Orders of one type only are compared.

        :param dict counts: {stage: number of rows}
        :return: the type that the context names; else the company's default where it has orders, or the one that has most
        """
        types = self.env['bas.order.type']
        if type_id := self._get_type_id():
            # A favourite may name a type that is gone, or one of a company that is not looked at.
            return types.with_context(active_test=False).search([('id', '=', type_id)])
        default = types._get_default(self.env.company)
        found = defaultdict(int)
        for stage, count in counts.items():
            found[stage.order_type_id] += count
        return default if default in found or not found else max(found, key=found.get)

    def _get_steps(self, counts, stood):
        """:return: the stages to draw; archived ones only where something has stood or was lost"""
        path = self._get_chosen_type(counts)._get_path(archived=True) if self._get_chosen_type(counts) else counts
        return [stage for stage in path if stage.active or stood.get(stage)]

    def _describe_step(self, step):
        return {'id': step.id, 'name': step.name, 'color': step.color, 'is_done': step.is_done}

    def _describe_choice(self, counts):
        types = self.env['bas.order.type'].search([('active', '=', True)])
        chosen = self._get_chosen_type(counts)
        return {'type': chosen.id, 'types': [{'id': kind.id, 'name': kind.name} for kind in types | chosen]}

    def action_open(self):
        """Open the order of a row."""
        self.ensure_one()
        return self.order_id.get_formview_action()
