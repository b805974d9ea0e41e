from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import Form, tagged

from ...models.activities.event_subject import EVENT_TYPES
from ...models.calendar.calendar_event import KINDS, USUAL_MINUTES
from ..common import CrmCase

TEN = datetime(2026, 3, 2, 10)
#: minutes of each type of event
MINUTES = {'call': 15, 'meeting': 60, 'email': 30, 'sms': 30, 'other': 30}


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 09:40:00')
class TestUsualLength(CrmCase):
    """How long a call, a meeting and the rest last, where nobody says when they end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.performer = cls.env['hr.employee'].create({'name': 'Гончар Василь', 'user_id': cls.own.id})

    def events(self, **context):
        return self.env['bas.event'].with_user(self.own).with_context(**context)

    def open_form(self, model='bas.event', **context):
        return Form(self.env[model].with_user(self.own).with_context(**context))

    def at(self, minutes):
        return TEN + timedelta(minutes=minutes)

    def test_every_kind_has_a_length(self):
        self.assertEqual(set(USUAL_MINUTES), {kind for kind, _title in KINDS} | {'record'})
        self.assertEqual({kind: USUAL_MINUTES[kind] for kind, _title in EVENT_TYPES}, MINUTES)

    # ------------------------------------------------------------
    # Events
    # ------------------------------------------------------------

    def test_a_new_event_lasts_as_its_type_does(self):
        """In the form, by RPC, by quick creation with defaults in the context, from a file."""
        for kind, minutes in MINUTES.items():
            with self.subTest(kind=kind):
                self.assertEqual(self.open_form(default_event_type=kind).stop, self.at(minutes))
                self.assertEqual(self.events().create({'subject': 'Заміри', 'event_type': kind}).stop, self.at(minutes))
                self.assertEqual(self.events(default_event_type=kind).create({'subject': 'Заміри'}).stop, self.at(minutes))
                later = self.events().create({'subject': 'Заміри', 'event_type': kind, 'start': '2026-03-05 08:00:00'})
                self.assertEqual((later.stop - later.start, later.duration), (timedelta(minutes=minutes), minutes / 60))
        loaded = self.events().load(['subject', 'event_type', 'start'], [
            ['Дзвінок', 'call', '2026-03-02 10:00:00'], ['Зустріч', 'meeting', '2026-03-02 10:00:00']])
        self.assertFalse(loaded['messages'])
        self.assertEqual(self.env['bas.event'].browse(loaded['ids']).mapped('duration'), [0.25, 1.0])

    def test_a_given_end_or_length_stays(self):
        for values, minutes in (({'stop': '2026-03-02 10:40:00'}, 40), ({'duration': 2.0}, 120)):
            event = self.events().create({'subject': 'Заміри', 'event_type': 'meeting', 'start': TEN, **values})
            self.assertEqual(event.stop, self.at(minutes), values)
            context = {f'default_{name}': value for name, value in values.items()}
            event = self.events(**context).create({'subject': 'Заміри', 'event_type': 'meeting', 'start': TEN})
            self.assertEqual(event.stop, self.at(minutes), context)

    def test_another_type_of_a_new_event_has_another_length(self):
        with self.open_form() as form:
            form.subject = 'Заміри'
            self.assertEqual((form.start, form.stop, form.duration), (TEN, self.at(15), 0.25))
            for kind, minutes in (*MINUTES.items(), ('call', 15)):
                form.event_type = kind
                self.assertEqual((form.stop, form.duration), (self.at(minutes), minutes / 60), kind)
            form.start = datetime(2026, 3, 2, 12)
            form.event_type = 'meeting'
            self.assertEqual(form.stop, datetime(2026, 3, 2, 13))
        self.assertEqual((form.record.stop, form.record.duration), (datetime(2026, 3, 2, 13), 1.0))

    def test_an_end_that_somebody_has_chosen_stays(self):
        """By the end, by the length, and as long as another type usually lasts."""
        for name, value, minutes in (('stop', self.at(45), 45), ('duration', 1.5, 90), ('stop', self.at(30), 30)):
            form = self.open_form()
            form[name] = value
            form.event_type = 'meeting'
            self.assertEqual(form.stop, self.at(minutes), name)
        for context in ({'default_stop': '2026-03-02 10:15:00'}, {'default_duration': 0.25}):
            form = self.open_form(**context)
            form.event_type = 'meeting'
            self.assertEqual(form.stop, self.at(15), context)

    def test_a_persons_own_default_stays(self):
        self.env['ir.default'].set('bas.event', 'duration', 0.25, user_id=self.own.id)
        form = self.open_form()
        form.event_type = 'meeting'
        self.assertEqual(form.stop, self.at(15))

    def test_a_saved_event_keeps_its_length(self):
        event = self.events().create({'subject': 'Заміри'})
        with Form(event) as form:
            form.event_type = 'meeting'
        self.assertEqual(event.stop, self.at(15))
        event.write({'event_type': 'email'})
        self.assertEqual(event.stop, self.at(15))

    def test_a_length_of_nothing_is_the_usual_one(self):
        event = self.events().create({'subject': 'Заміри', 'event_type': 'meeting', 'duration': 0})
        self.assertEqual(event.stop, self.at(60))
        with Form(event) as form:
            form.duration = 0
        self.assertEqual((event.stop, event.duration), (self.at(60), 1.0))

    # ------------------------------------------------------------
    # Work tasks and the short form of the board
    # ------------------------------------------------------------

    def test_a_work_lasts_an_hour(self):
        task = self.env['bas.work.task'].with_user(self.own).create({
            'performer_id': self.performer.id, 'operation': 'internal', 'line_ids': [(0, 0, {'description': 'Монтаж'})]})
        self.assertEqual((task.line_ids.start, task.line_ids.stop), (TEN, self.at(60)))

    def test_the_short_form_knows_the_beginning_and_the_end(self):
        form = self.open_form('bas.calendar.entry')
        self.assertEqual((form.kind, form.start, form.stop), ('call', TEN, self.at(15)))
        for kind, minutes in (*MINUTES.items(), ('work_task', 60), ('record', 30)):
            form = self.open_form('bas.calendar.entry', default_start='2026-03-02 10:00:00', default_kind=kind)
            self.assertEqual(form.stop, self.at(minutes), kind)

    def test_the_short_form_follows_what_is_made(self):
        form = self.open_form('bas.calendar.entry', default_start='2026-03-02 10:00:00')
        for kind, minutes in (('meeting', 60), ('record', 30), ('work_task', 60), ('call', 15)):
            form.kind = kind
            self.assertEqual(form.stop, self.at(minutes), kind)
        form.stop = self.at(50)
        form.kind = 'meeting'
        self.assertEqual(form.stop, self.at(50))

    def test_hours_that_were_dragged_stay(self):
        """A quarter of an hour on purpose is one, whatever it is for."""
        form = self.open_form(
            'bas.calendar.entry', default_start='2026-03-02 10:00:00', default_stop='2026-03-02 10:15:00')
        form.kind = 'meeting'
        form.name = 'Заміри'
        self.assertEqual(form.stop, self.at(15))
        form.save().action_create()
        self.assertEqual(self.events().search([('subject', '=', 'Заміри')]).stop, self.at(15))

    def test_the_short_form_by_rpc(self):
        for kind, minutes in (*MINUTES.items(), ('work_task', 60), ('record', 30)):
            entry = self.env['bas.calendar.entry'].with_user(self.own).create({
                'name': 'Заміри', 'kind': kind, 'start': TEN})
            self.assertEqual(entry.stop, self.at(minutes), kind)
