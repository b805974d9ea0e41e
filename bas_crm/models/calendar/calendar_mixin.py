from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain

from ...tools.days import format_moment, to_day
from ...tools.marks import mark, read_mark
from .calendar_event import USUAL_MINUTES

#: the clock times at which a new document begins, where nobody says
HALF_HOUR = timedelta(minutes=30)
#: maximum length of a document; a longer one probably has a typo in the year
LONGEST = timedelta(days=31)


class BasUsualLengthMixin(models.AbstractModel):
    """What is planned lasts as long as its kind usually does, until somebody says when it ends."""

    _name = 'bas.usual.length.mixin'
    _description = 'Usual Length'

    usual_hours = fields.Float(
        store=False, readonly=True, help="How long a new record lasts as long as nobody has chosen its end.")

    @api.model
    def _get_usual_length(self, kind):
        return timedelta(minutes=USUAL_MINUTES.get(kind, USUAL_MINUTES['other']))

    @api.model
    def _get_usual_times(self, start, kind):
        """:return: values of a new record of which only the beginning is known"""
        length = self._get_usual_length(kind)
        return {'stop': start + length, 'usual_hours': length.total_seconds() / 3600}

    def _follow_kind(self, kind):
        """Another kind has another length; an end that somebody has chosen stays."""
        is_untouched = self.usual_hours and self.start and self.stop == self.start + timedelta(hours=self.usual_hours)
        if is_untouched:
            self.update(self._get_usual_times(self.start, kind))


