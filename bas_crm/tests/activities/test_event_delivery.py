from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.addons.mail.tests.common import MailCommon
from odoo.addons.sms.tests.common import SMSCase
from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import email_normalize, mute_logger

from ...models.activities import message
from ..common import CrmCase

PLANNED, NOW = datetime(2026, 12, 7, 8), datetime(2026, 11, 29, 10, 15)
DELIVERY = 'odoo.addons.bas_crm.models.activities.message'


@tagged('post_install', '-at_install')
@freeze_time('2026-11-29 10:15:00')
class TestEventDelivery(CrmCase, SMSCase, MailCommon):
    """What is sent is done, on the day it was sent; what nobody got is still planned, and says why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own.write({'email': 'manager@example.com', 'lang': 'en_US'})
        cls.partner = cls.make_partner(email='svitanok@example.com', phone='+380671239876')

    def plan(self, event_type, user=None, **values):
        return self.make_event(**{
            'event_type': event_type, 'subject': 'Рахунок на оплату', 'description': '<p>Надсилаємо рахунок.</p>',
            'partner_id': self.partner.id, 'start': PLANNED, 'stop': '2026-12-07 08:30:00', **values}).with_user(user or self.own)

    @contextmanager
    def committed(self):
        """What waits for the commit is done at the end, in the transaction of the test."""
        works = []
        self.env.cr.postcommit.data.pop(message.WAITING, None)
        with patch.object(message, 'after_commit', lambda _cr, work: works.append(work)):
            yield
        self.env.flush_all()
        for work in works:
            work()
        self.env.invalidate_all()

    def send_sms(self, event, **gateway):
        """Write the SMS and let core's queue send it, as it does after the commit."""
        composer = self.env['sms.composer'].with_user(self.own).with_context(
            **event.action_send_sms()['context']).create({})
        composer._action_send_sms()
        with self.committed(), self.mockSMSGateway(**gateway):
            self.env['sms.sms'].sudo().search([('mail_message_id', '=', event.sent_message_id.id)]).send()
        event.invalidate_recordset()

    def send_letter(self, event, error=None):
        action = event.action_send_email()
        composer = Form(self.env[action['res_model']].with_user(event.env.user).with_context(**action['context'])).save()
        with self.mock_mail_gateway(), mute_logger('odoo.addons.mail.models.mail_mail'):
            if error:
                with patch.object(type(self.env['ir.mail_server']), 'send_email', side_effect=error):
                    composer.action_send_mail()
            else:
                composer.action_send_mail()
        event.invalidate_recordset()

    # ------------------------------------------------------------
    # SMS
    # ------------------------------------------------------------

    def test_an_sms_that_failed_leaves_the_event_planned_and_says_why(self):
        for error, reason in (('credit', 'no money left'), ('wrong_number_format', 'number is wrong'),
                              ('unregistered', 'not set up'), ('server_error', 'does not answer'),
                              ('jsonrpc_exception', 'does not answer')):
            event = self.plan('sms')
            self.send_sms(event, sim_error=error)
            self.assertEqual((event.category, event.start, event.planned_start), ('planned', PLANNED, False), error)
            self.assertIn(reason, event.failure)
            self.assertIn('ТОВ «Світанок»', event.failure, 'to whom')
            self.assertIn(reason, ''.join(event.message_ids.mapped('body')), 'the history tells it as well')
            self.assertEqual((event.calendar_event_id.bas_category, event.calendar_event_id.start), ('planned', PLANNED))

    def test_done_by_hand_after_a_failure(self):
        event = self.plan('sms')
        self.send_sms(event, sim_error='credit')
        event.action_done()
        self.assertEqual((event.category, event.failure), ('done', False))

    def test_sent_once_more_it_is_done(self):
        event = self.plan('sms')
        self.send_sms(event, sim_error='credit')
        self.send_sms(event)
        self.assertEqual((event.category, event.failure, event.start), ('done', False, NOW))

    def test_core_sends_the_failed_one_again(self):
        event = self.plan('sms')
        self.send_sms(event, sim_error='server_error')
        with freeze_time('2026-11-30 09:00:00'), self.committed(), self.mockSMSGateway():
            self.env['sms.sms'].sudo().search([('mail_message_id', '=', event.sent_message_id.id)]).resend_failed()
        self.assertEqual((event.category, event.start), ('done', datetime(2026, 11, 30, 9)))

    def test_what_comes_back_later_is_planned_again(self):
        """The provider took it, and reports later that there is no such number."""
        event = self.plan('sms')
        self.send_sms(event)
        self.assertEqual(event.category, 'done')
        sms = self.env['sms.sms'].sudo().search([('mail_message_id', '=', event.sent_message_id.id)])
        with self.committed():
            sms.sms_tracker_id._action_update_from_provider_error('invalid_destination')
        self.assertEqual((event.category, event.start), ('planned', PLANNED))
        self.assertIn('no such phone number', event.failure)

    def test_taken_up_again_a_report_on_the_first_one_changes_nothing(self):
        event = self.plan('sms')
        self.send_sms(event)
        sms = self.env['sms.sms'].sudo().search([('mail_message_id', '=', event.sent_message_id.id)])
        event.action_plan()
        with self.committed():
            sms.sms_tracker_id._action_update_from_sms_state('sent')
        self.assertEqual((event.category, event.start), ('planned', PLANNED))

    # ------------------------------------------------------------
    # Letters
    # ------------------------------------------------------------

    def test_a_letter_that_failed_leaves_the_event_planned(self):
        event = self.plan('email')
        self.send_letter(event, error=Exception('Mailbox is full'))
        self.assertEqual((event.category, event.start), ('planned', PLANNED))
        self.assertIn('Mailbox is full', event.failure)
        self.assertIn('Mailbox is full', event.message_ids[0].body)
        self.send_letter(event)
        self.assertEqual((event.category, event.failure), ('done', False))

    def test_a_letter_in_the_queue_that_failed_later(self):
        """The letter waits after the commit: done at first, planned again when the server refused it."""
        event = self.plan('email')
        with patch.object(type(self.env['mail.mail']), 'send', return_value=True):
            self.send_letter(event)
        self.assertEqual((event.category, event.start), ('done', NOW))
        mail = self.env['mail.mail'].sudo().search([('mail_message_id', '=', event.sent_message_id.id)])
        with self.committed():
            mail._postprocess_sent_message([], [], failure_type='mail_smtp')
        event.invalidate_recordset()
        self.assertEqual((event.category, event.start), ('planned', PLANNED))
        self.assertIn('mail server does not answer', event.failure)

    def test_a_failure_of_ours_sends_no_letter_twice(self):
        """The letter has left when its event refuses to be done: it stays sent, and the queue tells the event later."""
        event = self.plan('email')
        self.send_letter(event, error=Exception('Mailbox is full'))
        mail = self.env['mail.mail'].sudo().search([('mail_message_id', '=', event.sent_message_id.id)])
        mail.write({'state': 'outgoing', 'auto_delete': False})
        notifications, queue = event.sent_message_id.sudo().notification_ids, self.env['mail.mail'].sudo()
        with patch.object(self.registry['bas.event'], 'action_done', side_effect=UserError('Not today.')), mute_logger(DELIVERY):
            with self.committed(), self.mock_mail_gateway():
                queue.process_email_queue(mail.ids)
                self.assertEqual(len(self._mails), 1)
            self.env.invalidate_all()
            self.assertEqual((mail.state, set(notifications.mapped('notification_status'))), ('sent', {'sent'}))
            self.assertEqual(event.category, 'planned')
        self.env.flush_all()
        with self.mock_mail_gateway():
            queue.process_email_queue(mail.ids)
            self.assertFalse(self._mails)
        self.env.invalidate_all()
        self.assertEqual((event.category, event.start), ('done', NOW))

    def test_a_return_that_was_missed_is_found(self):
        event = self.plan('email')
        self.send_letter(event)
        event.sent_message_id.sudo().notification_ids.write({'notification_status': 'bounce', 'failure_type': 'mail_bounce'})
        self.env.flush_all()
        self.env['mail.mail'].sudo().process_email_queue()
        self.env.invalidate_all()
        self.assertEqual((event.category, event.start), ('planned', PLANNED))
        told = len(event.message_ids)
        self.env.flush_all()
        self.env['mail.mail'].sudo().process_email_queue()
        self.env.invalidate_all()
        self.assertEqual(len(event.message_ids), told, 'told once')

    def test_who_did_not_get_it_is_named(self):
        """One of two got the letter: it is done, and the other one is named."""
        person = self.make_partner(name='Марія Левченко', is_company=False, email='maria@example.com')
        event = self.plan('email', participant_ids=[(0, 0, {'partner_id': self.partner.id}), (0, 0, {'partner_id': person.id})])
        self.send_letter(event)
        notification = event.sent_message_id.sudo().notification_ids.filtered(lambda one: one.res_partner_id == person)
        notification.write({'notification_status': 'bounce', 'failure_type': 'mail_bounce'})
        with self.committed():
            event.sent_message_id.sudo()._notify_message_notification_update()
        event.invalidate_recordset()
        self.assertEqual(event.category, 'done')
        self.assertIn('Марія Левченко', event.failure)
        self.assertNotIn('Світанок', event.failure)

    def test_a_letter_without_a_sender_is_not_begun(self):
        self.own.email = False
        event = self.plan('email')
        company = self.own.company_id
        company.write({'alias_domain_id': False, 'email': False})
        with self.assertRaisesRegex(UserError, 'no sender.*My Preferences'):
            event.action_send_email()
        company.email = 'office@example.com'
        self.send_letter(event)
        self.assertEqual(event.category, 'done')
        self.assertSentEmail(company.email_formatted, [self.partner])

    def test_the_sender_is_the_company_of_the_document(self):
        """Two firms, and a manager without an address: each letter goes from the firm whose event it is."""
        other = self.env['res.company'].create({'name': 'ФОП Друга', 'email': 'second@example.com'})
        companies = self.own.company_id | other
        companies.alias_domain_id = False
        self.own.company_id.email = 'first@example.com'
        self.own.write({'email': False, 'company_ids': [(6, 0, companies.ids)]})
        for company in companies:
            event = self.plan('email', company_id=company.id).with_context(allowed_company_ids=companies.ids)
            self.send_letter(event)
            self.assertSentEmail(company.email_formatted, [self.partner])
        other.email = False
        event = self.plan('email', company_id=other.id).with_context(allowed_company_ids=companies.ids)
        with self.assertRaisesRegex(UserError, 'ФОП Друга'):
            event.action_send_email()

    def test_letters_to_many_go_from_the_company_of_each(self):
        """Nothing has left when the second part is found to be without a sender."""
        other = self.env['res.company'].create({'name': 'ФОП Друга', 'email': 'second@example.com'})
        companies = self.company | other
        companies.alias_domain_id = False
        self.company.email = 'first@example.com'
        self.env['ir.config_parameter'].set_param('mail.batch_size', 1)
        self.own.write({'email': False, 'company_ids': [(6, 0, companies.ids)]})
        leads = self.env['crm.lead'].create([
            {'name': 'Лід', 'email_from': f'lead{company.id}@example.com', 'company_id': company.id, 'user_id': self.own.id}
            for company in companies])
        template = self.env['mail.template'].create({
            'name': 'Вітання', 'model_id': self.env['ir.model']._get_id('crm.lead'), 'subject': 'Вітаємо', 'body_html': 'Так',
            'email_to': '{{ object.email_from }}'})

        def send():
            self.env['mail.compose.message'].with_user(self.own).with_context(allowed_company_ids=companies.ids).create({
                'model': 'crm.lead', 'res_ids': str(leads.ids), 'composition_mode': 'mass_mail', 'template_id': template.id,
                'email_from': False}).action_send_mail()

        with self.mock_mail_gateway():
            send()
            self.assertEqual({
                (mail['email_from'], email_normalize(mail['email_to'][0])) for mail in self._mails}, {
                (company.email_formatted, f'lead{company.id}@example.com') for company in companies})
        for spoil, refusal in ((lambda: other.write({'email': False}), 'ФОП Друга'),
                               (lambda: leads[1].write({'email_from': 'олег@example.com'}), 'олег@example.com')):
            spoil()
            with self.mock_mail_gateway(), self.assertRaisesRegex(UserError, refusal):
                send()
            self.assertFalse(self._mails, refusal)
            other.email = 'second@example.com'

    def test_a_template_may_have_a_sender_of_its_own(self):
        self.own.email = False
        self.own.company_id.write({'alias_domain_id': False, 'email': False})
        self.env.ref('bas_crm.mail_template_event').email_from = 'sales@example.com'
        self.send_letter(self.plan('email'))
        self.assertSentEmail('sales@example.com', [self.partner])

    def test_any_letter_without_a_sender_is_told_before_it_is_sent(self):
        self.own.email = False
        self.own.company_id.write({'alias_domain_id': False, 'email': False})
        order = self.env['sale.order'].create({'partner_id': self.partner.id, 'user_id': self.own.id})
        composer = self.env['mail.compose.message'].with_user(self.own).with_context(
            default_model='sale.order', default_res_ids=order.ids, default_partner_ids=self.partner.ids).create(
                {'subject': 'Рахунок', 'body': 'Текст'})
        with self.assertRaisesRegex(UserError, 'no sender'):
            composer.action_send_mail()

    # ------------------------------------------------------------
    # On which day it stands
    # ------------------------------------------------------------

    def test_a_letter_stands_on_the_day_it_was_sent(self):
        """Planned for 7.12 and sent on 29.11; planned for 20.11 and sent on 29.11."""
        for start in (PLANNED, datetime(2026, 11, 20, 8)):
            event = self.plan('email', start=start, stop=False, duration=0.5).with_context(tracking_disable=False)
            self.send_letter(event)
            self.assertEqual((event.start, event.stop, event.planned_start), (NOW, datetime(2026, 11, 29, 10, 45), start))
            self.assertEqual((event.calendar_event_id.start, event.calendar_event_id.bas_category), (NOW, 'done'))

    def test_the_planned_time_stays_in_the_history(self):
        event = self.plan('call').with_context(tracking_disable=False)
        self.flush_tracking()
        event.action_done()
        self.flush_tracking()
        event.invalidate_recordset()
        tracked = event.message_ids.sudo().tracking_value_ids.filtered(lambda value: value.field_id.name == 'start')
        self.assertEqual((tracked.old_value_datetime, tracked.new_value_datetime), (PLANNED, event.start))

    def test_a_talk_before_its_time_has_just_ended(self):
        """By the button, by the status bar, in the calendar: a talk of half an hour is over at 10:15."""
        done = self.env['bas.activity.status']._get('done')
        for finish in (lambda event: event.action_done(), lambda event: event.write({'status_id': done.id}),
                       lambda event: event.calendar_event_id.action_document_done()):
            event = self.plan('call')
            finish(event)
            self.assertEqual((event.start, event.stop, event.planned_start), (datetime(2026, 11, 29, 9, 45), NOW, PLANNED))
            self.assertEqual(event.calendar_event_id.stop, NOW)

    def test_what_was_in_its_time_stays_there(self):
        """A meeting of yesterday that is marked today was yesterday; a call under way stays as it stands."""
        for start, stop in (('2026-11-28 08:00:00', '2026-11-28 10:00:00'), ('2026-11-29 10:00:00', '2026-11-29 10:30:00')):
            event = self.plan('meeting', start=start, stop=stop)
            event.action_done()
            self.assertEqual((event.start, event.stop, event.planned_start), (
                datetime.fromisoformat(start), datetime.fromisoformat(stop), False))

    def test_overdue_and_done_just_now(self):
        event = self.plan('call', start='2026-11-26 08:00:00', stop='2026-11-26 08:30:00')
        event.action_done_now()
        self.assertEqual((event.category, event.start, event.stop), ('done', datetime(2026, 11, 29, 9, 45), NOW))
        with self.assertRaisesRegex(UserError, 'already'):
            event.action_done_now()

    def test_times_that_somebody_gives_stay(self):
        done = self.env['bas.activity.status']._get('done')
        event = self.plan('meeting')
        event.write({'status_id': done.id, 'start': '2026-12-01 08:00:00', 'stop': '2026-12-01 09:00:00'})
        self.assertEqual(event.start, datetime(2026, 12, 1, 8))
        imported = self.plan('meeting', status_id=done.id)
        self.assertEqual(imported.start, PLANNED, 'what comes in as done comes in as it is')

    def test_set_back_it_stands_where_it_was_planned(self):
        event = self.plan('call')
        event.action_done()
        event.action_plan()
        self.assertEqual((event.start, event.stop, event.planned_start), (PLANNED, datetime(2026, 12, 7, 8, 30), False))
        self.assertEqual(event.calendar_event_id.start, PLANNED)

    def test_many_at_once_cost_no_more_queries(self):
        few, many = (self.env['bas.event'].concat(*(self.plan('call') for _number in range(count))) for count in (2, 12))
        few[0].copy().action_done()  # what is asked once
        self.assertEqual(self.count_queries(few.action_done), self.count_queries(many.action_done))
        self.assertEqual(set((few | many).mapped('stop')), {NOW})

    def test_works_done_before_their_time_have_just_ended(self):
        """Two works of 7.12, of two hours and of one: done at 10:15 they were from 7:15 and from 9:15; the hours stay."""
        performer = self.make_employee(user=self.own)
        task = self.make_task(
            performer, {'description': 'Монтаж', 'start': PLANNED, 'stop': '2026-12-07 10:00:00'},
            {'description': 'Підшити', 'start': '2026-12-07 10:00:00', 'stop': '2026-12-07 11:00:00'},
            {'description': 'Замір', 'start': '2026-11-28 08:00:00', 'stop': '2026-11-28 09:00:00'}).with_user(self.own)
        task.action_done()
        self.assertEqual([(line.start, line.stop) for line in task.line_ids.sorted('id')], [
            (datetime(2026, 11, 29, 7, 15), datetime(2026, 11, 29, 9, 15)), (datetime(2026, 11, 29, 9, 15), NOW),
            (datetime(2026, 11, 28, 8), datetime(2026, 11, 28, 9))])
        self.assertEqual(task.duration_total, 4.0)
        self.assertEqual(task.line_ids.sorted('id')[1].calendar_event_id.stop, NOW)
        self.assertIn('planned for', task.message_ids[0].body)

    def test_a_performer_marks_a_work_done_before_its_time(self):
        performer = new_test_user(self.env, 'performer', groups='base.group_user,bas_crm.group_performer')
        task = self.make_task(self.make_employee(user=performer), {
            'description': 'Монтаж', 'start': PLANNED, 'stop': '2026-12-07 10:00:00'})
        task.with_user(performer).action_done()
        self.assertEqual((task.date_start, task.date_stop), (datetime(2026, 11, 29, 8, 15), NOW))
