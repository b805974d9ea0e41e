from odoo import fields, models
from odoo.tools import SQL

#: columns by which synchronizations of calendars know what they have to send, of those that are installed
SYNC_FLAGS = ('need_sync', 'need_sync_m')


class BasCalendarMixin(models.AbstractModel):
    """A counterparty with thousands of documents is renamed in the calendar by one query."""

    _inherit = 'bas.calendar.mixin'

    def _rename_mirrors(self, former):
        """Replace the name of the counterparty at the end of titles.

        :param dict former: ``res.partner`` → its name until now
        """
        changed = [partner for partner, name in former.items() if name != partner.name]
        names = {partner: former[partner] for partner in changed if former[partner] and partner.name}
        renamed = self._rename_mirrors_in_sql(names) if names else ()
        # A title that ends otherwise is made anew.
        self.search([('partner_id', 'in', [partner.id for partner in changed]), ('id', 'not in', renamed)])._mirror()

    def _rename_mirrors_in_sql(self, names):
        """:return: list of ids of the documents whose mirrors have been renamed"""
        mirrors = self.env['calendar.event']
        flags = [flag for flag in SYNC_FLAGS if flag in mirrors._fields]
        self.flush_model(['partner_id', 'calendar_event_id'])
        mirrors.flush_model(['name', 'res_model', 'res_id', *flags])
        found = self.env.execute_query(SQL(
            """UPDATE calendar_event mirror
                  SET name = LEFT(mirror.name, -LENGTH(changed.was)) || changed.now, write_uid = %(user)s, write_date = %(now)s
                      %(flags)s
                 FROM %(table)s document, (VALUES %(names)s) changed (partner_id, was, now)
                WHERE document.partner_id = changed.partner_id AND mirror.id = document.calendar_event_id
                  AND mirror.res_model = %(model)s AND mirror.res_id = document.id
                  AND RIGHT(mirror.name, LENGTH(changed.was)) = changed.was
            RETURNING document.id, mirror.id""",
            table=SQL.identifier(self._table), model=self._name, user=self.env.uid, now=fields.Datetime.now(),
            flags=SQL().join(SQL(", %s = TRUE", SQL.identifier(flag)) for flag in flags),
            names=SQL(", ").join(SQL("(%s, %s, %s)", partner.id, f' · {was}', f' · {partner.name}')
                                 for partner, was in names.items())))
        mirrors.browse(mirror for _document, mirror in found).invalidate_recordset(
            ['name', 'display_name', 'write_uid', 'write_date', *flags], flush=False)
        return [document for document, _mirror in found]
