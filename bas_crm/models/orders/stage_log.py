from odoo import api, fields, models
from odoo.tools import SQL

#: the id of a stay and the rank of its stage in one whole number
STAY = 1 << 20


class BasOrderStageLog(models.Model):
    """The stays of orders in their stages: one row a stay, gapless, written by the order alone and edited by nobody.

    Rows of an order are written in the order of time, so their ids stand in it, too; the funnel relies on that.
    """

    _name = 'bas.order.stage.log'
    _description = 'Stay of an Order in a Stage'
    _order = 'entered_at desc, id desc'
    _rec_name = 'stage_id'

    order_id = fields.Many2one('sale.order', required=True, index=True, readonly=True, ondelete='cascade')
    company_id = fields.Many2one(related='order_id.company_id', store=True, precompute=True, index=True)
    order_user_id = fields.Many2one(related='order_id.user_id', string="Manager", store=True, precompute=True)
    stage_id = fields.Many2one('bas.order.stage', required=True, index=True, readonly=True, ondelete='restrict')
    entered_at = fields.Datetime("Entered", required=True, readonly=True)
    left_at = fields.Datetime("Left", readonly=True)
    began_at = fields.Datetime(
        "Order Came", required=True, readonly=True, help="When the order entered its first stage; the same in all its stays.")
    hours = fields.Float(
        compute='_compute_hours', store=True, aggregator=None,
        help="Empty while the order stands there. Of a final stage nobody is shown any.")
    is_final = fields.Boolean(compute='_compute_is_final')
    user_id = fields.Many2one('res.users', string="Moved by", readonly=True, ondelete='set null')

    _one_open = models.UniqueIndex('(order_id) WHERE left_at IS NULL', "An order stands in one stage at a time.")
    _entered_index = models.Index('(entered_at)')
    # The funnel reads the orders that came in a period, and how many stand where.
    _began_index = models.Index('(began_at)')
    _standing_index = models.Index('(stage_id) WHERE left_at IS NULL')

    order_type_id = fields.Many2one(related='order_id.order_type_id', store=True, precompute=True)
    reached_stage_id = fields.Many2one(
        'bas.order.stage', string="Furthest Stage So Far", readonly=True, help="The first one, if the order was in none.")
    standing_stage_id = fields.Many2one(
        'bas.order.stage', string="Stage It Counts In", readonly=True, help="Of a cancelled order: the last one before.")
    is_first = fields.Boolean("For the First Time", readonly=True)

    # Where orders of a period stand now.
    _open_began_index = models.Index('(began_at) WHERE left_at IS NULL')

    @api.depends('entered_at', 'left_at')
    def _compute_hours(self):
        for stay in self:
            stay.hours = (stay.left_at - stay.entered_at).total_seconds() / 3600 if stay.left_at else 0.0

    @api.depends('stage_id.is_done', 'stage_id.is_cancelled')
    def _compute_is_final(self):
        for stay in self:
            stay.is_final = stay.stage_id.is_done or stay.stage_id.is_cancelled

    @api.model
    def _record(self, orders):
        """Write down that ``orders`` have come to the stages they are in now; one without a type is in none."""
        now = fields.Datetime.now()
        # Nobody may write the log; the order does, whoever moves it.
        log = self.sudo()
        open_stays = log.search([('order_id', 'in', orders.ids), ('left_at', '=', False)])
        began = log._get_beginnings(orders, open_stays)
        open_stays.left_at = now
        # The database holds one open stay of an order, so the old one goes first.
        open_stays.flush_recordset(['left_at', 'hours'])
        log.create([{
            'order_id': order.id, 'stage_id': order.stage_id.id, 'entered_at': now, 'user_id': self.env.uid,
            'began_at': began.get(order.id, now),
        } for order in orders if order.stage_id])
        log._recompute_progress(SQL("stay.order_id = ANY(%s)", orders.ids))

    def _get_beginnings(self, orders, open_stays):
        """:return: {id of an order that has stood somewhere: when it came}"""
        began = {stay.order_id.id: stay.began_at for stay in open_stays}
        # An order that had lost its type stands nowhere; where it has been before, it is no new one.
        if others := [order_id for order_id in orders.ids if order_id not in began]:
            groups = self._read_group([('order_id', 'in', others)], ['order_id'], ['began_at:min'])
            began.update({order.id: moment for order, moment in groups})
        return began

    # The progress of an order is stored on each history entry: the funnel of any day reads one row of an order

    @api.model
    def _recompute_progress(self, chosen):
        """:param SQL chosen: which history entries are computed; all of an order in one type, or none"""
        self.flush_model(['order_id', 'stage_id'])
        self.env['bas.order.stage'].flush_model(['order_type_id', 'sequence', 'is_cancelled'])
        fill_progress(self.env.cr, chosen)
        self.invalidate_model(['reached_stage_id', 'standing_stage_id', 'is_first'], flush=False)


class BasOrderType(models.Model):
    _inherit = 'bas.order.type'

    def _recompute_progress(self):
        """Recompute progress after stages are reordered."""
        self.env['bas.order.stage.log']._recompute_progress(SQL("stage.type_id = ANY(%s)", self.ids))


def fill_progress(cr, chosen=None):
    """Compute for each history entry how far its order had come by then; done again, it changes nothing.

    :param SQL chosen: see :meth:`BasOrderStageLog._recompute_progress`; may use ``stay`` and ``stage`` (id, type_id, rank)
    """
    # Materialized: PostgreSQL, not knowing yet how many stays were written just now, would tell all of them for each one.
    cr.execute(SQL(
        """WITH stage AS (
               SELECT id, order_type_id AS type_id, CASE WHEN is_cancelled THEN 0 ELSE ROW_NUMBER() OVER (
                          PARTITION BY order_type_id, is_cancelled IS TRUE ORDER BY sequence, id) END AS rank
                 FROM bas_order_stage),
           path AS (SELECT type_id, ARRAY_AGG(id ORDER BY rank) AS stages FROM stage WHERE rank > 0 GROUP BY type_id),
           told AS MATERIALIZED (
               SELECT stay.id, path.stages[GREATEST(MAX(stage.rank) OVER way, 1)] AS reached,
                      path.stages[GREATEST(MAX(stay.id::bigint * %(stay)s + stage.rank)
                          FILTER (WHERE stage.rank > 0) OVER way %% %(stay)s, 1)] AS standing,
                      ROW_NUMBER() OVER (PARTITION BY stay.order_id, stay.stage_id ORDER BY stay.id) = 1 AS is_first
                 FROM bas_order_stage_log stay
                 JOIN stage ON stage.id = stay.stage_id
            LEFT JOIN path ON path.type_id = stage.type_id
                WHERE %(chosen)s
               WINDOW way AS (PARTITION BY stay.order_id, stage.type_id ORDER BY stay.id))
         UPDATE bas_order_stage_log log
            SET reached_stage_id = told.reached, standing_stage_id = told.standing, is_first = told.is_first
           FROM told
          WHERE told.id = log.id AND (log.reached_stage_id, log.standing_stage_id, log.is_first)
                                     IS DISTINCT FROM (told.reached, told.standing, told.is_first)""",
        stay=STAY, chosen=chosen or SQL("TRUE")))
