from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import CrmCase

BEGINNING = datetime(2026, 3, 1)
moments = st.integers(0, 60 * 24 * 60).map(lambda minutes: BEGINNING + timedelta(minutes=minutes))
lengths = st.integers(1, 60 * 24 * 3).map(lambda minutes: timedelta(minutes=minutes))
steps = st.lists(st.tuples(
    st.sampled_from([
        'create', 'copy', 'write', 'move', 'drag', 'resize', 'pass', 'done', 'cancel', 'plan', 'delete', 'delete record',
        'customer', 'rename', 'subject', 'order', 'archive']),
    st.integers(0, 10), moments, lengths), min_size=1, max_size=14)


@tagged('post_install', '-at_install')
class TestCalendarMirrorProperty(CrmCase):
    """After any sequence of changes each document has exactly one matching record, with the same times."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = cls.own | cls.other
        cls.partners = cls.make_partner() | cls.make_partner(name='ТОВ «Обрій»')
        cls.orders = cls.env['sale.order'].create([{'partner_id': partner.id} for partner in cls.partners])
        cls.performers = cls.make_employee() | cls.make_employee('Петро Лисенко', cls.other)

    def check(self, documents):
        documents = documents.exists()
        records = self.env['calendar.event'].with_context(active_test=False).search([('res_model', '=', documents._name)])
        self.assertEqual(records, documents.calendar_event_id & records, 'no record without its document, none twice')
        self.assertEqual(len(records), len(documents.filtered('calendar_event_id')))
        for document in documents:
            record, category = document.calendar_event_id, document._get_calendar_status().category
            if category != 'cancelled':
                self.assertEqual(record.active, not document._is_archived())
            elif record:
                self.assertFalse(record.active)
            if record:
                self.assertEqual(record.res_id, document.id)
                self.assertFalse(document._get_calendar_changes(record), 'the record says all that the document says')

    def take(self, documents, step, number, start, stop):
        """One step on one document.

        :return: the documents there are now
        """
        if step == 'create' or not documents:
            return documents | self.make(start, stop)
        document = documents[number % len(documents)]
        record = document.calendar_event_id
        if step == 'copy':
            return documents | self.copy(document)
        if step in ('drag', 'resize', 'delete record'):
            if record:
                self.take_in_calendar(record, step, start, stop)
        else:
            self.get_changes(document, number, start, stop)[step]()
        return documents.exists()

    def get_changes(self, document, number, start, stop):
        """:return: dict: what may be done to the document itself → how"""
        partner = self.partners[number % 2]
        return {
            'delete': document.unlink,
            'write': lambda: document.write({'start': start, 'stop': stop}),
            'move': lambda: document.write({'start': start}),
            'done': lambda: document._set_calendar_category('done'),
            'cancel': lambda: document._set_calendar_category('cancelled'),
            'plan': lambda: document._set_calendar_category('planned'),
            'pass': lambda: self.hand_over(document, number),
            'customer': lambda: document.write({'partner_id': partner.id}),
            'rename': lambda: partner.write({'name': f'Фірма {number}'}),
            'subject': lambda: document.write({document._calendar_subject_field: f'Тема {number}'}),
            'order': lambda: self.file_under(document, self.orders[number % 2]),
            'archive': lambda: self.archive(document, number),
        }

    def take_in_calendar(self, record, step, start, stop):
        is_done = record.bas_category == 'done'
        try:
            with self.cr.savepoint():
                if step == 'drag':
                    hours = (stop - start).total_seconds() / 3600
                    record.write({'start': start, 'stop': stop, 'allday': False, 'duration': hours})
                elif step == 'resize':
                    record.write({'stop': record.start + (stop - start)})
                else:
                    record.unlink()
            self.assertFalse(is_done, 'what is done is not changed in the calendar')
        except UserError:
            self.assertTrue(is_done)

    def walk(self, walk):
        documents = self.none()
        with self.cr.savepoint(flush=True) as savepoint:
            for step, number, start, length in walk:
                documents = self.take(documents, step, number, start, start + length)
                self.check(documents)
            savepoint.rollback()
        self.env.invalidate_all()

    @settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(steps)
    def test_events(self, walk):
        self.none = lambda: self.env['bas.event']
        self.make = lambda start, stop: self.make_event(start=start, stop=stop)
        self.copy = lambda event: event.copy()
        self.hand_over = lambda event, number: event.write({'user_id': self.users[number % 2].id})
        self.file_under = lambda event, order: event.write({'order_id': order.id})
        self.archive = lambda event, number: event.write({'active': bool(number % 2)})
        self.walk(walk)

    @settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(steps)
    def test_lines_of_tasks(self, walk):
        self.none = lambda: self.env['bas.work.task.line']
        self.make = lambda start, stop: self.make_task(self.performers[0], {'start': start, 'stop': stop}).line_ids
        self.copy = lambda line: line.task_id.copy().line_ids
        self.hand_over = lambda line, number: line.task_id.write({'performer_id': self.performers[number % 2].id})
        self.file_under = lambda line, order: line.task_id.write({'order_id': order.id})
        self.archive = lambda line, number: line.task_id.write({'active': bool(number % 2)})
        self.walk(walk)
