"""Wrong rows as a workbook: with a column «Error», to be corrected in a spreadsheet and read again."""
import io

import xlsxwriter

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.source_files.price_columns import ROW_HEADING

#: width of columns, in characters
WIDTH, WIDE = 24, 60
#: characters that a sheet's name cannot have
FORBIDDEN = str.maketrans('', '', '[]:*?/\\')


class BasImport(models.Model):
    _inherit = 'bas.import'

    def action_download_errors(self):
        """Download the rows with errors. The corrected file can be added to this import, or to a new one."""
        self.ensure_one()
        self.check_access('read')
        rows = self.env['bas.import.row'].search([('import_id', '=', self.id), ('action', '=', 'error')])
        if not rows:
            raise UserError(self.env._("There are no rows with errors."))
        file = self.env['ir.attachment'].create({
            'name': self.env._("Errors of %(session)s.xlsx", session=self.name.replace('/', '-')),
            'raw': self._write_errors(rows), 'res_model': self._name, 'res_id': self.id})
        return {'type': 'ir.actions.act_url', 'url': f'/web/content/{file.id}?download=true', 'target': 'self'}

    def _write_errors(self, rows):
        """:return: bytes of a workbook: a sheet for each list"""
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream, {'in_memory': True, 'strings_to_formulas': False, 'strings_to_urls': False}) as book:
            bold = book.add_format({'bold': True, 'text_wrap': True, 'valign': 'top'})
            red = book.add_format({'font_color': '#B00020', 'text_wrap': True, 'valign': 'top'})
            for number, (table, found) in enumerate(rows.grouped('table_id').items(), 1):
                name = (table.sheet or table.file or '').translate(FORBIDDEN)[:25].strip("' ")
                sheet = book.add_worksheet(f'{number} {name}'.strip())
                self._write_sheet(sheet, table, found, bold, red)
        return stream.getvalue()

    def _write_sheet(self, sheet, table, rows, bold, red):
        columns = _get_headings(table.column_ids)
        headings = [ROW_HEADING, self.env._("Row Error"), *(heading for _column, heading in columns)]
        for index, heading in enumerate(headings):
            sheet.write_string(0, index, heading, bold)
        sheet.set_column(0, 0, WIDTH, None, {'hidden': True})
        sheet.set_column(1, 1, WIDE)
        sheet.set_column(2, len(headings), WIDTH)
        sheet.freeze_panes(1, 2)
        for line, row in enumerate(rows, 1):
            sheet.write_string(line, 0, str(row.id))
            sheet.write_string(line, 1, row.problem or '', red)
            for index, (column, _heading) in enumerate(columns, 2):
                sheet.write_string(line, index, (row.values or {}).get(column.key, ''))

    # ------------------------------------------------------------
    # Corrected rows
    # ------------------------------------------------------------

    def _is_corrections(self, found):
        """:param found: ``SourceTable``"""
        return any(column.heading == ROW_HEADING for column in found.columns)

    def _read_corrections(self, found):
        """Put the texts of a corrected file into the rows that it was made of, of this import or of an earlier one."""
        index = next(index for index, column in enumerate(found.columns) if column.heading == ROW_HEADING)
        corrected = {int(row.values[index]): row for row in found.rows() if row.values.get(index, '').isdecimal()}
        rows = self.env['bas.import.row'].search([
            ('id', 'in', [id_ for id_ in corrected if id_ < 2 ** 31]), ('import_id.company_id', '=', self.company_id.id),
            ('import_id.state', 'not in', ('draft', 'undone')), ('step', '!=', 'imported')])
        for row in rows:
            texts = {column.heading: corrected[row.id].values.get(place, '') for place, column in enumerate(found.columns)}
            keys = {heading: column.key for column, heading in _get_headings(row.table_id.column_ids)}
            groups = (row.values or {}).get('groups')
            row.values = {
                **{keys[heading]: text for heading, text in texts.items() if text and heading in keys},
                **({'groups': groups} if groups else {})}
        self.env.flush_all()
        for session, wrong in rows.grouped('import_id').items():
            session._check_rows(SQL("%s", wrong.ids))


def _get_headings(columns):
    """:return: list of (column, heading in the workbook): each different, none empty"""
    found, seen = [], set()
    for column in columns:
        heading = column.heading or f'#{column.position}'
        heading = f'{heading} #{column.position}' if heading in seen else heading
        seen.add(heading)
        found.append((column, heading))
    return found
