from datetime import timedelta

import pytz
import vobject

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..common import CrmCase


@tagged('post_install', '-at_install')
class TestIcal(CrmCase, HttpCase):
    """A phone subscribes to a calendar by a private address."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env['bas.employee.calendar'].search([('user_id', '=', cls.own.id)])
        cls.start = fields.Datetime.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)

    def address(self):
        self.calendar.with_user(self.own).action_renew_ical()
        self.calendar.invalidate_recordset()
        url = self.calendar.with_user(self.own).ical_url
        return url[url.index('/bas_crm/'):]

    def entries(self, address):
        response = self.url_open(address)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers['Content-Type'], 'text/calendar; charset=utf-8')
        return vobject.readOne(response.content.decode()).contents.get('vevent', [])

    def test_what_stands_on_the_board(self):
        partner = self.make_partner(phone='+380671239876')
        self.make_event(start=self.start, stop=self.start + timedelta(hours=1), partner_id=partner.id)
        self.make_event(start=self.start, stop=self.start + timedelta(hours=1), user_id=self.other.id, subject='Чуже')
        self.make_event(start=self.start, stop=self.start + timedelta(hours=1), subject='Скасоване').action_cancel()
        self.make_event(start=self.start - timedelta(days=200), stop=self.start - timedelta(days=199), subject='Давнє')
        day, next_day = self.start.date(), self.start.date() + timedelta(days=1)
        self.env['calendar.event'].with_user(self.own).create({
            'name': 'Виставка', 'allday': True, 'start_date': day, 'stop_date': next_day,
            'start': f'{day} 08:00:00', 'stop': f'{next_day} 18:00:00'})
        declined = self.env['calendar.event'].with_user(self.other).create({
            'name': 'Відхилена', 'start': self.start, 'stop': self.start + timedelta(hours=1),
            'partner_ids': [(6, 0, (self.own | self.other).partner_id.ids)]})
        declined.attendee_ids.filtered(lambda one: one.partner_id == self.own.partner_id).state = 'declined'
        entries = {entry.summary.value: entry for entry in self.entries(self.address())}
        self.assertIn('Обговорити заміри · ТОВ «Світанок»', entries)
        self.assertFalse({'Чуже', 'Скасоване', 'Давнє', 'Відхилена'} & entries.keys())
        call = entries['Обговорити заміри · ТОВ «Світанок»']
        self.assertEqual(call.dtstart.value, pytz.utc.localize(self.start))
        self.assertEqual(call.dtend.value - call.dtstart.value, timedelta(hours=1))
        self.assertEqual(call.description.value, '+380671239876')
        fair = entries['Виставка']
        self.assertEqual((fair.dtstart.value, fair.dtend.value), (day, day + timedelta(days=2)), 'the day after the last')

    def test_lines_have_at_most_75_octets(self):
        texts = [
            'Ї' * 37, 'Ї' * 38, 'Ї' * 300, 'a' * 66, 'a' * 67, 'a' * 68, '😀' * 40, 'Ґ' + 'a' * 500,
            'а, б; в \\ г: "д"\nдругий рядок',
            'рядок\r\nBEGIN:VALARM\r\nEND:VALARM\rще\u2028один\u2029і\x85ще\x0b\x0c\x1c\x7f!']
        self.calendar.name = 'Календар ' + 'є' * 100
        self.env['calendar.event'].with_user(self.own).create([{
            'name': text, 'location': text[::-1], 'start': self.start, 'stop': self.start + timedelta(hours=1),
        } for text in texts])
        content = self.url_open(self.address()).content
        self.assertTrue(content.endswith(b'\r\n'))
        for line in content[:-2].split(b'\r\n'):
            self.assertLessEqual(len(line), 75, line)
            self.assertNotRegex(line, rb'[\x00-\x08\x0a-\x1f\x7f]')
            line.decode()
        found = {entry.summary.value for entry in vobject.readOne(content.decode()).vevent_list}
        self.assertLessEqual(set(texts[:-1]), found)
        self.assertNotIn(b'\r\nBEGIN:VALARM', content)
        self.assertIn('рядок\nBEGIN:VALARM\nEND:VALARM\nще один і ще    !', found)

    def read_classes(self):
        return {entry.summary.value: [line.value for line in entry.contents.get('class', [])]
                for entry in self.entries(self.address())}

    def test_private_is_told_to_the_phone(self):
        def make(name, **values):
            return self.env['calendar.event'].with_user(self.own).create({
                'name': name, 'start': self.start, 'stop': self.start + timedelta(hours=1), **values})
        make('Особисте', privacy='private')
        make('Лише для своїх', privacy='confidential')
        make('Відкрите', privacy='public')
        make('Звичайне')
        kinds = self.read_classes()
        self.assertEqual(
            [kinds[name] for name in ('Особисте', 'Лише для своїх', 'Відкрите', 'Звичайне')],
            [['PRIVATE'], ['CONFIDENTIAL'], [], []])
        self.own.with_user(self.own).calendar_default_privacy = 'private'
        kinds = self.read_classes()
        self.assertEqual((kinds['Звичайне'], kinds['Відкрите']), (['PRIVATE'], []))

    def test_the_address_is_long_random_and_can_be_renewed(self):
        first = self.address()
        self.assertGreaterEqual(len(first), len('/bas_crm/calendar/.ics') + 40)
        second = self.address()
        self.assertNotEqual(first, second)
        self.assertEqual(self.url_open(first).status_code, 404)
        self.assertEqual(self.url_open(second).status_code, 200)
        self.calendar.with_user(self.own).action_stop_ical()
        self.assertEqual(self.url_open(second).status_code, 404)

    def test_a_wrong_address_tells_nothing(self):
        for token in ('x' * 43, 'False', 'None', '0', '%00', 'а'):
            response = self.url_open(f'/bas_crm/calendar/{token}.ics')
            self.assertEqual(response.status_code, 404, token)
            self.assertNotIn('BEGIN:VCALENDAR', response.text)

    def test_the_calendar_of_one_who_has_left(self):
        address = self.address()
        self.own.active = False
        self.assertEqual(self.url_open(address).status_code, 404)

    def test_nobody_else_gets_the_address(self):
        self.address()
        for user in (self.head, self.all, self.other):
            calendar = self.calendar.with_user(user)
            self.assertFalse(calendar.has_access('read') and calendar.ical_url)
        with self.assertRaises(AccessError):
            self.calendar.with_user(self.head).read(['ical_token'])
        with self.assertRaisesRegex(UserError, 'Only the owner'):
            self.calendar.with_user(self.head).action_renew_ical()
        without_login = self.env['bas.employee.calendar']._of_employee(self.make_employee())
        without_login.with_user(self.head).action_renew_ical()
        self.assertTrue(without_login.with_user(self.head).ical_url)

    def test_the_read_only_address_changes_nothing(self):
        address = self.address()
        self.assertIn(self.url_open(address, method='PUT').status_code, (404, 405))
