from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import CrmCase

EIGHT = datetime(2026, 3, 2, 8)


@tagged('post_install', '-at_install')
@freeze_time('2026-03-01 10:00:00')
class TestCalendarRename(CrmCase):
    """The calendar shows the new name of a counterparty, however many records there are of it."""

    def test_a_rename_asks_as_much_for_many_records(self):
        counts = []
        for number, count in enumerate((1, 3, 130)):  # the first time fills permanent caches
            partner = self.make_partner(name=f'Фірма {number}')
            events = self.env['bas.event'].create([
                {'subject': f'Дзвінок {each}', 'start': EIGHT, 'user_id': self.own.id, 'partner_id': partner.id}
                for each in range(count)])
            counts.append(self.count_queries(lambda partner=partner: partner.write({'name': 'ТОВ «Ранок»'})))
            self.assertEqual(set(events.calendar_event_id.mapped('name')), {
                f'Дзвінок {each} · ТОВ «Ранок»' for each in range(count)})
            self.env.invalidate_all()
            self.assertEqual(events[-1].calendar_event_id.display_name, f'Дзвінок {count - 1} · ТОВ «Ранок»')
        self.assertEqual(counts[2], counts[1])

    def test_a_rename_makes_other_titles_anew(self):
        partner, person = self.make_partner(name='Ранок'), self.make_partner(name='Ранок')
        done, other, archived = (self.make_event(partner_id=each.id, subject='Дзвінок') for each in (partner, person, partner))
        archived.active = False
        self.env.flush_all()
        self.env.cr.execute("UPDATE calendar_event SET name = 'Щось' WHERE id = %s", (done.calendar_event_id.id,))
        self.env.invalidate_all()
        partner.name = 'Вечір'
        self.assertEqual(done.calendar_event_id.name, 'Дзвінок · Вечір')
        self.assertEqual(archived.calendar_event_id.name, 'Дзвінок · Вечір')
        self.assertEqual(other.calendar_event_id.name, 'Дзвінок · Ранок', 'another one of the same name')
        partner.name = 'Вечір · Ранок'
        self.assertEqual(done.calendar_event_id.name, 'Дзвінок · Вечір · Ранок')
