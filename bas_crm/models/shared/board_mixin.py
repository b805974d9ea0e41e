from odoo import api, models


class BasStageBoardMixin(models.AbstractModel):
    """A board by stages: its columns are put in order by whoever adds the empty ones, ``_read_group_stage_ids``.

    Core also orders the figures of the columns by their stages, and joins the stages to all records of the board for that.
    """

    _name = 'bas.stage.board.mixin'
    _description = 'Board by Stages'

    @api.model
    def _read_group_orderby(self, order, groupby_terms, query):
        is_board = self.env.context.get('read_group_expand') and list(groupby_terms) == ['stage_id'] and not query.limit
        return super()._read_group_orderby('' if is_board and order == 'stage_id' else order, groupby_terms, query)
