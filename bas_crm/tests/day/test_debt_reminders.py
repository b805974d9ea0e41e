import base64
import re
from datetime import timedelta
from functools import partial
from itertools import pairwise
from unittest.mock import patch

from freezegun import freeze_time

from odoo.addons.mail.tests.common import MockEmail
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.fields import Command, Datetime
from odoo.tests import Form, tagged
from odoo.tools import html2plaintext, mute_logger

from .common_debts import TODAY, DebtCase

CODE = re.compile(r'https://bank\.gov\.ua/qr/([\w-]+)')


class ReminderCase(DebtCase, MockEmail):

    def open(self, records, user=None):
        """Press «Remind». :return: the reminders prepared, one a customer; nothing is sent by it"""
        records = records.with_user(user or self.own)
        before = self.env['mail.mail'].search_count([])
        action = records.action_remind_of_debt() if records._name == 'res.partner' else records.action_remind()
        self.assertEqual(self.env['mail.mail'].search_count([]), before)
        record = records.env[action['res_model']].browse(action['res_id'])
        return record if record._name == 'bas.debt.remind.line' else record.line_ids

    def send(self, lines):
        """Press the button below. :return: the message of the program"""
        with self.mock_mail_gateway():
            return lines.wizard_id.action_remind()['params']['message']

    def get_letter(self, partner=None):
        """:return: the latest letter in the history of the customer"""
        return self.env['mail.message'].search([
            ('model', '=', 'res.partner'), ('res_id', '=', (partner or self.partner).id),
            ('message_type', '=', 'email_outgoing')], limit=1)

    def get_reminders(self, partner=None):
        return self.env['bas.debt.reminder'].search([('partner_id', '=', (partner or self.partner).id)])

    def read_code(self, html):
        """:return: list of the fields of the payment code that the letter links to"""
        text = CODE.search(str(html)).group(1)
        return base64.urlsafe_b64decode(text + '=' * (-len(text) % 4)).decode().split('\n')


