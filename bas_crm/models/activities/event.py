from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import is_html_empty

from ...tools.days import ZONE_CONTEXT
from .event_subject import EVENT_TYPES


class BasEvent(models.Model):
    """An event («подія»): a planned or past call, meeting, letter or SMS with a customer.

    Creating, moving or importing events sends nothing.
    """

    _name = 'bas.event'
    _description = 'Event'
    _inherit = ['bas.numbered.mixin', 'bas.planned.mixin', 'bas.calendar.mixin', 'mail.thread']
    _order = 'start desc, id desc'
    _rec_names_search = ['subject', 'name', 'partner_id.complete_name']
    _check_company_auto = True
    _numbering_date_field = 'start'
    _systray_view = 'list'
    _calendar_subject_field = 'subject'

    name = fields.Char("Number", required=True, default='', copy=False, index='trigram', readonly=True)
    event_type = fields.Selection(EVENT_TYPES, string="Type", required=True, default='call', tracking=True)
    direction = fields.Selection(
        [('out', "Outgoing"), ('in', "Incoming")], required=True, default='out')
    active = fields.Boolean(default=True)

    # Subject
    subject = fields.Char(
        required=True, compute='_compute_subject', store=True, readonly=False, precompute=True, index='trigram',
        tracking=True)
    subject_template_id = fields.Many2one(
        'bas.event.subject', string="Ready Subject", ondelete='set null', check_company=True,
        domain="['|', ('event_type', '=', event_type), ('event_type', '=', False)]")
    description = fields.Html(
        "Content", compute='_compute_description', store=True, readonly=False, precompute=True)

    # Time and responsible
    start = fields.Datetime(tracking=True)
    user_id = fields.Many2one(
        'res.users', string="Responsible", default=lambda self: self.env.user, index=True, ondelete='set null',
        domain="[('share', '=', False)]", tracking=True)
    alarm_ids = fields.Many2many(
        'calendar.alarm', 'bas_event_alarm_rel', 'event_id', 'alarm_id', string="Reminders", copy=False)
    attempt_count = fields.Integer("Not Reached", copy=False, readonly=True, help="Number of calls that nobody answered.")

    # Customer
    partner_id = fields.Many2one(
        'res.partner', string="Counterparty", compute='_compute_partner_id', store=True, readonly=False, precompute=True,
        index='btree_not_null', ondelete='restrict', check_company=True, tracking=True)
    commercial_partner_id = fields.Many2one(
        related='partner_id.commercial_partner_id', string="Commercial Entity", store=True, precompute=True,
        index='btree_not_null')
    participant_ids = fields.One2many(
        'bas.event.participant', 'event_id', string="Participants",
        compute='_compute_participant_ids', store=True, readonly=False, copy=True)

    # Source documents
    lead_id = fields.Many2one(
        'crm.lead', index='btree_not_null', ondelete='set null', check_company=True)
    is_cancelled_with_lead = fields.Boolean(
        "Cancelled with the Lead", readonly=True, copy=False,
        help="The lead was found to be of low quality. The event is planned again when the lead returns to work.")
    order_id = fields.Many2one(
        'sale.order', index='btree_not_null', ondelete='set null', check_company=True)
    contract_id = fields.Many2one(
        'bas.contract', index='btree_not_null', ondelete='set null', check_company=True)
    work_task_id = fields.Many2one(
        'bas.work.task', index='btree_not_null', ondelete='set null', check_company=True)
    previous_id = fields.Many2one(
        'bas.event', string="Previous Event", copy=False, readonly=True, index='btree_not_null', ondelete='set null',
        default=lambda self: self._default_previous())
    next_ids = fields.One2many('bas.event', 'previous_id', string="Next Events")

    _unique_number = models.UniqueIndex('(company_id, name)', "An event with this number already exists.")

    @api.depends('subject_template_id', 'event_type')
    def _compute_subject(self):
        """Take the text of the ready subject (for a letter, the text for the customer), unless another one was typed."""
        brought = self.subject_template_id and self.env['bas.event.subject']._get_brought('name', 'letter_subject')
        for event in self:
            from_documents = {event.lead_id.name, event.previous_id.subject}
            if event.subject_template_id and (not event.subject or event.subject in brought | from_documents):
                event.subject = event.subject_template_id._get_subject(event.event_type)
            else:
                event.subject = event.subject

    @api.depends('subject_template_id')
    def _compute_description(self):
        brought = self.subject_template_id and self.env['bas.event.subject']._get_brought('content')
        for event in self:
            if event.subject_template_id and (is_html_empty(event.description) or event.description in brought):
                event.description = event.subject_template_id.content or event.description
            else:
                event.description = event.description

    @api.depends('lead_id.partner_id', 'order_id.partner_id', 'contract_id.partner_id')
    def _compute_partner_id(self):
        for event in self:
            event.partner_id = (event.partner_id or event.order_id.partner_id or event.contract_id.partner_id
                                or event.lead_id.partner_id)

    @api.depends('partner_id', 'lead_id')
    def _compute_participant_ids(self):
        """Set the counterparty or the lead's contact as participant; participants added by hand are kept."""
        wanted = {}
        for event in self:
            if event.participant_ids and not event._has_strange_participant():
                continue
            if event.partner_id:
                wanted[event] = {'partner_id': event.partner_id.id}
            elif event.lead_id:
                wanted[event] = event.lead_id._prepare_participant_values()
        saved = self.browse(event.id for event in wanted if event.id)
        for event in wanted.keys() - set(saved):  # on a form
            event.participant_ids = [Command.clear(), Command.create(wanted[event])]
        # Those of many events are created together.
        saved.participant_ids.unlink()
        self.env['bas.event.participant'].create([{'event_id': event.id, **wanted[event]} for event in saved])

    def _has_strange_participant(self):
        """:return: bool: whether the only participant belongs to another counterparty, the one chosen before"""
        person = self.participant_ids.partner_id
        return len(self.participant_ids) == 1 and person and self.partner_id and (
            person.commercial_partner_id != self.partner_id.commercial_partner_id)

    @api.depends('category', 'start', 'stop')
    def _compute_is_overdue(self):
        return super()._compute_is_overdue()

    @api.depends('start', 'stop', 'user_id')
    @api.depends_context(*ZONE_CONTEXT)
    def _compute_overlap(self):
        return super()._compute_overlap()

    @api.depends('subject', 'name')
    def _compute_display_name(self):
        for event in self:
            event.display_name = event.subject or event.name

    @api.onchange('event_type')
    def _onchange_event_type(self):
        self._follow_kind(self.event_type)

    @api.constrains('partner_id', 'lead_id', 'order_id', 'contract_id', 'work_task_id')
    def _check_is_about_one_customer(self):
        """:raises ValidationError: a linked document belongs to another counterparty; not checked while leads are merged"""
        if self._is_by_program():
            return
        for event in self:
            customer, works = event.commercial_partner_id, event.work_task_id.line_ids.commercial_partner_id
            for document, its in (
                (event.lead_id, event.lead_id.partner_id.commercial_partner_id),
                (event.order_id, event.order_id.partner_id.commercial_partner_id),
                (event.contract_id, event.contract_id.partner_id),
                (event.work_task_id, works & customer or works[:1]),
            ):
                if customer and its and its != customer:
                    event._refuse_document(document, its)

    def _refuse_document(self, document, owner):
        """:raises ValidationError: always: the event and the document have different counterparties

            A document that the user may not read is not named.
        """
        names = {'event': self.display_name, 'customer': self.commercial_partner_id.display_name}
        if not document.sudo(False).has_access('read'):
            raise ValidationError(self.env._(
                "«%(event)s» is about %(customer)s, but a document linked to it (%(kind)s) belongs to another counterparty. "
                "You have no access to the document: remove it from the event, or ask a colleague who has access.",
                **names, kind=self.env['ir.model']._get(document._name).name))
        raise ValidationError(self.env._(
            "«%(event)s» is about %(customer)s, but %(document)s belongs to %(other)s. Choose the counterparty that "
            "the document belongs to, or another document.", **names, document=document.display_name, other=owner.display_name))

    @api.constrains('user_id')
    def _check_responsible(self):
        for event in self:
            if event.user_id.share:
                raise ValidationError(self.env._(
                    "%(user)s is a portal user and has no calendar here. Choose an employee as responsible.",
                    user=event.user_id.name))

    def write(self, vals):
        self._check_outcome(vals)
        self._date_outcome(vals)
        return super().write(vals)

    @api.model
    def _get_default_kind(self):
        return self.default_get(['event_type']).get('event_type')

    @api.model
    def _complete_times(self, vals):
        kind = vals.get('event_type')
        return super(BasEvent, self.with_context(default_event_type=kind) if kind else self)._complete_times(vals)

    def _get_employee_calendar(self):
        return self.env['bas.employee.calendar']._of_user(self.user_id)

    def _get_calendar_user(self):
        return self.user_id

    def _get_calendar_author(self):
        return self.user_id

    def _get_calendar_partner(self):
        return self.user_id.partner_id

    def _is_archived(self):
        return not self.active

    def _get_calendar_subject(self):
        return self.subject or ''

    def _get_calendar_suffix(self):
        caller = self.participant_ids[:1].name if not self.partner_id else False
        return f' · {caller}' if caller else super()._get_calendar_suffix()

    def _get_calendar_kind(self):
        return self.event_type

    def _get_calendar_status(self):
        return self.status_id

    def _get_calendar_counterparty(self):
        return self.partner_id

    def _get_calendar_lead(self):
        return self.lead_id

    def _get_calendar_phone(self):
        return self.phone

    def _get_calendar_fields(self):
        return super()._get_calendar_fields() | {
            'subject', 'subject_template_id', 'user_id', 'status_id', 'event_type', 'partner_id', 'participant_ids',
            'alarm_ids', 'active',
            # they give it a counterparty
            'lead_id', 'order_id', 'contract_id'}

    def _prepare_calendar_values(self):
        reminders = self.alarm_ids.ids if self.category == 'planned' else []
        return {**super()._prepare_calendar_values(), 'alarm_ids': [Command.set(reminders)]}

    @api.model
    def _get_passed_fields(self):
        return super()._get_passed_fields() | {'alarm_ids'}

    def _prepare_values_from_calendar(self, vals):
        values = super()._prepare_values_from_calendar(vals)
        if 'alarm_ids' in vals:
            values['alarm_ids'] = vals['alarm_ids']
        if 'user_id' in vals or 'employee_calendar_id' in vals:
            values['user_id'] = self._get_user_of_calendar(vals).id
        return values

    def _get_user_of_calendar(self, vals):
        """:return: the new responsible after a change in the calendar
        :raises UserError: the owner of the calendar has no login
        """
        calendar = self.env['bas.employee.calendar'].browse(vals.get('employee_calendar_id') or [])
        user = self.env['res.users'].browse(vals.get('user_id') or []) or calendar.user_id
        if self.env['calendar.event']._is_synchronising() and not user:
            return self[:1].user_id
        if calendar and not user:
            raise UserError(self.env._(
                "%(name)s does not log in, so nobody would see this event. Plan a work task for them instead.",
                name=calendar.name))
        if not self.env['bas.employee.calendar']._of_user(user):
            raise UserError(self.env._(
                "«%(event)s» is shown in the calendar of its responsible. Choose an employee with a login.",
                event=self[:1].display_name))
        return user

    def _set_calendar_category(self, category):
        self._set_category(category)


