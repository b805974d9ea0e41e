from odoo.tests import tagged

from ..common import CrmCase


@tagged('post_install', '-at_install')
class TestLeadSteps(CrmCase):
    """A decision on a lead transfers its planned steps to the customer, or cancels them, and logs it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.make_lead(partner_name='ТОВ «Обрій»', contact_name='Олена Гнатюк', phone='0671234567')
        cls.call = cls.make_event(lead_id=cls.lead.id, subject='Узгодити заміри')
        cls.theirs = cls.make_event(lead_id=cls.lead.id, subject='Показати зразки', user_id=cls.other.id)
        cls.past = cls.make_event(
            lead_id=cls.lead.id, subject='Перша розмова', status_id=cls.env['bas.activity.status']._get('done').id)
        cls.activity = cls.lead.activity_schedule(
            'mail.mail_activity_data_todo', date_deadline='2026-03-05', summary='Надіслати каталог', user_id=cls.own.id)

    def get_words(self, record):
        return ' '.join(record.message_ids.mapped('body'))

    def mark_junk(self, lead):
        reason = self.env.ref('bas_crm.crm_lost_reason_terms')
        wizard = self.env['crm.lead.lost'].with_user(self.own).create({'lead_ids': lead.ids, 'lost_reason_id': reason.id})
        return wizard.action_lost_reason_apply()

    def test_planned_steps_move_to_the_customer(self):
        action = self.lead.with_user(self.own).action_convert_to_customer()
        counterparty, person = self.lead.counterparty_id, self.lead.partner_id
        self.assertEqual((self.call | self.theirs).mapped('category'), ['planned', 'planned'])
        self.assertEqual((self.call | self.theirs).lead_id, self.lead, 'the event is still linked to its lead')
        self.assertEqual((self.call | self.theirs).commercial_partner_id, counterparty)
        self.assertEqual(self.call.participant_ids.partner_id, person)
        self.assertEqual(self.call.participant_ids.how_to_contact, '0671234567')
        self.assertEqual((self.activity.res_model, self.activity.res_id), ('res.partner', counterparty.id))
        self.assertEqual(counterparty.activity_ids, self.activity)
        for words in (action['params']['message'], self.get_words(self.lead)):
            self.assertEqual(words.count('call on '), 2)
            self.assertIn('Надіслати каталог', words)
            self.assertNotIn('Показати зразки', words, "a reader of the lead may have no access to a colleague's event")
        self.assertEqual(action['params']['next']['res_id'], counterparty.id)

    def test_activities_move_to_the_order(self):
        action = self.lead.with_user(self.own).action_convert_to_customer_and_order()
        order = self.lead.order_ids
        self.assertEqual((self.activity.res_model, self.activity.res_id), ('sale.order', order.id))
        self.assertEqual(action['params']['next']['res_id'], order.id)

    def test_a_type_of_activity_for_leads_only_is_replaced(self):
        kind = self.env['mail.activity.type'].create({'name': 'Кваліфікувати лід', 'res_model': 'crm.lead'})
        activity = self.lead.activity_schedule(activity_type_id=kind.id, date_deadline='2026-03-05', user_id=self.own.id)
        self.lead.with_user(self.own)._convert_to_customer()
        self.assertIn(activity.activity_type_id.res_model, (False, 'res.partner'))
        self.assertEqual(activity.summary, 'Кваліфікувати лід')

    def test_without_planned_steps_nothing_is_logged(self):
        lead = self.make_lead(partner_name='ТОВ «Захід»')
        self.assertEqual(lead.with_user(self.own).action_convert_to_customer()['res_id'], lead.counterparty_id.id)
        self.assertNotIn('Planned steps', self.get_words(lead))
        lead = self.make_lead(partner_name='ТОВ «Схід»')
        action = self.mark_junk(lead)
        self.assertNotEqual(isinstance(action, dict) and action.get('tag'), 'display_notification')

    def test_low_quality_cancels_with_the_reason(self):
        order = self.env['sale.order'].create({'partner_id': self.make_partner().id})
        of_order = self.make_event(lead_id=self.lead.id, order_id=order.id, subject='Доставка')
        action = self.mark_junk(self.lead)
        self.assertEqual((self.call | self.theirs).mapped('category'), ['cancelled', 'cancelled'])
        self.assertEqual((self.past.category, of_order.category), ('done', 'planned'), 'that is a step of the order')
        reason = self.env.ref('bas_crm.crm_lost_reason_terms').name
        for event in self.call | self.theirs:
            self.assertIn(reason, self.get_words(event))
        self.assertFalse(self.lead.activity_ids, 'nothing is to be done any more')
        for words in (action['params']['message'], self.get_words(self.lead)):
            self.assertEqual(words.count('call on '), 2)
            self.assertIn('Надіслати каталог', words)
            self.assertNotIn('Показати зразки', words)

    def test_steps_are_planned_again_when_a_lead_returns_to_work(self):
        cancelled = self.make_event(
            lead_id=self.lead.id, subject='Скасована раніше', status_id=self.env['bas.activity.status']._get('cancelled').id)
        self.mark_junk(self.lead)
        self.lead.with_user(self.own).action_return_to_work()
        self.assertEqual((self.call | self.theirs).mapped('category'), ['planned', 'planned'])
        self.assertEqual((cancelled | self.past).mapped('category'), ['cancelled', 'done'])
        self.assertTrue(self.theirs.calendar_event_id.active, 'it is in the calendar again')
        self.assertEqual(self.lead.activity_ids, self.activity)
        self.assertEqual((self.activity.summary, str(self.activity.date_deadline)), ('Надіслати каталог', '2026-03-05'))
        self.assertIn('Planned again: call on ', self.get_words(self.lead))
        self.assertEqual(self.get_words(self.lead).count('Надіслати каталог'), 2, 'cancelled, and planned again')

        # Planned and cancelled manually: this was not the decision on the lead.
        self.mark_junk(self.lead)
        self.call.with_user(self.own).status_id = self.env['bas.activity.status']._get('planned')
        self.call.with_user(self.own).action_cancel()
        self.lead.with_user(self.own).action_return_to_work()
        self.assertEqual((self.call.category, self.theirs.category), ('cancelled', 'planned'))

    def test_an_activity_that_was_done_before_stays_done(self):
        self.activity.with_user(self.own).action_done()
        self.mark_junk(self.lead)
        self.lead.with_user(self.own).action_return_to_work()
        self.assertFalse(self.lead.activity_ids)

    def test_converting_a_low_quality_lead_restores_its_steps(self):
        self.mark_junk(self.lead)
        self.lead.with_user(self.own).action_return_to_work()
        self.lead.with_user(self.own).action_convert_to_customer()
        self.assertEqual(self.lead.counterparty_id.activity_ids, self.activity)

    def test_a_colleague_is_notified_of_changed_steps(self):
        self.other.notification_type = 'inbox'
        letters = self.env['mail.mail'].search_count([])
        self.mark_junk(self.lead)
        self.lead.with_user(self.own).action_return_to_work()
        notes = self.env['mail.notification'].search([('res_partner_id', '=', self.other.partner_id.id)], order='id')
        self.assertEqual(notes.mapped('notification_type'), ['inbox', 'inbox'])
        cancelled, again = notes.mail_message_id.sorted('id').with_user(self.other)
        self.assertEqual((cancelled.model, cancelled.res_id), ('bas.event', self.theirs.id), 'it opens his event')
        self.assertIn('is of low quality. Cancelled with it: call on ', cancelled.body)
        self.assertIn('Planned again: call on ', again.body)
        self.assertEqual(self.env['mail.mail'].search_count([]), letters, 'no letter')

    def test_a_colleague_notified_by_email_gets_none_about_steps(self):
        self.other.notification_type = 'email'
        letters = self.env['mail.mail'].search_count([])
        self.mark_junk(self.lead)
        self.assertEqual(self.env['mail.mail'].search_count([]), letters)
        self.assertIn('of low quality', self.get_words(self.theirs), 'the history of his event says it')

    def test_lost_and_won_by_core_count_as_well(self):
        self.lead.with_user(self.own).action_set_lost()
        self.assertEqual(self.call.category, 'cancelled')
        won = self.make_lead(partner_id=self.make_partner().id, type='opportunity')
        event = self.make_event(lead_id=won.id)
        activity = won.activity_schedule('mail.mail_activity_data_todo', date_deadline='2026-03-05', user_id=self.own.id)
        won.with_user(self.own).action_set_won()
        self.assertEqual((event.category, event.partner_id), ('planned', won.partner_id))
        self.assertEqual(activity.res_model, 'res.partner')

    def test_queries_do_not_grow_with_leads(self):
        def decide(count):
            leads = self.env['crm.lead'].concat(*(self.make_lead(name=f'Лід {number}') for number in range(count)))
            for lead in leads:
                self.make_event(lead_id=lead.id)
                lead.activity_schedule('mail.mail_activity_data_todo', date_deadline='2026-03-05', user_id=self.own.id)
            return self.count_queries(leads._describe_steps)

        decide(1)
        self.assertEqual(decide(2), decide(12))
