"""Answers that people have given, looked up as the rows of a batch need them."""
from typing import NamedTuple

from odoo.tools import SQL

from .users import get_manager_domain

#: questions whose answers hold for the next files of the source, too
REMEMBERED = ('reference', 'value', 'missing')


class Answer(NamedTuple):
    """The fields of a ``bas.import.question`` that an answer has."""

    answer: str
    res_model: str
    res_id: int
    answer_value: str

    @property
    def has_record(self):
        return self.answer == 'use' and bool(self.res_model and self.res_id)


class Answers:
    """Answers of an import; of an earlier one of the same source, if it has none.

    Only those that are asked for are read, so that a batch does not become slower with every answer a firm has ever given.
    """

    def __init__(self, session):
        self._session = session
        #: key of a question → its answer, or None
        self.known = {}

    def get(self, key):
        """:return: the answer of a question; None if nobody has, or if its record cannot be used any more"""
        self.load([key])
        return self.known[key]

    def load(self, keys):
        """Read the answers of several questions in one query."""
        new = [key for key in dict.fromkeys(keys) if key not in self.known]
        if not new:
            return
        self.known.update(dict.fromkeys(new))
        session = self._session
        session.env['bas.import.question'].flush_model()
        found = {key: Answer(*answer) for key, *answer in session.env.execute_query(SQL(
            """SELECT DISTINCT ON (question.key) question.key, question.answer, question.res_model, question.res_id,
                      question.answer_value
                 FROM bas_import_question question JOIN bas_import session ON session.id = question.import_id
                WHERE question.key = ANY(%s) AND question.is_answered
                  AND session.company_id = %s AND session.source = %s
                  AND (session.id = %s OR question.question_type = ANY(%s))
             ORDER BY question.key, session.id = %s DESC, question.id DESC""",
            new, session.company_id.id, session.source, session.id, list(REMEMBERED), session.id))}
        self.known.update(self._drop_lost(found))

    def _drop_lost(self, found):
        chosen = {}
        for answer in found.values():
            if answer.has_record:
                chosen.setdefault(answer.res_model, set()).add(answer.res_id)
        existing = {(model, id_) for model, ids in chosen.items() for id_ in self._find_usable(model, ids)}
        return {key: answer for key, answer in found.items()
                if not answer.has_record or (answer.res_model, answer.res_id) in existing}

    def _find_usable(self, model, ids):
        """:return: list of those ids whose records exist; of users, those who still work in the company"""
        session = self._session
        if model == 'res.users':
            return session.env[model].search([('id', 'in', list(ids)), *get_manager_domain(session.company_id)]).ids
        return session.env[model].browse(ids).exists().ids
