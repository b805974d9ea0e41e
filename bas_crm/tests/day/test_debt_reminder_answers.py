import re

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from .test_debt_reminders import ReminderCase


@tagged('post_install', '-at_install')
class TestDebtReminderAnswers(ReminderCase):
    """What is filled in wrongly in the dialog is told in words, and nothing is sent."""

    def setUp(self):
        super().setUp()
        self.owe_since(40)
        self.line = self.open(self.partner, self.all)

    def check_refused(self, values, words):
        for field, value in values.items():
            (self.line.wizard_id if field == 'call_start' else self.line)[field] = value
        with self.assertRaisesRegex(UserError, words):
            self.send(self.line)
        self.assertFalse(self.get_reminders())

    def test_no_way_is_chosen(self):
        self.check_refused({'way': False}, 'choose a letter or a call')

    def test_a_letter_needs_a_subject(self):
        for subject in (False, ' ', '\n'):
            self.check_refused({'way': 'letter', 'subject': subject}, 'no subject')
        form = Form(self.line, 'bas_crm.bas_debt_remind_line_view_form_alone')
        form.way = 'letter'
        form.subject = False
        with self.assertRaisesRegex(AssertionError, 'subject is a required field'):
            form.save()

    def test_line_breaks(self):
        """They would begin another heading of the letter."""
        for address in ('a@example.com\nBcc: x@example.com', 'a@example.com\r\nb@example.com'):
            self.check_refused({'way': 'letter', 'email': address}, 'no letter can be sent')
        self.line.write({'email': 'a@example.com', 'subject': 'Борг\r\nBcc: x@example.com'})
        self.send(self.line)
        self.assertEqual(self.get_letter().subject, 'Борг Bcc: x@example.com')

    def test_who_calls(self):
        """The call is planned for somebody who sees it."""
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        performer = new_test_user(self.env, 'performer', groups='base.group_user,bas_crm.group_performer')
        abroad = new_test_user(self.env, 'abroad', groups='sales_team.group_sale_salesman', company_id=second.id,
                               company_ids=[(6, 0, second.ids)])
        archived = new_test_user(self.env, 'archived', groups='sales_team.group_sale_salesman')
        archived.active = False
        for user in (performer, abroad, archived, self.portal, self.clerk):
            self.check_refused({'way': 'call', 'call_user_id': user}, re.escape(f'{user.name} does not see this call'))
        self.partner.user_id = performer
        self.assertEqual(self.open(self.partner, self.all).call_user_id, self.all, 'nor is such a person proposed')
        self.partner.user_id = False
        self.assertEqual(self.open(self.partner, self.all).call_user_id, self.all)
        self.line.call_user_id = self.other
        self.send(self.line)
        self.assertEqual(self.get_reminders().event_id.user_id, self.other)

    def test_a_call_in_the_past(self):
        self.check_refused({'way': 'call', 'call_start': '2001-01-01 10:00:00'}, 'the day of the call is over')
        self.check_refused({'way': 'call', 'call_start': '2026-03-09 20:00:00'}, 'the day of the call is over')

    def test_the_dialog_was_open_for_an_hour(self):
        """A time of today that has passed meanwhile is no reason to refuse: the call is planned from now."""
        self.line.way = 'call'
        self.line.wizard_id.call_start = '2026-03-10 10:00:00'
        with freeze_time('2026-03-10 11:05:00'):
            self.send(self.line)
            self.assertGreaterEqual(str(self.get_reminders().event_id.start), '2026-03-10 11:05:00')
