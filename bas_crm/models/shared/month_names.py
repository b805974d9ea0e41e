import babel.dates

from odoo import models
from odoo.tools import get_lang


class Base(models.AbstractModel):
    """A month that stands alone is named in the nominative («листопад 2026»), not in the genitive of a whole date.

    Core asks the language for the form inside a date; languages without cases have one form for both.
    """

    _inherit = 'base'

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        format_group = super()._web_read_group_groupby_formatter(groupby_spec, values)
        path, _colon, granularity = groupby_spec.partition(':')
        if granularity != 'month' or '.' in path or self._fields[path].type not in ('date', 'datetime'):
            return format_group
        locale = get_lang(self.env).code

        def name_month(value):
            group, domain = format_group(value)
            if not value:
                return group, domain
            # The value of a group is the beginning of the month by the user's clock already.
            return (group[0], babel.dates.format_date(value, format='LLLL yyyy', locale=locale)), domain

        return name_month
