from odoo import api, models
from odoo.tools import formatLang

from ...tools.marks import read_mark
from ...tools.print_colors import BAD, GOOD, NEUTRAL

MOODS = {'good': GOOD, 'bad': BAD, '': NEUTRAL}
#: size of the drawing of a small line
WIDTH, HEIGHT = 300, 14
#: more parts of a figure do not fit on one page
MAX_LINES = 4


class MorningPrint(models.AbstractModel):
    """The morning as one page, with the figures of the screen. ``data``: ``team_id``."""

    _name = 'report.bas_crm.report_morning'
    _inherit = ['bas.comparison.print.mixin']
    _description = 'Print of the Morning'

    @api.model
    def _get_report_values(self, docids, data=None):
        # a letter shows the figures in its text, too, and reads them once
        page = read_mark(self, 'morning_page') or self.env['bas.morning'].get_tiles((data or {}).get('team_id') or False)
        team = next((team['name'] for team in page['teams'] if team['id'] == page['team_id']), False)
        currency = self.env['res.currency'].browse(page['currency_id'])
        tiles = [self._get_print(tile, currency) for tile in page['tiles']]
        return {
            **self._get_layout_values(), 'company': page['company'], 'words': [page['today'], *([team] if team else [])],
            'tiles': tiles, 'rows': self._pair(tiles), 'moods': MOODS,
        }

    def _pair(self, tiles):
        """:return: list of rows of one wide tile or of two tiles"""
        rows = []
        for tile in tiles:
            if not tile['is_wide'] and rows and len(rows[-1]) == 1 and not rows[-1][0]['is_wide']:
                rows[-1].append(tile)
            else:
                rows.append([tile])
        return rows

    def _get_print(self, tile, currency):
        figures, lines = tile['figures'], [line for line in tile['lines'] if line['figure'] is not False]
        if tile['rest_label']:
            lines = self.env['bas.morning']._shorten(lines, tile['rest_label'], MAX_LINES)
        return {
            'title': tile['title'], 'note': tile['note'], 'is_wide': tile['is_wide'] and len(figures) > 1,
            'figures': [self._get_figure(figure, currency) for figure in figures],
            'lines': [self._get_figure(line, currency) for line in lines],
            'flow': tile['flow'] and self._get_figure(tile['flow'], currency),
            'points': self._get_points(tile['line']), 'line_label': tile['line_label'],
        }

    def _get_figure(self, figure, currency):
        return {
            'label': figure['label'], 'days': figure['days'], 'mood': figure['mood'], 'text': self._format(figure, currency),
            'comparisons': [{
                'label': each['label'], 'text': self._format(each, currency),
                **self._format_change(figure['figure'], each['figure'], 0, False), 'mood': MOODS[each['mood']],
            } for each in figure['comparisons']],
        }

    def _format(self, figure, currency):
        if figure['figure'] is False:
            return '—'
        if figure['kind'] == 'amount':
            return formatLang(self.env, figure['figure'], currency_obj=currency, rounding_unit='units')
        return self._format_share(figure['figure']) if figure['kind'] == 'share' else formatLang(
            self.env, figure['figure'], digits=0)

    def _get_points(self, line):
        """:return: corners of the area below a small line"""
        if not any(line):
            return ''
        low, high = min(0, *line), max(0, *line)
        step, scale = WIDTH / (len(line) - 1), (HEIGHT - 1) / ((high - low) or 1)
        corners = [(0, HEIGHT), *((number * step, HEIGHT - (value - low) * scale) for number, value in enumerate(line)),
                   (WIDTH, HEIGHT)]
        return ' '.join(f'{x:.1f},{y:.1f}' for x, y in corners)
