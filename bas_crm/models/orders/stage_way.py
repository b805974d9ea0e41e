from odoo import api, fields, models
from odoo.tools import SQL

#: the id of a stay and the rank of its stage in one whole number
STAY = 1 << 20


class BasOrderStageLog(models.Model):
    """What each stay knows of the way up to it: the funnel of any day reads one row of an order, not all its history.

    The way is that among the stages of one type, in today's order of them. See ``bas.funnel.report`` for the words.
    """

    _inherit = 'bas.order.stage.log'

    order_type_id = fields.Many2one(related='order_id.order_type_id', store=True, precompute=True)
    reached_stage_id = fields.Many2one(
        'bas.order.stage', string="Furthest Stage So Far", readonly=True, help="The first one, if the order was in none.")
    standing_stage_id = fields.Many2one(
        'bas.order.stage', string="Stage It Counts In", readonly=True, help="Of a cancelled order: the last one before.")
    is_first = fields.Boolean("For the First Time", readonly=True)

    # Where orders of a period stand now.
    _open_began_index = models.Index('(began_at) WHERE left_at IS NULL')

    @api.model
    def _record(self, orders):
        super()._record(orders)
        self._tell_ways(SQL("stay.order_id = ANY(%s)", orders.ids))

    @api.model
    def _tell_ways(self, chosen):
        """:param SQL chosen: which stays are told anew; all of an order in one type, or none"""
        self.flush_model(['order_id', 'stage_id'])
        self.env['bas.order.stage'].flush_model(['order_type_id', 'sequence', 'is_cancelled'])
        fill_ways(self.env.cr, chosen)
        self.invalidate_model(['reached_stage_id', 'standing_stage_id', 'is_first'], flush=False)


class BasOrderStage(models.Model):
    _inherit = 'bas.order.stage'

    @api.model_create_multi
    def create(self, vals_list):
        stages = super().create(vals_list)
        stages.order_type_id._tell_ways()
        return stages

    def write(self, vals):
        types, ranks = self.order_type_id, self._get_ranks()
        result = super().write(vals)
        # All orders of a type are told anew: not for a row that is saved as it was.
        if {'order_type_id', 'sequence', 'is_cancelled'} & vals.keys() and self._get_ranks() != ranks:
            (types | self.order_type_id)._tell_ways()
        return result

    def unlink(self):
        types = self.order_type_id
        result = super().unlink()
        types.exists()._tell_ways()
        return result


class BasOrderType(models.Model):
    _inherit = 'bas.order.type'

    def _tell_ways(self):
        """The stages stand otherwise: so do the ways of orders."""
        self.env['bas.order.stage.log']._tell_ways(SQL("stage.type_id = ANY(%s)", self.ids))


def fill_ways(cr, chosen=None):
    """Write down what stays know of the way to them; done again, it changes nothing.

    :param SQL chosen: see :meth:`BasOrderStageLog._tell_ways`; ``stay`` and ``stage`` (id, type_id, rank) are known to it
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
