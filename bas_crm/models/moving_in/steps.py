from odoo import fields, models
from odoo.exceptions import LockError, UserError
from odoo.tools import SQL

from ...tools.marks import mark
from .batch import Batch
from .results import count_questions
from .rows import BATCH, ImportRow

#: step → states in which it can begin
STATES = {
    'recognise': ('draft', 'recognised', 'checked', 'done'),
    'check': ('recognised', 'checked', 'done'),
    'import': ('recognised', 'checked', 'running', 'done'),
    'recheck': ('recognised', 'checked', 'running', 'done'),
    'undo': ('running', 'done'),
}
#: step → state when it has ended
ENDS = {'recognise': 'recognised', 'check': 'checked', 'import': 'done', 'undo': 'undone'}


class BasImport(models.Model):
    """The steps of an import. Each is done in batches, one per request, so it can be stopped and goes on where it has stopped."""

    _inherit = 'bas.import'

    #: rows of one batch
    _batch = BATCH
    #: ids of the files that are recognised, also of those that cannot be read
    read_files = fields.Json(readonly=True, copy=False)
    progress_done = fields.Integer("Rows Done", readonly=True, copy=False)
    progress_total = fields.Integer("Rows to Do", readonly=True, copy=False)

    def action_recognise(self):
        """Read the files into lists, columns and rows."""
        self._run('recognise')

    def action_check(self):
        """Find out what the import would do with each row. Nothing is written but the results of the rows."""
        self._run('check')

    def action_import(self):
        """Create and update records of all rows that have neither errors nor open questions."""
        self._run('import')

    def action_undo(self):
        """Give back the state before the import, except what people have changed since."""
        self._run('undo')

    def run_batch(self, step=False):
        """Do one batch, for a screen that shows progress; the request commits it. A stopped step goes on in the same way.

        :param step: begins 'recognise', 'check', 'recheck', 'import' or 'undo'; without it, the unfinished step goes on
        :return: dict: ``step`` (False at the end), ``state``, ``done``, ``total`` and ``left`` (numbers of rows)
        :raises UserError: the step cannot begin now, or nothing is to be done
        """
        self.ensure_one()
        if step is not False and (not isinstance(step, str) or step not in STATES):
            raise UserError(self.env._("There is no such step of an import."))
        if step or not self.step:
            self._begin(step)
        else:
            self._check_may_run()
        self._do_batch()
        return {
            'step': self.step, 'state': self.state, 'done': self.progress_done, 'total': self.progress_total,
            'left': max(0, self.progress_total - self.progress_done) if self.step else 0}

    def _run(self, step):
        for session in self:
            session._begin(step)
            while session.step:
                session._do_batch()

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def _begin(self, step):
        self._check_may_run()
        if not step:
            raise UserError(self.env._("Everything is done."))
        if self.state not in STATES[step]:
            self._refuse(step)
        if self.step == step:
            return
        if self.step == 'undo':
            raise UserError(self.env._("The undo of «%(session)s» is not finished. Continue it first.", session=self.name))
        if step in ('check', 'import') and (unread := self._get_unread_files()):
            raise UserError(self.env._("Not all files have been read yet: %(files)s. Read them first, or take them away.",
                                       files=', '.join(unread.sorted('id')[:10].mapped('name'))))
        total = getattr(self, f'_prepare_{step}')()
        state = {'import': 'running', 'undo': 'running'}.get(step, self.state)
        self._program_write({'step': step, 'state': state, 'progress_done': 0, 'progress_total': total})

    def _check_may_run(self):
        """:raises UserError: the user may not import, or somebody else is doing a batch of this import at this moment"""
        self.check_access('write')
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(self.env._("«%(session)s» is being processed in another window.", session=self.name)) from error
        self.invalidate_recordset()

    def _refuse(self, step):
        texts = {
            'draft': self.env._("Recognise the files first."),
            'undone': self.env._("«%(session)s» is already undone. Create another import of its files.", session=self.name),
            'running': self.env._("Finish the import first, or undo it."),
        }
        if step == 'undo' and self.state in ('recognised', 'checked'):
            raise UserError(self.env._("Nothing has been imported yet, so there is nothing to undo."))
        raise UserError(texts.get(self.state) or texts['draft'])

    def _do_batch(self):
        count = getattr(self, f'_do_{self.step}')()
        if count:
            self._program_write({'progress_done': self.progress_done + count})
            return
        self._program_write({'state': self._get_end_state(), 'step': False, 'progress_done': self.progress_total})
        # Rows that were answered or corrected while the step went on.
        if self.state in ('checked', 'done') and (left := self._prepare_recheck()):
            self._program_write({'step': 'recheck', 'progress_done': 0, 'progress_total': left})

    def _get_end_state(self):
        is_kept = self.step == 'recheck' or (self.step in ('recognise', 'check') and self.state == 'done')
        return self.state if is_kept else ENDS[self.step]

    # ------------------------------------------------------------
    # Check and import
    # ------------------------------------------------------------

    def _prepare_check(self):
        return self._prepare_import()

    def _prepare_import(self):
        """Put the lists in the order of their import.

        :return: number of rows
        """
        # The lists, their rows and the records of an import are written by its engine, for heads of sales who may import.
        tables = self.sudo().table_ids
        order = {kind._kind: index for index, kind in enumerate(self.env['bas.import.kind']._get_all())}
        for index, table in enumerate(tables.sorted(lambda table: (order.get(table.kind, len(order)), table.id))):
            table.write({'sequence': index, 'position': 0})
        return self.env['bas.import.row'].sudo().search_count([  # the rows of the session that may be read
            ('table_id', 'in', tables.filtered('kind').ids), ('step', '!=', 'imported')])

    def _do_check(self):
        return self._process_next(is_check=True)

    def _do_import(self):
        return self._process_next(is_check=False)

    def _process_next(self, is_check):
        """:return: number of rows of the next batch; 0 at the end"""
        session = self._as_engine()
        for table in session.table_ids.filtered('kind').sorted('sequence'):
            rows = table._read_rows([SQL("row.id > %s", table.position), SQL("row.step != 'imported'")])
            if rows:
                session._process(table, rows, is_check)
                table.position = rows[-1].id
                return len(rows)
        count_questions(session)
        return 0

    def _process(self, table, rows, is_check):
        kind = self.env['bas.import.kind']._get_kind(table.kind)
        kind = kind.with_context(**kind._get_quiet_context())
        Batch(self.with_env(kind.env), table.with_env(kind.env), kind, rows, is_check).run()

    # ------------------------------------------------------------
    # Check of some rows, after a correction or an answer
    # ------------------------------------------------------------

    def _check_rows(self, ids):
        """Check some rows again: at once if they are one batch, else in the step 'recheck', batch by batch as the others.

        :param ids: SQL: a query or an array of ids of ``bas.import.row``
        """
        self.env.flush_all()
        # A row that waits for its check keeps its result; the rows of a list that nobody has checked yet have none.
        self.env.cr.execute(SQL(
            """UPDATE bas_import_row SET step = 'read', action = COALESCE(action, 'question')
                WHERE import_id = %s AND step != 'imported' AND id = ANY(%s)
                  AND table_id IN (SELECT id FROM bas_import_table WHERE import_id = %s AND kind IS NOT NULL)""",
            self.id, ids, self.id))
        self.env['bas.import.row'].invalidate_model(['step', 'action'])
        left = self._prepare_recheck()
        if left <= self._batch:
            while self._do_recheck():
                pass
        elif self.step in (False, 'recheck'):
            done = self.progress_done if self.step else 0
            self._program_write({'step': 'recheck', 'progress_done': done, 'progress_total': done + left})

    def _prepare_recheck(self):
        return self.env['bas.import.row'].sudo().search_count([  # the rows of the session that may be read
            ('import_id', '=', self.id), ('table_id.kind', '!=', False), ('step', '=', 'read'), ('action', '!=', False)])

    def _do_recheck(self):
        session = self._as_engine()
        for table in session.table_ids.filtered('kind').sorted('sequence'):
            rows = table._read_rows([SQL("row.step = 'read'"), SQL("row.action IS NOT NULL")])
            if rows:
                session._process(table, rows, is_check=True)
                return len(rows)
        count_questions(session)
        return 0

    def _as_engine(self):
        """:return: the session as its engine works: in its company, in the language of the user"""
        # Heads of sales may import, though they may not delete counterparties or write bank accounts otherwise.
        engine = mark(self.sudo(), importing=True).with_company(self.company_id)
        return engine.with_context(allowed_company_ids=self.company_id.ids)


class BasImportTable(models.Model):
    _inherit = 'bas.import.table'

    def _read_rows(self, conditions):
        """:return: list of ``ImportRow``: the next rows, at most one batch"""
        names = {column.key: column.field_name for column in self.column_ids if column.field_name}
        found = self.env.execute_query(SQL(
            """SELECT row.id, row.number, row.values, row.fingerprint, row.is_skipped FROM bas_import_row row
                WHERE row.table_id = %s AND %s ORDER BY row.id LIMIT %s""",
            self.id, SQL(" AND ").join(conditions), self.import_id._batch))
        rows = []
        for id_, number, values, fingerprint, is_skipped in found:
            raw = {}
            for key, text in (values or {}).items():
                name = names.get(key)
                if name and text:
                    raw[name] = f'{raw[name]}\n{text}' if name in raw else text
            groups = tuple(filter(None, (values or {}).get('groups', '').split('\n')))
            rows.append(ImportRow(id_, number, raw, groups, fingerprint or '', is_skipped))
        return rows
