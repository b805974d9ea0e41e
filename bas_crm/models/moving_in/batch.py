"""A batch of rows on its way into records."""
from collections import defaultdict

from .answers import Answers
from .matching import match
from .policy import Differ, dump_values
from .references import find, resolve
from .results import save_results, set_created
from .saving import Changes


class Batch:
    """Rows of one list that are checked or imported together.

    :param session: ``bas.import`` as superuser in its company and in the context of the kind
    :param table: ``bas.import.table``
    :param bool is_check: nothing is written but the results of the rows
    """

    def __init__(self, session, table, kind, rows, is_check):
        self.session, self.table, self.kind, self.rows, self.is_check = session, table, kind, rows, is_check
        self.env, self.company, self.source = kind.env, session.company_id, session.source
        self.questions = {}
        self.answers = Answers(session)
        self.changes = Changes(self)
        self.differ = Differ(self)
        self.cache = defaultdict(dict)

    def get_open_rows(self):
        """:return: list of the rows that nothing stops so far"""
        return [row for row in self.rows if row.is_open]

    def get_written_rows(self):
        """:return: list of the rows that nothing stops and that have a record"""
        return [row for row in self.rows if row.is_open and row.record]

    # ------------------------------------------------------------
    # Questions
    # ------------------------------------------------------------

    def ask(self, row, question):
        """:return: the answer (``bas.import.question``); None if a person has not answered yet, and then the row waits"""
        answer = self.answers.get(question.key)
        if answer and answer.answer in question.options:
            return answer
        self.questions[question.key] = question
        if question.key not in row.questions:
            row.questions.append(question.key)
        return None

    def find(self, refers_to, texts):
        """:return: dict: text → id of a record, None for an unknown one; as references are resolved"""
        found = find(self, refers_to, texts)
        return {text: found[text] if isinstance(found[text], int) else None for text in texts if text}

    # ------------------------------------------------------------
    # Writing, with the changes that an undo needs
    # ------------------------------------------------------------

    def create_records(self, model, pairs):
        """Create records for rows. A row whose values the model refuses gets the reason as its error.

        :param pairs: list of (row, values); row None for a record that several rows share
        :return: list of records, an empty one for each that is not created; in the check all are empty
        """
        model = self.env[model]
        if pairs and not self.is_check:
            records = self.changes.create_all(model, pairs)
        else:
            records = [model] * len(pairs)
        for (row, _vals), record in zip(pairs, records, strict=True):
            if row is not None and (record or self.is_check):
                row.is_changed = True
        return records

    def merge(self, row, record, vals):
        """Write to an existing record what the policy allows.

        :return: dict: the values that are written, or would be
        """
        found = self.differ.get_changes(row, record, vals)
        if found:
            self.write_values(row, record, found)
        return found

    def write_values(self, row, record, vals):
        """Write to a record without asking the policy: values of the program. It is written with the rest of the batch."""
        before = dump_values(record, vals)
        row.is_changed = True
        if record == row.record:
            row.plan.update({name: [before[name], self.differ.dump_wanted(record, name, value)] for name, value in vals.items()})
        if not self.is_check:
            self.changes.write_later(row, record, vals, before)

    # ------------------------------------------------------------
    # The whole way
    # ------------------------------------------------------------

    def run(self):
        """Check the rows; in an import write their records, too. Save what has become of the rows."""
        self.env.flush_all()
        fields = self.kind._get_fields()
        self.cache['policies'] = {
            column.field_name: column.policy for column in self.table.column_ids if column.field_name and column.policy}
        for row in self.get_open_rows():
            self.kind._read_row(self, row, fields)
        resolve(self)
        match(self)
        self._require(fields)
        for row in self.get_open_rows():
            row.is_new = not row.record and not row.twin
            if row.is_new and not self.kind._creates:
                row.is_new = False
                if not row.pending:
                    row.error(self.kind._explain_missing(self, row))
        self.kind._before_write(self)
        self._create_new()
        self._merge_known()
        self.kind._after_write(self)
        self.changes.flush()
        self._finish()

    def _require(self, fields):
        for row in self.get_open_rows():
            for name, field_ in fields.items():
                if field_.required and name not in row.pending and row.get(name) in (None, '', []):
                    row.error(self.env._("«%(field)s» is empty.", field=field_.label))
            if not self.is_check:
                for name in row.pending:
                    row.error(self.env._("«%(field)s»: its row has not been imported.", field=fields[name].label))

    def _create_new(self):
        rows = [row for row in self.get_open_rows() if row.is_new]
        pairs = [(row, {**self.kind._prepare_new_values(self, row), **self.kind._prepare_values(self, row)}) for row in rows]
        for (row, vals), record in zip(pairs, self.create_records(self.kind._target, pairs), strict=True):
            row.record = record
            row.plan = {name: [None, value] for name, value in vals.items()} if self.is_check else {}
        if not self.is_check:
            set_created(self, [row for row in rows if row.record])

    def _merge_known(self):
        for row in self.get_open_rows():
            if row.twin and not row.record:
                row.record = row.twin.record
            if not (row.record or self.is_check or row.is_new):
                row.error(self.env._("Row %(number)s, which is the same record, has not been imported.", number=row.twin.number))
            if not row.record or row.is_new:
                continue
            vals = self.kind._prepare_values(self, row)
            if row.get('restore'):
                self.write_values(row, row.record, {'active': True})
            self.merge(row, row.record, vals)
        self.changes.flush()

    def _finish(self):
        rows = self.get_open_rows()
        if not self.is_check:
            for row in rows:
                if row.record and not row.is_new and row.is_linked:
                    self.changes.linked.append((row, row.record))
            self.changes.save_keys()
            self.changes.save()
        save_results(self)
