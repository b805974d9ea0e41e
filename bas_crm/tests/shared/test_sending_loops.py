from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common_offers import SentOfferCase


@tagged('post_install', '-at_install', 'bas_concurrency')
class TestSendingLoops(SentOfferCase):
    """Between sending an e-mail and the commit we write nothing: an error would roll back the record that it was sent."""

    def prepare(self, env):
        super().prepare(env)
        self.event_id = env['bas.event'].create({
            'subject': 'Замовлення готове', 'event_type': 'email', 'partner_id': self.partner_id, 'user_id': self.manager_id,
            'start': '2036-03-03 08:00:00', 'stop': '2036-03-03 08:30:00'}).id
        self.sent = []

    def setUp(self):
        super().setUp()
        server = self.registry['ir.mail_server']
        self.enterContext(patch.object(server, '_disable_send', lambda _self: False))
        self.enterContext(patch.object(server, '_connect__', lambda _self, **kwargs: None))
        self.enterContext(patch.object(server, 'send_email', self.send_email))

    def send_email(self, message, **kwargs):
        self.sent.append(message['To'])
        if len(self.sent) in self.failures:
            raise ValueError('Mailbox is full')
        return message['Message-Id']

    failures = ()

    def write_letter(self):
        """Compose the e-mail of the event and leave it in the queue; the event is done.

        :return: id of the ``mail.mail``
        """
        with self.registry.cursor() as cr:
            event = self.get_env(cr)(user=self.manager_id)['bas.event'].browse(self.event_id)
            composer = event.env['mail.compose.message'].with_context(**event.action_send_email()['context']).create({})
            with patch.object(self.registry['mail.mail'], 'send', return_value=True):
                composer.action_send_mail()
            return event.sudo().sent_message_id.mail_ids.id

    def send(self, mail_id, again=False):
        """Send the e-mail as the queue does; :return: our tables with locked rows"""
        with self.registry.cursor() as cr:
            mail = self.get_env(cr)['mail.mail'].browse(mail_id)
            if again:
                mail.mark_outgoing()
            mail.send()
            cr.flush()
            return self.get_locked_tables()

    def read_alone(self):
        with self.registry.cursor() as cr:
            event = self.get_env(cr)['bas.event'].browse(self.event_id)
            return event.category, event.sent_message_id.notification_ids.mapped('notification_status')

    def test_no_row_of_ours_is_locked_while_emails_are_sent(self):
        mail_id, self.failures = self.write_letter(), (1,)
        self.assertEqual(self.read_alone(), ('done', ['ready']))
        with mute_logger('odoo.addons.mail.models.mail_mail'):
            self.assertEqual(self.send(mail_id), [])
        self.assertEqual(self.read_alone(), ('planned', ['exception']))
        self.assertEqual(self.send(mail_id, again=True), [])
        self.assertEqual(self.read_alone(), ('done', ['sent']))
        self.assertEqual(len(self.sent), 2)

    def test_a_concurrent_change_by_a_colleague(self):
        """Another connection changes the event while it is updated: the update is repeated, the e-mail is not sent again."""
        mail_id, self.failures = self.write_letter(), (1,)
        with mute_logger('odoo.addons.mail.models.mail_mail'):
            self.send(mail_id)
        events, original, tries = self.registry['bas.event'], self.registry['bas.event']._date_now, []

        def disturbed(event):
            tries.extend(event.ids)
            if len(tries) == 1:
                with self.registry.cursor() as cr:
                    cr.execute("UPDATE bas_event SET direction = 'in' WHERE id = %s", [self.event_id])
            return original(event)

        with patch.object(events, '_date_now', disturbed), patch('odoo.service.model.time.sleep'), mute_logger('odoo.sql_db'):
            self.send(mail_id, again=True)
        self.assertEqual(self.read_alone(), ('done', ['sent']))
        self.assertEqual((len(self.sent), len(tries)), (2, 2))
