from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...tools.days import get_today

#: what happens to a value of an existing record when the file has another one
POLICIES = [
    ('fill_empty', "Fill in Empty Fields Only"),
    ('overwrite', "Overwrite"),
    ('create_only', "Create New Records Only"),
]
#: the result of a row, see ``bas.import.row``
ACTIONS = ('create', 'update', 'unchanged', 'link', 'skip', 'error', 'question')


class BasImport(models.Model):
    """One move of data into this database: files, the lists found in them, and what became of their rows."""

    _name = 'bas.import'
    _description = 'Moving In'
    _order = 'id desc'
    _set_once = frozenset({'company_id'})

    name = fields.Char(required=True, default=lambda self: self._get_default_name())
    state = fields.Selection(
        [
            ('draft', "Files"),
            ('recognised', "Recognised"),
            ('checked', "Rows Checked"),
            ('running', "Running"),
            ('done', "Imported"),
            ('undone', "Undone"),
        ],
        required=True, default='draft', readonly=True, copy=False)
    step = fields.Selection(
        [
            ('recognise', "Recognition"),
            ('check', "Check"),
            ('recheck', "Check of Answers"),
            ('import', "Import"),
            ('undo', "Undo"),
        ],
        readonly=True, copy=False, help="What has been started and is not finished. It goes on where it has stopped.")
    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, default=lambda self: self.env.company, index=True, ondelete='restrict',
        copy=False)
    user_id = fields.Many2one(
        'res.users', string="Responsible", readonly=True, default=lambda self: self.env.user, ondelete='restrict', copy=False)
    file_ids = fields.Many2many('ir.attachment', string="Files", copy=False, bypass_search_access=True)
    source = fields.Selection(
        [('bas', "BAS / 1C"), ('google', "Google"), ('hubspot', "HubSpot"), ('other', "Another Program")],
        required=True, default='bas', help="Codes of one source are remembered, so that its next file finds the same records.")
    policy = fields.Selection(
        POLICIES, string="Existing Records", required=True, default='fill_empty',
        help="What happens to a value of an existing record when the file has another one. A value that a person has changed "
             "since the last import is never overwritten without a question.")

    table_ids = fields.One2many('bas.import.table', 'import_id', string="Lists", copy=False)
    row_ids = fields.One2many('bas.import.row', 'import_id', string="Rows", copy=False)
    question_ids = fields.One2many('bas.import.question', 'import_id', string="Questions", copy=False)
    change_ids = fields.One2many('bas.import.change', 'import_id', string="Changes", copy=False)
    #: files that cannot be read, with the reason
    problem = fields.Text("Files Not Read", readonly=True, copy=False)

    # Counts of the rows by their result
    row_count = fields.Integer("Rows Read", compute='_compute_counts')
    create_count = fields.Integer("New", compute='_compute_counts')
    update_count = fields.Integer("To Update", compute='_compute_counts')
    unchanged_count = fields.Integer("Unchanged", compute='_compute_counts')
    link_count = fields.Integer("Linked", compute='_compute_counts')
    skip_count = fields.Integer("Skipped", compute='_compute_counts')
    error_count = fields.Integer("With Errors", compute='_compute_counts')
    question_count = fields.Integer("With Questions", compute='_compute_counts')
    done_count = fields.Integer("Imported Rows", compute='_compute_counts')

    @api.depends('table_ids')
    def _compute_counts(self):
        counts = self.env['bas.import.row']._count_by('import_id', self.ids)
        for session in self:
            session.update(counts.get(session._origin.id) or self.env['bas.import.row']._get_no_counts())

    def _get_default_name(self):
        return self.env._("Moving In of %(day)s", day=format_date(self.env, get_today(self.env)))

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        sessions = super().create(vals_list)
        sessions._take_files()
        return sessions

    def write(self, vals):
        before = {session: session.file_ids for session in self} if 'file_ids' in vals else {}
        result = super().write(vals)
        if before:
            self._check_files(before)
            self._take_files()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_imported(self):
        """The changes of a session are what it is undone from."""
        imported = self.filtered(lambda session: session.state in ('running', 'done'))
        if imported:
            raise UserError(self.env._(
                "«%(session)s» has imported records. Undo it first, then you can delete it.", session=imported[0].name))

    def _check_files(self, before):
        """:param dict before: session → its files before
        :raises UserError: a file that is recognised is taken away"""
        for session in self:
            read = set(session.read_files or []) & set((before[session] - session.file_ids).ids)
            if read:
                raise UserError(self.env._(
                    "A file that has been read stays with the import. Create another import for other files."))

    def _check_not_imported(self):
        """:raises UserError: the columns or the kind of a list are changed after the import"""
        if any(session.state in ('running', 'done', 'undone') for session in self):
            raise UserError(self.env._("This import has already been run, so its lists cannot be changed."))

    def _take_files(self):
        """Files uploaded for a session belong to it, so that its readers, and nobody else, can read them."""
        for session in self:
            files = session.file_ids.filtered(lambda file: not file.res_id and (file.res_model or self._name) == self._name)
            files.write({'res_model': self._name, 'res_id': session.id})
