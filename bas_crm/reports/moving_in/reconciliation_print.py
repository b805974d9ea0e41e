from odoo import api, models
from odoo.tools import formatLang

from ...tools.print_colors import BAD, GOOD, NOTE

#: colours of the marks before the lines
MOODS = {'ok': GOOD, 'explained': NOTE, 'wrong': BAD}


class ReconciliationPrint(models.AbstractModel):
    """The reconciliation of an import as a PDF, with the same figures as on the screen."""

    _name = 'report.bas_crm.report_import_reconciliation'
    _inherit = ['bas.report.print.mixin']
    _description = 'Print of a Reconciliation'

    @api.model
    def _get_report_values(self, docids, data=None):
        sessions = self.env['bas.import'].browse(docids)
        return {**self._get_layout_values(), 'moods': MOODS, 'prints': [self._get_print(session) for session in sessions]}

    def _get_print(self, session):
        found = session.get_reconciliation()
        for section in found['sections']:
            for line in section['lines']:
                line['texts'] = [self._format(column, line['cells'][column['name']]) for column in section['columns']]
        return found

    def _format(self, column, figure):
        return '' if figure is False else formatLang(self.env, figure, digits=2 if column['type'] == 'amount' else 0)
