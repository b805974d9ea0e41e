from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG
from odoo.exceptions import UserError, ValidationError

from ...tools.days import to_day
from ...tools.marks import mark, read_mark
from ...tools.standings import STANDINGS
from .employee_calendar import SHOWN

#: context keys that turn off core's mails, logs and checks for a record that mirrors a document
QUIET = {
    'mail_create_nolog': True,
    'mail_create_nosubscribe': True,
    'mail_notrack': True,
    'no_mail_to_attendees': True,
    'skip_attendee_notification': True,
    'skip_contact_description': True,
    'tracking_disable': True,
}
KINDS = [
    ('call', "Phone Call"),
    ('meeting', "Meeting"),
    ('email', "E-mail Message"),
    ('sms', "SMS Message"),
    ('other', "Other"),
    ('work_task', "Work Task"),
]
#: how many minutes each kind usually lasts, where nobody says; ``record``: an entry without a document
USUAL_MINUTES = {'call': 15, 'meeting': 60, 'email': 30, 'sms': 30, 'other': 30, 'work_task': 60, 'record': 30}
#: fields that only the document writes
MIRRORED_FIELDS = {'bas_kind', 'bas_category', 'author_id', 'counterparty_id', 'document_company_id'}
LINK_FIELDS = {'res_model_id', 'res_model', 'res_id'}


