from odoo import api, models, tools
from odoo.tools import frozendict


class BasOrderStage(models.Model):
    """Stages as the funnel reads them: their ranks are remembered until a stage changes."""

    _name = 'bas.order.stage'
    _inherit = ['bas.order.stage', 'bas.cached.mixin']

    @api.model
    @tools.ormcache()
    def _get_ranks(self):
        """:return: tuple of (stage, type, rank) ids of all types, top down; the rank counts from 1 along the path of the
            type, archived stages included, and is 0 for stages of cancelled orders"""
        # Whoever looks at the funnel, stages of all companies have their ranks.
        stages = self.sudo().with_context(active_test=False).search_fetch(
            [], ['order_type_id', 'sequence', 'is_cancelled'], order='id')
        ranks, reached = [], {}
        for stage in sorted(stages, key=lambda stage: (stage.order_type_id.id, stage.sequence, stage.id)):
            type_id, rank = stage.order_type_id.id, 0
            if not stage.is_cancelled:
                rank = reached[type_id] = reached.get(type_id, 0) + 1
            ranks.append((stage.id, type_id, rank))
        return tuple(ranks)

    @api.model
    @tools.ormcache('stage_id')
    def _get_way(self, stage_id):
        """:return: {stage: rank} of the type of the stage, ids, top down, without stages of cancelled orders"""
        ranks = self._get_ranks()
        types = {stage: type_id for stage, type_id, __ in ranks}
        return frozendict({stage: rank for stage, type_id, rank in ranks if rank and type_id == types.get(stage_id)})
