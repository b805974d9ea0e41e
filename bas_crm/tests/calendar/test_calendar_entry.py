from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import CrmCase

EIGHT, NINE = datetime(2026, 3, 2, 8), datetime(2026, 3, 2, 9)


@tagged('post_install', '-at_install')
class TestCalendarEntry(CrmCase):
    """The short form of the board makes the right document at the hours that were clicked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env['bas.employee.calendar'].search([('user_id', '=', cls.own.id)])

    def entry(self, user=None, **values):
        return self.env['bas.calendar.entry'].with_user(user or self.own).with_context(
            default_start='2026-03-02 08:00:00', default_stop='2026-03-02 09:00:00').create({'name': 'Заміри', **values})

    def test_each_kind_of_event(self):
        partner = self.make_partner()
        for kind in ('call', 'meeting', 'email', 'sms', 'other'):
            self.entry(kind=kind, partner_id=partner.id).action_create()
            event = self.env['bas.event'].search([('event_type', '=', kind), ('subject', '=', 'Заміри')])
            self.assertEqual((event.start, event.stop, event.user_id, event.partner_id), (EIGHT, NINE, self.own, partner))
            self.assertEqual(event.calendar_event_id.employee_calendar_id, self.calendar)

    def test_a_work_task(self):
        performer = self.make_employee(user=self.own)
        partner = self.make_partner()
        action = self.entry(kind='work_task', partner_id=partner.id).action_create_and_open()
        task = self.env['bas.work.task'].browse(action['res_id'])
        self.assertEqual((task.performer_id, task.operation), (performer, 'external'))
        self.assertEqual((task.line_ids.start, task.line_ids.stop, task.line_ids.description), (EIGHT, NINE, 'Заміри'))
        self.entry(kind='work_task', name='Прибрати склад').action_create()
        inside = self.env['bas.work.task'].search([('line_ids.description', '=', 'Прибрати склад')])
        self.assertEqual(inside.operation, 'internal')

    def test_a_task_for_an_employee_without_a_login(self):
        performer = self.make_employee()
        calendar = self.env['bas.employee.calendar']._of_employee(performer)
        self.entry(self.head, kind='work_task', employee_calendar_id=calendar.id).action_create()
        self.assertTrue(self.env['bas.work.task'].search([('performer_id', '=', performer.id)]))
        with self.assertRaisesRegex(UserError, 'does not log in'):
            self.entry(self.head, kind='call', employee_calendar_id=calendar.id).action_create()

    def test_a_plain_record_and_a_private_one(self):
        mails = self.env['mail.mail'].sudo().search_count([])
        self.entry(kind='record', is_private=True, partner_id=self.make_partner(email='a@example.com').id).action_create()
        record = self.env['calendar.event'].search([('name', '=', 'Заміри')])
        self.assertEqual((record.start, record.stop, record.employee_calendar_id), (EIGHT, NINE, self.calendar))
        self.assertEqual(record.privacy, 'private')
        self.assertFalse(record.bas_kind or record.res_id)
        self.assertTrue(record.counterparty_id)
        record.with_user(self.own).write({'start': NINE, 'stop': '2026-03-02 10:00:00'})
        self.assertEqual(self.env['mail.mail'].sudo().search_count([]), mails, 'nobody is written to, nor when it is moved')

    def test_what_is_there_already_is_told_and_does_not_forbid(self):
        self.make_event()
        form = Form(self.env['bas.calendar.entry'].with_user(self.own).with_context(
            default_start='2026-03-02 08:00:00', default_stop='2026-03-02 09:00:00'))
        self.assertEqual(form.overlap, 'Обговорити заміри')
        form.name = 'Ще дзвінок'
        form.save().action_create()
        self.assertEqual(self.env['bas.event'].search_count([('subject', '=', 'Ще дзвінок')]), 1)

    def test_a_user_who_is_no_employee_gets_no_task(self):
        with self.assertRaisesRegex(UserError, 'is not an employee'):
            self.entry(kind='work_task').action_create()

    def test_everybody_is_offered_what_he_may_make(self):
        form = Form(self.env['bas.calendar.entry'].with_user(self.clerk).with_context(
            default_start='2026-03-02 08:00:00', default_stop='2026-03-02 09:00:00'))
        self.assertEqual(form.kind, 'record')
        form.name = 'Лікар'
        form.save().action_create()
        kinds = self.env['bas.calendar.entry'].with_user(self.clerk)._selection_kind()
        self.assertEqual([kind for kind, _title in kinds], ['record'])
        self.assertEqual(Form(self.env['bas.calendar.entry'].with_user(self.own)).kind, 'call')

    def test_an_event_stands_in_ones_own_calendar_a_task_in_any_that_is_open(self):
        shared = self.env['bas.employee.calendar'].search([('user_id', '=', self.other.id)])
        shared.is_shared = True
        self.make_employee(user=self.other)
        form = Form(self.env['bas.calendar.entry'].with_user(self.own).with_context(
            default_start='2026-03-02 08:00:00', default_stop='2026-03-02 09:00:00', default_employee_calendar_id=shared.id,
            default_kind='call'))
        self.assertEqual(form.employee_calendar_id, self.calendar, "a colleague's call is for him to plan")
        form.kind, form.name = 'work_task', 'Монтаж'
        form.employee_calendar_id = shared
        form.save().action_create()
        task = self.env['bas.work.task'].search([('line_ids.description', '=', 'Монтаж')])
        self.assertEqual(task.performer_id.user_id, self.other)
        with self.assertRaises(AccessError):
            self.entry(self.portal)
