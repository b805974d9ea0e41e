from collections import defaultdict

from odoo import fields, models

from ...models.analysis.funnel_mixin import CONTEXT_KEYS
from ...models.orders.order_type import OPERATIONS

#: id of a row = id of the order × ROW + id of the stage; small enough to be exact in JavaScript
ROW = 1 << 20


class BasFunnelReport(models.Model):
    """The sales funnel: one row per order and stage that the order has reached or skipped up to the moment T.

    A history entry is known if it began by T, and open if it did not end by T. The type of an order is the type of its open
    stage. Ranks number the stages of the type without cancelled ones, in today's order. c is the rank of the open stage (for
    a cancelled order: of the stage before the cancellation; 1 if there is none), h is the highest rank reached. There is a
    row for each rank s ≤ h: *moved on* if s < c; at c *lost* if the order is cancelled, otherwise *there*; *returned* if
    s > c. So counts never increase from one stage to the next, and count = moved on + there + lost + returned.

    A snapshot has only the row at c of orders that are not cancelled. See ``bas.funnel.mixin`` for the context.
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

    # order
    order_id = fields.Many2one('sale.order', readonly=True, depends_context=CONTEXT_KEYS)
    stage_id = fields.Many2one('bas.order.stage', readonly=True, depends_context=CONTEXT_KEYS)
    order_type_id = fields.Many2one('bas.order.type', readonly=True, depends_context=CONTEXT_KEYS)
    operation = fields.Selection(OPERATIONS, readonly=True, depends_context=CONTEXT_KEYS)
    current_stage_id = fields.Many2one('bas.order.stage', readonly=True, depends_context=CONTEXT_KEYS)
    standing_stage_id = fields.Many2one(
        'bas.order.stage', string="Counted Stage",
        help="For a cancelled order: the stage before the cancellation.",
        readonly=True, depends_context=CONTEXT_KEYS)
    user_id = fields.Many2one('res.users', string="Manager", readonly=True, depends_context=CONTEXT_KEYS)
    team_id = fields.Many2one('crm.team', string="Sales Team", readonly=True, depends_context=CONTEXT_KEYS)
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True, depends_context=CONTEXT_KEYS)
    partner_tag_ids = fields.Many2many(
        related='partner_id.category_id', string="Customer Tags", depends_context=CONTEXT_KEYS)
    source_id = fields.Many2one('utm.source', string="Acquisition Source", readonly=True, depends_context=CONTEXT_KEYS)
    company_id = fields.Many2one('res.company', readonly=True, depends_context=CONTEXT_KEYS)
    currency_id = fields.Many2one('res.currency', readonly=True, depends_context=CONTEXT_KEYS)
    created_at = fields.Datetime("Order Created", readonly=True, depends_context=CONTEXT_KEYS)
    entered_at = fields.Datetime(
        "Entered the Stage", help="For the first time; empty for a skipped stage.",
        readonly=True, depends_context=CONTEXT_KEYS)

    # outcome
    outcome = fields.Selection(
        [('moved_on', "Moved On"), ('there', "In This Stage"), ('lost', "Lost"), ('returned', "Went Back")],
        readonly=True, depends_context=CONTEXT_KEYS)
    is_current = fields.Boolean("Last Stage", help="The last stage of the order.", readonly=True, depends_context=CONTEXT_KEYS)
    is_lost = fields.Boolean("Lost Here", readonly=True, depends_context=CONTEXT_KEYS)
    is_done = fields.Boolean("Fulfilled", readonly=True, depends_context=CONTEXT_KEYS)
    cancel_reason_id = fields.Many2one(
        'bas.cancel.reason', help="For orders that were lost in this stage.",
        readonly=True, depends_context=CONTEXT_KEYS)

    # figures
    moved_on_count = fields.Integer("Moved On: Count", readonly=True, depends_context=CONTEXT_KEYS)
    there_count = fields.Integer("In This Stage: Count", readonly=True, depends_context=CONTEXT_KEYS)
    lost_count = fields.Integer("Losses: Count", readonly=True, depends_context=CONTEXT_KEYS)
    returned_count = fields.Integer("Went Back: Count", readonly=True, depends_context=CONTEXT_KEYS)
    amount = fields.Monetary(
        help="Total of the order, in the currency of the company.",
        readonly=True, depends_context=CONTEXT_KEYS)
    lost_amount = fields.Monetary("Losses: Amount", readonly=True, depends_context=CONTEXT_KEYS)
    hours = fields.Float(
        "Average Time", aggregator='avg', help="Time in the stage; empty for a skipped or final stage.",
        readonly=True, depends_context=CONTEXT_KEYS)
    hours_total = fields.Float("Hours: Total", readonly=True, depends_context=CONTEXT_KEYS)
    stood_count = fields.Integer(
        "Timed Orders: Count", help="Orders with a time in the stage.",
        readonly=True, depends_context=CONTEXT_KEYS)
    median_hours = fields.Float(
        "Median Time", aggregator='avg', help="Half of the orders were in the stage no longer.",
        readonly=True, depends_context=CONTEXT_KEYS)

    # ------------------------------------------------------------
    # Data of the funnel view
    # ------------------------------------------------------------

    def _get_chosen_type(self, counts):
        """Choose the type of orders to draw, since types have different stages.

        :param dict counts: {stage: number of rows}
        :return: the type from the context; otherwise the company's default type if it has orders, or the type with the most
        """
        types = self.env['bas.order.type']
        if type_id := self._get_type_id():
            # A favourite may have the id of a deleted type, or of a company that is not selected.
            return types.with_context(active_test=False).search([('id', '=', type_id)])
        default = types._get_default(self.env.company)
        found = defaultdict(int)
        for stage, count in counts.items():
            found[stage.order_type_id] += count
        return default if default in found or not found else max(found, key=found.get)

    def _get_steps(self, counts, stood):
        """:return: the stages to draw; archived ones only if orders have been or were lost there"""
        path = self._get_chosen_type(counts)._get_path(archived=True) if self._get_chosen_type(counts) else counts
        return [stage for stage in path if stage.active or stood.get(stage)]

    def _describe_step(self, step):
        return {'id': step.id, 'name': step.name, 'color': step.color, 'is_done': step.is_done}

    def _describe_choice(self, counts):
        types = self.env['bas.order.type'].search([('active', '=', True)])
        chosen = self._get_chosen_type(counts)
        return {'type': chosen.id, 'types': [{'id': kind.id, 'name': kind.name} for kind in types | chosen]}

    def _get_document(self):
        return self.env['sale.order'].browse(self.id // ROW)
