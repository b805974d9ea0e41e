from odoo.exceptions import AccessError, ValidationError
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

    def test_only_a_contact_of_the_customer_gets_the_list(self):
        """The customer, a contact, and a contact of a subsidiary; nobody else, by whichever way it is written."""
        self.owe_since(40)
        line = self.open(self.partner)
        branch = self.env['res.partner'].create({'name': 'Філія', 'parent_id': self.partner.id, 'is_company': True})
        person = self.env['res.partner'].create({'name': 'Бухгалтер', 'parent_id': branch.id, 'email': 'b@example.com'})
        for partner in (branch, person, self.partner):
            line.recipient_id = partner
        self.env.flush_all()
        stranger = self.neighbour
        values = {'partner_id': self.partner.id, 'company_id': self.company.id}
        dialogs = self.env['bas.debt.remind'].with_user(self.own).with_context(lang='uk_UA')
        refused = "не є контактом"
        with self.assertRaisesRegex(ValidationError, refused):
            line.with_context(lang='uk_UA').write({'recipient_id': stranger.id})
        with self.assertRaisesRegex(ValidationError, refused):
            dialogs.create({'line_ids': [(0, 0, {**values, 'recipient_id': stranger.id})]})
        with self.assertRaisesRegex(ValidationError, refused):
            line.with_context(lang='uk_UA', default_recipient_id=stranger.id).create({
                **values, 'wizard_id': dialogs.create({}).id})
        with self.assertRaisesRegex(ValidationError, refused):
            line.wizard_id.with_context(lang='uk_UA').write({'line_ids': [(1, line.id, {'recipient_id': stranger.id})]})
        with self.assertRaisesRegex(ValidationError, refused):
            line.with_context(lang='uk_UA').write({'partner_id': stranger.id, 'recipient_id': person.id})
        self.env.invalidate_all(flush=False)
        self.assertEqual((line.partner_id, line.recipient_id), (self.partner, self.partner))
