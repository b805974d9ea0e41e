# pylint: disable=translation-required  # it knows tests by the folder right above
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common_offers import SentOfferCase, make_signature

PAPERS = 'odoo.addons.bas_crm.models.offers.papers'


@tagged('post_install', '-at_install', 'bas_concurrency')
class TestAfterCommit(SentOfferCase):
    """No print, e-mail or call to another server runs while rows are locked."""

    def setUp(self):
        super().setUp()
        self.calls = []
        self.watch('ir.actions.report', '_render_qweb_pdf')
        self.watch('sms.sms', '_send', answer=True)

    def watch(self, model, method, answer=None):
        """Record, at each call, which tables have locked rows.

        :param answer: replaces the answer of an external provider
        """
        original = getattr(self.registry[model], method)

        def watched(records, *args, **kwargs):
            self.calls.append((method, self.get_locked_tables()))
            return answer or original(records, *args, **kwargs)

        self.enterContext(patch.object(self.registry[model], method, watched))

    def check(self, *methods):
        """:param methods: the called methods, in any order"""
        self.assertEqual({method for method, _tables in self.calls}, set(methods))
        self.assertFalse([call for call in self.calls if call[1]], 'called while rows were locked')

    def test_the_recorder_sees_a_locked_row(self):
        with self.registry.cursor() as cr:
            self.get_env(cr)['bas.commercial.offer'].browse(self.offer_id).order_id.lock_for_update()
            self.assertEqual(self.get_locked_tables(), ['sale_order'])

    def test_an_acceptance(self):
        self.accept()
        self.check('_render_qweb_pdf')
        state, name, is_due, is_letter_due = self.read_offer('state order_id.state is_print_due is_letter_due')
        self.assertEqual((state, name, is_due, is_letter_due), ('accepted', 'sale', False, False))
        with self.registry.cursor() as cr:
            order = self.get_env(cr)['sale.order'].browse(self.order_id)
            signed = order.message_ids.filtered(lambda message: 'Оксана Коваль' in (message.body or ''))
            self.assertEqual(len(signed.filtered('attachment_ids').attachment_ids), 1, 'the print is with the answer')
            letters = order.message_ids.filtered(lambda message: order.partner_id in message.partner_ids)
            self.assertEqual(len(letters), 1, 'the confirmation went to the customer once')

    def test_a_refusal(self):
        self.act(lambda offer: offer.order_id.offer_ids._decline('Дорого'))
        self.assertEqual(self.read_offer('order_id.state'), ('cancel',))
        self.check()

    def test_a_choice_and_a_confirmation_by_the_manager(self):
        self.act(lambda offer: offer.action_choose() and offer.order_id.action_confirm_offer(), as_manager=True)
        self.assertEqual(self.read_offer('order_id.state'), ('sale',))
        self.check()

    def test_an_sms_of_an_event(self):
        def send(offer):
            env = offer.env
            event = env['bas.event'].create({
                'subject': 'Замовлення готове', 'event_type': 'sms', 'partner_id': self.partner_id, 'user_id': env.uid})
            env['sms.composer'].with_context(**event.action_send_sms()['context']).create({})._action_send_sms()
        self.act(send, as_manager=True)
        self.check('_send')

    def test_a_message_that_is_no_sms_does_nothing_after(self):
        def post(offer):
            event = offer.env['bas.event'].create({
                'subject': 'Замовлення готове', 'event_type': 'call', 'partner_id': self.partner_id, 'user_id': offer.env.uid})
            event.message_post(body='Подзвонив', subtype_xmlid='mail.mt_comment')
        self.watch('bas.event', '_send_sms_alone')
        self.act(post, as_manager=True)
        self.check()

    def test_a_transaction_that_fails_prints_nothing(self):
        def fail(offer):
            offer._accept('Оксана Коваль', make_signature())
            raise ZeroDivisionError
        with self.assertRaises(ZeroDivisionError):
            self.act(fail)
        self.assertEqual(self.read_offer('state'), ('sent',))
        self.check()


@tagged('post_install', '-at_install', 'bas_concurrency')
class TestFailedPrint(SentOfferCase):
    """A print that fails does not undo the acceptance: the manager is notified, and it is retried."""

    def accept_without_print(self):
        away, reports = UserError('wkhtmltopdf is away.'), self.registry['ir.actions.report']
        with patch.object(reports, '_render_qweb_pdf', side_effect=away), mute_logger(PAPERS):
            self.accept()
        self.assertEqual(self.read_offer('state order_id.state is_print_due'), ('accepted', 'sale', True))

    def get_print(self):
        with self.registry.cursor() as cr:
            order = self.get_env(cr)['sale.order'].browse(self.order_id)
            answer = order.message_ids.filtered(lambda message: 'Оксана Коваль' in (message.body or ''))
            return answer.attachment_ids.mapped('name')

    def test_the_acceptance_is_kept_and_the_manager_is_notified(self):
        self.accept_without_print()
        with self.registry.cursor() as cr:
            env = self.get_env(cr)
            order, manager = env['sale.order'].browse(self.order_id), env['res.users'].browse(self.manager_id).partner_id
            self.assertIn('wkhtmltopdf is away.', ''.join(order.message_ids.mapped('body')))
            found = env['mail.notification'].search([('res_partner_id', '=', manager.id)])
            self.assertIn('wkhtmltopdf is away.', ''.join(found.mail_message_id.mapped('body')))

    def test_the_manager_makes_the_print(self):
        self.accept_without_print()
        self.act(lambda offer: offer.action_make_print(), as_manager=True)
        self.assertEqual(self.read_offer('is_print_due'), (False,))
        self.assertEqual(len(self.get_print()), 1)

    def test_the_queue_of_mails_tries_again(self):
        self.accept_without_print()
        with self.registry.cursor() as cr:
            env = self.get_env(cr)
            job = env.ref('mail.ir_cron_mail_scheduler_action')
            self.assertTrue(env['ir.cron.trigger'].search([('cron_id', '=', job.id)]), 'it runs in some minutes')
            env['mail.mail'].process_email_queue()
        self.assertEqual(self.get_print(), [], 'the request that has accepted may be printing still')
        with self.registry.cursor() as cr:
            cr.execute("UPDATE bas_commercial_offer SET signed_on = signed_on - interval '6 minutes' WHERE id = %s",
                       [self.offer_id])
        with self.registry.cursor() as cr:
            self.get_env(cr)['mail.mail'].process_email_queue()
        self.assertEqual(self.read_offer('is_print_due is_letter_due'), (False, False))
        self.assertEqual(len(self.get_print()), 1)
