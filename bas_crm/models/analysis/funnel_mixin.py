from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.days import get_midnight, get_today

READINGS = ('cohort', 'flow', 'snapshot')
#: the keys of the context that say which funnel is read; all fields of a funnel depend on them
CONTEXT_KEYS = (
    'bas_funnel_reading', 'bas_funnel_period', 'bas_funnel_from', 'bas_funnel_to', 'bas_funnel_as_of', 'bas_funnel_type',
    'tz', 'uid', 'company')
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
#: nothing happened earlier, or will happen later
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)


class Bounds:
    """The moments of one reading, in UTC.

    :ivar str reading: one of ``READINGS``
    :ivar datetime start: first moment of the period, or None
    :ivar datetime stop: first moment after the period, or None
    :ivar datetime moment: T, up to which hours count
    :ivar datetime limit: first moment after T: what was entered before it is known, what was not left before it is open
    :ivar bool is_now: T is the present, so whatever has not been left is open
    """

    def __init__(self, reading, start, stop, as_of, now):
        self.reading, self.start, self.stop = reading, start, stop
        ends = [end for end in (as_of, stop if reading == 'flow' else None) if end and end <= now]
        self.is_now = not ends
        self.moment = min(ends, default=now)
        # Odoo keeps whole seconds: what happens at this very second is known, too.
        self.limit = min(ends, default=now + SECOND)


class BasFunnelMixin(models.AbstractModel):
    """A funnel: which documents, and up to which moment, is read from the context.

    ==================== =======================================================================================
    ``bas_funnel_reading`` ``cohort`` (the default): what came in the period, up to now or the as-of date.
                         ``flow``: what moved in the period, up to its end. ``snapshot``: what stands where.
    ``bas_funnel_period`` ``this_month``, ``last_month``, ``this_quarter``, ``last_quarter``, ``this_year``, ``last_year``,
                         ``all``; the days come from today's date. ``custom``, or none: the two keys below.
    ``bas_funnel_from``, ``bas_funnel_to``  first and last day of the period; either may be left out
    ``bas_funnel_as_of`` a past day: the funnel as it stood at the end of it
    ``bas_funnel_type``  id of the one type of orders to be read
    ==================== =======================================================================================

    Days are those of the user's time zone. A click from a figure to its documents carries the keys along.
    """

    _name = 'bas.funnel.mixin'
    _description = 'Funnel'

    @api.model
    def _get_bounds(self):
        """:raises UserError: the context names a reading, a period or a day that there is none of"""
        context = self.env.context
        reading = context.get('bas_funnel_reading') or 'cohort'
        if reading not in READINGS:
            raise UserError(self.env._("There is no reading «%(reading)s» of the funnel.", reading=reading))
        first, last = self._get_period()
        as_of = self._get_day('bas_funnel_as_of')
        return Bounds(
            reading, self._get_midnight(first), self._get_midnight(last and last + DAY),
            self._get_midnight(as_of and as_of + DAY), fields.Datetime.now())

    @api.model
    def _get_period(self):
        """:return: first and last day, None for no bound"""
        period = self.env.context.get('bas_funnel_period') or 'custom'
        if period == 'custom':
            return self._get_day('bas_funnel_from'), self._get_day('bas_funnel_to')
        today = get_today(self.env)
        month, quarter = today.replace(day=1), today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
        year = today.replace(month=1, day=1)
        periods = {
            'this_month': (month, relativedelta(months=1)),
            'last_month': (month - relativedelta(months=1), relativedelta(months=1)),
            'this_quarter': (quarter, relativedelta(months=3)),
            'last_quarter': (quarter - relativedelta(months=3), relativedelta(months=3)),
            'this_year': (year, relativedelta(years=1)),
            'last_year': (year - relativedelta(years=1), relativedelta(years=1)),
            'all': (None, None),
        }
        if not isinstance(period, str) or period not in periods:
            raise UserError(self.env._("There is no period «%(period)s» of the funnel.", period=period))
        first, length = periods[period]
        return first, first and first + length - DAY

    @api.model
    def _get_day(self, key):
        value = self.env.context.get(key)
        try:
            day = fields.Date.to_date(value) or None
        except (TypeError, ValueError):
            raise UserError(self.env._("«%(value)s» is no date.", value=value)) from None
        # The day after the last one, and its midnight in UTC, have to be moments, too.
        return day and min(max(day, EARLIEST), LATEST)

    @api.model
    def _get_type_id(self):
        """:return: id of the one type of orders to be read; False for all"""
        value = self.env.context.get('bas_funnel_type')
        if value and (isinstance(value, bool) or not isinstance(value, int)):
            raise UserError(self.env._("There is no such funnel."))
        return value or False

    @api.model
    def _get_midnight(self, day):
        """:return: the moment at which ``day`` begins where the user lives, in UTC"""
        return get_midnight(self.env, day) if day else None
