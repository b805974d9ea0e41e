from datetime import datetime

from odoo.tests import tagged

from ..common import CrmCase

EIGHT, NINE = datetime(2026, 3, 2, 8), datetime(2026, 3, 2, 9)


@tagged('post_install', '-at_install')
class TestOverlap(CrmCase):
    """«На цей самий час»: what else takes the person's time."""

    def test_what_does_not_take_the_time_is_not_told(self):
        """What is done, cancelled, declined by the person, marked as free, of another person, or not at the time."""
        record = self.make_event()
        for subject, method in (('Зроблено', 'action_done'), ('Скасовано', 'action_cancel')):
            getattr(self.make_event(subject=subject), method)()
        meetings = self.env['calendar.event'].create([{
            'name': name, 'start': EIGHT, 'stop': NINE, 'user_id': self.other.id,
            'partner_ids': [(6, 0, (self.own | self.other).partner_id.ids)], **values,
        } for name, values in (
            ('Нарада', {}), ('Вільно', {'show_as': 'free'}), ('Відхилено', {}), ('Відхилив інший', {}),
            ('Архів', {'active': False}))])
        for meeting, person in ((meetings[2], self.own), (meetings[3], self.other)):
            meeting.attendee_ids.filtered(lambda attendee, person=person: attendee.partner_id == person.partner_id).do_decline()
        record.invalidate_recordset(['overlap'])
        self.assertEqual(record.overlap, 'Нарада, Відхилив інший')
        self.assertEqual(meetings.with_context(active_test=False).mapped('bas_takes_time'), [True, False, True, False, False],
                         'of the one on whose board it stands')

    def test_a_whole_day_is_that_of_the_user(self):
        """Whatever the hour: core keeps it as 08:00 to 18:00, and the day begins at 22:00 UTC in Kyiv."""
        self.env['calendar.event'].create({
            'name': 'Відпустка', 'allday': True, 'start': '2026-03-02', 'stop': '2026-03-03', 'start_date': '2026-03-02',
            'stop_date': '2026-03-03', 'user_id': self.own.id, 'partner_ids': [(6, 0, self.own.partner_id.ids)]})
        for start, stop, overlap in (
                ('2026-03-01 21:00:00', '2026-03-01 22:00:00', False), ('2026-03-01 22:00:00', '2026-03-01 22:30:00', True),
                ('2026-03-01 21:30:00', '2026-03-01 22:30:00', True), ('2026-03-02 05:00:00', '2026-03-02 06:00:00', True),
                ('2026-03-02 19:00:00', '2026-03-02 20:00:00', True), ('2026-03-03 21:30:00', '2026-03-03 22:00:00', True),
                ('2026-03-03 22:00:00', '2026-03-03 22:30:00', False)):
            with self.subTest(start):
                event = self.make_event(start=start, stop=stop).with_context(tz='Europe/Kyiv')
                self.assertEqual(event.overlap or '', 'Відпустка' if overlap else '')
                event.unlink()
                performer = self.make_employee(f'Гончар {start}', self.own)
                line = self.make_task(performer, {'start': start, 'stop': stop}).line_ids.with_context(tz='Europe/Kyiv')
                self.assertEqual(line.overlap or '', 'Відпустка' if overlap else '')
                line.task_id.unlink()
                performer.user_id = False
