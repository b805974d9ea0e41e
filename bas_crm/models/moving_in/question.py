from odoo import fields, models


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
