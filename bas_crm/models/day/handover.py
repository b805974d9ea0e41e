from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ...tools.days import get_today


class BasHandover(models.Model):
    """Work of one person that others do: for some days (a deputy), or for good (a handover).

    A deputy sees and works the documents, which keep their manager; see ``deputy.py``. A handover writes another manager into
    them and keeps what it has changed; see ``handover_pass.py`` and ``handover_undo.py``.
    """

    _name = 'bas.handover'
    _description = 'Handover of Work'
    _order = 'id desc'
    _rec_names_search = ['user_id', 'deputy_id']

    kind = fields.Selection(
        [('temporary', "For Some Days"), ('permanent', "For Good"), ('list', "From a List")], required=True, default='permanent')
    user_id = fields.Many2one(
        'res.users', string="Whose Work", index='btree_not_null', ondelete='restrict', context={'active_test': False},
        default=lambda self: self._default_user(),
        domain="[('share', '=', False), ('active', 'in', [True, False]), ('company_ids', 'in', allowed_company_ids)]")
    deputy_id = fields.Many2one(
        'res.users', string="To Whom", index='btree_not_null', ondelete='restrict',
        domain="[('share', '=', False), ('id', '!=', user_id), ('company_ids', 'in', allowed_company_ids)]")
    note = fields.Char("Comment")

    # Deputy
    date_from = fields.Date("From", default=lambda self: self._default_day())
    date_to = fields.Date(
        "Until", default=lambda self: self._default_day(),
        help="The last day of the absence. On the next day everything is as before.")
    ended_on = fields.Date(readonly=True, copy=False, help="The day on which the absence was ended before its time.")

    # Handover
    state = fields.Selection(
        [('draft', "Not Passed"), ('done', "Passed"), ('undone', "Returned")], required=True, default='draft', readonly=True,
        copy=False)
    company_ids = fields.Many2many(
        'res.company', 'bas_handover_company_rel', 'handover_id', 'company_id', string="Companies", copy=False,
        default=lambda self: self.env.companies,
        # a text: a function would also leave companies out when the field is read
        domain="[('id', 'in', allowed_company_ids)]",
        help="Documents of these companies, and those of no company, are passed.")
    line_ids = fields.One2many(
        'bas.handover.line', 'handover_id', string="What Is Passed", compute='_compute_line_ids', store=True, readonly=False)
    item_ids = fields.One2many('bas.handover.item', 'handover_id', string="Passed Documents", copy=False)
    edited_fields = fields.Json(
        readonly=True, copy=False, exportable=False, help="Model → fields whose change since the handover is an edit.")
    item_count = fields.Integer("Number of Passed Documents", compute='_compute_item_count')
    done_at = fields.Datetime("Passed On", readonly=True, copy=False)
    done_by_id = fields.Many2one('res.users', string="Passed By", readonly=True, copy=False, ondelete='set null')
    undone_at = fields.Datetime("Returned On", readonly=True, copy=False)
    undone_by_id = fields.Many2one('res.users', string="Returned By", readonly=True, copy=False, ondelete='set null')

    @api.model
    def _default_user(self):
        """:return: the user who enters an own absence; nobody for a handover"""
        return self.env.user if self.env.context.get('default_kind') == 'temporary' else self.env['res.users']

    @api.model
    def _default_day(self):
        return self.env.context.get('default_kind') == 'temporary' and get_today(self.env)

    @api.depends('kind', 'user_id')
    def _compute_line_ids(self):
        for handover in self:
            if handover.kind == 'permanent' and not handover.line_ids and handover.state == 'draft':
                # Whose work it is may be a default of the screen, which is not meant for the lines.
                handover.line_ids = [Command.create({'kind': kind, 'user_id': False})
                                     for kind, _title in self.env['bas.handover.line']._select_kinds()]

    @api.depends('item_ids')
    def _compute_item_count(self):
        counts = dict(self.env['bas.handover.item']._read_group([('handover_id', 'in', self.ids)], ['handover_id'], ['__count']))
        for handover in self:
            handover.item_count = counts.get(handover._origin, 0)

    @api.depends('kind', 'user_id', 'deputy_id')
    def _compute_display_name(self):
        for handover in self:
            people = ' → '.join(filter(None, (handover.user_id.name, handover.deputy_id.name)))
            handover.display_name = people or self.env._("Handover")

    def get_formview_id(self, access_uid=None):
        """Links open an absence in its own form."""
        if self.kind == 'temporary':
            return self.env.ref('bas_crm.bas_handover_view_form_absence').id
        return super().get_formview_id(access_uid=access_uid)

    @api.constrains('user_id', 'deputy_id', 'kind')
    def _check_people(self):
        for handover in self:
            if handover.kind != 'list' and handover.user_id == handover.deputy_id and handover.user_id:
                raise ValidationError(self.env._("Nobody can take over from himself or herself: choose another person."))
            if handover.kind == 'permanent' and not handover.user_id:
                raise ValidationError(self.env._("Choose whose work is handed over."))
            if handover.user_id.share:
                raise ValidationError(self.env._(
                    "%(name)s is a portal user and has no work here. Choose an employee.", name=handover.user_id.name))
            if handover.state == 'draft':
                handover.user_id._check_works_here()
                handover.deputy_id._check_can_take_over()

    @api.constrains('company_ids')
    def _check_companies(self):
        for handover in self.sudo():  # sudo: companies in which the user does not work are hidden, and so would not be checked
            if strange := handover.company_ids - self.env.user.company_ids:
                raise ValidationError(self.env._(
                    "You do not work in %(company)s, so you cannot hand over its documents.", company=strange[0].name))

    def _get_redirect_suggested_company(self):
        """:return: ``res.company``: the first of those that are not selected; a handover is for who has selected all of them"""
        return (self.company_ids - self.env.companies)[:1] or super()._get_redirect_suggested_company()

    @api.model_create_multi
    def create(self, vals_list):
        ids = {vals.get(name) for vals in vals_list for name in ('user_id', 'deputy_id')}
        self.env['res.users'].browse(id_ for id_ in ids if type(id_) is int).exists()._check_works_here()
        handovers = super().create(vals_list)
        handovers._forget_absences()
        return handovers

    def write(self, vals):
        self._check_still_open(vals)
        result = super().write(vals)
        if vals.keys() & {'user_id', 'deputy_id', 'date_from', 'date_to', 'ended_on'}:
            self._forget_absences()
        return result

    def unlink(self):
        absences = self.filtered(lambda one: one.kind == 'temporary')
        result = super().unlink()
        if absences:
            self._clear_cached_absences()
        return result

    def _forget_absences(self):
        """Have the absences read again: who stands in for whom is cached, see ``_get_absences``."""
        if any(handover.kind == 'temporary' for handover in self):
            self._clear_cached_absences()

    def _check_still_open(self, vals):
        """:raises UserError: ``vals`` change what has been passed, or an absence that has begun"""
        if self._is_by_program():
            return
        changed = vals.keys() & {'kind', 'user_id', 'deputy_id', 'company_ids', 'line_ids', 'item_ids', 'date_from', 'date_to'}
        for handover in self:
            if changed and handover.state != 'draft':
                raise UserError(self.env._("This handover has been carried out and can no longer be changed."))
            different = {name for name in changed if handover._is_changed(
                name, vals[name], handover._fields[name].convert_to_write(handover[name], handover))}
            if handover.kind == 'temporary' and different:
                handover._check_absence_open(different)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        today = get_today(self.env)
        for handover in self:
            if handover.state != 'draft':
                raise UserError(self.env._("This handover has been carried out. It is kept as the history of the documents."))
            if handover.kind == 'temporary' and handover.date_from <= today:
                raise UserError(self.env._("This absence has begun. It is kept; end it instead."))
