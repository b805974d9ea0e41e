from datetime import date, datetime

from freezegun import freeze_time

from odoo import SUPERUSER_ID
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from ..tools import days
from .common import CrmCase

#: half past ten in the evening of the last day of the year by UTC; half past midnight of the new year in Kyiv
NIGHT = datetime(2026, 12, 31, 22, 30)
OLD, NEW = date(2026, 12, 31), date(2027, 1, 1)


@tagged('post_install', '-at_install')
class TestDays(CrmCase):
    """Whose day it is, at half past ten in the evening of the last day of the year by UTC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NIGHT))
        cls.env = cls.env(context={})

    def env_of(self, user, **context):
        return self.env(user=user, context=context)

    def test_whose_zone_it_is(self):
        traveller = new_test_user(self.env, 'traveller', groups='base.group_user', tz='America/New_York')
        public, job = self.env.ref('base.public_user'), self.env['res.users'].browse(SUPERUSER_ID)
        public.sudo().tz = 'America/New_York'
        for name, env, zone in (
            ('a user', self.env_of(traveller), 'America/New_York'),
            ('what the screen says', self.env_of(traveller, tz='Europe/Athens'), 'Europe/Athens'),
            ('nonsense of a call', self.env_of(traveller, tz=['Europe/Athens']), 'America/New_York'),
            ('a user without a zone', self.env_of(self.own), 'Europe/Kyiv'),
            ('a customer without a zone', self.env_of(self.portal), 'Europe/Kyiv'),
            ('the public page', self.env_of(public), 'Europe/Kyiv'),
            ('a job', self.env_of(job), 'Europe/Kyiv'),
        ):
            with self.subTest(name):
                self.assertEqual(days.get_zone(env).zone, zone)
                self.assertEqual(days.get_today(env), OLD if zone.startswith('America') else NEW)
        self.company.bas_tz = 'Asia/Tokyo'
        self.assertEqual(days.get_zone(self.env_of(job)).zone, 'Asia/Tokyo')
        other = self.env['res.company'].create({'name': 'Друга фірма'})
        self.assertEqual(days.get_zone(self.env_of(job), other).zone, 'Europe/Kyiv', 'of the company named')

    def test_days_and_moments(self):
        env = self.env_of(self.own)
        self.assertEqual(days.to_day(env, NIGHT), NEW)
        self.assertEqual(days.to_day(env, False), False)
        self.assertEqual(days.get_midnight(env, NEW), datetime(2026, 12, 31, 22))
        self.assertEqual(days.get_bounds(env, date(2026, 3, 29)), (datetime(2026, 3, 28, 22), datetime(2026, 3, 29, 21)),
                         'the day of 23 hours')
        self.assertIn('00:30', days.format_moment(env, NIGHT, 'short'))

    def test_days_in_queries(self):
        env = self.env_of(self.own)
        self.assertEqual(env.execute_query(SQL(
            "SELECT %s, %s", days.sql_day(env, SQL("%s::timestamp", NIGHT)), days.sql_midnight(env, SQL("%s::date", NEW)))),
            [(NEW, datetime(2026, 12, 31, 22))])
