from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.marks import read_mark

#: combines the id of a history entry and the rank of its stage in one integer
ENTRY_FACTOR = 1 << 20


class BasOrderStageLog(models.Model):
    """The stage history of orders: one entry for each time an order is in a stage, without gaps. Only the order writes it.

    The entries of an order are created in chronological order, so their ids are in the same order. The funnel relies on it.
    """

    _name = 'bas.order.stage.log'
    _description = 'Stage History Entry'
    _order = 'entered_at desc, id desc'
    _rec_name = 'stage_id'

    order_id = fields.Many2one('sale.order', required=True, index=True, readonly=True, ondelete='cascade')
    company_id = fields.Many2one(related='order_id.company_id', store=True, precompute=True)
    order_user_id = fields.Many2one(related='order_id.user_id', string="Manager", store=True, precompute=True)
    stage_id = fields.Many2one('bas.order.stage', required=True, readonly=True, ondelete='restrict')
    entered_at = fields.Datetime("Entered", required=True, readonly=True)
    left_at = fields.Datetime("Left", readonly=True)
    began_at = fields.Datetime(
        "Order Began", required=True, readonly=True,
        help="When the order entered its first stage; the same in all entries of the order.")
    hours = fields.Float(
        compute='_compute_hours', store=True, precompute=True, aggregator=None,
        help="Empty while the order is in the stage. Not shown for final stages.")
    is_final = fields.Boolean(compute='_compute_is_final')
    user_id = fields.Many2one('res.users', string="Moved by", readonly=True, ondelete='set null')

    _one_open = models.UniqueIndex('(order_id) WHERE left_at IS NULL', "An order can be in only one stage at a time.")
    # The orders that moved in a period, by the entry that was open at its end.
    _entered_index = models.Index("(entered_at, COALESCE(left_at, 'infinity'::timestamp))")
    # The funnel of a salesperson's own orders.
    _person_index = models.Index("(order_user_id, entered_at, COALESCE(left_at, 'infinity'::timestamp))")
    # The funnel reads the orders that began in a period, and the number of orders in each stage.
    _began_index = models.Index('(began_at)')
    # With all that the orders of a stage are counted by: their entries, which lie far apart, are not read.
    _standing_index = models.Index('(stage_id, company_id, entered_at) INCLUDE (order_id) WHERE left_at IS NULL')
    # The usual time in a stage, and the entries of a stage.
    _usual_index = models.Index('(stage_id, company_id, left_at) INCLUDE (hours)')

    order_type_id = fields.Many2one(related='order_id.order_type_id', store=True, precompute=True)
    reached_stage_id = fields.Many2one(
        'bas.order.stage', string="Furthest Stage So Far", readonly=True,
        help="The first stage, if the order has not been in any.")
    standing_stage_id = fields.Many2one(
        'bas.order.stage', string="Counted Stage", readonly=True,
        help="For a cancelled order, the last stage before the cancellation.")
    is_first = fields.Boolean("For the First Time", readonly=True)

    # The current stages of orders of a period.
    _open_began_index = models.Index('(began_at) WHERE left_at IS NULL')

    @api.depends('entered_at', 'left_at')
    def _compute_hours(self):
        for entry in self:
            entry.hours = (entry.left_at - entry.entered_at).total_seconds() / 3600 if entry.left_at else 0.0

    @api.depends('stage_id.is_done', 'stage_id.is_cancelled')
    def _compute_is_final(self):
        for entry in self:
            entry.is_final = entry.stage_id.is_done or entry.stage_id.is_cancelled

    @api.model
    def _record(self, orders, are_new=False):
        """Log the current stages of ``orders``. An order without a type has no stage.

        :param bool are_new: the orders have just been created, so they have no history
        """
        now = fields.Datetime.now()
        # Users have no write access to the history: the entry is created for every user who moves the order.
        log = self.sudo()
        began = {}
        if not are_new:
            open_entries = log.search([('order_id', 'in', orders.ids), ('left_at', '=', False)])
            began = log._get_beginnings(orders, open_entries)
            open_entries.left_at = now
            # The database allows one open entry per order, so the old one is closed first.
            open_entries.flush_recordset(['left_at', 'hours'])
        log.create([{
            'order_id': order.id, 'stage_id': order.stage_id.id, 'entered_at': now, 'user_id': self.env.uid,
            'began_at': began.get(order.id, now), **(self._prepare_first(order) if are_new else {}),
        } for order in orders if order.stage_id])
        if not are_new:
            log._recompute_progress_of(orders)

    @api.model
    def _recompute_progress_of(self, orders):
        self._recompute_progress(SQL("entry.order_id = ANY(%s)", orders.ids))

    @api.model
    def _prepare_first(self, order):
        """:return: dict: values of the first entry of an order"""
        progress = self._get_first_progress(order.stage_id)
        if read_mark(self, 'importing'):
            # An order that is brought from another program has been in its stage since its date, as far as its file tells.
            progress.update(entered_at=order.date_order, began_at=order.date_order, user_id=order.user_id.id)
        return progress

    @api.model
    def _get_first_progress(self, stage):
        """:return: dict: the progress of an order that begins in ``stage``"""
        path = self.env['bas.order.stage']._get_path_ranks(stage.id)
        counted = stage.id if stage.id in path else next(iter(path), False)
        return {'reached_stage_id': counted, 'standing_stage_id': counted, 'is_first': True}

    def _get_beginnings(self, orders, open_entries):
        """:return: dict: id of an order with a history → when it entered its first stage"""
        began = {entry.order_id.id: entry.began_at for entry in open_entries}
        # An order that had no type for a while has no open entry, but its previous entries count.
        if others := [order_id for order_id in orders.ids if order_id not in began]:
            groups = self._read_group([('order_id', 'in', others)], ['order_id'], ['began_at:min'])
            began.update({order.id: moment for order, moment in groups})
        return began

    # Progress is stored in each history entry, so that the funnel of any day reads one row for each order

    @api.model
    def _recompute_progress(self, chosen):
        """:param SQL chosen: condition on entries; it must select all or none of the entries of an order in one type"""
        self.flush_model(['order_id', 'stage_id'])
        self.env['bas.order.stage'].flush_model(['order_type_id', 'sequence', 'is_cancelled'])
        fill_progress(self.env.cr, chosen)
        self.invalidate_model(['reached_stage_id', 'standing_stage_id', 'is_first'], flush=False)


