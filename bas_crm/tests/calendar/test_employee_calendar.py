from dateutil.relativedelta import MO, relativedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..common import CrmCase


@tagged('post_install', '-at_install')
class TestEmployeeCalendar(CrmCase):
    """Everybody has one calendar, from the first day."""

    def calendars(self, **criteria):
        return self.env['bas.employee.calendar'].with_context(active_test=False).search(
            [(name, '=', value.id) for name, value in criteria.items()])

    def test_a_user_has_one(self):
        self.assertEqual(self.calendars(user_id=self.own).mapped('name'), [self.own.name])
        self.assertFalse(self.calendars(user_id=self.portal))

    def test_a_portal_user_made_internal_gets_one(self):
        self.portal.group_ids = self.env.ref('base.group_user')
        self.assertEqual(len(self.calendars(user_id=self.portal)), 1)

    def test_an_employee_without_a_login_has_one(self):
        employee = self.make_employee()
        calendar = self.calendars(employee_id=employee)
        self.assertEqual((len(calendar), calendar.name, calendar.user_id.id), (1, employee.name, False))
        self.assertTrue(calendar.color)

    def test_an_employee_with_a_login_has_the_users(self):
        employee = self.make_employee(user=self.own)
        self.assertEqual(self.calendars(employee_id=employee), self.calendars(user_id=self.own))

    def test_an_employee_who_gets_a_login_brings_what_is_planned(self):
        employee = self.make_employee()
        line = self.make_task(employee).line_ids
        old = line.calendar_event_id.employee_calendar_id
        old.shared_user_ids = self.head
        employee.user_id = self.own
        calendar = self.calendars(user_id=self.own)
        self.assertFalse(old.exists())
        self.assertEqual(self.calendars(employee_id=employee), calendar)
        self.assertEqual((line.calendar_event_id.employee_calendar_id, line.calendar_event_id.user_id), (calendar, self.own))
        self.assertEqual(calendar.shared_user_ids, self.head)

    def test_an_employee_who_loses_the_login_has_one_of_his_own(self):
        employee = self.make_employee(user=self.own)
        line = self.make_task(employee).line_ids
        employee.user_id = False
        own = self.calendars(employee_id=employee)
        self.assertEqual((len(own), own.user_id.id), (1, False))
        self.assertEqual(len(self.calendars(user_id=self.own)), 1)
        self.assertEqual((line.calendar_event_id.employee_calendar_id, line.calendar_event_id.user_id.id), (own, False))

    def test_an_employee_of_two_companies_keeps_one(self):
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        self.own.company_ids |= second
        self.make_employee(user=self.own)
        self.env['hr.employee'].create({'name': 'Той самий', 'user_id': self.own.id, 'company_id': second.id})
        self.assertEqual(len(self.calendars(user_id=self.own)), 1)
        self.assertFalse(self.env['bas.employee.calendar'].search([('name', '=', 'Той самий')]))

    def test_calendars_follow_their_people(self):
        employee = self.make_employee()
        employee.name = 'Василь Петрович Гончар'
        self.assertEqual(self.calendars(employee_id=employee).name, 'Василь Петрович Гончар')
        self.own.name = 'Мельник Ірина'
        self.assertEqual(self.calendars(user_id=self.own).name, 'Мельник Ірина')
        self.make_task(employee)
        employee.action_archive()
        self.assertFalse(self.calendars(employee_id=employee).active)
        employee.action_unarchive()
        self.assertTrue(self.calendars(employee_id=employee).active)
        self.own.active = False
        self.assertFalse(self.calendars(user_id=self.own).active)
        self.own.active = True
        self.assertTrue(self.calendars(user_id=self.own).active)

    def test_records_of_core_stand_on_the_organisers_board(self):
        meeting = self.env['calendar.event'].with_user(self.own).create({
            'name': 'Нарада', 'start': '2026-03-02 08:00:00', 'stop': '2026-03-02 09:00:00'})
        self.assertEqual(meeting.employee_calendar_id, self.calendars(user_id=self.own))
        meeting.user_id = self.other
        self.assertEqual(meeting.employee_calendar_id, self.calendars(user_id=self.other))

    # ------------------------------------------------------------
    # The board
    # ------------------------------------------------------------

    def shown(self, user):
        return {row['id']: row for row in self.env['bas.employee.calendar'].with_user(user).get_board_calendars()}

    def test_who_sees_whose(self):
        mine, theirs = self.calendars(user_id=self.own), self.calendars(user_id=self.other)
        self.assertIn(mine.id, self.shown(self.own))
        self.assertNotIn(theirs.id, self.shown(self.own))
        for user in (self.all, self.head):
            self.assertLessEqual({mine.id, theirs.id}, set(self.shown(user)))
        theirs.with_user(self.other).shared_user_ids = self.own
        self.assertIn(theirs.id, self.shown(self.own))
        self.assertNotIn(theirs.id, self.shown(self.clerk))
        theirs.with_user(self.other).is_shared = True
        self.assertIn(theirs.id, self.shown(self.clerk))
        with self.assertRaises(AccessError):
            self.env['bas.employee.calendar'].with_user(self.portal).get_board_calendars()

    def test_nobody_gives_a_calendar_away(self):
        mine = self.calendars(user_id=self.own).with_user(self.own)
        for vals in ({'user_id': False}, {'employee_id': self.make_employee().id}, {'active': False}):
            with self.assertRaises(AccessError):
                mine.write(vals)

    def test_an_employee_whose_user_does_not_log_in_here(self):
        employee = self.make_employee(user=self.portal)
        self.assertEqual(self.calendars(employee_id=employee).mapped('name'), [employee.name])
        leaving = self.make_employee('Петро Лисенко', self.own)
        line = self.make_task(leaving).line_ids
        self.own.active = False
        own = self.calendars(employee_id=leaving)
        self.assertEqual((own.active, own.user_id.id, line.calendar_event_id.employee_calendar_id), (True, False, own))
        self.own.active = True
        self.assertEqual(line.calendar_event_id.employee_calendar_id, self.calendars(user_id=self.own))

    def test_a_user_made_internal_from_the_side_of_the_group(self):
        user = new_test_user(self.env, 'newcomer', groups='base.group_portal')
        user.group_ids = False
        self.env.ref('base.group_user').user_ids = [(4, user.id)]
        self.assertEqual(len(self.calendars(user_id=user)), 1)

    def test_only_the_owner_and_the_head_change_a_calendar(self):
        theirs = self.calendars(user_id=self.other)
        theirs.is_shared = True
        for user in (self.own, self.all, self.clerk):
            with self.assertRaises(AccessError):
                theirs.with_user(user).color = 3
        theirs.with_user(self.other).color = 4
        theirs.with_user(self.head).color = 5
        self.assertEqual(theirs.color, 5)

    def test_calendars_of_another_company_are_not_shown(self):
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        foreign = new_test_user(self.env, 'foreign', groups='sales_team.group_sale_salesman',
                                company_id=second.id, company_ids=[(6, 0, second.ids)])
        foreign_calendar = self.calendars(user_id=foreign)
        foreign_calendar.is_shared = True
        self.assertNotIn(foreign_calendar.id, self.shown(self.head))
        self.assertNotIn(self.calendars(user_id=self.own).id, self.shown(foreign))

    def test_ticks_are_remembered_for_each_user(self):
        mine, theirs = self.calendars(user_id=self.own), self.calendars(user_id=self.other)
        rows = self.shown(self.own)
        self.assertEqual(next(iter(rows)), mine.id, 'the own one first')
        self.assertTrue(rows[mine.id]['checked'] and rows[mine.id]['is_mine'])
        self.assertEqual(rows[mine.id]['partner_id'], self.own.partner_id.id)
        self.assertTrue(self.shown(self.head)[theirs.id]['checked'], 'who sees all documents begins with everybody')
        mine.with_user(self.own).set_checked(False)
        theirs.with_user(self.head).set_checked(False)
        self.assertFalse(self.shown(self.own)[mine.id]['checked'])
        self.assertFalse(self.shown(self.head)[theirs.id]['checked'])
        self.assertTrue(self.shown(self.all)[theirs.id]['checked'])
        mine.with_user(self.own).set_checked(True)
        self.assertTrue(self.shown(self.own)[mine.id]['checked'])

    def test_a_private_record_of_a_colleague_shows_as_busy(self):
        record = self.env['calendar.event'].with_user(self.other).create({
            'name': 'Лікар', 'start': '2026-03-02 08:00:00', 'stop': '2026-03-02 09:00:00', 'privacy': 'private'})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(record.with_user(self.head).read(['name', 'display_name'])[0]['display_name'], 'Busy')
        self.env.invalidate_all()
        self.assertEqual(record.with_user(self.other).display_name, 'Лікар')

    def test_working_hours_of_the_people_shown(self):
        self.make_employee(user=self.own, resource_calendar_id=self.company.resource_calendar_id.id)
        monday = fields.Date.today() + relativedelta(weekday=MO(+2))
        hours = self.calendars(user_id=self.own).with_user(self.own).get_working_hours(
            str(monday), str(monday + relativedelta(days=6)))
        self.assertEqual({day for row in hours for day in row['daysOfWeek']}, {1, 2, 3, 4, 5})

    def test_the_board_of_one_person(self):
        mine, theirs = self.calendars(user_id=self.own), self.calendars(user_id=self.other)
        action = theirs.with_user(self.head).action_open_board()
        self.assertEqual(action['res_model'], 'calendar.event')
        rows = self.shown(self.head)
        self.assertTrue(rows[theirs.id]['checked'])
        self.assertTrue(rows[mine.id]['checked'], 'the others stay as they were')
