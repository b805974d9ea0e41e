from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...tools.days import format_moment, to_day
from .calendar_event import USUAL_MINUTES

#: the clock times at which a new document begins, where nobody says
HALF_HOUR = timedelta(minutes=30)
#: longer than this is a slip of the pen in the year, not a plan
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
    """A document with times that stands in its person's calendar.

    The document owns the times; its ``calendar.event`` is its shadow. Documents in work and done have one that is
    active, cancelled ones an archived one. A drag of the shadow moves the document: see calendar_mirror.py.
    """

    _name = 'bas.calendar.mixin'
    _inherit = ['bas.usual.length.mixin']
    _description = 'Document in the Calendar'

    start = fields.Datetime("Beginning", required=True, index=True, default=lambda self: self._default_start())
    stop = fields.Datetime("End", required=True, compute='_compute_stop', store=True, readonly=False)
    duration = fields.Float(compute='_compute_duration', store=True, readonly=False, help="In hours.")
    overlap = fields.Char(
        "At the Same Time", compute='_compute_overlap', help="What else stands in the person's calendar at these hours.")
    calendar_event_id = fields.Many2one(
        'calendar.event', string="Calendar Record", copy=False, readonly=True, index='btree_not_null', ondelete='set null')

    #: where the subject of the record goes that somebody changes in the calendar
    _calendar_subject_field = None

    @api.model
    def _default_start(self):
        """:return: now, rounded up to the next half-hour"""
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
            values.pop('duration', None)  # it follows from the times
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
        # As core's calendar.event: a new beginning moves the end, a new duration too, a new end changes the duration.
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
                    "«%(record)s» has to end after it begins: it begins on %(begins)s and ends on %(ends)s.",
                    **record._describe_times()))
            if record.stop - record.start > LONGEST:
                raise ValidationError(self.env._(
                    "«%(record)s» would last from %(begins)s until %(ends)s. Longer than a month it cannot be: check the year.",
                    **record._describe_times()))

    def _describe_times(self):
        return {'record': self._get_calendar_title(), 'begins': format_moment(self.env, self.start),
                'ends': format_moment(self.env, self.stop)}

    @api.model
    def _complete_times(self, vals):
        """:return: ``vals`` of a new record with an end and a duration that agree"""
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
        """What to depend on is for each model to say, which calls this."""
        calendars = {record: record._get_employee_calendar() for record in self if record.start and record.stop}
        persons = {calendar: calendar._get_person() for calendar in set(calendars.values()) if calendar}
        others = self._find_records_of(persons, calendars) if persons else ()
        for record in self:
            calendar = calendars.get(record)
            record.overlap = bool(calendar) and ', '.join(
                other.display_name for other in others
                if other != record.calendar_event_id and other._is_at(record.start, record.stop)
                and (other.employee_calendar_id == calendar or persons[calendar] in other.partner_ids)
                and other._takes_time_of(persons[calendar]))

    def _find_records_of(self, persons, documents):
        """:param dict persons: calendar → who takes part in meetings
        :return: ``calendar.event`` of these people that can be at the time of one of ``documents``"""
        start, stop = min(document.start for document in documents), max(document.stop for document in documents)
        # A record of whole days has days, and hours that mean nothing.
        by_hours = Domain('allday', '=', False) & Domain('start', '<', stop) & Domain('stop', '>', start)
        by_days = Domain('allday', '=', True) & Domain('start_date', '<=', to_day(self.env, stop)) & Domain(
            'stop_date', '>=', to_day(self.env, start))
        whose = Domain('employee_calendar_id', 'in', [calendar.id for calendar in persons]) | Domain(
            'partner_ids', 'in', [person.id for person in persons.values()])
        return self.env['calendar.event'].search((by_hours | by_days) & whose, order='start')

    @api.model_create_multi
    def create(self, vals_list):
        self._check_bounds(vals_list)
        records = super().create([self._complete_times(vals) for vals in vals_list])
        records._create_calendar_events()
        return records

    def write(self, vals):
        result = super().write(vals)
        if self._get_calendar_fields() & vals.keys():
            # Who has passed a document on to a colleague may not read it any more.
            self.sudo()._mirror()
        return result

    def unlink(self):
        events = self._get_mirrors()  # the record goes with its document
        result = super().unlink()
        events._mirror_unlink()
        return result

    def _mirror(self):
        """Make the records say what the documents say; what says it already costs nothing."""
        existing = self._get_mirrors()
        # The record in the calendar may be a colleague's private one.
        missing = self.filtered(lambda record: record.sudo().calendar_event_id not in existing)
        missing._create_calendar_events()
        alike = defaultdict(list)
        for document in self - missing:
            event = document.sudo().calendar_event_id._as_mirror()  # it may be a colleague's private one
            if values := document._get_calendar_changes(event):
                alike[repr(values)].append((event, values))
        for changes in alike.values():
            events, values = self.env['calendar.event'].concat(*(event for event, _values in changes)), changes[0][1]
            events._mirror_write(values)

    def _get_mirrors(self):
        """:return: ``calendar.event`` of these documents, for the superuser; a record that is not linked back is none of them"""
        records = self.sudo().calendar_event_id.exists()  # of whom the record is, whoever may change the document changes it
        ids = set(self.ids)
        return records.filtered(lambda record: record.res_model == self._name and record.res_id in ids)

    def _create_calendar_events(self):
        """A cancelled document needs none until it is taken up again."""
        documents = self.filtered(lambda record: record._get_calendar_status().category != 'cancelled')
        if not documents:
            return
        model_id = self.env['ir.model']._get_id(self._name)
        events = self.env['calendar.event']._mirror_create([{
            **document._prepare_calendar_values(),
            'duration': document.duration,
            'description': False,
            'allday': False,
            'partner_ids': [(6, 0, document._get_calendar_partner().ids)],
            # Whose own record it is has accepted it; with the name nothing is left to be computed after the insertion.
            'attendee_ids': [(0, 0, {'partner_id': partner.id, 'common_name': partner.name, 'state': 'accepted'})
                             for partner in document._get_calendar_partner()],
            'res_model_id': model_id,
            'res_model': self._name,
            'res_id': document.id,
        } for document in documents])
        for document, event in zip(documents, events, strict=True):
            # The link is nobody's to edit; whoever may change the document has its record made.
            document.sudo().calendar_event_id = event

    def _get_calendar_changes(self, event):
        """:return: what of the ``calendar.event`` differs from the document"""
        values = {name: value for name, value in self._prepare_calendar_values().items()
                  if event._fields[name].convert_to_write(event[name], event) != value}
        if 'start' in values or 'stop' in values:
            # Core would move the end of a record whose beginning alone is written.
            values.update(start=self.start, stop=self.stop)
        if 'employee_calendar_id' in values or 'user_id' in values:
            before, new = event.employee_calendar_id, self._get_calendar_partner()
            gone = before._get_person() & event.partner_ids - new if before else new.browse()
            values['partner_ids'] = [*((3, partner.id) for partner in gone), *((4, partner.id) for partner in new)]
        return values

    # What a document says of its record in the calendar, and what it takes over from there

    def _get_employee_calendar(self):
        """:return: ``bas.employee.calendar`` on which the document stands"""
        raise NotImplementedError

    def _get_calendar_user(self):
        """:return: ``res.users`` whose record it is; empty for an employee who does not log in"""
        raise NotImplementedError

    def _get_calendar_author(self):
        """:return: ``res.users`` who answers for the document, and so sees its record"""
        raise NotImplementedError

    def _get_calendar_partner(self):
        """:return: ``res.partner`` of that person, whom core reminds"""
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
        """:return: ``crm.lead`` that it is about"""
        return self.env['crm.lead']

    def _get_calendar_phone(self):
        """:return: the number to call"""
        return False

    def _get_calendar_address(self):
        """:return: where to go"""
        return False

    def _get_calendar_subject(self):
        raise NotImplementedError

    def _get_calendar_suffix(self):
        who = self._get_calendar_counterparty().name
        return f' · {who}' if who else ''

    def _get_calendar_title(self):
        """What it is about, and with whom."""
        return self._get_calendar_subject() + self._get_calendar_suffix()

    def _is_archived(self):
        raise NotImplementedError

    def _get_calendar_fields(self):
        """:return: names of the fields whose change changes the record"""
        return {'start', 'stop', 'duration', 'company_id'}

    def _prepare_calendar_values(self):
        """:return: values of the ``calendar.event`` as it should be now, without its link and its people"""
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
        """:return: fields of ``calendar.event`` that the document decides"""
        return {'name', 'start', 'stop', 'duration', 'allday', 'start_date', 'stop_date', 'user_id', 'employee_calendar_id',
                'active'}

    def _follow_calendar(self, vals):
        """Take over what somebody changed in the calendar.

        :param vals: values of ``calendar.event`` that differ from what the record says
        :raises AccessError: the document is not for the user to change
        :raises UserError: the document is done
        """
        self._check_may_follow()
        for record in self:
            if record._get_calendar_status().category == 'done':
                raise UserError(self.env._(
                    "«%(record)s» is done, so the calendar does not change it. Open it and set it back to planned first.",
                    record=record._get_calendar_title()))
        values = self._prepare_values_from_calendar(vals)
        if values:
            self.write(values)
        if 'active' in vals:
            self._set_calendar_category('planned' if vals['active'] else 'cancelled')

    def _check_may_follow(self):
        for record in self - self._filtered_access('write'):
            # The board shows the record by its name, a private one without, and whose calendar it is in.
            known = record.sudo().calendar_event_id
            raise AccessError(self.env._(
                "«%(record)s» stays as it is: it is in the calendar of %(name)s. Ask them or the head of sales to change it.",
                record=known.sudo(False).display_name, name=known.employee_calendar_id.name))

    def _may_follow_calendar(self):
        """Tell whether a change in the calendar could be taken over, so that a synchronisation need not stumble."""
        self.ensure_one()
        return self.has_access('write') and self._get_calendar_status().category != 'done'

    def _prepare_values_from_calendar(self, vals):
        """:return: what a change of the record means for the document"""
        values = {name: vals[name] for name in ('start', 'stop') if vals.get(name)}
        if 'duration' in vals and 'stop' not in vals:
            values['duration'] = vals['duration']
        if vals.get('name'):
            values[self._calendar_subject_field] = str(vals['name']).removesuffix(self[:1]._get_calendar_suffix())
        return values

    def _set_calendar_category(self, category):
        raise NotImplementedError

    @api.model
    def _may_call_off(self):
        """:return: bool: whether the user may cancel such documents, where he may change them"""
        return True