class CalendarEvent(models.Model):
    """A calendar record: core's own, or the mirror of an event or a work task line.

    The document owns the times, the subject and the person of its mirror: a change of the mirror is written to the
    document, which writes it back to the mirror.
    """

    _inherit = 'calendar.event'

    employee_calendar_id = fields.Many2one(
        'bas.employee.calendar', compute='_compute_employee_calendar_id', store=True, readonly=False, precompute=True,
        index='btree_not_null', ondelete='set null', help="The person whose calendar shows the record.")
    employee_calendar_color = fields.Integer(related='employee_calendar_id.color')
    bas_kind = fields.Selection(KINDS, string="Kind", copy=False, readonly=True, help="Empty: a plain record.")
    bas_category = fields.Selection(STANDINGS, string="State of the Document", copy=False, readonly=True)
    author_id = fields.Many2one(
        'res.users', string="Author of the Document", copy=False, readonly=True, index='btree_not_null', ondelete='set null')
    counterparty_id = fields.Many2one(
        'res.partner', copy=False, readonly=True, index='btree_not_null', ondelete='set null')
    document_company_id = fields.Many2one(
        'res.company', string="Company of the Document", copy=False, readonly=True, index='btree_not_null',
        ondelete='restrict', help="Users who can see the document by its company can see its record.")
    can_finish = fields.Boolean(compute='_compute_can_finish', exportable=False, export_string_translation=False)
    can_call_off = fields.Boolean(compute='_compute_can_finish', exportable=False, export_string_translation=False)

    bas_lead_id = fields.Many2one('crm.lead', string="Lead", compute='_compute_whom')
    bas_phone = fields.Char("Phone", compute='_compute_whom')
    bas_address = fields.Char("Address", compute='_compute_whom')
    bas_calendar_ids = fields.Many2many(
        'bas.employee.calendar', compute='_compute_bas_calendar_ids', compute_sudo=True, exportable=False,
        export_string_translation=False,
        help="The calendars that show the record: the owner's, and those of attendees who have not declined.")
    bas_takes_time = fields.Boolean(
        compute='_compute_bas_takes_time', compute_sudo=True, exportable=False, export_string_translation=False)

    @api.depends('show_as', 'bas_category', 'active', 'attendee_ids.state', 'employee_calendar_id')
    def _compute_bas_takes_time(self):
        for event in self:
            calendar = event.employee_calendar_id
            event.bas_takes_time = bool(calendar) and event._takes_time_of(calendar._get_person())

    @api.depends('employee_calendar_id', 'attendee_ids.partner_id', 'attendee_ids.state')
    @api.depends_context('uid')
    def _compute_bas_calendar_ids(self):
        calendars, guests = self.env['bas.employee.calendar'], defaultdict(self.env['res.partner'].browse)
        # Core hides the attendees of a private record even from the superuser, but it takes their time as well.
        for attendee in self.env['calendar.attendee'].search_fetch(
                [('event_id', 'in', self.ids), ('state', '!=', 'declined')], ['event_id', 'partner_id']):
            guests[attendee.event_id] |= attendee.partner_id
        by_person = calendars._of_persons(self.env['res.partner'].union(*guests.values()))
        # Calendars that the user has no access to are left out.
        everybody = calendars.union(self.employee_calendar_id, *by_person.values()).sudo(False)
        readable = everybody & everybody.with_context(active_test=False).search_fetch([('id', 'in', everybody.ids)], SHOWN)
        known = set(readable.ids)
        self._fields['bas_calendar_ids']._insert_cache(self, [tuple(one for one in calendars.union(
            event.employee_calendar_id, *(by_person[person] for person in guests[event] if person in by_person)).ids
            if one in known) for event in self])

    @api.depends('user_id')
    def _compute_employee_calendar_id(self):
        for event in self:
            event.employee_calendar_id = self.env['bas.employee.calendar']._of_user(event.user_id)

    @api.depends('bas_category')
    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_can_finish(self):
        """Whether the user may mark the record's planned document as done, and whether the user may cancel it."""
        self.can_finish = self.can_call_off = False
        planned = self.filtered(lambda event: event.sudo().bas_category == 'planned')  # sudo: private records too
        for model, events in planned._get_documents().items():
            documents = self.env[model].browse(events)._filtered_access('write')
            may_cancel = documents._may_cancel()
            for document in documents:
                events[document.id].can_finish = True
                events[document.id].can_call_off = may_cancel

    @api.depends('bas_kind', 'counterparty_id')
    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_whom(self):
        """The phone, address and lead of the document, for users who may read it."""
        self.bas_lead_id = self.bas_phone = self.bas_address = False
        mirrors = self.filtered(lambda event: event.sudo().bas_kind)  # sudo: private records too
        for model, events in mirrors._get_documents().items():
            for document in self.env[model].browse(events)._filtered_access('read'):
                events[document.id].update({
                    'bas_lead_id': document._get_calendar_lead().id,
                    'bas_phone': document._get_calendar_phone(),
                    'bas_address': document._get_calendar_address(),
                })

    # ------------------------------------------------------------
    # Busy times
    # ------------------------------------------------------------

    def _takes_time_of(self, person):
        """:return: bool: whether the record takes the time of ``person``; done, cancelled, declined and free records do not"""
        event = self.sudo()  # busy times of private records are not secret
        is_over = not event.active or event.bas_category in ('done', 'cancelled')
        return not is_over and event.show_as != 'free' and not event._is_declined_by(person)

    def _is_at(self, start, stop):
        """:return: bool: whether the record overlaps ``start`` … ``stop`` (UTC); an all-day record is compared by days"""
        self.ensure_one()
        if not self.allday:
            return self.start < stop and self.stop > start
        last = to_day(self.env, stop - timedelta(seconds=1))
        return self.start_date <= last and self.stop_date >= to_day(self.env, start)

    # ------------------------------------------------------------
    # The document of a record
    # ------------------------------------------------------------

    @api.model
    def _get_mirrored_models(self):
        return ['bas.event', 'bas.work.task.line']

    @api.model
    def _get_activity_excluded_models(self):
        return [*super()._get_activity_excluded_models(), *self._get_mirrored_models()]

    def _get_documents(self):
        """:return: dict: model → dict: id of an existing document → the record that mirrors it"""
        documents = {}
        # sudo: the link is needed even if core hides the other fields of a private record.
        for model, events in self.sudo().grouped('res_model').items():
            if model in self._get_mirrored_models():
                # A link in the record alone is not enough: the document has to link back to it.
                found = self.env[model].sudo().browse({document_id for document_id in events.mapped('res_id') if document_id})
                found.fetch(['calendar_event_id'])
                deleted = set(found._fields['calendar_event_id']._cache_missing_ids(found))
                by_document = {document.calendar_event_id: document.id for document in found if document.id not in deleted}
                documents[model] = {
                    by_document[event]: event.with_env(self.env) for event in events if event in by_document}
        return documents

    def _is_mirroring(self):
        return read_mark(self, 'mirroring') or self.env.context.get(MODULE_UNINSTALL_FLAG)

    def _is_synchronising(self):
        """:return: bool: whether Google or Outlook synchronization writes: no user could read an error then"""
        return bool(self.env.context.get('dont_notify'))

    def _as_mirror(self):
        """:return: the records for a write by their document: without mails, logs and the user's context defaults"""
        kept = {name: self.env.context[name] for name in ('lang', 'tz', 'allowed_company_ids') if name in self.env.context}
        # sudo: who may write the document may change its record.
        return mark(self.sudo().with_env(self.env(context={**kept, **QUIET}, su=True)), mirroring=True)

    def _mirror_create(self, vals_list):
        return self._as_mirror().create(vals_list)

    def _mirror_write(self, vals):
        return self._as_mirror().write(vals)

    def _mirror_unlink(self):
        return self._as_mirror().exists().unlink()

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = self._check_bounds(vals_list)
        if self._is_mirroring():
            return super().create(vals_list)
        for vals in vals_list:
            if vals.get('employee_calendar_id'):
                self._check_calendar(vals['employee_calendar_id'])
        events = super().create([self._drop_mirrored(vals) for vals in vals_list])
        events._check_own_calendars()
        return events

    @api.model
    def _drop_mirrored(self, vals):
        """:return: dict: ``vals`` without the fields that only the document writes"""
        dropped = MIRRORED_FIELDS | (LINK_FIELDS if self._names_document(vals) else set())
        return {name: value for name, value in vals.items() if name not in dropped}

    @api.model
    def _names_document(self, vals):
        """:return: bool: whether ``vals`` link a record to a document, by the name or the id of its model"""
        model = self.env['ir.model'].sudo().browse(vals.get('res_model_id') or [])  # names of models are not secret
        return not {vals.get('res_model'), model.model}.isdisjoint(self._get_mirrored_models())

    @api.model
    def default_get(self, fields_list):
        """Drop defaults that would make a record the mirror of a document, also those of core's ``active_model``."""
        values = super().default_get(fields_list)
        if not self._is_mirroring() and self._names_document(values):
            return {name: value for name, value in values.items() if name not in LINK_FIELDS}
        return values

    def write(self, vals):
        [vals] = self._check_bounds([vals])
        if self._is_mirroring():
            return super().write(vals)
        if vals.get('employee_calendar_id'):
            self._check_calendar(vals['employee_calendar_id'])
        vals, documents = self._drop_mirrored(vals), self._get_documents()
        mirrors = self.browse()
        for model, events in documents.items():
            own = self.browse().concat(*events.values())
            mirrors |= own
            passed = {name: value for name, value in vals.items() if name in self.env[model]._get_passed_fields()}
            own._check_can_be(vals)
            own._follow(model, events, passed)
            kept = vals.keys() - passed.keys() - {'recurrency', 'opportunity_id', *LINK_FIELDS}
            if kept:
                changed = own._get_changeable()
                super(CalendarEvent, changed).write({name: vals[name] for name in kept})
        plain = self - mirrors
        if not plain:
            return True
        for passed_on, change in plain._pass_on(vals):
            super(CalendarEvent, passed_on).write(change)
            plain -= passed_on
        return super(CalendarEvent, plain).write(vals)

    def _get_changeable(self):
        """Keep the records whose documents the user may change.

        :return: the records; a synchronization skips those that it may not change
        :raises AccessError: the user may not change the document of a record
        """
        refused = self.browse()
        for model, events in self._get_documents().items():
            documents = self.env[model].browse(events)
            if not self._is_synchronising():
                documents.check_access('write')
            refused |= refused.concat(*(events[document.id] for document in documents - documents._filtered_access('write')))
        return self - refused

    def _check_can_be(self, vals):
        """:raises UserError: a mirror becomes recurrent or an all-day record"""
        if self and (vals.get('recurrency') or vals.get('allday')) and not self._is_synchronising():
            raise UserError(self.env._(
                "«%(record)s» is an event or a task: it cannot last all day or be recurrent. "
                "Plan the next one from it.", record=self[0].display_name))

    def _follow(self, model, events, vals):
        """Write the changes in ``vals`` to the documents; documents with the same changes are written together."""
        changes = defaultdict(list)
        for id_, event in events.items():
            changed = {name: vals[name] for name in vals if event._differs(name, vals[name])}
            if changed and event._may_follow(model, id_, changed):
                changes[repr(changed)].append((id_, changed))
        for alike in changes.values():
            self.env[model].browse([id_ for id_, _changed in alike])._follow_calendar(alike[0][1])

    def _may_follow(self, model, id_, vals=None):
        """:return: bool: whether the change is allowed; what a synchronization may not change is sent back unchanged"""
        if not self._is_synchronising() or (
                self._is_within_bounds(vals or {}) and self.env[model].browse(id_)._may_follow_calendar()):
            return True
        if 'need_sync' in self._fields:
            self._mirror_write({'need_sync': True})
        return False

    def _is_within_bounds(self, vals):
        """:return: bool: whether the times in ``vals`` that a synchronization brings are valid for a document"""
        try:
            self.with_context(dont_notify=False).sudo(False)._check_bounds([vals])
        except ValidationError:
            return False
        return True

    def _differs(self, name, value):
        event = self.sudo()  # core may hide the values of a private record
        field = event._fields[name]
        return field.convert_to_cache(value, event) != field.convert_to_cache(event[name], event)

    def unlink(self):
        """Delete plain records; cancel the documents of mirrors."""
        if self._is_mirroring():
            return super().unlink()
        kept = self.browse()
        for model, events in self._get_documents().items():
            kept |= self.browse().concat(*(event for id_, event in events.items() if not event._may_follow(model, id_)))
            self.env[model].browse(id_ for id_, event in events.items() if event not in kept)._follow_calendar({'active': False})
        return super(CalendarEvent, self - kept).unlink()

    def copy_data(self, default=None):
        """Make the copy of a mirror a plain record."""
        models = self._get_mirrored_models()
        # sudo: the user may not read the link of a colleague's private record.
        return [{**vals, 'res_model_id': False, 'res_id': False} if event.sudo().res_model in models else vals
                for event, vals in zip(self, super().copy_data(default), strict=True)]

    @api.model
    def _get_public_fields(self):
        # Whose time a private record takes is not secret.
        return super()._get_public_fields() | {'employee_calendar_id', 'bas_calendar_ids', 'bas_takes_time'}

    def _setup_alarms(self):
        # A mirror without reminders needs no alarms.
        return super()._setup_alarms() if self.alarm_ids or not self._is_mirroring() else None

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------

    @api.readonly
    def action_open_document(self):
        """Open the record's event or task; a plain record, or one whose document the user may not read, opens itself."""
        self.ensure_one()
        for model, events in self._get_documents().items():
            document = self.env[model].browse(events)
            if document and document.has_access('read'):
                return document.get_formview_action()
        return self.get_formview_action()

    @api.readonly
    def action_open_calendar_event(self):
        # Core would open the document also for users who may not read it.
        return self.action_open_document() if self.bas_kind else super().action_open_calendar_event()

    def action_document_done(self):
        return self._set_category('done')

    def action_document_cancel(self):
        return self._set_category('cancelled')

    def _set_category(self, category):
        for model, events in self._get_documents().items():
            documents = self.env[model].browse(events)
            documents._check_planned()
            documents._set_calendar_category(category)
        return True


class CalendarAttendee(models.Model):
    _inherit = 'calendar.attendee'

    # Attendees of a mirror are changed on its document; each user may change only the own answer.

    @api.model_create_multi
    def create(self, vals_list):
        attendees = super().create(vals_list)
        attendees._check_documents()
        return attendees

    def write(self, vals):
        others = self.filtered(lambda attendee: attendee.partner_id != self.env.user.partner_id)
        (others if vals.keys() <= {'state'} else self)._check_documents()
        result = super().write(vals)
        if 'event_id' in vals:
            self._check_documents()
        return result

    def unlink(self):
        self._check_documents()
        self.mapped('partner_id')  # read ahead together: core asks for the attendees of each record anew
        return super().unlink()

    def _check_documents(self):
        """:raises AccessError: the user may not change the document of a record"""
        self.event_id.with_context(dont_notify=False)._get_changeable()

    def _send_invitation_emails(self):
        # A document sends no invitations: it is the work of the calendar's owner.
        return None if self.env['calendar.event']._is_mirroring() else super()._send_invitation_emails()
