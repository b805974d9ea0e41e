from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import CrmCase


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 10:10:00')
class TestEvent(CrmCase):

    # ------------------------------------------------------------
    # The card
    # ------------------------------------------------------------

    def test_a_new_event_begins_at_the_next_half_hour(self):
        form = Form(self.env['bas.event'].with_user(self.own))
        form.subject = 'Передзвонити'
        event = form.save()
        self.assertEqual((event.start, event.stop), (datetime(2026, 3, 2, 10, 30), datetime(2026, 3, 2, 10, 45)))
        self.assertEqual((event.user_id, event.category, event.importance, event.direction), (self.own, 'planned', '1', 'out'))

    def test_the_end_and_the_length_go_together(self):
        form = Form(self.make_event())
        form.duration = 2.25
        self.assertEqual(form.stop, datetime(2026, 3, 2, 10, 15))
        form.stop = datetime(2026, 3, 2, 9, 0)
        self.assertEqual(form.duration, 1.0)
        form.start = datetime(2026, 3, 2, 12, 0)
        self.assertEqual(form.stop, datetime(2026, 3, 2, 13, 0))

    def test_it_is_planned_in_the_company_of_its_document(self):
        """Two firms are ticked; what is planned from an order of the second one is the second one's."""
        company = self.env['res.company'].create({'name': 'ТОВ «Друга фірма»'})
        self.own.company_ids |= company
        order = self.env['sale.order'].create({
            'partner_id': self.make_partner().id, 'company_id': company.id, 'user_id': self.own.id})
        both = [self.own.company_id.id, company.id]
        for companies, expected in ((both, company), (both[:1], self.own.company_id)):
            for model in ('bas.event', 'bas.work.task'):
                document = self.env[model].with_user(self.own).with_context(
                    allowed_company_ids=companies, default_order_id=order.id, default_user_id=self.own.id)
                self.assertEqual(document.default_get(['company_id'])['company_id'], expected.id, model)
        with Form(self.env['bas.event'].with_user(self.own).with_context(
                allowed_company_ids=both, default_order_id=order.id), 'bas_crm.bas_event_view_form') as form:
            form.subject = 'Запитати про оплату'
        self.assertEqual(form.record.company_id, company)

    def test_numbers_go_by_company_and_year(self):
        # Another company: numbers that other tests have taken in committed transactions are gone.
        company = self.env['res.company'].create({'name': 'ТОВ «Новий рік»'})
        events = [self.make_event(company_id=company.id, start=f'{day} 08:00:00', stop=f'{day} 09:00:00')
                  for day in ('2026-03-02', '2026-03-03', '2027-01-05')]
        numbers = [event.name for event in events]
        self.assertEqual(numbers, ['0001/2026', '0002/2026', '0001/2027'])
        many = self.env['bas.event'].create([
            {'subject': str(number), 'start': '2026-03-02 08:00:00', 'company_id': company.id} for number in range(3)])
        self.assertEqual(many.sorted('id').mapped('name'), ['0003/2026', '0004/2026', '0005/2026'])

    def test_new_year_comes_at_the_users_midnight(self):
        event = self.env['bas.event'].with_context(tz='Europe/Kyiv').create({
            'subject': 'З Новим роком', 'start': '2026-12-31 22:30:00', 'stop': '2026-12-31 23:00:00'})
        self.assertTrue(event.name.endswith('/2027'))

    def test_a_ready_subject_brings_its_text(self):
        subject = self.env['bas.event.subject'].create({'name': 'Нагадати про оплату', 'content': '<p>Добрий день!</p>'})
        form = Form(self.env['bas.event'])
        form.subject_template_id = subject
        self.assertEqual(form.subject, 'Нагадати про оплату')
        self.assertEqual(form.save().description, '<p>Добрий день!</p>')
        written = self.make_event(description='<p>Моє</p>')
        written.subject_template_id = subject
        self.assertEqual(written.description, '<p>Моє</p>', 'what was written stays')

    def test_another_subject_brings_another_text(self):
        first, second = self.env['bas.event.subject'].create([
            {'name': 'Перша', 'content': '<p>Перший текст</p>'}, {'name': 'Друга', 'content': '<p>Другий текст</p>'}])
        event = self.env['bas.event'].create({'subject_template_id': first.id, 'start': '2026-03-02 08:00:00'})
        self.assertEqual((event.subject, event.description), ('Перша', '<p>Перший текст</p>'))
        event.subject_template_id = second
        self.assertEqual((event.subject, event.description), ('Друга', '<p>Другий текст</p>'))

    def make_subject(self, **values):
        return self.env['bas.event.subject'].create({
            'name': 'Нагадати про оплату', 'letter_subject': 'Нагадування про оплату рахунка',
            'content': '<p>Добрий день!</p>', **values})

    def test_a_letter_gets_the_subject_that_the_customer_reads(self):
        form = Form(self.env['bas.event'].with_user(self.own))
        form.subject_template_id = self.make_subject()
        self.assertEqual(form.subject, 'Нагадати про оплату', 'a call is a reminder to oneself')
        form.event_type = 'email'
        self.assertEqual(form.subject, 'Нагадування про оплату рахунка')
        form.event_type = 'call'
        self.assertEqual(form.subject, 'Нагадати про оплату')
        form.subject_template_id = self.make_subject(name='Подякувати', letter_subject=False)
        form.event_type = 'email'
        self.assertEqual(form.subject, 'Подякувати', 'without one of its own it is the subject itself')

    def test_the_letter_goes_with_it(self):
        event = self.env['bas.event'].with_user(self.own).create({
            'event_type': 'email', 'subject_template_id': self.make_subject().id, 'start': '2026-03-02 08:00:00',
            'partner_id': self.make_partner(email='svitanok@example.com').id})
        self.own.email = 'manager@example.com'
        action = event.action_send_email()
        composer = Form(self.env[action['res_model']].with_user(self.own).with_context(**action['context']))
        self.assertEqual(composer.subject, 'Нагадування про оплату рахунка')

    def test_what_somebody_typed_stays(self):
        """Before a ready subject is chosen, after it, with another one, and by a call from outside."""
        form = Form(self.env['bas.event'].with_user(self.own))
        form.event_type, form.subject, form.description = 'email', 'Рахунок № 15', '<p>Моє</p>'
        form.subject_template_id = self.make_subject()
        self.assertEqual((form.subject, form.description), ('Рахунок № 15', '<p>Моє</p>'))
        form.subject_template_id = self.make_subject(name='Інша', content='<p>Інший</p>')
        form.event_type = 'call'
        event = form.save()
        self.assertEqual((event.subject, event.description), ('Рахунок № 15', '<p>Моє</p>'))
        form = Form(self.env['bas.event'].with_user(self.own))
        form.subject_template_id = self.make_subject()
        form.subject = 'Нагадати про оплату: остання'
        form.subject_template_id = self.make_subject(name='Інша')
        self.assertEqual(form.save().subject, 'Нагадати про оплату: остання')
        event.write({'subject_template_id': self.make_subject().id, 'subject': 'З обміну'})
        self.assertEqual(event.subject, 'З обміну')

    def test_the_name_of_a_lead_gives_way_to_a_ready_subject(self):
        """Nobody typed it: the button of the lead filled it in."""
        form = Form(self.env['bas.event'].with_user(self.own).with_context(**self.make_lead().action_new_event()['context']))
        self.assertEqual(form.subject, 'Needs tables')
        form.subject_template_id = self.make_subject()
        self.assertEqual(form.subject, 'Нагадати про оплату')

    def test_another_counterparty_is_another_participant(self):
        wrong, right = self.make_partner(name='Не той'), self.make_partner(name='Той')
        form = Form(self.env['bas.event'])
        form.subject, form.partner_id = 'Лист', wrong
        form.partner_id = right
        self.assertEqual(form.save().participant_ids.partner_id, right)

    def test_whoever_is_chosen_takes_part(self):
        partner = self.make_partner(phone='+380 67 123 98 76')
        event = self.make_event(partner_id=partner.id)
        self.assertEqual((event.participant_ids.partner_id, event.participant_ids.how_to_contact), (partner, partner.phone))

    # ------------------------------------------------------------
    # From documents
    # ------------------------------------------------------------

    def new_from(self, document):
        """The event that the button of a document opens, saved."""
        action = document.action_new_event()
        return self.env['bas.event'].with_context(**action['context']).create({'subject': 'Дзвінок'})

    def test_from_a_lead(self):
        lead = self.make_lead(contact_name='Марія Левченко', phone='067 123-98-76')
        event = self.new_from(lead)
        self.assertEqual((event.lead_id, event.partner_id.id), (lead, False))
        self.assertEqual((event.participant_ids.name, event.participant_ids.how_to_contact), ('Марія Левченко', '067 123-98-76'))
        lead._convert_to_customer()
        self.assertEqual(event.commercial_partner_id, lead.counterparty_id, 'the history goes over to the customer')
        self.assertEqual(lead.counterparty_id.event_count, 1)

    def test_from_a_counterparty_an_order_a_contract_and_a_task(self):
        partner = self.make_partner()
        contract = self.env['bas.contract'].create({'partner_id': partner.id})
        contract.state = 'active'
        order = self.env['sale.order'].create({'partner_id': partner.id, 'contract_id': contract.id})
        task = self.make_task(self.make_employee(), {'partner_id': partner.id, 'order_id': order.id}, order_id=order.id)
        for document, field in ((partner, 'partner_id'), (order, 'order_id'), (contract, 'contract_id'), (task, 'work_task_id')):
            event = self.new_from(document)
            self.assertEqual((event[field], event.partner_id), (document, partner))
        self.assertEqual(self.new_from(order).contract_id, contract)
        partner.invalidate_recordset()
        self.assertEqual(partner.event_count, 5)

    def test_one_history_for_the_client_and_its_people(self):
        partner = self.make_partner()
        person = self.env['res.partner'].create({'name': 'Марія', 'parent_id': partner.id})
        older = self.make_event(partner_id=partner.id)
        newer = self.make_event(partner_id=person.id, start='2026-03-03 08:00:00', stop='2026-03-03 09:00:00')
        self.make_event(partner_id=self.make_partner(name='Інший').id)
        seen = self.env['bas.event'].search(partner.action_view_events()['domain'])
        self.assertEqual(list(seen), [newer, older], 'newest first')
        self.assertEqual((partner.event_count, person.event_count), (2, 1))
        self.make_event(partner_id=partner.id, participant_ids=[(0, 0, {'partner_id': person.id})])
        person.invalidate_recordset()
        self.assertEqual(person.event_count, 2, 'also where the person only takes part')
        self.assertEqual(self.env['bas.event'].search_count(person.action_view_events()['domain']), 2)

    def test_merged_leads_keep_their_events(self):
        leads = self.make_lead() | self.make_lead(name='Ще столи')
        events = [self.make_event(lead_id=lead.id) for lead in leads]
        merged = leads.merge_opportunity()
        self.assertEqual({event.lead_id for event in events}, {merged})
        mine = self.make_lead() | self.make_lead(name='Ще столи')
        colleagues, archived = self.make_event(lead_id=mine[1].id, user_id=self.other.id), self.make_event(lead_id=mine[1].id)
        archived.active = False
        merged = mine.with_user(self.own).merge_opportunity()
        self.assertEqual((colleagues.lead_id, archived.lead_id), (merged.sudo(False), merged.sudo(False)))

    def test_merged_counterparties_keep_their_events(self):
        first, second = self.make_partner(), self.make_partner(name='ТОВ «Світанок» (двічі)')
        event = self.make_event(partner_id=second.id)
        self.env['base.partner.merge.automatic.wizard'].create({})._merge((first | second).ids, first)
        self.assertEqual((event.partner_id, event.commercial_partner_id), (first, first))

    # ------------------------------------------------------------
    # To documents
    # ------------------------------------------------------------

    def caller(self, **values):
        return self.make_event(participant_ids=[(0, 0, {'name': 'Ігор', 'how_to_contact': '050 765-43-21'})], **values)

    def test_a_lead_from_a_caller_nobody_knows(self):
        event = self.caller(description='<p>Три столи</p>')
        action = event.with_user(self.own).action_create_lead()
        lead = event.lead_id
        self.assertEqual(action['res_id'], lead.id)
        self.assertEqual((lead.contact_name, lead.phone, lead.user_id, lead.type), ('Ігор', '050 765-43-21', self.own, 'lead'))
        self.assertIn('Три столи', lead.description)
        event.action_create_lead()
        self.assertEqual(self.env['crm.lead'].search_count([('contact_name', '=', 'Ігор')]), 1, 'a second click makes none')

    def test_a_counterparty_from_a_caller(self):
        event = self.caller()
        context = event.with_user(self.own).action_create_counterparty()['context']
        partner = self.env['res.partner'].with_user(self.head).with_context(**context).create({})
        self.assertEqual((partner.name, partner.phone, partner.is_customer), ('Ігор', '050 765-43-21', True))
        self.assertEqual(event.partner_id, partner)
        again = self.caller()
        firm = self.env['res.partner'].with_context(**again.action_create_counterparty()['context']).create({
            'name': 'ТОВ «Нове»', 'is_company': True, 'child_ids': [(0, 0, {'name': 'Ігор'})]})
        self.assertEqual(again.partner_id, firm, 'the firm, not its person')

    def test_an_order_a_task_and_the_next_event(self):
        partner = self.make_partner()
        event = self.make_event(partner_id=partner.id)
        with self.assertRaisesRegex(UserError, 'Choose the counterparty'):
            self.make_event().action_create_order()
        order = self.env['sale.order'].with_context(**event.action_create_order()['context']).create({})
        self.assertEqual((order.partner_id, event.order_id), (partner, order))
        performer = self.make_employee()
        task = self.env['bas.work.task'].with_context(**event.action_create_task()['context']).create(
            {'performer_id': performer.id})
        self.assertEqual((task.event_id, task.line_ids.partner_id, task.operation), (event, partner, 'external'))
        following = self.env['bas.event'].with_context(**event.action_create_next()['context']).create({})
        self.assertEqual((following.previous_id, following.partner_id, following.order_id), (event, partner, order))
        self.assertEqual((following.start, following.stop), (datetime(2026, 3, 9, 8), datetime(2026, 3, 9, 8, 30)))
        self.assertEqual(following.participant_ids.partner_id, partner)

    # ------------------------------------------------------------
    # Outcome
    # ------------------------------------------------------------

    def test_the_next_week_at_the_same_hour_of_the_clock(self):
        """On 29 March 2026 Kyiv goes over to summer time: 10:00 are 08:00 UTC before and 07:00 after."""
        event = self.make_event(start='2026-03-26 08:00:00', stop='2026-03-26 08:30:00').with_context(tz='Europe/Kyiv')
        self.assertEqual(event.action_create_next()['context']['default_start'], datetime(2026, 4, 2, 7))
        with freeze_time('2026-03-26 06:00:00'):
            self.move(event, choice='week')
        self.assertEqual((event.start, event.stop), (datetime(2026, 4, 2, 7), datetime(2026, 4, 2, 7, 30)))

    def test_not_reached_comes_again_in_two_hours(self):
        event = self.make_event(stop='2026-03-02 08:20:00')
        event.with_user(self.own).action_not_reached()
        self.assertEqual((event.start, event.stop), (datetime(2026, 3, 2, 12, 10), datetime(2026, 3, 2, 12, 30)))
        self.assertEqual((event.category, event.attempt_count), ('planned', 1))
        self.assertEqual(event.calendar_event_id.start, event.start)
        self.assertIn('attempt 1', event.message_ids[0].body)
        event.action_done()
        with self.assertRaisesRegex(UserError, 'already'):
            event.action_not_reached()

    def move(self, events, **values):
        wizard = events.env['bas.event.move'].with_context(**events.action_move()['context']).create(values)
        wizard.action_move()

    def test_moved_to_another_time(self):
        event, later = self.make_event(), self.make_event(start='2026-03-02 12:00:00', stop='2026-03-02 14:00:00')
        self.move(event | later, choice='tomorrow')
        self.assertEqual((event.start, event.stop), (datetime(2026, 3, 3, 8), datetime(2026, 3, 3, 8, 30)))
        self.assertEqual((later.start, later.stop), (datetime(2026, 3, 3, 12), datetime(2026, 3, 3, 14)))
        self.move(event, choice='hour')
        self.assertEqual(event.start, datetime(2026, 3, 2, 11, 10))
        self.move(event, choice='other', start='2026-04-01 09:00:00')
        self.assertEqual(event.stop, datetime(2026, 4, 1, 9, 30))
        old = self.make_event(start='2026-02-02 08:00:00', stop='2026-02-02 09:00:00')
        self.move(old, choice='tomorrow')
        self.assertEqual(old.start, datetime(2026, 3, 3, 8), 'what is overdue moves from today')
        ahead = self.make_event(start='2026-03-20 08:00:00', stop='2026-03-20 09:00:00')
        self.move(ahead, choice='tomorrow')
        self.assertEqual(ahead.start, datetime(2026, 3, 3, 8), 'tomorrow is tomorrow')
        wizard = self.env['bas.event.move'].with_context(**ahead.action_move()['context']).create({})
        ahead.action_done()
        with self.assertRaisesRegex(UserError, 'already'):
            wizard.action_move()

    def test_what_is_overdue_and_for_today(self):
        late = self.make_event()
        today = self.make_event(start='2026-03-02 12:00:00', stop='2026-03-02 13:00:00')
        tomorrow = self.make_event(start='2026-03-03 12:00:00', stop='2026-03-03 13:00:00')
        done = self.make_event()
        done.action_done()
        events = late | today | tomorrow | done
        self.assertEqual(events.filtered('is_overdue'), late)
        self.assertEqual(events.filtered('is_today'), today)
        self.assertEqual(self.env['bas.event'].search([('is_overdue', '=', True), ('id', 'in', events.ids)]), late)
        self.assertEqual(self.env['bas.event'].search([('is_today', '=', True), ('id', 'in', events.ids)]), today)

    def test_the_counter_of_the_day(self):
        self.make_event()
        self.make_event(start='2026-03-02 12:00:00', stop='2026-03-02 13:00:00')
        self.make_event(user_id=self.other.id)
        task = self.make_task(self.make_employee(user=self.own))
        groups = {group['model']: group for group in self.env['res.users'].with_user(self.own)._get_activity_groups()}
        self.assertEqual((groups['bas.event']['overdue_count'], groups['bas.event']['today_count']), (1, 1))
        self.assertNotIn('calendar.event', groups, 'not counted twice')
        self.assertEqual(groups['bas.work.task']['today_count'] + groups['bas.work.task']['overdue_count'], 1)
        task.action_done()
        groups = {group['model']: group for group in self.env['res.users'].with_user(self.own)._get_activity_groups()}
        self.assertNotIn('bas.work.task', groups)
        self.env['res.users'].with_user(self.clerk)._get_activity_groups()

    def test_a_status_in_use_keeps_its_meaning(self):
        event = self.make_event()
        with self.assertRaisesRegex(UserError, 'category cannot be changed'):
            event.status_id.with_user(self.head).category = 'done'
        extra = self.env['bas.activity.status'].with_user(self.head).create(
            {'name': 'Чекаємо', 'category': 'planned', 'sequence': 99})
        event.status_id = extra
        self.assertEqual(event.category, 'planned')
        self.env['bas.activity.status'].search([('category', '=', 'done')]).active = False
        with self.assertRaisesRegex(UserError, 'There is no status'):
            event.action_done()

    def test_bad_input_is_saved_or_refused_kindly(self):
        text = 'Дуже довга тема 🙂 ' + 'مرحبا' * 60
        event = self.make_event(subject=text)
        self.assertEqual(event.calendar_event_id.name, text)
        caller = self.make_event(participant_ids=[(0, 0, {'name': 'Хтось', 'how_to_contact': 'без телефону'})])
        caller.action_create_lead()
        self.assertEqual(caller.lead_id.phone, 'без телефону')
