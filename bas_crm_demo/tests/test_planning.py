import re
from collections import Counter
from zoneinfo import ZoneInfo

from freezegun import freeze_time

from odoo import fields
from odoo.addons.bas_crm_demo.firm.moments import PLANNED_DAYS, ZONE, moment_at, mondays, working_day
from odoo.tests import TransactionCase, tagged

from .common import DemoFirmCase


def to_local(moment):
    return moment.replace(tzinfo=ZoneInfo('UTC')).astimezone(ZONE)


class PlanningCase(DemoFirmCase):
    """The firm was told on its first day; the database may be looked at later."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.told_at = cls.company.create_date
        cls.events, cls.tasks = cls.find(cls, 'bas.event'), cls.find(cls, 'bas.work.task')
        cls.records = cls.env['calendar.event'].search([
            ('employee_calendar_id.employee_id.company_id', '=', cls.company.id)])
        with freeze_time(cls.told_at):
            cls.days = [working_day(number) for number in range(-PLANNED_DAYS, PLANNED_DAYS + 1)]

    def of(self, key, records=None):
        return (self.events if records is None else records).filtered(lambda record: record.user_id == self.users[key])

    def get_calendar(self, name):
        return self.env['bas.employee.calendar'].search([
            ('name', '=like', f'{name} %'), ('employee_id.company_id', '=', self.company.id)])


@tagged('post_install', '-at_install')
class TestMoments(TransactionCase):

    def test_weekends_are_passed_over(self):
        for today, numbers in {
            '2026-11-23 10:00': {0: '2026-11-23', -1: '2026-11-20', 4: '2026-11-27', 5: '2026-11-30', -20: '2026-10-26'},
            '2026-11-27 10:00': {0: '2026-11-27', 1: '2026-11-30', -5: '2026-11-20', 20: '2026-12-25'},
            '2026-11-28 10:00': {0: '2026-11-30', -1: '2026-11-27', 1: '2026-12-01'},
            '2026-11-29 21:59': {0: '2026-11-30', -1: '2026-11-27', 1: '2026-12-01'},
        }.items():
            with freeze_time(today):
                self.assertEqual({number: str(working_day(number)) for number in numbers}, numbers, today)
                self.assertEqual({working_day(number).weekday() for number in mondays()}, {0})
                self.assertIn(len(mondays()), (8, 9))

    @freeze_time('2026-10-20 10:00')
    def test_clocks_go_back_in_between(self):
        self.assertEqual(moment_at(0, '9:30'), fields.Datetime.to_datetime('2026-10-20 06:30:00'))
        self.assertEqual(moment_at(5, '9:30'), fields.Datetime.to_datetime('2026-10-27 07:30:00'))


@tagged('post_install', '-at_install')
class TestEvents(PlanningCase):

    def test_every_day_of_eight_weeks(self):
        self.assertTrue(120 <= len(self.events) <= 170, len(self.events))
        busy = {to_local(event.start).date() for event in self.events}
        self.assertEqual(busy, set(self.days))

    def test_working_hours(self):
        for record in [*self.events, *self.tasks.line_ids, *self.records.filtered(lambda record: not record.allday)]:
            begins, ends = to_local(record.start), to_local(record.stop)
            self.assertEqual(begins.date(), ends.date(), record.display_name)
            self.assertLess(begins.weekday(), 5, record.display_name)
            self.assertGreaterEqual(begins.hour, 9, record.display_name)
            self.assertLessEqual((ends.hour, ends.minute), (18, 0), record.display_name)

    def test_nobody_is_in_two_places(self):
        """But for two hurried hours."""
        overlaps = []
        for calendar in self.records.employee_calendar_id:
            records = self.records.filtered(
                lambda record, calendar=calendar: record.employee_calendar_id == calendar and record.active).sorted('start')
            overlaps += [first.name for number, first in enumerate(records)
                         for second in records[number + 1:] if second.start < first.stop]
        self.assertEqual(len(overlaps), 2, overlaps)

    def test_the_past_is_mostly_done(self):
        past = self.events.filtered(lambda event: event.stop <= self.told_at)
        counts = Counter(past.mapped('category'))
        self.assertGreater(counts['done'], len(past) * 0.8)
        self.assertGreaterEqual(counts['cancelled'], 3)
        late = past.filtered(lambda event: event.category == 'planned')
        for key in ('manager', 'manager2'):
            self.assertGreaterEqual(len(self.of(key, late)), 3)
            overdue, _today = (self.env['bas.event'].with_user(self.users[key]).search(domain)
                               for domain in self.env['bas.event'].with_user(self.users[key])._get_systray_domains())
            self.assertLessEqual(self.of(key, late), overdue.with_env(self.env))
        future = self.events.filtered(lambda event: event.start > self.told_at)
        self.assertEqual(set(future.mapped('category')), {'planned'})

    def test_today(self):
        today = self.events.filtered(lambda event: to_local(event.start).date() == self.days[PLANNED_DAYS])
        for key, least in {'manager': 6, 'manager2': 5, 'head': 3, 'owner': 1}.items():
            self.assertGreaterEqual(len(self.of(key, today)), least, key)

    def test_all_kinds(self):
        counts = Counter(self.events.mapped('event_type'))
        self.assertEqual(set(counts), {'call', 'meeting', 'email', 'sms', 'other'})
        self.assertGreaterEqual(min(counts.values()), 5, counts)
        self.assertGreaterEqual(len(self.events.filtered(lambda event: event.direction == 'in')), 10)
        for name in ('lead_id', 'order_id', 'contract_id', 'work_task_id'):
            self.assertTrue(self.events[name], name)
        self.assertGreaterEqual(len(self.events.subject_template_id), 7)
        self.assertGreaterEqual(len(self.events.filtered('description')), len(self.events) / 3)
        self.assertGreaterEqual(len(self.events.filtered('previous_id')), 20)
        self.assertEqual(set(self.events.mapped('importance')), {'1', '2'})

    def test_people(self):
        for event in self.events.filtered(lambda event: event.partner_id or event.lead_id):
            self.assertTrue(event.participant_ids, event.display_name)
            for person in event.participant_ids:
                self.assertTrue(person.name and person.how_to_contact, event.display_name)
        contacts = self.events.participant_ids.partner_id.filtered('parent_id')
        self.assertGreaterEqual(len(contacts), 10)

    def test_attempts_are_told(self):
        called = self.events.filtered('attempt_count')
        self.assertGreaterEqual(len(called), 3)
        for event in called:
            self.assertEqual(len(event.message_ids), event.attempt_count)
            self.assertEqual(event.message_ids.author_id, event.user_id.partner_id)
            self.assertLess(max(event.message_ids.mapped('date')), event.start)

    def test_each_has_its_reason_first(self):
        for document in [*self.events, *self.tasks]:
            self.assertLessEqual(document.create_date, fields.Datetime.now(), document.display_name)
            basis = document.order_id or ('lead_id' in document and (document.lead_id or document.contract_id))
            made_from_its_hours = document._name == 'bas.work.task' and basis and basis in document.line_ids.sale_line_id.order_id
            if basis and not made_from_its_hours:
                self.assertLessEqual(basis.create_date, document.create_date, document.display_name)
                self.assertIn(document.user_id, (basis.user_id, self.users['head']), document.display_name)

    def test_numbers_follow_times(self):
        for documents, name in ((self.events, 'start'), (self.tasks, 'create_date')):
            by_year = documents.sorted(lambda document: (document.name.split('/')[1], document.name))
            self.assertEqual(by_year.mapped(name), sorted(documents.mapped(name)))

    def test_the_calendar_mirrors_them(self):
        for document in [*self.events, *self.tasks.line_ids]:
            record = document.calendar_event_id
            self.assertEqual(bool(record), document.category != 'cancelled', document.display_name)
            if record:
                self.assertEqual((record.start, record.stop, record.bas_category),
                                 (document.start, document.stop, document.category))
                self.assertEqual(record.employee_calendar_id, document._get_employee_calendar())


@tagged('post_install', '-at_install')
class TestTasks(PlanningCase):

    def test_works(self):
        self.assertGreaterEqual(len(self.tasks), 30)
        external = self.tasks.filtered(lambda task: task.operation == 'external')
        self.assertGreaterEqual(len(external), 20)
        self.assertGreaterEqual(len(self.tasks - external), 10)
        self.assertFalse(any((self.tasks - external).mapped('amount_total')))
        for line in external.line_ids:
            self.assertEqual(line.amount, self.company.currency_id.round(line.duration * line.price_hour))
        self.assertEqual({len(task.line_ids) for task in external}, {1, 2, 3})
        self.assertTrue(any(len(task.partner_ids) > 1 for task in external), "several customers in one trip")
        self.assertEqual(set(self.tasks.mapped('category')), {'planned', 'done', 'cancelled'})

    def test_performers(self):
        performers = self.tasks.performer_id
        self.assertGreaterEqual(len(performers.filtered('user_id')), 2)
        self.assertGreaterEqual(len(performers.filtered(lambda performer: not performer.user_id)), 4)

    def test_kinds_of_work(self):
        work_types = self.find('bas.work.type')
        self.assertTrue(5 <= len(work_types) <= 7)
        self.assertGreaterEqual(len(work_types.product_id), 4)
        self.assertEqual(set(work_types.product_id.mapped('type')), {'service'})
        for line in self.tasks.line_ids.filtered(lambda line: line.partner_id and line.price_hour):
            share = 0.9 if 'Оптовий' in line.partner_id.property_product_pricelist.name else 1
            price = line.work_type_id.product_id.lst_price if share < 1 else line.work_type_id.price_hour
            self.assertEqual(line.price_hour, price * share, line.display_name)

    def test_some_stand_on_orders(self):
        billed = self.tasks.filtered(lambda task: task.is_billed and not task.is_of_work_order)
        self.assertGreaterEqual(len(billed), 3)
        self.assertEqual(set(billed.mapped('category')), {'done'})
        orders = billed.line_ids.order_id
        self.assertEqual(set(orders.mapped('state')), {'draft'}, "no figure of what is sold changes")
        for line in billed.line_ids:
            self.assertAlmostEqual(line.sale_line_id.price_subtotal, line.amount)
        self.assertTrue(self.tasks.filtered(lambda task: task.category == 'done' and task.amount_total and not task.is_billed))

    def test_a_master_is_late(self):
        late = self.tasks.filtered(lambda task: task.category == 'planned' and task.date_stop < self.told_at)
        self.assertIn(self.users['performer'], late.performer_id.user_id)


@tagged('post_install', '-at_install')
class TestCalendars(PlanningCase):

    def see(self, key, model, domain=()):
        return self.env(user=self.users[key].id)[model].search(list(domain)).with_env(self.env)

    def test_everybody_has_one(self):
        employees = self.find('hr.employee')
        calendars = self.env['bas.employee.calendar'].search([('employee_id', 'in', employees.ids)])
        self.assertEqual(calendars.employee_id, employees)
        self.assertEqual(len(calendars), len(employees))
        self.assertEqual(len(set(calendars.mapped('color'))), len(calendars))

    def test_who_sees_which(self):
        masters = ['Гончар', 'Лисенко', 'Поліщук', 'Савчук']
        for key, names in {
            'manager': ['Бондар', 'Мельник', 'Ткачук', *masters],
            'manager2': ['Бондар', 'Мельник', 'Ткачук', *masters],
            'performer': ['Гончар', 'Ткачук'],
        }.items():
            seen = self.see(key, 'bas.employee.calendar')
            self.assertEqual(sorted(name.split()[0] for name in seen.mapped('name')), sorted(names), key)
        for key in ('head', 'owner'):
            self.assertGreaterEqual(len(self.see(key, 'bas.employee.calendar')), 9)

    def test_documents_of_roles(self):
        for key in ('manager', 'manager2'):
            self.assertEqual(self.see(key, 'bas.event'), self.of(key))
        for key in ('head', 'owner'):
            self.assertEqual(self.see(key, 'bas.event'), self.events)
            self.assertEqual(self.see(key, 'bas.work.task'), self.tasks)
        own = self.tasks.filtered(lambda task: task.performer_id.user_id == self.users['performer'])
        self.assertTrue(own)
        self.assertEqual(self.see('performer', 'bas.work.task'), own)
        seen = self.see('performer', 'calendar.event', [('active', '=', True)])
        open_calendars = self.env['bas.employee.calendar'].search([('is_shared', '=', True)])
        self.assertEqual(seen.user_id, self.users['performer'] | open_calendars.user_id, 'his own, and what is open to all')

    def test_plain_records(self):
        plain = self.records.filtered(lambda record: not record.bas_kind)
        meetings = plain.filtered(lambda record: record.name == 'Нарада відділу продажів')
        self.assertEqual({to_local(meeting.start).date() for meeting in meetings},
                         {day for day in self.days if not day.weekday()})
        self.assertEqual(meetings.partner_ids, self.users['head'].partner_id | self.users['manager'].partner_id
                         | self.users['manager2'].partner_id)
        self.assertEqual(set(plain.attendee_ids.mapped('state')), {'accepted'})
        doctor = plain.filtered(lambda record: record.name == 'Лікар')
        self.assertEqual(doctor.privacy, 'private')
        self.env.invalidate_all()
        self.assertNotIn('Лікар', doctor.with_user(self.users['manager2']).name)
        self.env.invalidate_all()
        holiday = plain.filtered(lambda record: record.allday and not record.user_id)
        self.assertEqual((holiday.employee_calendar_id, holiday.duration > 24), (self.get_calendar('Поліщук'), True))

    def test_hours_on_the_board(self):
        monday = next(day for day in self.days if not day.weekday())
        hours = self.get_calendar('Мельник').with_user(self.users['manager']).get_working_hours(str(monday), str(monday))
        self.assertEqual([(part['startTime'], part['endTime']) for part in hours], [('09:00', '13:00'), ('14:00', '18:00')])

    def test_nothing_is_to_be_done_twice(self):
        steps = self.find('crm.lead').activity_ids
        # At any hour: those of today may be over.
        events = self.events.filtered(lambda event: event.lead_id and to_local(event.start).date() >= working_day(0))
        told = [*((event.lead_id.id, event.subject) for event in events), *((step.res_id, step.summary) for step in steps)]
        self.assertEqual(len(set(told)), len(told), sorted(told))

    def test_nothing_is_sent(self):
        self.assertFalse(self.env['mail.mail'].search([]))
        self.assertFalse(self.env['sms.sms'].search([]))
        said = self.env['mail.message'].search([
            ('model', 'in', ('bas.event', 'bas.work.task', 'calendar.event')), ('partner_ids', '!=', False)])
        self.assertFalse(said)

    def test_it_speaks_ukrainian(self):
        own = [*self.find('bas.event.subject'), *self.find('bas.work.type')]
        texts = [*(record.name for record in own), *self.events.mapped('subject'), *self.records.mapped('name'),
                 *self.tasks.line_ids.mapped('description'), *self.tasks.mapped('result'), *self.tasks.mapped('description')]
        for text in filter(None, [*texts, *(str(event.description or '') for event in self.events)]):
            words = re.sub(r'<[^>]*>|&\w+;|SMS|Pensjonat Złoty Klon Sp. z o.o.', '', text)
            self.assertFalse(re.search('[A-Za-z]{2}', words), text)
