from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common_agenda import AgendaCase


@tagged('post_install', '-at_install')
class TestAgendaValues(AgendaCase):
    """Wrong values of another program get a message, and rows of others open nothing. It is Wednesday, 4 March 2026, 10:00."""

    def test_dates_and_columns(self):
        row = self.find_row(self.make_event())
        for date in ('9999-12-31 23:59:59', '0001-01-01 00:00:00', 'x', ['x'], {'x': 1}, 5):
            with self.assertRaises(UserError, msg=str(date)):
                row.write({'date': date})
        for bucket in ([], ['today'], {}, 5, 'x', False):
            with self.assertRaises(UserError, msg=str(bucket)):
                row.write({'bucket': bucket})

    def test_a_next_step_without_a_time(self):
        event = self.make_event()
        for step in ('tomorrow', 'week', 'day'):
            with self.assertRaisesRegex(UserError, 'Choose the day'), self.env.cr.savepoint():
                self.finish(event, next_step=step, next_start=False)
        self.assertEqual(event.category, 'planned')

    def test_rows_of_others_open_nothing(self):
        event, lead = self.make_event(user_id=self.all.id), self.make_lead(user_id=self.all.id)
        for row in (self.find_row(event, self.all), self.find_row(lead, self.all)):
            self.assertTrue(row.with_user(self.all).action_open()['res_id'])
            for user in (self.own, self.clerk, self.portal):
                with self.assertRaises(AccessError, msg=user.login):
                    row.with_user(user).action_open()

    def test_lists_of_others(self):
        """Nobody opens rows of a list that he may not read, whatever their ids mean."""
        mixin = type(self.env['bas.sql.list.mixin'])._base_classes__[0]
        lists = [name for name in sorted(self.env.registry) if not self.env[name]._abstract
                 and issubclass(type(self.env[name]), mixin) and hasattr(self.env[name], 'action_open')]
        self.assertGreater(len(lists), 8)
        for name in lists:
            with self.subTest(name), self.assertRaises(AccessError):
                self.env[name].with_user(self.portal).browse(1).action_open()
