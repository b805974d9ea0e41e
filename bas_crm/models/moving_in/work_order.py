from odoo import api, models

from .kind import ImportField


class BasImportKindWorkOrder(models.AbstractModel):
    """Work orders: orders with the time of the work."""

    _name = 'bas.import.kind.work_order'
    _inherit = 'bas.import.kind.order'
    _description = 'Work Orders to Import'
    _kind = 'work_order'
    _import_order = 61
    _operation = 'work_order'

    @api.model
    def _get_title(self):
        return self.env._("Work Orders")

    @api.model
    def _get_fields(self):
        return {
            **super()._get_fields(),
            'start': ImportField(self.env._("Planned Start"), 'datetime', target='work_start'),
            'finish': ImportField(self.env._("Planned Finish"), 'datetime', target='work_stop'),
        }

    @api.model
    def _read_row(self, batch, row, fields):
        super()._read_row(batch, row, fields)
        start, finish = row.get('start'), row.get('finish')
        if start and finish and finish < start:
            row.error(self.env._("The work finishes before it starts."))

    @api.model
    def _find_kept(self, session, records):
        """The list of customer orders answers for all orders."""
        return {}
