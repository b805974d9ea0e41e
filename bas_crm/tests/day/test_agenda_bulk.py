from datetime import datetime, timedelta

from odoo.tests import tagged

from ..common_agenda import AgendaCase


@tagged('post_install', '-at_install')
class TestAgendaBulk(AgendaCase):
    """Many steps are moved at once: each keeps its own hour, and thirty ask as few queries as three."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = cls.make_employee(user=cls.own)
        cls.customer = cls.make_partner()

    def at(self, day, hour, minute=0):
        """:return: datetime of March, UTC; Kyiv is two hours ahead"""
        return datetime(2026, 3, day, hour - 2, minute)

    def make_events(self, count):
        """Calls of the 2nd of March at 9:00, 9:10, 9:20 … with a customer."""
        return self.env['bas.event'].concat(*(self.make_event(
            partner_id=self.customer.id, start=self.at(2, 9) + timedelta(minutes=10 * number),
            stop=self.at(2, 9) + timedelta(minutes=10 * number + 5)) for number in range(count)))

    def make_works(self, count):
        return self.env['bas.work.task.line'].concat(*(self.make_task(self.employee, {
            'partner_id': self.customer.id, 'start': self.at(2, 9) + timedelta(minutes=10 * number),
            'stop': self.at(2, 9) + timedelta(minutes=10 * number + 60)}).line_ids for number in range(count)))

    def make_activities(self, count):
        return self.env['mail.activity'].concat(*(
            self.make_activity(self.make_partner(name=f'ТОВ «{number}»'), '2026-03-02') for number in range(count)))

    def make_leads(self, count):
        return self.env['crm.lead'].concat(*(self.make_lead() for __ in range(count)))

    def make_orders(self, count):
        return self.env['sale.order'].concat(*(self.make_order(partner_id=self.customer.id) for __ in range(count)))

    def find_rows(self, documents):
        rows = self.find(self.own, [('res_model', '=', documents._name), ('res_id', 'in', documents.ids)])
        self.assertEqual(len(rows), len(documents))
        return rows

    def check(self, make, *calls):
        """Thirty take as many queries as three."""
        for call in calls:
            few, many, first = make(3), make(30), make(1)
            call(self.find_rows(first))  # fills permanent caches
            counts = []
            for documents in (few, many):
                rows = self.find_rows(documents)
                counts.append(self.count_queries(lambda rows=rows, call=call: call(rows)))
            # each record of the calendar is written to its own hour
            mirrored = len(many) - len(few) if many._name in ('bas.event', 'bas.work.task.line') else 0
            self.assertLessEqual(counts[1], counts[0] + mirrored + 3, f'{many._name}: {counts}')

    def test_queries(self):
        moves = (
            lambda rows: rows.action_tomorrow(), lambda rows: rows.action_next_monday(),
            lambda rows: rows.write({'bucket': 'later'}), lambda rows: rows.write({'date': '2026-03-12 09:00:00'}))
        for make in (self.make_events, self.make_works, self.make_activities):
            with self.subTest(make=make.__name__):
                self.check(make, *moves)
        for make in (self.make_leads, self.make_orders):
            with self.subTest(make=make.__name__):
                self.check(make, *moves, lambda rows: rows.action_plan_call())

    def test_queries_of_calls_that_nobody_answered(self):
        for make in (self.make_events, self.make_works, self.make_activities, self.make_leads, self.make_orders):
            with self.subTest(make=make.__name__):
                self.check(make, lambda rows: rows.action_not_reached())

    def test_nobody_answered(self):
        """10:00: the calls of one person are again at 12:00, 12:15 and after the lunch break at 14:00; each is counted."""
        length = self.env['bas.event']._get_usual_length('call')
        self.assertEqual(length, timedelta(minutes=15))
        events = self.make_events(5)
        theirs = self.make_event(user_id=self.other.id, partner_id=self.customer.id, start=self.at(2, 9), stop=self.at(2, 9, 30))
        rows = self.find(self.all, [('res_model', '=', 'bas.event'), ('res_id', 'in', (events | theirs).ids)])
        told = rows.action_not_reached()
        self.assertEqual(told['params']['message'], 'Steps planned: 6.')
        self.assertEqual(events.mapped('start'), [
            self.at(4, 12), self.at(4, 12, 15), self.at(4, 12, 30), self.at(4, 12, 45), self.at(4, 14)])
        self.assertEqual(events.mapped('attempt_count'), [1] * 5)
        self.assertEqual({event.stop - event.start for event in events}, {timedelta(minutes=5)})
        self.assertEqual((theirs.start, theirs.attempt_count), (self.at(4, 12), 1))
        self.assertIn('attempt 1', theirs.message_ids[0].body)
        self.assertEqual(events.calendar_event_id.sorted('start').mapped('start'), events.mapped('start'))

    def test_nobody_answered_of_all_kinds(self):
        """Two activities of one lead and two works of one task are told of in one message each; leads get calls."""
        lead, leads = self.make_lead(), self.make_leads(2)
        activities = self.make_activity(lead, '2026-03-02') | self.make_activity(lead, '2026-03-03')
        works = self.make_task(self.employee, {'partner_id': self.customer.id}, {'partner_id': self.customer.id}).line_ids
        rows = self.find(self.own, [('res_model', 'in', ('mail.activity', 'bas.work.task.line', 'crm.lead'))])
        rows.action_not_reached()
        self.assertEqual(activities.mapped('bas_attempt_count'), [1, 1])
        self.assertEqual({str(day) for day in activities.mapped('date_deadline')}, {'2026-03-04'})
        self.assertEqual(lead.message_ids[0].body.count('attempt 1'), 2)
        self.assertEqual(works.mapped('attempt_count'), [1, 1])
        self.assertEqual(works.task_id.message_ids[0].body.count('attempt 1'), 2)
        self.assertEqual(leads.event_ids.mapped('attempt_count'), [1, 1])
        self.assertEqual(leads.event_ids.sorted('start').mapped('start'), [self.at(4, 12), self.at(4, 12, 15)])

    def test_nobody_is_reached_by_a_letter(self):
        events = self.make_events(2)
        events[1].event_type = 'email'
        with self.assertRaisesRegex(Exception, 'nobody to reach'):
            self.find_rows(events).action_not_reached()
        self.assertEqual(events[0].attempt_count, 0)

    def test_each_keeps_its_hour(self):
        """From Monday to tomorrow, Thursday: at the same hour; one planned in the evening stays there, one of a lunch break of
        another person does not."""
        events = self.make_events(3)
        evening = self.make_event(start=self.at(2, 20), stop=self.at(2, 20, 30))
        events[2].write({'start': self.at(2, 9, 20), 'stop': self.at(2, 10, 50)})
        self.find_rows(events | evening).action_tomorrow()
        self.assertEqual(events.mapped('start'), [self.at(5, 9), self.at(5, 9, 10), self.at(5, 9, 20)])
        self.assertEqual(events.mapped('stop'), [self.at(5, 9, 5), self.at(5, 9, 15), self.at(5, 10, 50)])
        self.assertEqual(evening.start, self.at(5, 20))
        self.assertEqual(events.calendar_event_id.sorted('start').mapped('start'), events.mapped('start'))

    def test_a_day_off_of_one_person(self):
        """Who is on holiday tomorrow gets the steps after it; the steps of the others go to tomorrow."""
        self.company.resource_calendar_id.leave_ids = [(0, 0, {
            'name': 'Відпустка', 'date_from': self.at(5, 2), 'date_to': self.at(5, 23, 59),
            'resource_id': self.employee.resource_id.id, 'company_id': self.company.id})]
        self.employee.resource_calendar_id = self.company.resource_calendar_id
        mine = self.make_events(2)
        theirs = self.make_event(user_id=self.other.id, start=self.at(2, 11), stop=self.at(2, 11, 30))
        rows = self.find(self.all, [('res_model', '=', 'bas.event'), ('res_id', 'in', (mine | theirs).ids)])
        rows.action_tomorrow()
        self.assertEqual(mine.mapped('start'), [self.at(6, 9), self.at(6, 9)])
        self.assertEqual(theirs.start, self.at(5, 11))

    def test_calls_follow_one_another(self):
        """10:00 is taken until 10:20, so three calls are at 10:20, 10:35 …, and no two at once."""
        self.make_event(start=self.at(4, 10), stop=self.at(4, 10, 20))
        length = self.env['bas.event']._get_usual_length('call')
        leads = self.make_leads(3)
        self.find_rows(leads).action_plan_call()
        calls = leads.event_ids.sorted('start')
        self.assertEqual(calls.mapped('start'), [self.at(4, 10, 20) + number * length for number in range(3)])
        self.assertEqual(len(leads.filtered('event_ids')), 3)

    def test_one_of_them_is_finished_meanwhile(self):
        leads = self.make_leads(3)
        rows = self.find_rows(leads)
        self.make_event(lead_id=leads[1].id, start=self.at(9, 10), stop=self.at(9, 10, 30))
        with self.assertRaisesRegex(Exception, 'just planned a step'):
            rows.action_tomorrow()
        self.assertEqual(len(leads.event_ids), 1)