class BasCalendarMixin(models.AbstractModel):
    """A document with times, shown in its person's calendar.

    The document owns the times and is mirrored by a ``calendar.event``: an active one while it is planned or done, an
    archived one if it is cancelled. Dragging the mirror moves the document.
    """

    _name = 'bas.calendar.mixin'
    _inherit = ['bas.usual.length.mixin']
    _description = 'Document in the Calendar'

    start = fields.Datetime("Beginning", required=True, index=True, default=lambda self: self._default_start())
    stop = fields.Datetime("End", required=True, compute='_compute_stop', store=True, readonly=False)
    duration = fields.Float(compute='_compute_duration', store=True, readonly=False, help="In hours.")
    overlap = fields.Char(
        "At the Same Time", compute='_compute_overlap', help="Other records in the person's calendar at this time.")
    calendar_event_id = fields.Many2one(
        'calendar.event', string="Calendar Record", copy=False, readonly=True, index='btree_not_null', ondelete='set null')

    #: field of the document that a subject changed in the calendar is written to
    _calendar_subject_field = None

    @api.model
    def _default_start(self):
        """:return: datetime: now, rounded up to the next half hour"""
        now = fields.Datetime.now()
        return now + (now.min - now) % HALF_HOUR

    @api.model
    def _get_default_kind(self):
        """:return: of what kind a new document is, a key of ``USUAL_MINUTES``"""
        raise NotImplementedError

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if values.get('stop'):
            values.pop('duration', None)  # computed from the times
        elif 'stop' in fields_list and values.get('start'):
            start = self._to_datetime(values['start'])
            if hours := values.get('duration') or super().default_get(['duration']).get('duration'):
                values['stop'] = start + self._get_length(hours, self._get_default_kind())
            else:
                times = self._get_usual_times(start, self._get_default_kind())
                values.update({name: value for name, value in times.items() if name in fields_list})
        return values

    @api.model
    def _get_length(self, hours, kind):
        return timedelta(minutes=round((hours or 0) * 60)) or self._get_usual_length(kind)

    @api.depends('start', 'duration')
    def _compute_stop(self):
        # As in core's calendar.event: a new beginning or duration moves the end, a new end changes the duration.
        self.env.remove_to_compute(self._fields['duration'], self)
        for record in self:
            length = self._get_length(record.duration, record._get_calendar_kind())
            record.stop = record.start and record.start + length
            if record.duration * 60 < 0.5:  # a length of nothing is the usual one
                record.duration = length.total_seconds() / 3600

    @api.depends('start', 'stop')
    def _compute_duration(self):
        for record in self:
            record.duration = (record.stop - record.start).total_seconds() / 3600 if record.start and record.stop else 0.0

    @api.constrains('start', 'stop')
    def _check_times(self):
        for record in self.filtered(lambda record: record.start and record.stop):
            if record.stop <= record.start:
                raise ValidationError(self.env._(
                    "«%(record)s» must end after it begins: it begins on %(begins)s and ends on %(ends)s.",
                    **record._describe_times()))
            if record.stop - record.start > LONGEST:
                raise ValidationError(self.env._(
                    "«%(record)s» would last from %(begins)s until %(ends)s. It cannot be longer than a month: check the year.",
                    **record._describe_times()))

    def _describe_times(self):
        return {'record': self._get_calendar_title(), 'begins': format_moment(self.env, self.start),
                'ends': format_moment(self.env, self.stop)}

    @api.model
    def _complete_times(self, vals):
        """:return: dict: ``vals`` of a new record with a consistent end and duration"""
        start = self._to_datetime(vals.get('start')) or self._to_datetime(self.default_get(['start'])['start'])
        stop = self._to_datetime(vals.get('stop'))
        if not stop and vals.get('duration'):
            stop = start + self._get_length(vals['duration'], self._get_default_kind())
        elif not stop:
            stop = self._to_datetime(self.with_context(default_start=start).default_get(['start', 'stop'])['stop'])
        return {**vals, 'start': start, 'stop': stop, 'duration': (stop - start).total_seconds() / 3600}

    @api.model
    def _to_datetime(self, value):
        return fields.Datetime.to_datetime(value)

    def _compute_overlap(self):
        """Describe overlapping records. Each model overrides this with its own ``depends`` and calls super."""
        calendars = {record: record._get_employee_calendar() for record in self if record.start and record.stop}
        persons = {calendar: record._get_calendar_person(calendar) for record, calendar in calendars.items() if calendar}
        others = self._find_records_of(persons, calendars) if persons else ()
        for record in self:
            calendar = calendars.get(record)
            record.overlap = bool(calendar) and ', '.join(
                other.display_name for other in others
                if other != record.calendar_event_id and other._is_at(record.start, record.stop)
                and (other.employee_calendar_id == calendar or persons[calendar] in other.partner_ids)
                and other._takes_time_of(persons[calendar]))

    def _get_calendar_person(self, calendar):
        """:return: the owner of the record's ``calendar`` as an attendee of meetings"""
        user = self._get_calendar_user()
        if not user or calendar != calendar._of_user(user):
            return calendar._get_person()
        return user.sudo().partner_id.sudo(False)  # sudo: the owner of a visible calendar is not secret

    def _find_records_of(self, persons, documents):
        """:param dict persons: calendar → partner who takes part in meetings
        :return: ``calendar.event`` of these people that may overlap one of ``documents``"""
        start, stop = min(document.start for document in documents), max(document.stop for document in documents)
        # The hours of an all-day record have no meaning, so it is compared by days.
        by_hours = Domain('allday', '=', False) & Domain('start', '<', stop) & Domain('stop', '>', start)
        by_days = Domain('allday', '=', True) & Domain('start_date', '<=', to_day(self.env, stop)) & Domain(
            'stop_date', '>=', to_day(self.env, start))
        whose = Domain('employee_calendar_id', 'in', [calendar.id for calendar in persons]) | Domain(
            'partner_ids', 'in', [person.id for person in persons.values()])
        events = self.env['calendar.event']  # mostly there are none, and core's search prepares to read what is private of them
        return events.browse(events._search((by_hours | by_days) & whose, order='start').get_result_ids())

    @api.model_create_multi
    def create(self, vals_list):
        self._check_bounds(vals_list)
        records = super().create([self._complete_times(vals) for vals in vals_list])
        records._create_calendar_events()
        records._follow_planned_step()
        return records

    def write(self, vals):
        result = super().write(vals)
        if self._get_calendar_fields() & vals.keys() and not read_mark(self, 'mirroring_later'):
            # sudo: after passing a document on to a colleague the user may not read it any more.
            self.sudo()._mirror()
        return result

    def unlink(self):
        events = self._get_mirrors()  # read before the document is deleted
        result = super().unlink()
        events._mirror_unlink()
        return result

    def _move_all_to(self, starts):
        """Each keeps its length; those for the same time are written at once, and the calendar is updated once for all.

        :param dict starts: each of these records → moment
        """
        moved = mark(self, mirroring_later=True).grouped(lambda one: (starts[one], starts[one] + (one.stop - one.start)))
        for (start, stop), records in moved.items():
            records.write({'start': start, 'stop': stop})
        self.sudo()._mirror()  # sudo: a record may be shown in a colleague's calendar

    def _mirror(self):
        """Update the mirrors from the documents; unchanged ones are not written."""
        existing = self._get_mirrors()
        # sudo: the mirror may be a colleague's private record.
        missing = self.filtered(lambda record: record.sudo().calendar_event_id not in existing)
        missing._create_calendar_events()
        # sudo: it may be a colleague's private record
        documents = (self - missing).sudo()
        mirrors = documents.calendar_event_id._as_mirror()
        alike = defaultdict(list)
        for document, own in zip(self - missing, documents, strict=True):
            event = own.calendar_event_id.with_env(mirrors.env).with_prefetch(mirrors.ids)
            if values := document._get_calendar_changes(event):
                alike[repr(values)].append((event.id, values))
        for changes in alike.values():
            # Each subject is written alone, so all mirrors are read ahead together.
            events = mirrors.browse(id_ for id_, _values in changes).with_prefetch(mirrors.ids)
            events._mirror_write(changes[0][1])
        self._follow_planned_step()

    def _follow_planned_step(self):
        """Hook: documents were planned, or are planned otherwise than before."""

    def _get_mirrors(self):
        """:return: ``calendar.event`` with sudo that mirror these documents; only records that link back to them"""
        records = self.sudo().calendar_event_id.exists()  # sudo: who may change the document may change its mirror
        ids = set(self.ids)
        return records.filtered(lambda record: record.res_model == self._name and record.res_id in ids)

    def _create_calendar_events(self):
        """Create mirrors; a cancelled document gets one when it is reset to planned."""
        documents = self.filtered(lambda record: record._get_calendar_status().category != 'cancelled')
        if not documents:
            return
        model_id = self.env['ir.model']._get_id(self._name)
        events = self.env['calendar.event']._mirror_create([{
            **document._prepare_calendar_values(),
            'duration': document.duration,
            'description': False,
            'allday': False,
            'partner_ids': [Command.set(document._get_calendar_partner().ids)],
            # The person has accepted it. The name is given so that nothing is computed after the insertion.
            'attendee_ids': [Command.create({'partner_id': partner.id, 'common_name': partner.name, 'state': 'accepted'})
                             for partner in document._get_calendar_partner()],
            'res_model_id': model_id,
            'res_model': self._name,
            'res_id': document.id,
        } for document in documents])
        for document, event in zip(documents, events, strict=True):
            # sudo: users may not write the link, but who may change the document gets its mirror.
            document.sudo().calendar_event_id = event

    def _get_calendar_changes(self, event):
        """:return: dict: values of ``calendar.event`` that differ from the document"""
        values = {name: value for name, value in self._prepare_calendar_values().items()
                  if event._fields[name].convert_to_write(event[name], event) != value}
        if 'start' in values or 'stop' in values:
            # If only the beginning is written, core moves the end.
            values.update(start=self.start, stop=self.stop)
        if 'employee_calendar_id' in values or 'user_id' in values:
            before, new = event.employee_calendar_id, self._get_calendar_partner()
            gone = before._get_person() & event.partner_ids - new if before else new.browse()
            values['partner_ids'] = [*((3, partner.id) for partner in gone), *((4, partner.id) for partner in new)]
        return values

    # Values that a document gives to its mirror, and changes that it takes over from it

    def _get_employee_calendar(self):
        """:return: ``bas.employee.calendar`` that shows the document"""
        raise NotImplementedError

    def _get_calendar_user(self):
        """:return: ``res.users`` who is responsible for the record; empty for an employee without a login"""
        raise NotImplementedError

    def _get_calendar_author(self):
        """:return: ``res.users`` who is responsible for the document and therefore sees its record"""
        raise NotImplementedError

    def _get_calendar_partner(self):
        """:return: ``res.partner`` of the person, who gets core's reminders"""
        raise NotImplementedError

    def _get_calendar_kind(self):
        """:return: one of the kinds of ``calendar.event``"""
        raise NotImplementedError

    def _get_calendar_status(self):
        """:return: ``bas.activity.status`` of the document"""
        raise NotImplementedError

    def _get_calendar_counterparty(self):
        raise NotImplementedError

    def _get_calendar_lead(self):
        """:return: ``crm.lead`` of the document; may be empty"""
        return self.env['crm.lead']

    def _get_calendar_phone(self):
        """:return: str: the phone number to call, or False"""
        return False

    def _get_calendar_address(self):
        """:return: str: the address to go to, or False"""
        return False

    def _get_calendar_subject(self):
        raise NotImplementedError

    def _get_calendar_suffix(self):
        who = self._get_calendar_counterparty().name
        return f' · {who}' if who else ''

    def _get_calendar_title(self):
        """:return: str: the subject and the counterparty"""
        return self._get_calendar_subject() + self._get_calendar_suffix()

    def _is_archived(self):
        raise NotImplementedError

    def _get_calendar_fields(self):
        """:return: set of names of the document's fields that the mirror depends on"""
        return {'start', 'stop', 'duration', 'company_id'}

    def _prepare_calendar_values(self):
        """:return: dict of values for the ``calendar.event``, without its link and its attendees"""
        self.ensure_one()
        category = self._get_calendar_status().category
        return {
            'name': self._get_calendar_title(),
            'start': self.start,
            'stop': self.stop,
            'user_id': self._get_calendar_user().id,
            'author_id': self._get_calendar_author().id,
            'employee_calendar_id': self._get_employee_calendar().id,
            'active': category != 'cancelled' and not self._is_archived(),
            'bas_kind': self._get_calendar_kind(),
            'bas_category': category,
            'counterparty_id': self._get_calendar_counterparty().id,
            'document_company_id': self.company_id.id,
        }

    @api.model
    def _get_passed_fields(self):
        """:return: set of fields of ``calendar.event`` whose changes are written to the document"""
        return {'name', 'start', 'stop', 'duration', 'allday', 'start_date', 'stop_date', 'user_id', 'employee_calendar_id',
                'active'}

    def _follow_calendar(self, vals):
        """Write a change made in the calendar to the documents.

        :param vals: new values of ``calendar.event`` that differ from the current ones
        :raises AccessError: the user may not change the document
        :raises UserError: the document is done
        """
        self._check_may_follow()
        for record in self:
            if record._get_calendar_status().category == 'done':
                raise UserError(self.env._(
                    "«%(record)s» is done, so it cannot be changed in the calendar. Open it and set it back to planned first.",
                    record=record._get_calendar_title()))
        values = self._prepare_values_from_calendar(vals)
        if values:
            self.write(values)
        if 'active' in vals:
            self._set_calendar_category('planned' if vals['active'] else 'cancelled')

    def _check_may_follow(self):
        for record in self - self._filtered_access('write'):
            # sudo: the name and the calendar of the record are shown on the board anyway.
            known = record.sudo().calendar_event_id
            raise AccessError(self.env._(
                "«%(record)s» cannot be changed: it is in the calendar of %(name)s. Ask them or the head of sales to change it.",
                record=known.sudo(False).display_name, name=known.employee_calendar_id.name))

    def _may_follow_calendar(self):
        """:return: bool: whether a change in the calendar is allowed; asked before a synchronization writes, to avoid errors"""
        self.ensure_one()
        return self.has_access('write') and self._get_calendar_status().category != 'done'

    def _prepare_values_from_calendar(self, vals):
        """:return: dict of values for the document, from the changed values of its record"""
        values = {name: vals[name] for name in ('start', 'stop') if vals.get(name)}
        if 'duration' in vals and 'stop' not in vals:
            values['duration'] = vals['duration']
        if vals.get('name'):
            values[self._calendar_subject_field] = str(vals['name']).removesuffix(self[:1]._get_calendar_suffix())
        return values

    def _set_calendar_category(self, category):
        raise NotImplementedError

    @api.model
    def _may_cancel(self):
        """:return: bool: whether a user who may change these documents may also cancel them"""
        return True