class BasEventParticipant(models.Model):
    """A participant of an event: a known contact, or a caller with only a name and a number."""

    _name = 'bas.event.participant'
    _description = 'Participant of an Event'
    _order = 'id'

    event_id = fields.Many2one('bas.event', required=True, index=True, ondelete='cascade')
    partner_id = fields.Many2one('res.partner', string="Contact", index='btree_not_null', ondelete='set null')
    name = fields.Char(compute='_compute_name', store=True, readonly=False, precompute=True)
    how_to_contact = fields.Char(
        compute='_compute_how_to_contact', store=True, readonly=False, precompute=True, help="Phone or e-mail.")

    def write(self, vals):
        result = super().write(vals)
        if {'name', 'partner_id'} & vals.keys():
            self.event_id._mirror()
        return result

    @api.depends('partner_id')
    def _compute_name(self):
        for participant in self:
            participant.name = participant.partner_id.name or participant.name

    @api.depends('partner_id', 'event_id.event_type')
    def _compute_how_to_contact(self):
        for participant in self:
            partner = participant.partner_id
            if not partner:
                continue
            ways = (partner.email, partner.phone) if participant.event_id.event_type == 'email' else (
                partner.phone, partner.email)
            participant.how_to_contact = next(filter(None, ways), participant.how_to_contact)
