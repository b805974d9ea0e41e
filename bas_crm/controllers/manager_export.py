from odoo import http
from odoo.http import request

from ..models.analysis.comparison import YEAR_AGO
from ..models.analysis.manager_figures import INDICATORS
from ..tools.workbook import get_workbook_headers, make_workbook
from .asked import read_asked

#: width of a column in characters
NAME_WIDTH, FIGURE_WIDTH = 30, 17
SHAPES = {'amount': '#,##0.00', 'share': '0.0%', 'count': '0'}


def get_compared_title(env, comparison, figure):
    """:param comparison: see ``bas.comparison.mixin``
    :return: the title of the column with a figure of the compared period"""
    if comparison == YEAR_AGO:
        return env._("%(figure)s: a year ago", figure=figure)
    return env._("%(figure)s: previous period", figure=figure)


class ManagerExport(http.Controller):

    @http.route('/bas_crm/managers/xlsx', type='http', auth='user', methods=['POST'], readonly=True)
    def export_managers(self, data=None, **_kwargs):
        """The figures of managers as a spreadsheet, one sheet for each indicator.

        :param str data: JSON of ``domain`` and ``context``, as the screen has them
        """
        asked = read_asked(data)
        report = request.env['bas.manager.report'].with_context(**asked['context'])
        title = request.env['ir.model']._get(report._name).name
        content = make_workbook(lambda book: self._write_sheets(book, report, asked['domain']))
        return request.make_response(content, get_workbook_headers(title))

    def _write_sheets(self, book, report, domain):
        for indicator in INDICATORS:
            self._write_sheet(book, report, report.get_figures(indicator, domain))

    def _write_sheet(self, book, report, figures):
        printed = report.env['report.bas_crm.report_managers']
        sheet = book.add_worksheet(printed._get_title(figures['indicator'])[:31])
        bold = book.add_format({'bold': True, 'text_wrap': True, 'valign': 'top'})
        points = report.env._("%(points)s pp", points="").strip()
        shapes = {**SHAPES, 'points': f'0.0" {points}"'}
        formats = {kind: book.add_format({'num_format': shape}) for kind, shape in shapes.items()}
        sheet.set_column(0, 0, NAME_WIDTH)
        sheet.set_column(1, 3 * len(figures['columns']), FIGURE_WIDTH)
        sheet.write(0, 0, printed._get_title(figures['indicator']), bold)
        sheet.write(1, 0, ', '.join(printed._get_words(figures)))
        for position, name in enumerate(self._get_headers(report.env, figures)):
            sheet.write(3, position, name, bold)
        for number, row in enumerate([*figures['rows'], self._get_last_row(printed, figures)], 4):
            sheet.write(number, 0, row['name'])
            for position, (value, kind) in enumerate(self._get_values(figures, row), 1):
                if value is not False:
                    sheet.write_number(number, position, value, formats[kind])

    def _get_last_row(self, printed, figures):
        """:return: dict: the total, or the difference of two managers, which has no figures of the other period"""
        if 'difference' not in figures:
            return {'name': printed.env._("In all"), **figures['total']}
        return {
            'name': printed._get_difference_title([row['name'] for row in figures['rows']]), 'figures': figures['difference'],
            'previous': dict.fromkeys(figures['difference'], False)}

    def _get_headers(self, env, figures):
        heads = [env._("Manager")]
        for column in figures['columns']:
            heads.append(column['label'])
            if figures['previous']:
                heads += [get_compared_title(env, figures['compare'], column['label']),
                          env._("%(figure)s: change", figure=column['label'])]
        return heads

    def _get_values(self, figures, row):
        values = []
        for column in figures['columns']:
            figure, before = row['figures'][column['name']], row['previous'][column['name']]
            values.append((figure, column['type']))
            if figures['previous']:
                change = False if figure is False or before is False else figure - before
                # a share changes by percentage points
                is_share = column['type'] == 'share' and change is not False
                values += [(before, column['type']), (100 * change, 'points') if is_share else (change, column['type'])]
        return values
