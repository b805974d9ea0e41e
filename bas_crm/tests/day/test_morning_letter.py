import base64
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_morning import MorningCase

#: Monday 9 March 2026, 7 o'clock in Kyiv
MONDAY = '2026-03-09 05:00:00'


@tagged('post_install', '-at_install')
class TestMorningLetter(MorningCase):
    """The morning by e-mail: only to those who ask for it, on their day, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('uk_UA')
        cls.company.partner_id.email = 'firm@example.com'
        cls.head.write({'email': 'head@example.com', 'lang': 'uk_UA'})
        cls.all.write({'email': 'all@example.com', 'lang': 'en_US'})
        cls.env['ir.config_parameter'].set_param('web.base.url', 'https://crm.example.com')

    def ask(self, *users, weekday='0'):
        for user in users:
            self.env['bas.morning'].with_user(user).set_weekday(weekday)

    def send(self, moment=MONDAY):
        """:return: the new letters"""
        known = self.env['mail.mail'].search([])
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env['bas.morning.letter']._cron_send()
        return self.env['mail.mail'].search([]) - known

    def test_nothing_without_asking(self):
        self.assertFalse(self.send())

    def test_on_the_chosen_day_once(self):
        self.ask(self.head)
        self.assertFalse(self.send('2026-03-08 10:00:00'), 'Sunday')
        self.assertFalse(self.send('2026-03-09 02:00:00'), 'four in the morning')
        letter = self.send()
        self.assertEqual((letter.email_to, letter.state), (self.head.email_formatted, 'outgoing'))
        self.assertIn('firm@example.com', letter.email_from)
        self.assertEqual(len(letter.attachment_ids), 1)
        self.assertFalse(self.send('2026-03-09 06:00:00'), 'an hour later')
        self.assertTrue(self.send('2026-03-16 06:00:00'), 'a week later')

    def test_in_the_language_and_with_the_figures_of_the_reader(self):
        self.ask(self.head, self.all)
        sent = {letter.email_to: letter for letter in self.send()}
        letters = {user.login: sent.pop(user.email_formatted) for user in (self.head, self.all)}
        self.assertFalse(sent)
        texts = {name: base64.b64decode(letter.attachment_ids.datas).decode() for name, letter in letters.items()}
        self.assertIn('Money Received', texts['all'])
        self.assertNotIn('Gross Profit', texts['all'])
        self.assertNotIn('Money Received', texts['head'])
        self.assertIn('https://crm.example.com/odoo/bas-morning', letters['all'].body_html)
        self.assertEqual(letters['head'].subject, 'Ранок фірми, 9 березня 2026')
        self.assertRegex(letters['all'].subject, '^Morning of the firm, 9 ')
        self.assertRegex(letters['head'].attachment_ids.name, r'^Ранок фірми, 9 березня 2026\.\w+$')

    def test_the_day_is_the_readers(self):
        """When it is Monday in Kyiv, it is still Sunday in New York."""
        self.head.tz = 'America/New_York'
        self.ask(self.head)
        self.assertFalse(self.send('2026-03-09 03:00:00'))
        self.assertTrue(self.send('2026-03-09 12:00:00'))

    def test_who_gets_none(self):
        self.ask(self.head, self.all)
        self.head.active = False
        self.all.group_ids = [(3, self.env.ref('sales_team.group_sale_salesman_all_leads').id)]
        self.assertFalse(self.send())
        self.head.write({'active': True, 'email': False})
        self.assertFalse(self.send())

    def test_an_error_stops_no_other_letter(self):
        self.ask(self.head, self.all)
        page = type(self.env['bas.morning']).get_tiles

        def fail(morning, team_id=False):
            if morning.env.user == self.head:
                raise ValueError("broken")
            return page(morning, team_id)

        with patch.object(type(self.env['bas.morning']), 'get_tiles', fail), \
                mute_logger('odoo.addons.bas_crm.models.day.morning_letter'):
            self.assertEqual(self.send().mapped('email_to'), [self.all.email_formatted])
        self.assertEqual(self.send('2026-03-09 06:00:00').mapped('email_to'), [self.head.email_formatted])

    def test_the_figures_are_read_once(self):
        """The letter and the page in it are made of the same figures."""
        self.ask(self.head, self.all)
        read, page = [], type(self.env['bas.morning']).get_tiles

        def count(morning, team_id=False):
            read.append(morning.env.user.login)
            return page(morning, team_id)

        with patch.object(type(self.env['bas.morning']), 'get_tiles', count):
            self.assertEqual(len(self.send()), 2)
        self.assertEqual(sorted(read), ['all', 'head'])

    def test_the_choice_is_ones_own(self):
        self.ask(self.head)
        self.assertEqual(self.head.bas_morning_weekday, '0')
        self.assertEqual(self.get_page()['letter']['weekday'], '0')
        self.head.with_user(self.head).write({'bas_morning_weekday': '4'})  # in My Preferences
        self.assertEqual(self.get_page()['letter']['weekday'], '4')
        self.ask(self.head, weekday=False)
        self.assertFalse(self.head.bas_morning_weekday)
        for user, weekday in ((self.own, '0'), (self.head, '7'), (self.head, 5)):
            with self.assertRaises(UserError):
                self.ask(user, weekday=weekday)
