from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.dialogs import tell
from .handover_line import PASSES
from .handover_pass import SILENT


class BasHandover(models.Model):
    """Returning what was passed. What somebody has edited since, or passed on, stays, and the history says so."""

    _inherit = 'bas.handover'

    def action_undo(self):
        """Return the documents to those who had them. If none can be returned, the handover stays carried out.

        :raises UserError: the handover is not carried out, or the former manager no longer works here
        """
        self.ensure_one()
        self._lock_open('done')
        items = self.item_ids.with_prefetch()  # the list itself is forgotten with what is written below
        if gone := items.old_user_id.filtered(lambda user: not user.active):
            raise UserError(self.env._(
                "%(name)s is archived. Unarchive this user first, or hand the work over to somebody else.", name=gone[0].name))
        self._sort_out(items)
        returned = items.filtered(lambda item: item.outcome == 'returned')
        for (kind, user), own in returned.grouped(lambda item: (item.kind, item.old_user_id)).items():
            self._return_to(kind, own, user)
        if returned:
            self._program_write({'state': 'undone', 'undone_at': fields.Datetime.now(), 'undone_by_id': self.env.uid})
        return self._tell_returned(items)

    def _sort_out(self, items):
        """Set the outcome of each item by what its document is like now."""
        outcomes = {}
        for (model, kind), own in items.grouped(lambda item: (item.res_model, item.kind)).items():
            # sudo: as when they were passed
            records = self.env[model].sudo().with_context(active_test=False).browse(item._get_changed_id() for item in own)
            existing, prints = set(records.exists()._ids), self._read_fingerprints(records)
            for item, record in zip(own, records, strict=True):
                outcomes[item] = item._find_outcome(record, kind, prints) if record.id in existing else 'deleted'
        for outcome, own in items.grouped(outcomes.get).items():
            # sudo: nobody enters these lines
            own.sudo()._program_write({'outcome': outcome})

    def _return_to(self, kind, items, user):
        if kind == 'plan_rows':
            self._return_plan_rows(items)
            return
        # sudo: as when they were passed
        records = self.env[items[0].res_model].sudo().with_context(**SILENT).browse(items.mapped('res_id'))
        if kind == 'meetings':
            self._pass_meetings(records, user)
        elif kind == 'plans':
            self._return_plans(records, user)
        else:
            by_values = items.grouped(lambda item: tuple(sorted((item.old_values or {}).items())))
            for values, own in by_values.items():
                restored = dict(values) if kind == 'tasks' else {PASSES[kind].field: user.id, **dict(values)}
                records.browse(own.mapped('res_id')).write(restored)
        if hasattr(records, '_message_log_batch'):
            body = self.env._("Returned after a handover: %(name)s", name=user.name)
            records._message_log_batch(bodies=dict.fromkeys(records.ids, body))

    def _tell_returned(self, items):
        counts = {outcome: len(own) for outcome, own in items.grouped('outcome').items()}
        lines = [self.env._("Returned: %(count)s.", count=counts['returned'])] if counts.get('returned') else [
            self.env._("Nothing was returned, so the handover stays as it is.")]
        if counts.get('edited'):
            lines.append(self.env._("Edited since, so they stay with the new manager: %(count)s.", count=counts['edited']))
        if counts.get('passed_on'):
            lines.append(self.env._("They have yet another manager, so they stay: %(count)s.", count=counts['passed_on']))
        if counts.get('deleted'):
            lines.append(self.env._("Deleted since: %(count)s.", count=counts['deleted']))
        return tell('\n'.join(lines), 'success' if counts.get('returned') and len(lines) == 1 else 'warning')


class BasHandoverItem(models.Model):
    _inherit = 'bas.handover.item'

    def _get_changed_id(self):
        """:return: int: id of the record that the handover has changed"""
        return (self.old_values or {}).get('added_to') or self.res_id

    def _find_outcome(self, record, kind, prints):
        """:param dict prints: id of a record → its fingerprint now
        :return: str: what a return does with the document
        """
        person = record[PASSES[kind].field]
        if (person.user_id if PASSES[kind].is_employee else person) != self.new_user_id:
            return 'passed_on'
        return 'returned' if self.fingerprint and prints.get(record.id) == self.fingerprint else 'edited'
