"""Undo, in reverse order: values return to what they were unless changed since; new records go if nobody uses them."""
from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL, mute_logger

from .policy import dump_value
from .saving import REFUSALS, RETRIED, TOUCHED, dump_touched, explain, update
from .usage import find_used

#: changes of one batch
BATCH = 1000


class BasImport(models.Model):
    _inherit = 'bas.import'

    @api.readonly
    def get_undo_preview(self):
        """What an undo would do now.

        :return: dict: ``restored`` and ``changed_since`` (numbers of values), ``deleted``, ``archived`` and ``kept`` (numbers of
            records), ``reasons`` (list of texts)
        """
        self.ensure_one()
        self.check_access('read')
        # What keeps a record may be a document that the user does not see; only numbers are told.
        return self._as_engine()._preview_undo()

    def _preview_undo(self):
        result = {'restored': 0, 'changed_since': 0, 'deleted': 0, 'archived': 0, 'kept': 0}
        restored = self._preview_written(result)
        created = dict(self.env.execute_query(SQL(
            """SELECT res_model, array_agg(res_id) FROM bas_import_change
                WHERE import_id = %s AND kind = 'created' AND undo_state IS NULL GROUP BY res_model""", self.id)))
        used = find_used(self.env, created, self._get_parts(), restored)
        for model, ids in created.items():
            records = self.env[model].browse(ids).exists()
            existing = set(records.ids)
            used[model].update(self._find_kept(records))
            kept = existing & used[model].keys()
            result['deleted'] += len(existing - kept)
            result['archived' if 'active' in self.env[model]._fields else 'kept'] += len(kept)
        result['reasons'] = list(dict.fromkeys(reason for reasons in used.values() for reason in reasons.values()))[:20]
        return result

    def _preview_written(self, result):
        """Count the values, batch by batch, so that memory does not grow with the import.

        :return: dict: 'model.field' → ids of the records whose values will be given back
        """
        restored, last = defaultdict(set), 0
        domain = [('import_id', '=', self.id), ('undo_state', '=', False), ('kind', '=', 'written')]
        while changes := self.env['bas.import.change'].search([*domain, ('id', '>', last)], limit=BATCH):
            for change, is_ours in self._compare(changes.filtered(lambda one: one.field_name != TOUCHED)):
                result['restored' if is_ours else 'changed_since'] += 1
                if is_ours:
                    restored[f'{change.res_model}.{change.field_name}'].add(change.res_id)
            last = changes[-1].id
            self.env.invalidate_all()
        return restored

    def _find_kept(self, records):
        """:return: dict: id → why the undo keeps the record"""
        kept = {}
        for kind in self.env['bas.import.kind']._get_all():
            if records and records._name in (kind._target, *kind._also_keeps):
                kept.update(kind._find_kept(self, records))
        return kept

    def _get_parts(self):
        return set().union(*(kind._get_parts() for kind in self.env['bas.import.kind']._get_all()))

    # ------------------------------------------------------------
    # Batches
    # ------------------------------------------------------------

    def _prepare_undo(self):
        return self.env['bas.import.change'].sudo().search_count([  # the changes of a session that the user may write
            ('import_id', '=', self.id), ('undo_state', '=', False)])

    def _do_undo(self):
        """Undo the last changes that are not undone yet.

        :return: number of changes; 0 at the end"""
        session = self._as_engine()
        session = session.with_context(**session.env['bas.import.kind']._get_quiet_context())
        changes = session.env['bas.import.change'].search(
            [('import_id', '=', self.id), ('undo_state', '=', False)], order='id desc', limit=BATCH)
        run = []
        for change in changes:
            if run and (change.kind, change.res_model) != (run[-1].kind, run[-1].res_model):
                session._undo_run(run)
                run = []
            run.append(change)
        if run:
            session._undo_run(run)
        else:
            session._forget_keys()
        return len(changes)

    def _undo_run(self, run):
        """:param run: list of changes of one kind and one model, the latest first"""
        changes = self.env['bas.import.change'].concat(*run)
        {'created': self._undo_created, 'written': self._undo_written, 'linked': self._undo_linked}[changes[0].kind](changes)

    def _note(self, changes, state, reason=None):
        update(self.env['bas.import.change'], [{'id': id_, 'undo_state': state, 'reason': reason} for id_ in changes.ids])

    def _undo_linked(self, changes):
        self._note(changes, 'undone')

    def _forget_keys(self):
        """Forget the codes that this import has brought, except of records that stay."""
        self.env.cr.execute(SQL(
            """DELETE FROM bas_import_key key WHERE import_id = %s AND NOT EXISTS (
                   SELECT FROM bas_import_change change WHERE change.import_id = key.import_id AND change.kind = 'created'
                      AND change.res_model = key.res_model AND change.res_id = key.res_id AND change.undo_state != 'undone')""",
            self.id))
        self.env['bas.import.key'].invalidate_model()

    # ------------------------------------------------------------
    # Written values
    # ------------------------------------------------------------

    def _compare(self, changes):
        """:return: list of (change, whether the value still is what the import has written); of records that exist"""
        result = []
        for model, found in changes.grouped('res_model').items():
            records = self.env[model].browse(set(found.mapped('res_id'))).exists()
            existing = set(records.ids)
            for change in found:
                record = self.env[model].browse(change.res_id).with_prefetch(records.ids)
                if record.id in existing and change.field_name in record._fields:
                    now = dump_touched(record) if change.field_name == TOUCHED else dump_value(record, change.field_name)
                    result.append((change, now == (change.after if change.after is not False else None)))
        return result

    def _undo_written(self, changes):
        ours = self._compare(changes)
        vals_of, touched, kept = defaultdict(dict), {}, changes.browse()
        ids = [change.res_id for change, _is_ours in ours]
        for change, is_ours in ours:
            record = self.env[change.res_model].browse(change.res_id).with_prefetch(ids)
            if change.field_name == TOUCHED:
                touched[record] = (change, is_ours)
            elif is_ours:
                vals_of[record][change.field_name] = self._load_value(record, change)
            else:
                kept |= change
        refused = self._restore(dict(vals_of))
        self._note(changes - kept, 'undone')
        self._note(kept, 'kept', self.env._("Somebody has changed the value since the import."))
        for record, reason in refused.items():
            self._note(changes.filtered(lambda one, id_=record.id: one.res_id == id_), 'kept', reason)
        self._restore_touched({
            record: change for record, (change, is_ours) in touched.items() if is_ours and record not in refused})

    def _load_value(self, record, change):
        field, value = record._fields[change.field_name], change.before
        if field.type == 'many2many':
            return [Command.set(value or [])]
        return value if value is not None else False

    def _restore(self, vals_of):
        """:return: dict: record → why the model refuses its former values"""
        refused = {}
        try:
            with mute_logger('odoo.sql_db'), self.env.cr.savepoint():
                self._prepare_records('_before_restore', vals_of)
                for record, vals in vals_of.items():
                    record.write(vals)
                self.env.flush_all()
        except RETRIED:
            raise
        except REFUSALS as error:
            if len(vals_of) == 1:
                return {record: explain(record, error) for record in vals_of}
            for record, vals in vals_of.items():
                refused.update(self._restore({record: vals}))
        return refused

    def _prepare_records(self, method, records):
        """Have the kinds prepare their records for what an undo does next.

        :param records: iterable of records of any models
        """
        targets = {}
        for record in records:
            targets.setdefault(record._name, []).append(record.id)
        for kind in self.env['bas.import.kind']._get_all():
            if kind._target in targets:
                getattr(kind, method)(self.env[kind._target].browse(targets[kind._target]))

    def _restore_touched(self, changes):
        """Restore when and by whom the records were written before: the ORM itself writes now and the user."""
        self.env.flush_all()
        for model, found in self.env['bas.import.change'].concat(*changes.values()).grouped('res_model').items():
            update(self.env[model], [
                {'id': change.res_id, 'write_date': change.before[0], 'write_uid': change.before[1] or None} for change in found])

    # ------------------------------------------------------------
    # New records
    # ------------------------------------------------------------

    def _undo_created(self, changes):
        model = self.env[changes[0].res_model]
        existing = model.browse(changes.mapped('res_id')).exists()
        used = find_used(self.env, {model._name: existing.ids}, self._get_parts())[model._name] | self._find_kept(existing)
        free = existing.filtered(lambda record: record.id not in used)
        refused = {record.id: reason for record, reason in self._delete(free).items()}
        self._note(changes.filtered(lambda one: one.res_id not in used.keys() | refused.keys()), 'undone')
        for change in changes.filtered(lambda one: one.res_id in used.keys() | refused.keys()):
            record = model.browse(change.res_id)
            reason = {**used, **refused}[change.res_id]
            self._note(change, 'archived' if self._archive(record) else 'kept', reason)

    def _delete(self, records):
        """:return: dict: record that cannot be deleted → the reason"""
        if not records:
            return {}
        try:
            with mute_logger('odoo.sql_db'), self.env.cr.savepoint():
                self._prepare_records('_before_delete', records)
                records.unlink()
                self.env.flush_all()
            # Some models archive their records instead.
            return dict.fromkeys(records.exists(), self.env._("Records of this kind cannot be deleted."))
        except RETRIED:
            raise
        except REFUSALS as error:
            if len(records) == 1:
                return {records: explain(records, error)}
        refused = {}
        for record in records:
            refused.update(self._delete(record))
        return refused

    def _archive(self, record):
        """:return: bool: whether the record could be archived"""
        if 'active' not in record._fields:
            return False
        try:
            with self.env.cr.savepoint():
                record.active = False
                self.env.flush_all()
            return True
        except UserError:
            return False
