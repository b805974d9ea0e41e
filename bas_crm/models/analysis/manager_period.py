from calendar import timegm
from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.date_utils import start_of

from ...tools.days import get_today, get_zone, to_utc
from .comparison import BEFORE, DAY, EARLIEST, LATEST, WEEK, YEAR, get_compared_days

LENGTHS = {
    'day': DAY, 'week': WEEK, 'month': relativedelta(months=1), 'quarter': relativedelta(months=3),
    'year': YEAR,
}


class ReportPeriod:
    """A period as SQL conditions; each of them begins with AND, or is empty.

    :ivar first: first day, or None
    :ivar last: last day, or None
    """

    def __init__(self, first, last, zone):
        self.first, self.last, self.zone = first, last, zone

    def in_days(self, day):
        return SQL("%s %s", SQL("AND %s >= %s", day, self.first) if self.first else SQL(), self.until(day))

    def until(self, day):
        return SQL("AND %s <= %s", day, self.last) if self.last else SQL()

    def in_moments(self, moment):
        first = SQL("AND %s >= %s", moment, self._get_midnight(self.first)) if self.first else SQL()
        return SQL("%s %s", first, self.before_end(moment))

    def before_end(self, moment):
        return SQL("AND %s < %s", moment, self._get_midnight(self.last + DAY)) if self.last else SQL()

    def get_seconds(self):
        """:return: the seconds of Unix time of the beginning and of the end; far away, if there is no bound"""
        first, last = max(self.first or EARLIEST, EARLIEST), min(self.last or LATEST, LATEST)
        return [timegm(self._get_midnight(day).timetuple()) for day in (first, last + DAY)]

    def _get_midnight(self, day):
        return to_utc(self.zone, datetime.combine(day, time.min))


class BasManagerPeriod(models.AbstractModel):
    """A report of a period that is chosen by the context.

    ====================== ======================================================================================
    ``bas_manager_period`` ``day``, ``week``, ``month``, ``quarter``, ``year``: the period that contains the day below.
                           ``custom``: the last two keys. None: no period, all rows.
    ``bas_manager_date``   a day in the period; none: today
    ``bas_manager_from``, ``bas_manager_to``  first and last day; either may be left out
    ====================== ======================================================================================

    Days are those of the user's time zone. The figures are compared with the previous period, unless the context has another
    comparison, see ``bas.comparison.mixin``.
    """

    _name = 'bas.manager.period.mixin'
    _inherit = ['bas.comparison.mixin']
    _description = 'Report of a Period'

    _context_prefix = 'bas_manager'
    _default_comparison = BEFORE

    @api.model
    def _get_bounds(self):
        return ReportPeriod(*self._get_period(), get_zone(self.env))

    @api.model
    def _get_period(self):
        """:return: (first day, last day); None: no bound
        :raises UserError: the context has an unknown period or a wrong date
        """
        kind = self.env.context.get('bas_manager_period')
        if not kind:
            return None, None
        if kind == 'custom':
            first, last = self._get_day('bas_manager_from'), self._get_day('bas_manager_to')
            if first and last and first > last:
                raise UserError(self.env._("The period ends before it begins."))
            return first, last
        if not isinstance(kind, str) or kind not in LENGTHS:
            raise UserError(self.env._("Unknown period «%(period)s».", period=kind))
        first = self._get_start(self._get_day('bas_manager_date') or get_today(self.env), kind)
        return first, first + LENGTHS[kind] - DAY

    @api.model
    def _get_start(self, day, kind):
        if kind == 'week':
            begins = int(self.env['res.lang']._get_data(code=self.env.lang or 'en_US').week_start or 1)
            return day - timedelta(days=(day.isoweekday() - begins) % 7)
        return start_of(day, kind)

    @api.model
    def _get_compared_period(self):
        """:return: (first day, last day) of the period with which the figures are compared, see ``get_compared_days``;
            (None, None) if there is none"""
        first, last = self._get_period()
        if not first or not last:
            return None, None
        length = LENGTHS.get(self.env.context.get('bas_manager_period'))
        return get_compared_days(first, last, length, self._get_comparison(), get_today(self.env))

    @api.model
    def _is_unfinished(self):
        """:return: whether today is in the period and is not its last day"""
        first, last = self._get_period()
        return bool(first and last) and first <= get_today(self.env) < last

    @api.model
    def _in_period(self, first, last):
        """:return: the report with another period in the context"""
        return self.with_context(
            bas_manager_period='custom', bas_manager_from=first and str(first), bas_manager_to=last and str(last))

    @api.model
    def _get_day(self, key):
        value = self.env.context.get(key)
        try:
            day = fields.Date.to_date(value) or None
        except (TypeError, ValueError):
            raise UserError(self.env._("«%(value)s» is not a date.", value=value)) from None
        return day and min(max(day, EARLIEST), LATEST)
