from odoo.fields import Command
from odoo.tools import SQL

from ..tools.source_files import SourceColumn, SourceRow, SourceTable
from ..tools.source_files.headings import match_columns, recognise
from .common import CrmCase

PARTNERS = ['Найменування', 'ЄДРПОУ', 'Телефон', 'E-mail', 'Код']


def make_source(headings, rows, kind=None, file='list.xlsx'):
    """:param rows: list of lists of texts, '' for an empty cell; or of (list, groups)
    :return: SourceTable, as a reader makes it of a list of BAS"""
    rows = [row if isinstance(row, tuple) else (row, ()) for row in rows]
    samples = [[cells[index] for cells, _groups in rows if cells[index]][:3] for index in range(len(headings))]
    found, columns = (kind, match_columns(kind, headings, samples)) if kind else recognise(headings, samples, [file])

    def read(_table):
        for number, (cells, groups) in enumerate(rows, 2):
            yield SourceRow(number, {index: text for index, text in enumerate(cells) if text}, tuple(groups))

    return SourceTable(
        read, file, 'xlsx', [SourceColumn(heading, texts, field, confidence) for heading, texts, (field, confidence) in zip(
            headings, samples, columns, strict=True)], kind=found, source='bas', header_rows=(1,))


class MovingCase(CrmCase):
    """A Ukrainian firm, and a head of sales who moves its lists here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_firm_ukrainian()
        cls.env = cls.env(context={key: value for key, value in cls.env.context.items() if key != 'tracking_disable'})

    def make_session(self, *sources, user=None, **values):
        """An import whose files are read already.

        :param sources: ``SourceTable`` of each list
        """
        session = self.env['bas.import'].with_user(user or self.head).create(values)
        for source in sources:
            self.env['bas.import.table']._read_table(session.sudo(), self.env['ir.attachment'], source)
        session._program_write({'state': 'recognised'})
        return session

    def bring(self, *sources, user=None, **values):
        """An import that has been run to its end."""
        session = self.make_session(*sources, user=user, **values)
        session.action_check()
        session.action_import()
        return session

    def read_actions(self, session):
        """:return: list of the results of the rows, in their order"""
        return session.row_ids.sorted('id').mapped('action')

    def answer(self, session, question_type, answer, **values):
        question = session.question_ids.filtered(lambda one: one.question_type == question_type)
        self.assertEqual(len(question), 1, session.question_ids.mapped('name'))
        question.write({'answer': answer, **values})
        return question

    def read_tables(self, *models):
        """:return: dict: model → all rows of its table as they are stored"""
        self.env.flush_all()
        result = {}
        for model in models:
            found = self.env.execute_query(SQL(
                "SELECT to_jsonb(line) FROM %s AS line ORDER BY id", SQL.identifier(self.env[model]._table)))
            result[model] = [row for row, in found]
        return result

    def find(self, name, model='res.partner'):
        return self.env[model].search([('name', '=', name)])

    def link(self, records):
        return [Command.set(records.ids)]
