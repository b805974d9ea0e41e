from datetime import timedelta

from odoo import api, models

from ...tools.days import get_today
from .comparison import EARLIEST, YEAR, YEAR_AGO, get_compared_days

#: figures of a step of which a difference is computed
COMPARED = ('count', 'amount', 'hours', 'to_previous', 'to_first', 'lost', 'lost_amount')


class BasFunnelComparisonMixin(models.AbstractModel):
    """A funnel beside that of another period, and the funnels of two managers side by side.

    The other funnel is as it was when as many days had passed since the beginning of its period: otherwise its documents would
    have had more time to move on. A snapshot has no period, so it is compared only with a year ago.
    """

    _name = 'bas.funnel.comparison.mixin'
    _inherit = ['bas.comparison.mixin']
    _description = 'Comparison of Funnels'

    _context_prefix = 'bas_funnel'

    @api.model
    def _get_compared_days(self):
        """:return: (first day, last day, as-of day) of the other funnel; None if there is none. None for a day: no bound"""
        comparison = self._get_comparison()
        if not comparison:
            return None
        today, reading = get_today(self.env), self._get_bounds().reading
        moment = min(self._get_day('bas_funnel_as_of') or today, today)
        if reading == 'snapshot':
            return (None, None, max(moment - YEAR, EARLIEST)) if comparison == YEAR_AGO else None
        first, last = self._get_period()
        if not first or not last or first > last:
            return None
        start, stop = get_compared_days(first, last, self._get_length(), comparison, moment)
        passed = max(moment - first, timedelta())
        return start, stop, start + passed if reading == 'cohort' else None

    @api.model
    def _get_compared(self, groupby):
        """:return: the report of the period that the funnel is compared with; None if it is not compared. Groups of dates are
            those of one period, so they are not compared."""
        days = self._get_compared_days()
        if not days or self._has_dates(groupby):
            return None
        first, last, as_of = (day and str(day) for day in days)
        return self.with_context(
            bas_funnel_compare=False, bas_funnel_period='custom', bas_funnel_from=first, bas_funnel_to=last,
            bas_funnel_as_of=as_of)

    def _has_dates(self, groupby):
        return any(self._fields[spec.partition(':')[0]].type in ('date', 'datetime') for spec in groupby)

    @api.model
    def _describe_comparison(self, groupby, compared):
        """:return: dict: with which period the funnel is compared, or why it is not"""
        comparison = self._get_comparison()
        why = 'dates' if self._has_dates(groupby) else 'period'
        return {
            'compare': comparison,
            'previous': compared._describe_period() if compared is not None else False,
            'not_compared': why if comparison and compared is None else False,
        }

    @api.model
    def _get_difference(self, groups):
        """:return: list of dicts, one a step: the first funnel's figures less the second one's; False if one has none"""
        first, second = (group['cells'] for group in groups)
        return [{'step': ours['step'], **{
            name: False if ours[name] is False or theirs[name] is False else ours[name] - theirs[name] for name in COMPARED
        }} for ours, theirs in zip(first, second, strict=True)]
