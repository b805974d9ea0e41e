from odoo.tests import tagged

from ..common_moving import PARTNERS, MovingCase, make_source

ROWS = 300


@tagged('post_install', '-at_install')
class TestImportSpeed(MovingCase):
    """Queries do not grow with the rows, except one write for each record that is updated."""

    def make_rows(self, start=0, count=ROWS):
        return [
            [f'ТОВ «Фірма {number}»', str(30000000 + number), f'+38050{number:07}', f'office{number}@firm.example', str(number)]
            for number in range(start, start + count)]

    def count(self, session, step):
        return self.count_queries(getattr(session, step)) / ROWS

    def test_queries_per_row(self):
        self.bring(make_source(PARTNERS, [['Перша', '', '', '', 'x']]))  # warms caches up
        session = self.make_session(make_source(PARTNERS, self.make_rows()))
        self.assertLess(self.count(session, 'action_check'), 0.3)
        self.assertLess(self.count(session, 'action_import'), 0.6)
        self.assertEqual(session.create_count, ROWS)
        again = self.make_session(make_source(PARTNERS, self.make_rows()))
        self.assertLess(self.count(again, 'action_import'), 0.3)
        self.assertEqual(again.unchanged_count, ROWS)
        changed = self.make_session(make_source(
            PARTNERS, [[*row[:2], f'+38067{row[2][-7:]}', *row[3:]] for row in self.make_rows()]), policy='overwrite')
        self.assertLess(self.count(changed, 'action_import'), 3)
        self.assertEqual(changed.update_count, ROWS)
        self.assertLess(self.count(changed, 'action_undo'), 3)
        self.assertLess(self.count(session, 'get_undo_preview'), 0.6)
        self.assertLess(self.count(session, 'action_undo'), 1)

    def test_a_batch_is_written_at_once(self):
        """Beside the import of core the time is measured by the benchmark, on a machine that does nothing else."""
        self.bring(make_source(PARTNERS, self.make_rows(count=1)))  # warms caches up
        few, many = (self.count_queries(self.make_session(make_source(PARTNERS, self.make_rows(start, count))).action_import)
                     for start, count in ((1000, 100), (2000, ROWS)))
        self.assertLess((many - few) / (ROWS - 100), 0.1)
