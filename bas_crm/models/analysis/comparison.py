from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError, UserError

from ...tools.alphabet import alphabetical
from ...tools.arguments import read_ids
from ...tools.groups import ALL_DOCUMENTS

DAY, WEEK, YEAR = timedelta(days=1), timedelta(weeks=1), relativedelta(years=1)
#: bounds of dates: no document is dated earlier or later
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
#: with which period figures are compared: the previous one, or the same one a year ago
BEFORE, YEAR_AGO = 'before', 'year'
#: those who see all documents may compare managers


def get_compared_days(first, last, length, comparison, today):
    """Find the period with which a period is compared.

    A year ago has the same dates; a week is compared with the week 52 weeks ago, so that both have the same days of the week.
    If today is in the period, the other one is cut to as many days as have passed.

    :param length: of a calendar period; None for any other days
    :return: (first day, last day)
    """
    if comparison == BEFORE:
        start, stop = first - (length or last - first + DAY), first - DAY
    else:
        start = first - (52 * WEEK if length == WEEK else YEAR)
        # February ends on the 29th in a leap year only, so a calendar period is not moved by its last day.
        stop = start + length - DAY if length else last - YEAR
    return start, min(start + (today - first), stop) if first <= today < last else stop


class BasComparisonMixin(models.AbstractModel):
    """A report whose figures may be compared with another period, and of two managers; chosen by the context.

    ==================== =======================================================================================
    ``<prefix>_compare`` ``before``: with the previous period; ``year``: with the same period a year ago
    ``<prefix>_pair``    ids of two managers, whose figures are shown side by side
    ==================== =======================================================================================
    """

    _name = 'bas.comparison.mixin'
    _description = 'Comparison of Periods and Managers'

    _context_prefix = None
    _default_comparison = False

    @api.model
    def _get_comparison(self):
        """:return: ``BEFORE``, ``YEAR_AGO``, or False
        :raises UserError: the context has an unknown comparison"""
        comparison = self.env.context.get(f'{self._context_prefix}_compare') or self._default_comparison
        if comparison and (not isinstance(comparison, str) or comparison not in (BEFORE, YEAR_AGO)):
            raise UserError(self.env._("Unknown comparison «%(comparison)s».", comparison=str(comparison)[:100]))
        return comparison

    @api.model
    def _get_pair(self):
        """:return: res.users: the two managers to compare, in the order chosen; none if there are none or one was deleted
        :raises AccessError: the user does not see the documents of other managers
        :raises UserError: these are not two managers"""
        users = self.env['res.users']
        chosen = self.env.context.get(f'{self._context_prefix}_pair')
        if not chosen:
            return users
        if not self._can_compare_managers():
            raise AccessError(self.env._("Two managers are compared only by those who see all documents."))
        ids = read_ids(self.env, chosen, 'pair')
        if len(ids) != 2 or ids[0] == ids[1]:
            raise UserError(self.env._("Choose two different managers."))
        found = users.with_context(active_test=False).search([('id', 'in', ids)])
        return users.browse(ids) if len(found) == 2 else users

    @api.model
    def _can_compare_managers(self):
        return self.env.user.has_group(ALL_DOCUMENTS)

    @api.model
    @api.readonly
    def get_managers(self):
        """:return: list of dicts with ``id``, ``name`` and ``active``: the managers of whom two may be chosen, archived ones
            last; none for a user who may not compare managers"""
        if not self._can_compare_managers():
            return []
        users = self.env['res.users'].with_context(active_test=False).search_fetch([
            ('all_group_ids', 'in', self.env.ref('sales_team.group_sale_salesman').id), ('share', '=', False),
            ('company_ids', 'in', self.env.companies.ids), ('id', '!=', SUPERUSER_ID)], ['name', 'active'])
        managers = [{'id': user.id, 'name': user.name, 'active': user.active} for user in users]
        return sorted(managers, key=lambda manager: (not manager['active'], alphabetical(manager['name'])))
