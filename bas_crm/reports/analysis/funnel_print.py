from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date

from ...tools.durations import format_duration
from ..shared.palette import PALETTE

#: size of a row of the drawing, in SVG units
WIDTH, HEIGHT = 200, 34
#: minimal width of a step that is not empty, in per cent
LEAST = 3
#: figures that are compared: 1 if more is better, -1 if less is better
GOOD = {'count': 1, 'to_previous': 1, 'to_first': 1, 'hours': -1, 'amount': 1, 'lost': -1, 'lost_amount': -1}


class FunnelPrint(models.AbstractModel):
    """The funnel as a PDF.

    ``data``: ``model`` of the report, ``domain``, ``groupby`` and ``unit`` (``count`` or ``amount``) of the view; the mode and
    period are in the context.
    """

    _name = 'report.bas_crm.report_funnel'
    _inherit = ['bas.comparison.print.mixin']
    _description = 'Print of a Funnel'

    @api.model
    def _get_report_values(self, docids, data=None):
        data = data or {}
        report = self._get_report_model(data)
        funnel = report.get_funnel(data.get('domain') or [], data.get('groupby') or [])
        unit = 'amount' if data.get('unit') == 'amount' else 'count'
        currency = self.env['res.currency'].browse(funnel['currency_id'])
        return {
            **self._get_layout_values(),
            'title': report._description and self.env['ir.model']._get(report._name).name,
            'words': self._get_words(funnel),
            'funnel': funnel,
            'unit': unit,
            'groups': [{'name': group['name'], 'rows': self._draw(funnel, group, unit)} for group in funnel['groups']],
            'difference': self._get_difference(funnel),
            'reasons': [{
                'name': reason['name'], 'color': PALETTE[reason['color'] % len(PALETTE)], 'count': reason['count'],
                'amount': format_amount(self.env, reason['amount'], currency),
            } for reason in funnel['reasons']],
        }

    @api.model
    def _get_report_model(self, data):
        """:raises UserError: the model is not a funnel"""
        model = self.env.get(data.get('model') or 'bas.funnel.report')
        if model is None or model._abstract or not hasattr(model, 'get_funnel'):
            raise UserError(self.env._("There is no such funnel."))
        return model

    @api.model
    def _get_words(self, funnel):
        """:return: list of texts that describe mode, period and filters"""
        readings = {
            'cohort': self.env._("Created in the period"),
            'flow': self.env._("Moved in the period"),
            'snapshot': self.env._("Current stages"),
        }
        kind = next((kind['name'] for kind in funnel.get('types', ()) if kind['id'] == funnel['type']), None)
        days = funnel['reading'] != 'snapshot' and self._format_days(funnel['date_from'], funnel['date_to'])
        recomputed = self.env['bas.order.type'].browse(kind['id'] for kind in funnel.get('types', ()))._get_recomputed_percent()
        unready = recomputed < 100 and self.env._(
            "the stages were reordered and the figures are being recomputed: %(percent)s %% are ready", percent=recomputed)
        as_of = funnel['as_of'] and self.env._("as of %(date)s", date=format_date(self.env, funnel['as_of']))
        compared = funnel['previous'] and self._get_compared_words(funnel['compare'], self._format_compared(funnel['previous']))
        return [word for word in (kind, readings[funnel['reading']], days, as_of, compared, unready) if word]

    def _format_compared(self, previous):
        """:return: text: the days of the compared funnel, and the as-of day unless it is the last of them"""
        days = self._format_days(previous['date_from'], previous['date_to']) if previous['date_from'] else ''
        is_end = not previous['as_of'] or previous['as_of'] == previous['date_to']
        as_of = '' if is_end else self.env._("as of %(date)s", date=format_date(self.env, previous['as_of']))
        return ', '.join(filter(None, (days, as_of)))

    def _draw(self, funnel, group, unit):
        """Draw one funnel to the same scale as the view, see ``FunnelModel.getRows`` of static/src/funnel/funnel_model.js.

        :return: list of rows: texts, and the shapes in units of the drawing
        """
        cells = group['cells']
        widths = self._get_widths(funnel, cells, unit)
        lower = [*widths[1:], *widths[-1:]] if funnel['has_conversion'] else widths
        colors = {reason['id']: PALETTE[reason['color'] % len(PALETTE)] for reason in funnel['reasons']}
        # Bars of losses have the same scale in all funnels.
        most_lost = max((cell['lost'] for other in funnel['groups'] for cell in other['cells']), default=0)
        compared = group['before'] or [None] * len(cells)
        return [{
            **self._describe(funnel, step, cell),
            'before': before and self._describe_before(funnel, step, cell, before),
            'points': self._get_points(width, following),
            'bars': [{'color': colors[reason['id']], 'width': round(100 * reason['count'] / most_lost, 1)}
                     for reason in cell['reasons']],
        } for step, cell, before, width, following in zip(funnel['steps'], cells, compared, widths, lower, strict=True)]

    def _describe_before(self, funnel, step, cell, before):
        """:return: dict: for each figure its text in the compared period, and its change"""
        texts = self._describe(funnel, step, before)
        return {name: {'text': texts[name], **self._format_change(
            cell[name], before[name], good, name in ('to_previous', 'to_first'))} for name, good in GOOD.items()}

    def _get_difference(self, funnel):
        """:return: dict: the figures of the first manager less those of the second one; False if there are no two managers"""
        if 'difference' not in funnel:
            return False
        currency = self.env['res.currency'].browse(funnel['currency_id'])
        formats = {
            'count': str, 'lost': str, 'to_previous': self._format_points, 'to_first': self._format_points,
            'hours': lambda hours: format_duration(self.env, hours),
            **dict.fromkeys(('amount', 'lost_amount'), lambda amount: format_amount(self.env, amount, currency))}
        return {
            'title': self._get_difference_title([group['name'] for group in funnel['groups']]),
            'rows': [{'name': step['name'], **{
                name: self._format_difference(cell[name], read) for name, read in formats.items()
            }} for step, cell in zip(funnel['steps'], funnel['difference'], strict=True)],
        }

    def _describe(self, funnel, step, cell):
        currency = self.env['res.currency'].browse(funnel['currency_id'])
        return {
            'name': step['name'],
            'count': cell['count'],
            'color': PALETTE[step['color'] % len(PALETTE)],
            'to_previous': self._format_share(cell['to_previous']),
            'to_first': self._format_share(cell['to_first']),
            'hours': '' if cell['hours'] is False else format_duration(self.env, cell['hours']),
            'amount': format_amount(self.env, cell['amount'], currency),
            'lost': cell['lost'] or '',
            'lost_amount': format_amount(self.env, cell['lost_amount'], currency) if cell['lost'] else '',
        }

    def _get_widths(self, funnel, cells, unit):
        """Compute the widths of the steps in per cent.

        In a snapshot the number of fulfilled documents only grows and would make the other steps too narrow, so the final
        step is as wide as the widest of the others.
        """
        is_snapshot = funnel['reading'] == 'snapshot'
        bounded = [cell[unit] for step, cell in zip(funnel['steps'], cells, strict=True)
                   if cell[unit] and not (is_snapshot and step['is_done'])]
        widest = max(bounded or [cell[unit] for cell in cells], default=0)
        return [min(max(100 * cell[unit] / widest, LEAST), 100) if cell[unit] > 0 and widest > 0 else 0 for cell in cells]

    def _get_points(self, width, following):
        """:return: corners of a step, which narrows to the width of the next one; both widths in per cent"""
        upper, lower = width * WIDTH / 100, following * WIDTH / 100
        middle = WIDTH / 2
        corners = [(middle - upper / 2, 0), (middle + upper / 2, 0), (middle + lower / 2, HEIGHT), (middle - lower / 2, HEIGHT)]
        return ' '.join(f'{x:.1f},{y}' for x, y in corners)
