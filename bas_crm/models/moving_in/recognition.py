"""Files become lists, columns and rows of a session."""
import hashlib
import io
import json

from odoo import api, fields, models
from odoo.tools import SQL, split_every

from ...tools.source_files import FileProblem, read_file
from ...tools.source_files.headings import match_columns
from ...tools.source_files.periods import find_period
from ...tools.source_files.shapes import get_names
from .problems import explain_file, explain_remark
from .saving import insert

#: rows written in one query
CHUNK = 2000
#: remarks of a list that are shown
REMARKS_SHOWN = 20


class BasImport(models.Model):
    _inherit = 'bas.import'

    def _prepare_recognise(self):
        return len(self._get_unread_files())

    def _get_unread_files(self):
        return self.file_ids.filtered(lambda file: file.id not in (self.read_files or []))

    def _do_recognise(self):
        """Read the next file.

        :return: 1; 0 if all files are read"""
        # The files belong to the session, which the user may write.
        session = self._as_engine()
        file = session._get_unread_files().sorted('id')[:1]
        if not file:
            return 0
        problems = []
        try:
            with self.env.cr.savepoint():
                session._read_file(file, problems)
        except FileProblem as problem:
            problems.append(problem)
        texts = [session.problem] if session.problem else []
        texts += [f'{problem.file or file.name}: {explain_file(self.env, problem)}' for problem in problems]
        session.write({'read_files': [*(session.read_files or []), file.id], 'problem': '\n'.join(texts) or False})
        return 1

    def _read_source(self, file, stream, problems):
        return read_file(file.name, stream, problems)

    def _read_file(self, file, problems):
        with _open(file) as stream:
            for number, found in enumerate(self._read_source(file, stream, problems)):
                if not number and self.state == 'draft' and not self.table_ids:
                    self.source = found.source
                if self._is_corrections(found):
                    self._read_corrections(found)
                else:
                    self.env['bas.import.table']._read_table(self, file, found)


class BasImportTable(models.Model):
    _inherit = 'bas.import.table'

    def _read_table(self, session, file, found):
        """Create a list with its columns and rows from a ``SourceTable``."""
        headings = [column.heading for column in found.columns]
        key = hashlib.sha1(json.dumps(headings).encode(), usedforsecurity=False).hexdigest() if any(headings) else False
        # A hidden sheet is left to the person: it is often an old list of the same columns.
        kind = '' if found.is_hidden else self._recall_kind(session, key) or found.kind
        kinds = {value for value, _title in self._get_kinds()}
        begins, ends = find_period(get_names(found)) or (False, False)
        table = self.create({
            'import_id': session.id, 'kind': kind if kind in kinds else False, 'file': found.file, 'attachment_id': file.id,
            'sheet': found.sheet, 'format': found.format, 'encoding': found.encoding, 'version': found.version,
            'header_rows': ', '.join(map(str, found.header_rows)), 'heading_key': key,
            'period_begins': begins, 'period_ends': ends,
            'column_ids': [fields.Command.create(vals) for vals in self._prepare_columns(session, found, kind)]})
        count = table._write_rows(session, found)
        remarks = [explain_remark(self.env, remark) for remark in found.remarks[:REMARKS_SHOWN]]
        table.write({
            'read_count': count, 'group_count': found.groups, 'remark': '\n'.join(dict.fromkeys(remarks)) or False,
            'totals': {str(index): text for index, text in found.totals.items()} or False})
        return table

    def _recall_kind(self, session, key):
        """:return: the kind that a person has chosen for a list of the same columns; None if nobody has"""
        return self.search([
            ('heading_key', '=', key), ('is_confirmed', '=', True), ('import_id.company_id', '=', session.company_id.id),
            ('import_id.source', '=', session.source)], order='id desc', limit=1).kind if key else None

    def _prepare_columns(self, session, found, kind):
        """:return: list of values of the columns: as people have chosen before, else as recognised"""
        columns = [(column.field, column.confidence) for column in found.columns]
        if kind != found.kind:
            columns = match_columns(kind, [one.heading for one in found.columns], [one.samples for one in found.columns])
        columns = self._keep_imported(kind, columns)
        known, taken, rows = self._recall_columns(session, kind), set(), []
        for index, (column, (name, confidence)) in enumerate(zip(found.columns, columns, strict=True)):
            policy = False
            if column.heading in known:
                name, policy, confidence = *known[column.heading], 100
            key = name if name and name not in taken else str(index)
            taken.add(key)
            rows.append({
                'position': index, 'heading': column.heading, 'samples': '\n'.join(text[:200] for text in column.samples),
                'field_name': name or False, 'confidence': confidence, 'policy': policy, 'key': key})
        return rows

    @api.model
    def _keep_imported(self, kind, columns):
        """A column whose heading is known, but that fills nothing here, is shown as one that is not imported.

        :param columns: list of (field, confidence)
        """
        model = self.env['bas.import.kind']._get_kind(kind)
        known = {name for field in model._get_fields() for name in (field, f'{field}_guid')} if model is not None else set()
        return [(name, confidence) if name in known else ('', 0) for name, confidence in columns]

    def _recall_columns(self, session, kind):
        """:return: dict: heading → (field, policy) that a person has chosen for it in a list of this kind and source"""
        return {heading: (name, policy) for heading, name, policy in self.env.execute_query(SQL(
            """SELECT DISTINCT ON (col.heading) col.heading, col.field_name, col.policy FROM bas_import_column col
                 JOIN bas_import_table list ON list.id = col.table_id AND list.kind = %s
                 JOIN bas_import session ON session.id = list.import_id
                WHERE session.company_id = %s AND session.source = %s AND col.is_confirmed AND col.heading != ''
             ORDER BY col.heading, col.id DESC""", kind or '', session.company_id.id, session.source))}

    def _write_rows(self, session, found):
        """:return: number of rows"""
        keys = {column.position: column.key for column in self.column_ids}
        count, seen = 0, {}
        for rows in split_every(CHUNK, found.rows()):
            insert(self.env['bas.import.row'], [{
                'import_id': session.id, 'table_id': self.id, 'number': row.number, 'step': 'read', 'is_skipped': False,
                'fingerprint': _get_fingerprint(row, seen),
                'values': {**{keys[index]: text for index, text in row.values.items()},
                           **({'groups': '\n'.join(row.groups)} if row.groups else {})},
            } for row in rows])
            count += len(rows)
        return count


def _open(file):
    """:return: stream of the bytes of an attachment"""
    try:
        return open(file._full_path(file.store_fname), 'rb') if file.store_fname else io.BytesIO(file.raw or b'')
    except OSError as error:
        raise FileProblem('lost') from error


def _get_fingerprint(row, seen):
    """:param dict seen: fingerprint → number of rows that have had it, so that equal rows differ by their order
    :return: str: of the texts of the row"""
    text = json.dumps([sorted(row.values.items()), row.groups], ensure_ascii=False)
    digest = hashlib.sha1(text.encode(), usedforsecurity=False).digest()[:15].hex()
    seen[digest] = seen.get(digest, 0) + 1
    return digest if seen[digest] == 1 else f'{digest}#{seen[digest]}'
