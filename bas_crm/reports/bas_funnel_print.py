from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date, formatLang

#: core's colours of records, as in its style sheet ($o-colors)
PALETTE = (
    '#a2a2a2', '#ee2d2d', '#dc8534', '#e8bb1d', '#5794dd', '#9f628f', '#db8865', '#41a9a2', '#304be0', '#ee2f8a', '#61c36e',
    '#9872e6')
#: size of a row of the drawing, and the least width that is still seen; in its own units
WIDTH, HEIGHT, LEAST = 200, 34, 6


class BasFunnelFiguresMixin(models.AbstractModel):
    """The drawn funnel on paper and in a spreadsheet."""

    _inherit = 'bas.funnel.figures.mixin'

    @api.model
    def _get_funnel_words(self, funnel):
        """:return: what the figures are of, for the head of a page: list of texts"""
        readings = {
            'cohort': self.env._("Came in the period"),
            'flow': self.env._("Moved in the period"),
            'snapshot': self.env._("Stand where"),
        }
        kind = next((kind['name'] for kind in funnel.get('types', ()) if kind['id'] == funnel['type']), None)
        days = [funnel['date_from'], funnel['date_to']] if funnel['reading'] != 'snapshot' else []
        dates = ' – '.join(format_date(self.env, day) if day else '…' for day in days)
        if days and not any(days):
            dates = self.env._("all time")
        as_of = funnel['as_of'] and self.env._("as of %(date)s", date=format_date(self.env, funnel['as_of']))
        return [word for word in (kind, readings[funnel['reading']], dates, as_of) if word]

    @api.model
    def _get_funnel_lines(self, funnel, group):
        """:return: for each step of ``group`` its cell beside its description: list of (step, cell)"""
        return list(zip(funnel['steps'], group['cells'], strict=True))


class FunnelPrint(models.AbstractModel):
    """The drawn funnel as a PDF.

    ``data``: ``model`` of the report, ``domain``, ``groupby`` and ``unit`` (``count`` or ``amount``), as the screen has them;
    the reading comes with the context.
    """

    _name = 'report.bas_crm.report_funnel'
    _inherit = ['bas.print.mixin']
    _description = 'Print of a Funnel'

    @api.model
    def _get_report_values(self, docids, data=None):
        data = data or {}
        report = self._get_report_model(data)
        funnel = report.get_funnel(data.get('domain') or [], data.get('groupby') or [])
        unit = 'amount' if data.get('unit') == 'amount' else 'count'
        currency = self.env['res.currency'].browse(funnel['currency_id'])
        colors = {reason['id']: PALETTE[reason['color'] % len(PALETTE)] for reason in funnel['reasons']}
        return {
            'title': report._description and self.env['ir.model']._get(report._name).name,
            'words': report._get_funnel_words(funnel),
            'today': format_date(self.env, fields.Date.context_today(self)),
            'company': self.env.company.name,
            'styles': self._get_print_styles(),
            'funnel': funnel,
            'groups': [{
                'name': group['name'], 'rows': self._draw(report._get_funnel_lines(funnel, group), unit, colors, currency),
            } for group in funnel['groups']],
            'reasons': [{
                'name': reason['name'], 'color': colors[reason['id']], 'count': reason['count'],
                'amount': format_amount(self.env, reason['amount'], currency),
            } for reason in funnel['reasons']],
        }

    @api.model
    def _get_report_model(self, data):
        """:raises UserError: what is asked for is no funnel"""
        model = self.env.get(data.get('model') or 'bas.funnel.report')
        if model is None or model._abstract or not hasattr(model, 'get_funnel'):
            raise UserError(self.env._("There is no such funnel."))
        return model

    def _draw(self, lines, unit, colors, currency):
        """:return: list of rows: texts, and the shapes in units of the drawing"""
        widest = max((cell[unit] for __, cell in lines), default=0)
        widths = [max(WIDTH * cell[unit] / widest if widest else 0, LEAST) for __, cell in lines]
        most_lost = max((cell['lost'] for __, cell in lines), default=0)
        return [{
            'name': step['name'],
            'count': cell['count'],
            'color': PALETTE[step['color'] % len(PALETTE)],
            'points': self._get_points(width, following),
            'to_previous': self._format_share(cell['to_previous']),
            'to_first': self._format_share(cell['to_first']),
            'hours': '' if cell['hours'] is False else formatLang(self.env, cell['hours'], digits=1),
            'amount': format_amount(self.env, cell['amount'], currency),
            'lost': cell['lost'] or '',
            'lost_amount': format_amount(self.env, cell['lost_amount'], currency) if cell['lost'] else '',
            'bars': [{'color': colors[reason['id']], 'width': round(100 * reason['count'] / most_lost, 1)}
                     for reason in cell['reasons']] if most_lost else [],
        } for (step, cell), width, following in zip(lines, widths, [*widths[1:], widths[-1] if widths else 0], strict=True)]

    def _get_points(self, width, following):
        left, right = (WIDTH - width) / 2, (WIDTH + width) / 2
        lower_left, lower_right = (WIDTH - following) / 2, (WIDTH + following) / 2
        corners = [(left, 0), (right, 0), (lower_right, HEIGHT), (lower_left, HEIGHT)]
        return ' '.join(f'{x:.1f},{y:.1f}' for x, y in corners)

    def _format_share(self, share):
        return '' if share is False else formatLang(self.env, 100 * share, digits=1) + '\N{NO-BREAK SPACE}%'
