from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .test_work_order import WorkOrderCase


@tagged('post_install', '-at_install')
class TestWorkOrderCancel(WorkOrderCase):
    """Works of a cancelled order are removed from the calendar, so the performers' time is free."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first.user_id = new_test_user(cls.env, 'master', groups='bas_crm.group_performer')
        cls.reason = cls.env['bas.cancel.reason'].create({'name': 'Замовник передумав'})

    @classmethod
    def make_planned(cls, **values):
        order = cls.make_order(
            {'employee_id': cls.first.id, 'hours': 3}, {'employee_id': cls.second.id},
            **{'work_start': '2026-03-04 07:00:00', 'work_stop': '2026-03-04 12:00:00', **values})
        order.action_plan_tasks()
        return order

    def check(self, tasks, *categories):
        """The tasks are of these categories, and their time is taken in the calendar unless they are cancelled."""
        self.assertEqual(tasks.mapped('category'), list(categories))
        for line in tasks.line_ids:
            self.assertEqual(line.calendar_event_id.active, line.category != 'cancelled', line.task_id.name)

    def read_history(self, order):
        return [str(message.body) for message in order.message_ids if 'Cancelled in the calendar' in (message.body or '')]

    # ------------------------------------------------------------
    # The order is cancelled
    # ------------------------------------------------------------

    def test_a_cancelled_order_frees_the_time(self):
        order = self.make_planned()
        tasks = order.performer_ids.task_id
        self.check(tasks, 'planned', 'planned')
        order.with_user(self.own).action_cancel()
        self.check(tasks, 'cancelled', 'cancelled')
        self.assertEqual(order.state, 'cancel')
        [text] = self.read_history(order)
        self.assertRegex(text, 'Cancelled in the calendar: Василь Гончар, .*9:00.*; Петро Лисенко, ', '7:00 UTC is 9:00 in Kyiv')
        self.assertEqual(tasks[0].date_start, datetime(2026, 3, 4, 7), 'the task remembers when it was to be')

    def test_a_cancelled_stage_frees_the_time(self):
        order = self.make_planned()
        order.with_user(self.own).write({
            'stage_id': order.order_type_id.stage_ids.filtered('is_cancelled')[:1].id, 'cancel_reason_id': self.reason.id})
        self.check(order.performer_ids.task_id, 'cancelled', 'cancelled')
        self.assertEqual(len(self.read_history(order)), 1)

    def test_what_is_done_stays(self):
        order = self.make_planned()
        first, second = order.performer_ids.task_id
        first.action_done()
        order.action_cancel()
        self.check(first | second, 'done', 'cancelled')
        self.assertNotIn('Гончар', self.read_history(order)[0])

    def test_what_is_billed_stays(self):
        """An extra hour was billed: the task is kept for it, without the works of the order."""
        order = self.make_planned()
        kind = self.env['bas.work.type'].create({'name': 'Монтаж', 'product_id': self.mounting.id, 'price_hour': 450})
        task = order.performer_ids[0].task_id
        works = task.line_ids
        task.line_ids = [(0, 0, {'work_type_id': kind.id, 'start': '2026-03-04 10:00:00', 'stop': '2026-03-04 11:00:00'})]
        task.action_add_to_order()
        order.action_cancel()
        self.check(task, 'planned')
        self.assertEqual(task.date_start, datetime(2026, 3, 4, 10))
        self.check(works.task_id, 'cancelled')
        self.assertEqual((works.task_id.performer_id, works.task_id.order_id), (self.first, order))

    def test_works_for_others_in_the_same_task_stay(self):
        order, other = self.make_planned(), self.make_order(lines=[])
        task = order.performer_ids[0].task_id
        works = task.line_ids
        task.line_ids = [(0, 0, {'order_id': other.id, 'start': '2026-03-04 13:00:00', 'stop': '2026-03-04 15:00:00'})]
        order.action_cancel()
        self.check(task, 'planned')
        self.assertEqual(task.line_ids.order_id, other)
        self.check(works.task_id, 'cancelled')
        order.action_draft()
        order.work_start = '2026-03-05 07:00:00'
        order.action_plan_tasks()
        self.assertNotEqual(order.performer_ids[0].task_id, task, 'nothing of it is for this order any more')

    def test_a_task_given_by_a_colleague_is_cancelled_too(self):
        order = self.make_planned()
        order.work_task_ids.user_id = self.other
        given = self.make_task(self.make_employee('Іван Мороз'), order_id=order.id, user_id=self.other.id)
        self.assertFalse(given.with_user(self.own).has_access('read'))
        order.with_user(self.own).action_cancel()
        self.check(order.performer_ids.task_id | given, 'cancelled', 'cancelled', 'cancelled')
        self.assertIn('Іван Мороз', self.read_history(order)[0])

    def test_without_access_to_the_order_nothing_is_cancelled(self):
        order = self.make_planned()
        for change in (lambda record: record.write({'state': 'cancel'}), lambda record: record.performer_ids[0].unlink(),
                       lambda record: record.performer_ids[0].write({'employee_id': self.make_employee('Хтось').id})):
            with self.assertRaises(AccessError):
                change(order.with_user(self.other))
            self.check(order.performer_ids.task_id, 'planned', 'planned')

    def test_nobody_gets_a_letter(self):
        """The performer sees the change in the calendar."""
        order = self.make_planned().with_context(tracking_disable=False)
        self.cr.precommit.run()
        since = self.env['mail.message'].search([], order='id desc', limit=1).id
        order.action_cancel()
        self.env.flush_all()
        self.cr.precommit.run()
        messages = self.env['mail.message'].search([('id', '>', since)])
        self.assertIn(order.performer_ids.task_id[0].id, messages.filtered(
            lambda message: message.model == 'bas.work.task').mapped('res_id'), 'the task tells when it was cancelled')
        self.assertFalse(messages.notification_ids)
        self.assertFalse(messages.mail_ids)

    def test_a_customer_who_declines_on_the_portal_frees_the_time(self):
        order = self.make_planned()
        order.with_user(self.env.ref('base.public_user')).sudo()._action_cancel()
        self.check(order.performer_ids.task_id, 'cancelled', 'cancelled')
        self.assertEqual(len(self.read_history(order)), 1)

    def test_tasks_of_a_customer_order_are_the_managers(self):
        order = self.env['sale.order'].create({'partner_id': self.partner.id})
        task = self.make_task(self.second, order_id=order.id)
        order.action_cancel()
        self.check(task, 'planned')

    def test_an_order_reset_to_quotation_is_planned_again(self):
        order = self.make_planned()
        before = order.performer_ids.task_id
        order.action_cancel()
        order.action_draft()
        self.check(before, 'cancelled', 'cancelled')
        order.work_start = '2026-03-05 07:00:00'
        self.check(before, 'cancelled', 'cancelled')
        order.with_user(self.own).action_plan_tasks()
        after = order.performer_ids.task_id
        self.assertFalse(before & after)
        self.check(after, 'planned', 'planned')
        self.assertEqual(after.mapped('date_start'), [datetime(2026, 3, 5, 7)] * 2)
        order.action_confirm()
        order.action_cancel()
        self.check(before | after, *['cancelled'] * 4)

    def test_a_deleted_order_frees_the_time(self):
        order = self.make_planned()
        tasks = order.performer_ids.task_id
        order.with_user(self.head).unlink()
        self.check(tasks, 'cancelled', 'cancelled')

    def test_many_orders_take_few_queries_each(self):
        def count(number):
            orders = self.env['sale.order'].concat(*(self.make_planned() for _each in range(number)))
            works = orders._get_works_ahead()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            orders._cancel_works(works)
            self.env.flush_all()
            self.assertEqual(set(works.mapped('category')), {'cancelled'})
            return self.cr.sql_log_count - before
        count(1)
        few, many = count(2), count(8)
        self.assertLessEqual(many, few, 'twelve tasks more')

    # ------------------------------------------------------------
    # A performer leaves
    # ------------------------------------------------------------

    def test_a_performer_taken_off_has_the_time_free(self):
        order = self.make_planned()
        first, second = order.performer_ids.task_id
        elsewhere = self.make_planned().performer_ids[0].task_id
        order.with_user(self.own).performer_ids = [(2, order.performer_ids[0].id)]
        self.check(first | second, 'cancelled', 'planned')
        self.check(elsewhere, 'planned')
        [text] = self.read_history(order)
        self.assertIn('Василь Гончар', text)
        self.assertNotIn('Лисенко', text)

    def test_all_taken_off_at_once_are_told_once(self):
        order = self.make_planned()
        tasks = order.performer_ids.task_id
        order.with_user(self.own).write({'performer_ids': [(5,)], 'work_start': '2026-03-04 08:00:00'})
        self.check(tasks, 'cancelled', 'cancelled')
        self.assertEqual(len(self.read_history(order)), 1)

    def test_what_who_leaves_has_done_stays(self):
        order = self.make_planned()
        task = order.performer_ids[0].task_id
        task.action_done()
        order.performer_ids[0].unlink()
        self.check(task, 'done')
        self.assertFalse(self.read_history(order))

    def test_somebody_else_in_the_row(self):
        order, third = self.make_planned(), self.make_employee('Іван Мороз')
        before = order.performer_ids[0].task_id
        order.with_user(self.own).write({
            'work_start': '2026-03-04 08:00:00', 'performer_ids': [(1, order.performer_ids[0].id, {'employee_id': third.id})]})
        self.check(before, 'cancelled')
        self.assertEqual(before.date_start, datetime(2026, 3, 4, 7), 'it was to be then')
        self.assertIn('Василь Гончар', self.read_history(order)[0])
        self.assertFalse(order.performer_ids[0].task_id)
        order.with_user(self.own).action_plan_tasks()
        task = order.performer_ids[0].task_id
        self.assertEqual((task.performer_id, task.date_start), (third, datetime(2026, 3, 4, 8)))

    def test_a_task_that_was_passed_on_is_the_others(self):
        """The task is dragged to a colleague's calendar, and then the performer of the order is corrected."""
        order, third = self.make_planned(), self.make_employee('Іван Мороз')
        task = order.performer_ids[0].task_id
        task.performer_id = third
        order.performer_ids[0].employee_id = third
        self.check(task, 'planned')
        self.assertEqual(order.performer_ids[0].task_id, task)
        self.assertFalse(self.read_history(order))
