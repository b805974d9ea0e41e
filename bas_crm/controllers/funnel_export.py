from odoo import http
from odoo.http import request

from ..tools.workbook import get_workbook_headers, make_workbook
from .asked import read_asked
from .manager_export import get_compared_title

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
        for row, (name, step, cell, before) in enumerate(self._iter_rows(printed, funnel), 4):
            sheet.write(row, 0, name)
            sheet.write(row, 1, step['name'])
            for column, (__, read, shape) in enumerate(columns, 2):
                value = read(cell, before)
                if value is not False:
                    sheet.write_number(row, column, value, formats.get(shape))

    def _iter_rows(self, printed, funnel):
        """:return: iterator of (name of the funnel, step, cell, cell of the compared period or an empty dict), and of the
            differences of two managers"""
        nothing = [{}] * len(funnel['steps'])
        for group in funnel['groups']:
            for step, cell, before in zip(funnel['steps'], group['cells'], group['before'] or nothing, strict=True):
                yield group['name'], step, cell, before
        if 'difference' in funnel:
            title = printed._get_difference_title([group['name'] for group in funnel['groups']])
            for step, cell in zip(funnel['steps'], funnel['difference'], strict=True):
                yield title, step, cell, {}

    def _get_columns(self, env, funnel):
        """:return: list of (title, how a cell and that of the compared period are read, its format)"""
        main = [(env._("Count"), 'count', None)]
        if funnel['has_conversion']:
            main += [(env._("Of the Previous"), 'to_previous', 'share'), (env._("Of the First"), 'to_first', 'share')]
        main += [(env._("Average Hours"), 'hours', 'hours'), (env._("Amount"), 'amount', 'amount')]
        parts, lost = [], []
        if funnel['has_conversion']:
            parts = [
                (env._("Moved On"), 'moved_on', None), (env._("Stands There"), 'there', None),
                (env._("Went Back"), 'returned', None)]
            lost = [(env._("Losses"), 'lost', None), (env._("Losses, Amount"), 'lost_amount', 'amount')]
        columns = [(title, self._read_cell(name), shape) for title, name, shape in (*main, *parts, *lost)]
        if funnel['has_conversion']:
            columns += [
                (env._("Losses: %(reason)s", reason=reason['name']), self._read_reason(reason['id']), None)
                for reason in funnel['reasons']]
        if funnel['previous']:
            columns += [
                (get_compared_title(env, funnel['compare'], title), self._read_before(name), shape)
                for title, name, shape in (*main, *lost)]
        return columns

    def _read_cell(self, name):
        return lambda cell, before: cell.get(name, False)

    def _read_before(self, name):
        return lambda cell, before: before.get(name, False)

    def _read_reason(self, reason_id):
        return lambda cell, before: 'reasons' in cell and sum(
            reason['count'] for reason in cell['reasons'] if reason['id'] == reason_id)
