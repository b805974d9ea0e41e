from odoo import http
from odoo.http import request

from ..tools.workbook import get_workbook_headers, make_workbook
from .asked import read_asked

#: width of a column in characters
NAME_WIDTH, FIGURE_WIDTH = 28, 16


class FunnelExport(http.Controller):

    @http.route('/bas_crm/funnel/xlsx', type='http', auth='user', methods=['POST'], readonly=True)
    def export_funnel(self, data=None, **_kwargs):
        """The figures of the funnel on the screen as a spreadsheet.

        :param str data: JSON of ``model``, ``domain``, ``groupby`` and ``context``, as the screen has them
        """
        asked = read_asked(data)
        printed = request.env['report.bas_crm.report_funnel'].with_context(**asked['context'])
        report = printed._get_report_model(asked)
        funnel = report.get_funnel(asked['domain'], asked['groupby'])
        title = request.env['ir.model']._get(report._name).name
        content = make_workbook(lambda book: self._write_sheet(book, printed, funnel, title))
        return request.make_response(content, get_workbook_headers(title))

    def _write_sheet(self, book, printed, funnel, title):
        sheet = book.add_worksheet(title[:31])
        bold = book.add_format({'bold': True, 'text_wrap': True, 'valign': 'top'})
        formats = {name: book.add_format({'num_format': shape}) for name, shape in (
            ('share', '0.0%'), ('hours', '0.0'), ('amount', '#,##0.00'))}
        columns = self._get_columns(printed.env, funnel)
        sheet.set_column(0, 1, NAME_WIDTH)
        sheet.set_column(2, len(columns) + 1, FIGURE_WIDTH)
        sheet.write(0, 0, title, bold)
        sheet.write(1, 0, ', '.join(printed._get_words(funnel)))
        env = printed.env
        for column, name in enumerate((env._("Compared"), funnel['step_label'], *(name for name, *__ in columns))):
            sheet.write(3, column, name, bold)
        row = 4
        for group in funnel['groups']:
            for step, cell in zip(funnel['steps'], group['cells'], strict=True):
                sheet.write(row, 0, group['name'])
                sheet.write(row, 1, step['name'])
                for column, (__, read, shape) in enumerate(columns, 2):
                    value = read(cell)
                    if value is not False:
                        sheet.write_number(row, column, value, formats.get(shape))
                row += 1

    def _get_columns(self, env, funnel):
        """:return: list of (title, how a cell is read, its format)"""
        columns = [(env._("Count"), lambda cell: cell['count'], None)]
        if funnel['has_conversion']:
            columns += [
                (env._("Of the Previous"), lambda cell: cell['to_previous'], 'share'),
                (env._("Of the First"), lambda cell: cell['to_first'], 'share'),
            ]
        columns += [
            (env._("Average Hours"), lambda cell: cell['hours'], 'hours'),
            (env._("Amount"), lambda cell: cell['amount'], 'amount'),
        ]
        if not funnel['has_conversion']:
            return columns
        columns += [
            (env._("Moved On"), lambda cell: cell['moved_on'], None),
            (env._("Stands There"), lambda cell: cell['there'], None),
            (env._("Went Back"), lambda cell: cell['returned'], None),
            (env._("Losses"), lambda cell: cell['lost'], None),
            (env._("Losses, Amount"), lambda cell: cell['lost_amount'], 'amount'),
        ]
        return columns + [
            (env._("Losses: %(reason)s", reason=reason['name']), self._read_reason(reason['id']), None)
            for reason in funnel['reasons']]

    def _read_reason(self, reason_id):
        return lambda cell: sum(reason['count'] for reason in cell['reasons'] if reason['id'] == reason_id)
