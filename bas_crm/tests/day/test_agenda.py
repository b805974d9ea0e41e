from freezegun import freeze_time

from odoo.tests import tagged

from ...models.day.sources import ACTIVITY_ALIASES, DOCUMENTS, SOURCES, STEPS
from ..common_agenda import AgendaCase, at

BUCKETS = ['overdue', 'today', 'tomorrow', 'week', 'later', 'none']


@tagged('post_install', '-at_install')
class TestAgenda(AgendaCase):
    """What is to be done, and in which column it stands."""

    # ------------------------------------------------------------
    # Kinds
    # ------------------------------------------------------------

    def test_a_row_for_each_thing_to_do(self):
        employee = self.make_employee(user=self.own)
        lead = self.make_lead(name='Столи для кафе', partner_name='ПП «Кава»', phone='+380671112233', expected_revenue=500.0)
        waiting = self.age(self.make_lead(name='Шафа', contact_name='Олена'), '2026-03-03 10:00:00')
        order, offered = self.make_order(), self.make_order()
        offer = self.make_sent_offer(offered, title='з доставкою')
        event = self.make_event(partner_id=self.partner.id, start='2026-03-04 12:00:00', stop='2026-03-04 12:30:00')
        task = self.make_task(employee, {'start': '2026-03-05 07:00:00', 'stop': '2026-03-05 09:00:00', 'description': 'Заміри'})
        activity = self.make_activity(self.partner, '2026-03-06', summary='Надіслати каталог')
        rows = {row.kind: row for row in self.find()}
        self.assertEqual(set(rows), {'event', 'task', 'activity', 'unanswered', 'lead', 'offer', 'order'})
        self.assertEqual(len(self.find()), 7, 'the order of the offer is shown as the offer')
        self.assertEqual(
            {kind: (row.bucket, row.subject, row.who) for kind, row in rows.items()},
            {'event': ('today', 'Обговорити заміри', 'ТОВ «Світанок»'), 'task': ('tomorrow', 'Заміри', False),
             'activity': ('week', 'Надіслати каталог', 'ТОВ «Світанок»'), 'unanswered': ('overdue', 'Шафа', 'Олена'),
             'lead': ('none', 'Столи для кафе', 'ПП «Кава»'), 'offer': ('none', 'A · з доставкою', 'ТОВ «Світанок»'),
             'order': ('none', 'Стіл and 1 more', 'ТОВ «Світанок»')})
        self.assertEqual(
            [(rows[kind].res_model, rows[kind].res_id) for kind in (
                'event', 'task', 'activity', 'unanswered', 'lead', 'offer', 'order')],
            [('bas.event', event.id), ('bas.work.task.line', task.line_ids.id), ('mail.activity', activity.id),
             ('crm.lead', waiting.id), ('crm.lead', lead.id), ('bas.commercial.offer', offer.id), ('sale.order', order.id)])
        self.assertEqual(rows['lead'].phone, '+380671112233')
        self.assertEqual(
            {kind: row.amount for kind, row in rows.items()},
            {'event': 0.0, 'task': 0.0, 'activity': 0.0, 'unanswered': 0.0, 'lead': 500.0, 'offer': 2068.8, 'order': 2068.8},
            '2·700 + 4·90·0.9 = 1724 and VAT of 344.80')
        self.assertEqual(rows['order'].document, order.name)
        self.assertEqual(rows['offer'].document, offer.name)

    def test_one_table_of_steps(self):
        """What finishes a step, the query, the texts of cards and the dialog know the same models."""
        steps = {name for name, model in self.env.registry.items() if hasattr(model, '_finish_step') and not model._abstract}
        self.assertEqual(steps, STEPS.keys())
        documents = {name for name in steps if 'bas_no_step_reason' in self.env[name]._fields}
        self.assertEqual(documents, DOCUMENTS)
        for key, source in SOURCES.items():
            self.assertTrue(hasattr(self.agenda, f'_describe_{key}'), key)
            self.assertLessEqual(set(source.shown), self.env[source.model]._fields.keys(), key)
        self.assertEqual(ACTIVITY_ALIASES.keys(), DOCUMENTS | {'res.partner'})

    def test_every_row_opens_its_document(self):
        task = self.make_task(self.make_employee(user=self.own), {'start': '2026-03-05 07:00:00', 'stop': '2026-03-05 09:00:00'})
        lead = self.make_lead()
        activity = self.make_activity(lead, '2026-03-05')
        for document, target in ((task.line_ids, task), (activity, lead), (self.make_event(), None), (self.make_order(), None)):
            action = self.do(document, 'action_open')
            self.assertEqual((action['res_model'], action['res_id']), ((target or document)._name, (target or document).id))
        action = self.find_row(activity).action_open_who()
        self.assertEqual((action['res_model'], action['res_id']), ('crm.lead', lead.id))
        call = self.make_event(partner_id=self.partner.id)
        self.assertEqual(self.find_row(call).action_open_who()['res_id'], self.partner.id)

    def test_what_is_finished_is_not_to_be_done(self):
        event = self.make_event()
        task = self.make_task(self.make_employee(user=self.own))
        activity = self.make_activity(self.partner, '2026-03-05')
        gone = [self.make_event(active=False), self.make_event(), self.make_lead(active=False)]
        gone[1].action_cancel()
        archived = self.make_partner(name='Архів')
        hidden = self.make_activity(archived, '2026-03-05')
        archived.active = False
        self.assertEqual(
            set(self.find().mapped('res_model')), {'bas.event', 'bas.work.task.line', 'mail.activity'})
        self.assertFalse(self.find_row(hidden))
        event.action_done()
        task.action_done()
        activity.action_feedback()
        self.assertFalse(self.find())

    # ------------------------------------------------------------
    # Columns
    # ------------------------------------------------------------

    def test_columns_by_the_days_of_the_user(self):
        """It is Wednesday, 10:00. In Kyiv a day ends at 22:00 by UTC."""
        for start, stop, bucket in (
            ('2026-03-02 08:00', '2026-03-02 08:30', 'overdue'),
            ('2026-03-04 07:00', '2026-03-04 07:59', 'overdue'),
            ('2026-03-04 07:00', '2026-03-04 09:00', 'today'),
            ('2026-03-03 12:00', '2026-03-04 12:00', 'today'),
            ('2026-03-04 21:30', '2026-03-04 22:30', 'today'),
            ('2026-03-04 22:00', '2026-03-04 22:30', 'tomorrow'),
            ('2026-03-05 21:59', '2026-03-05 22:30', 'tomorrow'),
            ('2026-03-05 22:00', '2026-03-05 22:30', 'week'),
            ('2026-03-08 21:59', '2026-03-08 22:30', 'week'),
            ('2026-03-08 22:00', '2026-03-08 22:30', 'later'),
            ('2026-06-01 08:00', '2026-06-01 08:30', 'later'),
        ):
            self.assertEqual(self.get_bucket(self.make_event(start=f'{start}:00', stop=f'{stop}:00')), bucket, start)

    def test_activities_have_days(self):
        for day, bucket in ((3, 'overdue'), (4, 'today'), (5, 'tomorrow'), (6, 'week'), (8, 'week'), (9, 'later')):
            row = self.find_row(self.make_activity(self.partner, f'2026-03-{day:02}'))
            self.assertEqual((row.bucket, row.has_time), (bucket, False), day)

    def test_the_end_of_a_week(self):
        """On Friday the week has two days left, on Saturday and Sunday none after tomorrow."""
        events = [self.make_event(start=f'2026-03-{day:02} 08:00:00', stop=f'2026-03-{day:02} 08:30:00') for day in range(6, 12)]
        for now, buckets in (
            ('2026-03-06 06:00:00', ['today', 'tomorrow', 'week', 'later', 'later', 'later']),
            ('2026-03-07 06:00:00', ['overdue', 'today', 'tomorrow', 'later', 'later', 'later']),
            ('2026-03-08 06:00:00', ['overdue', 'overdue', 'today', 'tomorrow', 'later', 'later']),
            ('2026-03-09 06:00:00', ['overdue', 'overdue', 'overdue', 'today', 'tomorrow', 'week']),
        ):
            with freeze_time(now):
                self.env.invalidate_all()
                self.assertEqual([self.get_bucket(event) for event in events], buckets, now)

    def test_a_colleague_in_another_zone_has_other_days(self):
        event = self.make_event(start='2026-03-04 22:30:00', stop='2026-03-04 23:00:00', user_id=False)
        self.assertEqual(self.get_bucket(event), 'tomorrow')
        self.own.tz = 'Europe/London'
        self.assertEqual(self.get_bucket(event), 'today')

    def test_the_day_of_a_change_to_summer_time(self):
        """On 29 March clocks go from 3:00 to 4:00: the day begins at 22:00 and ends at 21:00 by UTC."""
        with freeze_time('2026-03-28 10:00:00'):
            for start, bucket in (('2026-03-28 21:59', 'today'), ('2026-03-28 22:00', 'tomorrow'),
                                  ('2026-03-29 20:59', 'tomorrow'), ('2026-03-29 21:00', 'later')):
                event = self.make_event(start=f'{start}:00', stop=f'{start[:11]}23:30:00')
                self.assertEqual(self.get_bucket(event), bucket, start)
            for day, bucket in (('2026-03-28', 'today'), ('2026-03-29', 'tomorrow'), ('2026-03-30', 'later')):
                self.assertEqual(self.get_bucket(self.make_activity(self.partner, day)), bucket, day)
            event = self.make_event(start='2026-03-28 08:00:00', stop='2026-03-28 10:30:00')
            self.find_row(event).write({'bucket': 'tomorrow'})
            self.assertEqual(event.start, at('2026-03-29 07:00:00'), '10:00 by the new clock')

    def test_all_columns_are_shown(self):
        self.make_event()
        board = self.agenda.with_user(self.own).with_context(read_group_expand=True)
        groups = board.web_read_group([], ['bucket'], ['amount:sum'])['groups']
        self.assertEqual([group['bucket'] for group in groups], BUCKETS)

    def test_sorted_by_time_then_by_money(self):
        waiting = self.age(self.make_lead(), '2026-03-03 06:00:00')
        poor, rich = self.make_lead(expected_revenue=10.0), self.make_lead(expected_revenue=20.0)
        late = self.make_event()
        calls = [self.make_event(start='2026-03-04 12:00:00', stop='2026-03-04 12:30:00', lead_id=lead.id) for lead in (
            self.make_lead(expected_revenue=5.0), self.make_lead(expected_revenue=7.0))]
        self.assertEqual(
            [(row.res_model, row.res_id) for row in self.find()],
            [(document._name, document.id) for document in (waiting, late, calls[1], calls[0], rich, poor)])

    def test_how_late(self):
        event = self.find_row(self.make_event(start='2026-03-02 08:00:00'))
        self.assertEqual((event.days_late, event.late), (2, 'days: 2'))
        event = self.find_row(self.make_event(start='2026-03-04 04:00:00', stop='2026-03-04 04:30:00'))
        self.assertEqual((event.days_late, event.late), (0, 'hours: 4'))
        event = self.find_row(self.make_event(start='2026-03-05 04:00:00', stop='2026-03-05 04:30:00'))
        self.assertEqual((event.days_late, event.late), (0, False))

    # ------------------------------------------------------------
    # Leads without an answer
    # ------------------------------------------------------------

    def test_two_working_hours_to_answer(self):
        """At 10:00 on Wednesday, one hour of the day has passed: what came until 17:00 on Tuesday should be answered."""
        for came, kind in (('2026-03-03 15:00:00', 'unanswered'), ('2026-03-03 15:00:01', 'lead'),
                           ('2026-03-02 10:00:00', 'unanswered'), ('2026-03-04 07:30:00', 'lead')):
            self.assertEqual(self.find_row(self.age(self.make_lead(), came)).kind, kind, came)

    def test_a_weekend_is_no_time_to_answer(self):
        lead = self.age(self.make_lead(), '2026-03-06 14:30:00')
        for now, kind in (
                ('2026-03-07 12:00:00', 'lead'), ('2026-03-09 07:29:00', 'lead'), ('2026-03-09 07:30:00', 'unanswered')):
            with freeze_time(now):
                self.env.invalidate_all()
                self.assertEqual(self.find_row(lead).kind, kind, now)

    def test_the_hours_are_a_setting(self):
        lead = self.age(self.make_lead(), '2026-03-03 13:00:00')
        for hours, kind in ((3, 'unanswered'), (4, 'unanswered'), (5, 'lead'), (0, 'lead')):
            self.company.bas_answer_hours = hours
            self.assertEqual(self.find_row(lead).kind, kind, hours)
        self.company.write({'bas_answer_hours': 2, 'bas_answer_since': '2026-01-01'})
        self.company.resource_calendar_id = False
        self.age(lead, '2026-03-04 05:59:00')
        self.assertEqual(self.find_row(lead).kind, 'unanswered', 'without a schedule every hour counts')

    def test_what_came_before_is_not_asked_for(self):
        """Before the setting was turned on, or before the firm moved here."""
        lead = self.age(self.make_lead(), '2026-03-02 08:00:00')
        for since, moved_on, kind in (
                ('2026-03-02 08:00:00', False, 'unanswered'), ('2026-03-02 08:00:01', False, 'lead'),
                ('2026-01-01', '2026-03-02', 'unanswered'), ('2026-01-01', '2026-03-03', 'lead'), (False, False, 'unanswered')):
            self.company.write({'bas_answer_since': since, 'bas_moved_on': moved_on})
            self.assertEqual(self.find_row(lead).kind, kind, (since, moved_on))

    def test_the_setting_counts_from_the_moment_it_is_turned_on(self):
        lead = self.age(self.make_lead(), '2026-03-02 08:00:00')
        self.company.bas_answer_hours = 3
        self.assertEqual(self.find_row(lead).kind, 'unanswered', 'other hours are no new setting')
        self.company.bas_answer_hours = 0
        self.company.bas_answer_hours = 2
        self.assertEqual(self.find_row(lead).kind, 'lead')
        new = self.age(self.make_lead(), '2026-03-04 08:00:00')
        with freeze_time('2026-03-04 11:00:00'):
            self.assertEqual(self.find_row(new).kind, 'unanswered')

    def test_hours_of_two_companies(self):
        second = self.env['res.company'].create({'name': 'Друга фірма', 'bas_tz': 'Europe/Kyiv', 'bas_answer_hours': 0})
        self.own.company_ids += second
        leads = self.age(self.make_lead(), '2026-03-03 08:00:00'), self.age(
            self.make_lead(company_id=second.id, team_id=False), '2026-03-03 08:00:00')
        rows = self.agenda.with_user(self.own).with_context(allowed_company_ids=(self.company | second).ids).search([])
        self.assertEqual({row.lead_id: row.bucket for row in rows}, {leads[0]: 'overdue', leads[1]: 'none'})

    def test_what_counts_as_an_answer(self):
        words, note, question = 'Вітаємо', 'Нотатка', 'Ну як?'

        def come():
            return self.age(self.make_lead(email_from='a@example.com'), '2026-03-02 10:00:00')
        for answer in (
            lambda lead: self.make_event(lead_id=lead.id).action_done(),
            lambda lead: self.make_activity(lead, '2026-03-04').action_feedback(feedback='Подзвонила'),
            lambda lead: lead.with_user(self.own).message_post(
                body=words, message_type='comment', subtype_xmlid='mail.mt_comment'),
        ):
            lead = come()
            answer(lead)
            self.assertEqual(self.find_row(lead).kind, 'lead', lead.message_ids.mapped('body'))
        for silence in (
            lambda lead: lead.with_user(self.own).message_post(body=note, message_type='comment'),
            lambda lead: lead.message_post(body=question, message_type='email', email_from='a@example.com'),
            lambda lead: self.make_event(lead_id=lead.id).action_cancel(),
        ):
            lead = come()
            silence(lead)
            self.assertEqual(self.find_row(lead).kind, 'unanswered')
        lead = come()
        self.make_event(lead_id=lead.id)
        self.assertFalse(self.find_row(lead), 'a planned call is shown itself')

    # ------------------------------------------------------------
    # Documents without a next step
    # ------------------------------------------------------------

    def test_a_planned_step_takes_the_document_away(self):
        lead, order = self.make_lead(), self.make_order()
        offer = self.make_sent_offer()
        employee = self.make_employee(user=self.own)
        for document, plan in (
            (lead, lambda: self.make_event(lead_id=lead.id)), (lead, lambda: self.make_activity(lead, '2026-03-09')),
            (order, lambda: self.make_event(order_id=order.id)), (order, lambda: self.make_activity(order, '2026-03-09')),
            (order, lambda: self.make_task(employee, {'order_id': order.id}).line_ids),
            (offer, lambda: self.make_event(order_id=offer.order_id.id)),
            (offer, lambda: self.make_activity(offer, '2026-03-09')),
        ):
            self.assertEqual(self.get_bucket(document), 'none', plan)
            step = plan()
            self.assertFalse(self.find_row(document), plan)
            row = self.find_row(step)
            self.assertEqual(row.amount, {'crm.lead': 0.0}.get(document._name, 2068.8))
            row._get_step().sudo().unlink()

    def test_an_order_with_offers_is_one_thing_to_do(self):
        order = self.make_order()
        first = self.make_sent_offer(order)
        second = self.make_sent_offer(order)
        self.assertEqual([self.get_bucket(document) for document in (order, first, second)], [False, False, 'none'])
        (first | second)._decide({'state': 'rejected'})
        self.assertEqual(self.get_bucket(order), 'none', 'the customer wants none of them')
        self.bring(order, 'Being Fulfilled')
        self.assertEqual(self.get_bucket(order), 'none')
        self.bring(order, 'Fulfilled')
        self.assertFalse(self.find())

    def test_a_decided_lead_and_a_cancelled_order_need_no_step(self):
        leads = [self.make_lead(), self.make_lead(partner_name='ПП «Стіл»')]
        order = self.make_order()
        leads[0].action_set_lost()
        leads[1].action_convert_to_customer()
        self.bring(order, 'Cancelled')
        self.assertFalse(self.find())

    def test_money_in_another_currency(self):
        currency = self.env['res.currency'].create({'name': 'XTT', 'symbol': 'x', 'rate_ids': [(0, 0, {
            'name': '2026-01-01', 'rate': 0.7})]})
        pricelist = self.env['product.pricelist'].create({'name': 'x', 'currency_id': currency.id})
        order = self.make_order(pricelist_id=pricelist.id, order_line=[
            (0, 0, {'product_id': self.chair.id, 'product_uom_qty': 1, 'price_unit': 800.0, 'tax_ids': False})])
        self.assertEqual(order.amount_total, 800.0)
        row = self.find_row(order)
        # 800 / 0.7 = 1142.857…: rounded, as in the analysis
        self.assertEqual((row.amount, row.currency_id), (1142.86, self.company.currency_id))

    def test_searched_by_customer_and_subject(self):
        lead = self.make_lead(name='Столи для кафе', partner_name='ПП «Кава»')
        event = self.make_event(partner_id=self.partner.id, subject='Ціна шаф')
        for domain, document in (
            ([('who', 'ilike', 'кава')], lead), ([('who', 'ilike', 'світанок')], event), ([('subject', 'ilike', 'шаф')], event),
            ([('subject', 'ilike', 'кафе')], lead), ([('commercial_partner_id', 'ilike', 'світанок')], event),
        ):
            rows = self.find(self.own, domain)
            self.assertEqual([(row.res_model, row.res_id) for row in rows], [(document._name, document.id)], domain)
        self.assertFalse(self.find(self.own, [('who', 'ilike', 'немає такого')]))
