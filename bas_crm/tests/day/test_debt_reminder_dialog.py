from odoo.exceptions import AccessError
from odoo.fields import Datetime
from odoo.tests import tagged

from .test_debt_reminders import ReminderCase


@tagged('post_install', '-at_install')
class TestDebtReminderDialog(ReminderCase):
    """Who sees the dialog of a reminder, and which day counts."""

    def test_once_a_day_of_the_company(self):
        """Another zone of the request or of a colleague makes no other day."""
        self.owe_since(40)
        self.send(self.open(self.partner))
        for zone in ('Pacific/Kiritimati', 'Pacific/Pago_Pago'):
            line = self.open(self.read_debts().with_context(tz=zone), self.all)
            self.assertIn('already reminded today', line.obstacle, zone)
        self.assertEqual(len(self.get_reminders()), 1)

    def test_a_dialog_is_seen_by_whoever_opened_it(self):
        self.owe_since(40)
        line = self.open(self.partner)
        for record in (line, line.wizard_id):
            for user in (self.other, self.head):
                self.assertFalse(record.with_user(user).search([('id', '=', record.id)]))
                with self.assertRaises(AccessError):
                    record.with_user(user).write({'email': 'x@example.com'} if record == line else {'call_start': Datetime.now()})
