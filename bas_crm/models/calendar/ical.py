import re
import secrets
from datetime import timedelta

import pytz
import vobject

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS, Domain

#: format of ``secrets.token_urlsafe(32)``
TOKEN = re.compile(r'[A-Za-z0-9_-]{43}')
#: RFC 5545, 3.1: maximum octets of a line, without its end
LINE_OCTETS = 75
#: characters that RFC 5545 forbids in texts, and those that readers take for the end of a line
CONTROLS = re.compile('[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]')
#: core's privacy → class of RFC 5545
CLASSES = {'private': 'PRIVATE', 'confidential': 'CONFIDENTIAL'}
#: the period that a phone gets: before and after now
PAST, FUTURE = timedelta(days=92), timedelta(days=366)


class BasEmployeeCalendar(models.Model):
    """A calendar that phones can subscribe to, read-only, by a private address."""

    _inherit = 'bas.employee.calendar'

    ical_token = fields.Char(copy=False, readonly=True, groups=NO_ACCESS)
    ical_url = fields.Char("Address for a Phone's Calendar", compute='_compute_ical_url')

    _unique_token = models.UniqueIndex('(ical_token) WHERE ical_token IS NOT NULL')

    @api.depends_context('uid')
    def _compute_ical_url(self):
        for calendar in self:
            # sudo: users have no access to the token itself; the check decides who sees the address.
            token = calendar.sudo().ical_token if calendar._can_manage() else False
            calendar.ical_url = token and f'{self.get_base_url()}/bas_crm/calendar/{token}.ics'

    def action_renew_ical(self):
        """Create an address, or a new one: the old one stops working."""
        self._check_in_charge()
        for calendar in self.sudo():  # users have no access to the token itself
            calendar.ical_token = secrets.token_urlsafe(32)
        return True

    def action_stop_ical(self):
        """Delete the address: phones can no longer read the calendar."""
        self._check_in_charge()
        self.sudo().ical_token = False  # as above
        return True

    def _check_in_charge(self):
        if not all(calendar._can_manage() for calendar in self):
            raise UserError(self.env._("Only the owner can manage the address of a calendar."))

    @api.model
    def _find_by_token(self, token):
        """:return: the active calendar with this token; empty if there is none"""
        return self.search([('ical_token', '=', token)], limit=1) if TOKEN.fullmatch(token) else self.browse()

    def _to_ical(self):
        """:return: bytes: an iCalendar file with the records of the board, three months back and a year ahead"""
        self.ensure_one()
        owner = self.user_id or self.employee_id.user_id
        calendar = vobject.iCalendar()
        calendar.add('prodid').value = '-//BAS CRM//Odoo//UK'
        calendar.add('x-wr-calname').value = _clean(self.name)
        now = fields.Datetime.now()
        records = self.env['calendar.event'].with_context(lang=owner.lang, tz=owner.tz).search(
            (Domain('employee_calendar_id', '=', self.id) | Domain('partner_ids', 'in', self._get_person().ids))
            & Domain('stop', '>=', now - PAST) & Domain('start', '<=', now + FUTURE), order='start, id')
        person = self._get_person()
        for record in records.filtered(lambda record: not record._is_declined_by(person)):
            record._add_to_ical(calendar.add('vevent'))
        return _fold(calendar.serialize())


def _clean(text):
    """:return: str: the text with uniform line ends and without the characters that RFC 5545 forbids"""
    return CONTROLS.sub(' ', (text or '').replace('\r\n', '\n').replace('\r', '\n'))


def _fold(text):
    """Fold lines again: ``vobject`` folds by 75 characters, but RFC 5545 limits the octets.

    :return: bytes
    """
    return b''.join(
        b'\r\n '.join(_split_octets(line)) + b'\r\n' for line in text.replace('\r\n ', '').split('\r\n') if line)


def _split_octets(line):
    """:return: list of the parts of a line; no character is split, and all parts but the first begin with a space"""
    parts, room = [b''], LINE_OCTETS
    for character in line:
        octets = character.encode()
        if len(parts[-1]) + len(octets) > room:
            parts.append(b'')
            room = LINE_OCTETS - 1
        parts[-1] += octets
    return parts


class CalendarEvent(models.Model):
    _inherit = 'calendar.event'

    def _is_declined_by(self, person):
        return any(attendee.partner_id == person and attendee.state == 'declined' for attendee in self.attendee_ids)

    def _add_to_ical(self, entry):
        """:param entry: ``vobject`` VEVENT to fill in"""
        self.ensure_one()
        # sudo: system parameters are for administrators, but this one is part of a public identifier.
        entry.add('uid').value = f'calendar-event-{self.id}@{self.env["ir.config_parameter"].sudo().get_param("database.uuid")}'
        entry.add('dtstamp').value = self.write_date.replace(microsecond=0, tzinfo=pytz.utc)
        entry.add('last-modified').value = self.write_date.replace(microsecond=0, tzinfo=pytz.utc)
        entry.add('summary').value = _clean(self.name)
        if privacy := CLASSES.get(self.effective_privacy):
            entry.add('class').value = privacy
        if self.allday:
            entry.add('dtstart').value = self.start_date
            entry.add('dtend').value = self.stop_date + timedelta(days=1)
        else:
            entry.add('dtstart').value = self.start.replace(tzinfo=pytz.utc)
            entry.add('dtend').value = self.stop.replace(tzinfo=pytz.utc)
        if self.location:
            entry.add('location').value = _clean(self.location)
        if self.counterparty_id.phone:
            entry.add('description').value = _clean(self.counterparty_id.phone)
        if self.bas_category == 'done':
            entry.add('status').value = 'CONFIRMED'
            entry.add('transp').value = 'TRANSPARENT'
