from odoo import models

from ...tools.days import get_today
from ...tools.marks import read_mark


class ResUsers(models.Model):
    _inherit = 'res.users'

    def _get_represented_users(self):
        """Find the people whom the user stands in for today.

        Who stands in for somebody absent also stands in for those whose deputy the absent person is. The day is that of the
        deputy, whatever time zone the request names, because access depends on it.

        :return: ``res.users`` without the user
        """
        if read_mark(self, 'not_as_deputy'):
            return self.browse()
        absences = self.env['bas.handover']._get_absences() if self.id else ()
        if not any(deputy == self.id for _user, deputy, _first, _last in absences):
            return self.browse()
        today = get_today(self.with_user(self).with_context(tz=False, allowed_company_ids=False).env)
        current = [(user, deputy) for user, deputy, first, last in absences if first <= today <= last]
        found, added = set(), {self.id}
        while added:
            added = {user for user, deputy in current if deputy in added} - found - {self.id}
            found |= added
        return self.browse(sorted(found))
