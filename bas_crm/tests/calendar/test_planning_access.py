from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..common import CrmCase


@tagged('post_install', '-at_install')
class TestPlanningAccess(CrmCase):
    """Who sees and changes events, tasks, calendars: by role and by company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.performer = new_test_user(cls.env, 'performer', groups='bas_crm.group_performer')
        cls.worker = cls.make_employee('Петро Лисенко', cls.performer)
        cls.partner = cls.make_partner()
        cls.mine = cls.make_event(partner_id=cls.partner.id)
        cls.theirs = cls.make_event(user_id=cls.other.id, partner_id=cls.partner.id)
        cls.nobodys = cls.make_event(user_id=False)
        cls.my_task = cls.make_task(cls.make_employee())
        cls.their_task = cls.make_task(cls.worker, user_id=cls.other.id)
        cls.second = cls.env['res.company'].create({'name': 'Друга фірма'})
        cls.abroad = cls.env['bas.event'].with_company(cls.second).create({
            'subject': 'Там', 'start': '2026-03-02 08:00:00', 'user_id': False, 'company_id': cls.second.id})

    def seen(self, user, records):
        return self.env[records._name].with_user(user).search([('id', 'in', records.ids)])

    def test_events_by_role(self):
        events = self.mine | self.theirs | self.nobodys | self.abroad
        for user, expected in ((self.own, self.mine | self.nobodys), (self.other, self.theirs | self.nobodys),
                               (self.all, events - self.abroad), (self.head, events - self.abroad)):
            self.assertEqual(self.seen(user, events), expected, user.login)
        self.assertEqual(self.seen(self.own, events.participant_ids).event_id, self.mine)
        for user in (self.performer, self.clerk, self.portal):
            with self.assertRaises(AccessError):
                self.seen(user, events)
            with self.assertRaises(AccessError):
                self.seen(user, events.participant_ids)

    def test_tasks_by_role(self):
        tasks = self.my_task | self.their_task
        for user, expected in ((self.own, self.my_task), (self.other, self.their_task), (self.all, tasks), (self.head, tasks),
                               (self.performer, self.their_task)):
            self.assertEqual(self.seen(user, tasks), expected, user.login)
            self.assertEqual(self.seen(user, tasks.line_ids), expected.line_ids, user.login)
        for user in (self.clerk, self.portal):
            with self.assertRaises(AccessError):
                self.seen(user, tasks)
            with self.assertRaises(AccessError):
                self.seen(user, tasks.line_ids)

    def test_a_salesman_sees_a_task_he_performs(self):
        task = self.make_task(self.make_employee('Менеджер', self.own), user_id=self.other.id)
        self.assertEqual(self.seen(self.own, task), task)

    def test_own_users_change_their_own_only(self):
        with self.assertRaises(AccessError):
            self.theirs.with_user(self.own).action_done()
        with self.assertRaises(AccessError):
            self.their_task.with_user(self.own).action_done()
        with self.assertRaises(AccessError):
            self.theirs.with_user(self.own).unlink()
        self.mine.with_user(self.own).action_done()
        self.theirs.with_user(self.all).action_done()
        self.assertEqual((self.mine.category, self.theirs.category), ('done', 'done'))

    def test_counts_tell_what_one_may_open(self):
        self.partner.invalidate_recordset()
        self.assertEqual(self.partner.with_user(self.own).event_count, 1)
        self.partner.invalidate_recordset()
        self.assertEqual(self.partner.with_user(self.all).event_count, 2)

    def test_catalogues_are_the_heads(self):
        for model, values in (('bas.activity.status', {'name': 'Чекаємо'}), ('bas.event.subject', {'name': 'Тема'}),
                              ('bas.work.type', {'name': 'Заміри'})):
            for user in (self.own, self.all):
                self.env[model].with_user(user).search([], limit=1)
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).create(values)
            self.env[model].with_user(self.head).create(values)

    def test_catalogues_of_another_company_are_not_seen(self):
        for model in ('bas.event.subject', 'bas.work.type'):
            foreign = self.env[model].create({'name': 'Чуже', 'company_id': self.second.id})
            for user in (self.own, self.head):
                self.assertFalse(self.seen(user, foreign))

    def test_records_of_documents_are_for_those_concerned(self):
        calendar = self.env['bas.employee.calendar'].search([('user_id', '=', self.other.id)])
        meeting = self.env['calendar.event'].with_user(self.other).create({
            'name': 'Нарада', 'start': '2026-03-02 12:00:00', 'stop': '2026-03-02 13:00:00'})
        call, work = self.theirs.calendar_event_id, self.their_task.line_ids.calendar_event_id
        records = meeting | call | work | self.my_task.line_ids.calendar_event_id
        self.assertEqual(self.seen(self.own, records), meeting | self.my_task.line_ids.calendar_event_id,
                         "a colleague's plain meetings, as core has it, and own documents wherever they stand")
        self.assertEqual(self.seen(self.other, records), meeting | call | work)
        self.assertEqual(self.seen(self.head, records), records)
        self.assertEqual(self.seen(self.clerk, records), meeting)
        self.assertEqual(self.seen(self.performer, records), work, 'who only performs: not even plain ones')
        calendar.is_shared = True
        self.env.invalidate_all()
        self.assertEqual(self.seen(self.own, records) & call, call)
        self.assertEqual(self.seen(self.performer, records), meeting | call | work)
        opened = call.with_user(self.own).action_open_document()
        self.assertEqual(opened['res_model'], 'calendar.event', 'the document itself is not for him')
        with self.assertRaises(AccessError):
            call.with_user(self.own).write({'start': '2026-03-02 09:00:00', 'stop': '2026-03-02 09:30:00'})

    def test_people_of_records_are_for_those_concerned(self):
        """A user who does not see the record of a document does not get its name from attendees either."""
        meeting = self.env['calendar.event'].with_user(self.other).create({
            'name': 'Нарада', 'start': '2026-03-02 12:00:00', 'stop': '2026-03-02 13:00:00',
            'partner_ids': [(6, 0, self.other.partner_id.ids)]})
        call, work, abroad = (
            document.calendar_event_id for document in (self.theirs, self.their_task.line_ids, self.abroad))
        abroad._mirror_write({'partner_ids': [(4, self.other.partner_id.id)]})
        people = (meeting | call | work | abroad).attendee_ids
        self.assertEqual(people.event_id, meeting | call | work | abroad)
        for user, expected in ((self.own, meeting), (self.clerk, meeting), (self.other, meeting | call | work),
                               (self.performer, meeting | work), (self.head, meeting | call | work)):
            self.env.invalidate_all()
            self.assertEqual(self.seen(user, people).event_id, expected, user.login)
            for attendee in people.with_user(user):
                self.assertEqual(attendee.has_access('read'), attendee.event_id in expected.with_user(user), user.login)
        self.theirs.action_cancel()
        self.assertFalse(self.seen(self.own, call.attendee_ids), 'of an archived one neither')
        self.assertEqual(self.seen(self.other, call.attendee_ids), call.attendee_ids)

    def test_the_record_of_a_colleagues_document_is_not_changed(self):
        """Neither by its fields, nor by its attendees, nor from a lead."""
        call = self.theirs.calendar_event_id
        self.env['bas.employee.calendar'].search([('user_id', '=', self.other.id)]).is_shared = True
        lead = self.make_lead(type='opportunity')
        mine = call.with_user(self.own)
        self.assertTrue(mine.has_access('read'))
        passed = self.env['bas.event']._get_passed_fields()
        kept = {
            'show_as': 'free', 'privacy': 'private', 'description': 'x', 'location': 'x', 'access_token': 'x',
            'partner_ids': [(4, self.own.partner_id.id)], 'attendee_ids': [(0, 0, {'partner_id': self.own.partner_id.id})],
            'opportunity_id': lead.id, 'videocall_location': 'https://example.com/x',
        }
        self.assertFalse(passed & kept.keys())
        before = call.read(list(kept))
        for name, value in kept.items():
            with self.subTest(name=name):
                mine.with_context(dont_notify=True).write({name: value})  # a synchronisation does not stumble
                if name != 'opportunity_id':
                    with self.assertRaises(AccessError):
                        mine.write({name: value})
        lead.with_user(self.own).write({'calendar_event_ids': [(4, call.id)]})
        attendee = call.attendee_ids.with_user(self.own)
        for step in (lambda: attendee.do_decline(), lambda: attendee.write({'state': 'declined'}), lambda: attendee.unlink(),
                     lambda: attendee.create({'event_id': call.id, 'partner_id': self.own.partner_id.id})):
            with self.assertRaises(AccessError), self.cr.savepoint():
                step()
        self.env.invalidate_all()
        self.assertEqual(call.read(list(kept)), before)
        call.attendee_ids.with_user(self.other).do_decline()
        self.assertEqual(call.attendee_ids.state, 'declined', 'each says it of himself')
        call.with_user(self.other).write({'show_as': 'free', 'location': 'Офіс', 'opportunity_id': lead.id})
        self.assertEqual((call.show_as, call.location, call.opportunity_id.id), ('free', 'Офіс', False))

    def test_money_of_a_task_is_not_for_performers(self):
        line = self.their_task.line_ids.with_user(self.performer)
        for record, field in ((line, 'price_hour'), (line, 'amount'), (line.task_id, 'amount_total')):
            with self.assertRaises(AccessError):
                record.read([field])
        with self.assertRaisesRegex(UserError, 'Only a manager can cancel'):
            line.task_id.status_id = self.env.ref('bas_crm.bas_activity_status_cancelled')
        self.their_task.action_cancel()
        line.task_id.action_plan()
        self.assertTrue(self.their_task.line_ids.calendar_event_id.active, 'taken up again by the performer')

    def test_the_board_of_a_performer_who_shares_it_with_nobody(self):
        with self.assertRaisesRegex(UserError, 'no access to the calendar'):
            self.their_task.with_user(self.other).action_open_on_board()
        self.assertTrue(self.their_task.with_user(self.head).action_open_on_board())

    def test_a_performer_who_also_sells_is_a_salesman(self):
        self.performer.group_ids |= self.env.ref('sales_team.group_sale_salesman')
        meeting = self.env['calendar.event'].with_user(self.other).create({
            'name': 'Нарада', 'start': '2026-03-02 12:00:00', 'stop': '2026-03-02 13:00:00'})
        self.assertEqual(self.seen(self.performer, meeting), meeting)
        task = self.env['bas.work.task'].with_user(self.performer).create({
            'performer_id': self.worker.id, 'line_ids': [(0, 0, {'start': '2026-03-02 08:00:00'})]})
        task.description = 'Свої завдання він планує сам'

    def test_documents_of_two_companies_do_not_mix(self):
        foreign = self.env['res.partner'].create({'name': 'Чужий', 'company_id': self.second.id})
        with self.assertRaisesRegex(UserError, 'Чужий'), self.env.cr.savepoint():
            self.mine.partner_id = foreign
        order = self.env['sale.order'].with_company(self.second).create({
            'partner_id': self.partner.id, 'company_id': self.second.id})
        with self.assertRaisesRegex(UserError, 'company'), self.env.cr.savepoint():
            self.mine.order_id = order

    def test_numbers_of_two_companies_are_their_own(self):
        self.assertEqual(self.abroad.name, '0001/2026')
