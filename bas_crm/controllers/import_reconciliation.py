from odoo import http
from odoo.http import request

from ..tools.workbook import get_workbook_headers, make_workbook
from .asked import LARGEST_ID

#: width of columns in characters
NAME_WIDTH, FIGURE_WIDTH, NOTE_WIDTH = 48, 16, 60
SHAPES = {'amount': '#,##0.00', 'count': '0'}


class ImportReconciliation(http.Controller):

    @http.route('/bas_crm/import/<int:import_id>/reconciliation.xlsx', type='http', auth='user', readonly=True)
    def export(self, import_id):
        """The reconciliation of an import, one sheet for each of its parts, for users who may read the import."""
        session = request.env['bas.import'].browse(min(import_id, LARGEST_ID)).exists()
        if not session or not session.has_access('read') or session.state not in ('running', 'done'):
            raise request.not_found()
        found = session.get_reconciliation()
        content = make_workbook(lambda book: self._write_sheets(book, session.env, found))
        name = session.env._("Reconciliation, %s", found['name'])
        return request.make_response(content, get_workbook_headers(name.replace('/', '-')))

    def _write_sheets(self, book, env, found):
        bold = book.add_format({'bold': True, 'text_wrap': True, 'valign': 'top'})
        wrap = book.add_format({'text_wrap': True, 'valign': 'top'})
        formats = {kind: book.add_format({'num_format': shape, 'valign': 'top'}) for kind, shape in SHAPES.items()}
        for number, section in enumerate(found['sections'], 1):
            sheet = book.add_worksheet(f"{number} {section['title'].partition(' (')[0]}"[:31].strip())
            self._write_heads(sheet, env, found, section, bold)
            for row, line in enumerate(section['lines'], 4):
                sheet.write_string(row, 0, line['name'], wrap)
                for position, column in enumerate(section['columns'], 1):
                    if line['cells'][column['name']] is not False:
                        sheet.write_number(row, position, line['cells'][column['name']], formats[column['type']])
                sheet.write_string(row, len(section['columns']) + 1, line['note'], wrap)

    def _write_heads(self, sheet, env, found, section, bold):
        heads = ['', *(column['label'] for column in section['columns']), env._("Explanation")]
        sheet.set_column(0, 0, NAME_WIDTH)
        sheet.set_column(1, len(heads) - 2, FIGURE_WIDTH)
        sheet.set_column(len(heads) - 1, len(heads) - 1, NOTE_WIDTH)
        sheet.write_string(0, 0, section['title'], bold)
        sheet.write_string(1, 0, f"{found['company']} · {found['name']}")
        for position, head in enumerate(heads):
            sheet.write_string(3, position, head, bold)
        sheet.freeze_panes(4, 1)
