from freezegun import freeze_time

from odoo.tests import tagged

from ...models.calendar.res_users import ResUsers
from ..common_speed import MORE, ScreenSpeedCase


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 10:00:00')
class TestCalendarScreens(ScreenSpeedCase):
    """The calendar and the list of what is on today: at most six queries more than core's, for any number of records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.own, cls.head):
            cls.make_employee(user.name, user)
        cls.worker = cls.make_employee('Василь Гончар')
        cls.make_records(1)

    @classmethod
    def make_records(cls, count):
        for user in (cls.own, cls.head):
            for number in range(count):
                cls.make_event(partner_id=cls.partner.id, user_id=user.id, start=f'2026-03-04 {8 + number:02}:00:00',
                               stop=f'2026-03-04 {8 + number:02}:30:00')
                cls.env['calendar.event'].with_user(user).create({
                    'name': 'Нарада', 'start': f'2026-03-05 {8 + number:02}:00:00', 'stop': f'2026-03-05 {8 + number:02}:30:00'})

    def test_the_calendar(self):
        for user in (self.own, self.head):
            for kind in ('calendar', 'list'):
                ours, core = (self.count_screen(self.open_window(user, action), kind)
                              for action in ('calendar_event_action_board', 'calendar.action_calendar_event'))
                self.check(f'{kind}, {user.login}', ours, core)

    def test_queries_do_not_grow_with_records(self):
        windows = [(self.open_window(user, 'calendar_event_action_board'), kind) for user in (self.own, self.head)
                   for kind in ('calendar', 'list')]
        few = [self.count_screen(window, kind) for window, kind in windows]
        self.make_records(6)
        self.assertEqual([self.count_screen(window, kind) for window, kind in windows], few)

    def test_what_is_on_today(self):
        self.make_event(start='2026-03-03 12:00:00', stop='2026-03-03 12:30:00')
        self.make_event(start='2026-03-02 12:00:00', stop='2026-03-02 12:30:00')
        self.make_task(self.worker, {'start': '2026-03-03 09:00:00', 'stop': '2026-03-03 11:00:00'})
        for user in (self.own, self.head):
            users = self.get_env(user)['res.users']
            ours, core = ([self.count_queries(ask) for _each in range(2)][-1] for ask in (
                users._get_activity_groups, lambda users=users: super(ResUsers, users)._get_activity_groups()))
            self.check(f'today, {user.login}', ours, core)
            self.assertLess(ours, core + MORE, 'two numbers for each of two kinds')
