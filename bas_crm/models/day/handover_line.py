from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.days import ZONE_CONTEXT, get_today
from ...tools.groups import SELLER
from ...tools.listed_selection import ListedSelection
from ..shared.open_work import OPEN_WORK

#: kinds that an employee without access to sales can take over
OPEN_TO_ALL = frozenset({'tasks', 'meetings'})


class Pass(NamedTuple):
    """How records of a kind are passed.

    :ivar field: field of the record with its person
    :ivar is_employee: the person is an employee, not a user
    """

    field: str = 'user_id'
    is_employee: bool = False


PASSES = {kind: Pass() for kind in OPEN_WORK} | {
    'tasks': Pass('performer_id', is_employee=True),
    'invoices': Pass('invoice_user_id'),
}


class BasHandoverLine(models.Model):
    """One kind of work in a handover, and who takes it over."""

    _name = 'bas.handover.line'
    _description = 'Kind of Work in a Handover'
    _order = 'handover_id, id'

    handover_id = fields.Many2one('bas.handover', required=True, index=True, ondelete='cascade')
    kind = ListedSelection(lambda self: self._select_kinds(), required=True)
    is_included = fields.Boolean("Pass", default=True)
    user_id = fields.Many2one(
        'res.users', string="To Whom", index='btree_not_null', ondelete='restrict',
        domain="[('share', '=', False), ('company_ids', 'in', allowed_company_ids)]",
        help="Empty: to the person chosen above.")
    count = fields.Integer("How Many", compute='_compute_count')
    hint = fields.Char(compute='_compute_hint', export_string_translation=False, exportable=False)
    passed_count = fields.Integer("Passed", readonly=True, copy=False)
    left_text = fields.Char("What Stays", readonly=True, copy=False)

    _once_a_kind = models.UniqueIndex('(handover_id, kind)', "Each kind of work is listed once in a handover.")

    @api.model
    def _select_kinds(self):
        return [(kind, work.title(self.env)) for kind, work in OPEN_WORK.items()]

    @api.depends('kind', 'handover_id.user_id', 'handover_id.company_ids', 'handover_id.state')
    @api.depends_context(*ZONE_CONTEXT)
    def _compute_count(self):
        for line in self:
            is_open = line.handover_id.user_id and line.handover_id.state == 'draft' and line.kind
            line.count = line._get_records_model().search_count(line._get_records_domain()) if is_open else line.passed_count

    @api.depends('kind')
    @api.depends_context('lang')
    def _compute_hint(self):
        hints = {
            'orders': self.env._("Their offers go along. Posted goods issues stay with who sold."),
            'plans': self.env._("Plans of periods that have not begun."),
            'plan_rows': self.env._("Figures of columns that have not begun."),
            'meetings': self.env._("Records of the calendar without a document; private ones stay."),
        }
        for line in self:
            line.hint = hints.get(line.kind)

    @api.constrains('user_id', 'is_included')
    def _check_recipient(self):
        for line in self.filtered(lambda one: one.is_included and one.handover_id.state == 'draft'):
            handover = line.handover_id
            if not line.user_id:
                continue
            if line.user_id == handover.user_id:
                raise ValidationError(self.env._(
                    "Nobody can take over from himself or herself: choose another person."))
            line.user_id._check_can_take_over()

    @api.model_create_multi
    def create(self, vals_list):
        default = self.default_get(['handover_id']).get('handover_id')
        ids = {vals.get('handover_id') or default for vals in vals_list}
        self._check_handovers_open(self.env['bas.handover'].browse(id_ for id_ in ids if type(id_) is int))
        return super().create(vals_list)

    def write(self, vals):
        self._check_handovers_open(self.handover_id)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        self._check_handovers_open(self.handover_id)

    def _check_handovers_open(self, handovers):
        """:raises UserError: one was carried out, and its lines are the history of what was passed"""
        if not self._is_by_program() and any(handover.state != 'draft' for handover in handovers.exists()):
            raise UserError(self.env._("This handover has been carried out and can no longer be changed."))

    def _get_recipient(self):
        self.ensure_one()
        return self.user_id or self.handover_id.deputy_id

    def _get_records_model(self):
        # sudo: the administrator of sales also hands over what he has no rights to, e.g. activities and meetings of others
        return self.env[OPEN_WORK[self.kind].model].sudo()

    def _get_records_domain(self):
        """:return: domain of the open records of the kind, in the companies of the handover"""
        handover, work = self.handover_id, OPEN_WORK[self.kind]
        domain = Domain(work.domain(handover.user_id._origin, get_today(self.env)))
        if work.company_field:
            # sudo: the companies of the handover are the same, whichever the user has selected
            domain &= Domain(work.company_field, 'in', [*handover.sudo().company_ids._origin.ids, False])
        return domain

    def _check_can_receive(self):
        """:raises ValidationError: the recipient cannot work with records of the kind"""
        recipient = self._get_recipient().sudo()  # groups of colleagues decide what they can work with
        recipient._check_can_take_over()
        if self.kind not in OPEN_TO_ALL and not recipient.has_group(SELLER):
            raise ValidationError(self.env._(
                "%(name)s has no access to sales, so cannot take over: %(work)s. Choose a manager.",
                name=recipient.name, work=self._get_title()))
        if self.kind == 'tasks' and not recipient.employee_ids:
            raise ValidationError(self.env._(
                "%(name)s is not an employee, and a work task needs a performer. Create an employee for the user, or choose "
                "another performer.", name=recipient.name))

    def _get_title(self):
        return OPEN_WORK[self.kind].title(self.env)

    def _pass_records(self):
        """Pass the open records of the kind; what the recipient cannot take over stays and is named."""
        self.ensure_one()
        recipient, records = self._get_recipient(), self._get_records_model().search(self._get_records_domain(), order='id')
        is_by_document = self.kind == 'activities'
        passed = records._filter_receivable(recipient) if is_by_document else self._filter_companies(records, recipient)
        self.handover_id._pass_to(self.kind, passed, recipient)
        left = len(records) - len(passed)
        self._program_write({'passed_count': len(passed), 'left_text': bool(left) and self.env._(
            "%(work)s: %(count)s stay, because %(name)s has no access to their documents or companies.",
            work=self._get_title(), count=left, name=recipient.name)})

    def _filter_companies(self, records, recipient):
        """:return: those records in whose company the recipient works"""
        if not OPEN_WORK[self.kind].company_field:
            return records
        # sudo: in which companies a colleague works is not secret
        companies = recipient.sudo().company_ids
        if self.kind == 'tasks':
            companies = recipient.sudo().employee_ids.company_id  # as above
        return records.filtered(lambda record: not record.company_id or record.company_id in companies)


