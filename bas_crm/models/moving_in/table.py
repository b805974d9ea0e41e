from odoo import api, fields, models

from .session import POLICIES


class BasImportTable(models.Model):
    """One list found in a file."""

    _name = 'bas.import.table'
    _description = 'List of an Import'
    _order = 'import_id, sequence, id'
    _set_once = frozenset({'import_id'})

    import_id = fields.Many2one('bas.import', required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='import_id.company_id')
    sequence = fields.Integer(readonly=True, help="Lists that others refer to are imported first.")
    name = fields.Char("List", compute='_compute_name')
    kind = fields.Selection(selection='_get_kinds', string="Kind of List", help="Empty: the list is not imported.")
    file = fields.Char(required=True, readonly=True)
    attachment_id = fields.Many2one('ir.attachment', readonly=True, index='btree_not_null', ondelete='set null')
    sheet = fields.Char(readonly=True)
    format = fields.Char(readonly=True)
    encoding = fields.Char(readonly=True)
    version = fields.Char(readonly=True)
    header_rows = fields.Char("Heading Rows", readonly=True)
    read_count = fields.Integer("Rows Read", readonly=True)
    group_count = fields.Integer("Group Rows", readonly=True)
    #: column index → number of the file's own footer
    totals = fields.Json(readonly=True)
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
