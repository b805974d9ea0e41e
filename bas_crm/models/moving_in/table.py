import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.listed_selection import ListedSelection
from ...tools.source_files.headings import match_columns
from .session import POLICIES


class BasImportTable(models.Model):
    """One list found in a file."""

    _name = 'bas.import.table'
    _description = 'List of an Import'
    _order = 'import_id, sequence, id'
    _rec_names_search = ['file', 'sheet']
    _set_once = frozenset({'import_id'})

    import_id = fields.Many2one('bas.import', required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='import_id.company_id')
    sequence = fields.Integer(readonly=True, help="Lists that others refer to are imported first.")
    name = fields.Char("List", compute='_compute_name')
    kind = ListedSelection(selection='_get_kinds', string="Kind of List", help="Empty: the list is not imported.")
    file = fields.Char(required=True, readonly=True)
    attachment_id = fields.Many2one('ir.attachment', readonly=True, index='btree_not_null', ondelete='set null')
    sheet = fields.Char(readonly=True)
    format = fields.Char(readonly=True)
    encoding = fields.Char(readonly=True)
    version = fields.Char(readonly=True)
    #: of the headings, to recognise a list of the same columns
    heading_key = fields.Char(readonly=True, index='btree_not_null')
    is_confirmed = fields.Boolean(readonly=True, help="A person has chosen the kind.")
    #: the last row of the step that is being done
    position = fields.Integer(readonly=True)
    header_rows = fields.Char("Heading Rows", readonly=True)
    read_count = fields.Integer("Rows Read", readonly=True)
    group_count = fields.Integer("Group Rows", readonly=True)
    #: column index → number of the file's own footer
    totals = fields.Json(readonly=True)
    #: of a report, as its title, sheet or file tells it
    period_begins = fields.Date(readonly=True)
    period_ends = fields.Date(readonly=True)
    remark = fields.Text("Remarks", readonly=True)
    column_ids = fields.One2many('bas.import.column', 'table_id', string="Columns")
    row_ids = fields.One2many('bas.import.row', 'table_id', string="Rows")

    create_count = fields.Integer("New", compute='_compute_counts')
    update_count = fields.Integer("To Update", compute='_compute_counts')
    unchanged_count = fields.Integer("Unchanged", compute='_compute_counts')
    link_count = fields.Integer("Linked", compute='_compute_counts')
    skip_count = fields.Integer("Skipped", compute='_compute_counts')
    error_count = fields.Integer("With Errors", compute='_compute_counts')
    question_count = fields.Integer("With Questions", compute='_compute_counts')
    done_count = fields.Integer("Imported Rows", compute='_compute_counts')

    @api.model
    def _get_kinds(self):
        """:return: list of (key, title) of the kinds of list that can be imported"""
        return [(kind._kind, kind._get_title()) for kind in self.env['bas.import.kind']._get_all()]

    @api.depends('file', 'sheet')
    def _compute_name(self):
        for table in self:
            table.name = ' / '.join(filter(None, (table.file, table.sheet)))

    @api.depends('row_ids')
    def _compute_counts(self):
        counts = self.env['bas.import.row']._count_by('table_id', self.ids)
        for table in self:
            found = dict(counts.get(table._origin.id) or self.env['bas.import.row']._get_no_counts())
            found.pop('row_count')
            table.update(found)

    def write(self, vals):
        if 'kind' not in vals or self.env.su:
            return super().write(vals)
        self.import_id._check_not_imported()
        result = super().write(vals)
        self._program_write({'is_confirmed': True})
        for table in self:
            table._match_columns()
        return result

    def _match_columns(self):
        """Find the fields of the columns again, for another kind of list."""
        columns = self.column_ids
        found = match_columns(
            self.kind or '', [column.heading or '' for column in columns],
            [(column.samples or '').split('\n') for column in columns])
        for column, (name, confidence) in zip(columns, self._keep_imported(self.kind, found), strict=True):
            column._program_write({'field_name': name or False, 'confidence': confidence})
        columns._rename_keys()

    def _rename_values(self, renamed):
        """:param dict renamed: key of a column → its new key"""
        # The texts of 100 000 rows get their new names in one query.
        self.env.cr.execute(SQL(
            """UPDATE bas_import_row SET step = 'read', action = NULL, values = COALESCE((
                   SELECT jsonb_object_agg(COALESCE(%s::jsonb ->> text.key, text.key), text.value)
                     FROM jsonb_each(values) AS text), '{}')
                WHERE table_id = %s AND step != 'imported'""", json.dumps(renamed), self.id))
        self.env['bas.import.row'].invalidate_model()

    @api.readonly
    def get_field_choices(self):
        """:return: list of (name, label) of the fields that a column can fill"""
        self.ensure_one()
        kind = self.env['bas.import.kind']._get_kind(self.kind)
        return [(name, field.label) for name, field in kind._get_fields().items()] if kind is not None else []


class BasImportColumn(models.Model):
    """A column of a list, and the field that it fills."""

    _name = 'bas.import.column'
    _description = 'Column of an Import'
    _order = 'table_id, position'
    _set_once = frozenset({'table_id'})

    table_id = fields.Many2one('bas.import.table', required=True, readonly=True, index=True, ondelete='cascade')
    position = fields.Integer(readonly=True, help="From 0, as in the file.")
    heading = fields.Char(readonly=True)
    samples = fields.Text(readonly=True)
    field_name = fields.Char("Field", help="A field of the kind of list. Empty: the column is not imported.")
    key = fields.Char(readonly=True, help="The name of the column in the values of the rows.")
    confidence = fields.Integer(readonly=True, help="100: the heading is known; 60: recognised by its contents.")
    policy = fields.Selection(POLICIES, help="For this column only. Empty: as the import.")
    is_confirmed = fields.Boolean(readonly=True, help="A person has chosen the field.")

    def write(self, vals):
        if {'field_name', 'policy'}.isdisjoint(vals) or self.env.su or self._is_by_program():
            return super().write(vals)
        self.table_id.import_id._check_not_imported()
        for column in self if vals.get('field_name') else ():
            if vals['field_name'] not in dict(column.table_id.get_field_choices()):
                raise UserError(self.env._("«%(field)s» is not a field of this list.", field=str(vals['field_name'])[:100]))
        result = super().write(vals)
        self._program_write({'is_confirmed': True, 'confidence': 100})
        self._rename_keys()
        return result

    def _rename_keys(self):
        """Name the texts of the rows after the fields of their columns, and have the rows checked again."""
        for table in self.table_id:
            taken, renamed = set(), {}
            for column in table.column_ids:
                key = column.field_name if column.field_name and column.field_name not in taken else str(column.position)
                taken.add(key)
                if key != column.key:
                    renamed[column.key] = key
                    column._program_write({'key': key})
            table._rename_values(renamed)
