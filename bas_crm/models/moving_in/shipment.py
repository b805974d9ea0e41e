import re

from odoo import api, models

from .kind import ImportField

#: operations of a goods issue that are no sale: returns to suppliers, goods on commission, for processing or in custody
NO_SALES = re.compile(r'постачальник|поставщик|коміс|комис|переро|перераб|зберіган|хранен|комітент|комитент', re.IGNORECASE)


class BasImportKindShipment(models.AbstractModel):
    """Headers of goods issues: sales before the move without items and cost."""

    _name = 'bas.import.kind.shipment'
    _inherit = 'bas.import.kind.sale'
    _description = 'Goods Issues before the Move to Import'
    _kind = 'shipment'
    _import_order = 91

    @api.model
    def _get_title(self):
        return self.env._("Goods Issues before the Move")

    @api.model
    def _get_fields(self):
        left_out = ('item', 'article', 'characteristic', 'category', 'document', 'quantity', 'cost', 'profit', 'unit')
        return {
            **{name: field for name, field in super()._get_fields().items() if name not in left_out},
            'number': ImportField(self.env._("Number"), target='document', required=True),
            'contract': ImportField(self.env._("Contract")),
            'operation': ImportField(self.env._("Operation")),
        }

    @api.model
    def _read_row(self, batch, row, fields):
        super()._read_row(batch, row, fields)
        if NO_SALES.search(row.get('operation') or ''):
            row.is_skipped = True
            row.remark(self.env._("«%(operation)s» is no sale.", operation=row.get('operation')))

    def _get_subjects(self):
        return ('number', 'date', 'company')

    def _is_monthly(self, batch):
        return False