@tagged('post_install', '-at_install')
class TestDebtLetter(ReminderCase):
    """A letter with the overdue documents and the payment code."""

    def test_a_letter(self):
        late, later = self.owe_since(40, 1000), self.owe_since(3, 500.5)
        coming, paid = self.owe_since(-3, 70), self.owe_since(9, 90)
        self.settle(late, 200, '2026-03-01')
        self.settle(paid, 90, '2026-03-02')
        line = self.open(self.partner)
        self.assertEqual((line.way, line.email, line.amount, line.document_count, line.days_overdue, line.note), (
            'letter', 'svitanok@example.com', 1300.5, 2, 40, ''))
        self.assertEqual(self.send(line), 'Letters sent: 1.')
        letter = self.get_letter()
        text = html2plaintext(letter.body)
        for invoice, is_there in ((late, True), (later, True), (coming, False), (paid, False)):
            self.assertEqual(invoice.name in text, is_there, invoice.name)
        self.assertIn('1,300.50', text.replace('\N{NO-BREAK SPACE}', ' '))
        self.assertIn('01/29/2026', text, 'the day of payment')
        self.assertEqual(self._mails[0]['email_to'], ['"ТОВ «Світанок»" <svitanok@example.com>'])
        self.assertIn('boyko@example.com', self._mails[0]['email_from'])
        reminder = self.get_reminders()
        self.assertEqual((reminder.way, reminder.user_id, reminder.day, reminder.amount, reminder.document_count,
                          reminder.address, reminder.message_id, reminder.is_failed), (
            'letter', self.own, TODAY, 1300.5, 2, 'svitanok@example.com', letter, False))
        self.env.invalidate_all()
        self.assertEqual(self.read_debts().mapped('last_reminder'), [TODAY] * 3)

    def test_the_payment_code_is_of_the_overdue_documents(self):
        first, second = self.owe_since(40, 1000), self.owe_since(3, 500.5)
        self.owe_since(-3, 70)
        line = self.open(self.partner)
        self.assertEqual(self.read_code(line.letter_end)[7], 'UAH1500.50', 'seen before it is sent')
        self.assertIn('data:image/png;base64,', str(line.letter_end))
        self.send(line)
        letter = self.get_letter()
        code = self.read_code(letter.body)
        self.assertEqual(code[5:9], ['ТОВ «Затишок»', 'UA813220010000026003300003624', 'UAH1500.50', '32855961'])
        self.assertEqual(code[11], f'Payment for: {first.name}, {second.name}')
        self.assertNotIn('data:image', letter.body, 'mail programs hide pictures inside a letter')
        self.assertEqual(letter.attachment_ids.mimetype, 'image/png')
        self.assertIn(letter.attachment_ids.access_token, letter.body)

    def test_a_firm_without_requisites_sends_no_code(self):
        self.owe_since(5)
        self.company.partner_id.company_registry = False
        line = self.open(self.partner)
        self.send(line)
        self.assertFalse(CODE.search(self.get_letter().body))
        self.assertFalse(self.get_letter().attachment_ids)

    def test_documents_in_two_currencies(self):
        """The code is of the hryvnias; the table has both."""
        dollar = self.env.ref('base.USD')
        dollar.active = True
        self.env['res.currency.rate'].search([('currency_id', '=', dollar.id)]).unlink()
        self.env['res.currency.rate'].create({
            'currency_id': dollar.id, 'name': '2026-01-01', 'rate': 1 / 40, 'company_id': self.company.id})
        self.owe_since(5, 100, currency_id=dollar.id)
        self.owe_since(5, 500)
        line = self.open(self.partner)
        self.assertEqual(line.amount, 4500)
        text = html2plaintext(line.letter_end).replace('\N{NO-BREAK SPACE}', ' ')
        self.assertIn('100.00 USD', text)
        self.assertEqual(self.read_code(line.letter_end)[7], 'UAH500')

    def test_credits_are_told(self):
        self.owe_since(5)
        self.take_money(300, '2026-03-08', self.partner)
        line = self.open(self.partner)
        self.assertEqual((line.amount, line.credit), (1000, 300))
        self.assertIn('300', line.note)
        self.assertIn('300.00', html2plaintext(line.letter_end))

    def test_the_language_of_the_customer(self):
        self.env['res.lang']._activate_lang('uk_UA')
        self.partner.lang, self.neighbour.lang, self.neighbour.user_id = 'uk_UA', 'en_US', self.own
        self.neighbour.email = 'melnyk@example.com'
        self.owe_since(5)
        self.owe_since(5, partner=self.neighbour)
        self.send(self.open(self.get_customers()))
        self.assertIn('Сума до сплати', self.get_letter().body)
        self.assertIn('Добрий день', self.get_letter().body)
        self.assertIn('Прострочена оплата', self.get_letter().subject)
        self.assertIn('Amount to pay', self.get_letter(self.neighbour).body)
        self.assertIn('Overdue payment', self.get_letter(self.neighbour).subject)

    def test_the_text_is_changed_before_sending(self):
        self.owe_since(5)
        line = self.open(self.partner)
        with Form(line, 'bas_crm.bas_debt_remind_line_view_form_alone') as form:
            form.subject, form.body, form.email = 'Будь ласка', '<p>Чекаємо до п’ятниці.</p>', 'buh@example.com'
        self.send(line)
        letter = self.get_letter()
        self.assertEqual(letter.subject, 'Будь ласка')
        self.assertIn('Чекаємо до п’ятниці', letter.body)
        self.assertEqual(self._mails[0]['email_to'], ['buh@example.com'])
        self.assertEqual(self.get_reminders().address, 'buh@example.com')

    def test_the_address_for_invoices_comes_first(self):
        self.owe_since(5)
        people = self.env['res.partner'].create([
            {'name': 'Ігор', 'parent_id': self.partner.id, 'email': 'ihor@example.com'},
            {'name': 'Бухгалтерія', 'parent_id': self.partner.id, 'type': 'invoice', 'email': 'buh@example.com'}])
        self.assertEqual(self.open(self.partner).recipient_id, people[1])
        people[1].email = 'бухгалтерія@example.com'
        self.assertEqual(self.open(self.partner).email, 'svitanok@example.com', 'no letter arrives at such an address')
        self.partner.email = False
        self.assertEqual(self.open(self.partner).recipient_id, people[0])

    def test_what_is_paid_meanwhile_is_left_out(self):
        first, second = self.owe_since(40, 1000), self.owe_since(3, 500)
        line = self.open(self.partner)
        self.settle(first, 1000, '2026-03-10')
        self.send(line)
        self.assertNotIn(first.name, self.get_letter().body)
        self.assertIn(second.name, self.get_letter().body)
        self.assertEqual(self.read_code(self.get_letter().body)[7], 'UAH500')
        self.assertEqual((self.get_reminders().amount, self.get_reminders().document_count), (500, 1))

    def test_all_is_paid_meanwhile(self):
        invoice = self.owe_since(40)
        line = self.open(self.partner)
        self.settle(invoice, 1000, '2026-03-10')
        with self.assertRaisesRegex(UserError, 'Світанок.*nothing is overdue'):
            self.send(line)
        self.assertFalse(self.get_reminders())
        self.assertFalse(self.get_letter())

    def test_a_sender_is_needed(self):
        self.owe_since(5)
        self.own.email = False
        self.company.email = False
        line = self.open(self.partner)
        with patch.object(type(self.env['ir.mail_server']), '_get_default_from_address', lambda _self: False), \
                self.assertRaisesRegex(UserError, 'no sender'):
            self.send(line)
        self.assertFalse(self.get_reminders())

    def test_a_wrong_address(self):
        self.owe_since(5)
        line = self.open(self.partner)
        line.email = 'світанок@example.com'
        with self.assertRaisesRegex(UserError, 'no letter can be sent to the address світанок@example.com'):
            self.send(line)
        line.email = ' '
        with self.assertRaisesRegex(UserError, 'there is no e-mail address'):
            self.send(line)