class BasHandoverItem(models.Model):
    """A document that was passed: from whom, to whom, and whether it was returned."""

    _name = 'bas.handover.item'
    _description = 'Passed Document'
    _order = 'handover_id, id'
    _rec_name = 'res_name'

    handover_id = fields.Many2one('bas.handover', required=True, index=True, ondelete='cascade', readonly=True)
    kind = ListedSelection(lambda self: self.env['bas.handover.line']._select_kinds(), required=True, readonly=True)
    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Record", model_field='res_model', required=True, readonly=True)
    res_name = fields.Char("Document", readonly=True)
    old_user_id = fields.Many2one('res.users', string="From Whom", readonly=True, ondelete='set null')
    new_user_id = fields.Many2one('res.users', string="To Whom", readonly=True, ondelete='set null')
    old_values = fields.Json(readonly=True, help="Values of the document before: the team, or the figures of a row of a plan.")
    fingerprint = fields.Char(
        "Fingerprint of the Document", readonly=True, exportable=False,
        help="Of the fields of the document after the handover: another one means that somebody has edited it.")
    outcome = fields.Selection(
        [('passed', "Passed"), ('returned', "Returned"), ('edited', "Stays: edited since"),
         ('passed_on', "Stays: has another manager"), ('deleted', "Deleted since")],
        required=True, default='passed', readonly=True)

    @api.readonly
    def action_open(self):
        """:return: action: the document"""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).get_formview_action()


class MailActivity(models.Model):
    _inherit = 'mail.activity'

    def _filter_receivable(self, user):
        """:return: the activities on documents that ``user`` may open"""
        found, companies = self.browse(), user.sudo().company_ids.ids  # where a colleague works is not secret
        for model, activities in self.grouped('res_model').items():
            documents = self.env[model].browse(activities.mapped('res_id')).exists()
            may_read = set(documents.with_user(user).with_context(allowed_company_ids=companies)._filtered_access('read').ids)
            found |= activities.filtered(lambda one, ids=may_read: one.res_id in ids)
        return found
