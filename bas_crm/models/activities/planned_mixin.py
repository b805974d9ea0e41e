from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.days import ZONE_CONTEXT, get_bounds, get_today, get_zone, to_local, to_utc


class BasPlanned(models.AbstractModel):
    """A document that is planned, and then done or cancelled: an event or a work task."""

    _name = 'bas.planned.mixin'
    _inherit = 'bas.quick.read.mixin'
    _description = 'Planned Document'
    #: names of the fields for beginning, end and responsible person
    _start_field, _stop_field, _person_field = 'start', 'stop', 'user_id'

    company_id = fields.Many2one(
        'res.company', required=True, default=lambda self: self._default_company_id(), ondelete='restrict')
    status_id = fields.Many2one(
        'bas.activity.status', required=True, copy=False, index=True, ondelete='restrict', tracking=True,
        default=lambda self: self.env['bas.activity.status']._get('planned'))
    status_color = fields.Integer(related='status_id.color')
    category = fields.Selection(related='status_id.category', store=True, precompute=True, index=True)
    importance = fields.Selection(
        [('0', "Low"), ('1', "Normal"), ('2', "High")], required=True, default='1')
    is_overdue = fields.Boolean(compute='_compute_is_overdue', search='_search_is_overdue')
    is_today = fields.Boolean(compute='_compute_is_overdue', search='_search_is_today')

    @api.model
    def _default_company_id(self):
        """:return: the source document's company, if the user has selected it; else the user's current company"""
        for name, field in self._fields.items():
            document_id = self.env.context.get(f'default_{name}')
            is_document = field.type == 'many2one' and field.check_company and field.comodel_name != 'res.users'
            if is_document and type(document_id) is int:
                company = self.env[field.comodel_name].browse(document_id).exists()._filtered_access('read').company_id
                if company & self.env.companies:
                    return company
        return self.env.company

    @api.depends_context(*ZONE_CONTEXT)
    def _compute_is_overdue(self):
        now, (begins, ends) = fields.Datetime.now(), self._get_today()
        planned = self.filtered(
            lambda document: document.category == 'planned' and document[self._start_field] and document[self._stop_field])
        overdue = planned.filtered(lambda document: document[self._stop_field] < now)
        today = (planned - overdue).filtered(lambda document: begins <= document[self._start_field] < ends)
        self.is_overdue = self.is_today = False
        overdue.is_overdue = today.is_today = True

    def _search_is_overdue(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('category', '=', 'planned') & Domain(self._stop_field, '<', fields.Datetime.now())

    def _search_is_today(self, operator, value):
        if operator != 'in':
            return NotImplemented
        begins, ends = self._get_today()
        return Domain('category', '=', 'planned') & Domain(self._stop_field, '>=', fields.Datetime.now()) & Domain(
            self._start_field, '>=', begins) & Domain(self._start_field, '<', ends)

    @api.model
    def _get_today(self):
        """:return: tuple of datetimes: beginning and end of the user's day, naive UTC"""
        return get_bounds(self.env, get_today(self.env))

    @api.model
    def _shift_days(self, moment, days):
        """:return: datetime: the same local time ``days`` later, also across a change of summer time"""
        local = to_local(self.env, moment).replace(tzinfo=None) + timedelta(days=days)
        return to_utc(get_zone(self.env), local)

    @api.model
    def _get_systray_domains(self):
        """:return: tuple of domains: the user's overdue documents, and those of today"""
        mine = Domain(self._person_field, '=', self.env.uid)
        return mine & Domain('is_overdue', '=', True), mine & Domain('is_today', '=', True)

    def _message_auto_subscribe_notify(self, partner_ids, template):
        """Send no mail: the responsible sees the document in the calendar and in the systray's counter."""

    # ------------------------------------------------------------
    # Outcome
    # ------------------------------------------------------------

    def action_done(self):
        self._check_planned()
        if dialog := self._ask_outcome():
            return dialog
        self._set_category('done')
        return True

    def _ask_outcome(self):
        """:return: action that opens a dialog which finishes the document itself; False: finish it at once"""
        # Several documents are refused by _check_outcome().
        asked = self._find_asked_step() if len(self) == 1 else self.browse()
        return bool(asked) and asked._get_outcome_dialog()

    def _check_outcome(self, vals):
        """:raises UserError: ``vals`` finish a document, which needs more than that"""
        status = self.env['bas.activity.status'].browse(vals.get('status_id') or [])
        if status.category == 'done' and (asked := self._find_asked_step()):
            asked._require_outcome()

    def _find_asked_step(self):
        """Hook: what may only be finished in a dialog.

        :return: one record with ``_get_outcome_dialog`` and ``_require_outcome``; may be empty
        """
        return self.browse()

    def action_cancel(self):
        self._check_planned()
        self._set_category('cancelled')
        return True

    def _check_planned(self):
        for document in self:
            if document.category != 'planned':
                raise UserError(self.env._(
                    "«%(document)s» is already %(status)s. Set it back to planned, or plan the next one.",
                    document=document.display_name, status=document.status_id.name.lower()))

    def action_plan(self):
        """Reset done or cancelled documents to planned."""
        self._set_category('planned')
        return True

    def _set_category(self, category):
        self.write({'status_id': self.env['bas.activity.status']._get(category).id})
