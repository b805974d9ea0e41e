# pylint: disable=translation-required  # it knows tests by the folder right above
from email.message import EmailMessage

from odoo.addons.mail.tests.common import MailCommon
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from ...tools.emails import find_impossible
from ..common_offers import OfferCase, make_signature

IMPOSSIBLE = [
    'олег@example.com', 'іvan@example.com', 'ivan’s@example.com', 'a..b@example.com', '.a@example.com', 'x@', '@example.com', '@',
    'no address', 'a@-example.com',
    'a@exam ple.com@x', f'{"a" * 65}@example.com', f'a@{"b" * 64}.com', f'a@{"b." * 200}com', 'a@b..com']
POSSIBLE = [
    'oleh@example.com', 'OLEH@EXAMPLE.COM', "o'neil+crm@mail.example.com.ua", 'a@приклад.укр', 'root@localhost',
    'a_b@c-d.example', '"Олег Ткач" <oleh@example.com>', 'a@example.com, b@example.com', 'a@[127.0.0.1]', '', False, None]


@tagged('post_install', '-at_install')
class TestMailAddresses(OfferCase, MailCommon):
    """The user is told of undeliverable addresses before anything is sent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own.email = 'manager@example.com'

    def test_valid_and_invalid_addresses(self):
        for address in IMPOSSIBLE:
            self.assertTrue(find_impossible(address), address)
        for address in POSSIBLE:
            self.assertEqual(find_impossible(address), [], address)
        self.assertEqual(find_impossible('a@example.com; Олег <олег@example.com>'), ['олег@example.com'])

    def compose(self, action):
        return self.env[action['res_model']].with_user(self.own).with_context(**action['context']).create({})

    def test_a_letter_of_an_event(self):
        for address in IMPOSSIBLE:
            self.partner.email = address
            event = self.make_event(event_type='email', partner_id=self.partner.id).with_user(self.own)
            with self.subTest(address), self.mock_mail_gateway():
                composer = self.compose(event.action_send_email())
                with self.assertRaisesRegex(UserError, 'cannot be sent'):
                    composer.action_send_mail()
                self.assertEqual(event.category, 'planned')
                self.assertFalse(self._mails)

    def test_a_participant_with_only_an_address(self):
        for address in filter(lambda text: '@' in text, IMPOSSIBLE):
            event = self.make_event(event_type='email', participant_ids=[(0, 0, {'name': 'Ігор', 'how_to_contact': address})])
            with self.subTest(address), self.assertRaisesRegex(UserError, 'of participant Ігор'):
                event.with_user(self.own).action_send_email()

    def test_an_offer(self):
        self.partner.email = 'олег@example.com'
        offer = self.make_offer().with_user(self.own)
        composer = self.compose(offer.action_send())
        with self.mock_mail_gateway(), self.assertRaisesRegex(UserError, 'Світанок.*: олег@example.com'):
            composer.action_send_mail()
        self.assertEqual(offer.state, 'draft')
        composer.partner_ids = self.make_partner(email='good@example.com')
        with self.mock_mail_gateway():
            composer.action_send_mail()
        self.assertEqual(offer.state, 'sent')

    def test_batch_emails_report_all_wrong_addresses(self):
        partners = self.env['res.partner'].create([
            {'name': f'Покупець {number}', 'email': address} for number, address in enumerate(IMPOSSIBLE[:3])])
        partners |= self.make_partner(email='good@example.com')
        leads = self.env['crm.lead'].create([
            {'name': 'Лід', 'email_from': address} for address in ('олег@example.com', 'good@example.com')])
        for records in (partners, leads):
            composer = self.env['mail.compose.message'].create({
                'model': records._name, 'res_ids': str(records.ids), 'composition_mode': 'mass_mail', 'subject': 'Вітаємо',
                'body': 'Так'})
            with self.mock_mail_gateway(), self.assertRaises(UserError) as refused:
                composer.action_send_mail()
            for address in IMPOSSIBLE[:3] if records == partners else ('олег@example.com',):
                self.assertIn(address, str(refused.exception))
            self.assertNotIn('good@example.com', str(refused.exception))
            self.assertFalse(self._mails)

    def test_the_sender(self):
        self.partner.email = 'good@example.com'
        self.own.email = 'менеджер@example.com'
        offer = self.make_offer().with_user(self.own)
        composer = self.compose(offer.action_send())
        with self.mock_mail_gateway(), self.assertRaisesRegex(UserError, 'менеджер@example.com'):
            composer.action_send_mail()

    def test_a_note_is_not_an_email(self):
        """A follower with a wrong address stops neither a note nor the e-mail to the others."""
        self.partner.email = 'олег@example.com'
        offer = self.make_offer()
        offer.message_subscribe(self.partner.ids)
        with self.mock_mail_gateway():
            self.assertTrue(offer.message_post(body='Так', subtype_xmlid='mail.mt_comment'))
        message = EmailMessage()
        message['To'], message['Cc'] = 'олег@example.com, good@example.com', 'Олег <тест@example.com>'
        self.assertEqual(self.env['ir.mail_server']._prepare_smtp_to_list(message, None), ['good@example.com'])
        del message['To']
        message['To'] = 'олег@example.com'
        self.assertEqual(self.env['ir.mail_server']._prepare_smtp_to_list(message, None), [])


@tagged('post_install', '-at_install')
class TestLettersOfTheProgram(OfferCase, HttpCase, MailCommon):
    """Wrong addresses do not stop actions of a customer or of the program, where nobody could correct them."""

    def setUp(self):
        super().setUp()
        self.own.email = 'manager@example.com'
        self.partner.write({'email': 'олег@example.com', 'lang': 'en_US'})
        self.order = self.make_order(require_signature=True, require_payment=False)
        self.order.action_quotation_sent()

    def get_letters(self):
        return self.order.message_ids.filtered(lambda message: self.partner in message.partner_ids)

    def test_a_confirmation_with_a_letter(self):
        with self.mock_mail_gateway():
            self.order.with_user(self.own).with_context(send_email=True).action_confirm()
        self.assertEqual((self.order.state, len(self.get_letters())), ('sale', 1))

    def test_a_signature_at_core_s_page(self):
        self.authenticate(None, None)
        with self.mock_mail_gateway():
            answer = self.make_jsonrpc_request(f'/my/orders/{self.order.id}/accept', {
                'access_token': self.order._portal_ensure_token(), 'name': 'Олег', 'signature': make_signature()})
        self.assertTrue(answer.get('redirect_url'), answer)
        self.env.invalidate_all()
        self.assertEqual((self.order.state, self.order.signed_by, len(self.get_letters())), ('sale', 'Олег', 1))

    def test_queued_emails(self):
        self.order.pending_email_template_id = self.env.ref('sale.mail_template_sale_confirmation')
        self.env.flush_all()
        with self.mock_mail_gateway(), self.registry.cursor() as cr:
            self.env(cr=cr)['sale.order']._cron_send_pending_emails()
        self.env.invalidate_all()
        self.assertEqual((len(self.get_letters()), self.order.pending_email_template_id.ids), (1, []))

    def test_a_queue_of_batch_emails(self):
        partners = self.partner | self.make_partner(email='good@example.com')
        composer = self.env['mail.compose.message'].create({
            'model': 'res.partner', 'res_ids': str(partners.ids), 'composition_mode': 'mass_mail', 'subject': 'Вітаємо',
            'body': 'Так'})
        with self.mock_mail_gateway():
            mails, _messages = composer._action_send_mail()
        self.assertEqual(len(mails), 2)

    def test_the_sender_gets_the_message(self):
        action = self.order.with_user(self.own).action_quotation_send()
        composer = self.env['mail.compose.message'].with_user(self.own).with_context(**action['context']).create({})
        with self.mock_mail_gateway(), self.assertRaisesRegex(UserError, 'олег@example.com'):
            composer.action_send_mail()
