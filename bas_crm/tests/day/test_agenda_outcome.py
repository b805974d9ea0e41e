from lxml import etree

from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import Form, new_test_user, tagged

from ..common_agenda import AgendaCase, at


@tagged('post_install', '-at_install')
class TestAgendaOutcome(AgendaCase):
    """✓ asks for the outcome and the next step. It is Wednesday, 4 March 2026, 10:00."""

    def read_history(self, record):
        return ' '.join(etree.fromstring(f'<div>{message.body}</div>').xpath('string()') for message in record.message_ids)

    # ------------------------------------------------------------
    # Finished
    # ------------------------------------------------------------

    def test_a_call_about_a_lead(self):
        lead = self.make_lead(name='Столи')
        event = self.make_event(lead_id=lead.id, description='<p>Питала про ціну</p>')
        self.finish(event, outcome='Чекає на зразки')
        self.assertEqual(event.category, 'done')
        self.assertEqual(event.stop, at('2026-03-04 08:00:00'), 'it was done now')
        self.assertEqual(event.planned_start, at('2026-03-02 08:00:00'))
        self.assertEqual(event.description, '<p>Питала про ціну</p><p>Чекає на зразки</p>')
        self.assertIn('Phone Call: Чекає на зразки', self.read_history(lead))
        following = self.get_next(lead_id=lead.id)
        self.assertEqual(
            (following.start, following.event_type, following.subject, following.user_id, following.previous_id),
            (at('2026-03-05 08:00:00'), 'call', 'Обговорити заміри', self.own, event), 'tomorrow at the same hour')
        self.assertEqual(self.get_bucket(following), 'tomorrow')

    def test_the_dialog_is_filled_in(self):
        """Two clicks and typing: the next step is proposed for tomorrow, of the same type."""
        event = self.make_event(
            event_type='meeting', partner_id=self.partner.id, start='2026-03-04 12:00:00', stop='2026-03-04 13:00:00')
        dialog = self.do(event, 'action_done')
        form = Form(self.env['bas.agenda.outcome'].with_user(self.own).with_context(**dialog['context']))
        self.assertEqual((form.step_name, form.who), ('Обговорити заміри', 'ТОВ «Світанок»'))
        self.assertEqual((form.next_step, form.next_type, form.next_start), ('tomorrow', 'meeting', at('2026-03-05 12:00:00')))
        form.next_step = 'week'
        self.assertEqual(form.next_start, at('2026-03-11 12:00:00'))
        form.next_step = 'day'
        form.next_start = '2026-03-20 10:00:00'
        form.next_type = 'call'
        form.outcome = 'Домовились'
        form.save().action_save()
        following = self.get_next(partner_id=self.partner.id)
        self.assertEqual((following.start, following.event_type), (at('2026-03-20 10:00:00'), 'call'))

    def test_a_work_of_a_task(self):
        order = self.make_order()
        task = self.make_task(self.make_employee(user=self.own), {'order_id': order.id}, order_id=order.id, result='Дві стіни')
        self.finish(task.line_ids, outcome='Усі стіни')
        self.assertEqual((task.category, task.result), ('done', 'Дві стіни\nУсі стіни'))
        self.assertIn('Усі стіни', self.read_history(order))
        self.assertEqual(self.get_next(order_id=order.id).work_task_id, task)

    def test_one_of_several_works(self):
        """The other work stays planned, in its task; the finished one gets a task of its own."""
        task = self.make_task(
            self.make_employee(user=self.own), {'description': 'Заміри'},
            {'description': 'Монтаж', 'start': '2026-03-09 08:00:00', 'stop': '2026-03-09 10:00:00'})
        first, second = task.line_ids
        self.finish(first, next_step=False)
        self.assertEqual((first.task_id.category, second.task_id.category), ('done', 'planned'))
        self.assertEqual((second.task_id, first.task_id.result), (task, 'Домовились'))
        self.assertIn(first.task_id.name, self.read_history(task))
        self.assertEqual(self.get_bucket(second), 'later')

    def test_an_activity(self):
        lead = self.make_lead()
        activity = self.make_activity(lead, '2026-03-02', summary='Надіслати каталог')
        self.finish(activity, outcome='Надіслано', next_step='week')
        self.assertEqual((activity.active, activity.feedback), (False, 'Надіслано'))
        self.assertIn('Надіслано', self.read_history(lead))
        following = self.get_next(lead_id=lead.id)
        self.assertEqual((following.subject, following.start), ('Надіслати каталог', at('2026-03-11 07:00:00')))

    def test_a_document_without_a_step(self):
        """What was done becomes an event; then a lead is answered."""
        lead = self.age(self.make_lead(name='Столи'), '2026-03-02 08:00:00')
        offer = self.make_sent_offer()
        for document, found in ((lead, {'lead_id': lead.id}), (offer, {'order_id': offer.order_id.id})):
            self.finish(document, done_type='meeting', outcome='Зустрілись')
            done = self.env['bas.event'].search([('category', '=', 'done'), *(
                (name, '=', value) for name, value in found.items())])
            self.assertEqual(
                (done.event_type, done.stop, done.description), ('meeting', at('2026-03-04 08:00:00'), '<p>Зустрілись</p>'))
            self.assertEqual(self.get_next(**found).start, at('2026-03-05 07:00:00'))
            self.assertFalse(self.find_row(document))

    def test_no_next_step_is_needed(self):
        lead, order = self.make_lead(), self.make_order()
        offer = self.make_sent_offer()
        event = self.make_event(order_id=order.id)
        for step, document in ((lead, lead), (event, order), (offer, offer)):
            self.finish(step, next_step='none', no_step_reason='Сам передзвонить')
            self.assertEqual(document.bas_no_step_reason, 'Сам передзвонить')
            self.assertIn('No next step is needed: Сам передзвонить', self.read_history(document))
        self.assertFalse(self.find())

    def test_no_next_step_of_an_order_with_an_offer(self):
        offer = self.make_sent_offer()
        self.finish(self.make_event(order_id=offer.order_id.id), next_step='none', no_step_reason='Сам передзвонить')
        self.assertFalse(self.find(), 'the order is on the board as its offer')
        later = self.make_sent_offer(offer.order_id)
        self.assertEqual(self.get_bucket(later), 'none', 'another offer waits for an answer')

    def test_a_reason_lasts_until_a_step_is_planned(self):
        employee = self.make_employee(user=self.own)
        for plan in (
            lambda order: self.make_event(order_id=order.id),
            lambda order: self.make_activity(order, '2026-03-09'),
            lambda order: self.make_task(employee, {'order_id': order.id}).line_ids,
        ):
            offer = self.make_sent_offer()
            order = offer.order_id
            for document in (offer, order):
                document._program_write({'bas_no_step_reason': 'Сам'})
            step = plan(order)
            self.assertEqual((offer.bas_no_step_reason, order.bas_no_step_reason), (False, False))
            step.unlink()
            self.assertEqual(self.get_bucket(offer), 'none')
        event = self.make_event()
        lead = self.make_lead()
        lead._program_write({'bas_no_step_reason': 'Сам'})
        event.action_done()
        event.lead_id = lead
        self.assertTrue(lead.bas_no_step_reason, 'a past event plans nothing')
        event.action_plan()
        self.assertFalse(lead.bas_no_step_reason)

    def test_a_copy_has_no_reason(self):
        order = self.make_order()
        order._program_write({'bas_no_step_reason': 'Сам'})
        self.assertFalse(order.copy().bas_no_step_reason)

    def test_answers_that_are_missing(self):
        event = self.make_event()
        for answers, words in (
            ({'outcome': ' '}, 'in one line'), ({'next_step': 'none'}, 'why no next step'),
            ({'next_step': 'none', 'no_step_reason': ' '}, 'why'), ({'next_step': 'day', 'next_start': False}, 'Choose the day'),
            ({'next_step': 'day', 'next_start': '2026-03-03 08:00:00'}, 'past'),
        ):
            with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                self.finish(event, **answers)
        self.assertEqual(event.category, 'planned')
        self.finish(event, next_step=False)
        self.assertEqual(event.category, 'done', 'without the setting a next step may be left out')
        self.assertFalse(self.get_next(subject=event.subject))

    def test_a_performer_is_not_asked_for_the_next_step(self):
        worker = new_test_user(self.env, 'worker', groups='base.group_user,bas_crm.group_performer', tz='Europe/Kyiv')
        task = self.make_task(self.make_employee(user=worker), {'partner_id': self.partner.id}, {'description': 'Ще'})
        work = task.line_ids[0]
        self.company.bas_require_next_step = True
        self.finish(work, worker, outcome='Зроблено')
        self.assertEqual((work.task_id.category, task.category), ('done', 'planned'))
        self.assertFalse(self.get_next(partner_id=self.partner.id))

    def test_the_next_step_of_a_colleagues_order(self):
        """Who finishes a step of a colleague's order plans the next one for the customer; the reason is only told."""
        order = self.make_order(user_id=self.other.id)
        events = [self.make_event(order_id=order.id), self.make_event(order_id=order.id)]
        self.finish(events[0])
        following = self.get_next(previous_id=events[0].id)
        self.assertEqual((following.partner_id, following.order_id, following.user_id), (self.partner, order.browse(), self.own))
        self.finish(events[1], next_step='none', no_step_reason='Купив')
        self.assertFalse(order.bas_no_step_reason)
        self.assertIn('Купив', self.read_history(order))

    def test_two_people_finish_one_step(self):
        """The second one is told, and only the first outcome stays."""
        event = self.make_event()
        dialogs = [self.do(event, 'action_done', user) for user in (self.own, self.head)]
        first, second = (
            self.env['bas.agenda.outcome'].with_user(user).with_context(**dialog['context']).create({'outcome': user.login})
            for user, dialog in zip((self.own, self.head), dialogs, strict=True))
        first.action_save()
        with self.assertRaisesRegex(UserError, 'already done: own .* was first'):
            second.action_save()
        self.assertEqual(event.description, '<p>own</p>')
        self.assertEqual(len(self.get_next(subject=event.subject)), 1)

    # ------------------------------------------------------------
    # A next step is required
    # ------------------------------------------------------------

    def test_required(self):
        self.company.bas_require_next_step = True
        event = self.make_event(lead_id=self.make_lead().id)
        with self.assertRaisesRegex(UserError, 'Plan the next step'), self.env.cr.savepoint():
            self.finish(event, next_step=False)
        self.finish(event, next_step='none', no_step_reason='Купив')
        self.assertEqual(event.category, 'done')

    def test_required_by_the_buttons_of_events_and_tasks(self):
        self.company.bas_require_next_step = True
        order = self.make_order()
        employee = self.make_employee(user=self.own)
        event = self.make_event(lead_id=self.make_lead().id).with_user(self.own)
        task = self.make_task(employee, {'order_id': order.id}).with_user(self.own)
        done = self.env['bas.activity.status']._get('done')
        for document in (event, task):
            action = document.action_done()
            self.assertEqual(action['res_model'], 'bas.agenda.outcome')
            self.assertEqual(document.category, 'planned')
            with self.assertRaisesRegex(RedirectWarning, 'plan the next step'):
                document.write({'status_id': done.id})
        self.assertEqual(event.action_done_now()['res_model'], 'bas.agenda.outcome')
        wizard = self.env['bas.agenda.outcome'].with_user(self.own).with_context(**event.action_done()['context'])
        wizard.create({'outcome': 'Домовились'}).action_save()
        self.assertEqual(event.category, 'done')

    def test_required_by_activities(self):
        self.company.bas_require_next_step = True
        for document in (self.make_lead(), self.make_order(), self.make_sent_offer(), self.partner):
            activity = self.make_activity(document, '2026-03-02').with_user(self.own)
            for work in (activity.action_feedback, activity.action_done, activity.action_archive,
                         lambda activity=activity: activity.write({'active': False})):
                with self.assertRaisesRegex(RedirectWarning, 'plan the next step') as caught, self.env.cr.savepoint():
                    work()
                self.assertEqual(caught.exception.args[1]['context']['default_res_id'], activity.id)
            self.assertTrue(activity.active)
            wizard = self.env['bas.agenda.outcome'].with_user(self.own).with_context(**caught.exception.args[1]['context'])
            with self.env.cr.savepoint() as savepoint:
                self.assertEqual(wizard.create({'outcome': 'Домовились'}).action_save()['tag'], 'soft_reload')
                savepoint.rollback()
            self.finish(activity)
            self.assertFalse(activity.active)
            self.env['bas.event'].search([('category', '=', 'planned')]).action_cancel()

    def test_required_by_activities_that_are_done_together(self):
        """Two activities of one lead: the first one may go, both at once may not."""
        self.company.bas_require_next_step = True
        lead = self.make_lead()
        both = self.make_activity(lead, '2026-03-02') | self.make_activity(lead, '2026-03-03')
        events = self.make_event(order_id=self.make_order().id)
        events |= self.make_event(order_id=events.order_id.id)
        events = events.with_user(self.own)
        for work in (both.action_done, lambda: both.write({'active': False}), events.action_done):
            with self.assertRaisesRegex(RedirectWarning, 'plan the next step'), self.env.cr.savepoint():
                work()
        both[0].action_done()
        self.assertEqual(both.mapped('active'), [False, True])
        both[0].write({'active': False})  # done already
        both[1].sudo().write({'active': False})  # as the program

    def test_core_asks_for_the_next_activity(self):
        """«Done & Schedule Next» asks for the next step itself: its dialog opens for the same document."""
        self.company.bas_require_next_step = True
        lead = self.make_lead()
        for name in ('action_feedback_schedule_next', 'action_done_schedule_next'):
            activity = self.make_activity(lead, '2026-03-02')
            action = getattr(activity, name)()
            self.assertFalse(activity.active)
            self.assertEqual(
                (action['res_model'], action['context']['default_res_id'], action['context']['default_res_model']),
                ('mail.activity', lead.id, 'crm.lead'))
            self.assertNotIn('with_outcome', action['context'])
            self.assertEqual(self.get_bucket(lead), 'none', 'who closes that dialog finds the lead on the board')

    def test_an_activity_that_plans_the_next_one(self):
        self.company.bas_require_next_step = True
        lead = self.make_lead()
        kind = self.env['mail.activity.type'].create({
            'name': 'Дзвінок і лист', 'chaining_type': 'trigger', 'triggered_next_type_id': self.todo.id, 'delay_count': 2})
        activity = lead.with_user(self.own).activity_schedule(
            activity_type_id=kind.id, date_deadline='2026-03-02', user_id=self.own.id)
        activity.action_done()
        self.assertEqual(lead.activity_ids.activity_type_id, self.todo)

    def test_not_required(self):
        """Another step is planned, the document is finished, nobody is concerned, or the program does it."""
        self.company.bas_require_next_step = True
        lead = self.make_lead()
        both = [self.make_event(lead_id=lead.id), self.make_event(lead_id=lead.id)]
        lost = self.make_event(order_id=self.make_order().id)
        lost.order_id.cancel_reason_id = self.reason
        lost.order_id._action_cancel()
        nobodys = self.make_event(event_type='other')
        for event in (both[0], lost, nobodys):
            self.assertIs(event.with_user(self.own).action_done(), True)
            self.assertEqual(event.category, 'done')
        both[1].sudo().action_done()
        self.assertEqual(both[1].category, 'done')
        colleague = self.env['res.users'].search([('login', '=', 'own')])
        self.company.bas_require_next_step = False
        event = self.make_event(lead_id=lead.id)
        self.assertIs(event.with_user(colleague).action_done(), True)