def fill_progress(cr, chosen=None):
    """Compute for each history entry the progress of the order at that time. Idempotent.

    :param SQL chosen: see :meth:`BasOrderStageLog._recompute_progress`; may use ``entry`` and ``stage`` (id, type_id, rank)
    """
    # Materialized: PostgreSQL does not know the number of new rows yet, and would compute all of them for each one.
    cr.execute(SQL(
        """WITH stage AS (
               SELECT id, order_type_id AS type_id, CASE WHEN is_cancelled THEN 0 ELSE ROW_NUMBER() OVER (
                          PARTITION BY order_type_id, is_cancelled IS TRUE ORDER BY sequence, id) END AS rank
                 FROM bas_order_stage),
           path AS (SELECT type_id, ARRAY_AGG(id ORDER BY rank) AS stages FROM stage WHERE rank > 0 GROUP BY type_id),
           progress AS MATERIALIZED (
               SELECT entry.id, path.stages[GREATEST(MAX(stage.rank) OVER track, 1)] AS reached,
                      path.stages[GREATEST(MAX(entry.id::bigint * %(factor)s + stage.rank)
                          FILTER (WHERE stage.rank > 0) OVER track %% %(factor)s, 1)] AS standing,
                      ROW_NUMBER() OVER (PARTITION BY entry.order_id, entry.stage_id ORDER BY entry.id) = 1 AS is_first
                 FROM bas_order_stage_log entry
                 JOIN stage ON stage.id = entry.stage_id
            LEFT JOIN path ON path.type_id = stage.type_id
                WHERE %(chosen)s
               WINDOW track AS (PARTITION BY entry.order_id, stage.type_id ORDER BY entry.id))
         UPDATE bas_order_stage_log log
            SET reached_stage_id = progress.reached, standing_stage_id = progress.standing, is_first = progress.is_first
           FROM progress
          WHERE progress.id = log.id AND (log.reached_stage_id, log.standing_stage_id, log.is_first)
                                     IS DISTINCT FROM (progress.reached, progress.standing, progress.is_first)""",
        factor=ENTRY_FACTOR, chosen=chosen or SQL("TRUE")))
