from odoo import api, models, tools

#: users who see stages, reasons of cancellation and activities; portal customers do not
STAFF = 'base.group_user'


class BasStageBoardMixin(models.AbstractModel):
    """A board by stages, full of values of many records."""

    _name = 'bas.stage.board.mixin'
    _description = 'Board by Stages'

    @api.model
    def _read_group_orderby(self, order, groupby_terms, query):
        # Columns are put in order by whoever adds the empty ones, ``_read_group_stage_ids``: core orders their figures as well,
        # and joins the stages to all records of the board for that.
        is_board = self.env.context.get('read_group_expand') and list(groupby_terms) == ['stage_id'] and not query.limit
        return super()._read_group_orderby('' if is_board and order == 'stage_id' else order, groupby_terms, query)

    @api.model
    def _has_field_access(self, field, operation):
        # Core looks the groups of a field up for each value of each record.
        groups = field.groups
        if not groups:
            return True
        if groups == STAFF and not self.env.su:
            return self._is_asked_by_staff()
        return super()._has_field_access(field, operation)

    @api.model
    @tools.ormcache('self.env.uid')
    def _is_asked_by_staff(self):
        return self.env.user.has_groups(STAFF)
