from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .users import get_manager_domain


class BasImportQuestion(models.Model):
    """A question that is answered once for all rows, and remembered for the next files of this source."""

    _name = 'bas.import.question'
    _description = 'Question of an Import'
    _order = 'import_id, is_answered, id'
    _set_once = frozenset({'import_id'})

    import_id = fields.Many2one('bas.import', required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='import_id.company_id')
    name = fields.Char("Question", required=True, readonly=True)
    question_type = fields.Selection(
        [
            ('reference', "Unknown Name"),
            ('value', "Unknown Value"),
            ('missing', "Records That Are Not in the Files"),
            ('same', "Probably the Same"),
            ('candidates', "Several Candidates"),
            ('duplicate', "Several Times in the File"),
            ('archived', "Archived"),
            ('conflict', "Changed by a Person"),
        ],
        required=True, readonly=True)
    #: identifies the question, in the next imports, too
    key = fields.Char(required=True, readonly=True, index=True)
    field_name = fields.Char("Field", readonly=True)
    value = fields.Char("In the File", readonly=True)
    row_count = fields.Integer("Rows", readonly=True)
    row_ids = fields.Many2many('bas.import.row', string="Rows with the Question", readonly=True, copy=False)
    #: answers that are possible: list of keys of ``answer``
    options = fields.Json(readonly=True)
    #: ids of records to choose from
    candidates = fields.Json(readonly=True)
    answer = fields.Selection(
        [
            ('use', "Use the Record"),
            ('create', "Create"),
            ('empty', "Leave Empty"),
            ('skip', "Do Not Import the Rows"),
            ('keep', "Keep Ours"),
            ('overwrite', "Take the File's"),
            ('one', "One Record"),
            ('apart', "A Record for Each"),
            ('restore', "Restore from the Archive"),
        ])
    is_answered = fields.Boolean(readonly=True)
    res_model = fields.Char("Kind of Record", readonly=True)
    res_id = fields.Many2oneReference("Record", model_field='res_model', index=False)
    answer_value = fields.Char("Value", help="For an unknown value: the one that it means.")

    _once = models.UniqueIndex('(import_id, key)', "The question has already been asked.")

    def write(self, vals):
        """An answer is applied to all rows of the question at once."""
        if {'answer', 'res_id', 'answer_value'}.isdisjoint(vals) or self.env.su or self._is_by_program():
            return super().write(vals)
        result = super().write(vals)
        for question in self:
            question._check_answer()
            question._program_write({'is_answered': bool(question.answer) and question._is_complete()})
        for session, questions in self.grouped('import_id').items():
            if session.state in ('recognised', 'checked', 'running', 'done'):
                session._check_rows(SQL("ARRAY(%s)", SQL(
                    "SELECT bas_import_row_id FROM bas_import_question_bas_import_row_rel WHERE bas_import_question_id = ANY(%s)",
                    questions.ids)))
        return result

    def _is_complete(self):
        if self.answer != 'use':
            return True
        needed = {'value': self.answer_value, 'reference': self.res_id, 'candidates': self.res_id}
        return bool(needed.get(self.question_type, True))

    def _check_answer(self):
        """:raises UserError: the answer does not fit the question, or its record cannot be used"""
        if self.answer and self.answer not in (self.options or []):
            raise UserError(self.env._("This answer is not possible for the question «%(question)s».", question=self.name))
        if self.answer != 'use' or not (self.res_id and self.res_model):
            return
        record = self.env[self.res_model].browse(self.res_id)
        is_readable = record.exists() and record.has_access('read')
        if not is_readable or (self.question_type == 'candidates' and record.id not in (self.candidates or [])):
            raise UserError(self.env._("The record chosen for «%(question)s» cannot be used.", question=self.name))
        if not self._is_of_company(record):
            raise UserError(self._explain_record(record))

    def _is_of_company(self, record):
        """:return: bool: whether documents of the company of the import can refer to a record"""
        # The record is readable, its company may not be.
        record, company = record.sudo(), self.import_id.company_id
        if record._name == 'res.users':
            return bool(record.filtered_domain(get_manager_domain(company)))
        return 'company_id' not in record._fields or record.company_id in (company, company.browse())

    def _explain_record(self, record):
        if record._name == 'res.users':
            return self.env._(
                "The manager chosen for «%(question)s» does not work in this company: choose a colleague who can sign in here.",
                question=self.name)
        return self.env._("The record chosen for «%(question)s» belongs to another company.", question=self.name)
