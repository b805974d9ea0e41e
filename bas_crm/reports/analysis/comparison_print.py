from odoo import api, models
from odoo.tools import formatLang

from ...models.analysis.comparison import YEAR_AGO
from ...tools.print_colors import BAD, GOOD, NEUTRAL

#: a change of so many times is not told in per cent
MANY_TIMES = 10
#: colours of a change for the better, for the worse, and neither
MOODS = {1: GOOD, -1: BAD, 0: NEUTRAL}


class BasComparisonPrint(models.AbstractModel):
    """A print of figures that are compared with another period, or of two managers; see ``bas.comparison.mixin``."""

    _name = 'bas.comparison.print.mixin'
    _inherit = ['bas.report.print.mixin']
    _description = 'Print of a Comparison'

    @api.model
    def _format_change(self, figure, previous, good, is_share):
        """Describe a change as on the screen, see ``change.js``: ▲ +12 %; from ten times as much on the arrow alone.

        :param good: 1 if more is better, -1 if less is better, 0 if neither
        :param is_share: whether the figures are shares, which change by percentage points
        :return: dict for the template ``report_change``: ``change`` (text), ``sign`` (of the arrow; 0: there is none) and
            ``mood`` (the colour); empty if the figure has not changed or had no value"""
        if figure is False or previous is False or figure == previous or not (previous or is_share):
            return {'change': '', 'sign': 0, 'mood': ''}
        sign = 1 if figure > previous else -1
        part = abs(figure - previous) if is_share else abs((figure - previous) / previous)
        text = self._format_points(part) if is_share else '' if part >= MANY_TIMES else (
            formatLang(self.env, 100 * part, digits=0) + '\N{NO-BREAK SPACE}%')
        return {'change': text and f"{'+' if sign > 0 else '−'}{text}", 'sign': sign, 'mood': MOODS[sign * good]}

    @api.model
    def _format_points(self, share):
        return self.env._("%(points)s pp", points=formatLang(self.env, 100 * share, digits=1))

    @api.model
    def _format_difference(self, difference, read):
        """:param difference: a number, False if unknown
        :param read: a function that formats a positive number
        :return: text with the sign of the difference"""
        if difference is False:
            return ''
        return f"{'+' if difference > 0 else '−' if difference < 0 else ''}{read(abs(difference))}"

    @api.model
    def _get_compared_words(self, comparison, days):
        """:return: text: with which period the figures are compared"""
        if comparison == YEAR_AGO:
            return self.env._("compared with a year ago: %(days)s", days=days)
        return self.env._("compared with %(days)s", days=days)

    @api.model
    def _get_difference_title(self, names):
        """:param names: names of the two managers"""
        return self.env._("Difference: %(first)s − %(second)s", first=names[0], second=names[1])
