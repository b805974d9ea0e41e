import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .session import ACTIONS


class BasImportRow(models.Model):
    """A row of a list: its texts, and what is done with it. A text can be corrected until the row is imported."""

    _name = 'bas.import.row'
    _description = 'Row of an Import'
    _order = 'table_id, number, id'
    _set_once = frozenset({'import_id', 'table_id', 'number'})

    import_id = fields.Many2one('bas.import', required=True, readonly=True, ondelete='cascade')
    table_id = fields.Many2one('bas.import.table', string="List", required=True, readonly=True, ondelete='cascade')
    company_id = fields.Many2one(related='import_id.company_id')
    number = fields.Integer("Row", readonly=True, help="In the file, from 1.")
    #: key of the column (see ``bas.import.column``) → text; 'groups' → names of the groups above, one a line
    values = fields.Json()
    summary = fields.Char("In the File", compute='_compute_summary')
    #: of the texts as they were in the file
    fingerprint = fields.Char(readonly=True)
    #: what identifies the row, for references and duplicates within the import: list of 'type:value'
    keys = fields.Json(readonly=True)
    step = fields.Selection(
        [('read', "Read"), ('checked', "Row Checked"), ('imported', "Imported")], required=True, default='read', readonly=True)
    action = fields.Selection(
        [
            ('create', "Create"),
            ('update', "Update"),
            ('unchanged', "Unchanged"),
            ('link', "Link"),
            ('skip', "Skip"),
            ('error', "Row Error"),
            ('question', "Question"),
        ],
        readonly=True)
    problem = fields.Text("Problems", readonly=True)
    remark = fields.Text("Remarks", readonly=True)
    #: field of the record → [value before, value after], as texts for the screen
    plan = fields.Json(readonly=True)
    is_skipped = fields.Boolean("Do Not Import")
    question_ids = fields.Many2many('bas.import.question', string="Questions", readonly=True, copy=False)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference("Record", model_field='res_model', readonly=True, index=False)

    _by_table = models.Index('(table_id, id)')
    _by_action = models.Index('(import_id, action)')

    def write(self, vals):
        """A corrected row is checked again at once."""
        if {'values', 'is_skipped'}.isdisjoint(vals) or self.env.su or self._is_by_program():
            return super().write(vals)
        self._check_can_correct(vals)
        result = super().write(vals)
        for session, rows in self.grouped('import_id').items():
            if session.state != 'draft':
                session._check_rows(SQL("%s", rows.ids))
        return result

    def _check_can_correct(self, vals):
        """:raises UserError: a row is already imported, or the texts are none"""
        if any(row.step == 'imported' for row in self):
            raise UserError(self.env._("The row is already imported. Change the record itself."))
        values = vals.get('values', {})
        if not isinstance(values, dict) or not all(map(_is_text, (*values, *values.values()))):
            raise UserError(self.env._("The values of a row are texts."))

    @api.depends('values')
    def _compute_summary(self):
        for row in self:
            texts = (str(text).replace('\n', ', ') for text in list((row.values or {}).values())[:6])
            row.summary = ' · '.join(texts)

    @api.model
    def _get_no_counts(self):
        return dict.fromkeys(['row_count', 'done_count', *(f'{action}_count' for action in ACTIONS)], 0)

    @api.model
    def _count_by(self, name, ids):
        """:param name: 'import_id' or 'table_id'
        :return: dict: id → dict: name of a count → number of rows"""
        counts = {}
        groups = self._read_group([(name, 'in', ids)], [name, 'action', 'step'], ['__count']) if ids else []
        for owner, action, step, count in groups:
            found = counts.setdefault(owner.id, self._get_no_counts())
            found['row_count'] += count
            if action:
                found[f'{action}_count'] += count
            if step == 'imported':
                found['done_count'] += count
        return counts


def _is_text(value):
    """:return: bool: whether it is a text that the database can store"""
    return isinstance(value, str) and not re.search('[\x00\ud800-\udfff]', value)