@tagged('post_install', '-at_install')
class TestDebtReminders(ReminderCase):
    """Calls, many customers, once a day, and who may what."""

    def test_without_an_e_mail_a_call_is_proposed(self):
        self.owe_since(5)
        self.partner.email = False
        line = self.open(self.partner)
        self.assertEqual((line.way, line.call_user_id), ('call', self.own))
        self.assertIn('No e-mail', line.note)
        line.call_start = '2026-03-11 09:00:00'
        self.assertEqual(self.send(line), 'Calls planned: 1.')
        call = self.env['bas.event'].search([('partner_id', '=', self.partner.id)])
        self.assertEqual((call.event_type, call.user_id, call.category, call.start), (
            'call', self.own, 'planned', Datetime.to_datetime('2026-03-11 09:00:00')))
        self.assertIn('1,000.00', call.subject)
        self.assertIn(self.read_debts().document, call.description)
        self.assertEqual((self.get_reminders().way, self.get_reminders().event_id), ('call', call))
        self.assertIn('a call is planned', self.partner.message_ids[0].body, 'noted in the history of the customer')
        self.assertEqual(self.get_reminders().with_user(self.own).action_open()['res_id'], call.id)

    def test_calls_follow_one_another_within_the_working_hours(self):
        customers = self.env['res.partner'].concat(*(
            self.make_partner(name=f'Покупець {number}', user_id=self.own.id) for number in range(3)))
        for customer in customers:
            self.owe_since(5, partner=customer)
        lines = self.open(customers)
        lines.wizard_id.call_start = '2026-03-10 14:30:00'  # half past four in Kyiv, work ends at five
        self.send(lines)
        calls = self.env['bas.event'].search([('partner_id', 'in', customers.ids)], order='start')
        starts = calls.mapped('start')
        self.assertEqual(len(set(starts)), 3)
        for call, following in pairwise(calls):
            self.assertLessEqual(call.stop, following.start)
        for start in starts:
            self.assertEqual(self.own._get_working_moment(start, self.company), start)

    def test_nobody_answered(self):
        """The calls of the chosen reminders are planned again in two working hours, those that are over are not."""
        customers = self.env['res.partner'].concat(*(
            self.make_partner(name=f'Покупець {number}', user_id=self.own.id) for number in range(3)))
        for customer in customers:
            self.owe_since(5, partner=customer)
        self.owe_since(5)
        self.send(self.open(customers))
        self.send(self.open(self.partner))  # a letter
        reminders = self.env['bas.debt.reminder'].search([('partner_id', 'in', (customers | self.partner).ids)])
        calls = reminders.event_id
        calls[0].action_done()
        told = reminders.with_user(self.own).action_not_reached()
        self.assertEqual(told['params']['message'], 'Calls planned again: 2.')
        self.assertEqual(calls.mapped('attempt_count'), [0, 1, 1])
        self.assertEqual(len(set(calls[1:].mapped('start'))), 2, 'one after another')
        letter = reminders.filtered(lambda one: one.way == 'letter')
        for nothing, user in ((letter, self.own), (reminders.filtered(lambda one: one.event_id == calls[0]), self.own)):
            with self.assertRaisesRegex(UserError, 'None of the chosen reminders'):
                nothing.with_user(user).action_not_reached()
        with self.assertRaises(UserError):
            reminders.with_user(self.other).action_not_reached()
        self.assertEqual(calls.mapped('attempt_count'), [0, 1, 1])

    def test_the_manager_of_the_customer_calls(self):
        """The head of sales plans the calls of the managers, a salesperson only own ones."""
        self.owe_since(5, partner=self.neighbour, invoice_user_id=self.own.id)
        self.assertEqual(self.open(self.neighbour, self.head).call_user_id, self.other)
        self.assertEqual(self.open(self.neighbour, self.own).call_user_id, self.own)

    def test_once_a_day(self):
        self.owe_since(5)
        self.send(self.open(self.partner))
        line = self.open(self.read_debts(), self.all)
        self.assertEqual(line.way, 'skip')
        self.assertEqual(line.note, 'Already reminded today by: Бойко Марія')
        line.way = 'letter'
        with self.assertRaisesRegex(UserError, 'already reminded today by: Бойко Марія'):
            self.send(line)
        with freeze_time('2026-03-11 10:00:00'):
            self.env.invalidate_all()
            self.send(self.open(self.partner))
        self.assertEqual(self.get_reminders().mapped('day'), [TODAY + timedelta(days=1), TODAY])

    def test_the_database_holds_it_too(self):
        values = {'partner_id': self.partner.id, 'company_id': self.company.id, 'way': 'letter'}
        self.env['bas.debt.reminder'].with_user(self.own)._claim([values])
        with self.assertRaisesRegex(UserError, 'was already reminded of the debt today by: Бойко Марія'):
            self.env['bas.debt.reminder'].with_user(self.all)._claim([values])
        with mute_logger('odoo.sql_db'), self.assertRaises(ConcurrencyError), patch.object(
                type(self.env['bas.debt.reminder']), '_find_today', lambda *_args: {}):
            self.env['bas.debt.reminder'].with_user(self.all)._claim([values])

    def test_a_letter_that_was_not_delivered_may_be_sent_again(self):
        self.owe_since(5)
        self.send(self.open(self.partner))
        reminder = self.get_reminders()
        reminder.message_id.notification_ids.notification_status = 'exception'
        self.assertTrue(reminder.is_failed)
        debts = self.env['bas.debtor.report'].search([('partner_id', '=', self.partner.id)])
        self.env.flush_all()
        debts.invalidate_recordset()
        self.assertFalse(debts[0].last_reminder, 'nobody got the letter')
        line = self.open(self.partner, self.all)
        line.email = 'new@example.com'
        self.send(line)
        self.assertEqual(self.get_reminders(), reminder)
        self.assertEqual((reminder.user_id, reminder.address, reminder.is_failed), (self.all, 'new@example.com', False))

    def test_many_customers_at_once(self):
        """Each that could not be reminded is named, with the reason; the others are reminded."""
        reminded, paid, silent = (self.make_partner(name=name, user_id=self.own.id, email=f'{number}@example.com')
                                  for number, name in enumerate(('Нагаданий', 'Сплачений', 'Без боргу')))
        self.neighbour.write({'user_id': self.own.id, 'email': False})
        for customer in (self.partner, self.neighbour, reminded):
            self.owe_since(5, partner=customer)
        invoice = self.owe_since(5, partner=paid)
        lines = self.open(self.partner | self.neighbour | reminded | paid | silent)
        self.assertEqual({line.partner_id: line.way for line in lines}, {
            self.partner: 'letter', self.neighbour: 'call', reminded: 'letter', paid: 'letter', silent: 'skip'})
        self.assertEqual(lines.wizard_id.summary, 'Letters: 3. Calls: 1. Left out: 1.')
        self.settle(invoice, 1000, '2026-03-10')
        self.send(self.open(reminded, self.all))
        self.assertEqual(self.send(lines), (
            'Letters sent: 1. Calls planned: 1. Not reminded: Нагаданий – already reminded today by: '
            f'{self.all.name}; Сплачений – nothing is overdue.'))
        self.assertTrue(self.get_letter())
        self.assertFalse(self.get_letter(paid))

    def test_queries_do_not_grow_with_customers(self):
        def make(count):
            customers = self.env['res.partner'].concat(*(self.make_partner(
                name=f'Покупець {number}', user_id=self.own.id, email=number % 2 and f'{number}@example.com')
                for number in range(count)))
            for customer in customers:
                self.owe_since(5, partner=customer)
            return customers.with_user(self.own)

        def count(customers):
            dialog = None

            def prepare():
                nonlocal dialog
                dialog = self.open(customers).wizard_id
            with self.mock_mail_gateway(), patch.object(type(self.env['mail.mail']), 'send_after_commit', lambda _self: None):
                return self.count_queries(prepare), self.count_queries(lambda: dialog.action_remind())
        count(make(2))
        few, many = count(make(4)), count(make(16))
        self.assertLessEqual(many[0], few[0] + 4, 'the preview')
        self.assertLessEqual(many[1], few[1] + 6, 'the sending')

    # ------------------------------------------------------------
    # Access
    # ------------------------------------------------------------

    def test_a_letter_is_only_of_what_the_user_may_see(self):
        """A customer of a colleague: the letter has the documents of the user."""
        mine = self.owe_since(5, 100, partner=self.neighbour, invoice_user_id=self.own.id)
        colleagues = self.owe_since(5, 900, partner=self.neighbour, invoice_user_id=self.other.id)
        line = self.open(self.neighbour)
        self.assertEqual(line.amount, 100)
        self.assertIn(mine.name, str(line.letter_end))
        self.assertNotIn(colleagues.name, str(line.letter_end))

    def test_strangers_are_not_reminded_by_other_ways(self):
        self.owe_since(5, partner=self.neighbour, invoice_user_id=self.other.id)
        dialog = self.env['bas.debt.remind'].with_user(self.own).create({'line_ids': [Command.create({
            'partner_id': self.neighbour.id, 'company_id': self.company.id, 'way': 'letter', 'email': 'x@example.com'})]})
        with self.assertRaisesRegex(UserError, 'nothing is overdue'):
            dialog.action_remind()
        with self.assertRaises(AccessError):
            self.partner.with_user(self.clerk).action_remind_of_debt()
        with self.assertRaises(AccessError):
            self.env['bas.debt.remind'].with_user(self.clerk).create({})

    def test_nobody_notes_reminders_by_hand(self):
        self.owe_since(5)
        self.send(self.open(self.partner))
        values = {'partner_id': self.neighbour.id, 'company_id': self.company.id, 'day': '2026-03-01', 'way': 'call'}
        for user in (self.own, self.all, self.head):
            reminder = self.get_reminders().with_user(user)
            for work in (partial(reminder.create, values), partial(reminder.write, {'amount': 1}),
                         partial(reminder.copy, {'day': '2026-03-01'}), reminder.unlink):
                with self.assertRaises(AccessError):
                    work()

    def test_reminders_are_seen_by_the_manager_of_the_customer(self):
        self.owe_since(5)
        self.send(self.open(self.partner, self.all))
        for user, count in ((self.own, 1), (self.other, 0), (self.all, 1), (self.head, 1)):
            self.assertEqual(self.env['bas.debt.reminder'].with_user(user).search_count([]), count, user.login)

    def test_nothing_to_send(self):
        line = self.open(self.partner)
        self.assertEqual((line.way, line.note, line.letter_end), ('skip', 'Nothing is overdue', False))
        with self.assertRaisesRegex(UserError, 'choose a letter or a call'):
            self.send(line)
        self.assertFalse(self.get_reminders())
