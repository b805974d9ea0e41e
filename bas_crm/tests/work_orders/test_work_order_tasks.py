from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .test_work_order import WorkOrderCase


@tagged('post_install', '-at_install')
class TestWorkOrderTasks(WorkOrderCase):
    """«Plan Tasks» creates one task for each performer in the calendar, and the work is billed once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, 'master', groups='bas_crm.group_performer')
        cls.first.user_id = cls.user
        cls.kind = cls.env['bas.work.type'].create({'name': 'Монтаж', 'product_id': cls.mounting.id, 'price_hour': 450})

    def make_planned(self, **values):
        return self.make_order(
            {'employee_id': self.first.id, 'hours': 3}, {'employee_id': self.second.id},
            lines=[(self.mounting, 4), (self.travel, 1), (self.cornice, 2)],
            **{'work_start': '2026-03-04 07:00:00', 'work_stop': '2026-03-04 12:00:00', **values})

    def test_a_task_for_each_performer_in_the_calendar(self):
        order = self.make_planned()
        action = order.with_user(self.own).action_plan_tasks()
        self.assertIn('Василь Гончар, Петро Лисенко', action['params']['message'])
        first, second = order.performer_ids.task_id
        self.assertEqual((first.performer_id, second.performer_id), (self.first, self.second))
        self.assertEqual(order.work_task_ids, first | second)
        self.assertEqual(order.work_task_count, 2)
        self.assertEqual((first.operation, first.user_id, first.line_ids.partner_id), ('external', self.own, self.partner))
        self.assertEqual(first.line_ids.work_type_id, self.kind)
        self.assertEqual(first.line_ids.description, 'Монтаж карниза, Виїзд')
        self.assertIn('Карниз, 2', first.description)
        self.assertEqual((first.date_start, first.date_stop), (datetime(2026, 3, 4, 7), datetime(2026, 3, 4, 10)), 'his hours')
        self.assertEqual(second.date_stop, datetime(2026, 3, 4, 12), 'no hours: until the finish')
        record = first.line_ids.calendar_event_id
        self.assertEqual((record.user_id, record.start, record.stop), (self.user, first.date_start, first.date_stop))
        self.assertEqual(record.employee_calendar_id.user_id, self.user)
        self.assertEqual(second.line_ids.calendar_event_id.employee_calendar_id.employee_id, self.second)

    def test_a_second_click_plans_what_is_missing(self):
        order = self.make_planned()
        order.action_plan_tasks()
        tasks = order.work_task_ids
        self.assertIn('Nothing to plan', order.action_plan_tasks()['params']['message'])
        third = self.make_employee('Іван Мороз')
        order.performer_ids = [(0, 0, {'employee_id': third.id, 'hours': 1})]
        message = order.action_plan_tasks()['params']['message']
        self.assertIn('Іван Мороз', message)
        self.assertNotIn('Гончар', message)
        self.assertEqual((order.work_task_ids - tasks).performer_id, third)
        tasks[0].action_cancel()
        order.action_plan_tasks()
        self.assertEqual(len(order.work_task_ids), 4, 'a cancelled task is planned anew')

    def test_a_task_that_a_colleague_gave_counts(self):
        order = self.make_planned()
        task = self.make_task(self.second, order_id=order.id, user_id=self.other.id)
        order.with_user(self.own).action_plan_tasks()
        self.assertEqual(order.performer_ids[1].task_id, task)
        self.assertEqual(len(order.work_task_ids), 2)

    def test_the_hours_are_billed_by_the_order_alone(self):
        order = self.make_planned()
        order.action_plan_tasks()
        total, task = order.amount_total, order.performer_ids[0].task_id
        self.assertEqual((task.amount_total, task.is_billed, task.billed_order_count), (0.0, True, 1))
        with self.assertRaisesRegex(UserError, f'already works of {order.name}'):
            task.action_add_to_order()
        self.assertIn(task, self.env['bas.work.task'].search([('is_billed', '=', True)]))
        self.assertEqual(task.action_view_orders()['res_id'], order.id)
        task.line_ids.with_user(self.user).write({'stop': '2026-03-04 11:00:00'})
        self.assertEqual((task.duration_total, task.amount_total), (4.0, 0.0), 'the real hours are written freely')
        task.line_ids = [(0, 0, {
            'work_type_id': self.kind.id, 'order_id': order.id, 'start': '2026-03-05 07:00:00', 'stop': '2026-03-05 08:00:00'})]
        self.assertFalse(task.is_billed)
        task.action_add_to_order()
        self.assertEqual(order.amount_total, total + 450, 'hours beyond the order are billed, and only they')

    def test_hours_that_go_to_another_order_are_billed_there(self):
        order, other = self.make_planned(), self.env['sale.order'].create({'partner_id': self.partner.id})
        order.action_plan_tasks()
        task = order.performer_ids[0].task_id
        task.line_ids.order_id = other
        self.assertFalse(task.is_billed)
        self.assertEqual(task.line_ids.price_hour, 450)
        task.action_add_to_order()
        self.assertEqual(other.amount_untaxed, 1350)

    def test_a_copied_task_is_more_work(self):
        order = self.make_planned()
        order.action_plan_tasks()
        self.assertFalse(order.performer_ids[0].task_id.copy().is_billed)

    def test_missing_data_is_named_in_the_error(self):
        for values, message in (({'performer_ids': [(5,)]}, 'Who will do it'),
                                ({'work_start': False}, 'When does the work begin')):
            order = self.make_planned()
            order.write(values)
            with self.assertRaisesRegex(UserError, message):
                order.action_plan_tasks()
        order = self.make_planned(work_stop='2026-03-04 07:00:00')
        with self.assertRaisesRegex(UserError, 'How long will Петро Лисенко work'):
            order.action_plan_tasks()
        self.assertFalse(order.work_task_ids)
        order = self.make_planned()
        order._action_cancel()
        with self.assertRaisesRegex(UserError, 'is cancelled'):
            order.action_plan_tasks()
        with self.assertRaisesRegex(UserError, 'customer order'):
            self.env['sale.order'].create({'partner_id': self.partner.id}).action_plan_tasks()

    def test_an_order_without_works_is_called_by_its_number(self):
        order = self.make_order({'employee_id': self.first.id}, lines=[], work_start='2026-03-04 07:00:00')
        order.action_plan_tasks()
        self.assertIn(order.name, order.work_task_ids.line_ids.description)

    def read_times(self, order):
        return [(task.date_start.hour, task.date_stop.hour, task.line_ids.calendar_event_id.start.hour)
                for task in order.performer_ids.task_id]

    def test_tasks_move_with_the_plan(self):
        order = self.make_planned()
        order.action_plan_tasks()
        self.assertEqual(self.read_times(order), [(7, 10, 7), (7, 12, 7)])
        order.with_user(self.own).write({'work_start': '2026-03-04 08:00:00', 'work_stop': '2026-03-04 14:00:00'})
        self.assertEqual(self.read_times(order), [(8, 11, 8), (8, 14, 8)])
        self.assertRegex(order.message_ids[0].body, 'Moved in the calendar .*Василь Гончар, .*Петро Лисенко')
        messages = len(order.message_ids)
        order.performer_ids[0].with_user(self.own).hours = 5
        self.assertEqual(self.read_times(order), [(8, 13, 8), (8, 14, 8)])
        self.assertNotIn('Лисенко', order.message_ids[0].body, 'his plan is what it was')
        order.with_user(self.own).write({'work_start': '2026-03-04 09:00:00', 'performer_ids': [
            (1, order.performer_ids[0].id, {'hours': 2}), (1, order.performer_ids[1].id, {'share': 40})]})
        self.assertEqual(self.read_times(order), [(9, 11, 9), (9, 14, 9)])
        self.assertEqual(len(order.message_ids), messages + 2, 'one message each time')
        order.write({'client_order_ref': 'Тел. 5', 'work_stop': '2026-03-04 14:00:00'})
        self.assertEqual(len(order.message_ids), messages + 2, 'nothing has moved')

    def test_what_was_moved_by_hand_or_done_stays(self):
        order = self.make_planned()
        order.action_plan_tasks()
        first, second = order.performer_ids.task_id
        first.line_ids.calendar_event_id.with_user(self.user).write({
            'start': '2026-03-05 07:00:00', 'stop': '2026-03-05 10:00:00'})
        order.work_start = '2026-03-04 08:00:00'
        self.assertEqual((first.date_start, second.date_start), (datetime(2026, 3, 5, 7), datetime(2026, 3, 4, 8)))
        self.assertIn('Not moved in the calendar: Василь Гончар', order.message_ids[0].body)
        second.action_done()
        order.write({'work_start': '2026-03-06 08:00:00', 'work_stop': '2026-03-06 12:00:00'})
        self.assertEqual(second.date_start, datetime(2026, 3, 4, 8), 'what is done was done then')
        self.assertNotIn('Лисенко', order.message_ids[0].body)

    def test_a_task_stays_where_the_order_has_no_time_any_more(self):
        order = self.make_planned()
        order.action_plan_tasks()
        order.work_start = False
        self.assertEqual(self.read_times(order), [(7, 10, 7), (7, 12, 7)])
        self.assertIn('Not moved in the calendar: Василь Гончар, Петро Лисенко', order.message_ids[0].body)

    def test_work_beyond_the_order_and_a_task_given_by_hand_stay(self):
        order = self.make_planned()
        given = self.make_task(self.second, {'start': '2026-03-04 07:00:00', 'stop': '2026-03-04 12:00:00'}, order_id=order.id)
        order.action_plan_tasks()
        self.assertEqual(order.performer_ids[1].task_id, given)
        order.work_start = '2026-03-04 08:00:00'
        self.assertEqual(self.read_times(order), [(8, 11, 8), (7, 12, 7)])

    def test_a_task_of_a_colleague_moves_too(self):
        order = self.make_planned()
        order.action_plan_tasks()
        order.work_task_ids.user_id = self.other
        order.with_user(self.own).write({'work_start': '2026-03-05 07:00:00', 'work_stop': '2026-03-05 12:00:00'})
        self.assertEqual(order.performer_ids[0].task_id.date_start, datetime(2026, 3, 5, 7))


@tagged('post_install', '-at_install')
class TestWorkOrderAccess(WorkOrderCase):
    """Who sees and plans the performers of a work order: by role and by company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls.make_order({'employee_id': cls.first.id, 'hours': 2}, work_start='2026-03-04 07:00:00')
        cls.theirs = cls.make_order({'employee_id': cls.first.id, 'hours': 2}, work_start='2026-03-04 07:00:00',
                                    user_id=cls.other.id)
        cls.nobodys = cls.make_order({'employee_id': cls.first.id}, user_id=False)
        company = cls.env['res.company'].create({'name': 'Друга фірма'})
        worker = cls.make_employee('Чужий', company_id=company.id)
        cls.abroad = cls.env['sale.order'].with_company(company).create({
            'partner_id': cls.partner.id, 'company_id': company.id, 'order_type_id': cls.work_type.id,
            'performer_ids': [(0, 0, {'employee_id': worker.id})]})

    def test_rows_by_role(self):
        rows = (self.mine | self.theirs | self.nobodys | self.abroad).performer_ids
        here = rows - self.abroad.performer_ids
        own = (self.mine | self.nobodys).performer_ids
        clerk = new_test_user(self.env, 'accountant', groups='account.group_account_invoice')
        for user, expected in ((self.own, own), (self.other, here - self.mine.performer_ids), (self.all, here),
                               (self.head, here), (clerk, here)):
            found = self.env['bas.order.performer'].with_user(user).search([('id', 'in', rows.ids)])
            self.assertEqual(found, expected, user.login)
        performer = new_test_user(self.env, 'performer', groups='bas_crm.group_performer')
        for user in (performer, self.clerk, self.portal, self.env.ref('base.public_user')):
            with self.assertRaises(AccessError):
                self.env['bas.order.performer'].with_user(user).search([])
            with self.assertRaises(AccessError):
                self.mine.with_user(user).read(['name'])
        for user in (clerk, performer):
            with self.assertRaises(AccessError):
                self.mine.performer_ids.with_user(user).hours = 5

    def test_own_users_change_and_plan_their_own(self):
        with self.assertRaises(AccessError):
            self.theirs.performer_ids.with_user(self.own).hours = 5
        with self.assertRaises(AccessError):
            self.env['bas.order.performer'].with_user(self.own).create(
                {'order_id': self.theirs.id, 'employee_id': self.second.id})
        with self.assertRaises(AccessError):
            self.theirs.with_user(self.own).action_plan_tasks()
        with self.assertRaises(AccessError):
            self.abroad.with_user(self.head).action_plan_tasks()
        self.mine.performer_ids.with_user(self.own).hours = 5
        self.mine.with_user(self.own).action_plan_tasks()
        self.theirs.with_user(self.all).action_plan_tasks()
        self.assertEqual(self.theirs.work_task_ids.user_id, self.other, 'the manager of the order gives the task')
        self.nobodys.work_start = '2026-03-04 07:00:00'
        self.nobodys.with_user(self.own).action_plan_tasks()
        self.assertEqual(self.nobodys.work_task_ids.user_id, self.own)
