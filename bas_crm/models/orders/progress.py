from odoo import api, fields, models
from odoo.exceptions import LockError
from odoo.tools import SQL

from ...tools.marks import mark, read_mark

#: the largest number of orders in a type whose progress is recomputed at once; with more, in batches
AT_ONCE = 10_000
#: the number of orders in a batch
BATCH = 5_000


class BasOrderType(models.Model):
    """Recomputing the progress of orders after the stages of their type are reordered.

    Many orders would keep the user waiting, so the web client asks for one batch after another and shows how many are done.
    Whoever opens the type or the funnel continues where the last batch ended; until then the reports say that their figures
    are not final.
    """

    _inherit = 'bas.order.type'

    #: orders with an id after the first number, up to the second, are still to be recomputed
    recomputed_until = fields.Integer("Progress Recomputed until", readonly=True, copy=False, exportable=False)
    recompute_until = fields.Integer("Progress to Recompute until", readonly=True, copy=False, exportable=False)
    is_recomputing = fields.Boolean("Figures Are Being Recomputed", compute='_compute_is_recomputing', exportable=False)

    @api.depends('recompute_until')
    def _compute_is_recomputing(self):
        for order_type in self:
            order_type.is_recomputing = bool(order_type.recompute_until)

    @api.model
    def _get_cached_fields(self):
        """A batch changes nothing that is cached."""
        return self._fields.keys() - {'recomputed_until', 'recompute_until', 'is_recomputing'}

    def _recompute_progress(self):
        """Recompute progress after stages are reordered: at once, or in batches if there are many orders."""
        arranging = read_mark(self, 'arranging_types', ())
        types = self.filtered(lambda order_type: order_type.id not in arranging)
        many = types.filtered(lambda order_type: order_type._has_many_orders())
        if few := types - many:
            self.env['bas.order.stage.log']._recompute_progress(SQL("stage.type_id = ANY(%s)", few.ids))
        if stopped := few.filtered('recompute_until'):
            stopped._set_recomputed(0, 0)
        if many:
            [[last]] = self.env.execute_query(SQL("SELECT MAX(id) FROM sale_order"))
            many._set_recomputed(0, last)

    def _has_many_orders(self):
        # Colleagues' orders count as well.
        types = self.sudo().with_context(active_test=False)
        log, stages = types.env['bas.order.stage.log'], types.stage_ids
        return log.search_count([('stage_id', 'in', stages.ids), ('left_at', '=', False)], limit=AT_ONCE + 1) > AT_ONCE

    def _set_recomputed(self, done, last):
        self._program_write({'recomputed_until': done, 'recompute_until': last})

    def _reorder_stages(self, write):
        """Call ``write``, which changes several stages, and recompute the progress once after the last one.

        :param write: function of the types, with a mark in their context
        """
        ranks = self.env['bas.order.stage']._get_ranks()
        result = write(mark(self, arranging_types=frozenset(self.ids).union(read_mark(self, 'arranging_types', ()))))
        if self.env['bas.order.stage']._get_ranks() != ranks:
            self._recompute_progress()
        return result

    def continue_recomputation(self):
        """Recompute the progress of the next orders. The web client calls it again until nothing is left.

        If another user's batch is running, nothing is done.

        :return: int: how many per cent of the orders of these types are done
        """
        self.check_access('read')
        # Whoever reads a funnel may continue: the result is the same for all users.
        waiting = self.sudo().filtered('recompute_until')
        try:
            waiting[:1].lock_for_update()
        except LockError:
            return self._get_recomputed_percent()
        waiting[:1]._recompute_batch()
        return self._get_recomputed_percent()

    def _recompute_batch(self):
        for order_type in self:
            log, last = self.env['bas.order.stage.log'], order_type.recompute_until
            log.flush_model(['order_id', 'stage_id'])
            ids = [order_id for order_id, in self.env.execute_query(SQL(
                """SELECT DISTINCT log.order_id
                     FROM bas_order_stage_log log JOIN bas_order_stage stage ON stage.id = log.stage_id
                    WHERE stage.order_type_id = %s AND log.order_id > %s AND log.order_id <= %s
                    ORDER BY log.order_id LIMIT %s""", order_type.id, order_type.recomputed_until, last, BATCH))]
            log._recompute_progress(SQL("stage.type_id = %s AND entry.order_id = ANY(%s)", order_type.id, ids))
            order_type._set_recomputed(*((ids[-1], last) if len(ids) == BATCH else (0, 0)))

    def _get_recomputed_percent(self):
        """:return: int: 100 only if nothing is left"""
        waiting = self.sudo().filtered('recompute_until')  # as above
        todo = sum(waiting.mapped('recompute_until'))
        return min(99, 100 * sum(waiting.mapped('recomputed_until')) // todo) if todo else 100
