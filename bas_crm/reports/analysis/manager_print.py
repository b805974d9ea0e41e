from odoo import api, models
from odoo.tools import formatLang

from ...models.analysis.manager_figures import INDICATORS
from ...tools.alphabet import alphabetical
from ...tools.arguments import read_domain
from ..shared.palette import PALETTE

NO_FIGURE = '—'
#: with at most this number of managers the page also shows figures of the previous period
ROOMY = 4


class ManagerPrint(models.AbstractModel):
    """The managers' analysis as a PDF: a page with all indicators of all managers, then a page for each manager. Amounts are
    rounded to whole units, as on the screen.

    ``data``: ``domain`` of the view; ``user_id`` for the page of one manager only (False: documents without a manager). The
    period is in the context; if two managers are chosen there, the print is a page with both side by side.
    """

    _name = 'report.bas_crm.report_managers'
    _inherit = ['bas.comparison.print.mixin']
    _description = "Print of the Managers' Analysis"

    @api.model
    def _get_report_values(self, docids, data=None):
        data = data or {}
        report = self.env['bas.manager.report']
        domain = list(read_domain(report, data.get('domain')))
        is_single = 'user_id' in data
        if is_single:
            domain.append(('user_id', '=', data['user_id']))
            report = report.with_context(bas_manager_pair=False)
        pair = report.get_pair(domain)
        indicators = pair or [report.get_figures(indicator, domain) for indicator in INDICATORS]
        values = {**self._get_layout_values(), 'words': self._get_words(indicators[0])}
        return {**values, **(self._get_pair_values(pair) if pair else self._get_page_values(indicators, is_single))}

    def _get_pair_values(self, pair):
        """:return: dict: two managers side by side"""
        names = [row['name'] for row in pair[0]['rows']]
        return {
            'names': names,
            'difference': self._get_difference_title(names),
            'pair': [self._get_pair_section(figures) for figures in pair],
            'summary': [], 'pages': [], 'is_brief': False,
        }

    def _get_pair_section(self, figures):
        """:return: dict: one indicator of both managers, with a row for each column"""
        currency = self.env['res.currency'].browse(figures['currency_id'])
        first, second = (self._get_cells(figures, row) for row in figures['rows'])
        return {'title': self._get_title(figures['indicator']), 'lines': [{
            'label': column['label'], 'cells': cells,
            'difference': self._format_difference(
                figures['difference'][column['name']], self._get_difference_format(column, currency)),
        } for column, *cells in zip(figures['columns'], first, second, strict=True)]}

    def _get_difference_format(self, column, currency):
        return self._format_points if column['type'] == 'share' else lambda figure: self._format(column, figure, currency)

    def _get_page_values(self, indicators, is_single):
        """:return: dict: a page of all managers, and one for each of them"""
        managers = self._get_managers(indicators)
        return {
            'pair': [],
            'is_brief': len(managers) > ROOMY,
            'summary': [] if is_single else [self._get_section(figures) for figures in indicators],
            'pages': [{
                'name': managers[user_id]['name'],
                'sections': [self._get_manager_section(figures, user_id) for figures in indicators],
            } for user_id in managers],
        }

    def _get_managers(self, indicators):
        """:return: {id: row} of all managers that have an indicator, sorted by name; «without a manager» is the last"""
        rows = {row['user_id']: row for figures in indicators for row in figures['rows']}
        return dict(sorted(rows.items(), key=lambda item: (not item[0], alphabetical(item[1]['name']))))

    @api.model
    def _get_words(self, figures):
        """:return: list of texts: the period, and the period that it is compared with"""
        period, *before = (
            self._format_days(days['from'], days['to']) for days in (figures['period'], figures['previous']) if days)
        words = [period, *(self._get_compared_words(figures['compare'], days) for days in before)]
        return [*words, self.env._("as many days as have passed")] if figures['is_unfinished'] else words

    @api.model
    def _get_title(self, indicator):
        return {
            'revenue': self.env._("Revenue"), 'orders': self.env._("Orders"), 'debt': self.env._("Debt"),
            'events': self.env._("Events"), 'leads': self.env._("Leads"),
        }[indicator]

    def _get_section(self, figures):
        """:return: dict: the table of one indicator with all managers, and a bar of the first column for each of them"""
        main = figures['columns'][0]['name']
        longest = max((row['figures'][main] or 0 for row in figures['rows']), default=0)
        return {
            'title': self._get_title(figures['indicator']),
            'columns': figures['columns'],
            'rows': [{
                'name': row['name'], 'cells': self._get_cells(figures, row),
                'width': round(100 * max(row['figures'][main] or 0, 0) / longest, 1) if longest > 0 else 0,
            } for row in figures['rows']],
            'total': self._get_cells(figures, figures['total']),
            'color': PALETTE[figures['columns'][0]['color'] or 4],
        }

    def _get_manager_section(self, figures, user_id):
        """:return: dict: one indicator of one manager, with a row for each column"""
        row = next((row for row in figures['rows'] if row['user_id'] == user_id), None)
        nothing = {column['name']: 0 for column in figures['columns']}
        row = row or {'figures': nothing, 'previous': nothing}
        return {
            'title': self._get_title(figures['indicator']),
            'lines': [{'label': column['label'], **cell} for column, cell in zip(
                figures['columns'], self._get_cells(figures, row), strict=True)],
        }

    def _get_cells(self, figures, row):
        currency = self.env['res.currency'].browse(figures['currency_id'])
        return [{
            'figure': self._format(column, row['figures'][column['name']], currency),
            'previous': self._format(column, row['previous'][column['name']], currency) if figures['previous'] else '',
            **(self._get_change(column, row) if figures['previous'] else {'change': '', 'sign': 0, 'mood': ''}),
        } for column in figures['columns']]

    def _format(self, column, figure, currency):
        if figure is False:
            return NO_FIGURE
        if column['type'] == 'amount':
            return formatLang(self.env, figure, currency_obj=currency, rounding_unit='units')
        if column['type'] == 'share':
            return self._format_share(figure)
        return formatLang(self.env, figure, digits=0)

    def _get_change(self, column, row):
        """:return: dict: the change against the compared period, see :meth:`_format_change`"""
        name = column['name']
        return self._format_change(
            row['figures'][name], row['previous'][name], column['good'], column['type'] == 'share')
