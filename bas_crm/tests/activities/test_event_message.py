from odoo.addons.mail.tests.common import MailCommon
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import CrmCase


@tagged('post_install', '-at_install')
class TestEventMessage(CrmCase, MailCommon):
    """Letters and SMS of events go through core; what is really sent counts as done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own.email = 'manager@example.com'
        cls.partner = cls.make_partner(email='svitanok@example.com', phone='+380671239876')

    def letter(self, **values):
        return self.make_event(event_type='email', subject='Наша пропозиція', description='<p>Надсилаємо ціни.</p>',
                               partner_id=self.partner.id, **values).with_user(self.own)

    def compose(self, event):
        action = event.action_send_email()
        return Form(self.env[action['res_model']].with_user(self.own).with_context(**action['context']))

    def test_a_letter_is_sent_and_the_event_is_done(self):
        event = self.letter()
        composer = self.compose(event)
        self.assertEqual(composer.subject, 'Наша пропозиція')
        self.assertIn('Надсилаємо ціни.', composer.body)
        self.assertEqual(composer.partner_ids[:], self.partner)
        with self.mock_mail_gateway():
            composer.save().action_send_mail()
        self.assertSentEmail(self.own.email_formatted, [self.partner], subject='Наша пропозиція')
        self.assertEqual(event.category, 'done')
        self.assertEqual(event.calendar_event_id.bas_category, 'done')

    def test_the_reply_comes_into_the_history_of_the_event(self):
        event = self.letter()
        with self.mock_mail_gateway():
            self.compose(event).save().action_send_mail()
            sent = event.message_ids.filtered(lambda message: message.subject == 'Наша пропозиція')
            self.env['mail.thread'].with_context(mail_channel_event_id=False).sudo().message_process(False, f"""\
From: Svitanok <svitanok@example.com>
To: {self.alias_catchall}@{self.alias_domain}
Subject: Re: Offer
Message-Id: <reply-1@example.com>
In-Reply-To: {sent.message_id}
Content-Type: text/plain; charset=utf-8

Погоджуємося.
""")
        reply = event.message_ids[0]
        self.assertIn('Погоджуємося', reply.body)
        self.assertEqual(reply.author_id, self.partner)

    def test_a_letter_to_who_has_only_an_address(self):
        event = self.make_event(event_type='email', participant_ids=[(0, 0, {
            'name': 'Ігор', 'how_to_contact': 'ihor@example.com'})])
        with self.mock_mail_gateway():
            self.compose(event.with_user(self.head)).save().action_send_mail()
        self.assertEqual(event.participant_ids.partner_id.email, 'ihor@example.com')
        self.assertEqual(event.category, 'done')
        nobody = self.make_event(event_type='email')
        with self.assertRaisesRegex(UserError, 'no recipients'):
            nobody.with_user(self.own).action_send_email()

    def test_a_letter_thrown_away_leaves_the_event_planned(self):
        event = self.letter()
        self.compose(event).save()
        self.assertEqual(event.category, 'planned')

    def test_nothing_is_sent_twice(self):
        event = self.letter()
        event.action_done()
        with self.assertRaisesRegex(UserError, 'already'):
            event.action_send_email()

    def test_making_moving_and_importing_sends_nothing(self):
        with self.mock_mail_gateway():
            event = self.letter()
            event.write({'start': '2026-03-05 08:00:00', 'stop': '2026-03-05 09:00:00'})
            self.env['bas.event'].with_user(self.own).load(
                ['subject', 'event_type', 'start', 'stop', 'partner_id/.id'],
                [['Лист', 'email', '2026-03-06 08:00:00', '2026-03-06 08:30:00', str(self.partner.id)],
                 ['СМС', 'sms', '2026-03-06 09:00:00', '2026-03-06 09:30:00', str(self.partner.id)]])
        self.assertNotSentEmail()
        self.assertFalse(self.env['sms.sms'].search([('partner_id', '=', self.partner.id)]))

    def test_an_sms_goes_through_core_and_the_event_is_done(self):
        event = self.make_event(event_type='sms', subject='Замовлення готове', partner_id=self.partner.id).with_user(self.own)
        action = event.action_send_sms()
        composer = self.env['sms.composer'].with_user(self.own).with_context(**action['context']).create({})
        self.assertEqual((composer.body, composer.recipient_single_number_itf), ('Замовлення готове', '+380671239876'))
        composer._action_send_sms()
        sms = self.env['sms.sms'].sudo().search([('partner_id', '=', self.partner.id)])
        self.assertEqual((sms.body, sms.number), ('Замовлення готове', '+380671239876'))
        self.assertEqual(event.category, 'done')

    def test_an_sms_to_a_caller_nobody_knows(self):
        event = self.make_event(event_type='sms', participant_ids=[(0, 0, {'name': 'Ігор', 'how_to_contact': '+380501112233'})])
        composer = self.env['sms.composer'].with_user(self.own).with_context(
            **event.with_user(self.own).action_send_sms()['context']).create({})
        composer._action_send_sms()
        self.assertEqual(self.env['sms.sms'].sudo().search([], order='id desc', limit=1).number, '+380501112233')
        self.assertEqual(event.category, 'done')

    def test_without_a_provider_an_sms_is_registered_by_hand(self):
        event = self.make_event(event_type='sms', partner_id=self.partner.id)
        event.with_user(self.own).action_done()
        self.assertEqual(event.category, 'done')
        self.assertFalse(self.env['sms.sms'].search([('partner_id', '=', self.partner.id)]))
