from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.days import get_midnight, get_today
from .comparison import DAY, EARLIEST, LATEST, YEAR

READINGS = ('cohort', 'flow', 'snapshot')
#: context keys that choose what a funnel shows; all fields of a funnel depend on them
CONTEXT_KEYS = (
    'bas_funnel_reading', 'bas_funnel_period', 'bas_funnel_from', 'bas_funnel_to', 'bas_funnel_as_of', 'bas_funnel_type',
    'tz', 'uid', 'company')
SECOND = timedelta(seconds=1)
#: lengths of the periods that are relative to today
LENGTHS = {'month': relativedelta(months=1), 'quarter': relativedelta(months=3), 'year': YEAR}


class FunnelPeriod:
    """The moments (in UTC) that a funnel is computed for.

    :ivar str reading: one of ``READINGS``, see ``bas.funnel.mixin``
    :ivar datetime start: first moment of the period, or None
    :ivar datetime stop: first moment after the period, or None
    :ivar datetime moment: T, the moment up to which hours count
    :ivar datetime limit: first moment after T: stages entered before it are known, stages not left before it are open
    :ivar bool is_now: whether T is the present, so that every stage that has not been left is open
    """

    def __init__(self, reading, start, stop, as_of, now):
        self.reading, self.start, self.stop = reading, start, stop
        ends = [end for end in (as_of, stop if reading == 'flow' else None) if end and end <= now]
        self.is_now = not ends
        self.moment = min(ends, default=now)
        # Odoo stores whole seconds: what happened in the current second must be included.
        self.limit = min(ends, default=now + SECOND)


class BasFunnelMixin(models.AbstractModel):
    """A funnel whose documents and moment are chosen by the context.

    ==================== =======================================================================================
    ``bas_funnel_reading`` ``cohort`` (default): documents created in the period, up to now or the as-of date.
                         ``flow``: documents that moved in the period, up to its end. ``snapshot``: the current stages.
    ``bas_funnel_period`` ``this_month``, ``last_month``, ``this_quarter``, ``last_quarter``, ``this_year``, ``last_year``,
                         ``all``, relative to today. ``custom``, or none: the two keys below.
    ``bas_funnel_from``, ``bas_funnel_to``  first and last day of the period; either may be left out
    ``bas_funnel_as_of`` a past day: the funnel as it was at the end of this day
    ``bas_funnel_type``  id of the type of orders to show
    ==================== =======================================================================================

    Days are those of the user's time zone. An action that opens the documents of a figure passes the keys on.
    """

    _name = 'bas.funnel.mixin'
    _description = 'Funnel'

    @api.model
    def _get_bounds(self):
        """:raises UserError: the context has an unknown reading or period, or a wrong date"""
        context = self.env.context
        reading = context.get('bas_funnel_reading') or 'cohort'
        if reading not in READINGS:
            raise UserError(self.env._("The funnel has no mode «%(reading)s».", reading=reading))
        first, last = self._get_period()
        as_of = self._get_day('bas_funnel_as_of')
        return FunnelPeriod(
            reading, self._get_midnight(first), self._get_midnight(last and last + DAY),
            self._get_midnight(as_of and as_of + DAY), fields.Datetime.now())

    @api.model
    def _get_period(self):
        """:return: (first day, last day); None: no bound"""
        period = self.env.context.get('bas_funnel_period') or 'custom'
        if period == 'custom':
            return self._get_day('bas_funnel_from'), self._get_day('bas_funnel_to')
        today = get_today(self.env)
        starts = {
            'month': today.replace(day=1),
            'quarter': today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1),
            'year': today.replace(month=1, day=1),
        }
        periods = {
            'all': None, **{f'this_{kind}': start for kind, start in starts.items()},
            **{f'last_{kind}': start - LENGTHS[kind] for kind, start in starts.items()}}
        if not isinstance(period, str) or period not in periods:
            raise UserError(self.env._("The funnel has no period «%(period)s».", period=period))
        first = periods[period]
        return first, first and first + self._get_length() - DAY

    @api.model
    def _get_length(self):
        """:return: the length of a period that is relative to today; None for any other days"""
        return LENGTHS.get((self.env.context.get('bas_funnel_period') or '').partition('_')[2])

    @api.model
    def _get_day(self, key):
        value = self.env.context.get(key)
        try:
            day = fields.Date.to_date(value) or None
        except (TypeError, ValueError):
            raise UserError(self.env._("«%(value)s» is not a date.", value=value)) from None
        # The day after the last one, and its midnight in UTC, must be valid datetimes as well.
        return day and min(max(day, EARLIEST), LATEST)

    @api.model
    def _get_type_id(self):
        """:return: id of the type of orders to show; False for all types"""
        value = self.env.context.get('bas_funnel_type')
        if value and (isinstance(value, bool) or not isinstance(value, int)):
            raise UserError(self.env._("There is no such funnel."))
        return value or False

    @api.model
    def _get_midnight(self, day):
        """:return: datetime in UTC at which ``day`` begins in the user's time zone"""
        return get_midnight(self.env, day) if day else None
